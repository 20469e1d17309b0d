import { useState } from 'react';
import type { User } from '../api/types';
import { CodeStep } from './code-step';
import { EnrolStep } from './enrol-step';
import { PasswordStep } from './password-step';

interface Props {
  expired: boolean;
  /** The user name of whose page waits for them; none: nobody's does. */
  whose?: string;
  onSignedIn: (user: User) => void;
}

type Next = 'password' | 'code' | 'enrol';

/** What the city's single sign-on came to, as the server put it into the address; once. */
function sentBack(): string {
  const address = new URL(window.location.href);
  const word = address.searchParams.get('sign_in') ?? '';
  if (word === '') return '';
  address.searchParams.delete('sign_in');
  window.history.replaceState(null, '', address);
  return word;
}

/** Signing in: by password or the city's single sign-on, then by a second factor where one is asked for. */
export function SignIn({ expired, whose = '', onSignedIn }: Props) {
  const [came] = useState(sentBack);
  const [next, setNext] = useState<Next>(came === 'code' || came === 'enrol' ? came : 'password');
  const back = () => setNext('password');
  switch (next) {
    case 'code':
      return <CodeStep onSignedIn={onSignedIn} onBack={back} />;
    case 'enrol':
      return <EnrolStep onSignedIn={onSignedIn} onBack={back} />;
    case 'password':
      return <PasswordStep expired={expired} whose={whose} came={came} onSignedIn={onSignedIn} onNext={setNext} />;
  }
}
