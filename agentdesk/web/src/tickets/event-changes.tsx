import { useFields, useUnits } from '../api/queries';
import type { TicketEvent } from '../api/types';
import { useLabel, useText, type Key } from '../i18n';
import { Difference } from '../forms/difference';

/** What of a ticket is shown as it was and as it is: the others have sections of their own on its page. */
const SHOWN: readonly (readonly [string, Key])[] = [
  ['content', 'ticket.content'], ['address', 'ticket.address'], ['group', 'ticket.group'], ['field', 'ticket.field'], ['kind', 'ticketfilter.kind'], ['unit', 'ticket.unit'],
  ['urgent', 'ticketflag.urgent'], ['confidential', 'ticketflag.confidential'], ['emergency', 'ticketflag.emergency'], ['directive', 'ticket.directive'], ['precheck', 'acts.found'],
];
const TEXTS = ['content', 'directive', 'precheck'];

/** The names of what an event changed, of those that are shown. */
export function changesOf({ before, after }: Pick<TicketEvent, 'before' | 'after'>): readonly (readonly [string, Key])[] {
  const simple = (value: unknown) => value === undefined || value === null || typeof value !== 'object';
  return SHOWN.filter(([name]) => (before?.[name] !== undefined || after?.[name] !== undefined) && simple(before?.[name]) && simple(after?.[name]) && before?.[name] !== after?.[name]);
}

/** What an event changed: long texts line by line, all else as it was and as it is since. */
export function EventChanges({ event }: { event: TicketEvent }) {
  const t = useText();
  const label = useLabel();
  const units = useUnits().data;
  const fields = useFields().data;
  const said = (name: string, value: unknown): string => {
    if (typeof value === 'boolean') return t(value ? 'change.yes' : 'change.no');
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    if (text === '' || (name === 'group' && text === '0')) return '–';
    if (name === 'unit') return units?.find((one) => one.code === text)?.name ?? text;
    if (name === 'field') return fields?.find((one) => one.code === text)?.name ?? text;
    if (name === 'group') return label('group.short', text);
    return name === 'kind' ? label('matter', text) : text;
  };
  const words = (value: unknown) => (typeof value === 'string' ? value : '');
  return (
    <dl className="event-changes" data-testid="event-changes">
      {changesOf(event).map(([name, title]) => (
        <div key={name} data-testid={`change-${name}`}>
          <dt>{t(title)}</dt>
          <dd>
            {TEXTS.includes(name) ? (
              <Difference before={words(event.before?.[name])} after={words(event.after?.[name])} />
            ) : (
              <>
                <del>{said(name, event.before?.[name])}</del> → <ins>{said(name, event.after?.[name])}</ins>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
