package flow

import (
	"strings"

	"hotline1022/dialplan"
)

// What a caller is asked by keys.

const (
	// longest is what nobody types who means a code or a number.
	longest = 20
	// otherTries is how often another number is asked for.
	otherTries = 2
	// incidents is how many open incidents a caller has to hear.
	incidents = 3
)

// typed takes one more key of a code or number: # ends it, * begins it anew.
func (r *run) typed(digit string) (complete bool) {
	r.hush()
	switch digit {
	case "#":
		return true
	case "*":
		r.s.Keys = ""
	default:
		r.s.Keys += digit
		if len(r.s.Keys) >= longest {
			return true
		}
	}
	r.listen(r.timeout())
	return false
}

func (r *run) lookUpKey(digit string) {
	if r.typed(digit) {
		r.lookUp(r.node().(dialplan.LookUp))
	}
}

// lookUp asks for the ticket whose code was typed.
func (r *run) lookUp(n dialplan.LookUp) {
	if r.s.Keys == "" {
		r.lookUpAgain(n)
		return
	}
	r.ask(func(turn int) Effect { return AskTicket{turn, r.s.Keys} })
}

func (r *run) ticketIs(e TicketIs) {
	n, ok := r.node().(dialplan.LookUp)
	switch {
	case !ok:
	case e.Away:
		r.do(LookedUp{Away: true})
		r.enter(n.Failed)
	case e.State == "":
		r.do(LookedUp{}) // what was typed may be anything, a number of their own too
		r.lookUpAgain(n, n.NotFound)
	default:
		code := r.s.Keys
		r.do(LookedUp{Code: code})
		r.s.Keys, r.s.Phase, r.s.Then = "", PhaseLast, n.Next
		r.s.Turn++
		r.do(Play{r.s.Turn, []Sound{Ticket{code, e.State}}})
	}
}

func (r *run) lookUpAgain(n dialplan.LookUp, why ...string) {
	r.s.Keys = ""
	if r.s.Tries >= n.Repeats {
		r.last(n.Failed, why...)
		return
	}
	r.s.Tries++
	r.speak(append(prompts(why...), prompts(n.Ask)...)...)
}

// callBack offers it, or asks for the number that nobody can know.
func (r *run) callBack(n dialplan.CallBack) {
	r.settles()
	if r.Callable {
		r.speak(prompts(n.Offer)...)
		return
	}
	r.askOther(n)
}

func (r *run) askOther(n dialplan.CallBack) {
	r.s.Other, r.s.Keys = true, ""
	r.settles()
	r.speak(prompts(n.AskOther)...)
}

// callBackKey: 1 for the number that they call from, 2 for another; anything else
// is no wish for it. No number that can be called begins with the keys that lead here.
func (r *run) callBackKey(n dialplan.CallBack, digit string) {
	if r.s.Other {
		if r.s.Keys == "" && strings.Contains("12*#", digit) && r.bounced() {
			return
		}
		if r.typed(digit) {
			r.otherNumber(n)
		}
		return
	}
	if (digit == "1" || digit == "2") && r.bounced() {
		return
	}
	r.hush()
	switch digit {
	case "1":
		r.do(CallBack{})
		r.last(n.Next, n.Done)
	case "2":
		r.askOther(n)
	default:
		r.enter(n.Back)
	}
}

func (r *run) callBackLate(n dialplan.CallBack) {
	if r.s.Other && r.s.Keys != "" {
		r.otherNumber(n)
		return
	}
	r.enter(n.Back)
}

func (r *run) otherNumber(n dialplan.CallBack) {
	if number := r.number(); number != "" {
		r.do(CallBack{number})
		r.s.Keys = ""
		r.last(n.Next, n.Done)
		return
	}
	if r.s.Tries++; r.s.Tries >= otherTries {
		r.s.Keys = ""
		r.enter(n.Back)
		return
	}
	r.askOther(n)
}

func (r *run) number() string {
	if r.Number == nil {
		return ""
	}
	return r.Number(r.s.Keys)
}

// surveyKey: a key that is no mark is heard as a slip, once.
func (r *run) surveyKey(n dialplan.Survey, digit string) {
	r.hush()
	switch {
	case strings.Contains(n.Keys, digit):
		r.do(Rated{digit})
		r.last(n.Next, n.Done)
	case r.s.Tries > 0:
		r.enter(n.Next)
	default:
		r.s.Tries++
		r.speak(prompts(n.Ask)...)
	}
}

func (r *run) incidentIs(e IncidentIs) {
	n, ok := r.node().(dialplan.Announcement)
	switch {
	case !ok:
	case e.ID == "":
		r.enter(n.Next)
	default:
		r.s.Incident, r.s.Keys = e.ID, ""
		r.s.Told = e.Words == ""
		if r.s.Told {
			r.offerJoin(n)
			return
		}
		r.speak(File(e.Words))
	}
}

// offerJoin says what the keys mean.
func (r *run) offerJoin(n dialplan.Announcement) {
	r.s.Told = true
	r.settles()
	r.speak(prompts(r.reached(n.Offer, n.OfferUnsent))...)
}

// announcementKey: joining ends most calls. So nobody does who has not been told what the
// key means: then it only cuts the words short.
func (r *run) announcementKey(n dialplan.Announcement, digit string) {
	switch {
	case digit != n.Join:
		r.hush()
		r.nextIncident()
		return
	case !r.s.Told:
		r.hush()
		r.offerJoin(n)
		return
	case r.bounced():
		return
	}
	r.hush()
	r.do(Joined{r.s.Incident, digit})
	r.last(n.Joined, r.reached(n.Done, n.Unsent))
}

// nextIncident goes on to what else is going on in the city.
func (r *run) nextIncident() {
	if r.s.Tries++; r.s.Tries >= incidents {
		r.enter(r.node().(dialplan.Announcement).Next)
		return
	}
	after := r.s.Incident
	r.ask(func(turn int) Effect { return AskIncident{turn, after} })
}
