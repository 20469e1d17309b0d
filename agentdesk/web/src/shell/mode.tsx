import { createContext, use } from 'react';
import type { Mode } from '../theme';

export const ModeContext = createContext<{ mode: Mode; setMode: (mode: Mode) => void }>({
  mode: 'light',
  setMode: () => undefined,
});

export function useMode() {
  return use(ModeContext);
}
