import { resolve } from 'node:path';
import { runnerImport, type Plugin } from 'vite';

type Texts = Readonly<Record<string, readonly [string, string]>>;

const LANGUAGES = ['vi', 'en'] as const;

const PREFIX = 'virtual:words/';

/** Where the catalogue's parts come together. */
const PARTS = 'src/i18n/parts.ts';

/**
 * Makes of the catalogue, which has both languages side by side, a module of each language: nobody
 * reads two at a time, and half of what they weigh is the other.
 */
export function words(): Plugin {
  let root = '';
  return {
    name: 'words',
    configResolved: (config) => {
      root = config.root;
    },
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    async load(id) {
      const index = LANGUAGES.findIndex((language) => id === `\0${PREFIX}${language}`);
      if (index < 0) return undefined;
      const { module, dependencies } = await runnerImport<{ CATALOGUE: Texts }>(resolve(root, PARTS), { configFile: false, root, logLevel: 'error' });
      for (const file of [PARTS, ...dependencies]) this.addWatchFile(resolve(root, file));
      const said = Object.fromEntries(Object.entries(module.CATALOGUE).map(([key, texts]) => [key, texts[index]]));
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(said))});`;
    },
  };
}
