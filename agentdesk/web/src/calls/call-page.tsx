import { ArrowLeftOutlined, EyeOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Suspense } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { ApiError, getCall, withheldNumber } from '../api/client';
import { hearRecording } from '../api/listenings';
import { packageAddress, recordingCopy } from '../api/recordings';
import type { CallDetail, Recording } from '../api/types';
import { useSession } from '../auth/session';
import { may } from '../auth/rights';
import { CallNumber } from '../desk/call-number';
import { sentName, showNumber, withheld } from '../desk/number';
import { clock, clockUp, dateTime } from '../desk/time';
import { useLabel, useText, type Key } from '../i18n';
import { part } from '../shell/part';
import { useWhy, withWhy } from '../shell/why';
import { ErrorState, NotFound, PageLoading } from '../shell/states';
import { Take } from '../shell/take';
import { useFailure } from '../shell/use-failure';
import { lanesOf } from './aside';
import { callerOf } from './caller';
import { Direction, weCall } from './direction';
import { Flag } from './flag';
import { HeardBy, useHeardAnew } from '../listenings/of-call';
import { Held } from '../retention/held';
import { LegHeading, numbered, type Place } from './leg';
import { marksOf, recordedFrom } from './marks';
import { gone, settled } from './rest';
import { Timeline } from './timeline';
import './call-page.css';

const Player = part(() => import('./player'), (m) => m.default);

/** Everything about one call: who, when, what happened, tickets, recordings. */
export default function CallPage() {
  const t = useText();
  const id = useParams()['id'] ?? '';
  const query = useQuery({
    queryKey: ['call', id],
    queryFn: ({ signal }) => getCall(id, signal),
    // Until the call is over and its recordings are at rest, more will come.
    refetchInterval: (q) => (q.state.data && settled(q.state.data) ? false : 3000),
  });
  const failure = useFailure(query);
  if (failure !== null) {
    if (failure instanceof ApiError && failure.status === 404) return <NotFound title={t('calls.notFound')} />;
    return <ErrorState error={failure} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <PageLoading />;
  return <Detail call={query.data} />;
}

function Detail({ call }: { call: CallDetail }) {
  const t = useText();
  const label = useLabel();
  const { user } = useSession();
  const navigate = useNavigate();
  const from = call.from_number ? call.from_number : call.from;
  const number = callerOf(call, t);
  const recordings = call.recordings;
  const rows: [string, React.ReactNode][] = [
    ...(call.withheld ? [[t('calls.from'), <Withheld key="from" id={call.id} allowed={may(user, 'withheld')} />] as [string, React.ReactNode]] : []),
    ...(withheld(from) && !call.caller_hidden ? [] : [[t(weCall(call) ? 'calls.called' : 'calls.from'), call.caller_hidden ? number : <CallNumber key="number" number={from} />] as [string, React.ReactNode]]),
    [t('calls.started'), dateTime(call.started_at, true)],
    [t('calls.connected'), call.connected_at ? dateTime(call.connected_at, true) : '–'],
    [t('calls.ended'), call.ended_at ? dateTime(call.ended_at, true) : <span className="tag tag-live">{t('calls.live')}</span>],
    [t(weCall(call) ? 'calls.shownAs' : 'calls.to'), showNumber(call.to)],
    [t('calls.queue'), call.queue ? label('queue', call.queue) : '–'],
    [t('calls.operator'), call.operator_name || call.operator || '–'],
    [t('calls.wait'), clock(call.wait_ms)],
    [t('calls.talk'), call.talk_ms > 0 ? clock(call.talk_ms) : '–'],
    [t('calls.endedBy'), [label('endclass', call.end_class), label('endreason', call.end_reason)].filter(Boolean).join(': ') || '–'],
    ...(call.rating === null ? [] : [[t('rating.title'), <span key="rating" data-testid="call-rating">{t('rating.of', { mark: call.rating })}</span>] as [string, React.ReactNode]]),
    [t('calls.id'), <code key="id">{call.id}</code>],
  ];
  return (
    <div className="page" data-testid="call-page" data-call={call.id}>
      <h1>
        <button type="button" className="back" aria-label={t('page.back')} onClick={() => void navigate(-1)}>
          <ArrowLeftOutlined aria-hidden />
        </button>
        {t('calls.detail', { number })} {sentName(call.from_name) && <span className="soft">{sentName(call.from_name)}</span>} <Direction call={call} />
      </h1>
      {may(user, 'flag') && <Flag call={call} />}
      <section className="panel">
        <h2>{t('calls.recording')}</h2>
        {recordings.length === 0 && <p className="soft">{t('calls.noRecording')}</p>}
        {numbered(recordings).map(({ recording, ...place }) => (
          <RecordingBox key={recording.id} call={call} recording={recording} place={place} of={recordings.length} allowed={may(user, 'recordings')} />
        ))}
      </section>
      {may(user, 'retention') && <Held of={{ call: call.id }} />}
      {may(user, 'audit') && <HeardBy call={call.id} />}
      <div className="halves">
        <section className="panel">
          <h2>{t('calls.summary')}</h2>
          <dl className="facts">
            {rows.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
            <div>
              <dt>{t('tickets.title')}</dt>
              <dd data-testid="call-tickets">
                {call.tickets.map((code) => (
                  <Link key={code} className="code" to={`/tickets/${code}`}>
                    {code}
                  </Link>
                ))}
                {call.tickets.length === 0 && '–'}
              </dd>
            </div>
          </dl>
        </section>
        <section className="panel">
          <h2>{t('calls.timeline')}</h2>
          <Timeline events={call.events} ours={weCall(call)} />
        </section>
      </div>
    </div>
  );
}

/** The caller wished the number not to be shown; who must know it for a reason leaves a trace. */
function Withheld({ id, allowed }: { id: string; allowed: boolean }) {
  const t = useText();
  const read = useMutation({ mutationFn: () => withheldNumber(id) });
  return (
    <span className="withheld" data-testid="withheld">
      {read.data === undefined ? t('bar.withheld') : <b className="clock">{read.data ? showNumber(read.data) : t('calls.noNumber')}</b>}
      {allowed && read.data === undefined && (
        <Button size="small" icon={<EyeOutlined />} data-testid="withheld-read" loading={read.isPending} onClick={() => read.mutate()}>
          {t('calls.showNumber')}
        </Button>
      )}
      {allowed && <span className="soft small">{t('calls.numberAudited')}</span>}
      {read.error && <span className="fault" role="alert">{read.error instanceof ApiError && !read.error.offline ? read.error.message : t('page.error')}</span>}
    </span>
  );
}

/** Why there is nothing to be heard. What never came of a call that promised nothing is not lost: the caller hung up first, or nobody answered. */
function soundless({ state, flaws }: Recording): Key {
  if (state === 'deleted') return 'player.deleted';
  if (state !== 'missing') return 'player.notReady';
  return flaws.length > 0 ? 'player.lost' : 'player.nothing';
}

function RecordingBox({ call, recording, place, of, allowed }: { call: CallDetail; recording: Recording; place: Place; of: number; allowed: boolean }) {
  const t = useText();
  const label = useLabel();
  const { user } = useSession();
  const said = useWhy();
  const heardAnew = useHeardAnew(call.id);
  const why = recording.state !== 'deleted' && label('spoolfault', recording.spool_fault);
  const playable = recording.bytes > 0 && !gone(recording);
  const lacks = recording.missing_ms > 0 && t('flaws.lacks', { time: clockUp(recording.missing_ms) });
  const beside = place.nth > 0;
  const seconds = recording.duration_ms / 1000;
  const from = Number(useSearchParams()[0].get('at') ?? 0);
  return (
    <div className="recording" data-testid={`recording-${recording.id}`} data-leg={recording.leg}>
      {of > 1 && <LegHeading recording={recording} place={place} />}
      {!playable ? (
        <p className="soft">{why ? t(gone(recording) ? 'player.lostFor' : 'player.mayBeLost', { why }) : t(soundless(recording))}</p>
      ) : (may(user, 'why') || may(user, 'whyhear')) && said === '' ? (
        <p className="soft" data-testid="why-hear">
          {t('why.hear')}
        </p>
      ) : allowed ? (
        <Suspense fallback={<div className="player-wait">{t('player.loading')}</div>}>
          <Player
            key={said}
            sound={{ id: recording.id, duration_ms: recording.duration_ms, hear: () => hearRecording(recording.id), copy: withWhy(recordingCopy(recording.id), said), onNoted: heardAnew }}
            lanes={lanesOf(recording.leg, t)}
            marks={marksOf(call.events, beside ? recording.begun_at : recordedFrom(call), seconds, weCall(call))}
            ours={weCall(call)}
            noted
            written={recording.written}
            from={!beside && from > 0 && from < seconds ? from : 0}
          />
        </Suspense>
      ) : (
        <p className="soft">{t('calls.hasRecording')}</p>
      )}
      {recording.flaws.length > 0 && (
        <p data-testid="recording-flaws">
          {recording.flaws.map((flaw) => (
            <span key={flaw} className="tag tag-urgent">
              {label('flaw', flaw)}
            </span>
          ))}{' '}
          <span className="soft small">{[lacks, playable && why && `${why}.`, playable && t('flaws.ofCall')].filter(Boolean).join(' ')}</span>
        </p>
      )}
      <div className="recording-foot">
        <p className="soft small">
          {clock(recording.duration_ms)} · {label('recording.state', recording.state)}
          {recording.sha256 && (
            <>
              {' '}
              · {t('player.sha')} <code>{recording.sha256}</code>
            </>
          )}
        </p>
        {recording.state !== 'expected' && allowed && said !== '' && (
          <Take icon={<SafetyCertificateOutlined />} testId="recording-package" name={`${call.id}.zip`} href={withWhy(packageAddress(recording.id), said)} onTaken={heardAnew}>
            {t('player.package')}
          </Take>
        )}
      </div>
    </div>
  );
}
