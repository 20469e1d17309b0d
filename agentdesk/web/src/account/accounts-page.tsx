import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { allAccounts, ROLES, type Account, type Activation } from '../api/accounts';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { useText } from '../i18n';
import { Exports } from '../lists/exports';
import { bothWays, heads, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { useAddress, useTyped } from '../lists/use-address';
import { fold } from '../tickets/units';
import { ActivationPanel } from './activation-panel';
import { NewAccountForm } from './new-account';
import '../forms/forms.css';
import '../units/units.css';
import './account.css';

const SORTS = bothWays('name', 'username', 'role', 'unit', 'sessions');

/** Who may sign in. All of them come at once; what is looked for stays in the address. */
export default function AccountsPage() {
  const t = useText();
  const { user } = useSession();
  const changes = may(user, 'manage');
  const [search, ask] = useAddress();
  const [writing, setWriting] = useState(false);
  const [made, setMade] = useState<{ username: string; activation: Activation } | null>(null);
  const sort = sortFrom(SORTS, search.get('sort'));
  const accounts = useQuery({ queryKey: ['accounts', sort], queryFn: ({ signal }) => allAccounts(sort, signal), placeholderData: keepPreviousData });
  const words = search.get('q') ?? '';
  const [typed, type] = useTyped(words, (next) => ask('q', next));
  const role = search.get('role') ?? '';
  const all = accounts.data ?? [];
  const found = all.filter((one) => (role === '' || one.role === role) && fold(`${one.name} ${one.username} ${one.unit} ${one.unit_name ?? ''}`).includes(fold(words)));
  const head = heads(sort, 'username', (next) => ask('sort', next));
  const columns: Column<Account>[] = [
    { key: 'name', title: t('directory.person'), sort: head('name'), render: (one) => <Link to={`/accounts/${one.username}`}>{one.name}</Link> },
    { key: 'username', title: t('login.username'), width: 140, sort: head('username'), render: (one) => one.username },
    { key: 'role', title: t('accounts.role'), width: 150, sort: head('role'), render: (one) => t(`role.${one.role}`) },
    { key: 'unit', title: t('units.name'), sort: head('unit'), render: (one) => one.unit_name ?? one.unit },
    { key: 'state', title: t('accounts.state'), width: 230, render: (one) => <States account={one} /> },
    { key: 'sessions', title: t('accounts.sessions'), width: 120, sort: head('sessions', true), align: 'right', render: (one) => one.sessions },
  ];
  return (
    <div className="page" data-testid="accounts-page">
      <div className="list-head">
        <h1>{t('accounts.heading')}</h1>
        {changes && !writing && (
          <button type="button" className="form-button" data-testid="account-new" onClick={() => setWriting(true)}>
            {t('accounts.new')}
          </button>
        )}
        <Exports path="/accounts" query={{ q: words, role, sort }} />
      </div>
      {made && <ActivationPanel {...made} onDone={() => setMade(null)} />}
      {writing && (
        <NewAccountForm
          taken={all.map(({ username }) => username)}
          onClose={() => setWriting(false)}
          onMade={(username, activation) => {
            setWriting(false);
            setMade({ username, activation });
          }}
        />
      )}
      <div className="form form-row account-search" role="search">
        <input type="search" data-testid="accounts-search" aria-label={t('accounts.search')} placeholder={t('accounts.search')} value={typed} onChange={(event) => type(event.target.value)} />
        <select data-testid="accounts-role" aria-label={t('accounts.role')} value={role} onChange={(event) => ask('role', event.target.value)}>
          <option value="">{t('accounts.anyRole')}</option>
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {t(`role.${one}`)}
            </option>
          ))}
        </select>
        <span className="soft list-found" role="status">
          {accounts.isSuccess && t('accounts.count', { n: found.length })}
        </span>
      </div>
      <List<Account> testId="accounts-table" label={t('accounts.heading')} columns={columns} query={accounts} rows={found} rowKey={(one) => one.username} empty={t('accounts.none')} row={(one) => ({ 'data-testid': `account-${one.username}`, 'data-disabled': one.disabled })} />
    </div>
  );
}

/** What stands in the way of signing in, or is to come. */
export function States({ account }: { account: Account }) {
  const t = useText();
  return (
    <span className="tags">
      {account.disabled && <span className="tag tag-urgent">{t('accounts.closed')}</span>}
      {account.locked_until && <span className="tag tag-waits">{t('accounts.locked', { at: dateTime(account.locked_until) })}</span>}
      {account.awaits_password_until && <span className="tag tag-waits">{t('accounts.awaits')}</span>}
      {account.second_factor_since ? <span className="tag tag-good">{t('accounts.twoSteps')}</span> : account.second_factor_required && <span className="tag">{t('accounts.noFactor')}</span>}
    </span>
  );
}
