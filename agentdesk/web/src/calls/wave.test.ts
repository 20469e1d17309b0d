import { describe, expect, it } from 'vitest';
import { alaw, waveform } from './wave';

function wav(tag: number, channels: number, bytesPerSample: number, data: number[], declared = data.length): ArrayBuffer {
  const file = new DataView(new ArrayBuffer(58 + data.length));
  const ascii = (at: number, text: string) => Array.from(text, (c, i) => file.setUint8(at + i, c.charCodeAt(0)));
  ascii(0, 'RIFF');
  file.setUint32(4, 50 + data.length, true);
  ascii(8, 'WAVEfmt ');
  file.setUint32(16, 18, true);
  file.setUint16(20, tag, true);
  file.setUint16(22, channels, true);
  file.setUint32(24, 8000, true);
  file.setUint32(28, 8000 * channels * bytesPerSample, true);
  file.setUint16(32, channels * bytesPerSample, true);
  file.setUint16(34, 8 * bytesPerSample, true);
  ascii(38, 'fact');
  file.setUint32(42, 4, true);
  ascii(50, 'data');
  file.setUint32(54, declared, true);
  data.forEach((byte, i) => file.setUint8(58 + i, byte));
  return file.buffer;
}

describe('A-law (ITU-T G.711, table 1a)', () => {
  it.each([
    [0xd5, 8 / 32768],
    [0x55, -8 / 32768],
    [0xaa, 32256 / 32768],
    [0x2a, -32256 / 32768],
    [0xc5, 264 / 32768],
  ])('0x%s', (byte, value) => {
    expect(alaw(byte)).toBeCloseTo(value, 6);
  });
});

describe('waveform', () => {
  it('keeps the lanes apart: left loud, right silent', () => {
    const found = waveform(wav(6, 2, 1, Array.from({ length: 1600 }, (_, i) => (i % 2 === 0 ? 0xaa : 0xd5))), 10);
    expect(found).toMatchObject({ channels: 2, seconds: 0.1 });
    expect(Math.min(...(found?.peaks[0] ?? []))).toBeGreaterThan(0.98);
    expect(Math.max(...(found?.peaks[1] ?? []))).toBeLessThan(0.001);
    expect(found?.peaks[0]).toHaveLength(10);
  });

  it('shows when it was loud', () => {
    const data = Array.from({ length: 800 }, (_, i) => (i < 400 ? 0xd5 : 0xaa));
    expect(waveform(wav(6, 1, 1, data), 2)?.peaks[0]?.map((p) => p > 0.5)).toEqual([false, true]);
  });

  it('reads 16-bit PCM too', () => {
    expect(waveform(wav(1, 1, 2, [0, 0x40, 0, 0xc0]), 2)?.peaks[0]).toEqual([0.5, 0.5]);
  });

  it('a length beyond the file is cut to the file', () => {
    expect(waveform(wav(6, 1, 1, [0xaa, 0xaa], 1_000_000), 5)?.peaks[0]).toHaveLength(2);
  });

  it('an empty recording has no length and no fault', () => {
    expect(waveform(wav(6, 2, 1, []), 10)).toMatchObject({ seconds: 0 });
  });

  it.each([
    ['nothing', new ArrayBuffer(0)],
    ['no WAV', new TextEncoder().encode('not found, sorry').buffer],
    ['another codec', wav(49, 1, 1, [1, 2])],
    ['a header alone', wav(6, 2, 1, [1]).slice(0, 40)],
  ])('%s→null', (_, file) => {
    expect(waveform(file, 10)).toBeNull();
  });
});
