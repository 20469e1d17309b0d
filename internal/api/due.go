package api

import (
	"context"
	"net/http"
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
}

type dueRequest struct {
	Within int    `query:"within" minimum:"0" maximum:"720" default:"24" doc:"Hours from now"`
	Unit   string `query:"unit" maxLength:"24" doc:"Only what it has to do"`
	Clock  string `query:"clock" maxLength:"40" doc:"Only this term"`
	Sort   string `query:"sort" enum:"due,-due,ticket,-ticket,clock,-clock,unit,-unit,state,-state,reminders,-reminders" default:"due" doc:"A minus: the greatest first"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"400"`
}

func (a *API) dueOperations() {
	handleList(a, operation{
		method: http.MethodGet, path: "/due", id: "due", tag: "tickets",
		summary: "What has to be done by when, and who was reminded of it; of a unit's people that of the unit and of units below",
		rights:  []auth.Right{auth.ReadTickets, auth.ReadUnitTickets}, errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
	}, a.due, dueColumns)
}

var dueSorts = sorts{
	by: map[string]store.Key{
		"due": whenKey("q.due"), "ticket": numberKey("q.ticket_id"), "clock": textKey("q.kind"), "unit": wordsKey("q.unit_name"), "state": textKey("q.state"),
		"reminders": numberKey("q.reminders"),
	},
	id: []store.Key{whenKey("q.due"), numberKey("q.ticket_id"), {SQL: "q.number", Type: "integer"}},
}

func (a *API) due(ctx context.Context, in *dueRequest) (*listed[DueItem], error) {
	p := db.ClocksDueParams{OfUnit: orNull(store.Text(in.Unit)), Kind: orNull(in.Clock)}
	page, err := a.sorted(dueSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	if p.Units, err = a.unitsOf(ctx, visitOf(ctx).who); err != nil {
		return nil, err
	}
	p.Everyones = p.Units == nil
	now, err := a.p.Store.Now(ctx)
	if err != nil {
		return nil, err
	}
	p.Now, p.Before = now, now.Add(time.Duration(in.Within)*time.Hour)
	rows, err := page.ClocksDue(ctx, p)
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	items := make([]DueItem, len(rows))
	for i, r := range rows {
		items[i] = DueItem{
			Ticket: ticket.Code(r.Code).String(), Version: r.Version, State: r.State, StateLabel: ticket.State(r.State).Label(), Clock: sla.Kind(r.Kind),
			Unit: r.Unit, UnitName: r.UnitName, Lead: r.Lead, Due: r.Due, Warned: r.Warned, Late: r.Late, Reminders: r.Reminders,
		}
	}
	return list(items, next), nil
}
