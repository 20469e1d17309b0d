import MoonOutlined from '@ant-design/icons-svg/es/asn/MoonOutlined';
import SunOutlined from '@ant-design/icons-svg/es/asn/SunOutlined';
import { setLanguage, useLanguage, useText } from '../i18n';
import { PlainButton } from './button';
import { Icon } from './icon';
import { useMode } from './mode';

/** Light or dark, Vietnamese or English. The browser's own tooltip: it lies over nothing that is clicked, and loads nothing. */
export function ModeSwitches() {
  const t = useText();
  const language = useLanguage();
  const { mode, setMode } = useMode();
  const other = mode === 'light' ? 'dark' : 'light';
  return (
    <>
      <PlainButton
        bare
        data-testid="theme-switch"
        aria-label={t(`app.theme.${other}`)}
        title={t(`app.theme.${other}`)}
        icon={<Icon of={mode === 'light' ? MoonOutlined : SunOutlined} />}
        onClick={() => setMode(other)}
      />
      <PlainButton bare data-testid="language-switch" aria-label={t('app.language')} onClick={() => setLanguage(language === 'vi' ? 'en' : 'vi')}>
        {language === 'vi' ? 'EN' : 'VI'}
      </PlainButton>
    </>
  );
}
