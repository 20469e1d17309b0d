import { describe, expect, it } from 'vitest';
import { over, silences, waveform } from './wave';

const lane = (...bytes: number[]) => btoa(String.fromCharCode(...bytes));

describe('the peaks of a sound', () => {
  it('are shares of full scale, a lane each', () => {
    expect(waveform({ lanes: [lane(0, 255), lane(51, 0)], per_second: 10 })).toEqual({ peaks: [[0, 1], [0.2, 0]], perSecond: 10 });
  });

  it('tell where nobody speaks for longer than a second and a half', () => {
    const quiet = (n: number) => new Array<number>(n).fill(0.005);
    // The citizen speaks from 0 to 1 s, the operator from 4 to 5 s and at 6 s; then nobody.
    const citizen = [...new Array<number>(10).fill(0.5), ...quiet(90)];
    const operator = [...quiet(40), ...new Array<number>(10).fill(0.3), ...quiet(10), 0.3, ...quiet(39)];
    const found = silences({ peaks: [citizen, operator], perSecond: 10 });
    expect(found).toEqual([{ from: 1, until: 4 }, { from: 6.1, until: 10 }]);
    expect(over(found, 0.5)).toBeNull();
    expect(over(found, 1.1)).toBeNull();
    expect(over(found, 2)).toBeCloseTo(3.7);
    expect(over(found, 3.6)).toBeNull();
    expect(silences({ peaks: [], perSecond: 10 })).toEqual([]);
  });
});
