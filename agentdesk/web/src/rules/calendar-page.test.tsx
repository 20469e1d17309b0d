import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import type { Calendar, CalendarDraft } from '../api/rules';
import CalendarPage from './calendar-page';

const calendar: Calendar = {
  number: 1, author: 'hệ thống', at: '2026-01-01T00:00:00Z', note: '', holds: true, hours: [], days: [], until: '2099-01-01', year: 2026,
  dates: [{ date: '2026-12-01', sessions: [{ open: '07:30', close: '11:30' }] }], unsettled: [], recounts: 0,
};
const server = vi.hoisted(() => ({ now: null as Calendar | null, past: 0, fails: null as Error | null, saved: [] as unknown[], role: 'admin', older: [] as unknown[] }));

vi.mock('../api/rules', () => ({
  getCalendar: () => Promise.resolve(server.now),
  calendarVersions: () => Promise.resolve({ items: server.older, next: null }),
  previewCalendar: () => Promise.resolve({ moves: 3, past: server.past, deadlines: [], dates: [] }),
  saveCalendar: (draft: CalendarDraft, note: string, past: number) => {
    if (server.fails) return Promise.reject(server.fails);
    server.saved.push([draft.before, draft.of ?? draft.spec?.days.map((day) => `${day.date} ${day.kind} ${day.basis}`), note, past]);
    return Promise.resolve(server.now);
  },
}));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'quantri', name: 'A', role: server.role } }) }));

async function page() {
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MemoryRouter initialEntries={['/calendar?year=2026']}>
        <CalendarPage />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  await screen.findByTestId('calendar-page');
}

const save = () => screen.getByTestId<HTMLButtonElement>('calendar-save');

function holiday(date: string) {
  fireEvent.click(screen.getByTestId(`day-${date}`));
  fireEvent.change(screen.getByTestId('day-kind'), { target: { value: 'holiday' } });
  fireEvent.change(screen.getByTestId('day-name'), { target: { value: 'Nghỉ' } });
  fireEvent.click(screen.getByTestId('day-put'));
}

beforeEach(() => Object.assign(server, { now: calendar, past: 0, fails: null, saved: [], role: 'admin', older: [] }));

describe('the calendar', () => {
  it('is changed by the administrator alone', async () => {
    server.role = 'office';
    await page();
    expect(screen.queryByTestId('calendar-form')).toBeNull();
    expect(screen.queryByTestId('calendar-ends')).toBeNull();
  });

  it('is warned of when it ends soon', async () => {
    server.now = { ...calendar, until: '2026-12-31' };
    await page();
    expect(screen.getByTestId('calendar-ends').textContent).toContain('31/12/2026');
  });

  it('goes from date to date by arrows, one date being reached by Tab', async () => {
    await page();
    fireEvent.click(screen.getByTestId('day-2026-12-01'));
    expect(document.querySelectorAll('.year [tabindex="0"]')).toHaveLength(1);
    screen.getByTestId('day-2026-12-01').focus();
    for (const [key, date] of [['ArrowRight', '02'], ['ArrowDown', '09'], ['ArrowUp', '02'], ['ArrowLeft', '01']]) {
      fireEvent.keyDown(document.activeElement ?? document.body, { key });
      expect(document.activeElement?.getAttribute('data-date')).toBe(`2026-12-${date ?? ''}`);
    }
  });

  it('is saved when its effect was seen, and what is over at once was meant', async () => {
    server.past = 2;
    await page();
    holiday('2026-12-01');
    expect(screen.getByTestId('day-2026-12-01').dataset['kind']).toBe('holiday');
    expect(save().disabled).toBe(true);
    fireEvent.click(screen.getByTestId('calendar-preview'));
    expect((await screen.findByTestId('calendar-impact')).dataset['moves']).toBe('3');
    expect(save().disabled).toBe(true);
    fireEvent.click(screen.getByTestId('calendar-past'));
    fireEvent.change(screen.getByTestId('calendar-note'), { target: { value: 'Công văn 5' } });
    fireEvent.click(save());
    await waitFor(() => expect(server.saved).toEqual([[1, ['2026-12-01 holiday verified'], 'Công văn 5', 2]]));
    await waitFor(() => expect(screen.getByTestId('calendar-save-done').textContent).toBe('Đã lưu'));
    expect(Object.keys(localStorage).filter((at) => at.startsWith('hotline.draft'))).toEqual([]);
  });

  it('has to be seen again after another change', async () => {
    await page();
    holiday('2026-12-01');
    fireEvent.click(screen.getByTestId('calendar-preview'));
    await screen.findByTestId('calendar-impact');
    expect(save().disabled).toBe(false);
    holiday('2026-12-02');
    expect(save().disabled).toBe(true);
    expect(screen.queryByTestId('calendar-impact')).toBeNull();
  });

  it('keeps days that are put and not saved while an older one is to hold again, and when it does', async () => {
    server.older = [{ number: 7, author: 'quantri', at: '2026-01-01T00:00:00Z', note: '', holds: false, of: 0 }];
    await page();
    holiday('2026-12-01');
    const kept = () => screen.getByTestId('calendar-puts').dataset['count'];
    const goBack = async () => fireEvent.click(await screen.findByTestId('calendar-use-7'));
    await goBack();
    fireEvent.click(screen.getByTestId('calendar-save-drop'));
    expect(kept()).toBe('1');
    await goBack();
    fireEvent.change(screen.getByTestId('calendar-note'), { target: { value: 'Bãi bỏ công văn' } });
    fireEvent.click(screen.getByTestId('calendar-preview'));
    await waitFor(() => expect(save().disabled).toBe(false));
    fireEvent.click(save());
    await waitFor(() => expect(server.saved).toEqual([[1, 7, 'Bãi bỏ công văn', 0]]));
    await waitFor(() => expect(kept()).toBe('1'));
    expect(screen.getByTestId<HTMLInputElement>('calendar-note').value).toBe('');
  });

  it('lays one’s days on what another saved meanwhile', async () => {
    await page();
    holiday('2026-12-01');
    fireEvent.click(screen.getByTestId('calendar-preview'));
    await screen.findByTestId('calendar-impact');
    server.fails = new ApiError(409, { detail: 'Đã đổi', code: 'changed_meanwhile' });
    server.now = { ...calendar, number: 2, days: [{ date: '2026-11-02', kind: 'holiday', name: 'Của họ', basis: 'verified', open: false }] };
    fireEvent.click(save());
    await screen.findByTestId('conflict');
    server.fails = null;
    fireEvent.click(screen.getByTestId('conflict-mine'));
    await waitFor(() => expect(screen.getByTestId('calendar-page').dataset['version']).toBe('2'));
    fireEvent.click(screen.getByTestId('calendar-preview'));
    await waitFor(() => expect(save().disabled).toBe(false));
    fireEvent.click(save());
    await waitFor(() => expect(server.saved).toEqual([[2, ['2026-11-02 holiday verified', '2026-12-01 holiday verified'], '', 0]]));
  });
});
