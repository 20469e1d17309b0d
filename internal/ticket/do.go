package ticket

import (
	"slices"
	"time"

	"hotline1022/internal/lang"
	"hotline1022/internal/sla"
)

// Act is something that somebody does to a ticket. The set is closed.
type Act interface {
	Kind() Kind
	do(*step)
}

// Around is what an act has to know beside the ticket.
type Around struct {
	Now           time.Time
	FieldGroup    func(field string) (Group, bool)
	Responsible   func(of Group, field, address string) string // unit that certainly answers for it; "": nobody can say
	HasUnit       func(unit string) bool                       // at this time
	HasOfficer    func(unit, user string) bool                 // the same: works for the unit
	Senders       func() []Sender                              // of the ticket, and of what was merged into it
	HasRecording  func(id string) bool                         // of a call of the ticket
	Concealed     func(recording, unit string) bool            // a confidential ticket of its call does not let the unit know the sender
	Emergencies   func() []int64                               // that services were called for in the ticket's calls, by their IDs
	State         func(of Code) (State, bool)                  // of another ticket
	File          func(id string) (File, bool)                 // of the ticket
	Area          func(address string) string                  // the one territorial unit that an address names; "": none, or several
	LatestPromise func() time.Time                             // finish that an officer may give (Điều 9.3)
	Shown         func() []File                                // of the ticket: those that are to be published with it
	LongestGrant  time.Duration                                // for which a unit may be let hear a recording (Điều 10.1); 0: [LongestGrant]
}

// Result is what an act, or a clock, makes of a ticket.
type Result struct {
	Case    Case
	Changes []Change
	Events  []sla.Event
	Notices []Notice
	Slips   []Slipped
	Reports []Report
	Files   []File // those that it changed, as they are since
}

// Do gives what becomes of a ticket when somebody does something to it. An error is an
// [ErrNotYours], an [ErrNotNow] or [Faults], and nothing has become of it.
func Do(c Case, act Act, by By, around Around) (Result, error) {
	kind := act.Kind()
	row := Table[kind]
	s := &step{c: c.clone(), kind: kind, by: by, at: around.Now, around: around, clause: row.Clause, note: map[string]any{}}
	if err := s.mayDo(row); err != nil {
		return Result{}, err
	}
	act.do(s)
	s.bound(c)
	switch {
	case s.refused != nil:
		return Result{}, s.refused
	case len(s.faults) > 0:
		return Result{}, Faults(s.faults)
	}
	return s.result(c)
}

// mayDo asks the table: first for the party, then for its part in the ticket when it is
// open for that, and for the state.
func (s *step) mayDo(row Row) error {
	if !row.allows(s.by.Party) {
		return &NotYours{Kind: s.kind, Party: s.by.Party}
	}
	if !slices.Contains(row.States, s.c.State) {
		return &NotNow{Kind: s.kind, State: s.c.State}
	}
	if !s.by.Party.ofUnit() {
		return nil
	}
	mine := s.c.Active(s.by.Unit)
	switch {
	case row.Lead && (mine == nil || !mine.Lead), row.Holder && mine == nil, row.Had && !s.c.Had(s.by.Unit):
		why := lang.TicketOtherUnit
		if mine != nil {
			why = lang.TicketNotLead
		}
		return &NotYours{Kind: s.kind, Party: s.by.Party, Why: why}
	}
	return nil
}

// step is an act on its way.
type step struct {
	checker
	c       Case
	kind    Kind
	by      By
	at      time.Time
	around  Around
	clause  string
	reason  string
	note    map[string]any
	refused error
	out     Result
}

// result is what the step comes to, with its entry in the history.
func (s *step) result(was Case) (Result, error) {
	before, after, err := difference(was, s.c)
	if err != nil {
		return Result{}, err
	}
	s.c.Version++
	s.out.Case = s.c
	s.out.Changes = []Change{{
		Kind: "ticket." + string(s.kind), Actor: s.by.Name, Party: s.by.Party, Unit: s.by.Unit, At: s.at,
		Reason: s.reason, Clause: s.clause, Before: before, After: after, Note: s.note,
	}}
	return s.out, nil
}

// bound refuses one more of what a ticket has enough of already. Units' parts and directives
// come of who deals with it: there is always another.
func (s *step) bound(was Case) {
	for _, n := range [][2]int{
		{len(was.Tasks), len(s.c.Tasks)},
		{len(was.Dossiers), len(s.c.Dossiers)},
		{len(was.Documents), len(s.c.Documents)},
		{len(was.Reminders), len(s.c.Reminders)},
		{len(was.Rewards), len(s.c.Rewards)},
		{len(was.Warnings), len(s.c.Warnings)},
		{len(was.Recordings), len(s.c.Recordings)},
	} {
		if n[1] > max(n[0], MaxItems) {
			s.notNow(lang.TicketHasEnough)
		}
	}
}

func (s *step) to(state State) { s.c.State = state }

// happens tells the clocks.
func (s *step) happens(what sla.What, unit string) {
	s.out.Events = append(s.out.Events, sla.Event{What: what, At: s.at, Unit: unit})
}

// tell tells people, whole: what a message cannot hold, package notify says where to read.
// Of an emergency they hear at any hour, whatever is done.
func (s *step) tell(to Audience, unit string, key lang.Key, args ...string) {
	s.out.Notices = append(s.out.Notices, Notice{To: to, Unit: unit, Key: key, Args: append([]string{s.c.Code.String()}, args...), Exempt: s.c.Emergency})
}

// notNow refuses, for a reason that is not the state's.
func (s *step) notNow(why lang.Key) {
	if s.refused == nil {
		s.refused = &NotNow{Kind: s.kind, State: s.c.State, Why: why}
	}
}

func (s *step) notYours(why lang.Key) {
	if s.refused == nil {
		s.refused = &NotYours{Kind: s.kind, Party: s.by.Party, Why: why}
	}
}

// needs is a text that may not be empty.
func (s *step) needs(location, text string, most int) string {
	text = s.text(location, text, most)
	if text == "" {
		s.fault(location, lang.TicketNeedsText)
	}
	return text
}

// because keeps a reason that has to be given.
func (s *step) because(reason string) string {
	if s.reason = Reason(s.text("reason", reason, MaxNote)); s.reason == "" {
		s.fault("reason", lang.ReasonNeeded)
	}
	return s.reason
}

// unit is a unit that has to exist.
func (s *step) unit(location, code string) string {
	if code == "" || !s.around.HasUnit(code) {
		s.fault(location, lang.TicketUnit)
	}
	return code
}

// department leads what is about procedures (Điều 5.5, 16.1), as the directory has it on the day;
// "": it has none, and that is the act's end.
func (s *step) department() string {
	unit := s.around.Responsible(GroupProcedure, "", "")
	if unit == "" {
		s.notNow(lang.TicketNoDepartment)
	}
	return unit
}

// ahead is an instant that has to lie ahead, and not years away.
func (s *step) ahead(location string, at time.Time) {
	if !at.After(s.at) || at.After(s.at.AddDate(1, 0, 0)) {
		s.fault(location, lang.TicketNotAhead)
	}
}

// date is YYYY-MM-DD.
func (s *step) date(location, day string) time.Time {
	at, err := time.ParseInLocation(time.DateOnly, day, Zone)
	switch {
	case err != nil:
		s.fault(location, lang.BadDay)
	case at.After(s.at):
		s.fault(location, lang.TicketAhead)
	}
	return at
}
