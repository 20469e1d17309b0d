// Pictures on their way to a ticket: made smaller, sent one after the other, and sent again by
// themselves when the connection is back. They outlive the form in which they were taken.

import { ApiError } from '../api/client';
import { attachFile, MOST_BYTES } from '../api/files';
import { shrink } from './shrink';

export type PhotoState = 'waiting' | 'sending' | 'kept' | 'failed';

export interface Photo {
  id: number;
  name: string;
  state: PhotoState;
  /** Of a failed one: there was no connection, and it will go by itself. */
  offline: boolean;
  /** It is larger than is taken. */
  large: boolean;
  /** Why it failed, in the server's words; '': there are none. */
  why: string;
  /** Where this browser shows it. */
  shown: string;
}

/** Tried again so often while there is no connection, in ms: not every browser says when there is one. */
const AGAIN = 10_000;

export interface Ways {
  shrink: (file: Blob) => Promise<Blob>;
  send: (code: string, file: Blob, name: string) => Promise<unknown>;
  show: (file: Blob) => string;
}

const real: Ways = { shrink, send: attachFile, show: (file) => URL.createObjectURL(file) };

/** The pictures of one ticket. */
export class Photos {
  #photos: readonly Photo[] = [];
  readonly #files = new Map<number, Blob>();
  readonly #listeners = new Set<() => void>();
  #next = 1;
  #at = false; // somebody sends
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #code: string;
  readonly #ways: Ways;

  constructor(code: string, ways: Ways = real) {
    this.#code = code;
    this.#ways = ways;
    window.addEventListener('online', () => this.retry());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly all = (): readonly Photo[] => this.#photos;

  /** Takes pictures, and sends them. */
  async add(files: readonly File[]): Promise<void> {
    for (const file of files) {
      const photo: Photo = { id: this.#next++, name: file.name === '' ? 'anh.jpg' : file.name, state: 'waiting', offline: false, large: false, why: '', shown: this.#ways.show(file) };
      this.#photos = [...this.#photos, photo];
      this.#files.set(photo.id, file);
    }
    this.#tell();
    await this.#send();
  }

  /** Sends again what failed: one, or all that failed for want of a connection. */
  retry(id?: number): void {
    for (const photo of this.#photos) {
      if (photo.state === 'failed' && (id === undefined ? photo.offline : photo.id === id)) this.#set(photo.id, { state: 'waiting' });
    }
    void this.#send();
  }

  async #send(): Promise<void> {
    if (this.#at) return;
    this.#at = true;
    clearTimeout(this.#timer);
    for (let next = this.#waiting(); next; next = this.#waiting()) await this.#one(next);
    this.#at = false;
    if (this.#photos.some((photo) => photo.offline)) this.#timer = setTimeout(() => this.retry(), AGAIN);
  }

  #waiting(): Photo | undefined {
    return this.#photos.find((photo) => photo.state === 'waiting');
  }

  async #one({ id, name }: Photo): Promise<void> {
    const file = this.#files.get(id);
    if (!file) return;
    try {
      const small = await this.#ways.shrink(file);
      this.#files.set(id, small);
      if (small.size > MOST_BYTES) throw new ApiError(413);
      this.#set(id, { state: 'sending', offline: false, large: false, why: '' });
      await this.#ways.send(this.#code, small, name);
      this.#files.delete(id);
      this.#set(id, { state: 'kept' });
    } catch (error) {
      const refused = error instanceof ApiError ? error : new ApiError(-1);
      this.#set(id, { state: 'failed', offline: refused.offline, large: refused.status === 413, why: reason(refused) });
    }
  }

  #set(id: number, part: Partial<Photo>): void {
    this.#photos = this.#photos.map((photo) => (photo.id === id ? { ...photo, ...part } : photo));
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Why the server did not take it. */
function reason(error: ApiError): string {
  return error.errors[0]?.message ?? error.message;
}

const kept = new Map<string, Photos>();

/** A ticket's pictures; the same ones whoever asks, until the page is loaded anew. */
export function photosOf(code: string): Photos {
  let photos = kept.get(code);
  if (!photos) {
    photos = new Photos(code);
    kept.set(code, photos);
  }
  return photos;
}
