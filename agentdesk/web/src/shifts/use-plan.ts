import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/client';
import { planShifts } from '../api/staff';
import type { Shift } from '../api/types';
import { useText } from '../i18n';
import { plain, shortDay } from './roster';

export interface DayPlan {
  day: string;
  /** What stood there when it was looked at. */
  was: readonly Shift[];
  shifts: readonly Shift[];
}

/**
 * Plans days, one after the other: a day is carried out as a whole or not at all.
 * The error says which day it stopped at, in the words of the server.
 */
export function usePlanDays() {
  const t = useText();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (days: readonly DayPlan[]) => {
      for (const { day, was, shifts } of days) {
        try {
          await planShifts(day, shifts.map(plain), was.map(plain));
        } catch (error) {
          const said = error instanceof ApiError && !error.offline ? (error.errors[0]?.message ?? error.message) : '';
          throw new Error(t('shifts.failedOn', { day: shortDay(day), why: said ? said : t('shifts.failed') }), { cause: error });
        }
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['shifts'] }),
  });
}
