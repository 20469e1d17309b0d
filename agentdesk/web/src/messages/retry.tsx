import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { ApiError } from '../api/client';
import { retryMessage } from '../api/staff';
import { useText } from '../i18n';
import { PlainButton } from '../shell/button';
import { lazyAnt } from '../shell/lazy-ant';

const Doubt = lazyAnt(() => import('./doubt'), (m) => m.Doubt);

/** Sends a message again that did not arrive; when the first may have, that is said before. */
export function RetryMessage({ id, doubtful, refresh }: { id: string; doubtful: boolean; refresh: readonly string[] }) {
  const t = useText();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const retry = useMutation({ mutationFn: () => retryMessage(id), onSettled: () => queries.invalidateQueries({ queryKey: refresh }) });
  const send = () => {
    setAsking(false);
    retry.mutate();
  };
  return (
    <>
      <PlainButton className="btn-small" data-testid={`retry-${id}`} busy={retry.isPending} onClick={() => (doubtful ? setAsking(true) : send())}>
        {t('messages.retry')}
      </PlainButton>
      {retry.isError && (
        <p role="alert" className="message-error small">
          {(retry.error instanceof ApiError && retry.error.message) || t('messages.notRetried')}
        </p>
      )}
      {asking && (
        <Suspense>
          <Doubt onSend={send} onLeave={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  );
}
