package ticket

import (
	"slices"
	"time"

	"hotline1022/internal/lang"
)

// Slip is a transfer slip (phiếu chuyển, Điều 9.3): what a unit is told in writing, because
// nobody there could be spoken with. It says what was known when it was drafted.
type Slip struct {
	Unit         string          `json:"unit"`
	Group        Group           `json:"group"` // 0: not known yet, as what follows may be
	Field        string          `json:"field"`
	Content      string          `json:"content"`
	Address      string          `json:"address"`
	Directive    string          `json:"directive"`
	Urgent       bool            `json:"urgent"`
	Confidential bool            `json:"confidential"`
	Sender       Sender          `json:"sender"` // nobody's, of what is confidential
	Calls        []SlipCall      `json:"calls"`
	Tried        []Attempt       `json:"tried"`
	Recordings   []SlipRecording `json:"recordings"`
	Note         string          `json:"note"`
}

// SlipCall is a call in which it was told.
type SlipCall struct {
	ID        string    `json:"id"`
	From      string    `json:"from"` // "" when withheld, or when the matter is confidential
	StartedAt time.Time `json:"started_at"`
}

// Attempt is a telephone of an officer that was called, and what became of it.
type Attempt struct {
	At       time.Time `json:"at"`
	Unit     string    `json:"unit"`
	UnitName string    `json:"unit_name"`
	Number   string    `json:"number"`
	Officer  string    `json:"officer"`
	Operator string    `json:"operator"`
	Spoke    bool      `json:"spoke"`   // somebody was there, and ready to speak
	Outcome  string    `json:"outcome"` // why it was let go, as the journal has it; "": not yet
}

// SlipRecording refers to what can be heard of it by who may.
type SlipRecording struct {
	ID   string `json:"id"`
	Call string `json:"call"`
	Leg  string `json:"leg"`
}

// SlipSource is all that is known of a matter. Draft is the ticket's, or, of a call
// without one, what the operator has written so far.
type SlipSource struct {
	Unit       string // whom it is for; "": the ticket's unit, or the last that was tried
	Note       string
	Draft      Draft
	Calls      []SlipCall
	Tried      []Attempt
	Recordings []SlipRecording
}

// To is the unit that the slip is for; "": nobody has said, and none was tried.
func (f SlipSource) To() string {
	switch n := len(f.Tried); {
	case f.Unit != "":
		return f.Unit
	case f.Draft.Unit != "" || n == 0:
		return f.Draft.Unit
	default:
		return f.Tried[n-1].Unit
	}
}

// slipless are the states in which no slip takes a ticket to a unit: it was declined, the sender has the answer, or
// another ticket stands for it.
var slipless = append([]State{StateDeclined, StateClosed, StateMerged}, toldStates...)

// MaySlip reports whether a slip may be drafted of a ticket in the state; the web offers it in the same (tickets/slips.tsx).
func (s State) MaySlip() bool { return s.Valid() && !slices.Contains(slipless, s) }

// MaxNote is the longest note on a slip, in characters.
const MaxNote = 2000

// DraftSlip makes the slip, and finds what is wrong with it. Content may be missing as
// long as there is no ticket: the call waits for nobody.
func DraftSlip(from SlipSource, known Known) (Slip, []Fault) {
	c := &checker{}
	d := from.Draft
	s := Slip{
		Unit: from.To(), Calls: from.Calls, Tried: from.Tried, Recordings: from.Recordings,
		Note: c.text("note", from.Note, MaxNote),
	}
	switch {
	case s.Unit == "":
		c.fault("unit", lang.SlipUnit)
	case !known.HasUnit(s.Unit):
		c.fault("unit", lang.TicketUnit)
	}
	d.Content = c.text("content", d.Content, MaxContent)
	d.Address = c.text("address", d.Address, MaxAddress)
	d.Directive = c.text("directive", d.Directive, MaxDirective)
	if _, ok := known.FieldGroup(d.Field); !ok {
		d.Field = ""
	}
	if !d.Group.Valid() {
		d.Group = 0
	}
	if d.Sender == (Sender{}) && len(from.Calls) > 0 {
		d.Sender.Phone = from.Calls[0].From
	}
	d.Sender = sensible(d.Sender)
	return s.fill(d), c.faults
}

// sensible is what makes sense of a sender's data (Điều 7.3) that may be half written.
func sensible(s Sender) Sender {
	c := &checker{}
	s = c.sender(s)
	for _, f := range c.faults {
		switch f.Location {
		case "sender.type":
			s.Type = Individual
		case "sender.name":
			s.Name = ""
		case "sender.address":
			s.Address = ""
		case "sender.phone":
			s.Phone = ""
		case "sender.email":
			s.Email = ""
		}
	}
	return s
}

// Again is a slip that was drafted once more, in another call: its words are the later ones, and
// what the calls tell is of both.
func (s Slip) Again(later Slip) Slip {
	if later.Note == "" {
		later.Note = s.Note
	}
	later.Calls = append(slices.Clone(s.Calls), later.Calls...)
	later.Tried = append(slices.Clone(s.Tried), later.Tried...)
	later.Recordings = append(slices.Clone(s.Recordings), later.Recordings...)
	return later
}

// Filed is a slip of a call whose ticket is there now: what was not known is filled in.
// The ticket's word counts on who may know the sender.
func (s Slip) Filed(d Draft) Slip { return s.fill(d) }

func (s Slip) fill(d Draft) Slip {
	if d.Group != 0 {
		s.Group = d.Group
	}
	for _, item := range []struct {
		into *string
		from string
	}{{&s.Field, d.Field}, {&s.Content, d.Content}, {&s.Address, d.Address}, {&s.Directive, d.Directive}} {
		if item.from != "" {
			*item.into = item.from
		}
	}
	s.Urgent = s.Urgent || d.Urgent
	s.Confidential = s.Confidential || d.Confidential
	if d.Sender != (Sender{}) {
		s.Sender = d.Sender
	}
	if s.Confidential { // a unit learns who it is from the Office alone
		s.Sender = Sender{Type: s.Sender.Type}
		s.Calls = slices.Clone(s.Calls)
		for i := range s.Calls {
			s.Calls[i].From = ""
		}
	}
	return s
}
