import { EditOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Suspense, useMemo, useState } from 'react';
import { useUnits } from '../api/queries';
import { allOperators, type OperatorsQuery } from '../api/staff';
import type { Operator } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { Search, useSought } from '../lists/search';
import { bothWays, heads } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { part } from '../shell/part';
import { called } from '../wallboard/order';
import { begins, dayOf, ends, shortDay, times } from './roster';
import { areaOptions, splitSkills } from './skills';

const ProfileDialog = part(() => import('./profile-dialog'), (m) => m.ProfileDialog);

const SORTS = bothWays('name', 'limit', 'shift');
type Sort = (typeof SORTS)[number];

/** Which calls each operator may be given. */
export function PeoplePart() {
  const t = useText();
  const { user } = useSession();
  const sought = useSought(SORTS);
  const asked: OperatorsQuery = { sort: 'name', ...sought.asked };
  const operators = useQuery({ queryKey: ['operators', asked], queryFn: ({ signal }) => allOperators(asked, signal), placeholderData: keepPreviousData });
  const [editing, setEditing] = useState<Operator | null>(null);
  const canEdit = may(user, 'skills');
  const columns = useColumns(canEdit ? setEditing : undefined, heads<Sort>(sought.sort, 'name', (next) => sought.ask('sort', next)));
  return (
    <>
      <p className="page-note">
        {t('people.intro')} {!canEdit && t('people.readOnly')}
      </p>
      <div className="list-head">
        <Search testId="people-search" of={sought} />
        <Exports path="/operators" query={asked} />
      </div>
      <List<Operator>
        testId="people-table"
        label={t('shifts.people')}
        columns={columns}
        query={operators}
        rows={operators.data ?? []}
        rowKey={(o) => o.username}
        empty={t(sought.q ? 'lists.notFound' : 'people.none')}
        row={(o) => ({ 'data-testid': `person-${o.username}` })}
      />
      {editing && (
        <Suspense>
          <ProfileDialog operator={editing} onClose={() => setEditing(null)} />
        </Suspense>
      )}
    </>
  );
}

function Tags({ values, none = '–' }: { values: readonly string[]; none?: string }) {
  if (values.length === 0) return <span className="soft">{none}</span>;
  return (
    <span className="tags">
      {values.map((value) => (
        <span key={value} className="tag">
          {value}
        </span>
      ))}
    </span>
  );
}

function useColumns(edit: ((operator: Operator) => void) | undefined, head: ReturnType<typeof heads<Sort>>): Column<Operator>[] {
  const t = useText();
  const label = useLabel();
  const units = useUnits();
  const areas = useMemo(() => new Map(areaOptions(units.data ?? []).map((a) => [a.value, a.label])), [units.data]);
  const columns: Column<Operator>[] = [
    {
      title: t('people.name'),
      key: 'name',
      width: 190,
      sort: head('name'),
      render: (o) => (
        <>
          <b>{called(o)}</b> <span className="soft small">{o.username}</span>
        </>
      ),
    },
    { title: t('people.queues'), key: 'queues', render: (o) => <Tags values={o.queues.map((q) => label('queue', q))} none={t('people.allQueues')} /> },
    { title: t('people.languages'), key: 'languages', render: (o) => <Tags values={splitSkills(o.skills).languages.map((l) => label('skilllang', l))} /> },
    { title: t('people.areas'), key: 'areas', render: (o) => <Tags values={splitSkills(o.skills).areas.map((a) => areas.get(a) ?? a)} /> },
    { title: t('people.groups'), key: 'groups', render: (o) => <Tags values={splitSkills(o.skills).groups.map((g) => label('group.short', g))} /> },
    { title: t('people.others'), key: 'others', render: (o) => <Tags values={splitSkills(o.skills).others} /> },
    {
      title: t('people.limit'),
      key: 'limit',
      width: 120,
      sort: head('limit', true),
      render: (o) => (o.max_hour > 0 ? <b>{t('people.limitOf', { n: o.max_hour })}</b> : <span className="soft">{t('people.noLimit')}</span>),
    },
    { title: t('people.shift'), key: 'shift', width: 130, sort: head('shift'), render: (o) => <NextShift operator={o} /> },
  ];
  if (!edit) return columns;
  return [
    ...columns,
    {
      title: t('callbacks.act'),
      key: 'act',
      width: 90,
      render: (o) => (
        <Button icon={<EditOutlined />} data-testid={`person-edit-${o.username}`} aria-label={t('people.editOf', { name: called(o) })} onClick={() => edit(o)}>
          {t('people.edit')}
        </Button>
      ),
    },
  ];
}

function NextShift({ operator }: { operator: Operator }) {
  const { shift } = operator;
  if (!shift) return <span className="soft">–</span>;
  return (
    <span className="clock">
      {shortDay(dayOf(begins(shift)))} {times(begins(shift), ends(shift))}
    </span>
  );
}
