package telephony

import (
	"time"

	"hotline1022/telephony/call"
	"hotline1022/telephony/trunk"
)

// How long a telephone outside rings, and what is done about a network that says nothing.

// stalledAfter is how long the network that an emergency service is called over may neither
// ring nor play anything before the next is asked. A network may also take the call and say
// nothing more: then it has not even begun to ring at the end of the time that it may.
const stalledAfter = 5 * time.Second

// ring is how long a telephone outside rings.
func (a *actor) ring() time.Duration {
	if a.m.Operator != "" || a.m.Handed != call.HandedNot {
		return a.e.cfg.OfficerRing
	}
	return a.dialling.Ring
}

// outSeen makes up for what was missed of a telephone that is being called.
func (a *actor) outSeen(o *out, state string) {
	switch state {
	case "Up":
		a.outRings(o.channel, "ANSWER")
	case "Ringing":
		a.outRings(o.channel, "RINGING")
	}
}

// ringLimit lets something be done when a telephone has had its time, if it is still the one
// that is called and has not answered by then.
func (a *actor) ringLimit(o *out, after time.Duration, then func(*out)) {
	stop(a.clock.ring)
	a.clock.ring = time.AfterFunc(after, func() { a.whileCalled(o, then) })
}

// whileCalled posts what is to be done with a telephone, for as long as it is the one that is called and has not answered.
func (a *actor) whileCalled(o *out, then func(*out)) {
	a.post(func() {
		if a.out == o && !o.answered {
			then(o)
		}
	})
}

// stalled: an emergency service is called over the next trunk when this one gives no sign of
// life. Without another one this is the best that there is.
func (a *actor) stalled(o *out) {
	left := max(0, a.ring()-stalledAfter)
	if o.rang || o.early || !a.e.link.isOpen() {
		a.ringLimit(o, left, a.ringOver)
		return
	}
	tries := o.failed(trunk.Failed)
	channel := a.name(outName)
	over, ok := a.e.trunks.Claim(channel, tries, true, a.e.cfg.Now())
	if !ok {
		a.ringLimit(o, left, a.ringOver)
		return
	}
	a.log.Warn("a trunk takes an emergency call and says no more", "trunk", o.trunk, "number", o.number)
	a.letOut(o)
	a.dialOver(over, &out{
		channel: channel, number: o.number, turn: o.turn, trunk: over.Name, tries: tries,
		marked: true, stasis: make(signal), made: make(chan struct{}),
	})
}

// ringOver: nobody answered in time. What has not even rung is the trunk's failure.
// While the link is down it may have answered.
func (a *actor) ringOver(o *out) {
	switch {
	case !a.e.link.isOpen():
		a.e.spawn(func() {
			if a.e.link.wait(o.ctx) == nil { // what was missed is posted before it opens
				a.whileCalled(o, a.ringOver)
			}
		})
	case !o.rang && !o.early:
		a.outEnded(o, trunk.Failed)
	default:
		_ = a.happen(call.RingOver{Turn: o.turn}) // refused when the call has moved on
	}
}
