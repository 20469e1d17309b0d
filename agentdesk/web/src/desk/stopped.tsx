import { DesktopOutlined, SyncOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useText } from '../i18n';
import { State } from '../shell/states';
import { useOperatorDesk } from './context';

/** The desk that must not go on: it is open elsewhere, or too old for the server. */
export function Stopped({ link }: { link: 'replaced' | 'outdated' }) {
  const { desk } = useOperatorDesk();
  const t = useText();
  if (link === 'replaced') {
    return (
      <State
        testid="desk-replaced"
        alert
        icon={<DesktopOutlined />}
        title={t('stopped.replaced')}
        text={t('stopped.replacedText')}
        action={
          <Button type="primary" data-testid="desk-take-back" onClick={() => desk.reclaim()}>
            {t('stopped.takeBack')}
          </Button>
        }
      />
    );
  }
  return (
    <State
      testid="desk-outdated"
      alert
      icon={<SyncOutlined />}
      title={t('stopped.outdated')}
      text={t('stopped.outdatedText')}
      action={
        <Button type="primary" onClick={() => location.reload()}>
          {t('stopped.reload')}
        </Button>
      }
    />
  );
}
