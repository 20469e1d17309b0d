import type { ReactNode } from 'react';
import type { Queue } from '../api/types';
import { Elapsed } from '../desk/clocks';
import { useLabel, useText } from '../i18n';

export function QueueTile({ queue }: { queue: Queue }) {
  const t = useText();
  const label = useLabel();
  const stuck = queue.waiting > 0 && queue.ready === 0;
  return (
    <article
      className={stuck ? 'wall-tile wall-queue wall-queue-stuck' : 'wall-tile wall-queue'}
      data-testid={`wall-queue-${queue.name}`}
      data-waiting={queue.waiting}
      data-ready={queue.ready}
      data-busy={queue.busy}
      data-signed-in={queue.signed_in}
    >
      <h3>
        {label('queue', queue.name)} {stuck && <span className="wall-stuck">{t('wall.nobodyReady')}</span>}
      </h3>
      <dl className="wall-figures">
        <Figure name={t('wall.waiting')} large>
          {queue.waiting}
        </Figure>
        <Figure name={t('wall.longest')} large>
          {queue.longest_since ? <Elapsed at={queue.longest_since} /> : <span className="soft">–</span>}
        </Figure>
        <Figure name={t('wall.ready')}>{queue.ready}</Figure>
        <Figure name={t('wall.busy')}>{queue.busy}</Figure>
        <Figure name={t('wall.signedIn')}>{queue.signed_in}</Figure>
      </dl>
    </article>
  );
}

function Figure({ name, large = false, children }: { name: string; large?: boolean; children: ReactNode }) {
  return (
    <div className={large ? 'wall-figure wall-figure-large' : 'wall-figure'}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
