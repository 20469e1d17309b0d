import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import viVN from 'antd/locale/vi_VN';
import { useMemo, type ReactNode } from 'react';
import { useLanguage } from '../i18n';
import { antTheme } from './ant-theme';
import { useMode } from './mode';

/** Around what is made of Ant Design's parts: our theme and language. Comes by lazyAnt alone, so that a page without such parts does not load them. */
export function Ant({ children }: { children: ReactNode }) {
  const language = useLanguage();
  const { mode } = useMode();
  const theme = useMemo(() => antTheme(mode), [mode]);
  return (
    <ConfigProvider locale={language === 'vi' ? viVN : enUS} theme={theme} getPopupContainer={besideTrigger} button={{ autoInsertSpace: false }}>
      {children}
    </ConfigProvider>
  );
}

/** What pops up belongs to the part of the page that it was opened from, for screen readers too. */
function besideTrigger(trigger?: HTMLElement): HTMLElement {
  return trigger?.closest<HTMLElement>('.ant-modal, section, header, footer, main') ?? document.body;
}
