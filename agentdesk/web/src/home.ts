const STORED = 'hotline.home';

/** Where whoever signed in last at this machine began; null: nobody did. */
export function readHome(): string | null {
  return localStorage.getItem(STORED);
}

export function rememberHome(path: string): void {
  localStorage.setItem(STORED, path);
}
