import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Ticket } from '../acts/kinds';
import { publishedForm, type Publication } from '../api/publication';
import { doAct } from '../api/work';
import { ApiError } from '../api/client';
import { useText } from '../i18n';

/** The ticket's files as everybody would see them; each is chosen, or left out, at once. */
export function Pictures({ ticket, files }: { ticket: Ticket; files: Publication['files'] }) {
  const t = useText();
  const queries = useQueryClient();
  const choose = useMutation({
    mutationFn: ({ id, shown }: { id: string; shown: boolean }) => doAct(ticket.code, 'publish-file', ticket.version, { file: id, public: shown, checked: shown }),
    onSuccess: (now) => queries.setQueryData(['ticket', ticket.code], now),
    onSettled: () => queries.invalidateQueries({ predicate: ({ queryKey: [of, code] }) => (of === 'publication' || of === 'ticket') && code === ticket.code }),
  });
  if (files.length === 0) return null;
  return (
    <fieldset className="publish-files">
      <legend>{t('publish.files')}</legend>
      {files.map((file) => {
        const name = file.name ? file.name : t('files.unnamed');
        const address = publishedForm(ticket.code, file.id);
        return (
          <label key={file.id} className="publish-file">
            <input
              type="checkbox"
              data-testid={`publish-file-${file.id}`}
              disabled={choose.isPending}
              checked={choose.isPending && choose.variables.id === file.id ? choose.variables.shown : file.public}
              onChange={(event) => choose.mutate({ id: file.id, shown: event.target.checked })}
            />
            {file.type.startsWith('image/') ? (
              <img src={address} alt="" width="96" height="96" loading="lazy" />
            ) : (
              <a href={address} target="_blank" rel="noreferrer">
                {t('publish.openFile')}
              </a>
            )}
            <span>{name}</span>
          </label>
        );
      })}
      {choose.error && (
        <p className="fault" role="alert" data-testid="publish-file-fault">
          {choose.error instanceof ApiError && !choose.error.offline ? choose.error.message : t('page.errorOffline')}
        </p>
      )}
    </fieldset>
  );
}
