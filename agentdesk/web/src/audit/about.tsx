import { Link } from 'react-router';
import { usePersonName } from '../api/queries';
import { useLabel, useText } from '../i18n';
import { dashed } from '../tickets/code';
import { objectOf } from './filters';

/**
 * What an entry is about: a call leads to its record, and so do its recordings and emergencies
 * (call); a ticket leads to itself, a person to the calls that they had.
 */
export function About({ object, call = '' }: { object: string; call?: string }) {
  const t = useText();
  const label = useLabel();
  const nameOf = usePersonName();
  const { kind, id } = objectOf(object);
  switch (kind) {
    case 'call':
      return (
        <Link className="code" to={`/calls/${encodeURIComponent(id)}`}>
          {id}
        </Link>
      );
    case 'recording':
    case 'emergency':
      return (
        <span title={object}>
          {label('auditobject', kind)} {kind === 'emergency' && id}{' '}
          {call ? (
            <Link className="code" to={`/calls/${encodeURIComponent(call)}`}>
              {call}
            </Link>
          ) : (
            kind === 'recording' && <span className="soft small audit-id">{id}</span>
          )}
        </span>
      );
    case 'ticket':
    case 'message':
      if (!/^\d{9}$/.test(id)) return <span title={object}>{label('auditobject', 'sms')}</span>;
      return (
        <>
          {kind === 'message' && `${label('auditobject', kind)} `}
          <Link className="code" to={`/tickets/${encodeURIComponent(dashed(id))}`}>
            {dashed(id)}
          </Link>
        </>
      );
    case 'user':
      return (
        <Link title={t('audit.callsOf', { name: nameOf(id) })} to={`/calls?operator=${encodeURIComponent(id)}`}>
          {nameOf(id)}
        </Link>
      );
    case '':
      return <span>{label('auditobject', id)}</span>;
    default:
      return (
        <span title={object}>
          {label('auditobject', kind)} <span className="soft small audit-id">{id}</span>
        </span>
      );
  }
}
