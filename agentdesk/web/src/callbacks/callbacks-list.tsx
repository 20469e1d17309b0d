import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { ApiError, callbackDone, cancelCallback, listCallbacks } from '../api/client';
import type { Callback } from '../api/types';
import { useNow } from '../desk/hooks';
import { showNumber } from '../desk/number';
import { timeOfDay } from '../desk/time';
import { useSession } from '../auth/session';
import { KeptWhere } from '../drafts/kept-where';
import { OtherDraft } from '../drafts/other-draft';
import { useKept } from '../forms/use-kept';
import { useText } from '../i18n';

export function useOpenCallbacks(enabled = true) {
  return useQuery({ queryKey: ['callbacks', 'open'], queryFn: ({ signal }) => listCallbacks('open', signal), refetchInterval: 5000, enabled });
}

/** When the citizen is dialled next, in words. */
export function NextTry({ callback }: { callback: Callback }) {
  const t = useText();
  const now = useNow(10_000);
  if (callback.state === 'dialling') {
    return <span className="tag tag-live">{t('callbacks.dialling', { who: callback.operator_name ? callback.operator_name : callback.operator })}</span>;
  }
  if (callback.state === 'needs_number') return <span className="tag tag-secret">{t('callbacks.needsNumber')}</span>;
  const at = Date.parse(callback.next_try_at ?? '');
  return at > now ? <span className="clock">{timeOfDay(at, false)}</span> : <>{t('callbacks.now')}</>;
}

type How = 'done' | 'cancel';

/** What an operator does about a call-back by hand: called in another way, or no longer wanted. */
export function Settle({ callback, small = false }: { callback: Callback; small?: boolean }) {
  const t = useText();
  const [asking, setAsking] = useState<How | null>(null);
  if (callback.state !== 'waiting' && callback.state !== 'needs_number') return null;
  const number = showNumber(callback.number);
  return (
    <span className="callback-actions">
      <Button size={small ? 'small' : 'middle'} icon={<CheckOutlined />} aria-label={`${t('callbacks.done')}: ${number}`} data-testid={`callback-done-${callback.id}`} onClick={() => setAsking('done')}>
        {t('callbacks.done')}
      </Button>
      <Button size={small ? 'small' : 'middle'} type="text" icon={<CloseOutlined />} aria-label={`${t('callbacks.cancel')}: ${number}`} data-testid={`callback-cancel-${callback.id}`} onClick={() => setAsking('cancel')}>
        {t('callbacks.cancel')}
      </Button>
      {asking && <Note callback={callback} how={asking} onClose={() => setAsking(null)} />}
    </span>
  );
}

/** Asks for a note, which is a draft until it is sent: the citizen may be called meanwhile. */
function Note({ callback, how, onClose }: { callback: Callback; how: How; onClose: () => void }) {
  const t = useText();
  const id = useId();
  const client = useQueryClient();
  const draft = useKept(`callback.${callback.id}`, 0, '');
  const note = draft.value;
  const settle = useMutation({
    mutationFn: () => (how === 'done' ? callbackDone(callback.id, note.trim()) : cancelCallback(callback.id, note.trim())),
    onSuccess: () => {
      draft.reset('');
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['callbacks'] }),
  });
  return (
    <Modal
      open
      title={t(how === 'cancel' ? 'callbacks.cancelAsk' : 'callbacks.doneAsk', { number: showNumber(callback.number) })}
      okText={t(how === 'cancel' ? 'callbacks.cancel' : 'callbacks.done')}
      cancelText={t('callbacks.back')}
      confirmLoading={settle.isPending}
      onOk={() => settle.mutate()}
      onCancel={onClose}
    >
      <OtherDraft draft={draft.hand} />
      <label htmlFor={id}>{t('callbacks.note')}</label>
      <Input.TextArea id={id} data-testid="callback-note" maxLength={500} rows={3} placeholder={t('callbacks.noteHint')} value={note} onChange={(event) => draft.change(event.target.value)} />
      {draft.dirty && <KeptWhere draft={draft.hand} />}
      {settle.error && <p className="fault">{settle.error instanceof ApiError && !settle.error.offline ? settle.error.message : t('storm.failed')}</p>}
    </Modal>
  );
}

/** The short list beside the operator's ticket. */
export function CallbacksPanel() {
  const t = useText();
  const { user } = useSession();
  const open = useOpenCallbacks();
  if (open.isError && !open.data) return <p className="fault">{t('callbacks.failed')}</p>;
  if (open.data?.length === 0) return <p className="soft column-empty">{t('callbacks.none')}</p>;
  return (
    <ul className="plain" data-testid="callbacks-panel">
      {(open.data ?? []).map((callback) => (
        <li key={callback.id} className="item">
          <div className="item-head">
            <span className="clock">{showNumber(callback.number)}</span>
            <span className="soft small">{timeOfDay(callback.queued_at, false)}</span>
          </div>
          <p className="small">
            {t(`callbacksource.${callback.source}`)} · {t('callbacks.triesOf', { n: callback.tries, most: callback.most_tries })} · <NextTry callback={callback} />
            {callback.given_to !== '' && ` · ${callback.given_to === user.username ? t('callbacks.yours') : `${t('callbacks.given')} ${callback.given_name}`}`}
          </p>
          <Settle small callback={callback} />
        </li>
      ))}
    </ul>
  );
}
