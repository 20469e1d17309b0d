import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { searchArticles } from '../api/knowledge';

/** How long somebody must pause before what they typed is searched for. */
const PAUSE = 120;
/** And before it counts as not found. */
const SETTLED = 1500;

/** A value once it has stayed the same for a while. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/** What answers a text, while it is typed; what was found before stays until the next is there. current: it is of this text, and not of the one before. */
export function useArticleSearch(typed: string, field: string, limit = 8) {
  const text = typed.trim().slice(0, 400);
  const asked = useSettled(text, PAUSE);
  const settled = useSettled(text, SETTLED);
  const found = useQuery({
    queryKey: ['article-search', asked, field, limit],
    queryFn: ({ signal }) => searchArticles(asked, field, limit, signal),
    enabled: asked.length >= 2,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const hits = asked.length >= 2 ? (found.data ?? []) : [];
  const current = asked.length >= 2 && asked === text && found.isSuccess && !found.isPlaceholderData;
  const none = current && hits.length === 0;
  return { ...found, hits, current, none, missing: none && settled === text ? text : '' };
}
