import { useQueryClient } from '@tanstack/react-query';
import { AutoComplete, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { useText, type Key } from '../i18n';
import { hearsAt, saysWhy, setWhy, useWhy } from './why';

const CHOICES = ['why.quality', 'why.complaint', 'why.unit', 'why.inspection', 'why.request', 'why.periodic', 'why.training'] as const satisfies readonly Key[];

/** The requests that show people, by the first word of their keys. */
const PEOPLE: ReadonlySet<unknown> = new Set(['call', 'calls', 'ticket', 'ticket-history', 'tickets', 'messages', 'callbacks', 'audit', 'legal-holds']);

/** Asks whoever audits why they look, chosen or typed; from then on everybody is shown in full, and each look is noted with it. hearing: recordings alone ask for it, on the pages that have them. */
export function WhyBar({ hearing = false }: { hearing?: boolean }) {
  const t = useText();
  const client = useQueryClient();
  const reason = useWhy();
  const [typed, setTyped] = useState(reason);
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const say = (next: string) => {
    setWhy(next);
    setTyped(next.trim());
    setOpen(false);
    // What was fetched before was shown as somebody without a reason, or with another, sees it.
    void client.resetQueries({ predicate: ({ queryKey: [of] }) => PEOPLE.has(of) });
  };
  // Whoever signs in next has said nothing yet.
  useEffect(() => () => setWhy(''), []);
  if (hearing && !hearsAt(pathname)) return null;
  return (
    <form
      className="filters why-bar"
      data-testid="why"
      data-given={reason !== ''}
      aria-label={t('why.title')}
      onSubmit={(event) => {
        event.preventDefault();
        if (saysWhy(typed)) say(typed);
      }}
    >
      <label className="soft" htmlFor="why-reason">
        {t(reason ? 'why.given' : hearing ? 'why.askToHear' : 'why.ask')}
      </label>
      <AutoComplete
        id="why-reason"
        className="filter-wide"
        data-testid="why-reason"
        value={typed}
        open={open}
        onOpenChange={setOpen}
        maxLength={500}
        options={CHOICES.map((key) => ({ value: t(key) }))}
        placeholder={t('why.hint')}
        onChange={setTyped}
      />
      <Button type={reason ? 'default' : 'primary'} htmlType="submit" data-testid="why-say" disabled={!saysWhy(typed) || typed.trim() === reason}>
        {t('why.say')}
      </Button>
      {reason !== '' && (
        <Button type="text" data-testid="why-end" onClick={() => say('')}>
          {t('why.end')}
        </Button>
      )}
    </form>
  );
}
