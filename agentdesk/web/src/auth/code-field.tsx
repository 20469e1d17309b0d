import { SafetyCertificateOutlined } from '@ant-design/icons';
import { Input, type InputRef } from 'antd';
import { useId, type Ref } from 'react';
import { useText } from '../i18n';

interface Props {
  value: string;
  missing: boolean;
  onChange: (value: string) => void;
  ref?: Ref<InputRef>;
}

/** Where a code is typed: digits of the authenticator, or a recovery code. */
export function CodeField({ value, missing, onChange, ref }: Props) {
  const t = useText();
  const id = useId();
  return (
    <>
      <label htmlFor={id}>
        <span>{t('login.code.label')}</span>
        <span className="fault">{missing ? t('login.required') : ''}</span>
      </label>
      <Input
        id={id}
        ref={ref}
        data-testid="login-code"
        size="large"
        prefix={<SafetyCertificateOutlined aria-hidden />}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={40}
        // eslint-disable-next-line jsx-a11y/no-autofocus -- the step has this one purpose
        autoFocus
        value={value}
        status={missing ? 'error' : ''}
        onChange={(event) => onChange(event.target.value)}
      />
    </>
  );
}
