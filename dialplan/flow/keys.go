package flow

import (
	"strings"
	"time"

	"hotline1022/dialplan"
)

// settle is how long after a question began, and after each key in that time, a key is
// still taken for one of those that led there: pressed once more, or part of 113.
const settle = 1500 * time.Millisecond

// settles begins that time.
func (r *run) settles() { r.s.Deaf = r.now.Add(settle).UnixMilli() }

// bounced says whether a key that would decide something is of that time, and prolongs it.
func (r *run) bounced() bool {
	if r.now.UnixMilli() >= r.s.Deaf {
		return false
	}
	r.settles()
	return true
}

// timeout is how long the node waits for a first key.
func (r *run) timeout() time.Duration {
	var limit time.Duration
	switch n := r.node().(type) {
	case dialplan.Menu:
		limit = n.Timeout
	case dialplan.LookUp:
		limit = n.Timeout
	case dialplan.CallBack:
		limit = n.Timeout
	case dialplan.Survey:
		limit = n.Timeout
	case dialplan.Announcement:
		limit = n.Timeout
	}
	if limit <= 0 {
		return defaultTimeout
	}
	return limit
}

// key lets the caller's key mean what it means where they are.
func (r *run) key(digit string) {
	if len(digit) != 1 || !strings.Contains("0123456789*#ABCD", digit) {
		return
	}
	switch n := r.node().(type) {
	case dialplan.Play:
		if n.Barge && r.s.Phase == PhaseSpeak {
			r.hush()
			r.s.Keys += digit
			r.enter(n.Next)
		}
	case dialplan.Menu:
		r.menuKey(n, digit)
	case dialplan.QueueNode:
		r.queueKey(n, digit)
	case dialplan.Message:
		if r.s.Begun && r.s.Phase != PhaseLast && digit == "#" {
			r.hush()
			r.endMessage(EndKey)
		}
	case dialplan.LookUp:
		if r.listens() {
			r.lookUpKey(digit)
		}
	case dialplan.CallBack:
		if r.listens() {
			r.callBackKey(n, digit)
		}
	case dialplan.Survey:
		if r.listens() {
			r.surveyKey(n, digit)
		}
	case dialplan.Announcement:
		if r.listens() {
			r.announcementKey(n, digit)
		}
	}
}

// listens says whether a question to the caller stands: while it is being asked,
// which a key cuts short, or after.
func (r *run) listens() bool { return r.s.Phase == PhaseSpeak || r.s.Phase == PhaseKeys }

// silent goes on when no (further) key came.
func (r *run) silent() {
	switch n := r.node().(type) {
	case dialplan.Menu:
		r.menuLate(n)
	case dialplan.LookUp:
		r.lookUp(n)
	case dialplan.CallBack:
		r.callBackLate(n)
	case dialplan.Survey:
		r.enter(n.Next)
	case dialplan.Announcement:
		r.nextIncident()
	}
}

// menu says the menu, unless what was typed ahead decides already.
func (r *run) menu(n dialplan.Menu) {
	if n.Barge && r.s.Keys != "" {
		r.choose(n)
		return
	}
	r.s.Keys = ""
	r.speak(prompts(n.Prompts...)...)
}

func (r *run) menuKey(n dialplan.Menu, digit string) {
	switch {
	case r.s.Phase == PhaseSpeak && !n.Barge, !r.listens():
		return
	case r.s.Phase == PhaseSpeak:
		r.hush()
	}
	r.s.Keys += digit
	r.choose(n)
}

// choose takes what was typed, waits for more, or finds that it means nothing.
func (r *run) choose(n dialplan.Menu) {
	_, exact := n.Keys[r.s.Keys]
	longer := false
	taken := ""
	for k := range n.Keys {
		longer = longer || len(k) > len(r.s.Keys) && strings.HasPrefix(k, r.s.Keys)
		if strings.HasPrefix(r.s.Keys, k) && len(k) > len(taken) {
			taken = k
		}
	}
	switch {
	case longer:
		between := n.Between
		if between <= 0 {
			between = defaultBetween
		}
		r.listen(between)
	case exact, taken != "":
		r.s.Keys = r.s.Keys[len(taken):]
		r.enter(n.Keys[taken])
	default:
		r.menuAgain(n, n.Wrong)
	}
}

// menuLate: the first key did not come, or no further one did.
func (r *run) menuLate(n dialplan.Menu) {
	if r.s.Keys == "" {
		r.menuAgain(n, n.Silent)
		return
	}
	for cut := len(r.s.Keys); cut > 0; cut-- {
		if to, ok := n.Keys[r.s.Keys[:cut]]; ok {
			r.s.Keys = r.s.Keys[cut:]
			r.enter(to)
			return
		}
	}
	r.menuAgain(n, n.Wrong)
}

// menuAgain says the menu once more, or gives up.
func (r *run) menuAgain(n dialplan.Menu, why string) {
	r.s.Keys = ""
	if r.s.Tries >= n.Repeats {
		r.last(n.Failed, why)
		return
	}
	r.s.Tries++
	r.speak(append(prompts(why), prompts(n.Prompts...)...)...)
}
