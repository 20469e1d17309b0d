package sla

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"hotline1022/internal/worktime"
)

// Kind is what a clock waits for.
type Kind string

const (
	AskBack Kind = "ask_back" // the hotline has to ask the sender, or to decide
	Live    Kind = "live"     // the call or message that an officer was given has to be answered, or a slip sent
	Officer Kind = "officer"  // the unit's focal officer has to answer
	Head    Kind = "head"     // the unit's head has to answer
	Urgent  Kind = "urgent"   // the Office has to get the dossier of a pressing matter
	Review  Kind = "review"   // the Office has to get the dossier of a poor result
	Tell    Kind = "tell"     // the hotline has to tell the sender the result
	Quiet   Kind = "quiet"    // the sender may still disagree, and rate

	// LongestPromise is no clock but a bound: how far ahead the finish may lie that an officer gives
	// (Điều 9.3). No clock begins with it; see [Law.Latest].
	LongestPromise Kind = "longest_promise"
)

// Kinds lists all of them: a policy has a term for each.
var Kinds = []Kind{AskBack, Live, Officer, Head, Urgent, Review, Tell, Quiet, LongestPromise}

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

	// Promise: what a finish time does that the officer gives before the hours are over. One that
	// defers is what they are held to from then on, be it later than the hours or sooner.
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

// Check finds everything that keeps a policy from being one; the error is [Faults].
func (p Policy) Check() error { return p.faults().err() }

// named says that a name or a clause can be read: signs alone, and what is not seen at all, name nothing.
func named(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

func (p Policy) faults() (wrong Faults) {
	say := func(location string, reason Reason, detail string) {
		wrong = append(wrong, Fault{location, reason, detail})
	}
	if !named(p.Version) {
		say("version", NoVersion, "")
	}
	rules, readings := map[Kind]int{}, map[Question]int{}
	for _, r := range p.Rules {
		at := "rules[" + string(r.Clock) + "]"
		rules[r.Clock]++
		if !slices.Contains(Kinds, r.Clock) {
			say(at, NoClock, string(r.Clock))
		}
		if (r.Term.Hours > 0) == (r.Term.Days > 0) || r.Term.Hours < 0 || r.Term.Days < 0 {
			say(at, BadTerm, fmt.Sprintf("%s, %d days", r.Term.Hours, r.Term.Days))
		}
		if r.Warn < 0 || (r.Term.Hours > 0 && r.Warn >= r.Term.Hours) {
			say(at, BadWarning, r.Warn.String())
		}
		if !named(r.Clause) {
			say(at, NoClause, "")
		}
		hours := (r.Clock == Officer && p.reads(AskingBack, Pauses)) || (r.Clock == AskBack && p.reads(OperatorsHour, RoundTheClock))
		if hours && r.Term.Days > 0 {
			say(at, NeedsHours, fmt.Sprintf("%d days", r.Term.Days))
		}
	}
	for _, r := range p.Readings {
		at := "readings[" + string(r.Question) + "]"
		readings[r.Question]++
		if a, ok := answers[r.Question]; !ok || (r.Answer != a[0] && r.Answer != a[1]) {
			say(at, BadAnswer, string(r.Answer))
		}
		if !named(r.Clause) {
			say(at, NoClause, "")
		}
	}
	for _, k := range Kinds {
		if rules[k] != 1 {
			say("rules["+string(k)+"]", RuleCount, strconv.Itoa(rules[k]))
		}
	}
	for _, q := range slices.Sorted(maps.Keys(answers)) {
		if readings[q] != 1 {
			say("readings["+string(q)+"]", AnswerCount, strconv.Itoa(readings[q]))
		}
	}
	return wrong
}

// Policies are checked, and in the order of their dates.
type Policies struct{ all []Policy }

// NewPolicies checks them, alone and together; the error is [Faults].
func NewPolicies(all ...Policy) (Policies, error) {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b Policy) int { return int(a.From) - int(b.From) })
	var wrong Faults
	for i, p := range all {
		wrong = append(wrong, p.faults()...)
		if i > 0 && p.From == all[i-1].From {
			wrong = append(wrong, Fault{"from", SameDate, p.From.String()})
		}
		if slices.ContainsFunc(all[:i], func(q Policy) bool { return q.Version == p.Version }) {
			wrong = append(wrong, Fault{"version", SameVersion, p.Version})
		}
	}
	if err := wrong.err(); err != nil {
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
