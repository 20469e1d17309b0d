import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { ApiError } from '../api/client';
import type { Operator } from '../api/types';
import { kept, PAUSES } from '../desk/pauses';
import { useText, type Key } from '../i18n';
import { Labelled } from '../tickets/labelled';
import { called } from '../wallboard/order';
import { pauseOperator, signOperatorOut } from './requests';

/** What who leads a shift may have an operator do, without being asked. */
export interface Order {
  name: 'pause' | 'sign-out';
  ask: Key;
  tells: Key;
  button: Key;
  reasons: readonly Key[];
  give: (username: string, reason: string) => Promise<void>;
}

export const PAUSE: Order = { name: 'pause', ask: 'pauseOf.ask', tells: 'pauseOf.tells', button: 'pauseOf.button', reasons: PAUSES, give: pauseOperator };

export const SIGN_OUT: Order = {
  name: 'sign-out', ask: 'wall.signOutAsk', tells: 'wall.signOutTells', button: 'wall.signOut', reasons: ['outOf.over', 'outOf.empty', 'outOf.trouble'], give: signOperatorOut,
};

/** Asks why, before somebody is paused or signed out: the audit log has it. */
export function OrderDialog({ order, operator, onClose }: { order: Order; operator: Operator | null; onClose: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const give = useMutation({
    mutationFn: (username: string) => order.give(username, reason.trim()),
    onSuccess: () => onClose(),
    onSettled: () => client.invalidateQueries({ queryKey: ['staff'] }),
  });
  const name = operator ? called(operator) : '';
  return (
    <Modal
      open={operator !== null}
      title={t(order.ask, { name })}
      okText={t(order.button)}
      okButtonProps={{ 'data-testid': `${order.name}-yes`, disabled: reason.trim() === '' }}
      cancelText={t('wall.keep')}
      confirmLoading={give.isPending}
      onOk={() => operator && give.mutate(operator.username)}
      onCancel={onClose}
      afterClose={() => {
        give.reset();
        setReason('');
      }}
    >
      <p data-testid={`${order.name}-text`}>{t(order.tells, { name })}</p>
      <Labelled label={t('pauseOf.reason')} htmlFor={`${order.name}-reason`} required>
        <Input
          id={`${order.name}-reason`}
          data-testid={`${order.name}-reason`}
          value={reason}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => setReason(event.target.value)}
        />
      </Labelled>
      <p className="pause-reasons">
        {order.reasons.map((key) => (
          <Button key={key} size="small" aria-pressed={reason === kept(key)} onClick={() => setReason(kept(key))}>
            {t(key)}
          </Button>
        ))}
      </p>
      {give.error && (
        <p className="fault" role="alert">
          {give.error instanceof ApiError && !give.error.offline ? give.error.message : t('wall.failed')}
        </p>
      )}
    </Modal>
  );
}
