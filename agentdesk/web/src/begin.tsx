import './fonts.css';
import './styles.css';
import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { fetchEarly } from './early';
import { currentLanguage, loadEnglish, setLanguage } from './i18n';
import { applyMode, storedMode } from './theme';

/** Puts the application in the place of the page's beginning. */
export function begin(): void {
  fetchEarly(location.pathname);
  applyMode(storedMode());
  // Where English cannot be had the page is in Vietnamese, which it has with it.
  if (currentLanguage() === 'en') void loadEnglish().catch(() => undefined).then(draw);
  else draw();
}

function draw(): void {
  setLanguage(currentLanguage());
  const root = document.getElementById('root');
  if (!root) return;
  // Also what is drawn first is drawn in slices.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
}
