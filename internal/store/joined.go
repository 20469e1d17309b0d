package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

// projectJoined makes a ticket of a caller's key, attached to the incident, once a
// number: who presses again in another call has that call beside the ticket of
// the first. Whose wish arrives when it is over already (the journal waited for
// the database) is told so at once.
func (s *Store) projectJoined(ctx context.Context, tx pgx.Tx, q *db.Queries, e call.Entry) error {
	d, _ := e.Data.(call.JoinedIncident)
	id, err := strconv.ParseInt(d.Incident, 10, 64)
	if err != nil {
		return nil //nolint:nilerr // no incident of ours: the event alone is kept
	}
	// Locked: closing, which tells those who are there, comes before or after.
	row, err := q.IncidentLock(ctx, id)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil // of another database's: as above
	}
	if err != nil {
		return fmt.Errorf("store: incident: %w", err)
	}
	c, err := q.CallByID(ctx, Text(string(e.Call)))
	if err != nil {
		return fmt.Errorf("store: call that joins: %w", err)
	}
	from := c.Call.FromNumber
	before, err := q.IncidentJoinOf(ctx, db.IncidentJoinOfParams{IncidentID: id, CallID: c.Call.ID, Number: from})
	switch {
	case err == nil:
		return q.TicketCallLink(ctx, db.TicketCallLinkParams{TicketID: before.TicketID, CallID: c.Call.ID})
	case !errors.Is(err, pgx.ErrNoRows):
		return fmt.Errorf("store: who joined before: %w", err)
	}
	made, err := s.CreateSystemTicket(ctx, tx, SystemTicket{
		Origin: ticket.OriginIncident, Draft: ticket.OfIncident(from, row.Area, row.Text), Call: e.Call, At: e.At, Cause: e.ID,
		Notice: lang.SMSIncidentTicket, NoticeArgs: []string{row.Area}, Incident: &id,
	})
	if err != nil {
		return err
	}
	join := db.IncidentJoinParams{IncidentID: id, CallID: c.Call.ID, Number: from, TicketID: made.ID, At: e.At}
	if err := q.IncidentJoin(ctx, join); err != nil {
		return fmt.Errorf("store: join: %w", err)
	}
	if row.ClosedAt == nil || from == "" {
		return nil
	}
	return s.tellOver(ctx, tx, row, db.IncidentJoin(join), *row.ClosedAt)
}

// tellOver queues the SMS that an incident is over for one who joined too late for
// [Store.CloseIncident]; a number that no SMS reaches has been told so in its ticket's history.
func (s *Store) tellOver(ctx context.Context, tx pgx.Tx, i db.Incident, j db.IncidentJoin, at time.Time) error {
	if !directory.Mobile(j.Number) {
		return nil
	}
	return s.QueueMessage(ctx, tx, NewMessage{
		Channel: notify.SMS, To: j.Number, Key: lang.SMSIncidentOver, Args: overArgs(i, at),
		Cause: fmt.Sprintf("incident:%d:over:%s", i.ID, j.Number), At: at,
		Ticket: &j.TicketID, Call: &j.CallID, Incident: &i.ID,
	})
}

// overArgs is what lang.SMSIncidentOver says.
func overArgs(i db.Incident, at time.Time) []string {
	over := at.In(ticket.Zone)
	return []string{i.Area, over.Format("15:04"), over.Format("02/01")}
}
