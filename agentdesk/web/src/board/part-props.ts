import type { ReactNode } from 'react';

/** What a part of the board has of its address. */
export interface PartProps {
  cursor: string;
  /** As the address has it: what the list does not know is not asked for. */
  sort: string;
  /** Only what is a unit's; '' is everybody's. */
  unit: string;
  onGo: (cursor: string) => void;
  onSort: (sort: string) => void;
  onUnit: (unit: string) => void;
  onOpen: (code: string) => void;
  /** The link that opens a ticket beside the list. */
  toTicket: (code: string) => ReactNode;
}
