package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// Retention is how long recordings are kept; recordings/retention.
type Retention interface {
	Rules() RetentionRules
	// Stop has a plan not carried out; store.ErrNotFound when none is under way of which nothing went yet.
	Stop(ctx context.Context, plan uuid.UUID, actor, reason string) error
}

// RetentionRules are in force: the configuration's.
type RetentionRules struct {
	Months     int             `json:"months" doc:"Of what no rule is for, from the call, or the last change of its tickets; an open ticket stops that time"`
	Rules      []RetentionRule `json:"rules" doc:"Of several that are for a recording the longest counts"`
	Deletes    bool            `json:"deletes" doc:"What is over is deleted: announced first, certified afterwards"`
	NoticeDays int             `json:"notice_days" doc:"Between the two"`
}

// RetentionRule is for recordings of some calls.
type RetentionRule struct {
	Name   string   `json:"name"`
	Kinds  []string `json:"kinds" doc:"emergency, conversation, unanswered, placed; none: of every kind"`
	Groups []int    `json:"groups" doc:"Of one of its tickets (Điều 5); none: of any, or of no ticket"`
	Months int      `json:"months"`
}

// DeletionPlan is what is going to be deleted, or was.
type DeletionPlan struct {
	ID          uuid.UUID      `json:"id"`
	State       string         `json:"state" enum:"announced,under_way,stopped,done" doc:"under_way: some of it is gone already"`
	AnnouncedAt time.Time      `json:"announced_at"`
	DueAt       time.Time      `json:"due_at" doc:"Nothing of it is deleted before"`
	StoppedAt   *time.Time     `json:"stopped_at"`
	StoppedBy   string         `json:"stopped_by"`
	StopReason  string         `json:"stop_reason"`
	DoneAt      *time.Time     `json:"done_at"`
	Recordings  int            `json:"recordings"`
	Deleted     int            `json:"deleted"`
	Spared      int            `json:"spared" doc:"Announced, and not deleted"`
	Held        int            `json:"held" doc:"That wait, and that a legal hold saves now"`
	First       *time.Time     `json:"first" doc:"When the first of them was made"`
	Last        *time.Time     `json:"last"`
	Rules       []DeletionRule `json:"rules"`
	Certificate string         `json:"certificate" doc:"SHA-256 of its certificate; empty: there is none yet"`
	Manifest    string         `json:"manifest" doc:"The day whose manifest lists the certificate; empty: none yet"`
}

// DeletionRule is what of a plan was kept by one rule.
type DeletionRule struct {
	Rule       string    `json:"rule" doc:"Its name; retention.months: where no rule was for it"`
	Recordings int       `json:"recordings"`
	First      time.Time `json:"first"`
	Last       time.Time `json:"last"`
	Deleted    int       `json:"deleted"`
	Spared     int       `json:"spared"`
	Held       int       `json:"held"`
}

// DeletionItem is one recording of a plan.
type DeletionItem struct {
	Plan       uuid.UUID  `json:"plan"`
	Recording  uuid.UUID  `json:"recording"`
	Call       string     `json:"call"`
	Leg        string     `json:"leg"`
	RecordedAt time.Time  `json:"recorded_at"`
	DurationMs int64      `json:"duration_ms"`
	Rule       string     `json:"rule"`
	KeepUntil  time.Time  `json:"keep_until"`
	Held       bool       `json:"held" doc:"A legal hold stands on its call, or a ticket of it"`
	Outcome    string     `json:"outcome" enum:"waits,deleted,held,kept,locked" doc:"waits: nothing yet; held: a legal hold stood; kept: a rule keeps it longer now; locked: the archive refuses to remove it"`
	At         *time.Time `json:"at" doc:"When that came about"`
	Tickets    []string   `json:"tickets" doc:"Codes"`
}

// waits is the outcome of an item that nothing became of yet; a row of the database says "".
const waits = "waits"

type plansRequest struct {
	State  string    `query:"state" enum:"open,stopped,done" doc:"open: announced or under way"`
	Since  time.Time `query:"since" doc:"Due at or after"`
	Until  time.Time `query:"until" doc:"Due before"`
	Sort   string    `query:"sort" enum:"announced,-announced,due,-due" default:"-announced" doc:"A minus: the latest first"`
	Limit  int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string    `query:"cursor" maxLength:"400"`
}

type itemsOfPlanRequest struct {
	Plan    string `query:"plan" format:"uuid"`
	Call    string `query:"call" maxLength:"80"`
	Rule    string `query:"rule" maxLength:"100" doc:"The name of the rule that it was kept by"`
	Outcome string `query:"outcome" enum:"waits,deleted,held,kept,locked"`
	Held    bool   `query:"held" doc:"On legal hold now alone"`
	Sort    string `query:"sort" enum:"recorded,-recorded,until,-until,length,-length" default:"recorded" doc:"A minus: the greatest first"`
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor  string `query:"cursor" maxLength:"400"`
}

type planAnswer struct{ Body DeletionPlan }

type planPath struct {
	ID string `path:"id" maxLength:"64"`
}

func (a *API) retentionOperations() {
	read := []auth.Right{auth.ReadRetention}
	handle(a, operation{
		method: http.MethodGet, path: "/retention-rules", id: "retentionRules", tag: "retention", rights: read,
		summary: "How long recordings are kept, by the configuration in force",
	}, func(context.Context, *struct{}) (*struct{ Body RetentionRules }, error) {
		return &struct{ Body RetentionRules }{a.p.Retention.Rules()}, nil
	})
	handleList(a, operation{
		method: http.MethodGet, path: "/deletion-plans", id: "deletionPlans", tag: "retention", rights: read,
		summary: "What recordings are going to be deleted, and were, by plan", errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
	}, a.deletionPlans, planColumns)
	handle(a, operation{
		method: http.MethodGet, path: "/deletion-plans/{id}", id: "deletionPlan", tag: "retention", rights: read,
		summary: "One plan of deletion", errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, in *planPath) (*planAnswer, error) {
		p, err := a.deletionPlan(ctx, in.ID)
		return &planAnswer{p}, err
	})
	handleList(a, operation{
		method: http.MethodGet, path: "/deletion-items", id: "deletionItems", tag: "retention", rights: read,
		summary: "The recordings of plans of deletion, and what became of each; nobody's number is among it",
		errors:  []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
	}, a.deletionItems, itemOfPlanColumns)
	handle(a, operation{
		method: http.MethodPost, path: "/deletion-plans/{id}/stop", id: "stopDeletion", tag: "retention", rights: []auth.Right{auth.HoldRecordings},
		summary: "Have a plan not carried out, with the reason: nothing of it may be gone yet; what is in it is announced again a year later",
		errors:  []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, a.stopDeletion)
	handle(a, operation{
		method: http.MethodGet, path: "/deletion-plans/{id}/certificate", id: "deletionCertificate", tag: "retention", rights: read,
		summary: "What was deleted, signed, as a ZIP file: the certificate (JSON), its signature, the public key, and how to verify it with openssl alone; that it was taken is noted",
		errors:  []int{http.StatusNotFound},
	}, a.deletionCertificate)
	a.holdOperations()
}

var planSorts = sorts{
	by: map[string]store.Key{"announced": whenKey("q.announced_at"), "due": whenKey("q.due_at")},
	id: []store.Key{whenKey("q.announced_at"), {SQL: "q.id", Type: "uuid"}},
}

var planColumns = []column[DeletionPlan]{
	{"announced", func(_ lang.Lang, p DeletionPlan) any { return p.AnnouncedAt }},
	{"due", func(_ lang.Lang, p DeletionPlan) any { return p.DueAt }},
	{"state", func(l lang.Lang, p DeletionPlan) any { return lang.Word(l, "deletion", p.State) }},
	{"recordings", func(_ lang.Lang, p DeletionPlan) any { return p.Recordings }},
	{"first", func(_ lang.Lang, p DeletionPlan) any { return p.First }},
	{"last_made", func(_ lang.Lang, p DeletionPlan) any { return p.Last }},
	{"on_hold", func(_ lang.Lang, p DeletionPlan) any { return p.Held }},
	{"deleted", func(_ lang.Lang, p DeletionPlan) any { return p.Deleted }},
	{"spared", func(_ lang.Lang, p DeletionPlan) any { return p.Spared }},
	{"ended", func(_ lang.Lang, p DeletionPlan) any { return cmp.Or(p.DoneAt, p.StoppedAt) }},
	{"actor", func(_ lang.Lang, p DeletionPlan) any { return actor(p.StoppedBy) }},
	{"reason", func(_ lang.Lang, p DeletionPlan) any { return p.StopReason }},
	{"certificate", func(_ lang.Lang, p DeletionPlan) any { return p.Certificate }},
}

func (a *API) deletionPlans(ctx context.Context, in *plansRequest) (*listed[DeletionPlan], error) {
	page, err := a.sorted(planSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	rows, err := page.DeletionPlansShown(ctx, db.DeletionPlansShownParams{State: orNull(in.State), Since: orNull(in.Since), Until: orNull(in.Until)})
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	items := make([]DeletionPlan, len(rows))
	for i, r := range rows {
		if items[i], err = planOf(r); err != nil {
			return nil, err
		}
	}
	return list(items, next), nil
}

func (a *API) deletionPlan(ctx context.Context, path string) (DeletionPlan, error) {
	id, err := pathID(path)
	if err != nil {
		return DeletionPlan{}, err
	}
	rows, err := a.p.Store.DeletionPlansShown(ctx, db.DeletionPlansShownParams{ID: &id})
	if err == nil && len(rows) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return DeletionPlan{}, err
	}
	return planOf(rows[0])
}

func planOf(r db.DeletionPlansShownRow) (DeletionPlan, error) {
	p := DeletionPlan{
		ID: r.ID, State: r.State, AnnouncedAt: r.AnnouncedAt, DueAt: r.DueAt, StoppedAt: r.StoppedAt, StoppedBy: r.StoppedBy, StopReason: r.StopReason, DoneAt: r.DoneAt,
		Certificate: r.Certificate, Manifest: r.Manifest,
	}
	if err := json.Unmarshal(r.Rules, &p.Rules); err != nil {
		return p, fmt.Errorf("plan %s: %w", r.ID, err)
	}
	for _, rule := range p.Rules {
		p.Recordings, p.Deleted, p.Spared, p.Held = p.Recordings+rule.Recordings, p.Deleted+rule.Deleted, p.Spared+rule.Spared, p.Held+rule.Held
		if p.First == nil || rule.First.Before(*p.First) {
			p.First = &rule.First
		}
		if p.Last == nil || rule.Last.After(*p.Last) {
			p.Last = &rule.Last
		}
	}
	return p, nil
}

var itemOfPlanSorts = sorts{
	by: map[string]store.Key{"recorded": whenKey("q.recorded_at"), "until": whenKey("q.keep_until"), "length": numberKey("q.duration_ms")},
	id: []store.Key{whenKey("q.recorded_at"), {SQL: "q.recording", Type: "uuid"}, {SQL: "q.plan", Type: "uuid"}},
}

var itemOfPlanColumns = []column[DeletionItem]{
	{"time", func(_ lang.Lang, i DeletionItem) any { return i.RecordedAt }},
	{"call", func(_ lang.Lang, i DeletionItem) any { return i.Call }},
	{"leg", func(l lang.Lang, i DeletionItem) any { return ofLeg(l, i.Leg) }},
	{"tickets", func(_ lang.Lang, i DeletionItem) any { return strings.Join(i.Tickets, ", ") }},
	{"length_s", func(_ lang.Lang, i DeletionItem) any { return seconds(i.DurationMs) }},
	{"rule", func(l lang.Lang, i DeletionItem) any { return lang.Word(l, "retention", i.Rule) }},
	{"until", func(_ lang.Lang, i DeletionItem) any { return i.KeepUntil }},
	{"on_hold", func(_ lang.Lang, i DeletionItem) any { return i.Held }},
	{"result", func(l lang.Lang, i DeletionItem) any { return lang.Word(l, "outcome", i.Outcome) }},
	{"ended", func(_ lang.Lang, i DeletionItem) any { return i.At }},
}

func (a *API) deletionItems(ctx context.Context, in *itemsOfPlanRequest) (*listed[DeletionItem], error) {
	p := db.DeletionItemsShownParams{Call: orNull(store.Text(in.Call)), Rule: orNull(store.Text(in.Rule)), Held: in.Held, Outcome: orNull(in.Outcome)}
	if in.Outcome == waits {
		p.Outcome = new(string)
	}
	if in.Plan != "" {
		id, err := uuid.Parse(in.Plan)
		if err != nil {
			return nil, invalid("query.plan", lang.Invalid)
		}
		p.Plan = &id
	}
	page, err := a.sorted(itemOfPlanSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	rows, err := page.DeletionItemsShown(ctx, p)
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	items := make([]DeletionItem, len(rows))
	for i, r := range rows {
		items[i] = DeletionItem{
			Plan: r.Plan, Recording: r.Recording, Call: r.CallID, Leg: r.Leg, RecordedAt: r.RecordedAt, DurationMs: r.DurationMs, Rule: r.Rule, KeepUntil: r.KeepUntil,
			Held: r.OnHold, Outcome: cmp.Or(r.Outcome, waits), At: r.At, Tickets: codes(r.Tickets),
		}
	}
	return list(items, next), nil
}

func (a *API) stopDeletion(ctx context.Context, in *struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Reason string `json:"reason" maxLength:"500" doc:"Why; it is kept"`
	}
},
) (*planAnswer, error) {
	who, reason, err := holder(ctx, in.Body.Reason)
	if err != nil {
		return nil, err
	}
	p, err := a.deletionPlan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := a.p.Retention.Stop(ctx, p.ID, who.Actor, reason); errors.Is(err, store.ErrNotFound) {
		return nil, refuse(http.StatusConflict, lang.DeletionNotStopped)
	} else if err != nil {
		return nil, err
	}
	p, err = a.deletionPlan(ctx, in.ID)
	return &planAnswer{p}, err
}
