package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/sheet"
	"hotline1022/internal/sla"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// PolicyRule is how long a clock runs: so many working minutes, or else working days.
type PolicyRule struct {
	Clock       string `json:"clock" enum:"ask_back,live,officer,head,urgent,review,tell,quiet,longest_promise" doc:"The last is no clock but a bound of what an officer may promise (Điều 9.3)"`
	Minutes     int    `json:"minutes,omitempty" minimum:"0" maximum:"600000"`
	Days        int    `json:"days,omitempty" minimum:"0" maximum:"1000"`
	WarnMinutes int    `json:"warn_minutes,omitempty" minimum:"0" maximum:"600000" doc:"Working time before it runs out; 0: no warning"`
	Clause      string `json:"clause" maxLength:"100"`
}

// PolicyReading is how a place is read that can be read in two ways.
type PolicyReading struct {
	Question string `json:"question" enum:"counted_from,asking_back,promise,operators_hour"`
	Answer   string `json:"answer" maxLength:"50"`
	Clause   string `json:"clause" maxLength:"100"`
}

// PolicyTerms is the rules that hold from a date until the next policy's.
type PolicyTerms struct {
	Version  string          `json:"version" maxLength:"100" doc:"Names it, and stays with each ticket that is received under it"`
	From     string          `json:"from" format:"date"`
	Rules    []PolicyRule    `json:"rules" maxItems:"50" doc:"One for each clock"`
	Readings []PolicyReading `json:"readings" maxItems:"50" doc:"One for each question"`
	Note     string          `json:"note" maxLength:"500"`
}

// Policy is one that is kept.
type Policy struct {
	PolicyTerms
	Author string    `json:"author"`
	At     time.Time `json:"at"`
	Holds  bool      `json:"holds" doc:"What is received today is received under it"`
}

func (a *API) policyOperations() {
	handleList(a, operation{
		method: http.MethodGet, path: "/policies", id: "policies", tag: "calendar", rights: []auth.Right{auth.ReadCalendar}, errors: []int{http.StatusUnprocessableEntity},
		summary: "The rules that tickets are or were received under, by the dates from which they hold",
	}, a.policies, policyColumns)
	handle(a, operation{
		method: http.MethodPost, path: "/policies", id: "keepPolicy", tag: "calendar", rights: []auth.Right{auth.ManageCalendar}, status: http.StatusCreated,
		errors:  []int{http.StatusConflict, http.StatusUnprocessableEntity},
		summary: "Keep rules for what is received from a later day on. Tickets keep those that they were received under",
	}, a.keepPolicy)
	handle(a, operation{
		method: http.MethodDelete, path: "/policies/{from}", id: "withdrawPolicy", tag: "calendar", rights: []auth.Right{auth.ManageCalendar},
		errors:  []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
		summary: "Take back the rules that would hold from a day that is still to come; others may then be kept for it, under another version",
	}, a.withdrawPolicy)
}

type policiesRequest struct {
	Words
	Sort string `query:"sort" enum:"terms_name,-terms_name,from,-from,saved,-saved" default:"from" doc:"A minus: the greatest first"`
}

var policyColumns = []column[Policy]{
	{"terms_name", func(_ lang.Lang, p Policy) any { return p.Version }},
	{"from", func(_ lang.Lang, p Policy) any { return sheet.Day(p.From) }},
	{"saved", func(_ lang.Lang, p Policy) any { return p.At }},
	{"saved_by", func(_ lang.Lang, p Policy) any { return actor(p.Author) }},
	{"note", func(_ lang.Lang, p Policy) any { return p.Note }},
	{"terms", func(l lang.Lang, p Policy) any { return p.termsIn(l) }},
	{"in_use", func(_ lang.Lang, p Policy) any { return p.Holds }},
}

// termsIn is what tickets are received under, in words: each clock with its term and clause, then the readings.
func (p PolicyTerms) termsIn(l lang.Lang) string {
	var all []string
	for _, r := range p.Rules {
		amount := lang.Say(l, lang.WorkingMinutes, r.Minutes)
		if r.Days > 0 {
			amount = lang.Say(l, lang.WorkingDays, r.Days)
		}
		all = append(all, fmt.Sprintf("%s: %s (%s)", lang.Word(l, "term", r.Clock), amount, r.Clause))
	}
	for _, r := range p.Readings {
		all = append(all, fmt.Sprintf("%s: %s (%s)", lang.Word(l, "question", r.Question), lang.Word(l, "reading", r.Answer), r.Clause))
	}
	return strings.Join(all, "; ")
}

func (a *API) policies(ctx context.Context, in *policiesRequest) (*listed[Policy], error) {
	kept, err := a.p.Store.Policies(ctx, a.p.Store.Queries)
	if err != nil {
		return nil, err
	}
	now, err := a.p.Store.Now(ctx)
	if err != nil {
		return nil, err
	}
	today := worktime.DateOf(now.In(ticket.Zone))
	items := make([]Policy, len(kept))
	for i, k := range kept {
		items[i] = policyOf(k)
		items[i].Holds = k.From <= today && (i+1 == len(kept) || kept[i+1].From > today)
	}
	return whole(ctx, a, items, policyColumns, in.Q, in.Sort)
}

func policyOf(k store.KeptPolicy) Policy {
	p := Policy{PolicyTerms: PolicyTerms{Version: k.Version, From: k.From.String(), Note: k.Note}, Author: k.Author, At: k.At}
	for _, kind := range sla.Kinds {
		r := k.Rules[slices.IndexFunc(k.Rules, func(r sla.Rule) bool { return r.Clock == kind })]
		p.Rules = append(p.Rules, PolicyRule{string(kind), int(r.Term.Hours / time.Minute), r.Term.Days, int(r.Warn / time.Minute), r.Clause})
	}
	for _, r := range k.Readings {
		p.Readings = append(p.Readings, PolicyReading{string(r.Question), string(r.Answer), r.Clause})
	}
	return p
}

var policyFaults = map[sla.Reason]lang.Key{
	sla.NoVersion: lang.PolicyVersion, sla.BadTerm: lang.PolicyTerm, sla.BadWarning: lang.PolicyWarning, sla.NoClause: lang.PolicyClause,
	sla.NoClock: lang.PolicyClock, sla.RuleCount: lang.PolicyRuleCount, sla.NeedsHours: lang.PolicyNeedsHours, sla.BadAnswer: lang.PolicyAnswer,
	sla.AnswerCount: lang.PolicyAnswerCount, sla.SameDate: lang.PolicySameDate, sla.SameVersion: lang.PolicySameVersion,
	sla.TooLong: lang.PolicyTooLong,
}

func (a *API) keepPolicy(ctx context.Context, in *struct{ Body PolicyTerms }) (*struct{ Body Policy }, error) {
	from, err := worktime.ParseDate(in.Body.From)
	if err != nil {
		return nil, invalid("body.from", lang.BadDay)
	}
	p := sla.Policy{Version: in.Body.Version, From: from}
	for _, r := range in.Body.Rules {
		p.Rules = append(p.Rules, sla.Rule{
			Clock: sla.Kind(r.Clock), Term: sla.Term{Hours: time.Duration(r.Minutes) * time.Minute, Days: r.Days},
			Warn: time.Duration(r.WarnMinutes) * time.Minute, Clause: r.Clause,
		})
	}
	for _, r := range in.Body.Readings {
		p.Readings = append(p.Readings, sla.Reading{Question: sla.Question(r.Question), Answer: sla.Answer(r.Answer), Clause: r.Clause})
	}
	err = a.p.Store.KeepPolicy(ctx, p, in.Body.Note, visitOf(ctx).who.Actor)
	var faults sla.Faults
	switch {
	case errors.Is(err, store.ErrBegun):
		return nil, invalid("body.from", lang.PolicyBegun)
	case errors.As(err, &faults):
		wrong := &refusal{status: http.StatusUnprocessableEntity, key: lang.Invalid}
		for _, f := range faults {
			wrong.items = append(wrong.items, refused{location: "body." + f.Location, key: policyFaults[f.Reason], args: []any{f.Detail}})
		}
		return nil, wrong
	case err != nil:
		return nil, err
	}
	all, err := a.policies(ctx, &policiesRequest{})
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all.Body.Items, func(k Policy) bool { return k.Version == p.Version })
	return &struct{ Body Policy }{all.Body.Items[i]}, nil
}

func (a *API) withdrawPolicy(ctx context.Context, in *struct {
	From string `path:"from" format:"date" doc:"The day from which they would hold"`
},
) (*struct{}, error) {
	from, err := worktime.ParseDate(in.From)
	if err != nil {
		return nil, invalid("path.from", lang.BadDay)
	}
	err = a.p.Store.WithdrawPolicy(ctx, from, visitOf(ctx).who.Actor)
	if errors.Is(err, store.ErrBegun) {
		return nil, refuse(http.StatusConflict, lang.PolicyHolds)
	}
	return nil, err
}
