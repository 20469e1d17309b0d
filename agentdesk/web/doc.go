// Package web is the staff application of Hotline 1022 in the browser: the
// operator's desk, the calls and their recordings, the tickets. It is written in
// TypeScript (src/) and built by Vite into dist/, which is embedded here.
//
// [Handler] serves it. What it promises:
//
//   - Files under /assets/ carry a hash of their content in their name: they are
//     served as immutable for a year, and a missing one is 404, never a page.
//   - Whatever is text was compressed when it was built, and is sent so to whoever
//     takes it, br before gzip; each form has a tag, by which it is asked for again.
//   - Every other GET of a path without a file answers index.html, not cached, so
//     that the addresses of the single-page application can be opened directly
//     and a new release is seen at the next load.
//   - Pages carry a Content-Security-Policy that lets nothing in from elsewhere.
//   - Built without the application (an empty dist/), it still compiles, and says
//     in Vietnamese and English what is missing, with status 503.
//
// The README in this folder lists the data-testid attributes that browser tests
// may rely on.
package web
