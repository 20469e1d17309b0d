import { FormOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { fileTicket } from '../api/client';
import { useSession } from '../auth/session';
import { useOperatorDesk } from '../desk/context';
import { callerKey } from '../desk/form-card';
import { showNumber, withheld } from '../desk/number';
import type { Then } from '../desk/keys';
import { isLive, phase, type FormCall } from '../desk/state';
import { timeOfDay } from '../desk/time';
import { waitingOf } from '../files/photos';
import { useText, type Key } from '../i18n';
import { WaitingFiles } from '../intake/waiting-files';
import { part } from '../shell/part';
import { allIn, type Draft } from './draft';
import { Filed } from './filed';
import { CALL_WORDS } from './form-foot';
import { TicketForm } from './ticket-form';
import { useDraft } from './use-draft';

const AfterFiled = part(() => import('../intake/after-filed'), (m) => m.AfterFiled);

export interface Writing {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /** The call was noted on a ticket that stands already: nothing is filed. */
  noted: (code: string) => void;
}

export interface ColumnProps {
  onUnitTyped: (typed: string) => void;
  /** Tells the columns beside it what is being written, and how they may change it. */
  onWriting: (writing: Writing | null) => void;
}

/** The middle of the desk: the ticket of the call in hand. */
export function TicketColumn(props: ColumnProps) {
  const { view } = useOperatorDesk();
  const t = useText();
  const form = view.desk.form;
  const ringing = phase(view.desk) === 'offered';
  return (
    <section className="column middle" aria-label={t('ticket.new')}>
      {form ? (
        <OneTicket key={form.call.id} form={form} {...props} />
      ) : (
        <div className="state" data-testid="ticket-none">
          <span className="state-icon" aria-hidden>
            <FormOutlined />
          </span>
          <h2>{t(ringing ? 'ticket.ringing' : 'ticket.none')}</h2>
          <p>{t('ticket.noneText')}</p>
        </div>
      )}
    </section>
  );
}

function OneTicket({ form, onUnitTyped, onWriting }: ColumnProps & { form: FormCall }) {
  const { desk, drafts } = useOperatorDesk();
  const t = useText();
  const queries = useQueryClient();
  const hand = useDraft(drafts, form.call, form.card);
  const { user } = useSession();
  const photos = waitingOf(user.username, hand.key);
  const [then, setThen] = useState<Then | null>(null);
  const { draft, change, filed, setNoted } = hand;
  useEffect(() => {
    if (filed) void photos.file(filed);
  }, [photos, filed]);
  useEffect(() => {
    onWriting(filed ? null : { draft, change, noted: setNoted });
    return () => onWriting(null);
  }, [draft, change, filed, setNoted, onWriting]);
  return (
    <>
      <h2>
        {t('ticket.new')}
        <span className="soft column-note">
          {t('ticket.forCall', {
            number: withheld(form.call.from) ? t('bar.withheld') : showNumber(form.call.from),
            time: timeOfDay(form.call.arrived_at, false),
          })}
          {!isLive(form.call) && ` · ${t(callOver(form.call.gone))}`}
          {hand.earlier.map((code) => (
            <span key={code}>
              {' '}
              · <Link to={`/tickets/${code}`}>{code}</Link>
            </span>
          ))}
        </span>
      </h2>
      {hand.filed ? (
        <div className="filed-over">
          <Filed
            code={hand.filed}
            noted={hand.noted}
            since={hand.before ? allIn(draft) : ''}
            there={isLive(form.call) && !form.call.left}
            onAnother={() => {
              setThen(null);
              hand.another();
            }}
          />
          <WaitingFiles photos={photos} filed />
          <Suspense fallback={<div className="after-filed" />}>
            <AfterFiled key={hand.filed} code={hand.filed} then={then} />
          </Suspense>
        </div>
      ) : (
        <TicketForm
          key={hand.key}
          hand={hand}
          words={CALL_WORDS}
          file={fileTicket}
          goesOn
          photos={photos}
          onFiled={({ code }, next) => {
            setThen(next);
            hand.setFiled(code);
            void queries.invalidateQueries({ queryKey: callerKey(form.call.from) });
          }}
          onFiledBefore={(code) => {
            hand.setFiled(code, true);
            void queries.invalidateQueries({ queryKey: callerKey(form.call.from) });
          }}
          onUnitTyped={onUnitTyped}
          onDiscard={() => {
            photos.drop();
            hand.discard();
            desk.closeForm();
          }}
        />
      )}
    </>
  );
}

/** What has become of the call that the ticket is written for. */
function callOver(gone: FormCall['call']['gone']): Key {
  if (gone === 'transferred') return 'ticket.callHanded';
  return gone === 'calling' ? 'ticket.callOn' : 'ticket.callEnded';
}
