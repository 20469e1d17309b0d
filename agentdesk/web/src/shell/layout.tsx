import LogoutOutlined from '@ant-design/icons-svg/es/asn/LogoutOutlined';
import { Suspense } from 'react';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { roleBefore } from '../auth/anew';
import { useSession } from '../auth/session';
import { may } from '../auth/rights';
import { useDesk } from '../desk/context';
import { useText } from '../i18n';
import { PlainButton } from './button';
import { Icon } from './icon';
import { lazyAnt } from './lazy-ant';
import { Navigation } from './navigation';
import { part } from './part';
import { Boundary } from './states';
import { ModeSwitches } from './switches';
import { hearsAt } from './why';
import { WhyPlace } from './why-place';

// Each is there for some roles alone; the others do not load it.
const Bell = part(() => import('../notices/bell'), (m) => m.default);
const CallElsewhere = part(() => import('./call-elsewhere'), (m) => m.default);
const EmergencyAlerts = lazyAnt(() => import('./emergency-alerts'), (m) => m.EmergencyAlerts);
const Troubles = part(() => import('./troubles'), (m) => m.default);
const Noticed = part(() => import('./troubles'), (m) => m.Noticed);
const WatchBar = lazyAnt(() => import('../supervision/watch-bar'), (m) => m.WatchBar);
const RoleChanged = part(() => import('../auth/role-changed'), (m) => m.default); // for whose role was changed, once
const WhyBar = lazyAnt(() => import('./why-bar'), (m) => m.WhyBar);

export function Layout() {
  const t = useText();
  const { user, leave } = useSession();
  const desk = useDesk();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const onDesk = pathname.startsWith('/desk');
  const onWall = pathname.startsWith('/wallboard');
  return (
    <div className="app">
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <header className="top">
        <span className="brand">
          <img src="/favicon.svg" alt="" width="22" height="22" />
          <b>{t('app.name')}</b>
        </span>
        <Navigation />
        <div className="top-right">
          <Link className="who" to="/account" title={t('account.title')}>
            <b data-testid="user-name">{user.name}</b>
            <span className="who-role"> · {t(`role.${user.role}`)}</span>
          </Link>
          {may(user, 'notices') && (
            <Suspense fallback={<span className="bell-place" />}>
              <Bell />
            </Suspense>
          )}
          <ModeSwitches />
          <PlainButton
            bare
            data-testid="sign-out"
            aria-label={t('app.signOut')}
            title={t('app.signOut')}
            icon={<Icon of={LogoutOutlined} />}
            onClick={() => {
              desk?.endShift();
              // Whoever signs in next begins at their own start.
              void navigate('/');
              leave();
            }}
          />
        </div>
      </header>
      <Suspense>
        {may(user, 'wallboard') && <EmergencyAlerts />}
        {(may(user, 'recordings') || may(user, 'desk')) && <Troubles />}
        {desk && !onDesk && <CallElsewhere />}
      </Suspense>
      {may(user, 'supervise') && (
        <Suspense fallback={onWall && <div className="beside watch-idle" />}>
          <WatchBar always={onWall} />
        </Suspense>
      )}
      <main id="main" className={onDesk ? 'main main-desk' : 'main'} tabIndex={-1}>
        {may(user, 'why') ? (
          <Suspense fallback={<WhyPlace />}>
            <WhyBar />
          </Suspense>
        ) : (
          may(user, 'whyhear') && (
            <Suspense fallback={hearsAt(pathname) && <WhyPlace hearing />}>
              <WhyBar hearing />
            </Suspense>
          )
        )}
        {roleBefore() !== null && (
          <Suspense>
            <RoleChanged />
          </Suspense>
        )}
        <Boundary key={onDesk ? 'desk' : 'page'}>
          <Outlet />
        </Boundary>
      </main>
      <Suspense>{may(user, 'recordings') && <Noticed />}</Suspense>
    </div>
  );
}
