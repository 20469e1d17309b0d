import { useText } from '../i18n';

interface Marked {
  emergency: boolean;
  urgent: boolean;
  confidential: boolean;
}

/** What is said of a ticket wherever it stands, before its words: that somebody is in danger, that it cannot wait, that few may read it. */
export function Marks({ of }: { of: Marked }) {
  const t = useText();
  return (
    <>
      {of.emergency && (
        <span className="tag tag-urgent" data-testid="ticket-emergency">
          {t('emergency.flag')}
        </span>
      )}{' '}
      {of.urgent && <span className="tag tag-urgent">{t('ticket.urgent')}</span>} {of.confidential && <span className="tag tag-secret">{t('ticket.confidential')}</span>}
    </>
  );
}
