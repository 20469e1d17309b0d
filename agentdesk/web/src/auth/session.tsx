import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, Suspense, use, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { currentUser, onUnauthorised, pageIsOf, signOut } from '../api/client';
import { restPolls } from '../api/query-client';
import type { User } from '../api/types';
import { lazyAnt } from '../shell/lazy-ant';
import { ErrorState, PageLoading } from '../shell/states';
import { startAnew } from './anew';
import { rememberField, returnToField } from './typed-in';

// Whoever is signed in has no need of its script.
const SignIn = lazyAnt(() => import('./sign-in'), (m) => m.SignIn);
const SessionCover = lazyAnt(() => import('./session-cover'), (m) => m.SessionCover);

interface Session {
  user: User;
  leave: () => void;
  /** The session was ended on purpose, by another password: the sign-in page. */
  expire: () => void;
  /** The session ended by itself (expired, signed out elsewhere): the page stays, under the cover. */
  cover: () => void;
  covered: boolean;
}

const Context = createContext<Session | null>(null);
const KEY = ['session'];

/** The person signed in. Only below SessionGate. */
export function useSession(): Session {
  const session = use(Context);
  if (!session) throw new Error('useSession outside SessionGate');
  return session;
}

/** Shows the application to who is signed in, the sign-in page to everybody else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [expired, setExpired] = useState(false);
  const [covered, setCovered] = useState<'' | 'ended' | 'other'>('');
  const query = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => {
      const found = await currentUser(signal);
      pageIsOf(found?.username ?? '');
      return found;
    },
    staleTime: Infinity,
    gcTime: Infinity,
  });
  // The whole application follows from this answer: deferred, it is drawn in slices that a tap can come between. Who has gone is gone at once.
  const known = useDeferredValue(query.data ?? null);
  const user = query.data ? known : null;
  // Pictures and drafts that wait to be sent are held outside of what is shown: the next person must not send them.
  const before = useRef<string | null>(null);
  useEffect(() => {
    if (user) before.current = user.username;
  }, [user]);

  // What one person was shown is nothing for the next at the same machine.
  const forget = useCallback(() => {
    pageIsOf('');
    client.setQueryData(KEY, null);
    client.removeQueries({ predicate: (q) => q.queryKey[0] !== KEY[0] });
  }, [client]);

  useEffect(() => {
    if (covered === '') returnToField();
    restPolls(covered !== '');
    return () => restPolls(false);
  }, [covered]);

  useEffect(
    () =>
      onUnauthorised((code) => {
        // The page stays, with what is typed on it.
        if (!client.getQueryData<User | null>(KEY)) return;
        rememberField();
        setCovered((before) => (code === 'other_person' ? 'other' : before || 'ended'));
      }),
    [client],
  );

  const session = useMemo<Session | null>(() => {
    if (!user) return null;
    return {
      user,
      leave: () => {
        setExpired(false);
        // The cookie goes with the answer; without one, the person still expects to be out.
        void signOut().catch(() => undefined).then(forget);
      },
      expire: () => {
        setExpired(true);
        forget();
      },
      cover: () => {
        rememberField();
        setCovered((before) => before || 'ended');
      },
      covered: covered !== '',
    };
  }, [user, forget, covered]);

  if (query.isPending || (query.data && !user)) return <PageLoading />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!session) {
    return (
      <Suspense fallback={<PageLoading />}>
        <SignIn
          expired={expired}
          onSignedIn={(signedIn) => {
            if (before.current !== null && before.current !== signedIn.username) {
              startAnew();
              return;
            }
            setExpired(false);
            pageIsOf(signedIn.username);
            client.setQueryData(KEY, signedIn);
          }}
        />
      </Suspense>
    );
  }
  return (
    <Context value={session}>
      <div className="covered" inert={covered !== ''}>
        {children}
      </div>
      {covered !== '' && (
        <Suspense fallback={<PageLoading />}>
          <SessionCover
            user={session.user}
            other={covered === 'other'}
            onAgain={(again) => {
              client.setQueryData(KEY, again);
              restPolls(false);
              // What was asked for meanwhile was refused: the page is shown as it is now.
              void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== KEY[0] }).finally(() => setCovered(''));
            }}
          />
        </Suspense>
      )}
    </Context>
  );
}
