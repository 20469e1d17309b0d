package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/sla"
	"hotline1022/internal/store/db"
)

// ErrDue: the ticket's clocks should have fired before they are counted anew.
var ErrDue = errors.New("store: the ticket's clocks are due")

// MovedClock is a deadline that another calendar has set to another time.
type MovedClock struct {
	Clock int       `json:"clock"`
	Kind  sla.Kind  `json:"kind"`
	Unit  string    `json:"unit,omitempty"`
	Was   time.Time `json:"was,omitzero"`
	Is    time.Time `json:"is,omitzero"`
}

// RecountTicket counts a ticket's open clocks by the calendar that holds, and puts what
// moved into its history and into the audit log. Once that is done, it does nothing.
func (s *Store) RecountTicket(ctx context.Context, ticketID int64) (moved []MovedClock, err error) {
	err = s.TxAgain(ctx, func(tx pgx.Tx, q *db.Queries) error {
		moved = nil
		row, err := q.TicketOfSheet(ctx, ticketID)
		if err != nil {
			return err
		}
		_, number, err := s.CurrentCalendar(ctx, q)
		if err != nil || row.Calendar == number {
			return err
		}
		now, sheet, was, err := s.recount(ctx, q, row)
		if err != nil {
			return err
		}
		if err := q.SheetRecounted(ctx, db.SheetRecountedParams{TicketID: ticketID, Calendar: number}); err != nil {
			return err
		}
		if len(was) == 0 {
			return nil
		}
		for _, c := range was {
			moved = append(moved, MovedClock{c.Number, c.Kind, c.Unit, c.Due, sheet.Clocks[c.Number-1].Due})
		}
		if err := s.SaveSheet(ctx, tx, q, ticketID, sheet); err != nil {
			return err
		}
		return noteRecount(ctx, q, row, number, now, moved)
	})
	if err != nil {
		return nil, fmt.Errorf("store: recount ticket %d: %w", ticketID, err)
	}
	return moved, nil
}

func (s *Store) recount(ctx context.Context, q *db.Queries, row db.TicketOfSheetRow) (now time.Time, next sla.Sheet, was []sla.Clock, err error) {
	law, err := s.Law(ctx, q, row.Policy)
	if err != nil {
		return now, next, nil, err
	}
	sheet, err := s.LoadSheet(ctx, q, row.ID)
	if err != nil {
		return now, next, nil, err
	}
	if now, err = q.Now(ctx); err != nil {
		return now, next, nil, err
	}
	next, fired, was, err := law.Recount(sheet, law.Calendar, now)
	if err == nil && len(fired) > 0 {
		err = ErrDue
	}
	return now, next, was, err
}

func noteRecount(ctx context.Context, q *db.Queries, row db.TicketOfSheetRow, calendar int64, at time.Time, moved []MovedClock) error {
	by, err := q.CalendarByID(ctx, calendar)
	if err != nil {
		return err
	}
	act, err := Act(at, by.Author, "clocks.recount", "ticket:"+row.Code, map[string]any{"calendar": calendar, "moved": moved})
	if err != nil {
		return err
	}
	if err := q.AuditAppend(ctx, act); err != nil {
		return err
	}
	return q.TicketEventAppend(ctx, db.TicketEventAppendParams{
		TicketID: row.ID, At: at, Actor: by.Author, Kind: "ticket.clocks_recounted", Data: act.Detail,
	})
}
