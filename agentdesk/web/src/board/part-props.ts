import type { ReactNode } from 'react';

/** How often a part is asked for anew, in ms. */
export const REFRESH = 30_000;

/** What the lists of the board can be narrowed by; only the terms by more than the unit. */
export const NARROWED = ['unit', 'clock', 'field', 'area'] as const;

/** '': not narrowed by it. */
export type Narrowed = Readonly<Record<(typeof NARROWED)[number], string>>;

/** What a part of the board has of its address. */
export interface PartProps {
  cursor: string;
  /** As the address has it: what the list does not know is not asked for. */
  sort: string;
  narrowed: Narrowed;
  onGo: (cursor: string) => void;
  onSort: (sort: string) => void;
  onNarrow: (name: keyof Narrowed, value: string) => void;
  onOpen: (code: string) => void;
  /** The link that opens a ticket beside the list. */
  toTicket: (code: string) => ReactNode;
}
