import '@fontsource/be-vietnam-pro/vietnamese-400.css';
import '@fontsource/be-vietnam-pro/vietnamese-600.css';
import '@fontsource/be-vietnam-pro/latin-400.css';
import '@fontsource/be-vietnam-pro/latin-600.css';
import '@fontsource/be-vietnam-pro/latin-ext-400.css';
import '@fontsource/be-vietnam-pro/latin-ext-600.css';
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
