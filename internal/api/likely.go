package api

import (
	"context"
	"net/http"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// LikelyTicket is one that is probably of the same matter as what is being written. It says nothing of its sender,
// but that it is the same.
type LikelyTicket struct {
	Code         string      `json:"code"`
	State        string      `json:"state"`
	StateLabel   string      `json:"state_label"`
	Open         bool        `json:"open" doc:"Its sender has no result yet"`
	Content      string      `json:"content" doc:"Its beginning"`
	Address      string      `json:"address"`
	Pin          *ticket.Pin `json:"pin,omitempty"`
	Field        string      `json:"field"`
	UnitName     string      `json:"unit_name"`
	Confidential bool        `json:"confidential"`
	CreatedAt    time.Time   `json:"created_at"`
	Because      []string    `json:"because" enum:"place,street,field,words,sender" doc:"What it has in common"`
	Metres       *float64    `json:"metres" doc:"How far apart they are set on the map; null: one of them is not"`
}

type likelyRequest struct {
	Content string  `query:"content" maxLength:"1000" doc:"What is written so far, or its beginning"`
	Address string  `query:"address" maxLength:"500" doc:"Of the matter"`
	Field   string  `query:"field" maxLength:"40"`
	From    string  `query:"from" maxLength:"40" doc:"The sender's number in any form; what is none yet is not looked at"`
	Lat     float64 `query:"lat" minimum:"8" maximum:"24" doc:"Of the pin, with lon"`
	Lon     float64 `query:"lon" minimum:"102" maximum:"118"`
	Not     string  `query:"not" maxLength:"32" doc:"The ticket that is being sorted: it is not like itself"`
	Limit   int     `query:"limit" minimum:"1" maximum:"20" default:"5"`
}

func (a *API) likelyOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/tickets/likely", id: "likelyTickets", tag: "tickets", rights: []auth.Right{auth.FileTickets},
		summary: "Tickets of the last eight weeks that are probably of the matter that is being written: by place, field, words and sender; open ones first",
		errors:  []int{http.StatusUnprocessableEntity},
	}, a.likely)
}

func (a *API) likely(ctx context.Context, in *likelyRequest) (*listed[LikelyTicket], error) {
	of := ticket.Said{Content: store.Text(in.Content), Address: store.Text(in.Address), Field: store.Text(in.Field)}
	if (in.Lat == 0) != (in.Lon == 0) {
		return nil, invalid("query.lat", lang.TicketPin)
	}
	if in.Lat != 0 {
		of.Pin = &ticket.Pin{Lat: in.Lat, Lon: in.Lon}
	}
	if code, err := ticket.ParseCode(in.Not); err == nil {
		of.Code = code
	}
	if number, err := directory.Number(in.From); err == nil {
		of.Sender = number
	}
	now, err := a.p.Store.Now(ctx)
	if err != nil {
		return nil, err
	}
	secret := sightOf(ctx, "").secrets()
	rows, err := a.p.Store.LikelyTickets(ctx, of, now, secret)
	if err != nil {
		return nil, err
	}
	by := make(map[ticket.Code]db.TicketsByIDRow, len(rows))
	among := make([]ticket.Said, len(rows))
	for i, r := range rows {
		among[i] = saidIn(r.Ticket, secret)
		by[among[i].Code] = r
	}
	found := ticket.Likely(of, among, in.Limit)
	items := make([]LikelyTicket, len(found))
	for i, l := range found {
		items[i] = likelyOf(by[l.Code], l)
	}
	return list(items, ""), nil
}

// saidIn is what is compared of a ticket; its sender only by whom lists tell who that is.
func saidIn(t db.Ticket, secret bool) ticket.Said {
	said := ticket.Said{
		Code: ticket.Code(t.Code), Field: value(t.Field), Content: t.Content, Address: t.Address,
		Open: untold(t), At: t.CreatedAt, Pin: pinOf(t),
	}
	if secret || !t.Confidential {
		said.Sender = t.SenderPhone
	}
	return said
}

func likelyOf(row db.TicketsByIDRow, l ticket.Likeness) LikelyTicket {
	t := ticketOf(db.TicketByCodeRow(row))
	return LikelyTicket{
		Code: t.Code, State: t.State, StateLabel: t.StateLabel, Open: untold(row.Ticket), Content: beginning(t.Content), Address: t.Address,
		Pin: t.Pin, Field: t.Field, UnitName: t.UnitName, Confidential: t.Confidential, CreatedAt: t.CreatedAt, Because: l.Because, Metres: l.Metres,
	}
}

// untold says that a ticket's sender has no result yet.
func untold(t db.Ticket) bool { return ticket.State(t.State).Open() && t.ToldAt == nil }

// pinOf is where somebody set a ticket on the map; nil: nobody did.
func pinOf(t db.Ticket) *ticket.Pin {
	if t.Lat == nil || t.Lon == nil {
		return nil
	}
	return &ticket.Pin{Lat: *t.Lat, Lon: *t.Lon}
}
