import { expect, it } from 'vitest';
import { text, type Translate } from '../i18n';
import { actorName } from './actor';

const t: Translate = (key, values) => text(key, 'vi', values);

it('says by words who is no account', () => {
  expect(actorName(t, 'canbo', 'Bùi Văn Hải')).toBe('Bùi Văn Hải');
  expect(actorName(t, 'sender')).toBe('Người gửi');
  expect(actorName(t, 'system')).toBe('Hệ thống');
  expect(actorName(t, 'token:kiemtoan')).toBe('Mã truy cập kiemtoan');
});
