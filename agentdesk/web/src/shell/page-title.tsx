// What the tab, the browser's history and a screen reader call the page.

import { useEffect } from 'react';
import { useParams } from 'react-router';
import { useText, type Key } from '../i18n';

let current = '';

/** The page's title, for who has written another over it and puts it back. */
export const pageTitle = () => current;

/** Names the page: "26-000001-3 · Phiếu · Tổng đài 1022". What the address names comes first: a tab is narrow. */
export function PageTitle({ title }: { title: Key }) {
  const t = useText();
  const which = Object.values(useParams()).at(-1);
  const full = [which, t(title), t('app.name')].filter(Boolean).join(' · ');
  useEffect(() => {
    current = full;
    document.title = full;
  }, [full]);
  return null;
}
