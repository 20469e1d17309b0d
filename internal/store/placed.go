package store

import (
	"context"

	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

// projectPlaced knows a call that an operator placed from one that came, and links it to
// the ticket that it concerns. A desk may name a ticket that is none: the call is kept.
func projectPlaced(ctx context.Context, q *db.Queries, e call.Entry) error {
	d, _ := e.Data.(call.Placed)
	id := Text(string(e.Call))
	if err := q.CallPlaced(ctx, id); err != nil {
		return err
	}
	code, err := ticket.ParseCode(d.Ticket)
	if err != nil {
		return nil // it concerns none
	}
	return q.TicketCallLinkByCode(ctx, db.TicketCallLinkByCodeParams{Code: string(code), CallID: id})
}
