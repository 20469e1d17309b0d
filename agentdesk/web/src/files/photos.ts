// Pictures on their way to a ticket: made smaller, sent one after the other, and sent again by
// themselves when the connection is back. They outlive the form in which they were taken; those of a
// ticket that is not filed yet wait until it is, and a reload of the page.

import { ApiError } from '../api/client';
import { attachFile, MOST_BYTES } from '../api/files';
import { barring, type Barred } from './barred';
import { keepOf, unsent, type Keep } from './kept-files';
import { shrink } from './shrink';

export type PhotoState = 'waiting' | 'sending' | 'kept' | 'failed';

export interface Photo {
  id: number;
  name: string;
  state: PhotoState;
  /** Of a failed one: there was no connection, and it will go by itself. */
  offline: boolean;
  /** Known here already to be refused: it is larger than is taken, or of another kind. */
  barred: Barred | null;
  /** Sent again it would be refused again. */
  final: boolean;
  /** Why it failed, in the server's words; '': there are none. */
  why: string;
  /** Where this browser shows it. */
  shown: string;
  /** It can be shown. */
  picture: boolean;
  /** The browser keeps it over a reload; null: it is being put there. */
  stored: boolean | null;
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
  readonly #ready = new Set<number>(); // made smaller already
  readonly #past = new Set<number>(); // of an act that is done: shown until they are kept, and no longer
  readonly #ways: Ways;
  readonly #keep: Keep | null;
  #code: string;

  /** code: of the ticket; '': it is not filed yet, and keep is where they wait for it. */
  constructor(code: string, ways: Ways = real, keep: Keep | null = null) {
    this.#code = code;
    this.#ways = ways;
    this.#keep = keep;
    // What waits since before a reload has lower numbers.
    if (keep) this.#next = Date.now();
    window.addEventListener('online', () => this.retry());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly all = (): readonly Photo[] => this.#photos;

  /** Takes pictures, and sends them. */
  async add(files: readonly File[]): Promise<void> {
    const taken = files.map((file) => {
      const [id, name] = [this.#next++, file.name === '' ? 'anh.jpg' : file.name];
      this.#take(id, name, file);
      return { id, name, file };
    });
    this.#tell();
    // As they came, before they are made smaller: a page that is loaded anew meanwhile loses none.
    await Promise.all(taken.filter(({ file }) => !barring(file)).map(({ id, name, file }) => this.#put(id, name, file)));
    await this.#send();
  }

  #take(id: number, name: string, file: Blob): void {
    const picture = file.type.startsWith('image/');
    const known = barring(file);
    const barred = known === 'large' && picture ? null : known; // it may become small enough
    const photo: Photo = { id, name, state: barred ? 'failed' : 'waiting', offline: false, barred, final: barred !== null, why: '', shown: this.#ways.show(file), picture, stored: null };
    this.#photos = [...this.#photos, photo];
    this.#files.set(id, file);
  }

  /** Takes what has waited here since before the page was loaded. */
  async restore(): Promise<void> {
    const kept = (await this.#keep?.all().catch(() => [])) ?? [];
    for (const { id, name, file, code } of kept) {
      this.#take(id, name, file);
      this.#set(id, { stored: true });
      this.#code = this.#code === '' ? code : this.#code;
    }
    this.#tell();
    await this.#send();
  }

  /** The ticket is filed: what waits for it is sent. */
  async file(code: string): Promise<void> {
    if (this.#code === code) return;
    this.#code = code;
    await this.#keep?.file(code, this.#unsent()).catch(() => undefined);
    await this.#send();
  }

  /** Takes one back, or all that are not sent. */
  drop(id?: number): void {
    const gone = this.#unsent().filter((one) => id === undefined || one === id);
    for (const one of gone) this.#files.delete(one);
    this.#photos = this.#photos.filter((photo) => !gone.includes(photo.id));
    void this.#keep?.drop(gone).catch(() => undefined);
    this.#tell();
  }

  /** The act that they were taken for is done: its pictures are forgotten, and those that will never be taken; what is on its way goes on. */
  settle(): void {
    for (const { id, final } of this.#photos) if (final) this.drop(id);
    this.#photos = this.#photos.filter(({ state }) => state !== 'kept');
    for (const { id } of this.#photos) this.#past.add(id);
    this.#tell();
  }

  #unsent(): number[] {
    return this.#photos.filter((photo) => photo.state !== 'kept').map((photo) => photo.id);
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
    return this.#photos.find((photo) => photo.state === 'waiting' && (this.#code !== '' || !this.#ready.has(photo.id)));
  }

  async #one({ id, name }: Photo): Promise<void> {
    const file = this.#files.get(id);
    if (!file) return;
    try {
      const small = this.#ready.has(id) ? file : await this.#ways.shrink(file);
      if (!this.#files.has(id)) return; // taken back meanwhile
      this.#files.set(id, small);
      if (small.size > MOST_BYTES) throw new ApiError(413);
      if (!this.#ready.has(id) && (small !== file || !this.#stored(id))) await this.#put(id, name, small);
      this.#ready.add(id);
      if (this.#code === '') return;
      this.#set(id, { state: 'sending', offline: false, barred: null, final: false, why: '' });
      await this.#ways.send(this.#code, small, name);
      this.#files.delete(id);
      this.#set(id, { state: 'kept' });
      if (this.#past.delete(id)) this.#photos = this.#photos.filter((photo) => photo.id !== id);
      await this.#keep?.drop([id]).catch(() => undefined);
    } catch (error) {
      const refused = error instanceof ApiError ? error : new ApiError(-1);
      // Who has to sign in again is soon back.
      if (refused.status === 413) void this.#keep?.drop([id]).catch(() => undefined);
      this.#set(id, { state: 'failed', offline: refused.offline || refused.status === 401, barred: refused.status === 413 ? 'large' : null, final: isFinal(refused), why: reason(refused) });
    }
  }

  async #put(id: number, name: string, file: Blob): Promise<void> {
    if (!this.#keep) return;
    try {
      await this.#keep.put({ id, name, file, code: this.#code, at: Date.now() });
      if (!this.#files.has(id)) await this.#keep.drop([id]); // taken back meanwhile
      this.#set(id, { stored: true });
    } catch {
      this.#set(id, { stored: false });
    }
  }

  #stored(id: number): boolean {
    return this.#photos.find((photo) => photo.id === id)?.stored === true;
  }

  #set(id: number, part: Partial<Photo>): void {
    this.#photos = this.#photos.map((photo) => (photo.id === id ? { ...photo, ...part } : photo));
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** What the file or its ticket is refused for, and no time mends; a conflict may be another's who writes. */
function isFinal({ status }: ApiError): boolean {
  return status >= 400 && status < 500 && ![401, 408, 409, 429].includes(status);
}

/** Why the server did not take it. */
function reason(error: ApiError): string {
  return error.errors[0]?.message ?? error.message;
}

const waiting = new Map<string, Photos>();
const hearers = new Set<() => void>();

/** A ticket's pictures, which are kept as those of a draft whose ticket is filed; the same ones whoever asks. */
export function photosOf(user: string, code: string): Photos {
  const photos = waitingOf(user, `ticket:${code}`);
  void photos.file(code);
  return photos;
}

/** Hears of all pictures that wait. */
export function onWaiting(hear: () => void): () => void {
  hearers.add(hear);
  return () => hearers.delete(hear);
}

/** The tickets of which a person's pictures are not all sent, with blanks between. */
export function codesWaiting(user: string): string {
  return [...waiting].flatMap(([at, photos]) => (at.startsWith(`${user} ticket:`) && photos.all().some(({ state }) => state !== 'kept') ? [at.slice(`${user} ticket:`.length)] : [])).join(' ');
}

/** The files that wait for the ticket of a draft, by the draft's key; the same ones whoever asks. */
export function waitingOf(user: string, draft: string): Photos {
  const at = `${user} ${draft}`;
  let photos = waiting.get(at);
  if (!photos) {
    photos = new Photos('', real, keepOf(user, draft));
    waiting.set(at, photos);
    photos.subscribe(() => hearers.forEach((hear) => hear()));
    void photos.restore();
  }
  return photos;
}

/** Goes on sending what was left of tickets that are filed. */
export async function resume(user: string): Promise<void> {
  for (const draft of await unsent(user).catch(() => [])) waitingOf(user, draft);
}
