import { useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { getDialplan } from '../api/dialplans';
import { useText } from '../i18n';
import { ErrorState } from '../shell/states';
import { ChangedLines } from './changed-lines';

interface Props {
  /** The version that would be put over the active one. */
  version: string;
  active: string;
  onYes: () => void;
  onNo: () => void;
}

/** A version that was made from another than the active one: what callers would lose and gain is seen first. */
export function OverDialog({ version, active, onYes, onNo }: Props) {
  const t = useText();
  const before = useQuery({ queryKey: ['dialplan', active], queryFn: ({ signal }) => getDialplan(active, signal) });
  const after = useQuery({ queryKey: ['dialplan', version], queryFn: ({ signal }) => getDialplan(version, signal) });
  const failed = before.error ?? after.error;
  return (
    <Modal
      open
      width={860}
      title={t('dialplan.overTitle')}
      okText={t('dialplan.overYes')}
      okButtonProps={{ 'data-testid': 'dialplan-over-yes', danger: true, disabled: !before.data || !after.data }}
      cancelText={t('dialplan.overNo')}
      onOk={onYes}
      onCancel={onNo}
    >
      <p>{t('dialplan.overText')}</p>
      {failed && <ErrorState within error={failed} onRetry={() => void Promise.all([before.refetch(), after.refetch()])} />}
      {before.data && after.data && <ChangedLines before={before.data.source} after={after.data.source} testId="dialplan-over-changes" />}
    </Modal>
  );
}
