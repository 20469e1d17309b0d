import { useEffect, useState } from 'react';
import { Navigate } from 'react-router';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { resume } from '../files/photos';
import { useText } from '../i18n';
import { TicketColumn, type Writing } from '../tickets/ticket-column';
import { Banner } from './banner';
import { BesideBar } from './beside-bar';
import { CallBar } from './call-bar';
import { CallerPanel } from './caller-panel';
import { useOperatorDesk } from './context';
import { FootLine } from './foot-line';
import { useFormCard } from './form-card';
import { HelpPanel } from './help-panel';
import { KeyHelp, useKeyHelp } from './key-help';
import { ShiftCheck } from './shift-check';
import { isLive } from './state';
import { Stopped } from './stopped';

/** The operator's desk: call bar, three columns, foot line. Before the shift, the check of the headset. */
export default function DeskPage() {
  const { desk, view } = useOperatorDesk();
  const t = useText();
  const [typed, setTyped] = useState('');
  const [writing, setWriting] = useState<Writing | null>(null);
  const [keys, showKeys] = useKeyHelp();
  const { user } = useSession();
  useFormCard();
  useEffect(() => void resume(user.username), [user.username]);
  const { link } = view.desk;
  if (link === 'replaced' || link === 'outdated') return <Stopped link={link} />;
  // Who only supervises has a desk for a call that they took over, and for what is to be written of it.
  if (!desk.takesCalls && !isLive(view.desk.call) && !view.desk.form) return <Navigate to="/wallboard" replace />;
  if (!view.shift.on) return <ShiftCheck />;
  return (
    <div className="desk">
      <h1 className="unseen">{t('desk.title')}</h1>
      <CallBar />
      <BesideBar />
      <Banner />
      <div className="columns">
        <CallerPanel writing={writing} />
        <TicketColumn onUnitTyped={setTyped} onWriting={setWriting} />
        <HelpPanel typed={typed} onTyped={setTyped} writing={writing} onKeys={() => showKeys(true)} />
      </div>
      {keys && <KeyHelp leads={may(user, 'supervise')} onClose={() => showKeys(false)} />}
      <FootLine />
    </div>
  );
}
