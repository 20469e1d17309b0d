import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmergencyAlert } from '../api/types';
import { EmergencyAlerts } from './emergency-alerts';

const server = vi.hoisted(() => ({ open: [] as unknown[], alarms: 0, role: 'leader' }));

vi.mock('../api/after', () => ({ openEmergencies: () => Promise.resolve(server.open), acknowledgeEmergency: () => Promise.resolve() }));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'a', name: 'A', role: server.role } }) }));
vi.mock('../desk/ring', () => ({
  Ring: class {
    unlock = () => undefined;
    audible = () => false;
    subscribe = () => () => undefined;
    alarm = () => (server.alarms += 1);
  },
}));

const alert = (id: number, call: string, more: Partial<EmergencyAlert> = {}): EmergencyAlert => ({
  id, call_id: call, state: 'calling', service: '114', service_name: 'Cứu hỏa', operator: 'op01', operator_name: 'An', asked_at: '2026-03-02T08:00:00Z', number: '114',
  answered_at: null, outcome: '', acknowledged_by: '', acknowledged_name: '', acknowledged_at: null, from: '0912345678', live: true, tickets: [], ...more,
});

vi.setConfig({ testTimeout: 30_000 }); // the first render loads all of Ant Design

const client = new QueryClient();
notifyManager.setScheduler((told) => told()); // within act, not after it

async function shows(...open: EmergencyAlert[]): Promise<void> {
  server.open = open;
  await act(() => client.refetchQueries({ queryKey: ['emergencies'] }));
}

async function page(): Promise<void> {
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <EmergencyAlerts />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  await shows(); // what is asked for first is not asked for twice at a time
}

beforeEach(() => {
  client.clear();
  Object.assign(server, { open: [], alarms: 0, role: 'leader' });
});

describe('what whoever leads the shift is told of emergencies', () => {
  it('is heard, and says every one’s change, not only the newest’s', async () => {
    await page();
    await shows(alert(1, 'c1'));
    expect(server.alarms).toBe(1);
    const newer = alert(2, 'c2', { service_name: 'Công an' });
    await shows(newer, alert(1, 'c1'));
    expect(server.alarms).toBe(2);
    await shows(newer, alert(1, 'c1', { state: 'unanswered', outcome: 'busy' }));
    expect(server.alarms).toBe(3);
    const said = screen.getByTestId('announce-emergency').querySelectorAll('p');
    expect([...said].map((p) => p.textContent.split(',')[0])).toEqual(['Khẩn cấp: Cứu hỏa', 'Khẩn cấp: Công an', 'Khẩn cấp: Cứu hỏa']);
    expect(said[2]?.textContent).toContain('không gặp được: máy bận');
  });

  it('offers nothing to acknowledge that is not kept yet, and says so', async () => {
    await page();
    await shows(alert(0, 'c1'));
    expect(screen.queryByTestId('emergency-seen-0')).toBeNull();
    expect(screen.getByTestId('emergency-0').textContent).toContain('chưa vào sổ');
    await shows(alert(7, 'c1'));
    expect(screen.queryByTestId('emergency-seen-7')).not.toBeNull();
    expect(server.alarms).toBe(1);
  });

  it('says that the browser keeps it silent', async () => {
    await page();
    await shows(alert(1, 'c1'));
    expect(screen.queryByText(/chặn âm báo/)).not.toBeNull();
  });

  it('tells nothing to an operator', async () => {
    server.role = 'operator';
    await page();
    await shows(alert(1, 'c1'));
    expect(screen.queryByTestId('emergencies')).toBeNull();
    expect(server.alarms).toBe(0);
  });
});
