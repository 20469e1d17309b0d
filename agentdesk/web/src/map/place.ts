// Where something is, and the map that is drawn of it.

import type { components } from '../api/schema';

export type Pin = components['schemas']['CasePin'];

/** Where a map begins on which nothing is set yet: the middle of the city. */
export const CITY: Pin = { lat: 20.8449, lon: 106.6881 };

/** What the server's configuration says of maps; without tiles a plain grid is drawn. */
export interface Tiles {
  /** Address of a tile with {z}, {x} and {y}; '': none. */
  tiles: string;
  /** Whose map that is. */
  attribution: string;
}

export async function mapTiles(signal?: AbortSignal): Promise<Tiles> {
  const answer = await fetch('/map.json', { signal: signal ?? null });
  if (!answer.ok) throw new Error(`map.json: ${answer.status}`);
  return (await answer.json()) as Tiles;
}

/** To about ten centimetres, and within what the server takes. */
export function rounded({ lat, lon }: Pin): Pin {
  const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, Math.round(value * 1e6) / 1e6));
  return { lat: within(lat, 8, 24), lon: within(lon, 102, 118) };
}

/** As people write and read it. */
export function pinText({ lat, lon }: Pin): string {
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
}

/** By how many points a key moves the pin: to the right, and down; null: it is none of the map's. */
export function stepOf(key: string, far: boolean): readonly [number, number] | null {
  const by = far ? 100 : 10;
  switch (key) {
    case 'ArrowLeft': return [-by, 0];
    case 'ArrowRight': return [by, 0];
    case 'ArrowUp': return [0, -by];
    case 'ArrowDown': return [0, by];
    default: return null;
  }
}
