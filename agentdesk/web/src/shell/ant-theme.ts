// What Ant Design's parts look like: colours of theme.ts, sizes and type.

import { theme as antd, type ThemeConfig } from 'antd';
import { PALETTES, type Mode } from '../theme';

const FONT = "'Be Vietnam Pro', system-ui, 'Segoe UI', sans-serif";

export function antTheme(mode: Mode): ThemeConfig {
  const p = PALETTES[mode];
  return {
    algorithm: mode === 'dark' ? [antd.darkAlgorithm, antd.compactAlgorithm] : [antd.defaultAlgorithm, antd.compactAlgorithm],
    token: {
      fontFamily: FONT,
      fontSize: 14,
      borderRadius: 6,
      controlHeight: 32,
      colorPrimary: p.primary,
      colorLink: p.link,
      colorError: p.danger,
      colorText: p.text,
      colorTextSecondary: p.soft,
      colorTextTertiary: p.soft,
      colorTextDescription: p.soft,
      colorTextPlaceholder: p.soft,
      colorBgBase: p.panel,
      colorBgContainer: p.panel,
      colorBgElevated: mode === 'dark' ? p.raised : p.panel,
      colorBgLayout: p.ground,
      colorBorder: p.edge,
      colorBorderSecondary: p.line,
      colorTextLightSolid: p.onPrimary,
      motion: false,
    },
    components: {
      Button: { primaryColor: p.onPrimary, dangerColor: p.onDanger, fontWeight: 600 },
      Tooltip: { colorBgSpotlight: p.text, colorTextLightSolid: p.ground },
    },
  };
}
