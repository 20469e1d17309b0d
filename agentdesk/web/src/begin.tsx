import './fonts.css';
import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { fetchEarly } from './early';
import { currentLanguage, loadEnglish, setLanguage } from './i18n';
import { applyMode, storedMode } from './theme';

fetchEarly(location.pathname);
applyMode(storedMode());
// Where English cannot be had the page is in Vietnamese, which it has with it.
if (currentLanguage() === 'en') await loadEnglish().catch(() => undefined);
setLanguage(currentLanguage());
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
