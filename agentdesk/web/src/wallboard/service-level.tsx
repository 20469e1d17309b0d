import type { Queue, QueueService, ServiceLevel } from '../api/types';
import { useNow } from '../desk/hooks';
import { clock, timeOfDay } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { staleSince, useServiceLevel } from './live';

/** How today's callers have fared, as far as the database tells; the board beside it lives without. */
export function TodaysService({ queues }: { queues: readonly Queue[] }) {
  const { data, dataUpdatedAt, errorUpdateCount } = useServiceLevel();
  const stale = staleSince([dataUpdatedAt], useNow(1000));
  return <ServiceTable queues={queues} level={data} failed={errorUpdateCount > 0} stale={stale} />;
}

interface Props {
  /** Their rows stand there before there are figures for them. */
  queues: readonly Pick<Queue, 'name'>[];
  level: ServiceLevel | undefined;
  /** It has been asked for in vain. */
  failed: boolean;
  /** Of when the figures are, when that is too long ago. */
  stale: number | null;
}

/** The same rows whatever is known: nothing beneath moves when figures come, or fail to. */
export function ServiceTable({ queues, level, failed, stale }: Props) {
  const t = useText();
  const label = useLabel();
  const { state, note } = useCondition(level, failed, stale);
  const rows: { queue: string; service?: QueueService }[] = level ? level.queues.map((service) => ({ queue: service.queue, service })) : queues.map(({ name }) => ({ queue: name }));
  return (
    <section aria-labelledby="wall-service" className={`wall-service wall-service-${state}`} data-testid="wall-service" data-state={state}>
      <div className="wall-service-head">
        <h2 id="wall-service">{t('wall.service')}</h2>
        <p className="wall-small" role="status">
          {note}
        </p>
      </div>
      <div className="wall-tile">
        <table aria-labelledby="wall-service">
          <thead>
            <tr>
              <td />
              <th scope="col">{t('wall.serviceInTime')}</th>
              <th scope="col">{t('wall.serviceAnswered')}</th>
              <th scope="col">{t('wall.serviceAbandoned')}</th>
              <th scope="col">{t('wall.serviceWait')}</th>
            </tr>
          </thead>
          <tbody>
            <Row id="all" name={t('wall.serviceAll')} target={level && commonTarget(level)} service={level?.all} />
            {rows.map(({ queue, service }) => (
              <Row key={queue} id={queue} name={label('queue', queue)} target={service?.target_ms} service={service} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

type State = 'loading' | 'failed' | 'stale' | 'empty' | 'fresh';

/** What the figures are worth, and in words. */
function useCondition(level: ServiceLevel | undefined, failed: boolean, stale: number | null): { state: State; note: string } {
  const t = useText();
  if (!level) return failed ? { state: 'failed', note: t('wall.serviceFailed') } : { state: 'loading', note: t('page.loading') };
  if (stale !== null) return { state: 'stale', note: t('wall.serviceStale', { time: timeOfDay(stale) }) };
  return level.all.entered === 0 ? { state: 'empty', note: t('wall.serviceEmpty') } : { state: 'fresh', note: t('wall.serviceOf') };
}

interface RowProps {
  id: string;
  name: string;
  /** Milliseconds; 0: each queue has its own; undefined: not known yet. */
  target: number | undefined;
  service: QueueService | undefined;
}

function Row({ id, name, target, service }: RowProps) {
  const t = useText();
  const share = percent(service?.share);
  return (
    <tr
      className={id === 'all' ? 'wall-service-all' : undefined}
      data-testid={`wall-service-${id}`}
      data-share={share ?? ''}
      data-answered={service?.answered}
      data-abandoned={service?.abandoned}
    >
      <th scope="row">{name}</th>
      <td>
        <b className="wall-service-share">{share === null ? '–' : `${share}%`}</b>{' '}
        <span className={target ? 'soft wall-small wall-within' : 'soft wall-small'}>{target !== undefined && (target > 0 ? t('wall.serviceWithin', { n: target / 1000 }) : t('wall.serviceOwn'))}</span>
      </td>
      <td>{service?.answered ?? '–'}</td>
      <td>{service?.abandoned ?? '–'}</td>
      <td>{service && service.answered > 0 ? clock(service.average_wait_ms) : '–'}</td>
    </tr>
  );
}

/** The target that all queues share; 0 when they differ. */
export function commonTarget({ queues }: ServiceLevel): number {
  const [first = 0, ...others] = new Set(queues.map((q) => q.target_ms));
  return others.length === 0 ? first : 0;
}

/** Whole percent, rounded down: 100 is nobody missed. The small part is for shares such as 0.29, whose hundredfold falls short of 29. */
export function percent(share: number | null | undefined): number | null {
  return share === null || share === undefined ? null : Math.floor(share * 100 + 1e-9);
}
