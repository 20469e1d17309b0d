// The one place of colours. Ant Design gets its tokens from here (shell/ant-theme.ts),
// our own styles the same values as custom properties (--c-…).
// theme.test.ts holds every pair of text and ground to WCAG 2.2 AA.

import { remember, remembered } from './shell/remember';

export type Mode = 'light' | 'dark';

export interface Palette {
  ground: string;
  panel: string;
  raised: string;
  line: string;
  /** Borders of controls: 3:1 against the panel (WCAG 1.4.11). */
  edge: string;
  text: string;
  soft: string;
  primary: string;
  onPrimary: string;
  link: string;
  danger: string;
  onDanger: string;
  dangerText: string;
  offered: string;
  onOffered: string;
  talking: string;
  onTalking: string;
  held: string;
  onHeld: string;
  recovering: string;
  onRecovering: string;
  wrapup: string;
  onWrapup: string;
  idle: string;
  onIdle: string;
  good: string;
  warnGround: string;
  warnText: string;
  caution: string;
  citizen: string;
  staff: string;
}

export const PALETTES: Readonly<Record<Mode, Palette>> = {
  light: {
    ground: '#eef1f4',
    panel: '#ffffff',
    raised: '#f6f8fa',
    line: '#d8dee5',
    edge: '#8391a0',
    text: '#16212c',
    soft: '#4d5b69',
    primary: '#0b5f7d',
    onPrimary: '#ffffff',
    link: '#0b5f7d',
    danger: '#b3261e',
    onDanger: '#ffffff',
    dangerText: '#a3211a',
    offered: '#ffb81c',
    onOffered: '#241a00',
    talking: '#1c7a43',
    onTalking: '#ffffff',
    held: '#5a4b9c',
    onHeld: '#ffffff',
    recovering: '#9a3b12',
    onRecovering: '#ffffff',
    wrapup: '#1d5fa8',
    onWrapup: '#ffffff',
    idle: '#dfe5eb',
    onIdle: '#16212c',
    good: '#1a6f3d',
    warnGround: '#fff1d0',
    warnText: '#5c3d00',
    caution: '#6b4700',
    citizen: '#0b6a8c',
    staff: '#7a4f9c',
  },
  dark: {
    ground: '#0f151b',
    panel: '#182029',
    raised: '#1f2933',
    line: '#2e3a46',
    edge: '#6c7c8c',
    text: '#e8edf2',
    soft: '#a9b6c3',
    primary: '#4fb3d3',
    onPrimary: '#06222d',
    link: '#7ccbe4',
    danger: '#e5675e',
    onDanger: '#2b0503',
    dangerText: '#ff9d95',
    offered: '#ffc34a',
    onOffered: '#241a00',
    talking: '#2f9e5d',
    onTalking: '#03150a',
    held: '#a497e6',
    onHeld: '#140e33',
    recovering: '#f0965f',
    onRecovering: '#2b1000',
    wrapup: '#6fabec',
    onWrapup: '#04182d',
    idle: '#27323d',
    onIdle: '#e8edf2',
    good: '#5cc98a',
    warnGround: '#3a2c0a',
    warnText: '#ffdf9a',
    caution: '#ffcf70',
    citizen: '#58bddd',
    staff: '#c39ae6',
  },
};

const STORED = 'hotline.theme';

/** The mode chosen on this machine; without a choice, the system's. */
export function storedMode(): Mode {
  return chosenMode() ?? (systemDark().matches ? 'dark' : 'light');
}

/** Follows the system's mode, at sunset say, for as long as none is chosen. Gives the way to end it. */
export function followSystem(change: (mode: Mode) => void): () => void {
  const dark = systemDark();
  const follow = () => {
    if (chosenMode() === undefined) change(storedMode());
  };
  dark.addEventListener('change', follow);
  return () => dark.removeEventListener('change', follow);
}

const systemDark = () => window.matchMedia('(prefers-color-scheme: dark)');

function chosenMode(): Mode | undefined {
  const stored = remembered(STORED);
  return stored === 'light' || stored === 'dark' ? stored : undefined;
}

export function storeMode(mode: Mode): void {
  remember(STORED, mode);
}

/** Puts the palette into the page's custom properties. */
export function applyMode(mode: Mode): void {
  const root = document.documentElement;
  root.dataset['theme'] = mode;
  root.style.colorScheme = mode;
  for (const [name, colour] of Object.entries(PALETTES[mode])) {
    root.style.setProperty(`--c-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, String(colour));
  }
}
