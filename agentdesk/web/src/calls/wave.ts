// Peaks of a recording for the waveform, straight from the bytes of the WAV
// file. Recordings are stereo G.711 A-law (format 6), 8000 Hz: 16 kB a second.
// Decoding them with decodeAudioData would take sixteen times their size in
// memory; the peaks need one pass and a table.

export interface Waveform {
  /** One list of peaks (0 … 1) a channel. */
  peaks: number[][];
  seconds: number;
  channels: number;
}

const ALAW = 6;
const PCM = 1;

/** A-law to linear, ITU-T G.711; −1 … 1. */
export function alaw(byte: number): number {
  const value = byte ^ 0x55;
  const exponent = (value >> 4) & 7;
  const mantissa = ((value & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return (value & 0x80 ? magnitude : -magnitude) / 32768;
}

const ALAW_PEAK = Float32Array.from({ length: 256 }, (_, byte) => Math.abs(alaw(byte)));

interface Format {
  tag: number;
  channels: number;
  rate: number;
  align: number;
  start: number;
  length: number;
}

/** Reads the chunks of a RIFF/WAVE file; null when it is none. A data length beyond the file (still being written) is cut to it. */
function format(view: DataView): Format | null {
  const tag = (at: number) => String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
  if (view.byteLength < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') return null;
  let found: Omit<Format, 'start' | 'length'> | null = null;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const length = view.getUint32(at + 4, true);
    const start = at + 8;
    if (tag(at) === 'fmt ' && length >= 16 && start + 16 <= view.byteLength) {
      found = {
        tag: view.getUint16(start, true),
        channels: view.getUint16(start + 2, true),
        rate: view.getUint32(start + 4, true),
        align: view.getUint16(start + 12, true),
      };
    } else if (tag(at) === 'data') {
      if (!found || found.channels < 1 || found.rate < 1 || found.align < found.channels) return null;
      return { ...found, start, length: Math.min(length, view.byteLength - start) };
    }
    at = start + length + (length % 2);
  }
  return null;
}

/** The waveform of an A-law or 16-bit PCM file in so many columns; null for anything else. */
export function waveform(file: ArrayBuffer, columns: number): Waveform | null {
  const view = new DataView(file);
  const f = format(view);
  if (!f) return null;
  const read = reader(f, view);
  if (!read) return null;
  const frames = Math.floor(f.length / f.align);
  const width = Math.max(1, Math.min(columns, frames));
  const peaks = Array.from({ length: f.channels }, () => new Array<number>(width).fill(0));
  for (let column = 0; column < width; column++) {
    const end = Math.floor(((column + 1) * frames) / width);
    for (let frame = Math.floor((column * frames) / width); frame < end; frame++) {
      for (let channel = 0; channel < f.channels; channel++) {
        const value = read(frame, channel);
        const lane = peaks[channel];
        if (lane && value > (lane[column] ?? 0)) lane[column] = value;
      }
    }
  }
  return { peaks, seconds: frames / f.rate, channels: f.channels };
}

function reader(f: Format, view: DataView): ((frame: number, channel: number) => number) | null {
  if (f.tag === ALAW && f.align === f.channels) {
    return (frame, channel) => ALAW_PEAK[view.getUint8(f.start + frame * f.align + channel)] ?? 0;
  }
  if (f.tag === PCM && f.align === 2 * f.channels) {
    return (frame, channel) => Math.abs(view.getInt16(f.start + frame * f.align + channel * 2, true)) / 32768;
  }
  return null;
}
