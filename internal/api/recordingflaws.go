package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/sheet"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// FlawedRecording is a recording that falls short of what its row promises.
type FlawedRecording struct {
	ID           uuid.UUID  `json:"id"`
	Call         string     `json:"call" doc:"Whose it is"`
	Leg          string     `json:"leg"`
	State        string     `json:"state" enum:"expected,spooled,archived,missing,deleted"`
	Flaws        []string   `json:"flaws" doc:"short, long: off the call's own times by more than half a second or 1 %; one_sided: of one side nothing came; silent: a side is not heard in the whole conversation; cut: the end is missing; gaps: the recorder lost something; empty: no sample; unreadable: no file that can be played; lost: no file came"`
	SpoolFault   string     `json:"spool_fault" enum:",full,closed" doc:"As of a call's recording"`
	Detail       string     `json:"detail" doc:"For technicians, in English"`
	BegunAt      time.Time  `json:"begun_at"`
	DurationMs   int64      `json:"duration_ms"`
	LeftMs       int64      `json:"left_ms" doc:"Of the citizen's side, or the officer's"`
	RightMs      int64      `json:"right_ms" doc:"Of the operator's side"`
	MissingMs    int64      `json:"missing_ms" doc:"How much of what was promised is not there, of the side of which there is least, and at most; 0: nothing, or nobody can tell"`
	CallStarted  time.Time  `json:"call_started_at"`
	CallEnded    *time.Time `json:"call_ended_at"`
	Operator     string     `json:"operator"`
	OperatorName string     `json:"operator_name"`
	Node         string     `json:"node"`
}

type flawedRequest struct {
	Flaw   string    `query:"flaw" enum:"short,long,one_sided,silent,cut,gaps,empty,unreadable,lost"`
	State  string    `query:"state" enum:"spooled,archived,missing,deleted"`
	Since  time.Time `query:"since" doc:"Begun at or after"`
	Until  time.Time `query:"until" doc:"Begun before"`
	Sort   string    `query:"sort" enum:"time,-time,length,-length,missing,-missing,operator,-operator,state,-state,flaws,-flaws" default:"-time" doc:"flaws: by their codes, for it may have several; state: by the word for it. A minus: the greatest first, or from the end of the alphabet"`
	Limit  int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string    `query:"cursor" maxLength:"400"`
}

func (a *API) recordingFlawOperations() {
	handleList(a, operation{
		method: http.MethodGet, path: "/recordings", id: "flawedRecordings", tag: "calls",
		summary: "Recordings that fall short of what was promised; nobody's number is among it",
		rights:  []auth.Right{auth.ReadAudit}, errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
	}, a.flawedRecordings, flawedColumns)
}

// flawedSorts order what falls short, which is little: none but the first has an index.
var flawedSorts = sorts{
	by: map[string]store.Key{
		"time": whenKey("q.created_at"), "length": numberKey("q.duration_ms"), "missing": numberKey("q.missing_ms"), "operator": wordsKey("q.operator_name"), "state": codedKey("q.state", "recording", "spooled", "archived", "missing", "deleted"),
		"flaws": textKey("array_to_string(q.flaws, ' ')"),
	},
	id: []store.Key{whenKey("q.created_at"), {SQL: "q.id", Type: "uuid"}},
}

var flawedColumns = []column[FlawedRecording]{
	{"time", func(_ lang.Lang, r FlawedRecording) any { return sheet.Instant(r.BegunAt) }},
	{"call", func(_ lang.Lang, r FlawedRecording) any { return r.Call }},
	{"leg", func(l lang.Lang, r FlawedRecording) any { return ofLeg(l, r.Leg) }},
	{"operator", func(_ lang.Lang, r FlawedRecording) any { return actor(r.Operator) }},
	{"flaws", func(l lang.Lang, r FlawedRecording) any {
		words := make([]string, len(r.Flaws))
		for i, f := range r.Flaws {
			words[i] = lang.Word(l, "flaw", f)
		}
		return strings.Join(words, ", ")
	}},
	{"length_s", func(_ lang.Lang, r FlawedRecording) any { return seconds(r.DurationMs) }},
	{"missing_s", func(_ lang.Lang, r FlawedRecording) any { return seconds(r.MissingMs + 999) }},
	{"state", func(l lang.Lang, r FlawedRecording) any { return lang.Word(l, "recording", r.State) }},
	{"detail", func(_ lang.Lang, r FlawedRecording) any { return r.Detail }},
}

func (a *API) flawedRecordings(ctx context.Context, in *flawedRequest) (*listed[FlawedRecording], error) {
	page, err := a.sorted(flawedSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	rows, err := page.RecordingsFlawed(ctx, db.RecordingsFlawedParams{
		Flaw: orNull(in.Flaw), State: orNull(in.State), Since: orNull(in.Since), Until: orNull(in.Until),
	})
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	items := make([]FlawedRecording, len(rows))
	for i, r := range rows {
		items[i] = FlawedRecording{
			ID: r.ID, Call: r.CallID, Leg: r.Leg, State: r.State, Flaws: r.Flaws, SpoolFault: r.SpoolFault, Detail: r.Detail, BegunAt: r.CreatedAt, DurationMs: r.DurationMs,
			LeftMs: r.LeftMs, RightMs: r.RightMs, MissingMs: r.MissingMs, CallStarted: r.StartedAt, CallEnded: r.EndedAt, Operator: r.Operator, OperatorName: r.OperatorName, Node: r.Node,
		}
	}
	return list(items, next), nil
}
