// The desk's keys. None of them types a character: function keys, and Alt or
// Ctrl with another key. What concerns an officer, or an emergency, is a function
// key alone: the operator's hands are in the ticket's text while she speaks.
//
// Each acts in its own state only, so that a slip does no harm: F9 does nothing
// to a call that only rings, nor while somebody waits for another's voice. F10
// takes a call, and gives it away, F3 swaps who waits, and goes on to the next number:
// neither is possible where the other is. A shift
// leader's are none of an operator's: who has just taken a call over would hold it, or
// hand it on, by pressing the same key once more.

import type { Mode } from './supervision';

/** What a shift leader does in another's call. */
export type Supervising = Mode | 'takeOver' | 'leave';

/** A ticket is filed, and this begun with it: sent to a unit, asked about, a transfer slip, answered at once, refused. */
export type Then = 'thenAssign' | 'thenAsk' | 'thenSlip' | 'thenAnswer' | 'thenDecline';

/** A place in the ticket's form that is gone to, or changed. */
export type Place = 'field' | 'unit' | 'map' | 'sender' | 'confidential';

export type Action = 'help' | 'hold' | 'swap' | 'officer' | 'threeWay' | 'emergency' | 'mute' | 'end' | 'accept' | 'ready' | 'keypad' | 'voicemail' | 'file' | 'likely' | 'attach' | 'urgent' | 'keys' | Place | Then | Supervising | `group${1 | 2 | 3 | 4 | 5}`;

/** What is written on the buttons. */
export const KEY_LABEL = {
  help: 'F1',
  hold: 'F2',
  swap: 'F3',
  officer: 'F4',
  threeWay: 'F6',
  emergency: 'F8',
  mute: 'F7',
  end: 'F9',
  accept: 'F10',
  ready: 'Alt+R',
  keypad: 'Alt+K',
  voicemail: 'Alt+M',
  file: 'Ctrl+Enter',
  thenAssign: 'Alt+A',
  thenAsk: 'Alt+Q',
  thenSlip: 'Alt+S',
  thenAnswer: 'Alt+C',
  thenDecline: 'Alt+W',
  urgent: 'Alt+U',
  likely: 'Alt+T',
  attach: 'Alt+V',
  field: 'Alt+I',
  unit: 'Alt+O',
  map: 'Alt+P',
  sender: 'Alt+Y',
  confidential: 'Alt+B',
  keys: 'Alt+H',
  listen: 'Alt+L',
  whisper: 'Alt+N',
  barge: 'Alt+J',
  takeOver: 'Alt+G',
  leave: 'Alt+X',
} as const;

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'isComposing'>;

const FUNCTION_KEYS: Readonly<Record<string, Action>> = { F1: 'help', F2: 'hold', F3: 'swap', F4: 'officer', F6: 'threeWay', F7: 'mute', F8: 'emergency', F9: 'end', F10: 'accept' };
const ALT_KEYS: Readonly<Record<string, Action>> = {
  KeyR: 'ready',
  KeyK: 'keypad',
  KeyM: 'voicemail',
  KeyT: 'likely',
  KeyV: 'attach',
  KeyU: 'urgent',
  KeyI: 'field',
  KeyO: 'unit',
  KeyP: 'map',
  KeyY: 'sender',
  KeyB: 'confidential',
  KeyH: 'keys',
  KeyA: 'thenAssign',
  KeyQ: 'thenAsk',
  KeyS: 'thenSlip',
  KeyC: 'thenAnswer',
  KeyW: 'thenDecline',
  KeyL: 'listen',
  KeyN: 'whisper',
  KeyJ: 'barge',
  KeyG: 'takeOver',
  KeyX: 'leave',
  Digit1: 'group1',
  Digit2: 'group2',
  Digit3: 'group3',
  Digit4: 'group4',
  Digit5: 'group5',
};

/** The action of a key press; null if it is none of the desk's. A key held down acts once. */
export function actionOf(press: Press): Action | null {
  if (press.isComposing || press.shiftKey || press.metaKey) return null;
  if (!press.altKey && !press.ctrlKey) return FUNCTION_KEYS[press.key] ?? null;
  // AltGr arrives as Ctrl+Alt and types characters: not ours.
  if (press.altKey && !press.ctrlKey) return ALT_KEYS[press.code] ?? null;
  if (press.ctrlKey && !press.altKey && press.key === 'Enter') return 'file';
  return null;
}
