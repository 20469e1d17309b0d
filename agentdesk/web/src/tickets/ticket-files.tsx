import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { attachFile, fileAddress, type Purpose } from '../api/files';
import { ApiError } from '../api/client';
import type { Ticket } from '../api/types';
import { usePersonName } from '../api/queries';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { barredText, barring } from '../files/barred';
import { useLabel, useText } from '../i18n';
import { useWhy, withWhy } from '../shell/why';

/** A ticket's files: to be opened, and to be added to by whoever may. */
export function TicketFiles({ ticket }: { ticket: Ticket }) {
  const t = useText();
  const label = useLabel();
  const nameOf = usePersonName();
  const said = useWhy();
  const files = ticket.attachments ?? [];
  const mayAdd = (ticket.can ?? []).includes('attach');
  if (files.length === 0 && !mayAdd) return null;
  return (
    <section className="panel" data-testid="ticket-files">
      <h2>{t('case.files')}</h2>
      <ul className="plain case-part">
        {files.map((file) => (
          <li key={file.id} data-testid={`file-${file.id}`} data-purpose={file.purpose}>
            <a href={withWhy(fileAddress(ticket.code, file.id), said)} target="_blank" rel="noreferrer">
              {file.name ? file.name : t('files.unnamed')}
            </a>{' '}
            <span className="tag">{label('purpose', file.purpose)}</span> {file.trusted && <span className="tag tag-good">{t('files.signed')}</span>}
            {file.removed && <span className="tag tag-waits">{t('files.removed')}</span>}{' '}
            <span className="soft small">
              {sizeOf(file.bytes)} · {nameOf(file.added_by)} · {dateTime(file.added_at)}
            </span>
          </li>
        ))}
      </ul>
      {mayAdd && <AddFile ticket={ticket} />}
    </section>
  );
}

function AddFile({ ticket }: { ticket: Ticket }) {
  const t = useText();
  const { user } = useSession();
  const queries = useQueryClient();
  const unit = user.role === 'officer' || user.role === 'head';
  const purposes: readonly Purpose[] = unit ? ['progress', 'reply'] : ['evidence'];
  const [purpose, setPurpose] = useState<Purpose>(purposes[0] ?? 'evidence');
  const [refused, setRefused] = useState('');
  const add = useMutation({
    mutationFn: (file: File) => attachFile(ticket.code, file, file.name, purpose),
    onSettled: () => queries.invalidateQueries({ queryKey: ['ticket', ticket.code] }),
  });
  return (
    <div className="files-add">
      {purposes.length > 1 && (
        <select className="act-input" aria-label={t('files.purpose')} data-testid="file-purpose" value={purpose} onChange={(event) => setPurpose(purposes.find((one) => one === event.target.value) ?? 'progress')}>
          {purposes.map((one) => (
            <option key={one} value={one}>
              {t(`purpose.${one}`)}
            </option>
          ))}
        </select>
      )}
      <label className="act-button files-choose">
        {t(add.isPending ? 'files.sending' : 'files.add')}
        <input
          type="file"
          className="unseen"
          data-testid="file-choose"
          disabled={add.isPending}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (!file) return;
            // What would be refused is not sent: on a telephone that may take minutes.
            const barred = barring(file);
            setRefused(barred ? barredText(t, { name: file.name, barred }) : '');
            if (barred) add.reset();
            else add.mutate(file);
          }}
        />
      </label>
      {refused && (
        <span className="fault" role="alert" data-testid="file-barred">
          {refused}
        </span>
      )}
      {add.error && (
        <span className="fault" role="alert" data-testid="file-fault">
          {add.error instanceof ApiError && !add.error.offline ? add.error.message : t('page.errorOffline')}{' '}
          {mayGoAgain(add.error) && (
            <button type="button" className="act-button" data-testid="file-retry" onClick={() => add.mutate(add.variables)}>
              {t('acts.retry')}
            </button>
          )}
        </span>
      )}
    </div>
  );
}

/** What was refused for what it is, is refused again. */
function mayGoAgain(error: Error): boolean {
  return !(error instanceof ApiError) || ![413, 415, 422].includes(error.status);
}

/** As people say it: 2,4 MB. */
export function sizeOf(bytes: number): string {
  return bytes < 1 << 20 ? `${String(Math.max(1, Math.round(bytes / 1024)))} KB` : `${(bytes / (1 << 20)).toLocaleString('vi', { maximumFractionDigits: 1 })} MB`;
}
