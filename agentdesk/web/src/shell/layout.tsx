import { LogoutOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { useSession } from '../auth/session';
import { may } from '../auth/rights';
import { Banner } from '../desk/banner';
import { BesideBar } from '../desk/beside-bar';
import { CallBar } from '../desk/call-bar';
import { useDesk, useMaybeView } from '../desk/context';
import { isLive } from '../desk/state';
import { useText } from '../i18n';
import { WatchBar } from '../supervision/watch-bar';
import { EmergencyAlerts } from './emergency-alerts';
import { Navigation } from './navigation';
import { Boundary } from './states';
import { ModeSwitches } from './switches';
import { WhyBar } from './why-bar';

export function Layout() {
  const t = useText();
  const { user, leave } = useSession();
  const desk = useDesk();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const onDesk = pathname.startsWith('/desk');
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
          <span className="who">
            <b data-testid="user-name">{user.name}</b>
            <span className="who-role"> · {t(`role.${user.role}`)}</span>
          </span>
          <ModeSwitches />
          <Tooltip title={t('app.signOut')} placement="left">
            <Button
              type="text"
              data-testid="sign-out"
              aria-label={t('app.signOut')}
              icon={<LogoutOutlined />}
              onClick={() => {
                desk?.endShift();
                // Whoever signs in next begins at their own start.
                void navigate('/');
                leave();
              }}
            />
          </Tooltip>
        </div>
      </header>
      <EmergencyAlerts />
      {!onDesk && <CallElsewhere />}
      {may(user, 'supervise') && <WatchBar always={pathname.startsWith('/wallboard')} />}
      <main id="main" className={onDesk ? 'main main-desk' : 'main'} tabIndex={-1}>
        {may(user, 'why') ? <WhyBar /> : may(user, 'whyhear') && <WhyBar hearing />}
        <Boundary key={onDesk ? 'desk' : 'page'}>
          <Outlet />
        </Boundary>
      </main>
    </div>
  );
}

/** An operator reading a ticket page still sees, and answers, the call. */
function CallElsewhere() {
  const view = useMaybeView();
  const desk = useDesk();
  if (!view || !desk || !(view.shift.on && desk.takesCalls) && !isLive(view.desk.call)) return null;
  return (
    <>
      {isLive(view.desk.call) && (
        <>
          <CallBar away />
          <BesideBar />
        </>
      )}
      {/* A call that is refused is said on the page that it was asked for on. */}
      <Banner />
    </>
  );
}
