import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { allTemplates, type MessageTemplate, type TemplatesQuery } from '../api/rules';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { Search, useSought } from '../lists/search';
import { bothWays, heads } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { useAddress } from '../lists/use-address';

const SORTS = bothWays('template', 'channel', 'text', 'version');

/** A wording as people read it: what values are put in by their names, not by their codes. */
function readable(text: string, label: (family: string, code: string) => string): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => `[${label('msgvalue', name)}]`);
}

/** How each kind of message is worded. */
export default function TemplatesPage() {
  const t = useText();
  const label = useLabel();
  const sought = useSought(SORTS);
  const { sort, ask } = sought;
  const [address] = useAddress();
  const own = address.get('own') === 'true';
  const asked: TemplatesQuery = { ...sought.asked, ...(own && { own }) };
  const templates = useQuery({ queryKey: ['templates', asked], queryFn: ({ signal }) => allTemplates(asked, signal), placeholderData: keepPreviousData });
  const head = heads(sort, '', (next) => ask('sort', next));
  const columns: Column<MessageTemplate>[] = [
    { key: 'name', title: t('template.name'), width: 260, sort: head('template'), render: (one) => <Link to={`/templates/${one.key}`}>{label('template', one.key)}</Link> },
    { key: 'channel', title: t('messages.channel'), width: 90, sort: head('channel'), render: (one) => label('toldby', one.channel) },
    { key: 'text', title: t('template.text'), sort: head('text'), render: (one) => readable(one.text, label) },
    { key: 'version', title: t('template.version'), width: 140, sort: head('version', true), render: (one) => (one.version === 0 ? <span className="soft">{t('template.own')}</span> : one.version) },
  ];
  return (
    <div className="page" data-testid="templates-page">
      <div className="list-head">
        <h1>{t('template.heading')}</h1>
        <label>
          <input type="checkbox" data-testid="templates-own" checked={own} onChange={(event) => ask('own', event.target.checked ? 'true' : '')} /> {t('template.onlyOwn')}
        </label>
        <Exports path="/message-templates" query={{ ...asked }} />
      </div>
      <p className="page-note">{t('template.about')}</p>
      <Search testId="templates-search" of={sought} />
      <List<MessageTemplate> testId="templates-table" label={t('template.heading')} columns={columns} query={templates} rows={templates.data ?? []} rowKey={(one) => one.key} empty={t(sought.q ? 'lists.notFound' : 'template.none')} row={(one) => ({ 'data-testid': `template-${one.key}`, 'data-version': one.version })} />
    </div>
  );
}
