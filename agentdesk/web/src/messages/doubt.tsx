import { Modal } from 'antd';
import { useText } from '../i18n';

/** Asks before a message is sent again that may have arrived. */
export function Doubt({ onSend, onLeave }: { onSend: () => void; onLeave: () => void }) {
  const t = useText();
  return (
    <Modal open title={t('messages.retry')} okText={t('messages.retry')} cancelText={t('messages.leave')} onOk={onSend} onCancel={onLeave}>
      {t('messages.retryDoubtful')}
    </Modal>
  );
}
