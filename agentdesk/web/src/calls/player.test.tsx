import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { getWave, readTranscript, sayHeard } from '../api/listenings';
import { listNotes, noteRecording } from '../api/recordings';
import type { CallEvent, ListeningLink } from '../api/types';
import type { Mark } from './marks';
import Player from './player';

vi.mock('wavesurfer.js', () => ({ default: { create: () => ({ on: () => undefined, destroy: () => undefined }) } }));
vi.mock('../api/listenings', () => ({ getWave: vi.fn(() => Promise.resolve({ lanes: [btoa('\0\xff'), btoa('\0\0')], per_second: 10 })), sayHeard: vi.fn(), readTranscript: vi.fn() }));
vi.mock('../api/recordings', () => ({ listNotes: vi.fn(), noteRecording: vi.fn() }));
vi.mock('../api/queries', () => ({ usePersonName: () => (name: string) => name }));
vi.mock('./timeline', () => ({ useEventWords: () => (event: CallEvent) => ({ title: event.kind, more: '' }) }));

const link: ListeningLink = { id: 'l1', address: '/api/v1/listenings/l1/audio', wave: '/api/v1/listenings/l1/wave', until: '2026-11-28T02:00:00Z', length_ms: 60_000 };
const heard = vi.mocked(sayHeard);
const hear = vi.fn<() => Promise<ListeningLink>>();
const played = vi.fn(() => Promise.resolve());

beforeEach(() => {
  hear.mockReset().mockImplementation(() => Promise.resolve(link));
  heard.mockClear();
  played.mockClear();
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(played);
  vi.spyOn(HTMLMediaElement.prototype, 'pause').mockImplementation(() => undefined);
});

const marks: Mark[] = [{ at: 5, event: { kind: 'call.digit', at: '2026-11-28T01:00:05Z', data: null }, menu: false }, { at: 20, event: { kind: 'call.held', at: '2026-11-28T01:00:20Z', data: null }, menu: false }];
const shown = (props: { marks?: Mark[]; from?: number } = {}) => render(<Player sound={{ id: 'r1', duration_ms: 2000, hear, copy: '/copy' }} {...props} />);
const state = () => screen.getByTestId('player').dataset['state'];
const audio = () => screen.getByTestId<HTMLAudioElement>('player-audio');
const begin = async () => {
  fireEvent.click(screen.getByTestId('player-play'));
  await waitFor(() => expect(state()).toBe('ready'));
};

describe('what was said', () => {
  it('is not there where nobody wrote it down', () => {
    shown();
    expect(screen.queryByTestId('words-read')).toBeNull();
  });

  it('is read when it is asked for, and a line begins there', async () => {
    const line = { lane: 0 as const, from_ms: 12_500, to_ms: 14_000, text: 'Đèn đường hỏng' };
    vi.mocked(readTranscript).mockResolvedValue({ model: 'whisper-1', made_at: '2026-11-28T02:00:00Z', lines: [line] });
    render(
      <QueryClientProvider client={new QueryClient()}>
        <Player sound={{ id: 'r1', duration_ms: 60_000, hear, copy: '/copy' }} written />
      </QueryClientProvider>,
    );
    expect(readTranscript).not.toHaveBeenCalled();
    fireEvent.click(screen.getByTestId('words-read'));
    fireEvent.click(await screen.findByText('Đèn đường hỏng', { exact: false }));
    await waitFor(() => expect(state()).toBe('ready'));
    fireEvent.loadedMetadata(audio());
    expect(audio().currentTime).toBe(12.5);
    expect(hear).toHaveBeenCalledTimes(1);
  });
});

describe('a recording', () => {
  it('is not asked for by who only looks at the page, in no way', () => {
    shown();
    expect(state()).toBe('idle');
    expect(hear).not.toHaveBeenCalled();
    expect(audio().getAttribute('src')).toBeNull();
    expect(audio().getAttribute('preload')).toBe('none');
    expect(screen.getByTestId('recording-download').getAttribute('href')).toBe('/copy');
  });

  it('is one listening of who presses play, by its own link, and drawn once it sounds', async () => {
    shown();
    await begin();
    await waitFor(() => expect(played).toHaveBeenCalledTimes(1));
    fireEvent.click(screen.getByTestId('player-play'));
    expect(hear).toHaveBeenCalledTimes(1);
    expect(audio().getAttribute('src')).toBe(link.address);
    expect(getWave).not.toHaveBeenCalled();
    fireEvent.playing(audio());
    await waitFor(() => expect(screen.getByTestId('player-wave').dataset['channels']).toBe('2'));
  });

  it('tells what was heard when it is stopped, and at the end', async () => {
    const page = shown();
    await begin();
    vi.spyOn(audio(), 'paused', 'get').mockReturnValue(false);
    for (const at of [0, 0.3, 0.6]) {
      audio().currentTime = at;
      fireEvent.timeUpdate(audio());
    }
    fireEvent.pause(audio());
    expect(heard).toHaveBeenLastCalledWith('l1', [{ from_ms: 0, until_ms: 600 }], false);
    page.unmount();
    expect(heard).toHaveBeenLastCalledWith('l1', [{ from_ms: 0, until_ms: 600 }], true);
  });

  it('goes to what happened in the call, by button and by key', async () => {
    shown({ marks });
    expect(screen.getByTestId('player-marks').querySelector('button')?.disabled).toBe(true);
    await begin();
    fireEvent.click(screen.getByText('call.held'));
    expect(audio().currentTime).toBe(20);
    fireEvent.keyDown(window, { key: '[' });
    expect(audio().currentTime).toBe(5);
    fireEvent.keyDown(window, { key: ']' });
    expect(audio().currentTime).toBe(20);
  });

  it('is noted at the second where it is, by key and not while something is typed', async () => {
    const note = { id: 1, at_ms: 12_000, text: 'Hẹn 3 ngày', author: 'kiemtra', at: '2026-11-28T02:00:00Z' };
    vi.mocked(listNotes).mockResolvedValue([note]);
    vi.mocked(noteRecording).mockResolvedValue(note);
    render(
      <QueryClientProvider client={new QueryClient()}>
        <Player sound={{ id: 'r1', duration_ms: 60_000, hear, copy: '/copy' }} noted />
      </QueryClientProvider>,
    );
    fireEvent.keyDown(window, { key: 'n' });
    expect(screen.queryByTestId('note-text')).toBeNull();
    await begin();
    audio().currentTime = 7.5;
    fireEvent.keyDown(window, { key: 'n' });
    fireEvent.change(screen.getByTestId('note-text'), { target: { value: ' Nói to tiếng ' } });
    fireEvent.keyDown(screen.getByTestId('note-text'), { key: 'n' });
    audio().currentTime = 9;
    fireEvent.keyDown(screen.getByTestId('player-play'), { key: 'n' }); // what is being written is not thrown away
    fireEvent.click(screen.getByTestId('note-keep'));
    await waitFor(() => expect(screen.queryByTestId('note-text')).toBeNull());
    expect(noteRecording).toHaveBeenCalledWith('r1', 7500, 'Nói to tiếng');
    fireEvent.click(screen.getByText('0:12'));
    expect(audio().currentTime).toBe(12);
  });

  it('says that its notes could not be read: no note is another thing', async () => {
    vi.mocked(listNotes).mockRejectedValueOnce(new ApiError(503)).mockResolvedValueOnce([]);
    render(
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <Player sound={{ id: 'r1', duration_ms: 60_000, hear, copy: '/copy' }} noted />
      </QueryClientProvider>,
    );
    fireEvent.click(within(await screen.findByRole('alert')).getByRole('button'));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('has its keys while a button of its own has the focus, which keeps the space bar, and a field keeps them all', async () => {
    shown({ marks });
    await begin();
    const button = screen.getByTestId('player-play');
    fireEvent.keyDown(button, { key: 'ArrowRight' });
    expect(audio().currentTime).toBe(5);
    fireEvent.keyDown(button, { key: ']' });
    expect(audio().currentTime).toBe(20);
    fireEvent.keyDown(screen.getByRole('slider'), { key: 'ArrowLeft' });
    expect(audio().currentTime).toBe(15);
    played.mockClear();
    fireEvent.keyDown(button, { key: ' ' }); // the click that follows plays
    expect(played).not.toHaveBeenCalled();
    for (const choice of screen.getAllByRole('radio')) fireEvent.keyDown(choice, { key: 'ArrowRight' });
    expect(audio().currentTime).toBe(15);
  });

  it('is played at the speed that was chosen before there was a sound, and the next one, too', () => {
    const page = shown();
    fireEvent.keyDown(window, { key: '.' });
    expect(audio().defaultPlaybackRate).toBe(1.25); // a sound that is loaded begins at that
    expect(audio().playbackRate).toBe(1.25);
    page.unmount();
    shown();
    expect(audio().defaultPlaybackRate).toBe(1.25);
  });

  it('goes on where it broke off', async () => {
    shown();
    await begin();
    audio().currentTime = 31;
    fireEvent.timeUpdate(audio());
    fireEvent.error(audio());
    await waitFor(() => expect(state()).toBe('failed'));
    fireEvent.click(screen.getByRole('button'));
    await waitFor(() => expect(state()).toBe('ready'));
    fireEvent.loadedMetadata(audio());
    expect(audio().currentTime).toBe(31);
  });

  it('begins at the second that its address names', async () => {
    shown({ from: 12 });
    await begin();
    fireEvent.loadedMetadata(audio());
    expect(audio().currentTime).toBe(12);
  });

  it('can be tried again when it could not be had, and when its link is dead', async () => {
    hear.mockImplementationOnce(() => Promise.reject(new ApiError(503)));
    shown();
    fireEvent.click(screen.getByTestId('player-play'));
    await waitFor(() => expect(state()).toBe('failed'));
    fireEvent.click(screen.getByRole('button'));
    await waitFor(() => expect(state()).toBe('ready'));
    fireEvent.error(audio());
    await waitFor(() => expect(state()).toBe('failed'));
    expect(heard).toHaveBeenLastCalledWith('l1', [], true);
    fireEvent.click(screen.getByRole('button'));
    await waitFor(() => expect(hear).toHaveBeenCalledTimes(3));
  });
});
