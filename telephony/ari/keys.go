package ari

import "time"

// keyPause is what no finger undercuts between releasing a key and pressing it
// again. Asterisk puts a pause between two keys that it plays (AST_MIN_DTMF_GAP, 45
// ms), and begins the second with a frame of 20 ms: so late may the second report
// of one press come. A machine that dials faster than that loses a doubled digit.
const keyPause = 65 * time.Millisecond

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
