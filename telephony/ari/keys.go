package ari

import (
	"slices"
	"time"
)

// What Asterisk keeps to when it reads keys (main/channel.c, __ast_read, 22.10.1).
const (
	keyGap   = 45 * time.Millisecond // between two keys: AST_MIN_DTMF_GAP
	keyLeast = 80 * time.Millisecond // a key that it plays out itself: mindtmfduration
	keyLate  = 20 * time.Millisecond // it looks with each frame
	keyBurst = 2 * time.Millisecond  // what was held up comes in one go, each for the first time; and the reports' own rounding
)

// presses drops Asterisk's second report of one press.
//
// Asterisk plays a key out itself when it did not see how it began (by SIP INFO, or
// because it came within keyGap of the one before, as after a stall or on a line with
// jitter), and what ends meanwhile waits its turn. A key that waits is reported
// (ChannelDtmfReceived) when it comes and, with the same length, when its turn has come:
// keyGap after the key before was heard, or was played out. Once behind, every key of
// somebody who dials fast is reported twice, the second time beside the next key's first.
//
// So only what can have waited is looked for again, and only while its turn can come. Of
// people's presses, 65 ms and more apart, none is lost so while the line delivers evenly
// within 50 ms; of 300 callers with twelve presses each, during which Asterisk stood still
// for 200 ms, two lost one (keys_test.go). No guess is made about a carrier that tells each press both by RFC 4733 and
// by SIP INFO: its trunk is to say `keys: info` (package asterisk-conf).
type presses map[string]*pressed // by channel

type press struct {
	digit    string
	lengthMs int
}

type pressed struct {
	press             // the last one whose turn has come
	at      time.Time // it was reported
	twice   bool      // and before
	waiting []press   // reported since, and perhaps again when their turn has come
	latest  time.Time // any report
}

// again says that e reports a press that was reported before, and remembers it.
func (p presses) again(e Event) bool {
	switch e := e.(type) {
	case ChannelDtmfReceived:
		key := press{e.Digit, e.DurationMs}
		last, ok := p[e.Channel.ID]
		if !ok {
			p[e.Channel.ID] = &pressed{press: key, at: e.At, latest: e.At}
		}
		return ok && last.again(key, e.At)
	case ChannelDestroyed:
		delete(p, e.Channel.ID)
	}
	return false
}

func (p *pressed) again(key press, at time.Time) bool {
	since, atOnce := at.Sub(p.at), at.Sub(p.latest) < keyBurst
	p.latest = at
	turn := max(time.Duration(p.lengthMs)*time.Millisecond, keyLeast) + keyGap // of whoever waits for a key that is played out
	switch i := slices.Index(p.waiting, key); {
	case atOnce:
	case key == p.press && !p.twice && len(p.waiting) == 0 && since <= keyGap+keyLate:
		p.at, p.twice = at, true // it was behind itself
		return true
	case i >= 0 && since <= turn+2*keyLate && (!p.twice || since > turn-keyBurst): // what came twice is played out
		*p = pressed{key, at, true, p.waiting[i+1:], at} // those before it did not wait
		return true
	}
	if since < turn+keyLate {
		p.waiting = append(p.waiting, key)
	} else {
		*p = pressed{key, at, false, nil, at}
	}
	return false
}
