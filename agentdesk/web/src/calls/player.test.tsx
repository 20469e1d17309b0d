import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import Player from './player';

vi.mock('wavesurfer.js', () => ({ default: { create: () => ({ destroy: () => undefined }) } }));
vi.setConfig({ testTimeout: 30_000 }); // the first render loads all of Ant Design

const fetched = vi.fn<(address: string) => Promise<Response>>();
const played = vi.fn(() => Promise.resolve());

beforeEach(() => {
  fetched.mockReset().mockImplementation(() => Promise.resolve(new Response(new ArrayBuffer(8))));
  played.mockClear();
  vi.stubGlobal('fetch', fetched);
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:1', revokeObjectURL: () => undefined }));
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(played);
  vi.spyOn(HTMLMediaElement.prototype, 'pause').mockImplementation(() => undefined);
});

const shown = (bytes = 1000) => render(<Player sound={{ id: 'r1', address: '/api/v1/recordings/r1/audio', bytes, duration_ms: 2000 }} />);
const state = () => screen.getByTestId('player').dataset['state'];

describe('a recording', () => {
  it('is not fetched by who only looks at the page, in no way', () => {
    shown();
    expect(state()).toBe('idle');
    expect(fetched).not.toHaveBeenCalled();
    expect(screen.getByTestId('player-audio').getAttribute('src')).toBeNull();
    expect(screen.getByTestId('player-audio').getAttribute('preload')).toBe('none');
  });

  it('is fetched once and heard by who presses play', async () => {
    shown();
    fireEvent.click(screen.getByTestId('player-play'));
    await waitFor(() => expect(state()).toBe('ready'));
    await waitFor(() => expect(played).toHaveBeenCalledTimes(1));
    fireEvent.click(screen.getByTestId('player-play'));
    expect(fetched.mock.calls.map(([address]) => address)).toEqual(['/api/v1/recordings/r1/audio']);
  });

  it('is played from the server when it is too long to be kept, and not before play either', async () => {
    shown(100 << 20);
    expect(screen.getByTestId('player-audio').getAttribute('src')).toBeNull();
    fireEvent.click(screen.getByTestId('player-play'));
    await waitFor(() => expect(screen.getByTestId('player-audio').getAttribute('src')).toBe('/api/v1/recordings/r1/audio'));
    expect(fetched).not.toHaveBeenCalled();
    await waitFor(() => expect(played).toHaveBeenCalledTimes(1));
  });

  it('can be tried again when it could not be had', async () => {
    fetched.mockImplementationOnce(() => Promise.resolve(new Response('', { status: 503 })));
    shown();
    fireEvent.click(screen.getByTestId('player-play'));
    await waitFor(() => expect(state()).toBe('failed'));
    fireEvent.click(screen.getByRole('button'));
    await waitFor(() => expect(state()).toBe('ready'));
  });
});
