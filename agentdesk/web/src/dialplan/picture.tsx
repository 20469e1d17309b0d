import { useQuery } from '@tanstack/react-query';
import latin from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-400-normal.woff2?url';
import latinBold from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-600-normal.woff2?url';
import vietnamese from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-400-normal.woff2?url';
import vietnameseBold from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-600-normal.woff2?url';
import { useText } from '../i18n';

/** The faces of the page, which a picture cannot fetch: they are laid into it. What a later one lacks, an earlier one has. */
const FACES = [
  ['BVP latin', 400, latin],
  ['BVP latin', 600, latinBold],
  ['BVP', 400, vietnamese],
  ['BVP', 600, vietnameseBold],
] as const;

/** A file as a data: address. */
async function asData(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(String(answer.status));
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return `data:font/woff2;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}

async function faces(): Promise<string> {
  const all = await Promise.all(FACES.map(async ([family, weight, url]) => `@font-face{font-family:"${family}";font-weight:${String(weight)};src:url(${await asData(url)}) format("woff2")}`));
  return `<style>${all.join('')}text:not(.id){font-family:"BVP","BVP latin",system-ui,sans-serif}</style>`;
}

/** A dialplan drawn, in the letters of the page; in the system's while those are not there. */
export function Picture({ svg }: { svg: string }) {
  const t = useText();
  const style = useQuery({ queryKey: ['picture-faces'], queryFn: faces, staleTime: Infinity, retry: 1 });
  return <img alt={t('dialplan.heading')} src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg.replace('</svg>', `${style.data ?? ''}</svg>`))}`} />;
}
