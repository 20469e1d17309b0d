// What a browser is called by the words that it sends with every request (User-Agent), as a person would say it.
// They are too few kinds for a table of all browsers that there are: what is not known is said as it was sent.

/** The first that fits counts: browsers made of another name that one too, and telephones the system below theirs. */
const BROWSERS: readonly (readonly [string, RegExp])[] = [
  ['Edge', /Edg(?:e|A|iOS)?\/(\d+)/],
  ['Cốc Cốc', /coc_coc_browser\/(\d+)/],
  ['Opera', /OPR\/(\d+)/],
  ['Samsung Internet', /SamsungBrowser\/(\d+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Chromium', /HeadlessChrome\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /Version\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari/],
];
const SYSTEMS: readonly (readonly [string, RegExp])[] = [
  ['Windows', /Windows/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['macOS', /Mac OS X|Macintosh/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux|X11/],
];

/** "Chrome 142", "Linux"; '' for what its words do not say. */
export function deviceOf(agent: string): { browser: string; system: string } {
  const browser = BROWSERS.flatMap(([name, by]) => {
    const version = by.exec(agent)?.[1];
    return version === undefined ? [] : [`${name} ${version}`];
  })[0];
  return { browser: browser ?? '', system: SYSTEMS.find(([, by]) => by.test(agent))?.[0] ?? '' };
}
