import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { getCaller } from '../api/client';
import { useOperatorDesk } from './context';
import { withheld } from './number';

export const callerKey = (number: string) => ['caller', number] as const;

/**
 * The caller's card for a form whose call is no longer the desk's: a draft opened
 * again, or the last call's ticket after a reload. The desk's own call gets its
 * card from the server, which also sends it anew when a ticket is filed.
 */
export function useFormCard(): void {
  const { desk, view } = useOperatorDesk();
  const form = view.desk.form;
  const own = form?.call.id === view.desk.call?.id;
  const call = form && !own && !withheld(form.call.from) ? form.call : null;
  const { data } = useQuery({
    queryKey: callerKey(call?.from ?? ''),
    queryFn: ({ signal }) => getCaller(call?.from ?? '', signal),
    enabled: call !== null,
  });
  const id = call?.id;
  useEffect(() => {
    if (id && data) desk.showFormCard({ ...data, call: id });
  }, [desk, id, data]);
}
