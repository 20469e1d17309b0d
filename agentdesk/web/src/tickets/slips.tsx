import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { draftSlip } from '../api/after';
import { ApiError } from '../api/client';
import { useUnits } from '../api/queries';
import type { Slip, Ticket } from '../api/types';
import { showNumber } from '../desk/number';
import { dateTime, timeOfDay } from '../desk/time';
import { OtherDraft } from '../drafts/other-draft';
import { useKept } from '../forms/use-kept';
import { useLabel, useText } from '../i18n';
import { Labelled } from './labelled';
import { Picker } from './picker';
import { searchUnits } from './units';

/** The transfer slips of a ticket (Điều 9.3), and the one button that drafts one with everything known. */
export function Slips({ ticket, allowed }: { ticket: Ticket; allowed: boolean }) {
  const t = useText();
  const slips = ticket.slips ?? [];
  if (slips.length === 0 && !allowed) return null;
  return (
    <section className="panel" data-testid="ticket-slips">
      <h2>{t('slip.title')}</h2>
      {slips.length === 0 && <p className="soft">{t('slip.none')}</p>}
      {slips.map((slip) => (
        <SlipBox key={slip.id} slip={slip} />
      ))}
      {allowed && <Drafting ticket={ticket} />}
    </section>
  );
}

function Drafting({ ticket }: { ticket: Ticket }) {
  const t = useText();
  const client = useQueryClient();
  const units = useUnits();
  const [unit, setUnit] = useState(ticket.unit);
  const kept = useKept(`slip.${ticket.code}`, 0, '');
  const note = kept.value;
  const draft = useMutation({
    mutationFn: () => draftSlip(ticket.code, unit, note),
    onSuccess: () => {
      kept.reset(note);
      return client.invalidateQueries({ queryKey: ['ticket', ticket.code] });
    },
  });
  const known = units.data ?? [];
  const refused = draft.error instanceof ApiError ? draft.error : null;
  const ofUnit = refused?.errors.find((e) => e.location === 'body.unit')?.message;
  const drafted = (ticket.slips ?? []).some((s) => s.unit === unit && s.number === '');
  return (
    <form
      className="slip-draft"
      onSubmit={(event) => {
        event.preventDefault();
        draft.mutate();
      }}
    >
      <Picker
        id="slip-unit"
        label={t('slip.to')}
        hint={t('slip.toHint')}
        value={unit}
        options={known.map((u) => ({ value: u.code, label: u.name }))}
        loading={units.isPending}
        fault={ofUnit}
        onChange={setUnit}
        rank={(typed) => searchUnits(known, typed).map((u) => u.code)}
      />
      <OtherDraft draft={kept.hand} />
      <Labelled label={t('slip.note')} htmlFor="slip-note" fault={undefined}>
        <Input.TextArea id="slip-note" data-testid="slip-note" rows={2} maxLength={2000} value={note} onChange={(event) => kept.change(event.target.value)} />
      </Labelled>
      <Button type="primary" htmlType="submit" loading={draft.isPending} data-testid="slip-draft">
        {drafted ? t('slip.again') : t('slip.draft')}
      </Button>
      {draft.error && ofUnit === undefined && (
        <span className="fault" role="alert">
          {refused && !refused.offline ? refused.message : t('page.error')}
        </span>
      )}
    </form>
  );
}

function SlipBox({ slip }: { slip: Slip }) {
  const t = useText();
  const label = useLabel();
  return (
    <article className="slip" data-testid={`slip-${slip.id}`} data-unit={slip.unit}>
      <h3>
        {slip.unit_name} <span className="soft">{t('slip.drafted', { name: slip.drafted_name, time: dateTime(slip.drafted_at) })}</span>
      </h3>
      {slip.sent_at && (
        <p data-testid="slip-sent">
          {t('slip.sent', { number: slip.number, time: dateTime(slip.sent_at) })}
          {slip.to_head_at && ` · ${t('slip.toHead', { time: dateTime(slip.to_head_at) })}`}
        </p>
      )}
      <dl className="facts">
        <div>
          <dt>{t('slip.tried')}</dt>
          <dd>
            {slip.tried.length === 0 && t('slip.notTried')}
            {slip.tried.map((a) => (
              <div key={a.at + a.number}>
                {timeOfDay(a.at)} {a.officer || showNumber(a.number)}: {[a.spoke ? t('slip.spoke') : '', a.outcome ? label('outcome', a.outcome) : ''].filter(Boolean).join(', ')}
              </div>
            ))}
          </dd>
        </div>
        {slip.note && (
          <div>
            <dt>{t('slip.note')}</dt>
            <dd>{slip.note}</dd>
          </div>
        )}
        <div>
          <dt>{t('slip.recordings')}</dt>
          <dd>{slip.recordings.length}</dd>
        </div>
      </dl>
      {slip.earlier.length > 0 && (
        <details data-testid={`slip-earlier-${slip.id}`}>
          <summary>{t('slip.earlier', { n: String(slip.earlier.length) })}</summary>
          <ul className="plain">
            {slip.earlier.map((one) => (
              <li key={one.drafted_at}>
                <span className="soft">{t('slip.drafted', { name: one.drafted_name, time: dateTime(one.drafted_at) })}</span> {[one.content, one.note].filter(Boolean).join(' · ')}
              </li>
            ))}
          </ul>
        </details>
      )}
      {slip.confidential && <p className="soft">{t('slip.secret')}</p>}
    </article>
  );
}
