// Figures added up and written.

import type { UnitFigures } from '../api/work';

type Counted = 'held' | 'unaccepted' | 'late' | 'escalated' | 'answered' | 'answered_in_time';

export function sum(rows: readonly UnitFigures[], of: Counted): number {
  return rows.reduce((all, row) => all + row[of], 0);
}

/** A share in whole per cent, with the number; nothing of nothing. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${part} (${Math.round((100 * part) / whole)} %)`;
}

/** As in Việt Nam: a comma before the decimals. */
export const decimal = new Intl.NumberFormat('vi-VN', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Working hours of minutes. */
export function hours(minutes: number | null): string {
  return minutes === null ? '–' : decimal.format(minutes / 60);
}
