import { useState } from 'react';
import { useText } from '../i18n';

interface Props {
  testId: string;
  title: string;
  about: string;
  secret: string;
  /** Where it is used, with it; copied in its place. */
  link?: string;
  onDone: () => void;
}

/** Something that is shown this once. */
export function SecretPanel({ testId, title, about, secret, link, onDone }: Props) {
  const t = useText();
  const [copied, setCopied] = useState(false);
  return (
    <section className="panel secret-panel" role="status" aria-label={title}>
      <h2>{title}</h2>
      <p>{about}</p>
      <code className="secret" data-testid={testId}>
        {secret}
      </code>
      {link && <p className="secret-link">{link}</p>}
      <div className="form-bar">
        <button
          type="button"
          className="form-button"
          data-testid={`${testId}-copy`}
          // Where copying is not let it can be marked and copied by hand.
          onClick={() => void navigator.clipboard.writeText(link ?? secret).then(() => setCopied(true), () => undefined)}
        >
          {t(link ? 'accounts.copyLink' : 'accounts.copy')}
        </button>
        <button type="button" className="form-button form-main" data-testid={`${testId}-done`} onClick={onDone}>
          {t('accounts.handedOver')}
        </button>
        <span className="soft small">{copied && t('accounts.copied')}</span>
      </div>
    </section>
  );
}
