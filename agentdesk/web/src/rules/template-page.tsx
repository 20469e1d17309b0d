import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { ApiError } from '../api/client';
import { usePersonName } from '../api/queries';
import { getTemplate, saveTemplate, type MessageTemplate } from '../api/rules';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { Difference } from '../forms/difference';
import { useEdit } from '../forms/use-edit';
import { useLabel, useText } from '../i18n';
import { actorName } from '../shell/actor';
import { ErrorState, NotFound, PageLoading } from '../shell/states';
import { draftOf, TemplateForm, toRequest, type Draft } from './template-form';
import './rules.css';

/** One kind of message: its words, as somebody gets them, and what they were. */
export default function TemplatePage() {
  const { key = '' } = useParams();
  const template = useQuery({ queryKey: ['templates', key], queryFn: ({ signal }) => getTemplate(key, signal) });
  if (template.isPending) return <PageLoading />;
  if (template.error instanceof ApiError && template.error.status === 404) return <NotFound />;
  if (!template.data) return <ErrorState error={template.error} onRetry={() => void template.refetch()} />;
  return <Template key={key} template={template.data} />;
}

interface Worded {
  version: number;
  text: string;
  accents: boolean | null;
  said: string;
}

function Template({ template }: { template: MessageTemplate }) {
  const t = useText();
  const label = useLabel();
  const { user } = useSession();
  const changes = may(user, 'manage');
  const nameOf = usePersonName();
  const queries = useQueryClient();
  const edit = useEdit<Draft, MessageTemplate>({
    form: `template.${template.key}`,
    thing: template,
    version: (seen) => seen.version,
    draftOf,
    send: (draft, version) => saveTemplate(template.key, toRequest(draft), version),
    now: async () => {
      const found = await getTemplate(template.key);
      queries.setQueryData(['templates', template.key], found);
      return found;
    },
    onSaved: (saved) => {
      queries.setQueryData(['templates', template.key], saved);
      void queries.invalidateQueries({ queryKey: ['templates'], exact: true });
    },
  });
  const [open, setOpen] = useState<number | null>(null);
  const versions: Worded[] = [
    ...(template.versions ?? []).map((one) => ({ ...one, said: `${actorName(t, one.author, nameOf(one.author))}, ${dateTime(one.at)}` })),
    { version: 0, text: template.default, accents: null, said: t('template.own') },
  ];
  return (
    <div className="page page-narrow" data-testid="template-page" data-version={template.version}>
      <p>
        <Link to="/templates">{t('template.back')}</Link>
      </p>
      <h1>{label('template', template.key)}</h1>
      {changes ? <TemplateForm template={template} edit={edit} /> : <p className="template-shown">{template.text}</p>}
      <h2 className="page-part">{t('template.versions')}</h2>
      <ul className="plain" data-testid="template-versions">
        {versions.map((one) => (
          <li key={one.version} className="panel">
            <div className="form-bar">
              <b>{t('template.versionOf', { n: one.version })}</b> <span className="soft">{one.said}</span>
              {one.version === template.version && <span className="tag tag-live">{t('calendar.now')}</span>}
              {one.version !== template.version && (
                <button
                  type="button"
                  className="form-button"
                  aria-expanded={open === one.version}
                  aria-label={`${t('template.compare')}: ${one.version}`}
                  data-testid={`template-compare-${one.version}`}
                  onClick={() => setOpen(open === one.version ? null : one.version)}
                >
                  {t('template.compare')}
                </button>
              )}
              {changes && one.version !== template.version && (
                <button
                  type="button"
                  className="form-button"
                  aria-label={`${t('template.use')}: ${one.version}`}
                  data-testid={`template-use-${one.version}`}
                  onClick={() => {
                    edit.change(draftOf(one));
                    document.getElementById('template-text')?.focus();
                  }}
                >
                  {t('template.use')}
                </button>
              )}
            </div>
            {open === one.version && <Difference before={one.text} after={template.text} testId="template-changes" />}
          </li>
        ))}
      </ul>
    </div>
  );
}
