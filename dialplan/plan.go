package dialplan

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// NodeID names a node within a plan: [a-z0-9-]{1,40}.
type NodeID string

// Plan is one version of what callers meet.
type Plan struct {
	// Version is the first 16 hexadecimal digits of the source's SHA-256.
	Version string
	// Zone is where hours are meant.
	Zone *time.Location
	// Numbers leads from a dialled number (digits only) to the first node; "*" is
	// for every other.
	Numbers map[string]NodeID
	Hours   map[string]Hours
	Prompts map[string]Prompt
	Queues  map[string]Queue
	OnCall  map[string][]string // lists of telephone numbers, rung in this order
	// Emergency is whom a caller is put through to when it is urgent: by the number that
	// citizens know ("113"), or by a name of ours where only a duty list is rung ("dien").
	Emergency map[string]Emergency
	Nodes     map[NodeID]Node
	Fallback  Fallback
}

// Fallback is what Asterisk does by itself when no controller takes a call: the
// notice, the duty phones in turn, a message.
type Fallback struct {
	Notice string // prompt
	OnCall string // list; "": straight to the message
	Ring   time.Duration
	Ask    string // prompt before the message
	Limit  time.Duration
	// Silence is the pause that ends the message.
	Silence time.Duration
	Thanks  string // prompt after it
}

// Prompt is what is said. Its sound file has the prompt's name.
type Prompt struct {
	Vi     string // as written
	Spoken string // as the synthesiser should read it; "": as Vi
	En     string // for those who do not read Vietnamese
}

// Words are what is heard of it.
func (p Prompt) Words() string {
	if p.Spoken != "" {
		return p.Spoken
	}
	return p.Vi
}

// Audible: of signs alone ("...", "—") nothing is heard.
func (p Prompt) Audible() bool { return strings.ContainsFunc(p.Words(), unicode.IsLetter) }

// Speakable: digits would be read as one big number.
func (p Prompt) Speakable() bool { return !strings.ContainsAny(p.Words(), "0123456789") }

// Emergency is a service that a caller may be put through to, by the menu or by an
// operator (F8).
type Emergency struct {
	Name   string // in Vietnamese: operators choose by it
	En     string // the same in English; "": the Vietnamese one is shown
	Number string // what the trunk dials first; "": OnCall alone
	OnCall string // list that is rung after it; "": none
}

// Service is the telephones of an emergency service, in the order in which they are
// rung; none: there is no such service.
func (p *Plan) Service(id string) []string {
	e := p.Emergency[id]
	var numbers []string
	if e.Number != "" {
		numbers = append(numbers, e.Number)
	}
	return append(numbers, p.OnCall[e.OnCall]...)
}

// EmergencyNumber says whether a service is one that answers a number which citizens know
// ("113"), as its name says then; all others are duty lists with a name of ours.
func (p *Plan) EmergencyNumber(id string) bool {
	_, known := p.Emergency[id]
	return known && strings.Trim(id, "0123456789") == ""
}

// Dials says whether a telephone number, as form writes it, is one that the plan
// names: nothing else is called for a caller's sake.
func (p *Plan) Dials(number string, form func(string) string) bool {
	is := func(named string) bool { return named != "" && form(named) == number }
	for _, e := range p.Emergency {
		if is(e.Number) {
			return true
		}
	}
	for _, list := range p.OnCall {
		if slices.ContainsFunc(list, is) {
			return true
		}
	}
	return false
}

// Span is a time of day, [From, To), as time since midnight; To may be 24 h.
type Span struct{ From, To time.Duration }

// Hours says when something is open. Days that are not named are closed.
type Hours struct {
	Week map[time.Weekday][]Span
	// Dates override the week: public holidays (empty: closed all day) and
	// working days in their place. Key: 2006-01-02.
	Dates map[string][]Span
}

// Open says whether t, in zone, lies within the hours.
func (h Hours) Open(t time.Time, zone *time.Location) bool {
	t = t.In(zone)
	spans, named := h.Dates[t.Format(time.DateOnly)]
	if !named {
		spans = h.Week[t.Weekday()]
	}
	// Wall-clock time, not elapsed: a day may have 23 hours where clocks change.
	at := time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute +
		time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
	for _, s := range spans {
		if s.From <= at && at < s.To {
			return true
		}
	}
	return false
}

// Urgent is the priority of an emergency, before all others.
const Urgent = 9

// Strategy is how a queue chooses among operators who could take a call.
type Strategy string

const (
	LongestIdle Strategy = "longest-idle" // who has been ready longest
	FewestCalls Strategy = "fewest-calls" // who has had the fewest calls today, then longest idle
	RoundRobin  Strategy = "round-robin"  // who comes after the last one served, in order of name
	BySkill     Strategy = "skills"       // the best match of the call's wishes, then longest idle; telephony/queue says how long a wish is waited for
)

// Queue is a waiting line.
type Queue struct {
	Strategy Strategy
	Music    string // class of musiconhold.conf
	// Comfort is what is said to those who wait; zero durations: never.
	Comfort Comfort
	// MaxWait sends a caller who waited so long to the queue node's Overflow; 0: never.
	MaxWait time.Duration
	// MaxLength sends a caller who would be more than the MaxLength-th there at once; 0: no limit.
	MaxLength int
	WrapUp    time.Duration // limit of after-call work; 0: none
	// MaxShare is how many calls one operator may take of this queue in an hour; 0: no limit.
	MaxShare int
	// AnswerWithin is how soon a caller should be with an operator: what the day's service
	// level is measured by; 0: 20 s.
	AnswerWithin time.Duration
}

// Target is how soon a caller should be with an operator.
func (q Queue) Target() time.Duration { return cmp.Or(q.AnswerWithin, 20*time.Second) }

// Comfort is the announcements in a queue.
type Comfort struct {
	Welcome  string        // prompt on entering while nobody is free; "": none
	Every    time.Duration // between two announcements
	Position bool          // "you are number three"
	Wait     bool          // the expected wait as a range; silence when unreliable
	Prompt   string        // said in every announcement, before those; "": none
}

// Node is a place in the plan: one of the types below.
type Node interface {
	// Kind is the node's key in the file: "play", "menu", …
	Kind() string
	// Exits are all ways out, in the order of the picture.
	Exits() []Exit
	// Says are the names of all prompts that the node plays.
	Says() []string
}

// Exit is one way out of a node.
type Exit struct {
	Label string // "1", "timeout", "open", …; "" for the only one
	To    NodeID
	// Free says that a caller who presses nothing and says nothing can come this way.
	Free bool
}

type (
	// Play says something and goes on. Barge lets any key cut it short.
	Play struct {
		Prompts []string
		Barge   bool
		Next    NodeID
	}

	// Menu lets the caller choose by keys. Keys may be longer than one digit: a
	// choice is taken as soon as no longer one can be meant, or Between passes.
	Menu struct {
		Prompts []string
		Barge   bool          // keys are heard while it speaks; otherwise they are dropped
		Timeout time.Duration // for the first key, from the prompt's end
		Between time.Duration // for each further key
		Keys    map[string]NodeID
		Wrong   string // prompt after a key that means nothing; "": none
		Silent  string // prompt after Timeout; "": none
		Repeats int    // how often the menu is said again after Wrong or Silent
		Failed  NodeID // after the last repeat
	}

	// HoursNode looks at the clock.
	HoursNode struct {
		Hours        string
		Open, Closed NodeID
	}

	// QueueNode lets the caller wait for an operator.
	QueueNode struct {
		Queue    string
		Priority int      // -9 to 9: a head start for each step; 9 is an emergency, before all (telephony/queue)
		Skills   []string // wishes: "lang:en", "group:1", "area:le-chan"
		// Offers are keys that do something while the caller waits, besides Say,
		// which is said with every announcement.
		Offers map[string]NodeID
		Say    string
		// Nobody is taken when no operator is signed in (for an emergency: when none takes
		// calls), at once or while the caller waits; "": the caller waits.
		Nobody   NodeID
		Overflow NodeID // after the queue's MaxWait, or beyond its MaxLength
		After    NodeID // when the operator has hung up and the caller stays; "": the call ends
	}

	// LookUp asks for a ticket's code and speaks its state.
	LookUp struct {
		Ask      string // "enter the nine digits, then the hash key"
		Timeout  time.Duration
		Repeats  int
		NotFound string // prompt
		Next     NodeID // after the state was spoken
		Failed   NodeID // no code, or none that exists, after the last repeat
	}

	// Dial puts the caller through to a telephone outside: an emergency service or
	// an on-call list, one number after the other.
	Dial struct {
		Say       string // before it rings; "": nothing
		Emergency string // one of these two
		OnCall    string
		Ring      time.Duration // for each number
		Failed    NodeID        // nobody answered
	}

	// CallBack asks whether the caller wants to be called back in the same turn.
	// From a queue's Offers the place is kept; a number is asked for when the
	// caller's own is withheld or cannot be called.
	CallBack struct {
		Offer    string // prompt: "press 1 to be called back at this number, 2 for another"
		AskOther string
		Done     string
		Timeout  time.Duration
		Next     NodeID // after Done
		Back     NodeID // not wanted
	}

	// Message records what the caller says; it becomes a ticket.
	Message struct {
		Say     string
		Limit   time.Duration
		Silence time.Duration // pause that ends it
		Again   string        // prompt, said once, when nobody is heard; "": none
		Done    string
		Unsent  string // in Done's place for whom no SMS reaches; "": Done
		Next    NodeID
	}

	// Survey asks for a mark by key.
	Survey struct {
		Ask     string
		Keys    string // the keys that are marks: "12345"
		Timeout time.Duration
		Done    string
		Next    NodeID
	}

	// Announcement says what is going on in the city (open incidents), if anything.
	// Join is the key to be told when it is over; any other, or none, goes on.
	Announcement struct {
		Offer string // prompt after the incident's own words
		// OfferUnsent is in Offer's place for whom no SMS reaches: they may report it too,
		// and are promised nothing; "": Offer.
		OfferUnsent string
		Join        string // key
		Skip        string // key
		Timeout     time.Duration
		Done        string // prompt after Join
		Unsent      string // in Done's place for whom no SMS reaches; "": Done
		Joined      NodeID
		Next        NodeID // nothing to announce, or not joined
	}

	// GoTo is another name for a node.
	GoTo struct{ To NodeID }

	// HangUp says a last word and ends the call.
	HangUp struct{ Say string }
)
