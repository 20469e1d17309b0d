import { afterEach, describe, expect, it, vi } from 'vitest';
import { sayHeard } from './listenings';
import type { HeardSpan } from './types';

/** What is told to the server, told by told. */
function told(spans: HeardSpan[], done: boolean) {
  const fetched = vi.fn<(address: string, init: { body: string }) => Promise<Response>>(() => Promise.resolve(new Response(null, { status: 204 })));
  vi.stubGlobal('fetch', fetched);
  sayHeard('one', spans, done);
  return fetched.mock.calls.map(([, init]) => JSON.parse(init.body) as { spans: HeardSpan[]; done: boolean });
}

describe('what was heard is said', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('in as many parts as the server takes at once, all of it, and once that it is done', () => {
    const spans = Array.from({ length: 1201 }, (_, n) => ({ from_ms: n * 10, until_ms: n * 10 + 5 }));
    const all = told(spans, true);
    expect(all.map((one) => one.spans.length)).toEqual([201, 500, 500]);
    expect(all.map((one) => one.done)).toEqual([true, false, false]);
    expect(all.flatMap((one) => one.spans).sort((v, w) => v.from_ms - w.from_ms)).toEqual(spans);
  });

  it('also when nothing was', () => expect(told([], true)).toEqual([{ spans: [], done: true }]));
});
