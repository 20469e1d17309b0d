import { useQuery } from '@tanstack/react-query';
import { endOwnSession, ownAccount, ownSessions } from '../api/accounts';
import { useUnits } from '../api/queries';
import { useText } from '../i18n';
import { ErrorState, PageLoading } from '../shell/states';
import { FactorPart } from './factor-part';
import { PasswordPart } from './password-part';
import { SessionsPart } from './sessions-part';
import '../forms/forms.css';
import '../units/units.css';
import './account.css';

/** One's own account. */
export default function AccountPage() {
  const t = useText();
  const query = useQuery({ queryKey: ['account'], queryFn: ({ signal }) => ownAccount(signal) });
  const units = useUnits();
  if (query.isPending) return <PageLoading />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const account = query.data;
  return (
    <div className="page page-narrow" data-testid="account-page">
      <h1>{t('account.heading')}</h1>
      <dl className="panel unit-facts">
        <div>
          <dt>{t('directory.person')}</dt>
          <dd>{account.name}</dd>
        </div>
        <div>
          <dt>{t('login.username')}</dt>
          <dd>{account.username}</dd>
        </div>
        <div>
          <dt>{t('accounts.role')}</dt>
          <dd>{t(`role.${account.role}`)}</dd>
        </div>
        {account.unit && (
          <div>
            <dt>{t('units.name')}</dt>
            <dd>{units.data?.find(({ code }) => code === account.unit)?.name ?? account.unit}</dd>
          </div>
        )}
      </dl>
      <PasswordPart />
      <FactorPart account={account} />
      <SessionsPart of="own" list={ownSessions} path="/account/sessions" end={endOwnSession} />
    </div>
  );
}
