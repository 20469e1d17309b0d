import { describe, expect, it } from 'vitest';
import { text, type Language } from '../i18n';
import { missedHint } from './missed';

const hint = (reason: string | undefined, lang: Language) => missedHint(reason, (key, values) => text(key, lang, values));

describe('no more calls are offered because one', () => {
  it.each<[string | undefined, string, string]>([
    ['timeout', 'không được nhận kịp', 'not answered in time'],
    ['rejected', 'từ chối', 'declined'],
    ['no_audio', 'không có âm thanh', 'no audio'],
    ['of_tomorrow', 'Có cuộc gọi bạn chưa nhận', 'did not take'],
    [undefined, 'Có cuộc gọi bạn chưa nhận', 'did not take'],
  ])('%s', (reason, vi, en) => {
    expect(hint(reason, 'vi')).toContain(vi);
    expect(hint(reason, 'en')).toContain(en);
    expect(hint(reason, 'vi')).toContain('Sẵn sàng');
    expect(hint(reason, 'en')).toContain('Ready');
  });
});
