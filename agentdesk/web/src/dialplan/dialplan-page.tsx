import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { activateDialplan, ApiError, dialplanVersions, getDialplan } from '../api/client';
import type { DialplanVersion } from '../api/types';
import { dateTime } from '../desk/time';
import { useText } from '../i18n';
import { ErrorState, PageLoading } from '../shell/states';
import { DialplanForm } from './dialplan-form';

/** The administrator's page: versions of what callers meet, and the forms that make a new one. */
export default function DialplanPage() {
  const t = useText();
  const client = useQueryClient();
  const [looking, setLooking] = useState('');
  const versions = useQuery({ queryKey: ['dialplan'], queryFn: ({ signal }) => dialplanVersions(signal) });
  const active = versions.data?.find((v) => v.active)?.version ?? '';
  const shown = looking ? looking : active;
  const detail = useQuery({ queryKey: ['dialplan', shown], queryFn: ({ signal }) => getDialplan(shown, signal), enabled: shown !== '' });
  const use = useMutation({
    mutationFn: (version: string) => activateDialplan(version, active),
    onSettled: () => client.invalidateQueries({ queryKey: ['dialplan'] }),
  });
  const columns = useColumns(shown, use.isPending, setLooking, use.mutate);
  if (versions.isPending) return <PageLoading />;
  if (versions.isError && !versions.data) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />;
  return (
    <div className="page page-narrow" data-testid="dialplan-page" data-active={active}>
      <h1>{t('dialplan.heading')}</h1>
      <p className="page-note">{t('dialplan.intro')}</p>
      <h2 className="page-part">{t('dialplan.versions')}</h2>
      {use.error && (
        <p className="fault" role="alert">
          {use.error instanceof ApiError && !use.error.offline ? use.error.message : t('storm.failed')}
        </p>
      )}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys on a narrow screen */}
      <div className="scroll-x" role="region" aria-label={t('dialplan.versions')} tabIndex={0}>
        <Table<DialplanVersion> data-testid="dialplan-versions" size="small" rowKey="version" columns={columns} dataSource={versions.data} pagination={false} />
      </div>
      {detail.isError && <ErrorState within error={detail.error} onRetry={() => void detail.refetch()} />}
      {detail.data && <DialplanForm key={detail.data.version} detail={detail.data} onKept={setLooking} />}
    </div>
  );
}

function useColumns(shown: string, busy: boolean, look: (version: string) => void, use: (version: string) => void): TableColumnsType<DialplanVersion> {
  const t = useText();
  return [
    { title: t('dialplan.version'), key: 'version', width: 170, render: (_, v) => <code>{v.version}</code> },
    { title: t('dialplan.author'), key: 'author', render: (_, v) => (v.author ? v.author : t('dialplan.file')) },
    { title: t('dialplan.at'), key: 'at', width: 150, render: (_, v) => <span className="clock">{dateTime(v.at)}</span> },
    { title: t('callbacks.note'), key: 'note', render: (_, v) => v.note },
    {
      title: t('callbacks.act'),
      key: 'act',
      width: 260,
      render: (_, v) => (
        <span className="callback-actions">
          {v.active ? (
            <span className="tag tag-live">{t('dialplan.active')}</span>
          ) : (
            <Button disabled={busy} data-testid={`dialplan-use-${v.version}`} aria-label={`${t('dialplan.use')}: ${v.version}`} onClick={() => use(v.version)}>
              {t('dialplan.use')}
            </Button>
          )}
          <Button type="text" disabled={v.version === shown} aria-label={`${t('dialplan.look')}: ${v.version}`} onClick={() => look(v.version)}>
            {t('dialplan.look')}
          </Button>
        </span>
      ),
    },
  ];
}
