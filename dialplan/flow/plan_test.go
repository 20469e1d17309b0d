package flow

import (
	"strings"
	"time"

	"hotline1022/dialplan"
)

// city is a plan with every kind of node.
func city() *dialplan.Plan {
	all := []dialplan.Span{{From: 7 * time.Hour, To: 22 * time.Hour}}
	week := map[time.Weekday][]dialplan.Span{}
	for d := time.Sunday; d <= time.Saturday; d++ {
		week[d] = all
	}
	return &dialplan.Plan{
		Version: "0123456789abcdef", Zone: time.UTC,
		Numbers: map[string]dialplan.NodeID{"02251022": "greeting", "*": "hours"},
		Hours:   map[string]dialplan.Hours{"day": {Week: week}},
		Queues: map[string]dialplan.Queue{
			"desk": {
				MaxWait: 5 * time.Minute, MaxLength: 10,
				Comfort: dialplan.Comfort{Welcome: "welcome", Every: time.Minute, Position: true, Wait: true, Prompt: "busy"},
			},
			"second": {},
		},
		OnCall:    map[string][]string{"duty": {"0225300001", "0225300002"}, "none": {}, "brigade": {"0225300114"}},
		Emergency: map[string]dialplan.Emergency{"114": {Name: "Fire", Number: "114", OnCall: "brigade"}},
		Nodes: map[dialplan.NodeID]dialplan.Node{
			"greeting": dialplan.Play{Prompts: []string{"hello", "recorded"}, Barge: true, Next: "storm"},
			"storm": dialplan.Announcement{
				Offer: "join-offer", OfferUnsent: "report-offer", Join: "1", Skip: "2", Timeout: 3 * time.Second, Done: "joined", Unsent: "joined-only", Joined: "bye", Next: "hours",
			},
			"hours": dialplan.HoursNode{Hours: "day", Open: "main", Closed: "message"},
			"main": dialplan.Menu{
				Prompts: []string{"menu"}, Barge: true, Timeout: 5 * time.Second, Between: 2 * time.Second,
				Keys: map[string]dialplan.NodeID{"1": "queue", "2": "lookup", "3": "slow", "9": "main", "0": "fire", "11": "survey", "114": "fire"},
				// "1" waits for a longer choice, "3" does not.
				Wrong: "wrong", Silent: "silent", Repeats: 2, Failed: "queue",
			},
			"slow":     dialplan.Menu{Prompts: []string{"slow-menu"}, Keys: map[string]dialplan.NodeID{"1": "message", "2": "again"}, Failed: "bye"},
			"again":    dialplan.GoTo{To: "slow"},
			"queue":    dialplan.QueueNode{Queue: "desk", Offers: map[string]dialplan.NodeID{"1": "callback"}, Say: "offer", Nobody: "duty", Overflow: "second", After: "survey"},
			"second":   dialplan.QueueNode{Queue: "second", Priority: 2, Skills: []string{"lang:en"}},
			"urgent":   dialplan.QueueNode{Queue: "second", Priority: dialplan.Urgent, Nobody: "duty"},
			"lookup":   dialplan.LookUp{Ask: "code", Timeout: 5 * time.Second, Repeats: 1, NotFound: "no-such", Next: "main", Failed: "queue"},
			"fire":     dialplan.Dial{Say: "putting-through", Emergency: "114", Ring: 20 * time.Second, Failed: "duty"},
			"duty":     dialplan.Dial{OnCall: "duty", Ring: 25 * time.Second, Failed: "message"},
			"nobody":   dialplan.Dial{OnCall: "none", Failed: "bye"},
			"callback": dialplan.CallBack{Offer: "call-you", AskOther: "which-number", Done: "will-call", Timeout: 4 * time.Second, Next: "bye", Back: "queue"},
			"message":  dialplan.Message{Say: "leave", Limit: time.Minute, Silence: 4 * time.Second, Again: "louder", Done: "kept", Unsent: "kept-only", Next: "bye"},
			"survey":   dialplan.Survey{Ask: "mark", Keys: "12345", Timeout: 5 * time.Second, Done: "thanks"},
			"bye":      dialplan.HangUp{Say: "goodbye"},
		},
	}
}

var noon = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

// caller is one walk through the plan.
type caller struct {
	Flow
	State
	now     time.Time
	effects []Effect // of the last event
}

func newCaller() *caller {
	return &caller{Flow: Flow{Plan: city(), Callable: true, SMS: true, Number: mobile}, now: noon}
}

// mobile stands for what can be called back.
func mobile(typed string) string {
	if len(typed) == 10 && strings.HasPrefix(typed, "09") {
		return typed
	}
	return ""
}

func (c *caller) step(ev Event) { c.State, c.effects = c.Step(c.State, c.now, ev) }

// after lets time pass before the event.
func (c *caller) after(d time.Duration, ev Event) { c.now = c.now.Add(d); c.step(ev) }

// at brings a caller to the beginning of a node.
func at(node dialplan.NodeID) *caller {
	c := newCaller()
	c.Plan.Numbers["test"] = node
	c.step(Begin{To: "test"})
	return c
}

// said lets what is being said be heard to its end.
func (c *caller) said() *caller { c.step(Played{Turn: c.Turn}); return c }

// settled lets so much time pass that a key is meant for what is asked now.
func (c *caller) settled() *caller { c.now = c.now.Add(settle); return c }

func (c *caller) keys(keys string) *caller {
	for _, k := range keys {
		c.step(Key{string(k)})
	}
	return c
}

// busy answers that somebody is there, who takes no calls at present.
func (c *caller) busy() *caller { c.step(QueueIs{Turn: c.Turn, SignedIn: 1}); return c }

// free answers that the queue has place and an operator.
func (c *caller) free() *caller {
	c.step(QueueIs{Turn: c.Turn, SignedIn: 2, AtWork: 1, Ready: 1})
	return c
}
