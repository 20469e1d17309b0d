import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { usePersonName } from '../api/queries';
import { liftHold, listHolds, placeHold, type HoldOf } from '../api/retention';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { LineField } from '../forms/line-field';
import { useText } from '../i18n';
import { ErrorState } from '../shell/states';
import { ReasonForm } from './reason-form';

/** How many holds that were lifted are shown, the latest placed first; the rest are on the retention page. */
const LIFTED = 3;

/** The legal holds that keep a call's or a ticket's recordings, placed and lifted by who may; and the last that did. */
export function Held({ of }: { of: HoldOf }) {
  const t = useText();
  const { user } = useSession();
  const nameOf = usePersonName();
  const [document, setDocument] = useState('');
  const holds = useQuery({ queryKey: ['legal-holds', 'of', of], queryFn: ({ signal }) => listHolds({ ...of, state: 'stands', limit: 200 }, signal) });
  const lifted = useQuery({
    queryKey: ['legal-holds', 'lifted', of],
    queryFn: ({ signal }) => listHolds({ ...of, state: 'lifted', sort: '-placed', limit: LIFTED }, signal),
  });
  if (holds.isPending) return null;
  if (holds.isError && !holds.data)
    return (
      <section className="panel">
        <ErrorState within error={holds.error} onRetry={() => void holds.refetch()} />
      </section>
    );
  const standing = holds.data.items;
  // Another of its ticket does not hinder one of the call itself, which outlasts it.
  const own = standing.some((h) => ('call' in of ? h.call === of.call : h.ticket === of.ticket));
  const places = may(user, 'hold') && !own;
  const before = lifted.data?.items ?? [];
  if (standing.length === 0 && before.length === 0 && !places) return null;
  return (
    <section className="panel" data-testid="held" data-standing={standing.length}>
      <h2>{t('hold.title')}</h2>
      {standing.length > 0 && (
        <ul className="plain held-list">
          {standing.map((h) => (
            <li key={h.id} data-testid={`held-${h.id}`}>
              <span className="tag tag-secret">{t('hold.held')}</span> <b>{h.reason}</b> {h.document && <span>{h.document}</span>}{' '}
              <span className="soft small">{t('hold.by', { name: nameOf(h.placed_by), at: dateTime(h.placed_at) })}</span>
              {'call' in of && h.ticket && (
                <span className="soft small">
                  {t('hold.ofTicket')} <Link to={`/tickets/${h.ticket}`}>{h.ticket}</Link>
                </span>
              )}
              {may(user, 'unhold') && <ReasonForm id={`held-lift-${h.id}`} label={t('hold.lift')} of={h.reason} act={(reason) => liftHold(h.id, reason)} />}
            </li>
          ))}
        </ul>
      )}
      {before.length > 0 && (
        <ul className="plain soft small lifted-list" data-testid="held-lifted">
          {before.map((h) => (
            <li key={h.id}>
              {t('hold.wasLifted', { name: nameOf(h.lifted_by), at: h.lifted_at ? dateTime(h.lifted_at) : '', why: h.lift_reason, reason: h.reason })}
            </li>
          ))}
        </ul>
      )}
      {places && (
        <ReasonForm
          id="held-place"
          label={t('hold.place')}
          hint={t('hold.about')}
          act={async (reason) => {
            await placeHold(of, reason, document.trim());
            setDocument('');
          }}
        >
          <LineField id="held-place-document" label={t('hold.document')} maxLength={100} value={document} onChange={setDocument} />
        </ReasonForm>
      )}
    </section>
  );
}
