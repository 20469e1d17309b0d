package ari

import "time"

// keyPause is what no press undercuts: half of the shortest pause that exchanges
// must tell apart (ITU-T Q.24: 40 ms), for the jitter. Asterisk may put its own 45 ms
// between the two reports (AST_MIN_DTMF_GAP); such a pair stays two keys, because a
// machine dials as fast, and 113, 114 and 115 must not lose their second 1.
const keyPause = 20 * time.Millisecond

// presses drops the second report of one press. A carrier may send it both by RFC
// 4733 and by SIP INFO; Asterisk plays one after the other to us, each with the
// length that its sender gave it, so they overlap: the second began before the
// first had ended.
type presses map[string]press // by channel

type press struct {
	digit string
	end   time.Time
}

// again says that e reports a press that was reported before, and remembers it.
func (p presses) again(e Event) bool {
	switch e := e.(type) {
	case ChannelDtmfReceived:
		last := p[e.Channel.ID]
		begin := e.At.Add(-time.Duration(e.DurationMs) * time.Millisecond)
		p[e.Channel.ID] = press{e.Digit, e.At}
		return last.digit == e.Digit && begin.Before(last.end.Add(keyPause))
	case ChannelDestroyed:
		delete(p, e.Channel.ID)
	}
	return false
}
