// Lighthouse's scores of one page, for `make bench-web` (internal/e2e).
//
//     node lighthouse.mjs URL mobile|desktop COOKIE HOME [SLOWER]     CHROME_PATH names the browser
//
// prints one line of JSON: the scores of 0 to 100, some of what they are made of (ms; shift as
// Lighthouse counts it), what moved, the audits that are not full, what the browser's console said of errors, and
// how quick Lighthouse found this machine (its BenchmarkIndex). SLOWER is how many times slower than this
// machine a telephone is taken to be: Lighthouse takes 4 by itself, for a machine of 1500 to 2000, and
// asks to set it where it is another (its docs/throttling.md, Calibrating the CPU slowdown).
//
// The page is opened by somebody who signed in with this browser before, with nothing of it in the cache (a new
// release): COOKIE is the session's, and HOME where they began, which the application keeps (src/home.ts). That browser has
// written Vietnamese before: the first layout of one that has not waits for the machine's list of fonts, 20 to 50 ms.
//
// The browser is told that there is no loudspeaker, as on a server: it looks for one for up to 1.5 s otherwise,
// in which nothing else is done.

import { launch } from 'chrome-launcher';
import lighthouse, { defaultConfig, desktopConfig } from 'lighthouse';
import { connect } from 'puppeteer-core';

const [, , url, preset, cookie, home, slower] = process.argv;
const chrome = await launch({ chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-audio-output', '--ignore-certificate-errors', '--lang=vi'] });
// Lighthouse would clear what is kept; a browser that has just begun has nothing else.
const settings = { disableStorageReset: true };
const telephone = { extends: 'lighthouse:default', settings: { ...settings, throttling: { ...defaultConfig.settings.throttling, cpuSlowdownMultiplier: Number(slower ?? 4) } } };
try {
  await beganAt(new URL('/favicon.svg', url).href);
  const run = await lighthouse(
    url,
    { port: chrome.port, onlyCategories: ['performance', 'accessibility', 'best-practices'], extraHeaders: { Cookie: cookie }, logLevel: 'error' },
    preset === 'desktop' ? { ...desktopConfig, settings: { ...desktopConfig.settings, ...settings } } : telephone,
  );
  const { categories, audits, runtimeError } = run.lhr;
  if (runtimeError) throw new Error(runtimeError.message);
  const score = (name) => Math.round((categories[name].score ?? 0) * 100);
  const ms = (name) => Math.round(audits[name].numericValue ?? 0);
  console.log(
    JSON.stringify({
      index: run.lhr.environment.benchmarkIndex,
      performance: score('performance'),
      accessibility: score('accessibility'),
      practices: score('best-practices'),
      drawn: ms('first-contentful-paint'),
      largest: ms('largest-contentful-paint'),
      blocked: ms('total-blocking-time'),
      itself: Math.round(itself(run.artifacts.Trace.traceEvents, audits['metrics'].details.items[0].observedFirstContentfulPaintTs)),
      shift: audits['cumulative-layout-shift'].numericValue ?? 0,
      moved: (audits['layout-shifts']?.details?.items ?? []).map((one) => `${one.score.toFixed(3)} ${one.node?.selector ?? ''}`),
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

/**
 * What of the blocking is the page's own, in ms: of each task of its main thread after the first drawing what the processor worked at it,
 * without what it waited for one, which Lighthouse counts as well: on two cores that is as much again, and more.
 */
function itself(events, drawn) {
  const times = preset === 'desktop' ? 1 : Number(slower ?? 4);
  const { pid, tid } = events.find(({ name, ts }) => name === 'firstContentfulPaint' && ts === drawn);
  const tasks = events.filter((one) => one.name === 'RunTask' && one.pid === pid && one.tid === tid && one.ts >= drawn);
  return tasks.reduce((sum, one) => sum + Math.max(0, ((one.tdur ?? 0) / 1000) * times - 50), 0);
}

/** Keeps HOME for the origin of an address that has no script, and writes a line. */
async function beganAt(address) {
  const browser = await connect({ browserURL: `http://127.0.0.1:${chrome.port}`, acceptInsecureCerts: true });
  const page = await browser.newPage();
  await page.goto(address);
  await page.evaluate((path) => localStorage.setItem('hotline.home', path), home);
  await page.goto('data:text/html;charset=utf-8,<p style="font-family: system-ui, sans-serif">Hải Phòng, <b>1022</b></p>');
  await page.screenshot();
  await page.close();
  await browser.disconnect();
}
