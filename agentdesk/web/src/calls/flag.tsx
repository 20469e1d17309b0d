import { FlagFilled, FlagOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { ApiError, flagCall } from '../api/client';
import type { CallDetail } from '../api/types';
import { dateTime } from '../desk/time';
import { useText } from '../i18n';

/** The mark that a call is to be looked at, with its note; put and taken away by leaders and auditors, and noted. */
export function Flag({ call }: { call: CallDetail }) {
  const t = useText();
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const flag = useMutation({
    mutationFn: (flagged: boolean) => flagCall(call.id, flagged, flagged ? note.trim() : ''),
    onSuccess: async () => {
      setNote('');
      await Promise.all([queries.invalidateQueries({ queryKey: ['call', call.id] }), queries.invalidateQueries({ queryKey: ['calls'] })]);
    },
  });
  const failed = flag.error && <span className="fault" role="alert">{flag.error instanceof ApiError && !flag.error.offline ? flag.error.message : t('page.error')}</span>;
  if (call.flag)
    return (
      <p className="call-mark" data-testid="call-flag">
        <FlagFilled aria-hidden /> <b>{call.flag.note}</b> <span className="soft small">{t('calls.flagBy', { name: call.flag.by, at: dateTime(call.flag.at, true) })}</span>{' '}
        <Button size="small" data-testid="call-unflag" loading={flag.isPending} onClick={() => flag.mutate(false)}>
          {t('calls.unflag')}
        </Button>
        {failed}
      </p>
    );
  return (
    <form
      className="call-mark"
      onSubmit={(event) => {
        event.preventDefault();
        if (note.trim()) flag.mutate(true);
      }}
    >
      <Input data-testid="call-flag-note" aria-label={t('calls.flagNote')} placeholder={t('calls.flagNote')} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      <Button htmlType="submit" data-testid="call-flag-put" icon={<FlagOutlined />} disabled={!note.trim()} loading={flag.isPending}>
        {t('calls.flag')}
      </Button>
      {failed}
    </form>
  );
}
