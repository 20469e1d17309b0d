package recordings

import (
	"regexp"
	"strconv"
	"time"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/telephony/call"
)

// note is what Asterisk's own dialplan wrote down about a call, completed by
// what the files' names and times tell when it is damaged or missing.
type note struct {
	asteriskconf.CallFile
	id     call.ID
	last   time.Time // when the files last changed
	silent bool      // MixMonitor never began a file
}

// readNote never fails: a call that left no readable .call file is still a call.
func (s spool) readNote(id call.ID) note {
	n := note{id: id, last: s.closedAt(own(id)), silent: !s.hasAny(own(id), endCitizen, endStaff)}
	n.CallFile, _ = asteriskconf.ReadCall(string(s), string(id))
	if n.At.IsZero() {
		n.At = startOf(id, n.last)
	}
	return n
}

// uniqueID is Asterisk's: systemname-epoch.n.
var uniqueID = regexp.MustCompile(`^.*-([0-9]{9,11})\.[0-9]+$`)

// startOf reads the second of a call's beginning from its ID.
func startOf(id call.ID, otherwise time.Time) time.Time {
	m := uniqueID.FindStringSubmatch(string(id))
	if m == nil {
		return otherwise
	}
	seconds, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return otherwise
	}
	return time.Unix(seconds, 0).UTC()
}

// entry is the journal entry for what the note tells: the same note always gives the same
// ID, so that repeating is harmless.
func (n note) entry(node string, kind call.Kind, at time.Time, data any) call.Entry {
	return n.nth(0, node, kind, at, data)
}

// nth is entry for what may happen several times in a call.
func (n note) nth(i int, node string, kind call.Kind, at time.Time, data any) call.Entry {
	return call.Entry{ID: call.OnceID(n.id, kind, i), At: at, Node: node, Kind: kind, Call: n.id, Data: data}
}

// arrival are the entries for a call that the journal does not know.
func (n note) arrival(node string) []call.Entry {
	arrived := call.Arrived{From: n.From, To: n.To}
	if n.Withheld {
		arrived = call.Arrived{To: n.To, Withheld: true, Asserted: n.From}
	}
	entries := []call.Entry{n.entry(node, call.KindArrived, n.At, arrived)}
	for _, at := range []time.Time{n.Full, n.Fallback} { // either answers, and a call meets one of them
		if !at.IsZero() {
			entries = append(entries, n.entry(node, call.KindAnswered, at, nil))
		}
	}
	return entries
}

// rest are the entries for what nobody observed: the fallback with its duty phones
// and its message, and the call's end.
func (n note) rest(node string) []call.Entry {
	entries := append(n.fallback(node), n.message(node)...)
	return append(entries, n.ending(node))
}

// fallback are the entries for the call's way through the dialplan's fallback. Of a
// duty phone that answers only the call to it has a time.
func (n note) fallback(node string) []call.Entry {
	if n.Fallback.IsZero() {
		return nil
	}
	entries := []call.Entry{n.entry(node, call.KindFallback, n.Fallback, nil)}
	for i, d := range n.Duty {
		entries = append(entries, n.nth(i, node, call.KindForwarding, d.At, call.Forward{Number: d.To}))
		if n.DutyAnswered && i == len(n.Duty)-1 {
			entries = append(entries, n.nth(i, node, call.KindForwarded, d.At, call.Forward{Number: d.To, Trunk: d.Trunk}))
		}
	}
	return entries
}

// message is the entry for the message that the fallback took, if it took one.
func (n note) message(node string) []call.Entry {
	if n.Message.IsZero() {
		return nil
	}
	left := call.MessageLeft{Begin: n.Message, End: n.MessageEnd, EndedBy: n.MessageEndedBy}
	if left.End.IsZero() { // Asterisk was killed; what it had recorded until then is there
		left.End, left.EndedBy = n.last, call.MessageEndedHangup
	}
	entry := n.entry(node, call.KindMessageLeft, left.End, left)
	entry.ID = left.EntryID(n.id)
	return []call.Entry{entry}
}

// ending is the entry for the end of a call that nobody observed.
func (n note) ending(node string) call.Entry {
	at := n.End
	if at.IsZero() {
		at = n.last
	}
	if at.Before(n.At) {
		at = n.At
	}
	return n.entry(node, call.KindEnded, at, n.ended())
}

// Q.850 causes.
const (
	causeNone       = 0 // Asterisk's, when a caller who waits hangs up
	causeNormal     = 16
	causeNetworkLow = 34 // circuits and network out of order, congestion: 34 to 47
	causeNetworkTop = 47
)

func (n note) ended() call.Ended {
	e := call.Ended{Class: call.EndCitizen, Reason: call.ReasonUnobserved, Cause: n.Cause}
	switch {
	case n.End.IsZero() && n.silent && n.Fallback.IsZero() && n.Full.IsZero():
		// The caller hung up before the dialplan's second step: nothing but the first ran.
	case n.End.IsZero():
		e.Class, e.Reason = call.EndSystem, call.ReasonAsteriskLost
	case !n.Full.IsZero() || !n.Fallback.IsZero():
		e.Reason = call.ReasonFallback
		if !n.Full.IsZero() {
			e.Reason = call.ReasonLinesFull
		}
		if n.MessageEndedBy != "" && n.MessageEndedBy != "hangup" {
			e.Class = call.EndSystem // we thanked and hung up
		}
	case n.Cause >= causeNetworkLow && n.Cause <= causeNetworkTop:
		e.Class = call.EndCarrier
	case n.Cause != causeNormal && n.Cause != causeNone:
		e.Class = call.EndSystem
	}
	return e
}
