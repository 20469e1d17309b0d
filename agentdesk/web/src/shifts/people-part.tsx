import { EditOutlined } from '@ant-design/icons';
import { Button, Table, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { useOperators, useUnits } from '../api/queries';
import type { Operator } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { useLabel, useText } from '../i18n';
import { ErrorState } from '../shell/states';
import { called } from '../wallboard/order';
import { ProfileDialog } from './profile-dialog';
import { begins, dayOf, ends, shortDay, times } from './roster';
import { areaOptions, splitSkills } from './skills';

/** Which calls each operator may be given. */
export function PeoplePart() {
  const t = useText();
  const { user } = useSession();
  const operators = useOperators(true);
  const [editing, setEditing] = useState<Operator | null>(null);
  const canEdit = may(user, 'skills');
  const columns = useColumns(canEdit ? setEditing : undefined);
  return (
    <>
      <p className="page-note">
        {t('people.intro')} {!canEdit && t('people.readOnly')}
      </p>
      {operators.isError && !operators.data ? (
        <ErrorState within error={operators.error} onRetry={() => void operators.refetch()} />
      ) : (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys on a narrow screen
        <div className="scroll-x" role="region" aria-label={t('shifts.people')} tabIndex={0}>
          <Table<Operator>
            data-testid="people-table"
            size="small"
            rowKey="username"
            columns={columns}
            dataSource={operators.data ?? []}
            loading={{ spinning: operators.isPending, delay: 200 }}
            pagination={false}
            locale={{ emptyText: <p className="empty">{operators.isPending ? t('page.loading') : t('people.none')}</p> }}
            onRow={(o) => ({ 'data-testid': `person-${o.username}` }) as React.HTMLAttributes<HTMLElement>}
          />
        </div>
      )}
      {editing && <ProfileDialog operator={editing} onClose={() => setEditing(null)} />}
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

function useColumns(edit: ((operator: Operator) => void) | undefined): TableColumnsType<Operator> {
  const t = useText();
  const label = useLabel();
  const units = useUnits();
  const areas = useMemo(() => new Map(areaOptions(units.data ?? []).map((a) => [a.value, a.label])), [units.data]);
  const columns: TableColumnsType<Operator> = [
    {
      title: t('people.name'),
      key: 'name',
      width: 190,
      render: (_, o) => (
        <>
          <b>{called(o)}</b> <span className="soft small">{o.username}</span>
        </>
      ),
    },
    { title: t('people.queues'), key: 'queues', render: (_, o) => <Tags values={o.queues.map((q) => label('queue', q))} none={t('people.allQueues')} /> },
    { title: t('people.languages'), key: 'languages', render: (_, o) => <Tags values={splitSkills(o.skills).languages.map((l) => label('skilllang', l))} /> },
    { title: t('people.areas'), key: 'areas', render: (_, o) => <Tags values={splitSkills(o.skills).areas.map((a) => areas.get(a) ?? a)} /> },
    { title: t('people.groups'), key: 'groups', render: (_, o) => <Tags values={splitSkills(o.skills).groups.map((g) => label('group.short', g))} /> },
    { title: t('people.others'), key: 'others', render: (_, o) => <Tags values={splitSkills(o.skills).others} /> },
    {
      title: t('people.limit'),
      key: 'limit',
      width: 120,
      render: (_, o) => (o.max_hour > 0 ? <b>{t('people.limitOf', { n: o.max_hour })}</b> : <span className="soft">{t('people.noLimit')}</span>),
    },
    { title: t('people.shift'), key: 'shift', width: 130, render: (_, o) => <NextShift operator={o} /> },
  ];
  if (!edit) return columns;
  return [
    ...columns,
    {
      title: t('callbacks.act'),
      key: 'act',
      width: 90,
      render: (_, o) => (
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
