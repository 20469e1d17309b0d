package telephony

import (
	"context"
	"time"

	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
)

// carryOut does one effect. It waits for nothing: requests to Asterisk go to
// the hands, messages to the floor and the desk are queued there.
func (a *actor) carryOut(ef call.Effect) {
	switch e := ef.(type) {
	case call.OfferTo:
		a.offer(e)
	case call.FreeOperator:
		a.free(e)
	case call.Enqueue:
		a.enqueue(e)
	case call.Dequeue:
		a.e.floor.post(func() { a.e.floor.leave(a.id) })
	case call.Lead:
		a.news = append(a.news, e.News)
	case call.StopSpeech:
		a.hush()
	case call.EngageOperator:
		name := a.view.Queue
		a.e.floor.post(func() { a.e.floor.engage(e.Operator, a, name, e.Turn) })
	case call.AwaitOperator:
		a.clock.grace = a.after(a.e.cfg.Grace, call.GraceOver{Turn: e.Turn})
		a.e.floor.post(func() { a.e.floor.await(e.Operator, a) })
	case call.PrepareLeg:
		a.prepare(e.Operator)
	case call.JoinOperator:
		a.join(e)
	case call.DropOperatorLeg:
		a.dropLeg()
	case call.CallCitizen:
		a.callCitizen()
	case call.Tried:
		a.tried(e.Try)
	case call.CallOut:
		a.callOut(e)
	case call.DropOut:
		a.dropOut()
	case call.Brief:
		a.brief(e)
	case call.JoinOut:
		a.joinOut(e.Turn)
	case call.HoldOut:
		a.holdOut()
	case call.EngageLeader:
		a.engageLeader(e)
	case call.FreeLeader:
		a.freeLeader(e.Leader)
	case call.JoinLeader:
		a.joinLeader(e)
	case call.Attach:
		a.attach(e)
	case call.DropLeader:
		a.dropLeader()
	case call.Promote:
		a.promote(e)
	case call.BeginRecording:
		a.beginRecording(e.Operator)
	case call.EndRecording:
		a.endRecording()
	case call.HangUpCaller:
		a.hangUp()
	case call.ToFallback:
		a.toFallback()
	case call.CleanUp:
		a.cleanUp()
	case call.Note:
		a.note(e)
	default:
		a.request(ef)
	}
}

// request is the effects that are requests about the citizen's channel.
func (a *actor) request(ef call.Effect) {
	switch e := ef.(type) {
	case call.Answer:
		a.answer()
	case call.StartMusic:
		a.startMusic(e.Reconnecting)
	case call.StopMusic:
		a.endReconnecting()
		a.insist(wish{
			effect:  "stop_music",
			request: func(ctx context.Context) error { return a.e.phone.StopMOH(ctx, a.channel) },
			still:   func() bool { return !a.waiting() },
		})
	case call.EnterBridge:
		a.enterBridge(e.Turn)
	case call.LeaveBridge:
		a.insist(wish{
			effect: "leave_bridge",
			request: func(ctx context.Context) error {
				err := a.e.phone.RemoveChannel(ctx, bridgeName(a.id), a.channel)
				if err == nil || lost(err) {
					a.hands.citizen = false
				}
				return err
			},
			still: func() bool { return !a.m.InBridge() },
		})
	case call.Ring:
		a.ask("ring", func(ctx context.Context) error { return a.e.phone.Ring(ctx, a.channel) })
	case call.StopRing:
		a.ask("stop_ring", func(ctx context.Context) error { return a.e.phone.StopRing(ctx, a.channel) })
	case call.MarkOperator:
		a.mark(varOperator, e.Operator)
	case call.MarkHeld:
		a.mark(varHeld, map[bool]string{true: "1"}[e.On])
	case call.MarkOut:
		a.markOut()
	case call.MarkEmergency:
		a.mark(varEmergency, e.Numbers)
	case call.MarkHanded:
		a.mark(varHanded, string(e.How))
	case call.SendDigits:
		a.sendDigits(e.Digits)
	default:
		a.log.Error("an effect is not known", "effect", ef)
	}
}

// ask lets the hands make a request whose failure changes nothing: it is
// logged and counted, and the call goes on.
func (a *actor) ask(effect string, request func(context.Context) error) {
	a.hands.do(func(ctx context.Context) { _ = a.e.try(ctx, effect, request) })
}

func (a *actor) waiting() bool { return a.m.Waiting() }

// answer: a citizen whom we cannot answer is given to the fallback.
func (a *actor) answer() {
	a.hands.do(func(ctx context.Context) {
		err := a.e.try(ctx, "answer", func(ctx context.Context) error { return a.e.phone.Answer(ctx, a.channel) })
		switch {
		case err == nil:
			a.happens(call.Answered{})
		case ctx.Err() != nil:
		case lost(err):
			a.later(ctx, func() {
				if a.m.State == call.StateArriving {
					_ = a.happen(call.Failed{}) // of a call that is known to live
				}
			})
		default:
			a.happens(call.Failed{})
		}
	})
}

// later does something after the time in which a channel's end should have been
// told. Once the citizen's channel is known to be leaving, its end alone decides.
func (a *actor) later(ctx context.Context, do func()) {
	a.e.spawn(func() {
		if a.e.sleep(ctx, settleAfter) != nil {
			return
		}
		a.post(func() {
			if !a.leaving {
				do()
			}
		})
	})
}

func (a *actor) stopPlayback(id string) {
	if id != "" {
		a.e.clear(nil, "stop_playback", func(ctx context.Context) error { return a.e.phone.StopPlayback(ctx, id) })
	}
}

func (a *actor) startMusic(reconnecting bool) {
	if reconnecting && len(a.e.cfg.Reconnecting) > 0 {
		id := a.name(playName)
		a.reconnect = id
		a.ask("play_reconnecting", func(ctx context.Context) error {
			return a.e.phone.Play(ctx, a.channel, id, a.e.cfg.Reconnecting...)
		})
	}
	a.music()
}

// endReconnecting ends the words that the connection is being restored: the channel obeys
// nothing else while they are being spoken.
func (a *actor) endReconnecting() {
	if words := a.reconnect; words != "" {
		a.reconnect = ""
		a.hands.do(func(context.Context) { a.stopPlayback(words) })
	}
}

// music lets the citizen hear the music of their queue.
func (a *actor) music() {
	class := a.e.cfg.MusicClass
	if q := a.flow.Plan.Queues[a.m.Place.Queue]; q.Music != "" {
		class = q.Music
	}
	a.insist(wish{
		effect:  "start_music",
		request: func(ctx context.Context) error { return a.e.phone.StartMOH(ctx, a.channel, class) },
		still:   a.waiting,
	})
}

// enterBridge: a citizen who cannot be put beside the operator goes back to
// the queue, and hears music again.
func (a *actor) enterBridge(turn int) {
	a.hands.do(func(ctx context.Context) {
		a.hands.citizen = true
		err := a.e.try(ctx, "enter_bridge", func(ctx context.Context) error {
			return a.e.phone.AddChannel(ctx, bridgeName(a.id), a.channel)
		})
		switch {
		case err == nil || ctx.Err() != nil:
		case lost(err):
			a.later(ctx, func() { _ = a.happen(call.LegFailed{Turn: turn}) }) // refused when the call has moved on
		default:
			a.happens(call.LegFailed{Turn: turn})
		}
	})
}

// sendDigits takes the citizen out of the bridge meanwhile: before a key Asterisk begins
// to send silence, and within a bridge that may go on for good, as music may. Nobody's
// voice passes while keys do, anyway.
func (a *actor) sendDigits(digits string) {
	a.ask("leave_bridge", func(ctx context.Context) error {
		return a.e.phone.RemoveChannel(ctx, bridgeName(a.id), a.channel)
	})
	a.ask("send_digits", func(ctx context.Context) error { return a.e.phone.SendDTMF(ctx, a.channel, digits) })
	a.enterBridge(a.m.Turn)
}

func (a *actor) offer(e call.OfferTo) {
	now := a.e.cfg.Now()
	a.view.OfferedAt, a.view.OfferUntil = now, now.Add(a.e.cfg.OfferTimeout)
	a.show()
	a.e.metrics.assign.Observe(a.e.cfg.Now().Sub(a.due).Seconds())
	if !a.offered && a.callee == nil {
		a.offered = true
		a.e.metrics.offered(a.waited, now.Sub(a.view.ArrivedAt))
	}
	a.clock.offer = a.after(a.e.cfg.OfferTimeout, call.OfferTimedOut{Turn: e.Turn})
}

// free shows the desk that the call is not theirs any more, before the floor
// may give them another.
func (a *actor) free(e call.FreeOperator) {
	v := a.view
	v.Operator, v.Gone = e.Operator, string(e.Gone)
	a.e.desk.Call(e.Operator, v)
	a.told = CallView{}
	a.view.OfferedAt, a.view.OfferUntil, a.view.ConnectedAt = time.Time{}, time.Time{}, time.Time{}
	a.e.floor.post(func() { a.e.floor.free(a, e) })
}

func (a *actor) enqueue(e call.Enqueue) {
	if a.view.QueuedAt.IsZero() {
		a.view.QueuedAt = a.e.cfg.Now()
		a.mark(varQueuedAt, a.view.QueuedAt.UTC().Format(time.RFC3339Nano))
	}
	w := inLine(a.id, e.Place, a.view.QueuedAt)
	w.Returned, w.CallBack = e.AtHead, e.CallBack
	if claim := a.claim(); claim != nil && e.CallBack {
		w.Only = claim.GivenTo
	}
	a.e.floor.post(func() { a.e.floor.join(w, a) })
}

// note writes the journal; the view's times are those of the entries.
func (a *actor) note(n call.Note) {
	at := a.e.cfg.Now()
	switch n.Kind {
	case call.KindArrived:
		at = a.view.ArrivedAt
	case call.KindAnswered:
		a.view.AnsweredAt = at
	case call.KindConnected:
		a.view.ConnectedAt = at
	case call.KindEnded:
		at = a.view.EndedAt
		a.e.metrics.ended(a.m.Ended)
	default: // no time of the view's
	}
	a.e.note(at, a.id, n.Kind, n.Data)
}

// hangUp ends the citizen's channel, and asks again until it is gone. The mark
// comes first, unless words hold it up: should we die before the channel is gone, the
// call has ended all the same.
func (a *actor) hangUp() {
	a.e.spawn(func() {
		if a.callee != nil { // the channel may still be being made
			select {
			case <-a.hands.done:
			case <-a.e.ctx.Done():
				return
			}
		}
		a.e.ahead(markLead, func() {
			_ = a.e.once("set_variable", func(ctx context.Context) error {
				return a.e.phone.SetVar(ctx, a.channel, varRole, roleEnded)
			})
		})
		for {
			err := a.e.try(a.e.ctx, "hangup", func(ctx context.Context) error {
				return a.e.phone.Hangup(ctx, a.channel, ari.HangupNormal)
			})
			if ari.IsGone(err) {
				a.post(func() { a.gone = true })
				return
			}
			t := time.NewTimer(hangupAgain)
			select {
			case <-a.over:
				t.Stop()
				return
			case <-t.C:
			}
		}
	})
}

// toFallback gives the citizen to the dialplan; hangs up when that fails.
func (a *actor) toFallback() {
	a.e.spawn(func() {
		err := a.e.try(a.e.ctx, "to_fallback", func(ctx context.Context) error {
			return a.e.phone.Continue(ctx, a.channel, a.e.cfg.FallbackContext, "s", 1)
		})
		if err != nil && a.e.ctx.Err() == nil {
			a.post(a.hangUp)
		}
	})
}

// cleanUp removes what the call made in Asterisk, once no request is under way
// that could still make more.
func (a *actor) cleanUp() {
	a.stopClocks()
	a.hands.stop()
	if a.callee != nil && !a.callee.dialled {
		a.gone = true // it never was
	}
	a.e.clearBridge(a.hands.done, bridgeName(a.id))
	if a.watched {
		a.e.clearBridge(a.hands.done, watchBridge(a.id))
	}
	a.e.floor.post(func() { a.e.floor.over(a.id) })
}

// name numbers something new of this call.
func (a *actor) name(form func(call.ID, int64) string) string {
	a.serial++
	return form(a.id, a.serial)
}
