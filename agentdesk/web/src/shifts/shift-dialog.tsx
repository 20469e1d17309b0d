import { DeleteOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import type { Operator, Shift } from '../api/types';
import { useNow } from '../desk/hooks';
import { KeptWhere } from '../drafts/kept-where';
import { OtherDraft } from '../drafts/other-draft';
import { useKept } from '../forms/use-kept';
import { useText } from '../i18n';
import { Several } from '../shell/several';
import { faultAttributes, Labelled } from '../tickets/labelled';
import { called } from '../wallboard/order';
import { begins, clashing, dayOf, ends, hourOf, readTime, replaced, shiftAt, shortDay, tooLate, weekday } from './roster';
import { usePlanDays, type DayPlan } from './use-plan';

export interface Editing {
  day: string;
  /** The one to be changed; null for a new one. */
  shift: Shift | null;
}

interface Props {
  editing: Editing;
  /** The days that a new shift may be put on. */
  week: readonly string[];
  shifts: readonly Shift[];
  operators: readonly Operator[];
  onClose: () => void;
}

/** What the dialog is filled with. */
interface Planned {
  people: string[];
  days: string[];
  from: string;
  to: string;
}

/** Three shifts make a day of the hotline. */
const USUAL = [
  { key: 'shifts.usual.day', from: '06:00', to: '14:00' },
  { key: 'shifts.usual.evening', from: '14:00', to: '22:00' },
  { key: 'shifts.usual.night', from: '22:00', to: '06:00' },
] as const;

/** A new shift for some people on some days, or another time for one, or none. */
export function ShiftDialog({ editing, week, shifts, operators, onClose }: Props) {
  const t = useText();
  const id = useId();
  const { shift } = editing;
  const [begun] = useState((): Planned => ({ people: shift ? [shift.username] : [], days: [editing.day], from: shift ? hourOf(begins(shift)) : '06:00', to: shift ? hourOf(ends(shift)) : '14:00' }));
  const draft = useKept(`shift.${editing.day}.${shift ? `${shift.username}.${begun.from.replace(':', '')}` : 'new'}`, 0, begun);
  const { people, from, to } = draft.value;
  // Of what was kept, the days that can still be planned.
  const days = draft.value.days.filter((day) => week.includes(day));
  const change = (part: Partial<Planned>) => draft.change({ ...draft.value, ...part });
  const plan = usePlanDays();
  const now = useNow(60_000);
  const named = (username: string) => {
    const operator = operators.find((o) => o.username === username);
    return operator ? called(operator) : username;
  };
  const [begin, end] = [readTime(from), readTime(to)];
  const wanted = days.flatMap((day) => people.map((username) => shiftAt(username, day, begin ?? '', end ?? ''))).filter((s) => s !== null);
  const timeFault = (time: string | null) => (time === null ? t('shifts.badTime') : undefined);
  const twice = clashing(replaced(shifts, shift, wanted));
  const carryOut = (by: readonly Shift[]) => {
    const plans = days.map((day): DayPlan => {
      const was = shifts.filter((s) => dayOf(begins(s)) === day);
      return { day, was, shifts: replaced(was, shift, by.filter((s) => dayOf(begins(s)) === day)) };
    });
    plan.mutate(plans, {
      onSuccess: () => {
        draft.reset(begun);
        onClose();
      },
    });
  };
  const past = tooLate(wanted, shifts, now);
  const ready = people.length > 0 && days.length > 0 && begin !== null && end !== null && twice.length === 0 && past.length === 0;
  return (
    <Modal
      open
      title={shift ? t('shifts.changeHeading', { name: named(shift.username) }) : t('shifts.addHeading')}
      onCancel={onClose}
      footer={
        <div className="dialog-foot">
          {shift && (
            <Button danger icon={<DeleteOutlined />} data-testid="shift-remove" disabled={plan.isPending} onClick={() => carryOut([])}>
              {t('shifts.remove')}
            </Button>
          )}
          <span className="dialog-space" />
          <Button onClick={onClose}>{t('shifts.back')}</Button>
          <Button type="primary" data-testid="shift-save" disabled={!ready} loading={plan.isPending} onClick={() => carryOut(wanted)}>
            {t('shifts.save')}
          </Button>
        </div>
      }
    >
      <div className="dialog-form" data-testid="shift-dialog">
        <OtherDraft draft={draft.hand} />
        {!shift && (
          <Several
            id={`${id}-who`}
            testid="shift-who"
            label={t('shifts.who')}
            hint={t('shifts.whoHint')}
            required
            value={people}
            options={operators.map((o) => ({ value: o.username, label: called(o) }))}
            onChange={(chosen) => change({ people: chosen })}
          />
        )}
        <div className="dialog-times">
          <Labelled label={t('shifts.from')} htmlFor={`${id}-from`} required fault={timeFault(begin)}>
            <Input id={`${id}-from`} data-testid="shift-from" inputMode="numeric" maxLength={6} value={from} {...faultAttributes(`${id}-from`, timeFault(begin))} onChange={(event) => change({ from: event.target.value })} onBlur={() => begin !== null && begin !== from && change({ from: begin })} />
          </Labelled>
          <Labelled
            label={t('shifts.to')}
            htmlFor={`${id}-to`}
            required
            fault={timeFault(end)}
            aside={begin !== null && end !== null && end <= begin && <span className="soft">{t('shifts.nextDay')}</span>}
          >
            <Input id={`${id}-to`} data-testid="shift-to" inputMode="numeric" maxLength={6} value={to} {...faultAttributes(`${id}-to`, timeFault(end))} onChange={(event) => change({ to: event.target.value })} onBlur={() => end !== null && end !== to && change({ to: end })} />
          </Labelled>
        </div>
        <div className="dialog-usual" role="group" aria-label={t('shifts.usual')}>
          {USUAL.map((usual) => (
            <Button
              key={usual.key}
              size="small"
              data-testid={`shift-usual-${usual.from.slice(0, 2)}`}
              aria-pressed={begin === usual.from && end === usual.to}
              onClick={() => change({ from: usual.from, to: usual.to })}
            >
              {t(usual.key)} <span className="clock">{`${usual.from}–${usual.to}`}</span>
            </Button>
          ))}
        </div>
        {!shift && (
          <fieldset className="dialog-days">
            <legend className="field-head">{t('shifts.days')}</legend>
            {week.map((day) => (
              <Checkbox
                key={day}
                data-testid={`shift-day-${day}`}
                checked={days.includes(day)}
                onChange={(event) => change({ days: event.target.checked ? [...days, day].sort() : days.filter((d) => d !== day) })}
              >
                {t(`weekday.${weekday(day) as 1 | 2 | 3 | 4 | 5 | 6 | 7}`)} <span className="clock">{shortDay(day)}</span>
              </Checkbox>
            ))}
          </fieldset>
        )}
        {draft.dirty && (
          <p>
            <KeptWhere draft={draft.hand} />{' '}
            <Button size="small" data-testid="shift-drop" onClick={() => draft.reset(begun)}>
              {t('forms.drop')}
            </Button>
          </p>
        )}
        <p className="dialog-trouble fault" role="alert" data-testid="shift-trouble">
          {plan.error ? plan.error.message : twice.length > 0 ? t('shifts.clash', { who: twice.map(named).join(', ') }) : past.length > 0 ? t('shifts.past') : ''}
        </p>
      </div>
    </Modal>
  );
}
