/** A ticket's code as it is read; the digits as they came when they are none. */
export function dashed(digits: string): string {
  return /^\d{9}$/.test(digits) ? `${digits.slice(0, 2)}-${digits.slice(2, 8)}-${digits.slice(8)}` : digits;
}
