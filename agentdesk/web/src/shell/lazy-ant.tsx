import { lazy, type ComponentType } from 'react';

/** Ant Design with our theme. */
export const ant = () => import('./ant');

/** As lazy, for a part of a module that is made of Ant Design's parts: they come with it, at once, and have our theme. */
export function lazyAnt<M, P extends object>(load: () => Promise<M>, part: (module: M) => ComponentType<P>) {
  return lazy(async () => {
    const [{ Ant }, module] = await Promise.all([ant(), load()]);
    const Content = part(module);
    const Within = (props: P) => (
      <Ant>
        <Content {...props} />
      </Ant>
    );
    return { default: Within };
  });
}
