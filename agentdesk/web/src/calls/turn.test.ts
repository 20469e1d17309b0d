import { describe, expect, it } from 'vitest';
import { hasTurn, leaveTurn, takeTurn } from './turn';

function sound() {
  const audio = document.createElement('audio');
  const paused: boolean[] = [];
  audio.pause = () => void paused.push(true);
  const loads: (string | null)[] = [];
  audio.load = () => void loads.push(audio.getAttribute('src'));
  return { audio, paused, loads };
}

describe('of several recordings on a page', () => {
  it('one has the keys, and is heard alone', () => {
    const [first, second] = [sound(), sound()];
    expect([hasTurn(first.audio), hasTurn(second.audio)]).toEqual([true, false]);
    takeTurn(second.audio);
    expect([hasTurn(first.audio), hasTurn(second.audio)]).toEqual([false, true]);
    expect([first.paused.length, second.paused.length]).toEqual([1, 0]);
    takeTurn(second.audio);
    expect(second.paused).toHaveLength(0);
    leaveTurn(first.audio);
    expect(hasTurn(second.audio)).toBe(true);
    leaveTurn(second.audio);
    expect(hasTurn(first.audio)).toBe(true);
    leaveTurn(first.audio);
  });

  it('one that is off the page lets go of its connection', () => {
    const { audio, loads } = sound();
    audio.src = '/api/v1/listenings/1/audio';
    takeTurn(audio);
    leaveTurn(audio);
    expect(loads).toEqual([null]);
  });
});
