import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import { MemoryRouter, Route, Routes } from 'react-router';
import { expect, it, vi } from 'vitest';
import { getCall } from '../api/client';
import type { CallDetail } from '../api/types';
import { setWhy } from '../shell/why';
import CallPage from './call-page';
import { hasSound, settled } from './rest';

const recording = { id: 'r', state: 'missing', leg: 'call', begun_at: '2026-11-27T01:00:00Z', operator: '', number: '', officer: '', unit: '', unit_name: '', sha256: '', bytes: 0, duration_ms: 0, channels: 0, object: '', salvaged: false, flaws: ['lost'] as string[], missing_ms: 0, spool_fault: '', written: false } as const;
const call: CallDetail = {
  id: 'c', node: 'n', from: '', from_number: '', from_name: '', withheld: true, to: '02251022', placed: false, call_back: false, started_at: '2026-11-27T01:00:00Z', answered_at: null, connected_at: null,
  ended_at: '2026-11-27T01:01:00Z', confidential: false, caller_hidden: false, state: 'ended', end_class: '', end_reason: '', queue: '', wait_ms: 0, talk_ms: 0, operator: '', operator_name: '', rating: null,
  tickets: [], recordings: [recording], events: [],
};

vi.mock('../api/client', async (whole) => ({ ...(await whole<typeof import('../api/client')>()), getCall: vi.fn(() => Promise.resolve(call)) }));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { role: 'auditor', name: '', username: 'kiemtra' } }) }));

const open = () =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter initialEntries={['/calls/c']}>
        <Routes>
          <Route path="/calls/:id" element={<CallPage />} />
        </Routes>
      </MemoryRouter>
    </QueryClientProvider>,
  );

it('says why there is no recording as soon as it is known', async () => {
  vi.mocked(getCall).mockResolvedValueOnce({ ...call, recordings: [{ ...recording, state: 'expected', spool_fault: 'full', flaws: [] }, { ...recording, id: 's', leg: 'consult-1', spool_fault: 'closed' }] });
  open();
  expect((await screen.findByTestId('recording-r')).textContent).toContain('có thể không được ghi âm, hoặc ghi thiếu: lúc đó ổ đĩa ghi âm đã đầy');
  expect(screen.getByTestId('recording-s').textContent).toContain('Không có bản ghi âm để nghe: lúc đó không ghi được vào ổ đĩa ghi âm');
});

it('says of a call that promised nothing that nothing was recorded, and not that it was lost', async () => {
  vi.mocked(getCall).mockResolvedValueOnce({ ...call, recordings: [{ ...recording, flaws: [] }] });
  open();
  const box = await screen.findByTestId('recording-r');
  expect(box.textContent).toContain('Không có âm thanh nào được ghi');
  expect(box.textContent).not.toContain('đã mất');
});

it('says of a recording that is lost that it is, and of how much, and asks no more after it', async () => {
  vi.mocked(getCall).mockResolvedValueOnce({ ...call, recordings: [{ ...recording, missing_ms: 2_100 }] });
  open();
  expect((await screen.findByTestId('recording-r')).textContent).toContain('Không có bản ghi âm để nghe');
  expect(screen.getByTestId('recording-flaws').textContent).toContain('mất bản ghi');
  expect(screen.getByTestId('recording-flaws').textContent).toContain('Thiếu nhiều nhất 0:03.');
  expect(screen.queryByText('Bản ghi âm chưa sẵn sàng để nghe')).toBeNull();
  for (const state of ['archived', 'missing', 'deleted'] as const) expect(settled({ ...call, recordings: [{ ...recording, state }] })).toBe(true);
  for (const state of ['expected', 'spooled'] as const) expect(settled({ ...call, recordings: [{ ...recording, state }] })).toBe(false);
  expect(hasSound(call)).toBe(false); // so that the list of calls has no sign of sound beside it
});

it('has all of a call to be taken as evidence also where no sound of it is left, but not while one may still come', async () => {
  setWhy('Thanh tra');
  vi.mocked(getCall).mockResolvedValueOnce({ ...call, recordings: [recording, { ...recording, id: 's', leg: 'consult-1', state: 'expected', flaws: [] }] });
  open();
  expect(within(await screen.findByTestId('recording-r')).getByTestId('recording-package').getAttribute('href')).toBe('/api/v1/recordings/r/package?reason=Thanh%20tra');
  expect(within(screen.getByTestId('recording-s')).queryByTestId('recording-package')).toBeNull();
});
