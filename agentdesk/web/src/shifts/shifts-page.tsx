import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import { useText } from '../i18n';
import { PeoplePart } from './people-part';
import { PlanPart } from './plan-part';

type Part = 'plan' | 'people';

/** Who works when, and which calls they may be given. */
export default function ShiftsPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const part: Part = search.get('part') === 'people' ? 'people' : 'plan';
  return (
    <div className="page" data-testid="shifts-page">
      <div className="page-head">
        <h1>{t('shifts.heading')}</h1>
        <Segmented<Part>
          aria-label={t('shifts.part')}
          value={part}
          onChange={(next) => setSearch(next === 'people' ? { part: next } : {})}
          options={[
            { value: 'plan', label: t('shifts.plan') },
            { value: 'people', label: <span data-testid="shifts-people">{t('shifts.people')}</span> },
          ]}
        />
      </div>
      {part === 'plan' ? <PlanPart /> : <PeoplePart />}
    </div>
  );
}
