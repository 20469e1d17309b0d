import { usePersonName, useUnitName } from '../api/queries';
import type { CallEvent } from '../api/types';
import { useServiceName } from '../desk/called';
import { dashed } from '../tickets/code';
import { sentName, showNumber, withheld } from '../desk/number';
import { clock, timeOfDay } from '../desk/time';
import { isKey, useLabel, useText, type Key, type Translate } from '../i18n';

/** What happened in a call, in order and in words; ours: it was we who called. */
export function Timeline({ events, ours = false }: { events: readonly CallEvent[]; ours?: boolean }) {
  const t = useText();
  const say = useEventWords(ours);
  const told = toldOf(events);
  if (told.length === 0) return <p className="soft">{t('calls.noEvents')}</p>;
  return (
    <ol className="plain timeline" data-testid="timeline">
      {told.map((event, index) => {
        const { title, more } = say(event);
        return (
          <li key={index} data-kind={event.kind}>
            <span className="clock">{timeOfDay(event.at)}</span>
            <span>
              <b>{title}</b> <span className="soft">{more}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** What an entry is called, and what else there is to say of it. */
export function useEventWords(ours: boolean): (event: CallEvent) => { title: string; more: string } {
  const t = useText();
  const label = useLabel();
  const nameOf = usePersonName();
  const unitOf = useCalledName();
  return (event) => ({ title: t(titleOf(event, ours)), more: details(event, { t, label, nameOf, unitOf, ours }) });
}

/** A unit's or an emergency service's name for its code; the code itself while we do not know. */
function useCalledName(): (code: string) => string {
  const serviceOf = useServiceName();
  const unitOf = useUnitName();
  return (code) => serviceOf(code, unitOf(code));
}

/** An entry's title. The same happens to an officer and to an emergency service, to who calls and to whom we call: they are named apart. */
export function titleOf({ kind, data }: Pick<CallEvent, 'kind' | 'data'>, ours: boolean): Key {
  const urgent = typeof data === 'object' && data !== null && 'urgent' in data && data.urgent === true;
  const key = [urgent && `event.${kind}.urgent`, ours && `event.${kind}.ours`, `event.${kind}`].find((one) => one !== false && isKey(one));
  return key && isKey(key) ? key : 'event.unknown';
}

/** What another entry says as well is left out: operators' own status, that what is said aside is recorded, and the end of an offer that was accepted. */
export function isTold({ kind, data }: Pick<CallEvent, 'kind' | 'data'>): boolean {
  if (kind === 'operator.status' || kind === 'call.recording') return false;
  return !(kind === 'call.offer_ended' && typeof data === 'object' && data !== null && 'outcome' in data && data.outcome === 'accepted');
}

/** The entries that are told. To whoever has not said why no outcome of an offer is: what comes next says that it was accepted. */
export function toldOf<T extends Pick<CallEvent, 'kind' | 'data'>>(events: readonly T[]): T[] {
  return events.filter((event, index) => isTold(event) && !(event.kind === 'call.offer_ended' && events[index + 1]?.kind === 'call.accepted'));
}

interface Words {
  t: Translate;
  label: (family: string, code: string | undefined) => string;
  nameOf: (username: string | undefined) => string;
  unitOf: (code: string) => string;
  ours?: boolean;
}

/** Whom an offer overtook (call.Overtook), by reason. */
function passed(list: unknown): { reason: string; count: string }[] {
  if (!Array.isArray(list)) return [];
  return list.map((one: unknown) => {
    const known = new Map(Object.entries(typeof one === 'object' && one !== null ? one : {}));
    return { reason: String(known.get('reason') ?? ''), count: String(known.get('count') ?? '') };
  });
}

/** What an operator does with a telephone outside (call.Consult). */
const BESIDE = ['call.recording_lost', 'call.emergency', 'call.consulting', 'call.briefed', 'call.consulted', 'call.three_way', 'call.consult_ended', 'call.transferred'];

/** Where it matters who wanted it. */
const STARTS: ReadonlySet<string> = new Set(['call.emergency', 'call.consulting', 'call.transferred']);

/** An entry's data (telephony/call, record.go) in few words, without what its kind already says. */
export function details({ kind, data }: Pick<CallEvent, 'kind' | 'data'>, { t, label, nameOf, unitOf, ours = false }: Words): string {
  const known = new Map(Object.entries(typeof data === 'object' && data !== null ? data : {}));
  if (data === null || data === undefined) return ''; // none of it is for this reader
  const text = (name: string) => {
    const value: unknown = known.get(name);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const number = (name: string) => (withheld(text(name)) ? t('bar.withheld') : showNumber(text(name)));
  const operator = nameOf(text('operator'));
  // Whose telephone, by number and name, for whom it was called, and what came of it.
  const beside = () => [
    text('unit') === text('number') ? '' : showNumber(text('number')),
    unitOf(text('unit')),
    kind === 'call.emergency' && operator === '' ? t('event.call.byKey') : '',
    STARTS.has(kind) && operator ? t('event.call.for', { who: operator }) : '',
    text('outcome') && label('outcome', text('outcome')),
  ];
  const ending = () => [
    [label('endclass', text('class')), label('endreason', text('reason'))].filter(Boolean).join(': '),
    text('cause') ? t('event.call.cause', { code: text('cause') }) : '',
    text('tech_cause') ? t('event.call.sip', { code: text('tech_cause') }) : '',
  ];
  const words: Readonly<Record<string, () => string[]>> = {
    'call.arrived': () => [t(ours ? 'event.call.showing' : 'event.call.from', { from: number('from'), to: showNumber(text('to')) }), sentName(text('from_name'))],
    'call.queued': () => [label('queue', text('queue')), known.get('at_head') === true ? t('event.call.atHead') : ''],
    'call.left_queue': () => [label('queue', text('queue'))],
    'call.forwarding': () => [showNumber(text('number'))],
    'call.forward_ended': () => [showNumber(text('number')), label('outcome', text('outcome'))],
    'call.forwarded': () => [showNumber(text('number'))],
    ...Object.fromEntries(BESIDE.map((name) => [name, beside])),
    'call.placed': () => [operator, number('number'), text('ticket') && t('event.call.ticket', { code: dashed(text('ticket')) })],
    'call.watched': () => [nameOf(text('leader')), label('watchmode', text('mode')), operator && t('event.call.of', { who: operator })],
    'call.watch_ended': () => [nameOf(text('leader'))],
    'call.taken_over': () => [nameOf(text('leader')), operator && t('event.call.of', { who: operator }), known.get('held') === true ? t('event.call.heldOn') : ''],
    'call.callback_asked': () => [showNumber(text('number'))],
    'call.looked_up': () => [known.get('away') === true ? t('event.call.looked_up.away') : text('ticket') ? dashed(text('ticket')) : t('event.call.looked_up.none')],
    'call.rated': () => [text('mark')],
    'call.offer_ended': () => [label('outcome', text('outcome')), operator],
    'call.overtook': () => passed(known.get('passed')).map(({ reason, count }) => `${label('overtook', reason)}: ${count}`),
    'call.adopted': () => [label('callstate', text('state')), operator],
    'call.digit': () => [t('event.call.key', { digit: text('digit'), who: label('endclass', text('source')) })],
    'call.message_left': () => [clock(Date.parse(text('end')) - Date.parse(text('begin'))), label('messageend', text('ended_by'))],
    'call.citizen_left': () => [operator, ...ending()],
    'call.ended': ending,
  };
  return (words[kind]?.() ?? [operator]).filter(Boolean).join(' · ');
}
