import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { clock } from '../desk/time';
import { useText, type Key } from '../i18n';
import type { Trouble } from './attempt';
import { Card } from './card';

interface Props {
  /** What this step is; the form's name for screen readers too. */
  title: Key;
  trouble: Trouble | null;
  left: number;
  /** What to tell while nothing went wrong. */
  news?: { text: string; type: 'info' | 'warning' } | null;
  onSubmit: () => void;
  children: ReactNode;
}

const GENTLE: readonly Trouble[] = ['tooMany', 'offline', 'failed', 'stepGone'];

/** The card that every step of signing in stands in. */
export function StepFrame({ title, trouble, left, news = null, onSubmit, children }: Props) {
  const t = useText();
  return (
    <Card>
      <form
        aria-label={t(title)}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {/* One place for what went wrong, of constant height: nothing jumps while typing. */}
        <div className="signin-trouble" role="alert" data-testid="login-trouble" data-trouble={trouble ?? ''}>
          {trouble ? (
            <Alert
              type={GENTLE.includes(trouble) ? 'warning' : 'error'}
              showIcon
              title={trouble === 'tooMany' && left > 0 ? t('login.tooManyFor', { time: clock(left) }) : t(`login.${trouble}`)}
            />
          ) : (
            news && <Alert type={news.type} showIcon title={news.text} />
          )}
        </div>
        {children}
      </form>
    </Card>
  );
}
