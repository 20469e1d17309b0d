import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { ApiError } from '../api/client';
import type { Operator } from '../api/types';
import { kept, PAUSES } from '../desk/pauses';
import { useText } from '../i18n';
import { Labelled } from '../tickets/labelled';
import { called } from '../wallboard/order';
import { pauseOperator } from './requests';

/** Asks why, before somebody is taken out of the queues. */
export function PauseDialog({ operator, onClose }: { operator: Operator | null; onClose: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const pause = useMutation({
    mutationFn: (username: string) => pauseOperator(username, reason.trim()),
    onSuccess: () => onClose(),
    onSettled: () => client.invalidateQueries({ queryKey: ['staff'] }),
  });
  const name = operator ? called(operator) : '';
  return (
    <Modal
      open={operator !== null}
      title={t('pauseOf.ask', { name })}
      okText={t('pauseOf.button')}
      okButtonProps={{ 'data-testid': 'pause-yes', disabled: reason.trim() === '' }}
      cancelText={t('wall.keep')}
      confirmLoading={pause.isPending}
      onOk={() => operator && pause.mutate(operator.username)}
      onCancel={onClose}
      afterClose={() => {
        pause.reset();
        setReason('');
      }}
    >
      <p data-testid="pause-text">{t('pauseOf.tells', { name })}</p>
      <Labelled label={t('pauseOf.reason')} htmlFor="pause-reason" required>
        <Input id="pause-reason" data-testid="pause-reason" value={reason} maxLength={200} autoComplete="off" onChange={(event) => setReason(event.target.value)} />
      </Labelled>
      <p className="pause-reasons">
        {PAUSES.map((key) => (
          <Button key={key} size="small" aria-pressed={reason === kept(key)} onClick={() => setReason(kept(key))}>
            {t(key)}
          </Button>
        ))}
      </p>
      {pause.error && (
        <p className="fault" role="alert">
          {pause.error instanceof ApiError && !pause.error.offline ? pause.error.message : t('wall.failed')}
        </p>
      )}
    </Modal>
  );
}
