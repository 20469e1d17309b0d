import { useQuery } from '@tanstack/react-query';
import { colleaguesOf } from '../api/work';
import { Combobox, type Tied } from '../forms/combobox';
import { useText } from '../i18n';
import { useFailure } from '../shell/use-failure';
import { fold } from '../tickets/units';

const WORDS = { type: 'acts.typeColleague', found: 'acts.colleaguesFound', unknown: 'acts.unknownColleague' } as const;

/** As many as are read at a glance; more letters make them fewer. */
const MOST = 8;

/** Who takes over what a unit has of a ticket, by name, of those who can. */
export function ColleagueInput({ code, ...tied }: Tied & { code: string }) {
  const t = useText();
  const query = useQuery({ queryKey: ['colleagues', code], queryFn: ({ signal }) => colleaguesOf(code, signal) });
  const failure = useFailure(query);
  const found = query.data ?? [];
  const several = new Set(found.map(({ unit }) => unit)).size > 1;
  const all = found.map((one) => ({ ...one, code: `${one.unit}/${one.username}` }));
  const search = (words: string) => {
    const wanted = fold(words).split(' ');
    return all.filter((one) => wanted.every((word) => ` ${fold(`${one.name} ${one.username} ${one.unit_name}`)}`.includes(` ${word}`))).slice(0, MOST);
  };
  return (
    <>
      <Combobox {...tied} all={all} proposed={all.slice(0, MOST)} search={search} note={(one) => (several ? `${one.username} · ${one.unit_name}` : one.username)} also={(one) => one.username} words={WORDS} />
      {query.data?.length === 0 && <span className="soft small">{t('acts.noColleague')}</span>}
      {failure !== null && (
        <span className="fault" role="alert">
          {t('acts.colleaguesFailed')}{' '}
          <button type="button" className="act-button" onClick={() => void query.refetch()}>
            {t('acts.retry')}
          </button>
        </span>
      )}
    </>
  );
}
