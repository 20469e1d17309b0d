package telephony

import (
	"context"
	"time"

	"hotline1022/telephony/call"
)

// wish is a request about the citizen's channel whose failure the citizen, the operator,
// or a controller after us would notice for good. It is made in its turn, and again, at
// the end of what is to be done by then, for as long as it is still wanted.
type wish struct {
	effect  string
	request func(context.Context) error
	still   func() bool   // the actor's to say: not before the request, but before it is made again
	lead    time.Duration // how long the requests that follow wait for it; 0: until it is answered
}

func (a *actor) insist(w wish) { a.wish(w, firstPause) }

// wish makes the request once. Failures while the link is down wait for it.
func (a *actor) wish(w wish, pause time.Duration) {
	a.hands.do(func(ctx context.Context) {
		if ctx.Err() != nil {
			return
		}
		a.e.ahead(w.lead, func() {
			err := a.e.once(w.effect, w.request)
			if err == nil || lost(err) {
				return
			}
			a.e.spawn(func() {
				if a.e.sleep(ctx, pause) != nil || a.e.link.wait(ctx) != nil {
					return
				}
				a.post(func() {
					if w.still() {
						a.wish(w, min(3*pause, lastPause))
					}
				})
			})
		})
	})
}

// ahead does something before what follows, which waits for it for lead at most; 0:
// until it is done.
func (e *Engine) ahead(lead time.Duration, do func()) {
	if lead == 0 {
		do()
		return
	}
	done := make(chan struct{})
	e.spawn(func() {
		defer close(done)
		do()
	})
	limit := time.NewTimer(lead)
	defer limit.Stop()
	select {
	case <-done:
	case <-limit.C:
	case <-e.ctx.Done(): // nothing is spawned any more
	}
}

// markLead is how long a mark may hold up the requests that follow it.
const markLead = 100 * time.Millisecond

// mark writes on the citizen's channel what a controller must know that adopts it.
// Asterisk sets no variable while a playback runs on the channel: so a mark goes before
// what is said next, in the order of the requests, but when something is being said
// already they do not wait for it for long. An older value is never written over a
// newer one: Asterisk keeps the order of what it was asked for.
func (a *actor) mark(name, value string) {
	if written, ok := a.marks[name]; ok && written == value {
		return
	}
	a.marks[name] = value
	a.insist(wish{
		effect: "set_variable", lead: markLead,
		request: func(ctx context.Context) error { return a.e.phone.SetVar(ctx, a.channel, name, value) },
		still:   func() bool { return a.marks[name] == value && a.m.State != call.StateEnded },
	})
}
