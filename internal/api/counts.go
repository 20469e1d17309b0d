package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/store/db"
)

// TicketCounts says how many tickets came within some time.
type TicketCounts struct {
	Since         time.Time        `json:"since"`
	Until         time.Time        `json:"until"`
	Tickets       int64            `json:"tickets"`
	Kinds         map[string]int64 `json:"kinds" doc:"By what the sender wants (Điều 1.1); under the empty name where nobody has said"`
	Groups        map[string]int64 `json:"groups" doc:"By the clause of Điều 5; 0: not known yet"`
	Channels      map[string]int64 `json:"channels" doc:"Điều 3.1"`
	States        map[string]int64 `json:"states" doc:"Where they stand now"`
	StateServants int64            `json:"state_servants" doc:"Whose senders say that they serve the state (Điều 17.10)"`
}

type countsRequest struct {
	Since time.Time `query:"since" doc:"Left out: a month ago"`
	Until time.Time `query:"until" doc:"Left out: now"`
}

func (a *API) countOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/ticket-counts", id: "ticketCounts", tag: "tickets",
		summary: "How many tickets came within some time, by kind, group, channel and state",
		rights:  []auth.Right{auth.ReadTickets}, errors: []int{http.StatusUnprocessableEntity},
	}, a.ticketCounts)
}

func (a *API) ticketCounts(ctx context.Context, in *countsRequest) (*struct{ Body TicketCounts }, error) {
	now, err := a.p.Store.Now(ctx)
	if err != nil {
		return nil, err
	}
	out := TicketCounts{Since: in.Since, Until: in.Until, Kinds: map[string]int64{}, Groups: map[string]int64{}, Channels: map[string]int64{}, States: map[string]int64{}}
	if out.Until.IsZero() {
		out.Until = now
	}
	if out.Since.IsZero() {
		out.Since = out.Until.AddDate(0, -1, 0)
	}
	rows, err := a.p.Store.TicketCounts(ctx, db.TicketCountsParams{Since: out.Since, Until: out.Until})
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		out.Tickets += r.Tickets
		out.Kinds[r.Kind] += r.Tickets
		out.Groups[strconv.Itoa(int(r.GroupID))] += r.Tickets
		out.Channels[r.Channel] += r.Tickets
		out.States[r.State] += r.Tickets
		out.StateServants += r.OfServants
	}
	return &struct{ Body TicketCounts }{out}, nil
}
