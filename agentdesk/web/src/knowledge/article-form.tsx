import { Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { getArticle, saveArticle, type Article } from '../api/knowledge';
import { useFields, useUnits } from '../api/queries';
import { useSession } from '../auth/session';
import { KeptWhere } from '../drafts/kept-where';
import { OtherDraft } from '../drafts/other-draft';
import { useDraft } from '../drafts/use-draft';
import { DateInput } from '../forms/date-input';
import { byField, faultsOf, NO_FAULTS } from '../forms/faults';
import { toWrong } from '../forms/wrong';
import { useText, type Key } from '../i18n';
import { readKept } from '../shell/kept';
import { faultAttributes, Labelled } from '../tickets/labelled';
import { Picker } from '../tickets/picker';
import { Difference } from '../forms/difference';
import { asText, draftOf, fromKept, place, toKeep, toRequest, type Draft } from './draft';

interface Props {
  id: number;
  /** The version that its author saw; 0: none. */
  was: number;
  begin: Draft;
  onSaved: (article: Article) => void;
  onCancel: () => void;
}

const DATES = ['since', 'until', 'review'] as const;

/** An article while it is written. What was typed stays, whatever becomes of saving it. */
export function ArticleForm({ id, was, begin, onSaved, onCancel }: Props) {
  const t = useText();
  const fields = useFields();
  const units = useUnits();
  const { username } = useSession().user;
  const at = place(username, id);
  const [again] = useState(() => fromKept(readKept(at)));
  const [draft, setDraft] = useState(again?.draft ?? begin);
  const [on, setOn] = useState(was);
  // What was begun on an older version is laid beside what stands now, and saved on top of that.
  const older = (kept: ReturnType<typeof fromKept>) => (kept && kept.was !== was ? begin : null);
  const [theirs, setTheirs] = useState<Draft | null>(() => older(again));
  const hand = useDraft(at, `article:${id}`, (fields) => {
    const taken = fromKept(fields);
    setDraft(taken?.draft ?? begin);
    setOn(was);
    setTheirs(older(taken));
  });
  const [faults, setFaults] = useState(NO_FAULTS.at);
  const [trouble, setTrouble] = useState('');
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // So often it was refused: whoever saved is brought to what is wrong.
  const [refused, setRefused] = useState(0);
  useEffect(() => {
    if (refused > 0) toWrong(form.current);
  }, [refused]);
  const change = (part: Partial<Draft>) => {
    if (busy) return; // what is sent is sent: nothing is to be seen that is not
    const next = { ...draft, ...part };
    setDraft(next);
    hand.type(toKeep(on, next));
    setFaults((old) => Object.fromEntries(Object.entries(old).filter(([place]) => !(place in part))));
  };
  const save = async () => {
    setBusy(true);
    setTrouble('');
    setFaults({});
    try {
      const saved = await saveArticle(id, on, toRequest(draft));
      hand.forget();
      onSaved(saved);
    } catch (error) {
      const wrong = faultsOf(error);
      setFaults(byField(wrong));
      setRefused((n) => n + 1);
      if (wrong.changed) {
        const now = await getArticle(id).catch(() => null);
        const newest = now?.versions[0];
        if (newest) {
          setTheirs(draftOf(newest));
          setOn(newest.version);
        }
        setTrouble(t('article.overtaken'));
      } else setTrouble(wrong.failed ? t('article.failed') : wrong.said);
    } finally {
      setBusy(false);
    }
  };
  const area = (name: 'answer' | 'asked' | 'sources', rows: number, testId: string, required = false) => (
    <Labelled label={t(`article.${name}` as Key)} htmlFor={testId} fault={faults[name]} required={required}>
      <Input.TextArea id={testId} data-testid={testId} rows={rows} value={draft[name]} {...faultAttributes(testId, faults[name])} onChange={(event) => change({ [name]: event.target.value })} />
    </Labelled>
  );
  return (
    <form
      ref={form}
      className={busy ? 'kb-form panel sending' : 'kb-form panel'}
      aria-busy={busy}
      data-testid="article-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void save();
      }}
    >
      <OtherDraft draft={hand} />
      {again && (
        <p className="soft" role="status" data-testid="article-kept">
          {t('article.kept')}
        </p>
      )}
      <Labelled label={t('article.title')} htmlFor="article-title" fault={faults['title']} required>
        <Input id="article-title" data-testid="article-title" maxLength={200} value={draft.title} {...faultAttributes('article-title', faults['title'])} onChange={(event) => change({ title: event.target.value })} />
      </Labelled>
      {area('answer', 8, 'article-answer-text', true)}
      {area('asked', 3, 'article-asked')}
      {area('sources', 3, 'article-sources')}
      <div className="kb-three">
        <Picker
          id="article-field"
          label={t('article.field')}
          hint={t('article.any')}
          value={draft.field}
          options={(fields.data ?? []).map((f) => ({ value: f.code, label: f.name }))}
          loading={fields.isPending}
          fault={faults['field']}
          onChange={(field) => change({ field })}
        />
        <Picker
          id="article-unit"
          label={t('article.unit')}
          hint={t('article.any')}
          value={draft.unit}
          options={(units.data ?? []).map((u) => ({ value: u.code, label: u.name }))}
          loading={units.isPending}
          fault={faults['unit']}
          onChange={(unit) => change({ unit })}
        />
      </div>
      <div className="kb-three">
        {DATES.map((name) => (
          <Labelled key={name} label={t(`article.${name}`)} htmlFor={`article-${name}`} fault={faults[name]} required={name === 'since'}>
            <DateInput kept id={`article-${name}`} data-testid={`article-${name}`} value={draft[name]} aria-invalid={faults[name] !== undefined} aria-describedby={faults[name] ? `article-${name}-fault` : undefined} onChange={(day) => change({ [name]: day })} />
          </Labelled>
        ))}
      </div>
      <p className="kb-trouble" role="alert" data-testid="article-trouble">
        {trouble || (theirs ? t('article.overtaken') : '')}
      </p>
      {theirs && (
        <div data-testid="article-conflict">
          <h3>{t('article.theirs')}</h3>
          <Difference before={asText(theirs)} after={asText(draft)} testId="article-changes" />
        </div>
      )}
      <div className="kb-buttons">
        <Button type="primary" htmlType="submit" data-testid="article-save" loading={busy}>
          {t(theirs ? 'article.onTop' : 'article.save')}
        </Button>
        <Button data-testid="article-cancel" onClick={() => {
            hand.forget();
            onCancel();
          }}>
          {t('article.cancel')}
        </Button>
        <KeptWhere draft={hand} />
      </div>
    </form>
  );
}
