import { describe, expect, it } from 'vitest';
import type { Unit } from '../api/types';
import { areaOptions, joinSkills, readLimit, slug, splitSkills } from './skills';

describe('skills', () => {
  it('are what they were after the form', () => {
    const skills = ['lang:en', 'lang:zh', 'area:le-chan', 'group:1', 'group:2', 'dao-tao:moi'];
    expect(splitSkills(skills)).toEqual({ languages: ['en', 'zh'], areas: ['le-chan'], groups: ['1', '2'], others: ['dao-tao:moi'] });
    expect(joinSkills(splitSkills(skills))).toEqual(skills);
    expect(joinSkills({ languages: ['en', 'en'], areas: [], groups: ['2', '1'], others: [] })).toEqual(['lang:en', 'group:1', 'group:2']);
  });

  it('know areas as a dialplan writes them', () => {
    expect([slug('UBND phường Lê Chân'), slug('Xã Đồ Sơn'), slug('Đặc khu Bạch Long Vĩ')]).toEqual(['le-chan', 'do-son', 'bach-long-vi']);
    const unit = (name: string, kind: Unit['kind'] = 'commune') => ({ name, kind }) as Unit;
    expect(areaOptions([unit('Xã An Lão'), unit('Phường An Biên'), unit('Phường An Lão'), unit('Sở Y tế', 'department')])).toEqual([
      { value: 'an-bien', label: 'Phường An Biên' },
      { value: 'an-lao', label: 'Xã An Lão, Phường An Lão' },
    ]);
  });

  it('take a limit, or none', () => {
    expect(['', ' 6 ', '0', '1000', '1001', '-1', '1.5', 'x'].map(readLimit)).toEqual([0, 6, 0, 1000, null, null, null, null]);
  });
});
