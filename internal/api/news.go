package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// mostNews is how many changes news tells of, the last ones.
const mostNews = 20

// TicketNews is what was done to a ticket since a version: who did what, and nothing of what they wrote. A page that
// stands open asks for it again and again; it is no look at who sent the ticket, and is not noted as one.
type TicketNews struct {
	Version int64          `json:"version" doc:"That the ticket has now"`
	Changes []TicketChange `json:"changes" doc:"Oldest first, the last of them if there are many"`
}

// TicketChange says that somebody, or a clock, did something to a ticket.
type TicketChange struct {
	At      time.Time `json:"at"`
	Actor   string    `json:"actor"`
	Kind    string    `json:"kind"`
	Label   string    `json:"label"`
	Version int64     `json:"version"`
}

func (a *API) newsOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/tickets/{code}/news", id: "ticketNews", tag: "tickets", rights: readTickets,
		summary: "Who did what to a ticket since a version", errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, a.ticketNews)
}

func (a *API) ticketNews(ctx context.Context, in *struct {
	Code  string `path:"code" maxLength:"32"`
	Since int64  `query:"since" required:"true" minimum:"0" doc:"The version that is known"`
},
) (*struct{ Body TicketNews }, error) {
	t, _, err := a.ticketToRead(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	out := TicketNews{Version: t.Version, Changes: []TicketChange{}}
	if t.Version > in.Since {
		rows, err := a.p.Store.ChangesSince(ctx, db.ChangesSinceParams{TicketID: t.ID, Version: in.Since})
		if err != nil {
			return nil, err
		}
		v := visitOf(ctx)
		for _, e := range rows[max(0, len(rows)-mostNews):] {
			kind := ticket.Kind(strings.TrimPrefix(e.Kind, "ticket."))
			if kind.Reserved() && !v.who.mayReadReserved() {
				continue
			}
			change := TicketChange{At: e.At, Actor: e.Actor, Kind: e.Kind, Version: value(e.Version)}
			if key := kind.Key(); lang.Known(key) {
				change.Label = lang.Say(v.lang, key)
			}
			out.Changes = append(out.Changes, change)
		}
	}
	return &struct{ Body TicketNews }{out}, nil
}
