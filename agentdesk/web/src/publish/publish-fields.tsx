import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { previewPublication, type TextPart } from '../api/publication';
import type { OwnFields } from '../acts/kinds';
import { useLabel, useText, type Key } from '../i18n';
import { useSettled } from '../knowledge/use-search';
import { hide, sureLeft, wordsOf } from './marks';
import { Pictures } from './pictures';
import './publish.css';

/** So long after the last key, in ms, the words are looked at. */
const REST = 350;

const WORDS = [
  ['content', 'acts.publicContent'],
  ['result', 'acts.publicResult'],
] as const;

/** What is published of a ticket: its words with what seems to tell of people marked, each hidden by one key or tap, and its pictures. */
export default function PublishFields({ ticket, typed, faults, onType }: OwnFields) {
  const t = useText();
  const queries = useQueryClient();
  const words = { content: typed['content'] ?? '', result: typed['result'] ?? '' };
  const asked = useSettled(JSON.stringify(words), REST);
  const look = useQuery({
    queryKey: ['publication', ticket.code, asked],
    queryFn: ({ signal }) => previewPublication(ticket.code, JSON.parse(asked) as typeof words, signal),
    placeholderData: keepPreviousData,
    retry: 1,
  });
  const seen = look.data;
  const parts = { content: marked(words.content, seen?.content), result: marked(words.result, seen?.result) };
  const current = parts.content !== null && parts.result !== null && !look.isPlaceholderData;
  const left = [...(parts.content ?? []), ...(parts.result ?? [])].filter((part) => part.kind !== '');
  // Where nothing could be looked at, whoever publishes has to say that they are sure.
  const asksSure = look.isError || sureLeft(left) || Boolean(faults['content'] || faults['result']);
  // Another has changed the ticket meanwhile: the page shows it, and what is typed here stays.
  const moved = seen !== undefined && seen.version > ticket.version;
  useEffect(() => {
    if (moved) void queries.invalidateQueries({ queryKey: ['ticket', ticket.code] });
  }, [moved, queries, ticket.code]);
  // Of another state of the ticket than was read, nothing is confirmed: its words may be others by now.
  const readOf = useRef(ticket.version);
  useEffect(() => {
    if (readOf.current === ticket.version) return;
    readOf.current = ticket.version;
    onType({ checked: '', sure: '' });
  }, [ticket.version, onType]);
  // Of other words than those that were read, nothing is confirmed.
  const write = (part: Partial<typeof words>) => onType({ ...part, checked: '', sure: '' });
  return (
    <div className="publish" data-testid="publish" data-current={current} data-found={left.length}>
      <p role="status" className={left.length > 0 ? 'publish-found' : 'soft'} data-testid="publish-found">
        {look.isError ? t('publish.unread') : !current ? t('publish.looking') : left.length > 0 ? t('publish.found', { n: left.length }) : t('publish.clean')}
        {look.isError && (
          <button type="button" className="act-button" onClick={() => void look.refetch()}>
            {t('acts.retry')}
          </button>
        )}
        {current && left.length > 1 && (
          <button
            type="button"
            className="act-button"
            data-testid="publish-hide-all"
            onClick={() => write({ content: hide(parts.content ?? [], () => true), result: hide(parts.result ?? [], () => true) })}
          >
            {t('publish.hideAll')}
          </button>
        )}
      </p>
      {WORDS.map(([name, title]) => (
        <Words key={name} name={name} title={title} words={words[name]} parts={parts[name]} fault={faults[name]} onWrite={(text) => write({ [name]: text })} />
      ))}
      {ticket.can?.includes('publish_file') && <Pictures ticket={ticket} files={seen?.files ?? []} />}
      {asksSure && (
        <Tick name="sure" on={typed['sure'] === 'yes'} onTick={(sure) => onType({ sure })}>
          {t('publish.sure')}
        </Tick>
      )}
      <Tick name="checked" on={typed['checked'] === 'yes'} onTick={(checked) => onType({ checked })} fault={faults['checked']}>
        {t('acts.checked')}
      </Tick>
    </div>
  );
}

/** The parts of words that were looked at; null: not yet, as they are now. */
function marked(words: string, seen: readonly TextPart[] | undefined): readonly TextPart[] | null {
  if (words.trim() === '') return [];
  return seen && wordsOf(seen) === words ? seen : null;
}

interface WordsProps {
  name: 'content' | 'result';
  title: Key;
  words: string;
  parts: readonly TextPart[] | null;
  fault: string | undefined;
  onWrite: (text: string) => void;
}

/** The words as everybody will read them; what was found in them is a button that hides it. Written in when somebody wants to. */
function Words({ name, title, words, parts, fault, onWrite }: WordsProps) {
  const t = useText();
  const label = useLabel();
  const [edits, setEdits] = useState(words.trim() === '');
  // What is refused is mended where it is written.
  const [told, setTold] = useState(fault);
  if (told !== fault) {
    setTold(fault);
    if (fault) setEdits(true);
  }
  const box = useRef<HTMLDivElement>(null);
  const next = useRef(-1);
  // The mark that was hidden had the focus: it goes to the one that has its place, or to what follows.
  useEffect(() => {
    if (next.current < 0 || !parts) return;
    const marks = [...(box.current?.querySelectorAll<HTMLElement>('.publish-mark') ?? [])];
    (marks[Math.min(next.current, marks.length - 1)] ?? box.current)?.focus();
    next.current = -1;
  }, [parts]);
  const id = `publish-${name}`;
  // Who asks to write, writes: the hand need not look for the field.
  const asked = useRef(false);
  useEffect(() => {
    if (edits && asked.current) document.getElementById(id)?.focus();
    asked.current = false;
  }, [edits, id]);
  const toggle = () => {
    asked.current = !edits;
    setEdits(!edits);
  };
  let nth = -1;
  return (
    <div className="act-field">
      <div className="publish-head">
        <label id={`${id}-label`} htmlFor={edits ? id : undefined}>
          {t(title)}
          <span aria-hidden> *</span>
        </label>
        <button type="button" className="act-button publish-edit" data-testid={`publish-edit-${name}`} aria-pressed={edits} onClick={toggle}>
          {t(edits ? 'publish.look' : 'publish.edit')}
          <span className="unseen"> {t(title)}</span>
        </button>
      </div>
      {fault && (
        <span className="fault" data-testid={`act-fault-${name}`} id={`${id}-fault`}>
          {fault}
        </span>
      )}
      {edits && (
        <textarea id={id} data-testid={`act-${name}`} className="act-input" rows={4} maxLength={10_000} value={words} aria-invalid={fault ? true : undefined} aria-describedby={fault ? `${id}-fault` : undefined} onChange={(event) => onWrite(event.target.value)} />
      )}
      {words.trim() !== '' && (
        <div ref={box} className="publish-words" role="group" aria-labelledby={`${id}-label`} tabIndex={-1} data-testid={`publish-${name}`}>
          {(parts ?? [{ text: words, kind: '', sure: false } as const]).map((part, at) => {
            if (part.kind === '') return <span key={at}>{part.text}</span>;
            const mine = ++nth;
            return (
              <button
                key={at}
                type="button"
                className={part.sure ? 'publish-mark publish-sure' : 'publish-mark'}
                data-testid={`publish-hide-${name}-${mine}`}
                data-found={part.kind}
                title={t('publish.hide')}
                onClick={() => {
                  next.current = mine;
                  onWrite(hide(parts ?? [], (_, n) => n === at));
                }}
              >
                {part.text} <small>{label('found', part.kind)} ×</small>
                <span className="unseen"> {t('publish.hide')}</span>
              </button>
            );
          })}
        </div>
      )}
    </div>
  );
}

function Tick({ name, on, fault, onTick, children }: { name: string; on: boolean; fault?: string | undefined; onTick: (value: string) => void; children: ReactNode }) {
  return (
    <label className="act-check">
      <input type="checkbox" data-testid={`act-${name}`} checked={on} aria-invalid={fault ? true : undefined} onChange={(event) => onTick(event.target.checked ? 'yes' : '')} /> {children}
      {fault && <span className="fault"> {fault}</span>}
    </label>
  );
}
