import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmergencyAlert } from '../api/types';
import { EmergencyAlerts } from './emergency-alerts';

const server = vi.hoisted(() => ({ open: [] as unknown[], alarms: 0, role: 'leader', seen: [] as number[], covered: false, asked: 0 }));

vi.mock('../api/after', () => ({
  openEmergencies: () => {
    server.asked += 1;
    return Promise.resolve(server.open);
  },
  acknowledgeEmergency: (id: number) => {
    server.seen.push(id);
    return Promise.resolve();
  },
}));
vi.mock('../api/queries', () => ({ useServices: () => ({ data: [] }), useOfficers: () => ({ data: [] }), useUnits: () => ({ data: [] }) }));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'a', name: 'A', role: server.role }, covered: server.covered }) }));
vi.mock('../desk/ring', () => ({
  Ring: class {
    unlockSoon = () => () => undefined;
    audible = () => false;
    subscribe = () => () => undefined;
    alarm = () => (server.alarms += 1);
  },
}));

const alert = (id: number, call: string, more: Partial<EmergencyAlert> = {}): EmergencyAlert => ({
  id, call_id: call, state: 'calling', service: '114', service_name: 'Cứu hỏa', operator: 'op01', operator_name: 'An', asked_at: '2026-03-02T08:00:00Z', number: '114',
  answered_at: null, outcome: '', acknowledged_by: '', acknowledged_name: '', acknowledged_at: null, from: '0912345678', live: true, tickets: [], ...more,
});

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
  Object.assign(server, { open: [], alarms: 0, role: 'leader', seen: [], covered: false, asked: 0 });
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

  it('tells a call in one line, each service as it stands now, and acknowledges all of it', async () => {
    await page();
    await shows(
      alert(3, 'c1', { service: '115', service_name: 'Cấp cứu', asked_at: '2026-03-02T08:00:40Z' }),
      alert(2, 'c1', { asked_at: '2026-03-02T08:00:20Z', state: 'answered', answered_at: '2026-03-02T08:00:25Z' }),
      alert(1, 'c1', { state: 'unanswered', outcome: 'busy' }),
      alert(4, 'c2'),
    );
    expect(screen.getByTestId('emergencies').dataset['open']).toBe('2');
    const line = screen.getByTestId('emergency-3').textContent;
    expect(line).toMatch(/^Khẩn cấp: Cứu hỏa đã trả lời \S+, Cấp cứu đang gọi gọi 3 lần · /);
    expect(line).not.toContain('máy bận'); // what the second time has made good
    fireEvent.click(screen.getByTestId('emergency-seen-3'));
    await act(() => Promise.resolve());
    expect(server.seen).toEqual([3, 2, 1]);
  });

  it('says that the call is over, aloud too, and what ticket came of it', async () => {
    await page();
    await shows(alert(1, 'c1', { state: 'answered' }));
    expect(screen.getByTestId('emergency-1').textContent).not.toContain('kết thúc');
    await shows(alert(1, 'c1', { state: 'answered', live: false }));
    expect(screen.getByTestId('emergency-1').textContent).toContain('cuộc gọi đã kết thúc, chưa có phiếu');
    expect(screen.getByTestId('announce-emergency').lastElementChild?.textContent).toContain('cuộc gọi đã kết thúc');
    await shows(alert(1, 'c1', { state: 'answered', live: false, tickets: ['26-000001-3'] }));
    expect(screen.getByTestId('emergency-1').textContent).toContain('26-000001-3 cuộc gọi đã kết thúc, đã lập phiếu');
    expect(screen.getByRole('link', { name: '26-000001-3' }).getAttribute('href')).toBe('/tickets/26-000001-3');
    expect(server.alarms).toBe(1);
  });

  it('says that the browser keeps it silent', async () => {
    await page();
    await shows(alert(1, 'c1'));
    expect(screen.queryByText(/chặn âm báo/)).not.toBeNull();
  });

  it.each([[false, 5], [true, 0]])('is asked for every second, but not under the cover of a session that has ended (%s)', async (covered, times) => {
    server.covered = covered;
    await page();
    const before = server.asked;
    vi.useFakeTimers();
    try {
      await shows();
      const from = server.asked;
      await act(() => vi.advanceTimersByTimeAsync(5_500));
      expect(from).toBe(before + 1);
      expect(server.asked - from).toBe(times);
    } finally {
      vi.useRealTimers();
    }
  });

  it('tells nothing to an operator', async () => {
    server.role = 'operator';
    await page();
    await shows(alert(1, 'c1'));
    expect(screen.queryByTestId('emergencies')).toBeNull();
    expect(server.alarms).toBe(0);
  });
});
