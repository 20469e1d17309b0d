import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { allTokens, createToken, revokeToken, ROLES, type NewToken, type Token } from '../api/accounts';
import { usePersonName } from '../api/queries';
import type { Role } from '../api/types';
import { SecretPanel } from '../account/secret-panel';
import { dateTime } from '../desk/time';
import { Cancel } from '../forms/cancel';
import { elsewhere, faultsOf, NO_FAULTS } from '../forms/faults';
import { ChoiceField, LineField } from '../forms/line-field';
import { SaveBar } from '../forms/save-bar';
import { useKept } from '../forms/use-kept';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { Search, useSought } from '../lists/search';
import { bothWays, heads } from '../lists/sort';
import { List, type Column } from '../lists/table';
import '../units/units.css';

const SORTS = bothWays('name', 'role', 'created', 'expires');

const NOTHING = { name: '', role: 'auditor' as Role, days: '90' };

/** Programs that use the hotline's interface, each by a token. */
export default function TokensPage() {
  const t = useText();
  const label = useLabel();
  const person = usePersonName();
  const queries = useQueryClient();
  const sought = useSought(SORTS);
  const { asked } = sought;
  const tokens = useQuery({ queryKey: ['tokens', asked], queryFn: ({ signal }) => allTokens(asked, signal), placeholderData: keepPreviousData });
  const head = heads(sought.sort, '-created', (next) => sought.ask('sort', next));
  const [writing, setWriting] = useState(false);
  const [made, setMade] = useState<NewToken | null>(null);
  const [sure, setSure] = useState('');
  const revoke = useMutation({ mutationFn: revokeToken, onSettled: () => queries.invalidateQueries({ queryKey: ['tokens'] }) });
  const faults = revoke.error && faultsOf(revoke.error);
  const columns: Column<Token>[] = [
    { key: 'name', title: t('tokens.name'), sort: head('name'), render: (one) => one.name },
    { key: 'role', title: t('accounts.role'), width: 150, sort: head('role'), render: (one) => label('role', one.role) },
    { key: 'prefix', title: t('tokens.prefix'), width: 130, render: (one) => <code>{one.prefix}…</code> },
    { key: 'created', title: t('tokens.by'), width: 220, sort: head('created', true), render: (one) => `${person(one.created_by)} ${dateTime(one.created_at)}` },
    { key: 'expires', title: t('tokens.until'), width: 140, sort: head('expires'), render: (one) => <span className="clock">{dateTime(one.expires_at)}</span> },
    {
      key: 'act',
      title: t('accounts.state'),
      width: 180,
      render: (one) =>
        one.revoked_at ? (
          <span className="soft">{t('tokens.revoked', { at: dateTime(one.revoked_at) })}</span>
        ) : Date.parse(one.expires_at) <= Date.now() ? (
          <span className="soft">{t('tokens.over')}</span>
        ) : (
          <button
            type="button"
            className="form-button"
            data-testid={sure === one.id ? 'token-revoke-yes' : `token-revoke-${one.id}`}
            aria-label={`${t(sure === one.id ? 'accounts.sure' : 'tokens.revoke')}: ${one.name}`}
            disabled={revoke.isPending}
            onClick={() => {
              if (sure === one.id) revoke.mutate(one.id);
              setSure(sure === one.id ? '' : one.id);
            }}
          >
            {t(sure === one.id ? 'accounts.sure' : 'tokens.revoke')}
          </button>
        ),
    },
  ];
  return (
    <div className="page" data-testid="tokens-page">
      <div className="list-head">
        <h1>{t('tokens.heading')}</h1>
        {!writing && (
          <button type="button" className="form-button" data-testid="token-new" onClick={() => setWriting(true)}>
            {t('tokens.new')}
          </button>
        )}
        <Exports path="/tokens" query={asked} />
      </div>
      <p className="page-note">{t('tokens.about')}</p>
      {made && <SecretPanel testId="token-secret" title={t('tokens.made', { name: made.name })} about={t('tokens.once')} secret={made.token} onDone={() => setMade(null)} />}
      {writing && (
        <NewTokenForm
          onClose={() => setWriting(false)}
          onMade={(token) => {
            setWriting(false);
            setMade(token);
          }}
        />
      )}
      {faults && (
        <p className="fault" role="alert">
          {faults.failed ? t('forms.failed') : faults.said}
        </p>
      )}
      <Search testId="tokens-search" of={sought} />
      <List<Token> testId="tokens-table" label={t('tokens.heading')} columns={columns} query={tokens} rows={tokens.data ?? []} rowKey={(one) => one.id} empty={t(sought.q ? 'lists.notFound' : 'tokens.none')} row={(one) => ({ 'data-testid': `token-${one.id}` })} />
    </div>
  );
}

function NewTokenForm({ onMade, onClose }: { onMade: (token: NewToken) => void; onClose: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const draft = useKept('token.new', 0, NOTHING);
  const { name, role, days } = draft.value;
  const change = (part: Partial<typeof NOTHING>) => draft.change({ ...draft.value, ...part });
  const save = useMutation({
    mutationFn: () => createToken(name.trim(), role, Number(days)),
    onSuccess: (token) => {
      draft.reset(NOTHING);
      void queries.invalidateQueries({ queryKey: ['tokens'] });
      onMade(token);
    },
  });
  const faults = save.error ? faultsOf(save.error) : NO_FAULTS;
  return (
    <form
      className="form panel"
      data-testid="token-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h2>{t('tokens.new')}</h2>
      <div className="form-row">
        <LineField id="token-name" label={t('tokens.name')} fault={faults.at['name']} required maxLength={100} value={name} onChange={(next) => change({ name: next })} />
        <ChoiceField<Role> id="token-role" label={t('accounts.role')} fault={faults.at['role']} value={role} of={ROLES.map((one) => [one, t(`role.${one}`)])} onChange={(next) => change({ role: next })} />
        <LineField id="token-days" label={t('tokens.days')} fault={faults.at['expires_in_days']} type="number" value={days} onChange={(next) => change({ days: next })} />
      </div>
      <SaveBar testId="token-save" label={t('tokens.make')} busy={save.isPending} dirty={draft.dirty} hand={draft.hand} ready={name.trim() !== '' && /^[1-9]\d{0,3}$/.test(days)} faults={faults} more={elsewhere(faults, (place) => ['name', 'role', 'expires_in_days'].includes(place))}>
        <Cancel
          testId="token-cancel"
          onClick={() => {
            draft.reset(NOTHING);
            onClose();
          }}
        />
      </SaveBar>
    </form>
  );
}
