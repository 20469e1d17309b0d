import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { allAccounts, endSession, endSessions, reactivate, resetFactor, sessionsOf, unlock, type Account, type Activation } from '../api/accounts';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { faultsOf } from '../forms/faults';
import { useText, type Key } from '../i18n';
import { ErrorState, NotFound, PageLoading } from '../shell/states';
import { States } from './accounts-page';
import { ActivationPanel } from './activation-panel';
import { EditAccountForm } from './edit-account';
import { SessionsPart } from './sessions-part';
import '../forms/forms.css';
import '../units/units.css';
import './account.css';

/** Somebody's account. */
export default function OtherAccountPage() {
  const { username = '' } = useParams();
  const accounts = useQuery({ queryKey: ['accounts'], queryFn: ({ signal }) => allAccounts('', signal) });
  if (accounts.isPending) return <PageLoading />;
  if (!accounts.data) return <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />;
  const account = accounts.data.find((one) => one.username === username);
  return account ? <Content key={username} account={account} /> : <NotFound />;
}

function Content({ account }: { account: Account }) {
  const t = useText();
  const { user } = useSession();
  const { username } = account;
  const changes = may(user, 'manage');
  const own = user.username === username;
  const [made, setMade] = useState<Activation | null>(null);
  return (
    <div className="page page-narrow" data-testid="other-account-page" data-username={username}>
      <p>
        <Link to="/accounts">{t('accounts.back')}</Link>
      </p>
      <h1>
        {account.name} <span className="soft">@{username}</span>
      </h1>
      <p className="account-about">
        {t(`role.${account.role}`)} · {t('accounts.since', { at: dateTime(account.created_at) })} <States account={account} />
      </p>
      {made && <ActivationPanel username={username} activation={made} onDone={() => setMade(null)} />}
      {changes && <EditAccountForm account={account} own={own} />}
      {changes && !own && <Deeds account={account} onActivation={setMade} />}
      <SessionsPart of={username} list={(query, signal) => sessionsOf(username, query, signal)} path={`/accounts/${username}/sessions`} {...(changes && { end: (id: string) => endSession(username, id) })} />
    </div>
  );
}

type Deed = 'unlock' | 'activation' | 'factor' | 'sessions';

/** What is done to an account at once; what cannot be taken back is asked twice. */
function Deeds({ account, onActivation }: { account: Account; onActivation: (made: Activation) => void }) {
  const t = useText();
  const queries = useQueryClient();
  const { username } = account;
  const [sure, setSure] = useState<Deed | null>(null);
  const act = useMutation({
    mutationFn: async (deed: Deed) => {
      switch (deed) {
        case 'unlock':
          return unlock(username);
        case 'activation':
          onActivation(await reactivate(username));
          return;
        case 'factor':
          return resetFactor(username);
        case 'sessions':
          return endSessions(username);
      }
    },
    onSettled: () => Promise.all([queries.invalidateQueries({ queryKey: ['accounts'] }), queries.invalidateQueries({ queryKey: ['sessions-of', username] })]),
  });
  const faults = act.error && faultsOf(act.error);
  const deeds: [Deed, Key, boolean][] = [
    ['unlock', 'accounts.unlock', account.locked_until !== undefined],
    ['activation', 'accounts.reactivate', !account.disabled],
    ['factor', 'accounts.resetFactor', account.second_factor_since !== undefined],
    ['sessions', 'accounts.endAll', account.sessions > 0],
  ];
  return (
    <section className="panel" aria-labelledby="deeds">
      <h2 id="deeds">{t('accounts.deeds')}</h2>
      <div className="row-acts">
        {deeds.filter(([, , can]) => can).map(([deed, label]) => (
          <button
            key={deed}
            type="button"
            className={sure === deed ? 'form-button form-main' : 'form-button'}
            data-testid={sure === deed ? `account-${deed}-yes` : `account-${deed}`}
            disabled={act.isPending}
            onClick={() => {
              if (sure === deed || deed === 'unlock') act.mutate(deed);
              setSure(sure === deed || deed === 'unlock' ? null : deed);
            }}
          >
            {t(sure === deed ? 'accounts.sure' : label)}
          </button>
        ))}
      </div>
      <p className="soft" role="status" data-testid="deed-done">
        {sure ? t(`accounts.about.${sure}`) : act.isSuccess && t('accounts.done')}
      </p>
      {faults && (
        <p className="fault" role="alert">
          {faults.failed ? t('forms.failed') : faults.said}
        </p>
      )}
    </section>
  );
}
