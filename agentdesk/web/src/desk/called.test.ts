import { renderHook } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { serviceName, useCallee } from './called';

vi.mock('../api/queries', () => ({
  useOfficers: () => ({ data: [{ name: 'Cán bộ đầu mối 1', phone: '0225300018', unit: 'DIENLUC', rank: 1 }] }),
  useUnits: () => ({ data: [{ code: 'DIENLUC', name: 'Điện lực Hải Phòng', phone: '0225300010', kind: 'provider', parent: '' }] }),
  useServices: () => ({ data: [] }),
}));

describe('whom we have called', () => {
  it.each<[string, boolean, string, string]>([
    ['an officer', true, '0225300018', 'Cán bộ đầu mối 1'],
    ['an office', true, '+84225300010', 'Điện lực Hải Phòng'],
    ['a citizen', true, '0912345678', ''],
    ['an officer who calls is a caller like others', false, '0225300018', ''],
  ])('%s', (_, placed, from, name) => {
    expect(renderHook(() => useCallee({ placed, from })).result.current).toBe(name);
  });

  it('a service has an English name where the plan gives one', () => {
    const service = { id: '113', kind: 'number' as const, name: 'Công an', name_en: 'Police' };
    expect([serviceName(service, 'vi'), serviceName(service, 'en'), serviceName({ ...service, name_en: '' }, 'en')]).toEqual(['113 Công an', '113 Police', '113 Công an']);
  });
});
