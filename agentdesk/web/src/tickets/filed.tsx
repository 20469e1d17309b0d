import { CheckCircleFilled, CopyOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { CopyWords } from '../acts/copy-words';
import '../acts/acts.css';
import { getTicket } from '../api/client';
import { showNumber } from '../desk/number';
import { useLabel, useLanguage, useText } from '../i18n';
import { stateKey } from '../messages/state';
import { copied } from '../shell/clipboard';
import { codeGroups } from './form-model';

const SPOKEN = {
  vi: ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
} as const;

/** A filed ticket's code, or that of one on which the call was noted: large, in groups as it is read out, with the words beneath. since: what the form says and the ticket may not; there: to a caller who is on the line. */
export function Filed({ code, noted, since, there, onAnother }: { code: string; noted: boolean; since: string; there: boolean; onAnother: () => void }) {
  const t = useText();
  const words = SPOKEN[useLanguage()];
  const [became, setBecame] = useState<'copied' | 'selected' | null>(null);
  const plain = useRef<HTMLParagraphElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const groups = codeGroups(code);

  // The form that had the focus is gone: say what has come of it.
  useEffect(() => heading.current?.focus(), []);

  const copy = async () => {
    const done = await copied(code);
    if (!done && plain.current) getSelection()?.selectAllChildren(plain.current);
    setBecame(done ? 'copied' : 'selected');
  };
  return (
    <div className="filed">
      <h3 ref={heading} tabIndex={-1}>
        <CheckCircleFilled aria-hidden /> {t(noted ? 'ticket.noted' : 'ticket.filed')}
      </h3>
      {there ? <p className="soft">{t('ticket.readOut')}</p> : <CallerGone code={code} />}
      <div className="filed-code" data-testid="ticket-code" data-code={code} data-noted={noted} aria-label={code}>
        {groups.map((group, index) => (
          <span className="filed-group" key={index}>
            <b aria-hidden>{group}</b>
            <span className="filed-words">{Array.from(group, (digit) => words[Number(digit)] ?? digit).join(' ')}</span>
          </span>
        ))}
      </div>
      <p ref={plain} className="filed-plain">{code}</p>
      {since !== '' && (
        <div className="notice" role="alert" data-testid="ticket-filed-before">
          <p>{t('ticket.filedBefore')}</p>
          <p className="running">{since}</p>
          <CopyWords words={since} />
        </div>
      )}
      <div className="filed-actions">
        <Button icon={<CopyOutlined />} data-testid="ticket-copy" onClick={() => void copy()}>
          <span aria-live="polite">{became === 'copied' ? t('ticket.copied') : t('ticket.copy')}</span>
        </Button>
        <Button data-testid="ticket-another" onClick={onAnother}>
          {t('ticket.another')}
        </Button>
        <Link to={`/tickets/${code}`}>{t('ticket.open')}</Link>
      </div>
      <p role="status" className="soft small">
        {became === 'selected' && t('acts.selected')}
      </p>
    </div>
  );
}

/** Nobody is there to be read it: whether it is sent to them, and where. */
function CallerGone({ code }: { code: string }) {
  const t = useText();
  const label = useLabel();
  const ticket = useQuery({ queryKey: ['ticket', code, 'told'], queryFn: ({ signal }) => getTicket(code, signal) });
  const told = ticket.data?.told?.[0];
  return (
    <p className="soft" role="status" data-testid="ticket-caller-gone" data-told={told?.state ?? ''}>
      {told && t('ticket.goneTold', { by: label('toldby', told.channel), to: told.channel === 'sms' ? showNumber(told.to) : told.to, how: label('told', stateKey(told)) })}
      {ticket.isSuccess && !told && t('ticket.goneUntold')}
      {!ticket.isSuccess && t('ticket.gone')}
    </p>
  );
}
