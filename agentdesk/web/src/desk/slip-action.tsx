import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { draftCallSlip } from '../api/after';
import { ApiError } from '../api/client';
import { useText } from '../i18n';
import { toRequest } from '../tickets/form-model';
import { Action, Slot } from './action';
import { useOperatorDesk } from './context';
import { useKeys } from './hooks';
import { KEY_LABEL } from './keys';

/** Nobody can be had: one key drafts the transfer slip with all that is known (Điều 9.3), in the place where all would have been joined. */
export function SlipAction({ call, wanted }: { call: string; wanted: boolean }) {
  const { drafts } = useOperatorDesk();
  const t = useText();
  const [written, setWritten] = useState('');
  const slip = useMutation({
    mutationFn: () => {
      const kept = drafts.read(call);
      // Of a ticket that is filed already the server knows more than the form.
      return draftCallSlip(call, kept && kept.filed === '' ? { ...toRequest(kept.draft), group: kept.draft.group ?? 0 } : null);
    },
    onSuccess: ({ unit_name, unit }) => setWritten(unit_name || unit),
  });
  const write = () => {
    if (!slip.isPending && written === '') slip.mutate();
  };
  useKeys(wanted ? { threeWay: write } : {});
  return (
    <>
      <Slot when={wanted}>
        {written === '' ? (
          <Action testid="slip" label={t('act.slip')} help={t('act.slipHelp')} hint={KEY_LABEL.threeWay} onClick={write} busy={slip.isPending} />
        ) : (
          <span className="slip-done" data-testid="slip-done">
            ✓ {t('act.slipDone')}
          </span>
        )}
      </Slot>
      <span className="unseen" role="status">
        {written !== '' && t('say.slip', { unit: written })}
      </span>
      {wanted && slip.isError && (
        <span className="fault slip-fault" role="alert">
          {t('act.slipFailed')}
          {slip.error instanceof ApiError && slip.error.message && `: ${slip.error.message}`}
        </span>
      )}
    </>
  );
}
