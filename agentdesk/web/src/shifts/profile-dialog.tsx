import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Input, Modal, Select } from 'antd';
import { useId, useMemo, useState } from 'react';
import { allQueues, ApiError } from '../api/client';
import { editOperator } from '../api/staff';
import { useUnits } from '../api/queries';
import type { Operator } from '../api/types';
import { useLabel, useText } from '../i18n';
import { Several } from '../shell/several';
import { GROUPS } from '../tickets/draft';
import { faultAttributes, Labelled } from '../tickets/labelled';
import { called } from '../wallboard/order';
import { areaOptions, joinSkills, LANGUAGES, readLimit, splitSkills, type Skills } from './skills';

/** What an operator is there for. */
export function ProfileDialog({ operator, onClose }: { operator: Operator; onClose: () => void }) {
  const t = useText();
  const label = useLabel();
  const id = useId();
  const client = useQueryClient();
  const units = useUnits();
  const known = useQuery({ queryKey: ['queues'], queryFn: ({ signal }) => allQueues(signal) });
  const [queues, setQueues] = useState<string[]>(operator.queues);
  const [skills, setSkills] = useState<Skills>(() => splitSkills(operator.skills));
  const [limit, setLimit] = useState(operator.max_hour > 0 ? String(operator.max_hour) : '');
  const change = (part: Partial<Skills>) => setSkills({ ...skills, ...part });
  const areas = useMemo(() => areaOptions(units.data ?? []), [units.data]);
  const most = readLimit(limit);
  const save = useMutation({
    mutationFn: () => editOperator(operator.username, { queues, skills: joinSkills(skills), max_hour: most ?? 0 }),
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries({ queryKey: ['operators'] }),
  });
  const limitFault = most === null ? t('people.badLimit') : undefined;
  return (
    <Modal
      open
      title={called(operator)}
      okText={t('shifts.save')}
      okButtonProps={{ 'data-testid': 'person-save', disabled: most === null }}
      cancelText={t('shifts.back')}
      confirmLoading={save.isPending}
      onOk={() => save.mutate()}
      onCancel={onClose}
    >
      <div className="dialog-form" data-testid="person-dialog">
        <Several
          id={`${id}-queues`}
          testid="person-queues"
          label={t('people.queues')}
          hint={t('people.allQueues')}
          value={queues}
          options={(known.data ?? []).map((q) => ({ value: q.name, label: label('queue', q.name) }))}
          onChange={setQueues}
        />
        <Several
          id={`${id}-languages`}
          testid="person-languages"
          label={t('people.languages')}
          value={skills.languages}
          options={LANGUAGES.map((code) => ({ value: code, label: t(`skilllang.${code}`) }))}
          onChange={(languages) => change({ languages })}
        />
        <Several id={`${id}-areas`} testid="person-areas" label={t('people.areas')} value={skills.areas} options={areas} onChange={(chosen) => change({ areas: chosen })} />
        <Several
          id={`${id}-groups`}
          testid="person-groups"
          label={t('people.groups')}
          value={skills.groups}
          options={GROUPS.map((group) => ({ value: String(group), label: t(`group.short.${group}`) }))}
          onChange={(groups) => change({ groups })}
        />
        <Labelled label={t('people.others')} htmlFor={`${id}-others`}>
          <Select<string[]> id={`${id}-others`} mode="tags" open={false} suffix={null} placeholder={t('people.othersHint')} value={skills.others} onChange={(others) => change({ others })} />
        </Labelled>
        <Labelled label={t('people.limitLabel')} htmlFor={`${id}-limit`} fault={limitFault}>
          <Input
            id={`${id}-limit`}
            data-testid="person-limit"
            className="dialog-limit"
            inputMode="numeric"
            maxLength={4}
            placeholder={t('people.limitHint')}
            value={limit}
            {...faultAttributes(`${id}-limit`, limitFault)}
            onChange={(event) => setLimit(event.target.value)}
          />
        </Labelled>
        <p className="dialog-trouble fault" role="alert">
          {save.error ? (save.error instanceof ApiError && !save.error.offline ? (save.error.errors[0]?.message ?? save.error.message) : t('shifts.failed')) : ''}
        </p>
      </div>
    </Modal>
  );
}
