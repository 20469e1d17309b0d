import { afterEach, expect, it, vi } from 'vitest';
import { listTickets } from './client';

// A browser's page has an address, against which requests are read.
vi.hoisted(() => {
  const Whole = globalThis.Request;
  globalThis.Request = class extends Whole {
    constructor(asked: RequestInfo | URL, init?: RequestInit) {
      super(typeof asked === 'string' ? new URL(asked, 'http://desk.test') : asked, init);
    }
  };
});

afterEach(() => vi.unstubAllGlobals());

// The board asked for three states with a name each, and was given the first alone.
it('asks for several states as the server reads them: with commas between them', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(new URL(request.url).search);
    return Promise.resolve(Response.json({ items: [], next: null }));
  });
  await listTickets({ state: ['contested', 'office_led', 'awaiting_directive'], q: 'a b' });
  expect(asked).toEqual(['?state=contested,office_led,awaiting_directive&q=a%20b']);
});
