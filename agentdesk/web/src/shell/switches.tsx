import { MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { setLanguage, useLanguage, useText } from '../i18n';
import { useMode } from './mode';

/** Light or dark, Vietnamese or English. What they say stays in the header: beneath it are the call's buttons. */
export function ModeSwitches() {
  const t = useText();
  const language = useLanguage();
  const { mode, setMode } = useMode();
  const other = mode === 'light' ? 'dark' : 'light';
  return (
    <>
      <Tooltip title={t(`app.theme.${other}`)} placement="left">
        <Button
          type="text"
          data-testid="theme-switch"
          aria-label={t(`app.theme.${other}`)}
          icon={mode === 'light' ? <MoonOutlined /> : <SunOutlined />}
          onClick={() => setMode(other)}
        />
      </Tooltip>
      {/* It says what it is; a tooltip would lie over its neighbour and take that one's clicks. */}
      <Button type="text" data-testid="language-switch" aria-label={t('app.language')} onClick={() => setLanguage(language === 'vi' ? 'en' : 'vi')}>
        {language === 'vi' ? 'EN' : 'VI'}
      </Button>
    </>
  );
}
