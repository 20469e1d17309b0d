// The states that every page has besides its content: loading, empty, failed,
// not allowed, not found.

import CloudOutlined from '@ant-design/icons-svg/es/asn/CloudOutlined';
import FileSearchOutlined from '@ant-design/icons-svg/es/asn/FileSearchOutlined';
import LockOutlined from '@ant-design/icons-svg/es/asn/LockOutlined';
import WarningOutlined from '@ant-design/icons-svg/es/asn/WarningOutlined';
import { Component, useEffect, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { ApiError } from '../api/client';
import { useText, type Key } from '../i18n';
import { PlainButton } from './button';
import { Icon } from './icon';

export function PageLoading() {
  const t = useText();
  const [late, setLate] = useState(false);
  // What is there within a moment needs no spinner, only no flicker.
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="state" role="status" aria-busy="true" data-testid="page-loading">
      {late && <span className="spinner" aria-hidden />}
      {late && <p>{t('page.loading')}</p>}
    </div>
  );
}

interface StateProps {
  icon: ReactNode;
  title: string;
  text?: string | undefined;
  action?: ReactNode;
  testid: string;
  alert?: boolean;
  /** Part of a page that has its own heading. */
  within?: boolean;
}

export function State({ icon, title, text, action, testid, alert = false, within = false }: StateProps) {
  const Heading = within ? 'h2' : 'h1';
  return (
    <div className="state" data-testid={testid} role={alert ? 'alert' : undefined}>
      <span className="state-icon" aria-hidden>
        {icon}
      </span>
      <Heading>{title}</Heading>
      {text && <p>{text}</p>}
      {action}
    </div>
  );
}

export function ErrorState({ error, onRetry, within = false }: { error: unknown; onRetry?: () => void; within?: boolean }) {
  const t = useText();
  if (error instanceof ApiError && error.status === 403) return <NoRight detail={error.message} within={within} />;
  const offline = error instanceof ApiError && error.offline;
  return (
    <State
      testid="page-error"
      alert
      within={within}
      icon={offline ? <Icon of={CloudOutlined} /> : <Icon of={WarningOutlined} />}
      title={t('page.error')}
      text={offline ? t('page.errorOffline') : error instanceof ApiError ? wrong(error) : undefined}
      action={onRetry && <PlainButton onClick={onRetry}>{t('page.retry')}</PlainButton>}
    />
  );
}

/** What is wrong with a page's request: where the reason of the look alone is missing, that. */
function wrong(error: ApiError): string {
  return error.errors.find((item) => item.location === 'query.reason')?.message ?? error.message;
}

export function NoRight({ detail, within = false }: { detail?: string; within?: boolean }) {
  const t = useText();
  return (
    <State
      testid="page-no-right"
      within={within}
      icon={<Icon of={LockOutlined} />}
      title={t('page.noRight')}
      text={detail ? detail : t('page.noRightText')}
      action={<Link to="/">{t('page.home')}</Link>}
    />
  );
}

/** There is no such thing here; back: the list that it would be in. */
export function NotFound({ title, back }: { title?: string; back?: { to: string; label: Key } }) {
  const t = useText();
  return (
    <State
      testid="page-not-found"
      icon={<Icon of={FileSearchOutlined} />}
      title={title ?? t('page.notFound')}
      action={<Link to={back?.to ?? '/'}>{t(back?.label ?? 'page.home')}</Link>}
    />
  );
}

/** A fault of ours in one part of the page leaves the rest working. */
export class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const t = useText();
  return (
    <State
      testid="page-broken"
      alert
      icon={<Icon of={WarningOutlined} />}
      title={t('page.broken')}
      text={t('page.brokenText')}
      action={<PlainButton onClick={() => location.reload()}>{t('stopped.reload')}</PlainButton>}
    />
  );
}
