import { describe, expect, it } from 'vitest';
import type { View } from './desk';
import { Desk } from './desk';
import type { Command } from './protocol';
import { Supervision } from './supervision';

/** A desk with a hand on its view. */
function desk() {
  const own = new Desk(() => Promise.resolve(true), false, 'truongca');
  const listeners = new Set<() => void>();
  const asked: Command[] = [];
  let view: View = own.view();
  const set = (part: Partial<View>, desk: Partial<View['desk']> = {}) => {
    view = { ...view, ...part, desk: { ...view.desk, ...desk } };
    for (const listener of listeners) listener();
  };
  const fake = Object.assign(Object.create(own) as Desk, {
    view: () => view,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => undefined;
    },
    supervise: () => undefined,
    ask: (command: Command) => asked.push(command),
  });
  return { set, asked, supervision: new Supervision(fake) };
}

describe('supervision', () => {
  it('asks as soon as there is link and audio, once', () => {
    const { set, asked, supervision } = desk();
    supervision.watch('c1', 'listen');
    expect(asked).toEqual([]);
    set({ audio: 'up' }, { link: 'open' });
    expect(asked).toEqual([]);
    set({}, { media: 'up' });
    set({});
    expect(asked).toEqual([{ type: 'listen', call: 'c1' }]);
  });

  it('without a microphone forgets what was wanted: nobody listens by surprise', () => {
    const { set, asked, supervision } = desk();
    supervision.watch('c1', 'listen');
    set({ audio: 'denied' });
    set({ audio: 'up' }, { link: 'open', media: 'up' });
    expect(asked).toEqual([]);
  });

  it('leaves and takes over what is watched, and nothing else', () => {
    const { set, asked, supervision } = desk();
    supervision.leave();
    supervision.takeOver();
    expect(asked).toEqual([]);
    set({}, { watched: { id: 'c1', from: '', to: '', state: 'talking', arrived_at: '2026-01-05T01:00:00Z' } });
    supervision.leave();
    supervision.takeOver();
    expect(asked.map((command) => command.type)).toEqual(['leave', 'take_over']);
  });
});
