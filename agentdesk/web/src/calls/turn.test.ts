import { describe, expect, it } from 'vitest';
import { hasTurn, leaveTurn, takeTurn } from './turn';

function sound() {
  const audio = document.createElement('audio');
  const paused: boolean[] = [];
  audio.pause = () => void paused.push(true);
  return { audio, paused };
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
});
