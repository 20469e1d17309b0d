import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmergencyService } from '../api/types';
import { setLanguage } from '../i18n';
import { EmergencyChoice } from './emergency-panel';
import { WAIT } from './services';

const services: EmergencyService[] = ['111', '112', '113', '114', '115'].map((id) => ({ id, kind: 'number', name: `tên ${id}`, name_en: `name ${id}`, numbers: 1 }));
const called = vi.fn<(service: EmergencyService) => void>();
const closed = vi.fn<() => void>();
const next = vi.fn<() => void>();
const type = (...keys: string[]) => {
  for (const key of keys) fireEvent.keyDown(document.activeElement ?? document.body, { key });
};
const wait = (ms: number) => {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
};
const said = () => screen.getByTestId('emergency-typed').textContent;
const calls = () => called.mock.calls.map(([service]) => service.id);

describe('the emergency panel', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    called.mockClear();
    closed.mockClear();
    render(<EmergencyChoice services={services} hint="" present={null} onCall={called} onNext={next} onClose={closed} />);
  });
  afterEach(() => vi.useRealTimers());

  it('113 typed by habit calls the police, and nobody before', () => {
    type('1');
    expect([calls(), screen.getByTestId('emergency-113').dataset['meant']]).toEqual([[], 'true']);
    wait(WAIT - 1);
    type('1');
    wait(10 * WAIT); // who stops at 11 to think has called nobody
    expect(calls()).toEqual([]);
    type('3');
    wait(10 * WAIT);
    expect(calls()).toEqual(['113']);
  });

  it('any other key calls at once', () => {
    type('4');
    expect(calls()).toEqual(['114']);
  });

  it('1 alone calls 111 after a moment in which it says so', () => {
    type('1');
    expect(said()).toContain('tên 111');
    wait(WAIT - 1);
    expect(calls()).toEqual([]);
    wait(1);
    expect(calls()).toEqual(['111']);
  });

  it('Esc stops what is pending, and closes only when nothing is', () => {
    type('1', 'Escape');
    wait(10 * WAIT);
    expect([calls(), said(), closed.mock.calls.length]).toEqual([[], '', 0]);
    type('Escape');
    expect(closed).toHaveBeenCalledOnce();
  });

  it('a number that is none of theirs calls nobody, and says so', () => {
    type('1', '1', '9');
    wait(10 * WAIT);
    expect([calls(), said()]).toEqual([[], 'Không có số 119 ở đây. Chưa gọi ai, hãy bấm lại.']);
  });

  it('names the services in the language of who reads', () => {
    act(() => setLanguage('en'));
    expect(screen.getByTestId('emergency-113').textContent).toContain('name 113');
    type('1');
    expect(said()).toContain('name 111');
    act(() => setLanguage('vi'));
  });

  it('shows both ways on each card', () => {
    expect(Array.from(screen.getByTestId('emergency-113').querySelectorAll('kbd'), (key) => key.textContent)).toEqual(['3', '113']);
  });
});

describe('the emergency panel while a service is in the call', () => {
  const open = (answered: boolean, more: boolean) => {
    called.mockClear();
    closed.mockClear();
    next.mockClear();
    render(<EmergencyChoice services={services} hint="" present={{ id: '113', name: '113 Công an', answered, next: more }} onCall={called} onNext={next} onClose={closed} />);
  };

  it('asks before it lets go who has answered, and says whom', () => {
    open(true, false);
    expect(said()).toBe('113 Công an đang trong cuộc gọi. Gọi nơi khác sẽ nhả 113 Công an.');
    type('5');
    expect([calls(), said()]).toEqual([[], '113 Công an đang trong cuộc gọi; gọi 115 tên 115 sẽ nhả 113 Công an. Nói xong với 113 Công an chưa?']);
    type('Escape'); // not the panel
    expect([calls(), closed.mock.calls.length]).toEqual([[], 0]);
    type('4', '5', 'Enter');
    expect(calls()).toEqual(['115']);
  });

  it('calls at once what is to be called instead of what rings', () => {
    open(false, false);
    type('5');
    expect(calls()).toEqual(['115']);
  });

  it('goes on to the next number of the same service, if there is one', () => {
    open(true, true);
    type('3');
    expect([calls(), next.mock.calls.length]).toEqual([[], 1]);
  });

  it('does nothing for the same service without one', () => {
    open(true, false);
    type('3');
    expect([calls(), next.mock.calls.length, closed.mock.calls.length]).toEqual([[], 0, 0]);
  });
});
