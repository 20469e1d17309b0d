import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { usePersonName } from '../api/queries';
import { readingRules, setReadingRule, type ReadingRule } from '../api/rules';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { faultsOf, NO_FAULTS } from '../forms/faults';
import { SaveBar } from '../forms/save-bar';
import { useKept } from '../forms/use-kept';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { Search, useSought } from '../lists/search';
import { bothWays, heads } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { actorName } from '../shell/actor';
import './rules.css';

/** What is typed, by rule; what is as it was is not in it. */
type Draft = Readonly<Record<string, string>>;

const SORTS = bothWays('most', 'changed');
const NOTHING: Draft = {};
const MOST = 100_000;

function without(draft: Draft, name: string): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([of]) => of !== name));
}

function readable(text: string): boolean {
  return /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST;
}

/** How much one person may look at and take out, before it is told or refused (Điều 12.2). */
export default function ReadingPage() {
  const t = useText();
  const label = useLabel();
  const nameOf = usePersonName();
  const sought = useSought(SORTS);
  const { asked } = sought;
  // It comes by kind, which is no column's order.
  const head = heads<(typeof SORTS)[number] | 'kind'>(sought.sort, 'kind', (next) => sought.ask('sort', next));
  const queries = useQueryClient();
  const { user } = useSession();
  const changes = may(user, 'manage');
  const rules = useQuery({ queryKey: ['reading-rules', asked], queryFn: ({ signal }) => readingRules(asked, signal), placeholderData: keepPreviousData });
  const draft = useKept<Draft>('reading', 0, NOTHING);
  const typed = draft.value;
  const save = useMutation({
    // One after the other: what is saved stays saved when a later one is refused, and is no change any more.
    mutationFn: async () => {
      for (const [name, most] of Object.entries(typed)) {
        await setReadingRule(name, Number(most));
        draft.change((now) => (now[name] === most ? without(now, name) : now));
      }
      draft.saved(NOTHING, NOTHING, 0);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['reading-rules'] }),
  });
  const change = (rule: ReadingRule, most: string) => {
    if (!save.isPending) save.reset();
    draft.change(most === String(rule.most) && !save.isPending ? without(typed, rule.name) : { ...typed, [rule.name]: most });
  };
  const name = (rule: ReadingRule) => `${t(`readingkind.${rule.kind}`)}, ${label('readingper', rule.night ? 'night' : rule.per)}`;
  const columns: Column<ReadingRule>[] = [
    { key: 'name', title: t('readings.what'), render: (rule) => name(rule) },
    { key: 'then', title: t('readings.then'), width: 210, render: (rule) => label('readingthen', rule.per) },
    {
      key: 'most',
      title: t('readings.most'),
      width: 250,
      sort: head('most', true),
      render: (rule) => {
        const value = typed[rule.name] ?? String(rule.most);
        if (!changes) return rule.most;
        return (
          <span className="reading-row">
            <input inputMode="numeric" data-testid={`reading-${rule.name}`} aria-label={`${t('readings.most')}: ${name(rule)}`} aria-invalid={!readable(value)} value={value} onChange={(event) => change(rule, event.target.value.trim())} />
            {!readable(value) && <span className="fault">{t('readings.number', { most: MOST.toLocaleString('vi') })}</span>}
          </span>
        );
      },
    },
    { key: 'by', title: t('readings.changed'), width: 230, sort: head('changed', true), render: (rule) => <span className="soft">{rule.changed_by ? `${actorName(t, rule.changed_by, nameOf(rule.changed_by))}, ${dateTime(rule.changed_at)}` : '–'}</span> },
  ];
  const dirty = Object.keys(typed).length > 0;
  return (
    <form
      className="page page-narrow form"
      data-testid="reading-page"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="list-head">
        <h1>{t('readings.heading')}</h1>
        <Exports path="/reading-rules" query={asked} />
      </div>
      <p className="page-note">{t('readings.about')}</p>
      <Search testId="reading-search" of={sought} />
      <List<ReadingRule> testId="reading-table" label={t('readings.heading')} columns={columns} query={rules} rows={rules.data ?? []} rowKey={(rule) => rule.name} empty={t('lists.notFound')} />
      {changes && (
        <SaveBar
          testId="reading-save"
          label={t('readings.save')}
          busy={save.isPending}
          dirty={dirty}
          hand={draft.hand}
          ready={dirty && Object.values(typed).every(readable)}
          faults={save.error ? faultsOf(save.error) : NO_FAULTS}
          done={save.isSuccess && !dirty ? t('forms.saved') : ''}
          onDrop={() => draft.reset(NOTHING)}
        />
      )}
    </form>
  );
}
