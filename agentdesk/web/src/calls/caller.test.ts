import { expect, it } from 'vitest';
import { text, type Translate } from '../i18n';
import { callerOf } from './caller';

const t: Translate = (key, values) => text(key, 'vi', values);

it.each([
  ['in full', { from: '+84912345678', from_number: '0912345678', caller_hidden: false }, '0912 345 678'],
  ['as the trunk gave it', { from: '113', from_number: '', caller_hidden: false }, '113'],
  ['withheld', { from: '', from_number: '', caller_hidden: false }, text('bar.withheld', 'vi')],
  ['without its middle', { from: '+849•••678', from_number: '0912•••678', caller_hidden: true }, '0912•••678'],
  ['not at all', { from: '', from_number: '', caller_hidden: true }, 'Không hiển thị'],
  ['of a living call', { from: '0912•••678', caller_hidden: true }, '0912•••678'],
])('a caller is shown %s', (_, call, said) => {
  expect(callerOf(call, t)).toBe(said);
});
