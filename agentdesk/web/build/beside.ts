import type { Plugin } from 'vite';

/** Names in the page what its first script will import, and their styles: they come beside it, not after it. */
export function beside(): Plugin {
  return {
    name: 'beside',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle }) => {
        const chunks = Object.values(bundle ?? {}).filter((one) => one.type === 'chunk');
        const first = new Set(chunks.filter((one) => one.isEntry).flatMap((one) => one.dynamicImports));
        const wanted = new Set(chunks.filter((one) => first.has(one.fileName)));
        if (wanted.size === 0) throw new Error('the first script imports nothing');
        for (const one of wanted) chunks.filter((other) => one.imports.includes(other.fileName)).forEach((other) => wanted.add(other));
        const styles = new Set([...wanted].flatMap((one) => [...(one.viteMetadata?.importedCss ?? [])]));
        const named = chunks.filter((one) => one.isEntry).flatMap((one) => one.imports); // by Vite
        const link = (rel: string, file: string, more: Record<string, string> = {}) => ({ tag: 'link', attrs: { rel, ...more, crossorigin: true, href: `/${file}` }, injectTo: 'head' as const });
        // Behind the styles, which are a tenth of them: with those alone the page's beginning is drawn.
        const after = { fetchpriority: 'low' };
        return [
          ...[...wanted].filter((one) => !named.includes(one.fileName)).map((one) => link('modulepreload', one.fileName, after)),
          ...[...styles].map((file) => link('stylesheet', file)),
        ];
      },
    },
  };
}
