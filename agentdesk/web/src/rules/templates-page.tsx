import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { allTemplates, type MessageTemplate } from '../api/rules';
import { useLabel, useText } from '../i18n';
import { List, type Column } from '../lists/table';

/** A wording as people read it: what values are put in by their names, not by their codes. */
function readable(text: string, label: (family: string, code: string) => string): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => `[${label('msgvalue', name)}]`);
}

/** How each kind of message is worded. */
export default function TemplatesPage() {
  const t = useText();
  const label = useLabel();
  const templates = useQuery({ queryKey: ['templates'], queryFn: ({ signal }) => allTemplates(signal) });
  const columns: Column<MessageTemplate>[] = [
    { key: 'name', title: t('template.name'), width: 260, render: (one) => <Link to={`/templates/${one.key}`}>{label('template', one.key)}</Link> },
    { key: 'channel', title: t('messages.channel'), width: 80, render: (one) => label('toldby', one.channel) },
    { key: 'text', title: t('template.text'), render: (one) => readable(one.text, label) },
    { key: 'version', title: t('template.version'), width: 140, render: (one) => (one.version === 0 ? <span className="soft">{t('template.own')}</span> : one.version) },
  ];
  return (
    <div className="page" data-testid="templates-page">
      <h1>{t('template.heading')}</h1>
      <p className="page-note">{t('template.about')}</p>
      <List<MessageTemplate> testId="templates-table" label={t('template.heading')} columns={columns} query={templates} rows={templates.data ?? []} rowKey={(one) => one.key} empty="" row={(one) => ({ 'data-testid': `template-${one.key}`, 'data-version': one.version })} />
    </div>
  );
}
