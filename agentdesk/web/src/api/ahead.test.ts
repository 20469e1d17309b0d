import { beforeEach, expect, it, vi } from 'vitest';

const asked: string[] = [];
let refuse: string[] = [];

beforeEach(() => {
  vi.resetModules();
  localStorage.clear();
  sessionStorage.clear();
  asked.length = 0;
  refuse = [];
  vi.stubGlobal('fetch', (what: string | Request) => {
    const address = typeof what === 'string' ? what : new URL(what.url).pathname;
    asked.push(address);
    if (refuse.includes(address)) return Promise.resolve(new Response(null, { status: 401 }));
    return Promise.resolve(new Response(String(asked.length)));
  });
});

async function ahead(pathname: string, search = '', home = '') {
  if (home !== '') localStorage.setItem('hotline.home', home);
  const module = await import('./ahead');
  module.askAhead({ pathname, search });
  return { taken: async (path: string, init?: RequestInit) => (await module.fetchOrTake(new Request(`http://localhost${path}`, init))).text() };
}

const SESSION = '/api/v1/sessions/current';

it.each([
  ['/work', '', '', [SESSION]],
  ['/work', '', '/work', [SESSION, '/api/v1/inbox']],
  ['/work', '?section=late', '/work', [SESSION]],
  ['/work', '', '/board', [SESSION]],
  ['/', '', '/work', [SESSION, '/api/v1/inbox']],
  ['/', '', '/desk', [SESSION]],
  ['/', '', '', [SESSION]],
  ['/tickets/26-000001-3', '', '', [SESSION]],
  ['/tickets/26-000001-3', '', '/board', [SESSION, '/api/v1/tickets/26-000001-3']],
  ['/tickets', '', '/work', [SESSION]],
])('asks for what stands at %s%s of whoever begins at "%s"', async (pathname, search, home, all) => {
  await ahead(pathname, search, home);
  expect(asked).toEqual(all);
});

it('shows nobody without the reason that was said', async () => {
  sessionStorage.setItem('hotline.why', 'khiếu nại');
  await ahead('/tickets/26-000001-3', '', '/board');
  expect(asked).toEqual([SESSION]);
});

it('gives each answer once, to the same question', async () => {
  const { taken } = await ahead('/work', '', '/work');
  expect(await taken('/api/v1/inbox?section=late')).toBe('3');
  expect(await taken('/api/v1/inbox')).toBe('2');
  expect(await taken('/api/v1/inbox')).toBe('4');
});

it('asks again for what was refused, and for what was asked long ago', async () => {
  refuse = ['/api/v1/inbox'];
  const { taken } = await ahead('/work', '', '/work');
  refuse = [];
  expect(await taken('/api/v1/inbox')).toBe('3');
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 31_000);
  expect(await taken(SESSION)).toBe('4');
});
