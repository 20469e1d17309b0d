import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/client';
import { byField, elsewhere, faultsOf } from './faults';

describe('what the server says of a form', () => {
  it('stands at its places', () => {
    const faults = faultsOf(new ApiError(422, { detail: 'Sai', errors: [{ code: 'x', location: 'body.text', message: 'Thiếu' }, { code: 'x', location: 'body.text', message: 'Dài' }, { code: 'x', location: 'body.when', message: 'Cũ' }] }));
    expect(faults).toMatchObject({ at: { text: 'Thiếu Dài', when: 'Cũ' }, said: 'Sai', changed: false, failed: false });
    expect(elsewhere(faults, (place) => place === 'text')).toEqual(['Cũ']);
    expect(byField({ ...faults, at: { text: 'Thiếu', 'links[0].url': 'Sai', 'links[2].title': 'Dài' } })).toEqual({ text: 'Thiếu', links: 'Sai Dài' });
  });

  it('is another’s change, or nothing that was said', () => {
    expect(faultsOf(new ApiError(409, { detail: 'Đã đổi' }))).toMatchObject({ changed: true, failed: false });
    expect(faultsOf(new ApiError(0))).toMatchObject({ failed: true, said: '' });
    expect(faultsOf(new Error('boom'))).toMatchObject({ failed: true });
  });
});
