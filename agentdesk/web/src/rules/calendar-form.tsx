import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/client';
import { getCalendar, previewCalendar, saveCalendar, type Calendar, type CalendarDraft } from '../api/rules';
import { DateInput } from '../forms/date-input';
import { ConflictPanel } from '../forms/conflict-panel';
import { elsewhere, faultsOf, NO_FAULTS } from '../forms/faults';
import { described, Field } from '../forms/field';
import { SaveBar } from '../forms/save-bar';
import type { Draft as Kept } from '../forms/use-kept';
import { useText } from '../i18n';
import { applied, asText, changes, NO_CHANGES, put, type Draft } from './calendar-draft';
import { DayEditor } from './day-editor';
import { Impact } from './impact';

interface Props {
  calendar: Calendar;
  draft: Kept<Draft>;
  chosen: string;
  /** An older calendar that is to hold again, in the place of the draft; 0: none. */
  again: number;
  onAgain: (number: number) => void;
}

/** Changes to the calendar: looked at before they are saved, with all the deadlines that they move. */
export function CalendarForm({ calendar, draft, chosen, again, onAgain }: Props) {
  const t = useText();
  const queries = useQueryClient();
  const [meant, setMeant] = useState(false);
  const [theirs, setTheirs] = useState<Calendar | null>(null);
  const value = draft.value;
  const spec = applied(calendar, value);
  const request: CalendarDraft = again ? { before: calendar.number, of: again } : { before: calendar.number, spec };
  // What was looked at is what is saved: anything else is looked at first.
  const told = JSON.stringify(request);
  const look = useMutation({ mutationFn: async () => ({ of: told, shown: await previewCalendar(request) }), onMutate: () => setMeant(false), onError: (error) => overtaken(error) });
  const seen = look.data?.of === told ? look.data.shown : null;
  const save = useMutation({
    mutationFn: (sent: Draft) => saveCalendar(request, sent.note, seen?.past ?? 0),
    onSuccess: (_, sent) => {
      // An older calendar that holds again settles nothing of the days that are put, and not saved.
      if (again && changes(sent)) draft.change((now) => (now.note === sent.note ? { ...now, note: '' } : now));
      else draft.saved(NO_CHANGES, sent, 0);
      onAgain(0);
      look.reset();
      void queries.invalidateQueries({ queryKey: ['calendar'] });
    },
    onError: (error) => overtaken(error),
  });
  const overtaken = (error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'changed_meanwhile') return;
    void getCalendar(calendar.year).then(setTheirs, () => undefined);
  };
  const failed = save.error ?? look.error;
  const faults = failed && !theirs ? faultsOf(failed) : NO_FAULTS;
  const places = { day: `spec.days[${chosen}]`, until: 'spec.until' };
  const change = (next: Draft) => {
    look.reset();
    if (!save.isPending) save.reset();
    draft.change(next);
  };
  const drop = () => {
    if (!again) draft.reset(NO_CHANGES);
    onAgain(0);
    look.reset();
    save.reset();
    setTheirs(null);
  };
  const dirty = changes(value) || again !== 0;
  const puts = Object.entries(value.puts);
  return (
    <form
      className="form"
      data-testid="calendar-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (seen) save.mutate(value);
      }}
    >
      {again === 0 && (
        <>
          <DayEditor key={`${chosen} ${value.puts[chosen] === undefined ? calendar.number : 'put'}`} date={chosen} day={spec.days.find((day) => day.date === chosen)} fault={faults.at[places.day]} onPut={(day) => change(put(calendar, value, chosen, day))} />
          <Field id="calendar-until" label={t('calendar.until')} hint={t('calendar.untilHint')} fault={faults.at[places.until]}>
            <DateInput kept {...described('calendar-until', faults.at[places.until], t('calendar.untilHint'))} value={value.until || calendar.until} onChange={(until) => change({ ...value, until: until === calendar.until ? '' : until })} />
          </Field>
        </>
      )}
      {again !== 0 && <p className="notice">{t('calendar.again', { n: again })}</p>}
      {puts.length > 0 && again === 0 && (
        <p className="soft" data-testid="calendar-puts" data-count={puts.length}>
          {t('calendar.puts', { n: puts.length })}
        </p>
      )}
      <Field id="calendar-note" label={t('calendar.note')}>
        <input {...described('calendar-note')} maxLength={500} value={value.note} onChange={(event) => draft.change({ ...value, note: event.target.value })} />
      </Field>
      {theirs && (
        <ConflictPanel
          mine={asText(applied(theirs, value).days)}
          theirs={asText(theirs.days)}
          onMine={() => {
            queries.setQueryData(['calendar', calendar.year], theirs);
            setTheirs(null);
            look.reset();
            save.reset();
          }}
          onTheirs={() => {
            queries.setQueryData(['calendar', calendar.year], theirs);
            drop();
          }}
        />
      )}
      {seen && <Impact preview={seen} />}
      {seen && seen.past > 0 && (
        <label className="form-check">
          <input type="checkbox" data-testid="calendar-past" checked={meant} onChange={(event) => setMeant(event.target.checked)} /> {t('calendar.pastMeant')}
        </label>
      )}
      <SaveBar
        testId="calendar-save"
        label={t('calendar.save')}
        busy={save.isPending}
        dirty={dirty}
        hand={draft.hand}
        ready={seen !== null && (seen.past === 0 || meant) && !theirs}
        faults={faults}
        more={elsewhere(faults, (place) => again === 0 && Object.values(places).includes(place))}
        done={save.isSuccess && !dirty ? t('forms.saved') : ''}
        onDrop={drop}
      >
        <button type="button" className="form-button" data-testid="calendar-preview" disabled={!dirty || look.isPending || theirs !== null} onClick={() => look.mutate()}>
          {t('calendar.preview')}
        </button>
      </SaveBar>
    </form>
  );
}
