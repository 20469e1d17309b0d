import { useMutation, useQueryClient } from '@tanstack/react-query';
import { applyStaffChange, refuseStaffChange, type StaffChange } from '../api/staff-changes';
import { OtherDraft } from '../drafts/other-draft';
import { faultsOf } from '../forms/faults';
import { LineField } from '../forms/line-field';
import { useKept } from '../forms/use-kept';
import { useText } from '../i18n';
import { dayText } from '../forms/day';

/** A note before the Office: it holds, or does not for a reason. */
export function Settle({ note, onClose }: { note: StaffChange; onClose: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const draft = useKept(`staff.settle.${note.id}`, 0, '');
  const reason = draft.value;
  const settle = useMutation({
    mutationFn: (apply: boolean) => (apply ? applyStaffChange(note.id) : refuseStaffChange(note.id, reason.trim())),
    onSuccess: () => {
      draft.reset('');
      onClose();
    },
    onSettled: () => Promise.all([queries.invalidateQueries({ queryKey: ['staff-changes'] }), queries.invalidateQueries({ queryKey: ['unit', note.unit] }), queries.invalidateQueries({ queryKey: ['directory-gaps'] })]),
  });
  const faults = settle.error && faultsOf(settle.error);
  const said = faults && [faults.failed ? t('forms.failed') : faults.said, ...Object.values(faults.at)].join(' ');
  const { successor } = note;
  return (
    <section className="panel form" data-testid="staff-open" aria-labelledby="settle">
      <h2 id="settle">
        {note.unit_name} · {t(`staff.post.${note.post}`)} {note.rank}
      </h2>
      <p>
        {t('staff.changeOf', { day: dayText(note.from), leaver: note.leaver_name || t('staff.vacant'), successor: successor?.name ?? t('staff.nobody') })} {note.document}
      </p>
      {successor && <p className="soft">{[successor.title, successor.phone, successor.mobile, successor.email, successor.username && `@${successor.username}`].filter(Boolean).join(' · ')}</p>}
      <p className="fault" role="alert" data-testid="staff-trouble">
        {said}
      </p>
      <div className="row-acts">
        <button type="button" className="form-button form-main" data-testid="staff-apply" disabled={settle.isPending} onClick={() => settle.mutate(true)}>
          {t('staff.apply')}
        </button>
      </div>
      <OtherDraft draft={draft.hand} />
      <LineField id="staff-reason" label={t('staff.reason')} maxLength={500} value={reason} onChange={draft.change} />
      <div className="row-acts">
        <button type="button" className="form-button" data-testid="staff-refuse" disabled={settle.isPending || reason.trim() === ''} onClick={() => settle.mutate(false)}>
          {t('staff.refuse')}
        </button>
        <button type="button" className="form-button" data-testid="staff-close" onClick={onClose}>
          {t('forms.close')}
        </button>
      </div>
    </section>
  );
}
