import { render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { Ticket } from '../api/types';
import { Granted } from './granted';

vi.mock('../auth/session', () => ({ useSession: () => ({ user: { role: 'officer', rights: ['work'] } }) }));
vi.mock('../auth/rights', () => ({ may: () => true }));
vi.mock('../shell/lazy-ant', () => ({ lazyAnt: () => ({ lanes }: { lanes?: readonly string[] }) => <output>{lanes?.join(' | ') ?? 'citizen'}</output> }));

const recording = (leg: string, request = 'granted') => ({ id: leg, call: 'pbx1-9.9', leg, request, may_hear: request === 'granted', until: '2999-01-01T00:00:00Z', begun_at: '2026-11-28T02:00:00Z' });
const shown = (...recordings: ReturnType<typeof recording>[]) => render(<Granted ticket={{ recordings } as unknown as Ticket} />);

it('names who is on the two lanes: of what was said aside an officer and the operator', () => {
  shown(recording('call'), recording('consult-7'));
  expect(screen.getByTestId('granted-call').querySelector('output')?.textContent).toBe('citizen');
  expect(screen.getByTestId('granted-consult-7').querySelector('output')?.textContent).toBe('Cán bộ | Tổng đài viên');
});

it('says which recording it is, however the request for it stands', () => {
  shown(recording('call', 'asked'), recording('consult-7', 'refused'), recording('consult-8', 'granted'));
  expect(screen.getByTestId('granted-call').textContent).toContain('28/11/2026 09:00:');
  expect(screen.getByTestId('granted-call').textContent).not.toContain('Trao đổi riêng');
  for (const leg of ['consult-7', 'consult-8']) expect(screen.getByTestId(`granted-${leg}`).textContent).toContain('28/11/2026 09:00, Trao đổi riêng với cán bộ');
});
