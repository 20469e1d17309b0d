import { describe, expect, it } from 'vitest';
import { text } from '../i18n';
import { shownReason } from './pauses';

describe('why somebody is paused', () => {
  it.each([
    ['Giám sát', 'Supervision'],
    [text('pause.meal', 'vi'), text('pause.meal', 'en')],
    ['Họp gấp ở sở', 'Họp gấp ở sở'],
  ])('%s is shown in the reader’s language where it is one of ours', (reason, shown) => {
    expect(shownReason(reason, (key) => text(key, 'en'))).toBe(shown);
  });
});
