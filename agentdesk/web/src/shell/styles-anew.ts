// Styles that could not be had are asked for again. The loader that Vite puts into the build asks once: it takes a
// style sheet's link for the style sheet, and the part would come without it.

const failed = new Set<HTMLLinkElement>();

// Such an event does not bubble.
document.addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') failed.add(target);
  },
  true,
);

/** Asks for all that failed; null: none did. Rejects where one fails again. */
export function stylesAnew(): Promise<unknown> | null {
  if (failed.size === 0) return null;
  return Promise.all(
    [...failed].map(
      (link) =>
        new Promise<void>((come, fail) => {
          const again = link.cloneNode() as HTMLLinkElement;
          again.addEventListener('load', () => come());
          again.addEventListener('error', () => fail(new Error(`no styles: ${link.href}`)));
          failed.delete(link);
          link.replaceWith(again);
        }),
    ),
  );
}
