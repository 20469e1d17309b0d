import { useQuery } from '@tanstack/react-query';
import LockOutlined from '@ant-design/icons-svg/es/asn/LockOutlined';
import { Navigate, useParams } from 'react-router';
import { ApiError, getTicket } from '../api/client';
import { useSession } from '../auth/session';
import { useText } from '../i18n';
import { Icon } from '../shell/icon';
import { ErrorState, PageLoading, State } from '../shell/states';
import './work.css';

/** Where an SMS leads: the ticket, or, whoever it is not for, a page that says nothing of it, not even whether it is there. */
export default function ShortLink() {
  const t = useText();
  const { user, leave } = useSession();
  const code = useParams()['code'] ?? '';
  const query = useQuery({ queryKey: ['ticket', code], queryFn: ({ signal }) => getTicket(code, signal) });
  if (query.isPending) return <PageLoading />;
  if (query.isSuccess) return <Navigate to={`/tickets/${query.data.code}`} replace />;
  const { error } = query;
  if (!(error instanceof ApiError) || (error.status !== 403 && error.status !== 404)) return <ErrorState error={error} onRetry={() => void query.refetch()} />;
  return (
    <State
      testid="not-yours"
      icon={<Icon of={LockOutlined} />}
      title={t('link.notYours')}
      text={t('link.notYoursText', { name: user.name })}
      action={
        // The address stays: whoever signs in next comes to what it leads to.
        <button type="button" className="work-button" data-testid="not-yours-other" onClick={leave}>
          {t('link.other')}
        </button>
      }
    />
  );
}
