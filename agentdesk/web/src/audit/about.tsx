import { Link } from 'react-router';
import { usePersonName } from '../api/queries';
import { useLabel, useText } from '../i18n';
import { dashed } from '../tickets/code';
import { objectOf } from './filters';

/** What an entry is about: a call leads to its record, a ticket to itself, a person to the calls that they had. */
export function About({ object }: { object: string }) {
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
    case 'ticket':
    case 'message':
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
