// Lighthouse's scores of one page, for `make bench-web` (internal/e2e): what is measured is as
// Lighthouse does by itself, nothing of its throttling is changed.
//
//     node lighthouse.mjs URL mobile|desktop COOKIE     CHROME_PATH names the browser
//
// prints one line of JSON: the scores of 0 to 100, some of what they are made of (ms; shift as
// Lighthouse counts it), the audits that are not full, and what the
// browser's console said of errors.

import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';

const [, , url, preset, cookie] = process.argv;
const chrome = await launch({ chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--lang=vi'] });
try {
  const run = await lighthouse(
    url,
    { port: chrome.port, onlyCategories: ['performance', 'accessibility', 'best-practices'], extraHeaders: { Cookie: cookie }, logLevel: 'error' },
    preset === 'desktop' ? desktopConfig : undefined,
  );
  const { categories, audits, runtimeError } = run.lhr;
  if (runtimeError) throw new Error(runtimeError.message);
  const score = (name) => Math.round((categories[name].score ?? 0) * 100);
  const ms = (name) => Math.round(audits[name].numericValue ?? 0);
  console.log(
    JSON.stringify({
      performance: score('performance'),
      accessibility: score('accessibility'),
      practices: score('best-practices'),
      drawn: ms('first-contentful-paint'),
      largest: ms('largest-contentful-paint'),
      blocked: ms('total-blocking-time'),
      shift: audits['cumulative-layout-shift'].numericValue ?? 0,
      wanting: Object.values(categories)
        .flatMap(({ auditRefs }) => auditRefs)
        .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9)
        .map(({ id }) => id),
      said: (audits['errors-in-console'].details?.items ?? []).map((one) => `${one.description} ${one.sourceLocation?.url ?? ''}`),
    }),
  );
} finally {
  chrome.kill();
}
