package sla

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"hotline1022/internal/worktime"
)

// Kind is what a clock waits for.
type Kind string

const (
	AskBack Kind = "ask_back" // the hotline has to ask the sender, or to decide
	Officer Kind = "officer"  // the unit's focal officer has to answer
	Head    Kind = "head"     // the unit's head has to answer
	Urgent  Kind = "urgent"   // the Office has to get the dossier of a pressing matter
	Review  Kind = "review"   // the Office has to get the dossier of a poor result
	Quiet   Kind = "quiet"    // the sender may still disagree, and rate
)

// Kinds lists all of them.
var Kinds = []Kind{AskBack, Officer, Head, Urgent, Review, Quiet}

// Term is how long a clock runs: so many working hours, or else working days.
type Term struct {
	Hours time.Duration
	Days  int
}

// Rule is one row of a policy: a clock's term.
type Rule struct {
	Clock  Kind
	Term   Term
	Warn   time.Duration // working time before it runs out; zero: no warning
	Clause string
}

// Question is a place where the text can be read in two ways.
type Question string

// Answer is how it is read.
type Answer string

const (
	// CountedFrom: whose receipt is meant by "kể từ khi nhận được phản ánh, kiến nghị".
	CountedFrom   Question = "counted_from"
	OwnReceipt    Answer   = "own_receipt"    // of who has to act
	TicketReceipt Answer   = "ticket_receipt" // of the hotline

	// AskingBack: what an officer's question to the sender does to the officer's hours.
	AskingBack Question = "asking_back"
	GoesOn     Answer   = "goes_on"
	Pauses     Answer   = "pauses"

	// Promise: what a finish time does that the officer gives before the hours are over.
	Promise        Question = "promise"
	Defers         Answer   = "defers"
	ChangesNothing Answer   = "changes_nothing"

	// OperatorsHour: whether the operators' hour is an office's, or any hour of theirs,
	// who are there day and night (Điều 3.4).
	OperatorsHour Question = "operators_hour"
	OfficeHours   Answer   = "office_hours"
	RoundTheClock Answer   = "round_the_clock"
)

var answers = map[Question][2]Answer{
	CountedFrom:   {OwnReceipt, TicketReceipt},
	AskingBack:    {GoesOn, Pauses},
	Promise:       {Defers, ChangesNothing},
	OperatorsHour: {OfficeHours, RoundTheClock},
}

// Reading is one row of a policy: a question's answer.
type Reading struct {
	Question Question
	Answer   Answer
	Clause   string
}

// Policy is the rules that hold from a date until the next policy's. A ticket keeps
// the version that it was received under.
type Policy struct {
	Version  string
	From     worktime.Date
	Rules    []Rule    // one for each kind of clock
	Readings []Reading // one for each question
}

// rule and answer are of a checked policy, which has them all.
func (p Policy) rule(k Kind) Rule {
	return p.Rules[slices.IndexFunc(p.Rules, func(r Rule) bool { return r.Clock == k })]
}

func (p Policy) reads(q Question, a Answer) bool {
	return slices.ContainsFunc(p.Readings, func(r Reading) bool { return r.Question == q && r.Answer == a })
}

// Check finds everything that keeps a policy from being one.
func (p Policy) Check() error {
	var wrong []error
	say := func(format string, args ...any) {
		wrong = append(wrong, fmt.Errorf("policy %q: "+format, append([]any{p.Version}, args...)...))
	}
	if p.Version == "" {
		say("no version")
	}
	rules, readings := map[Kind]int{}, map[Question]int{}
	for _, r := range p.Rules {
		rules[r.Clock]++
		if !slices.Contains(Kinds, r.Clock) {
			say("a rule for %q, which is no clock", r.Clock)
		}
		if (r.Term.Hours > 0) == (r.Term.Days > 0) || r.Term.Hours < 0 || r.Term.Days < 0 {
			say("%s: a term is of hours or of days", r.Clock)
		}
		if r.Warn < 0 || (r.Term.Hours > 0 && r.Warn >= r.Term.Hours) {
			say("%s: warned of %s before", r.Clock, r.Warn)
		}
		if r.Clause == "" {
			say("%s: no clause", r.Clock)
		}
		hours := (r.Clock == Officer && p.reads(AskingBack, Pauses)) || (r.Clock == AskBack && p.reads(OperatorsHour, RoundTheClock))
		if hours && r.Term.Days > 0 {
			say("%s: read so, the term is of hours", r.Clock)
		}
	}
	for _, r := range p.Readings {
		readings[r.Question]++
		if a, ok := answers[r.Question]; !ok || (r.Answer != a[0] && r.Answer != a[1]) {
			say("%q does not answer %q", r.Answer, r.Question)
		}
		if r.Clause == "" {
			say("%s: no clause", r.Question)
		}
	}
	for _, k := range Kinds {
		if rules[k] != 1 {
			say("%d rules for %s", rules[k], k)
		}
	}
	for q := range answers {
		if readings[q] != 1 {
			say("%d readings of %s", readings[q], q)
		}
	}
	return errors.Join(wrong...)
}

// Policies are checked, and in the order of their dates.
type Policies struct{ all []Policy }

// NewPolicies checks them, alone and together.
func NewPolicies(all ...Policy) (Policies, error) {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b Policy) int { return int(a.From) - int(b.From) })
	var wrong []error
	for i, p := range all {
		wrong = append(wrong, p.Check())
		if i > 0 && p.From == all[i-1].From {
			wrong = append(wrong, fmt.Errorf("policies %q and %q both hold from %s", all[i-1].Version, p.Version, p.From))
		}
		if slices.ContainsFunc(all[:i], func(q Policy) bool { return q.Version == p.Version }) {
			wrong = append(wrong, fmt.Errorf("two policies %q", p.Version))
		}
	}
	if err := errors.Join(wrong...); err != nil {
		return Policies{}, err
	}
	return Policies{all}, nil
}

// On is the policy for what is received on a date: the newest one that holds then.
func (p Policies) On(d worktime.Date) (Policy, bool) {
	for _, policy := range slices.Backward(p.all) {
		if policy.From <= d {
			return policy, true
		}
	}
	return Policy{}, false
}

// Named is the policy that a ticket has kept.
func (p Policies) Named(version string) (Policy, bool) {
	i := slices.IndexFunc(p.all, func(p Policy) bool { return p.Version == version })
	if i < 0 {
		return Policy{}, false
	}
	return p.all[i], true
}
