package trunk

import (
	"sync"
	"time"
)

// Line is a trunk as it is configured.
type Line struct {
	Name   string
	Limit  int    // of simultaneous calls, both directions; 0: none
	Number string // that calls out show; "": the carrier's choice
	// Asserted, Address: see Trunk.
	Asserted, Address string
	// Watched is how often its contact is asked by OPTIONS; 0: never, and what is
	// heard of it does not count.
	Watched time.Duration
	// Registers: we register with it, and what came of that counts.
	Registers bool
}

// Channel is a channel of Asterisk's that runs over a trunk.
type Channel struct{ ID, Trunk string }

// Board is what is known of all trunks.
type Board struct {
	mu       sync.Mutex
	lines    []*line
	channels map[string]held // by channel ID
}

// line is one trunk's state; lines never change their order.
type line struct {
	Line
	contact  report // of OPTIONS
	register report
	state    State
	reason   Reason
	since    time.Time
}

// report is the last word about one side of a trunk.
type report struct {
	known  bool
	ok     bool
	reason Reason // why not ok
}

// held is a channel that exists, or a claim to one.
type held struct {
	trunk string
	at    time.Time // of the claim; zero: the channel was seen
}

// NewBoard makes a board of lines, in their order of preference. Nothing is known
// of them at first.
func NewBoard(lines []Line, now time.Time) *Board {
	b := &Board{channels: map[string]held{}}
	for _, l := range lines {
		n := &line{Line: l, since: now}
		n.settle(now)
		b.lines = append(b.lines, n)
	}
	return b
}

// Lines are the trunks as configured, in their order.
func (b *Board) Lines() []Line {
	all := make([]Line, 0, len(b.lines)) // their configuration never changes
	for _, l := range b.lines {
		all = append(all, l.Line)
	}
	return all
}

// Trunks are all trunks as they stand, in their order.
func (b *Board) Trunks() []Trunk {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.trunks()
}

func (b *Board) trunks() []Trunk {
	calls := make(map[string]int, len(b.lines))
	for _, h := range b.channels {
		calls[h.trunk]++
	}
	all := make([]Trunk, 0, len(b.lines))
	for _, l := range b.lines {
		all = append(all, Trunk{
			Name: l.Name, State: l.state, Since: l.since, Reason: l.reason,
			Calls: calls[l.Name], Limit: l.Limit, Number: l.Number, Asserted: l.Asserted, Address: l.Address,
		})
	}
	return all
}

// Claim chooses as [Next] does, and counts the call on the trunk chosen from now
// on. channel is the ID that the call's channel will have.
func (b *Board) Claim(channel string, tries []Try, urgent bool, now time.Time) (chosen Trunk, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	chosen, ok = Next(b.trunks(), tries, urgent)
	if ok {
		b.channels[channel] = held{chosen.Name, now}
	}
	return chosen, ok
}

// Ready says whether a call out that is not urgent would find a trunk now.
func (b *Board) Ready() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, ok := Next(b.trunks(), nil, false)
	return ok
}

// Release ends a channel, or a claim to one that did not come to be. A channel
// that is not known is none of ours.
func (b *Board) Release(channel string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.channels, channel)
}

// Opened counts a channel that came into being.
func (b *Board) Opened(c Channel) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.find(c.Trunk) != nil {
		b.channels[c.ID] = held{trunk: c.Trunk}
	}
}

// Listed says which channels there were at a moment: those that are not among
// them are gone, but for claims made since.
func (b *Board) Listed(all []Channel, at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for id, h := range b.channels {
		if !h.at.After(at) {
			delete(b.channels, id)
		}
	}
	for _, c := range all {
		if b.find(c.Trunk) != nil {
			b.channels[c.ID] = held{trunk: c.Trunk}
		}
	}
}

// Contact says whether a trunk answers OPTIONS. It returns what changed by it, if
// anything.
func (b *Board) Contact(name string, answers bool, now time.Time) (Change, bool) {
	return b.heard(name, now, func(l *line) { l.contact = report{true, answers, Silent} })
}

// Registration says whether we are registered with a trunk, and why not.
func (b *Board) Registration(name string, registered bool, why Reason, now time.Time) (Change, bool) {
	return b.heard(name, now, func(l *line) { l.register = report{true, registered, why} })
}

// Forget: the link to Asterisk is lost, and with it all that was known of lines.
// Channels stay until they are listed again.
func (b *Board) Forget(now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, l := range b.lines {
		l.contact, l.register = report{}, report{}
		l.settle(now)
	}
}

// ForgetRegistrations: what is known of them is too old.
func (b *Board) ForgetRegistrations(now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, l := range b.lines {
		l.register = report{}
		l.settle(now)
	}
}

// Change is a trunk's new state.
type Change struct {
	Trunk    string
	From, To State
	Reason   Reason
}

func (b *Board) heard(name string, now time.Time, note func(*line)) (Change, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.find(name)
	if l == nil {
		return Change{}, false
	}
	before := l.state
	note(l)
	l.settle(now)
	return Change{Trunk: name, From: before, To: l.state, Reason: l.reason}, l.state != before
}

func (b *Board) find(name string) *line {
	for _, l := range b.lines {
		if l.Name == name {
			return l
		}
	}
	return nil
}

// settle derives the state from the reports: one that says no is enough for Down,
// each that counts must say yes for Up.
func (l *line) settle(now time.Time) {
	state, reason := l.judge()
	if state != l.state {
		l.since = now
	}
	l.state, l.reason = state, reason
}

func (l *line) watched() bool { return l.Watched > 0 }

func (l *line) judge() (State, Reason) {
	switch {
	case l.watched() && l.contact.known && !l.contact.ok:
		return Down, l.contact.reason
	case l.Registers && l.register.known && !l.register.ok:
		return Down, l.register.reason
	case !l.watched() && !l.Registers:
		return Unknown, NotSupervised
	case l.watched() && !l.contact.known, l.Registers && !l.register.known:
		return Unknown, NotHeard
	default:
		return Up, ""
	}
}
