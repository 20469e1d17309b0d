import { CheckCircleFilled, CopyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useLanguage, useText } from '../i18n';
import { codeGroups } from './form-model';

const SPOKEN = {
  vi: ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
} as const;

/** A filed ticket's code: large, in groups as it is read out, with the words beneath. */
export function Filed({ code, onAnother }: { code: string; onAnother: () => void }) {
  const t = useText();
  const words = SPOKEN[useLanguage()];
  const [copied, setCopied] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const groups = codeGroups(code);

  // The form that had the focus is gone: say what has come of it.
  useEffect(() => heading.current?.focus(), []);

  const copy = async () => {
    await navigator.clipboard.writeText(code);
    setCopied(true);
  };
  return (
    <div className="filed">
      <h3 ref={heading} tabIndex={-1}>
        <CheckCircleFilled aria-hidden /> {t('ticket.filed')}
      </h3>
      <p className="soft">{t('ticket.readOut')}</p>
      <div className="filed-code" data-testid="ticket-code" data-code={code} aria-label={code}>
        {groups.map((group, index) => (
          <span className="filed-group" key={index}>
            <b aria-hidden>{group}</b>
            <span className="filed-words">{Array.from(group, (digit) => words[Number(digit)] ?? digit).join(' ')}</span>
          </span>
        ))}
      </div>
      <p className="filed-plain">{code}</p>
      <div className="filed-actions">
        <Button icon={<CopyOutlined />} data-testid="ticket-copy" onClick={() => void copy()}>
          <span aria-live="polite">{copied ? t('ticket.copied') : t('ticket.copy')}</span>
        </Button>
        <Button data-testid="ticket-another" onClick={onAnother}>
          {t('ticket.another')}
        </Button>
        <Link to={`/tickets/${code}`}>{t('ticket.open')}</Link>
      </div>
    </div>
  );
}
