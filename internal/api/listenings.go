package api

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/sheet"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Listening is a row of who heard what, as whoever audits sees it (Điều 10.1, 12.2).
type Listening struct {
	ID        uuid.UUID    `json:"id"`
	At        time.Time    `json:"at"`
	Actor     string       `json:"actor"`
	Role      string       `json:"role"`
	What      string       `json:"what" enum:"recording,message" doc:"message: what a caller left, a part of the recording"`
	Recording uuid.UUID    `json:"recording"`
	Call      string       `json:"call" doc:"Of the recording; empty when it is known no more"`
	Leg       string       `json:"leg"`
	Ticket    string       `json:"ticket" doc:"By whose request, or whose message; else empty"`
	Tickets   []string     `json:"tickets" doc:"That came of the call"`
	Reason    string       `json:"reason"`
	Remote    string       `json:"remote" doc:"From where"`
	Download  bool         `json:"download" doc:"A copy was taken"`
	Package   bool         `json:"package" doc:"With all of its call, as evidence; download too"`
	Text      bool         `json:"text" doc:"What was said was read, not heard"`
	LengthMs  int64        `json:"length_ms"`
	HeardMs   int64        `json:"heard_ms" doc:"As the player says; of a copy nobody knows: 0"`
	SentMs    int64        `json:"sent_ms" doc:"That went out, a buffer more than what is heard; of a package and of words not counted: 0"`
	Heard     []store.Span `json:"heard"`
	Until     time.Time    `json:"until" doc:"Until when its link lives, or lived"`
	Noted     bool         `json:"noted" doc:"It is over, and what was heard is in the audit log"`
}

type listeningsRequest struct {
	Actor     string    `query:"actor" maxLength:"64"`
	Recording string    `query:"recording" format:"uuid"`
	Call      string    `query:"call" maxLength:"64"`
	Ticket    string    `query:"ticket" maxLength:"32" doc:"Of its calls, by its request, or its message"`
	Since     time.Time `query:"since"`
	Until     time.Time `query:"until"`
	Download  bool      `query:"download" doc:"Copies alone"`
	Night     bool      `query:"night" doc:"From 22:00 to 06:00 alone"`
	Without   string    `query:"without" enum:"ticket,reason" doc:"ticket: of calls that no ticket came of; reason: of which nobody said one"`
	Sort      string    `query:"sort" enum:"time,-time,actor,-actor,heard,-heard,length,-length" default:"-time"`
	Limit     int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor    string    `query:"cursor" maxLength:"400"`
	Why
}

// UnusualListening is somebody's day of listening that is worth a look.
type UnusualListening struct {
	Kind  string `json:"kind" enum:"many,copies,night,no_ticket" doc:"many: more in an hour than its rule lets pass untold; copies: likewise, taken away; night: from 22:00 to 06:00; no_ticket: calls that no ticket came of"`
	Actor string `json:"actor"`
	Day   string `json:"day" format:"date" doc:"In Hải Phòng"`
	Count int64  `json:"count" doc:"many, copies: of its fullest hour"`
}

// unusualDays is how far back, and mostUnusual how many.
const unusualDays, mostUnusual = 30, 50

func (a *API) listeningsOperations() {
	handleList(a, operation{
		method: http.MethodGet, path: "/listenings", id: "listenings", tag: "audit", rights: []auth.Right{auth.ReadAudit},
		summary: "Who heard which recording, or took a copy: when, from where, why, how much of it", errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
	}, a.listenings, listeningColumns)
	handle(a, operation{
		method: http.MethodGet, path: "/unusual-listening", id: "unusualListening", tag: "audit", rights: []auth.Right{auth.ReadAudit},
		summary: "Whose listening of the last 30 days is unusual, the latest day first; of more than 50 those that weigh most: many and copies, then night, then no_ticket",
	}, func(ctx context.Context, _ *struct{}) (*listed[UnusualListening], error) {
		rows, err := a.p.Store.UnusualListening(ctx, db.UnusualListeningParams{Since: a.cfg.Now().AddDate(0, 0, -unusualDays), Most: mostUnusual})
		if err != nil {
			return nil, err
		}
		items := make([]UnusualListening, len(rows))
		for i, r := range rows {
			items[i] = UnusualListening{Kind: r.Kind, Actor: r.Actor, Day: r.Day, Count: r.N}
		}
		return list(items, ""), nil
	})
}

var listeningSorts = sorts{
	by:    map[string]store.Key{"time": whenKey("q.at"), "heard": numberKey("q.heard_ms"), "length": numberKey("q.length_ms")},
	names: map[string]store.Names{"actor": people("listenings", "actor")},
	id:    []store.Key{whenKey("q.at"), {SQL: "q.id", Type: "uuid"}},
}

func (a *API) listenings(ctx context.Context, in *listeningsRequest) (*listed[Listening], error) {
	p := db.ListeningsParams{
		Actor: orNull(in.Actor), Call: orNull(in.Call), Since: orNull(in.Since), Until: orNull(in.Until),
		Downloads: in.Download, Night: in.Night, NoTicket: in.Without == "ticket", NoReason: in.Without == "reason",
	}
	if in.Recording != "" {
		id, err := uuid.Parse(in.Recording)
		if err != nil {
			return nil, invalid("query.recording", lang.Invalid)
		}
		p.Recording = &id
	}
	var err error
	if p.Ticket, err = ofTicket(in.Ticket); err != nil {
		return nil, err
	}
	page, err := a.sorted(listeningSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	rows, err := page.Listenings(ctx, p)
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	s := sightOf(ctx, in.Reason)
	as := s.one(true) // reasons tell of confidential tickets too
	items := make([]Listening, len(rows))
	for i, r := range rows {
		if items[i], err = listeningShown(r, as); err != nil {
			return nil, err
		}
	}
	shown := 0
	if as == inFull {
		shown = len(items)
	}
	return list(items, next), a.noteListed(ctx, s, "listenings", shown)
}

func listeningShown(r db.ListeningsRow, as showing) (Listening, error) {
	heard, err := store.Spans(r.Heard)
	out := Listening{
		ID: r.ID, At: r.At, Actor: r.Actor, Role: r.Role, What: r.What, Recording: r.Recording, Call: r.CallID, Leg: r.Leg, Tickets: codes(r.Tickets),
		Remote: r.Remote, Download: r.Download, Package: r.Package, Text: r.Text, LengthMs: r.LengthMs, HeardMs: r.HeardMs, SentMs: r.SentMs, Heard: heard, Until: r.Until, Noted: r.ClosedAt != nil,
	}
	if out.Heard == nil {
		out.Heard = []store.Span{}
	}
	if r.Ticket != "" {
		out.Ticket = ticket.Code(r.Ticket).String()
	}
	out.Reason, _ = as.detail("recording.listen", map[string]any{"reason": r.Reason})["reason"].(string)
	return out, err
}

var listeningColumns = []column[Listening]{
	{"time", func(_ lang.Lang, l Listening) any { return sheet.Instant(l.At) }},
	{"actor", func(_ lang.Lang, l Listening) any { return actor(l.Actor) }},
	{"role", func(l lang.Lang, h Listening) any { return lang.Word(l, "role", h.Role) }},
	{"call", func(_ lang.Lang, l Listening) any { return l.Call }},
	{"ticket", func(_ lang.Lang, l Listening) any { return l.Ticket }},
	{"reason", func(_ lang.Lang, l Listening) any { return l.Reason }},
	{"remote", func(_ lang.Lang, l Listening) any { return l.Remote }},
	{"download", func(_ lang.Lang, l Listening) any { return l.Download }},
	{"package", func(_ lang.Lang, l Listening) any { return l.Package }},
	{"length_s", func(_ lang.Lang, l Listening) any { return l.LengthMs / 1000 }},
	{"heard_s", func(_ lang.Lang, l Listening) any { return counted(l.HeardMs, !l.Download && !l.Text) }},
	{"sent_s", func(_ lang.Lang, l Listening) any { return counted(l.SentMs, !l.Package && !l.Text) }},
}

// counted is a time in seconds; an empty cell where nobody counts it.
func counted(ms int64, known bool) any {
	if !known {
		return nil
	}
	return ms / 1000
}
