import type { ComponentType } from 'react';
import { part } from './part';

/** Ant Design with our theme. */
const ant = () => import('./ant');

/** A part of a module that is made of Ant Design's parts, as fetched wants it: they come with it, at once, and have our theme. */
export function withAnt<M, P extends object>(load: () => Promise<M>, which: (module: M) => ComponentType<P>): () => Promise<{ default: ComponentType<P> }> {
  return async () => {
    const [{ Ant }, module] = await Promise.all([ant(), load()]);
    const Content = which(module);
    const Within = (props: P) => (
      <Ant>
        <Content {...props} />
      </Ant>
    );
    return { default: Within };
  };
}

/** As part, for such a one. */
export function lazyAnt<M, P extends object>(load: () => Promise<M>, which: (module: M) => ComponentType<P>) {
  return part(withAnt(load, which), (m) => m.default);
}
