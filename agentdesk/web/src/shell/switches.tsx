import { MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { setLanguage, useLanguage, useText } from '../i18n';
import { useMode } from './mode';

/** Light or dark, Vietnamese or English. The browser's own tooltip: it lies over nothing that is clicked, and loads nothing. */
export function ModeSwitches() {
  const t = useText();
  const language = useLanguage();
  const { mode, setMode } = useMode();
  const other = mode === 'light' ? 'dark' : 'light';
  return (
    <>
      <Button
        type="text"
        data-testid="theme-switch"
        aria-label={t(`app.theme.${other}`)}
        title={t(`app.theme.${other}`)}
        icon={mode === 'light' ? <MoonOutlined /> : <SunOutlined />}
        onClick={() => setMode(other)}
      />
      <Button type="text" data-testid="language-switch" aria-label={t('app.language')} onClick={() => setLanguage(language === 'vi' ? 'en' : 'vi')}>
        {language === 'vi' ? 'EN' : 'VI'}
      </Button>
    </>
  );
}
