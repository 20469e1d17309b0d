import { useCallback, useEffect, useRef, type RefObject } from 'react';

/** A list of cards in which the focus stays when one was acted on; data: what the cards are made of. acted: of the card at that place. */
export function useNextCard(data: unknown): { list: RefObject<HTMLUListElement | null>; acted: (at: number) => void } {
  const list = useRef<HTMLUListElement>(null);
  const place = useRef(-1); // until it is known what became of the card
  useEffect(() => {
    // A card that leaves takes the focus with it: the next one has it.
    if (place.current >= 0 && document.activeElement === document.body) (cards(list.current).slice(0, place.current + 1).at(-1) ?? list.current)?.focus();
    place.current = -1;
  }, [data]);
  const acted = useCallback((at: number) => {
    place.current = Math.max(0, at);
    cards(list.current)[place.current]?.focus();
  }, []);
  return { list, acted };
}

const cards = (list: HTMLElement | null): HTMLElement[] => [...(list?.querySelectorAll<HTMLElement>('.work-card') ?? [])];
