package telephony

import (
	"context"
	"time"

	"hotline1022/telephony/call"
)

// markLead is how long a mark may hold up the call's requests that follow it.
const markLead = 100 * time.Millisecond

// markWay writes on the citizen's channel where they are, for a controller that
// must adopt them. Asterisk sets no variable while a playback runs on the channel:
// so the mark goes before what is said next, in the order of the requests, but
// when something is being said already they do not wait for it for long.
func (a *actor) markWay(mark string) {
	if mark == a.marked {
		return
	}
	a.marked = mark
	a.writeWay(mark)
}

func (a *actor) writeWay(mark string) {
	a.hands.do(func(ctx context.Context) {
		written := make(chan struct{})
		a.e.spawn(func() {
			err := a.e.once("mark_way", func(ctx context.Context) error {
				return a.e.phone.SetVar(ctx, a.channel, varFlow, mark)
			})
			close(written)
			if err == nil || lost(err) || a.e.sleep(ctx, lastPause) != nil || a.e.link.wait(ctx) != nil {
				return
			}
			a.post(func() { // an older mark must not be written over a newer one
				if a.marked == mark && a.m.State != call.StateEnded {
					a.writeWay(mark)
				}
			})
		})
		lead := time.NewTimer(markLead)
		defer lead.Stop()
		select {
		case <-written:
		case <-lead.C:
		}
	})
}
