package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// LegalHold keeps the recordings of a call, or of all calls of a ticket, whatever any rule says.
type LegalHold struct {
	ID         uuid.UUID  `json:"id"`
	Call       string     `json:"call" doc:"One of the two"`
	Ticket     string     `json:"ticket"`
	Reason     string     `json:"reason"`
	Document   string     `json:"document" doc:"The number of the decision that asks for it"`
	PlacedAt   time.Time  `json:"placed_at"`
	PlacedBy   string     `json:"placed_by"`
	LiftedAt   *time.Time `json:"lifted_at"`
	LiftedBy   string     `json:"lifted_by"`
	LiftReason string     `json:"lift_reason"`
	Recordings int64      `json:"recordings" doc:"Of its calls"`
}

// PlacedHold is a hold that was just placed.
type PlacedHold struct {
	LegalHold
	Gone int `json:"gone" doc:"Recordings of its calls that were deleted before: it came too late for them"`
}

type holdsRequest struct {
	State  string    `query:"state" enum:"stands,lifted"`
	Call   string    `query:"call" maxLength:"80" doc:"That keep this call's recordings: its own, and its tickets'"`
	Ticket string    `query:"ticket" maxLength:"32" doc:"Of this ticket"`
	Since  time.Time `query:"since" doc:"Placed at or after"`
	Until  time.Time `query:"until" doc:"Placed before"`
	Sort   string    `query:"sort" enum:"placed,-placed,actor,-actor" default:"-placed" doc:"A minus: the latest first"`
	Limit  int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string    `query:"cursor" maxLength:"400"`
	Why
}

func (a *API) holdOperations() {
	handleList(a, operation{
		method: http.MethodGet, path: "/legal-holds", id: "legalHolds", tag: "retention", rights: []auth.Right{auth.ReadRetention},
		summary: "What is kept whatever any rule says, and was", errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
	}, a.legalHolds, holdColumns)
	handle(a, operation{
		method: http.MethodPost, path: "/legal-holds", id: "placeHold", tag: "retention", status: http.StatusCreated, rights: []auth.Right{auth.HoldRecordings},
		summary: "Keep the recordings of a call, or of all calls of a ticket, until the hold is lifted; noted with the reason",
		errors:  []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, a.placeHold)
	handle(a, operation{
		method: http.MethodPost, path: "/legal-holds/{id}/lift", id: "liftHold", tag: "retention", rights: []auth.Right{auth.LiftHolds},
		summary: "End a hold: rules count again; noted with the reason", errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, a.liftHold)
}

// holder is who decides what is kept: a person, who says why.
func holder(ctx context.Context, why string) (who *Principal, reason string, err error) {
	who, reason = visitOf(ctx).who, ticket.Reason(store.Text(why))
	switch {
	case who.Username == "":
		return who, "", refuse(http.StatusForbidden, lang.NotAllowed) // no program's to decide
	case reason == "":
		return who, "", invalid("body.reason", lang.ReasonNeeded)
	}
	return who, reason, nil
}

var holdSorts = sorts{
	by: map[string]store.Key{"placed": whenKey("q.placed_at"), "actor": nameKey("q.placed_by")},
	id: []store.Key{whenKey("q.placed_at"), {SQL: "q.id", Type: "uuid"}},
}

var holdColumns = []column[LegalHold]{
	{"time", func(_ lang.Lang, h LegalHold) any { return h.PlacedAt }},
	{"actor", func(_ lang.Lang, h LegalHold) any { return actor(h.PlacedBy) }},
	{"call", func(_ lang.Lang, h LegalHold) any { return h.Call }},
	{"ticket", func(_ lang.Lang, h LegalHold) any { return h.Ticket }},
	{"reason", func(_ lang.Lang, h LegalHold) any { return h.Reason }},
	{"document", func(_ lang.Lang, h LegalHold) any { return h.Document }},
	{"recordings", func(_ lang.Lang, h LegalHold) any { return h.Recordings }},
	{"lifted", func(_ lang.Lang, h LegalHold) any { return h.LiftedAt }},
	{"lifted_by", func(_ lang.Lang, h LegalHold) any { return actor(h.LiftedBy) }},
	{"lift_reason", func(_ lang.Lang, h LegalHold) any { return h.LiftReason }},
}

func (a *API) legalHolds(ctx context.Context, in *holdsRequest) (*listed[LegalHold], error) {
	p := db.LegalHoldsShownParams{Call: orNull(store.Text(in.Call)), Since: orNull(in.Since), Until: orNull(in.Until)}
	if in.State != "" {
		stands := in.State == "stands"
		p.Stands = &stands
	}
	var err error
	if p.Ticket, err = ofTicket(in.Ticket); err != nil {
		return nil, err
	}
	page, err := a.sorted(holdSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	rows, err := page.LegalHoldsShown(ctx, p)
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	s := sightOf(ctx, in.Reason)
	as, told := s.one(true), 0 // reasons tell of confidential tickets too
	items := make([]LegalHold, len(rows))
	for i, r := range rows {
		items[i] = holdOf(r)
		items[i].conceal(as)
		if as == inFull {
			told++
		}
	}
	return list(items, next), a.noteListed(ctx, s, "legal-holds", told)
}

func holdOf(r db.LegalHoldsShownRow) LegalHold {
	h := LegalHold{
		ID: r.ID, Call: r.CallID, Reason: r.Reason, Document: r.Document, PlacedAt: r.PlacedAt, PlacedBy: r.PlacedBy,
		LiftedAt: r.LiftedAt, LiftedBy: r.LiftedBy, LiftReason: r.LiftReason, Recordings: r.Recordings,
	}
	if r.Ticket != "" {
		h.Ticket = ticket.Code(r.Ticket).String()
	}
	return h
}

// conceal takes out whose numbers somebody wrote into a reason.
func (h *LegalHold) conceal(as showing) {
	h.Reason, h.LiftReason = as.told(h.Reason), as.told(h.LiftReason)
}

func (a *API) placeHold(ctx context.Context, in *struct {
	Body struct {
		Call     string `json:"call,omitempty" maxLength:"80" doc:"One of the two"`
		Ticket   string `json:"ticket,omitempty" maxLength:"32" doc:"A code: all its calls, those that come later too"`
		Reason   string `json:"reason" maxLength:"500" doc:"Why; it is kept"`
		Document string `json:"document,omitempty" maxLength:"100" doc:"The number of the decision that asks for it"`
	}
},
) (*struct{ Body PlacedHold }, error) {
	who, reason, err := holder(ctx, in.Body.Reason)
	if err != nil {
		return nil, err
	}
	n := store.NewHold{Call: strings.TrimSpace(store.Text(in.Body.Call)), Reason: reason, Document: strings.TrimSpace(store.Text(in.Body.Document)), Actor: who.Actor}
	if in.Body.Ticket != "" {
		code, err := ticket.ParseCode(in.Body.Ticket)
		if err != nil {
			return nil, invalid("body.ticket", lang.BadTicketCode)
		}
		n.Ticket = string(code)
	}
	if (n.Call == "") == (n.Ticket == "") {
		return nil, invalid("body.call", lang.HoldOfOne)
	}
	placed, err := a.p.Store.PlaceHold(ctx, n, a.cfg.Now())
	if err != nil {
		return nil, err
	}
	h, err := a.legalHold(ctx, placed.Hold.ID)
	return &struct{ Body PlacedHold }{PlacedHold{LegalHold: h, Gone: placed.Gone}}, err
}

func (a *API) liftHold(ctx context.Context, in *struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Reason string `json:"reason" maxLength:"500" doc:"Why; it is kept"`
	}
},
) (*struct{ Body LegalHold }, error) {
	who, reason, err := holder(ctx, in.Body.Reason)
	if err != nil {
		return nil, err
	}
	id, err := pathID(in.ID)
	if err != nil {
		return nil, err
	}
	if _, err := a.p.Store.LiftHold(ctx, id, who.Actor, reason, a.cfg.Now()); err != nil {
		return nil, err
	}
	h, err := a.legalHold(ctx, id)
	return &struct{ Body LegalHold }{h}, err
}

// legalHold is one, for who has just decided about it.
func (a *API) legalHold(ctx context.Context, id uuid.UUID) (h LegalHold, err error) {
	rows, err := a.p.Store.LegalHoldsShown(ctx, db.LegalHoldsShownParams{ID: &id})
	if err == nil && len(rows) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return h, err
	}
	h = holdOf(rows[0])
	h.conceal(sightOf(ctx, "").one(true))
	return h, nil
}
