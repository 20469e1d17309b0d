import { lazy, type ComponentType } from 'react';

/** Ant Design with our theme. */
const ant = () => import('./ant');

/** A part of a module that is made of Ant Design's parts, as lazy wants it: they come with it, at once, and have our theme. */
export function withAnt<M, P extends object>(load: () => Promise<M>, part: (module: M) => ComponentType<P>): () => Promise<{ default: ComponentType<P> }> {
  return async () => {
    const [{ Ant }, module] = await Promise.all([ant(), load()]);
    const Content = part(module);
    const Within = (props: P) => (
      <Ant>
        <Content {...props} />
      </Ant>
    );
    return { default: Within };
  };
}

/** As lazy, for such a part. */
export function lazyAnt<M, P extends object>(load: () => Promise<M>, part: (module: M) => ComponentType<P>) {
  return lazy(withAnt(load, part));
}
