package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"hotline1022/internal/store"

	"hotline1022/internal/auth"
	"hotline1022/internal/sla"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// DueItem is something that has to be done by some time (Điều 13.2).
type DueItem struct {
	Ticket     string    `json:"ticket" doc:"Code"`
	Version    int64     `json:"version" doc:"Of the ticket"`
	State      string    `json:"state"`
	StateLabel string    `json:"state_label"`
	Clock      sla.Kind  `json:"clock" enum:"ask_back,live,officer,head,urgent,review,tell"`
	Unit       string    `json:"unit" doc:"Whose it is; empty: the hotline's own"`
	UnitName   string    `json:"unit_name"`
	Lead       bool      `json:"lead"`
	Due        time.Time `json:"due"`
	Warned     bool      `json:"warned" doc:"Whoever has to do it was told that the time is nearly over"`
	Late       bool      `json:"late"`
	Reminders  int64     `json:"reminders" doc:"How often the unit was reminded"`

	Content      string `json:"content" doc:"Its beginning; of what is confidential, which may tell who sent it, for the hotline alone: so with the address"`
	Address      string `json:"address"`
	Field        string `json:"field"`
	Emergency    bool   `json:"emergency"`
	Urgent       bool   `json:"urgent"`
	Confidential bool   `json:"confidential"`
	Remindable   bool   `json:"remindable" doc:"Whoever asks may remind the unit of it"`
}

// DuePage is a page of what has to be done.
type DuePage struct {
	Items []DueItem `json:"items"`
	Next  *string   `json:"next" doc:"Give it as cursor to get the following items; null at the end"`
	Late  *Total    `json:"late,omitempty" doc:"Where it was asked for (count): how many there are whose time is over, on all pages"`
}

type dueRequest struct {
	Within int    `query:"within" minimum:"0" maximum:"720" default:"24" doc:"Hours from now"`
	Unit   string `query:"unit" maxLength:"24" doc:"Only what it has to do"`
	Clock  string `query:"clock" maxLength:"40" doc:"Only this term"`
	Field  string `query:"field" maxLength:"40" doc:"Only of tickets of it"`
	Area   string `query:"area" maxLength:"24" doc:"Code of a ward, commune or former district that the ticket's address or content names"`
	Count  bool   `query:"count" doc:"Say how many are late"`
	Sort   string `query:"sort" enum:"due,-due,ticket,-ticket,clock,-clock,unit,-unit,state,-state,reminders,-reminders" default:"due" doc:"A minus: the greatest first"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"400"`
}

func (a *API) dueOperations() {
	due := operation{
		method: http.MethodGet, path: "/due", id: "due", tag: "tickets",
		summary: "What has to be done by when, and who was reminded of it; of a unit's people that of the unit and of units below",
		rights:  []auth.Right{auth.ReadTickets, auth.ReadUnitTickets}, errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
	}
	handle(a, due, a.due)
	handleExport(a, due, a.dueRows, dueColumns)
}

var dueSorts = sorts{
	by: map[string]store.Key{
		"due": whenKey("q.due"), "ticket": numberKey("q.ticket_id"), "clock": codedKey("q.kind", "clock", "ask_back", "live", "officer", "head", "urgent", "review", "tell"), "unit": textKey("q.unit_spelt"), "state": lifeKey("q.state"),
		"reminders": numberKey("q.reminders"),
	},
	id: []store.Key{whenKey("q.due"), numberKey("q.ticket_id"), {SQL: "q.number", Type: "integer"}},
}

func (a *API) due(ctx context.Context, in *dueRequest) (*struct{ Body DuePage }, error) {
	p, err := a.dueFilter(ctx, in)
	if err != nil {
		return nil, err
	}
	rows, err := a.dueOf(ctx, in, p)
	if err != nil {
		return nil, err
	}
	out := DuePage{Items: rows.Body.Items, Next: rows.Body.Next}
	if in.Count {
		n, err := a.p.Store.ClocksLate(ctx, db.ClocksLateParams{
			Before: p.Now, Everyones: p.Everyones, Units: p.Units, OfUnit: p.OfUnit, Kind: p.Kind, Field: p.Field, Area: p.Area, Secrets: p.Secrets, Most: store.MostCounted + 1,
		})
		if err != nil {
			return nil, err
		}
		out.Late = &Total{Count: min(int(n), store.MostCounted), More: n > store.MostCounted}
	}
	return &struct{ Body DuePage }{out}, nil
}

// dueRows is a page of them alone.
func (a *API) dueRows(ctx context.Context, in *dueRequest) (*listed[DueItem], error) {
	p, err := a.dueFilter(ctx, in)
	if err != nil {
		return nil, err
	}
	return a.dueOf(ctx, in, p)
}

// dueFilter is what is asked for, of what whoever asks may read.
func (a *API) dueFilter(ctx context.Context, in *dueRequest) (p db.ClocksDueParams, err error) {
	p = db.ClocksDueParams{OfUnit: orNull(store.Text(in.Unit)), Kind: orNull(in.Clock), Field: orNull(store.Text(in.Field)), Secrets: sightOf(ctx, "").secrets()}
	if in.Area != "" {
		area, err := a.areaOf(ctx, store.Text(in.Area))
		if err != nil {
			return p, err
		}
		words, err := a.p.Store.BareWords(ctx, area)
		if err != nil {
			return p, err
		}
		named := "% " + strings.Join(words, " ") + " %"
		p.Area = &named
	}
	if p.Units, err = a.unitsOf(ctx, visitOf(ctx).who); err != nil {
		return p, err
	}
	p.Everyones = p.Units == nil
	p.Now, err = a.p.Store.Now(ctx)
	p.Before = p.Now.Add(time.Duration(in.Within) * time.Hour)
	return p, err
}

func (a *API) dueOf(ctx context.Context, in *dueRequest, p db.ClocksDueParams) (*listed[DueItem], error) {
	page, err := a.sorted(dueSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	rows, err := page.ClocksDue(ctx, p)
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	by := partyBy(visitOf(ctx).who)
	items := make([]DueItem, len(rows))
	for i, r := range rows {
		items[i] = DueItem{
			Ticket: ticket.Code(r.Code).String(), Version: r.Version, State: r.State, StateLabel: ticket.State(r.State).Label(), Clock: sla.Kind(r.Kind),
			Unit: r.Unit, UnitName: r.UnitName, Lead: r.Lead, Due: r.Due, Warned: r.Warned, Late: r.Late, Reminders: r.Reminders,
			Field: r.Field, Emergency: r.Emergency, Urgent: r.Urgent, Confidential: r.Confidential, Remindable: r.Unit != "" && ticket.May(by, "remind", ticket.State(r.State)),
		}
		if p.Secrets || !r.Confidential {
			items[i].Content, items[i].Address = beginning(r.Content), r.Address
		}
	}
	return list(items, next), nil
}
