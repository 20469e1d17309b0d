import { describe, expect, it } from 'vitest';
import { newHeard } from './heard';

const ms = (...pairs: [number, number][]) => pairs.map(([from_ms, until_ms]) => ({ from_ms, until_ms }));

describe('what was heard', () => {
  it('is nothing before anything is played', () => {
    const heard = newHeard();
    heard.stops(3);
    heard.plays(4);
    expect(heard.spans()).toEqual([]);
  });

  it('is what was played, until it stopped, each part once', () => {
    const heard = newHeard();
    for (const at of [0, 0.25, 0.5]) heard.plays(at);
    heard.stops(0.6);
    expect(heard.spans()).toEqual(ms([0, 600]));
    heard.plays(0.4);
    heard.plays(1);
    expect(heard.spans()).toEqual(ms([0, 1000]));
  });

  it('leaves out what was jumped over, said or not', () => {
    const heard = newHeard();
    heard.plays(0);
    heard.plays(1);
    heard.stops();
    heard.plays(30);
    heard.plays(31);
    heard.plays(90); // the player did not say that it jumped
    heard.plays(91);
    heard.plays(10); // back
    heard.plays(10.5);
    expect(heard.spans()).toEqual(ms([0, 1000], [10_000, 10_500], [30_000, 31_000], [90_000, 91_000]));
  });
});
