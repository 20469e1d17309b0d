import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { closeUnit, getHoldings, getUnit, type Holdings, type UnitDetail } from '../api/units';
import { dateTime } from '../desk/time';
import { Cancel } from '../forms/cancel';
import { elsewhere, faultsOf, NO_FAULTS } from '../forms/faults';
import { described, Field } from '../forms/field';
import { LineField } from '../forms/line-field';
import { SaveBar } from '../forms/save-bar';
import { useKept } from '../forms/use-kept';
import { useText } from '../i18n';
import { ErrorState } from '../shell/states';
import { UnitsInput } from './unit-input';

/** seen: the version whose work was looked through; 0: none. */
const NOTHING = { until: '', decision: '', heirs: '', seen: 0 };
const PLACES: readonly string[] = ['until', 'decision', 'heirs'];

/** What a unit holds, for that would go on when it is no more. */
export function HoldingsPart({ code }: { code: string }) {
  const t = useText();
  const query = useQuery({ queryKey: ['unit', code, 'holdings'], queryFn: ({ signal }) => getHoldings(code, signal) });
  return (
    <section className="panel" aria-labelledby="holdings">
      <h2 id="holdings">{t('directory.holdings')}</h2>
      {query.isPending && <p className="unit-wait" aria-busy="true" />}
      {query.isError && <ErrorState within error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Held holdings={query.data} />}
    </section>
  );
}

function Held({ holdings }: { holdings: Holdings }) {
  const t = useText();
  const { leads, cooperates, tasks, thought, officers, duties, tickets } = holdings;
  return (
    <div data-testid="unit-holdings" data-leads={leads}>
      <p>{t('directory.held', { leads, cooperates, tasks, thought, officers, duties })}</p>
      {tickets.length > 0 && (
        <details>
          <summary>{t('directory.heldTickets', { n: tickets.length })}</summary>
          <ul className="plain unit-tickets">
            {tickets.map((held) => (
              <li key={`${held.ticket}-${held.task}`}>
                <Link className="code" to={`/tickets/${held.ticket}`}>
                  {held.ticket}
                </Link>
                {held.state_label}
                {held.due && <span className="soft"> · {t('directory.due', { at: dateTime(held.due) })}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** A unit that is no more from a day on, and who takes over from it. */
export function ClosingForm({ unit, onClose }: { unit: UnitDetail; onClose: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const draft = useKept(`unit.close.${unit.code}`, 0, NOTHING);
  const { until, decision, heirs } = draft.value;
  const seen = draft.value.seen === unit.version;
  const save = useMutation({
    mutationFn: () => closeUnit(unit.code, { until, decision, heirs: heirs === '' ? [] : heirs.split(',') }, unit.version),
    onSuccess: (closed) => {
      draft.reset(NOTHING);
      queries.setQueryData(['unit', unit.code], closed);
      void queries.invalidateQueries({ queryKey: ['units'] });
      onClose();
    },
    // What it is now is shown above; what was typed stays.
    onError: (error) => {
      if (faultsOf(error).changed) void getUnit(unit.code).then((now) => queries.setQueryData(['unit', unit.code], now), () => undefined);
    },
  });
  const faults = save.error ? faultsOf(save.error) : NO_FAULTS;
  const change = (part: Partial<typeof NOTHING>) => draft.change({ ...draft.value, ...part });
  return (
    <form
      className="form panel"
      data-testid="closing-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h2>{t('directory.close')}</h2>
      <p className="soft">{t('directory.closeAbout')}</p>
      <div className="form-row">
        <LineField id="close-until" label={t('directory.closeUntil')} fault={faults.at['until']} required type="date" value={until} onChange={(day) => change({ until: day })} />
        <LineField id="close-decision" label={t('directory.decision')} fault={faults.at['decision']} value={decision} onChange={(words) => change({ decision: words })} />
      </div>
      <Field id="close-heirs" label={t('directory.heirs')} hint={t('directory.heirsHint')} fault={faults.at['heirs']}>
        <UnitsInput {...described('close-heirs', faults.at['heirs'], t('directory.heirsHint'))} value={heirs} onChange={(codes) => change({ heirs: codes })} />
      </Field>
      <label className="unit-check">
        <input type="checkbox" data-testid="close-seen" checked={seen} onChange={(event) => change({ seen: event.target.checked ? unit.version : 0 })} /> {t('directory.closeSeen')}
      </label>
      <SaveBar testId="close-save" label={t('directory.close')} busy={save.isPending} dirty={draft.dirty} hand={draft.hand} ready={seen && until !== ''} faults={faults} more={elsewhere(faults, (place) => PLACES.includes(place))}>
        <Cancel
          testId="close-cancel"
          onClick={() => {
            draft.reset(NOTHING);
            onClose();
          }}
        />
      </SaveBar>
    </form>
  );
}
