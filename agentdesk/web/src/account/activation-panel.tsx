import type { Activation } from '../api/accounts';
import { dateTime } from '../desk/time';
import { useText } from '../i18n';
import { SecretPanel } from './secret-panel';

interface Props {
  username: string;
  activation: Activation;
  onDone: () => void;
}

/** What lets an account's owner choose a password, to be handed over to them alone. */
export function ActivationPanel({ username, activation, onDone }: Props) {
  const t = useText();
  const code = activation.activation;
  return (
    <SecretPanel
      testId="activation-code"
      title={t('accounts.activation', { name: username })}
      about={t('accounts.activationAbout', { at: dateTime(activation.expires_at) })}
      secret={code}
      // Behind "#": no server on the way sees it.
      link={`${location.origin}/activate#${encodeURIComponent(code)}`}
      onDone={onDone}
    />
  );
}
