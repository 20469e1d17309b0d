package sla

import "strings"

// Reason says what is wrong with a part of a policy; texts for people go by it.
type Reason string

const (
	NoVersion   Reason = "version"      // none given
	BadTerm     Reason = "term"         // neither of hours nor of days, or of both
	BadWarning  Reason = "warning"      // before the clock begins, or after it runs out
	NoClause    Reason = "clause"       // the text that it rests on is not named
	NoClock     Reason = "clock"        // a rule for what is no clock
	RuleCount   Reason = "rule_count"   // not one rule for the clock
	NeedsHours  Reason = "needs_hours"  // read so, the term is of hours
	BadAnswer   Reason = "answer"       // of another question, or of none
	AnswerCount Reason = "answer_count" // not one answer
	TooLong     Reason = "too_long"     // it runs out after the calendar's end
	SameDate    Reason = "same_date"    // another policy holds from then
	SameVersion Reason = "same_version" // another policy is called so
)

// Fault is one thing wrong, and where.
type Fault struct {
	Location string // "version", "from", "rules[officer]", "readings[promise]"
	Reason   Reason
	Detail   string // what stood there
}

// Faults is the error of what cannot become a policy.
type Faults []Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = "sla: policy: " + fault.Location + ": " + string(fault.Reason) + ": " + fault.Detail
	}
	return strings.Join(lines, "\n")
}

func (f Faults) err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}
