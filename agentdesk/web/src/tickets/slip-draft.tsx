import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { draftSlip } from '../api/after';
import { ApiError } from '../api/client';
import { useUnits } from '../api/queries';
import type { Ticket } from '../api/types';
import { OtherDraft } from '../drafts/other-draft';
import { useKept } from '../forms/use-kept';
import { useText } from '../i18n';
import { Labelled } from './labelled';
import { Picker } from './picker';
import { searchUnits } from './units';

/** Drafts a slip for a unit, with everything known of the ticket and a note. */
export function SlipDraft({ ticket }: { ticket: Ticket }) {
  const t = useText();
  const client = useQueryClient();
  const units = useUnits();
  const [unit, setUnit] = useState(ticket.unit);
  const kept = useKept(`slip.${ticket.code}`, 0, '');
  const note = kept.value;
  const draft = useMutation({
    mutationFn: () => draftSlip(ticket.code, unit, note),
    onSuccess: () => {
      kept.reset(note);
      return client.invalidateQueries({ queryKey: ['ticket', ticket.code] });
    },
  });
  const known = units.data ?? [];
  const refused = draft.error instanceof ApiError ? draft.error : null;
  const ofUnit = refused?.errors.find((e) => e.location === 'body.unit')?.message;
  const drafted = (ticket.slips ?? []).some((s) => s.unit === unit && s.number === '');
  return (
    <form
      className="slip-draft"
      onSubmit={(event) => {
        event.preventDefault();
        draft.mutate();
      }}
    >
      <Picker
        id="slip-unit"
        label={t('slip.to')}
        hint={t('slip.toHint')}
        value={unit}
        options={known.map((u) => ({ value: u.code, label: u.name }))}
        loading={units.isPending}
        fault={ofUnit}
        onChange={setUnit}
        rank={(typed) => searchUnits(known, typed).map((u) => u.code)}
      />
      <OtherDraft draft={kept.hand} />
      <Labelled label={t('slip.note')} htmlFor="slip-note" fault={undefined}>
        <Input.TextArea id="slip-note" data-testid="slip-note" rows={2} maxLength={2000} value={note} onChange={(event) => kept.change(event.target.value)} />
      </Labelled>
      <Button type="primary" htmlType="submit" loading={draft.isPending} data-testid="slip-draft">
        {drafted ? t('slip.again') : t('slip.draft')}
      </Button>
      {draft.error && ofUnit === undefined && (
        <span className="fault" role="alert">
          {refused && !refused.offline ? refused.message : t('page.error')}
        </span>
      )}
    </form>
  );
}
