import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { ApiError, signOperatorOut } from '../api/client';
import type { Operator } from '../api/types';
import { useText } from '../i18n';
import { called } from './order';

/** Asks before somebody's desk is closed. */
export function SignOutDialog({ operator, onClose }: { operator: Operator | null; onClose: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const leave = useMutation({
    mutationFn: (username: string) => signOperatorOut(username),
    onSuccess: () => onClose(),
    onSettled: () => client.invalidateQueries({ queryKey: ['staff'] }),
  });
  const name = operator ? called(operator) : '';
  return (
    <Modal
      open={operator !== null}
      title={t('wall.signOutAsk', { name })}
      okText={t('wall.signOut')}
      okButtonProps={{ 'data-testid': 'wall-sign-out-yes' }}
      cancelText={t('wall.keep')}
      confirmLoading={leave.isPending}
      onOk={() => operator && leave.mutate(operator.username)}
      onCancel={onClose}
      afterClose={() => leave.reset()}
    >
      <p data-testid="wall-sign-out-text">{t('wall.signOutTells', { name })}</p>
      {leave.error && (
        <p className="fault" role="alert">
          {leave.error instanceof ApiError && !leave.error.offline ? leave.error.message : t('wall.failed')}
        </p>
      )}
    </Modal>
  );
}
