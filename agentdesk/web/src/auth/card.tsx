import type { ReactNode } from 'react';
import { useText } from '../i18n';
import { ModeSwitches } from '../shell/switches';

/** The card of whoever has no session: the hotline's name above, language and theme beneath. */
export function Card({ children }: { children: ReactNode }) {
  const t = useText();
  return (
    <main className="signin">
      <div className="signin-card">
        <header className="signin-head">
          <img src="/favicon.svg" alt="" width="44" height="44" />
          <div>
            <h1>{t('app.name')}</h1>
            <p>{t('app.city')}</p>
          </div>
        </header>
        {children}
        <footer className="signin-foot">
          <ModeSwitches />
        </footer>
      </div>
    </main>
  );
}
