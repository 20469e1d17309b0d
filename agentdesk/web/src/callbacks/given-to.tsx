import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError, giveCallback } from '../api/client';
import { useOperators } from '../api/queries';
import type { Callback } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { showNumber } from '../desk/number';
import { useText } from '../i18n';

/** Who is to call: whoever leads the shift gives it to somebody, the others read it. */
export function GivenTo({ callback }: { callback: Callback }) {
  const t = useText();
  const { user } = useSession();
  const leads = may(user, 'lead');
  const client = useQueryClient();
  const operators = useOperators(leads);
  const give = useMutation({
    mutationFn: (to: string) => giveCallback(callback.id, to),
    onSettled: () => client.invalidateQueries({ queryKey: ['callbacks'] }),
  });
  const to = give.isPending ? give.variables : callback.given_to;
  if (!leads) return to === '' ? <span className="soft">{t('callbacks.anybody')}</span> : callback.given_name;
  const known = (operators.data ?? []).filter((one) => !one.supervises);
  return (
    <>
      <select
        className="callback-given"
        data-testid={`callback-given-${callback.id}`}
        aria-label={t('callbacks.givenTo', { number: showNumber(callback.number) })}
        value={to}
        onChange={(event) => give.mutate(event.target.value)}
      >
        <option value="">{t('callbacks.anybody')}</option>
        {to !== '' && !known.some((one) => one.username === to) && <option value={to}>{callback.given_name}</option>}
        {known.map((one) => (
          <option key={one.username} value={one.username}>
            {one.name}
          </option>
        ))}
      </select>
      {give.error && (
        <p className="fault" role="alert">
          {give.error instanceof ApiError && !give.error.offline ? (give.error.errors[0]?.message ?? give.error.message) : t('storm.failed')}
        </p>
      )}
    </>
  );
}
