import { describe, expect, it } from 'vitest';
import { actionOf, type Action } from './keys';

const press = (part: Partial<KeyboardEvent>) => actionOf({ key: '', code: '', altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, repeat: false, isComposing: false, ...part });

describe('the desk’s keys', () => {
  it.each<[string, Partial<KeyboardEvent>, Action | null]>([
    ['F2', { key: 'F2' }, 'hold'],
    ['F7', { key: 'F7' }, 'mute'],
    ['F9', { key: 'F9' }, 'end'],
    ['F10', { key: 'F10' }, 'accept'],
    ['Shift+F10 (context menu)', { key: 'F10', shiftKey: true }, null],
    ['Ctrl+Enter', { key: 'Enter', ctrlKey: true }, 'file'],
    ['Enter alone', { key: 'Enter' }, null],
    ['Alt+1', { key: '1', code: 'Digit1', altKey: true }, 'group1'],
    ['1 typed', { key: '1', code: 'Digit1' }, null],
    ['AltGr+1 types a character', { key: '¹', code: 'Digit1', altKey: true, ctrlKey: true }, null],
    ['Alt+numpad 1 (Alt codes)', { key: '1', code: 'Numpad1', altKey: true }, null],
    ['Option+R on a Mac types ®', { key: '®', code: 'KeyR', altKey: true }, 'ready'],
    ['Alt+M', { key: 'm', code: 'KeyM', altKey: true }, 'voicemail'],
    ['Alt+L', { key: 'l', code: 'KeyL', altKey: true }, 'listen'],
    ['Alt+N', { key: 'n', code: 'KeyN', altKey: true }, 'whisper'],
    ['Alt+J', { key: 'j', code: 'KeyJ', altKey: true }, 'barge'],
    ['Alt+G', { key: 'g', code: 'KeyG', altKey: true }, 'takeOver'],
    ['Alt+X', { key: 'x', code: 'KeyX', altKey: true }, 'leave'],
    ['Alt+T', { key: 't', code: 'KeyT', altKey: true }, 'likely'],
    ['Alt+V', { key: 'v', code: 'KeyV', altKey: true }, 'attach'],
    ['Alt+A', { key: 'a', code: 'KeyA', altKey: true }, 'thenAssign'],
    ['Alt+C', { key: 'c', code: 'KeyC', altKey: true }, 'thenAnswer'],
    ['Alt+W', { key: 'w', code: 'KeyW', altKey: true }, 'thenDecline'],
    ['Ctrl+W closes the tab', { key: 'w', code: 'KeyW', ctrlKey: true }, null],
    ['Alt+I', { key: 'i', code: 'KeyI', altKey: true }, 'field'],
    ['Alt+B', { key: 'b', code: 'KeyB', altKey: true }, 'confidential'],
    ['Ctrl+C copies', { key: 'c', code: 'KeyC', ctrlKey: true }, null],
    ['Alt+D, Alt+E, Alt+F: address bar and menus of browsers', { key: 'd', code: 'KeyD', altKey: true }, null],
    ['while an input method composes', { key: 'F9', isComposing: true }, null],
    ['F3', { key: 'F3' }, 'swap'],
    ['F4', { key: 'F4' }, 'officer'],
    ['F6', { key: 'F6' }, 'threeWay'],
    ['F8', { key: 'F8' }, 'emergency'],
    ['Alt+F4 closes the window', { key: 'F4', altKey: true }, null],
    ['F1', { key: 'F1' }, 'help'],
    ['F5, F11, F12 are the browser’s', { key: 'F5' }, null],
  ])('%s', (_, event, action) => {
    expect(press(event)).toBe(action);
  });

  it('types no character by any of them', () => {
    for (const key of 'abcdefghijklmnopqrstuvwxyz0123456789*#') expect(press({ key, code: `Key${key.toUpperCase()}` })).toBeNull();
  });
});
