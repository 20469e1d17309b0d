// Terms while they are written: as the fields of the form have them.

import type { Policy, PolicyTerms } from '../api/rules';

export type Clock = PolicyTerms['rules'][number]['clock'];
export type Question = PolicyTerms['readings'][number]['question'];
export type Measure = 'minutes' | 'hours' | 'days';
export const MEASURES: readonly Measure[] = ['minutes', 'hours', 'days'];

/** The ways in which each place of the regulation can be read; the server has the same. */
export const ANSWERS: Readonly<Record<Question, readonly [string, string]>> = {
  counted_from: ['own_receipt', 'ticket_receipt'],
  asking_back: ['goes_on', 'pauses'],
  promise: ['defers', 'changes_nothing'],
  operators_hour: ['office_hours', 'round_the_clock'],
};

export interface RuleDraft {
  clock: Clock;
  amount: string;
  measure: Measure;
  /** Working minutes before it runs out; empty: no warning. */
  warn: string;
  clause: string;
}

export interface Draft {
  version: string;
  from: string;
  rules: RuleDraft[];
  readings: { question: Question; answer: string; clause: string }[];
  note: string;
}

/** New terms are those of a policy, to be changed, under another name and from another day. */
export function draftOf(policy: Policy): Draft {
  return {
    version: '',
    from: '',
    note: '',
    rules: policy.rules.map((rule) => ({ clock: rule.clock, ...amountOf(rule), warn: rule.warn_minutes ? String(rule.warn_minutes) : '', clause: rule.clause })),
    readings: policy.readings.map(({ question, answer, clause }) => ({ question, answer, clause })),
  };
}

/** A term in the largest measure that says it whole. */
export function amountOf({ minutes = 0, days = 0 }: { minutes?: number; days?: number }): { amount: string; measure: Measure } {
  if (days > 0) return { amount: String(days), measure: 'days' };
  return minutes % 60 === 0 ? { amount: String(minutes / 60), measure: 'hours' } : { amount: String(minutes), measure: 'minutes' };
}

/** A whole number as it is typed; what is none is 0, which the server refuses at its place, or another that it does. */
function whole(text: string, none = 0): number {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : none;
}

export function toTerms(draft: Draft): PolicyTerms {
  return {
    version: draft.version.trim(),
    from: draft.from,
    note: draft.note.trim(),
    readings: draft.readings.map((reading) => ({ ...reading, clause: reading.clause.trim() })),
    rules: draft.rules.map(({ clock, amount, measure, warn, clause }) => ({
      clock,
      ...(measure === 'days' ? { days: whole(amount) } : { minutes: whole(amount) * (measure === 'hours' ? 60 : 1) }),
      // What is no number is refused, and not taken for "no warning".
      warn_minutes: warn.trim() === '' ? 0 : whole(warn, -1),
      clause: clause.trim(),
    })),
  };
}

/** All of it as text, a line each, to be laid beside another. */
export function wordsOf(draft: Draft, label: (family: string, code: string) => string): string {
  return [
    `${draft.version} ${draft.from}`.trim(),
    ...draft.rules.map(({ clock, amount, measure, warn, clause }) => `${label('term', clock)}: ${amount} ${label('measure', measure)} ${warn} ${clause}`.trimEnd()),
    ...draft.readings.map(({ question, answer, clause }) => `${label('question', question)}: ${label('reading', answer)} ${clause}`.trimEnd()),
    draft.note,
  ]
    .filter(Boolean)
    .join('\n');
}
