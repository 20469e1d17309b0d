// Telephone numbers as people read them. Numbers arrive as the trunk gave them
// or normalised to +84…; both are shown in the national form.

/** 0912 345 678, 0225 3747 001; what is no number is shown as it came. */
export function showNumber(raw: string | undefined): string {
  const text = (raw ?? '').trim();
  const digits = text.replace(/[\s.-]/g, '').replace(/^(\+84|0084)/, '0');
  if (!/^\d{3,12}$/.test(digits)) return text;
  if (/^0[35789]\d{8}$/.test(digits)) return `${digits.slice(0, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}`;
  if (/^02\d{9}$/.test(digits)) return `${digits.slice(0, 4)} ${digits.slice(4, 8)} ${digits.slice(8)}`;
  if (/^02\d{8}$/.test(digits)) return `${digits.slice(0, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}`;
  return digits;
}

/** The form that the ticket keeps: national digits without spaces; "" when withheld. */
export function plainNumber(raw: string | undefined): string {
  const digits = (raw ?? '').replace(/[\s.-]/g, '').replace(/^(\+84|0084)/, '0');
  return /^\+?\d{3,15}$/.test(digits) ? digits : '';
}

/** Is the caller's number unknown or withheld? */
export function withheld(raw: string | undefined): boolean {
  return plainNumber(raw) === '';
}

/** The name that came with the call; "" for the words that networks put where there is none (RFC 3323, RFC 3325). */
export function sentName(name: string | undefined): string {
  const text = (name ?? '').trim();
  return /^(anonymous|unavailable|unknown|restricted|private|withheld)$/i.test(text) ? '' : text;
}
