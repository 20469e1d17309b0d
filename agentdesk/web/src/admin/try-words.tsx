import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Field } from '../api/types';
import { suggestUnits } from '../api/units';
import { useText } from '../i18n';
import { ErrorState } from '../shell/states';

const GROUPS = [1, 2, 3, 4, 5];

/** Asks for a matter as an operator would, and shows which units would be suggested, and why. */
export function TryWords({ fields }: { fields: readonly Field[] }) {
  const t = useText();
  const [group, setGroup] = useState(0);
  const [field, setField] = useState('');
  const [address, setAddress] = useState('');
  const [asked, setAsked] = useState<{ field: string; group: number; address: string } | null>(null);
  const found = useQuery({ queryKey: ['suggestions', asked], queryFn: ({ signal }) => suggestUnits(asked ?? { field, group, address }, signal), enabled: asked !== null });
  return (
    <section className="panel" aria-labelledby="try">
      <h2 id="try">{t('duties.try')}</h2>
      <form
        className="form form-row"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setAsked({ field, group, address: address.trim() });
        }}
      >
        <select
          data-testid="try-group"
          aria-label={t('duties.group')}
          value={group}
          onChange={(event) => {
            setGroup(Number(event.target.value));
            setField('');
          }}
        >
          <option value={0}>{t('duties.anyGroup')}</option>
          {GROUPS.map((n) => (
            <option key={n} value={n}>
              {t('duties.ofGroup', { n })}
            </option>
          ))}
        </select>
        <select data-testid="try-field" aria-label={t('duties.field')} value={field} onChange={(event) => setField(event.target.value)}>
          <option value="">{t('duties.anything')}</option>
          {fields.filter((one) => group === 0 || one.group === group).map((one) => (
            <option key={one.code} value={one.code}>
              {one.name}
            </option>
          ))}
        </select>
        <input data-testid="try-words" aria-label={t('duties.place')} placeholder={t('duties.place')} maxLength={500} value={address} onChange={(event) => setAddress(event.target.value)} />
        <button type="submit" className="form-button" data-testid="try-go">
          {t('duties.ask')}
        </button>
      </form>
      {found.isError && <ErrorState within error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <ol className="plain suggestions" data-testid="tried" data-count={found.data.length}>
          {found.data.length === 0 && <li className="soft">{t('duties.nobody')}</li>}
          {found.data.map((one) => (
            <li key={one.code} data-testid={`try-${one.code}`} data-certain={one.certain}>
              <Link to={`/units/${one.code}`}>{one.name}</Link> {!one.certain && <span className="tag tag-waits">{t('duties.uncertain')}</span>}
              <p className="soft">{one.reasons.join(' ')}</p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
