import { useText } from '../i18n';

/** The place of what asks why one looks, until its script is there: as high, by the same words. hearing: as of the bar itself. */
export function WhyPlace({ hearing = false }: { hearing?: boolean }) {
  const t = useText();
  return (
    <div className="filters why-bar" aria-hidden>
      <span className="soft">{t(hearing ? 'why.askToHear' : 'why.ask')}</span>
      <span className="filter-wide why-place" />
    </div>
  );
}
