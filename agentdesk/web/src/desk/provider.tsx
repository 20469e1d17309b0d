import { useEffect, useState, type ReactNode } from 'react';
import { stillSignedIn } from '../api/client';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { DraftStore } from '../tickets/draft-store';
import { Alerts } from './alerts';
import { DeskContext, type DeskValue } from './context';
import { Desk } from './desk';

/**
 * The desk of who takes calls or supervises them, from sign-in to sign-out, whatever
 * page is shown: a call goes on while its operator reads a ticket. Others have none,
 * nor its script.
 */
export default function DeskProvider({ children }: { children: ReactNode }) {
  const { user, cover, covered } = useSession();
  const takesCalls = may(user, 'desk');
  const [value] = useState<DeskValue>(() => ({ desk: new Desk(stillSignedIn, takesCalls, user.username), drafts: new DraftStore(user.username) }));
  useEffect(() => {
    value.drafts.prune();
    value.desk.open();
    return () => value.desk.close();
  }, [value]);
  useEffect(
    () =>
      value.desk.subscribe(() => {
        if (value.desk.view().desk.link === 'signedOut') cover();
      }),
    [value, cover],
  );
  useEffect(() => {
    if (!covered && value.desk.view().desk.link === 'signedOut') value.desk.comeBack();
  }, [value, covered]);
  return (
    <DeskContext value={value}>
      {children}
      <Alerts />
    </DeskContext>
  );
}
