package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
)

// TicketOrder is how a list is ordered.
type TicketOrder string

const (
	NewestFirst   TicketOrder = "received"
	OldestFirst   TicketOrder = "-received"
	ChangedFirst  TicketOrder = "updated"
	EarliestFirst TicketOrder = "due"     // those of which nobody is waited for come behind, the oldest first
	LatestFirst   TicketOrder = "-due"    // those of which nobody is waited for come behind, the newest first
	StillestFirst TicketOrder = "waiting" // longest without news first; behind them those whose sender has a result
	ByState       TicketOrder = "state"   // in the order of a ticket's life, of each the newest first
	ByStateBack   TicketOrder = "-state"  // the states from the last to the first, of each the newest first
	ByGroup       TicketOrder = "group"   // those of no group yet first, of each the newest first
	ByGroupBack   TicketOrder = "-group"  // from the last group to those of none yet, of each the newest first
)

// TicketPlace is where a ticket stands in an order: its part of that, its time, and its ID.
type TicketPlace struct {
	At   time.Time
	ID   int64
	Part int `db:"-"` // the first is 0: by a term, those that have none are part 1; by a state, each has its own
}

// TicketRow is a ticket of a list.
type TicketRow struct {
	db.TicketsByIDRow
	Place TicketPlace
}

const (
	// MostCounted is the number up to which tickets are counted.
	MostCounted = 1_000
	// countLimit is how long counting may take: it says how many there are if that is cheap.
	countLimit = 40 * time.Millisecond
)

// reach is how far a list is looked for in one way before it is in another.
type reach struct {
	// recent is how many of those that come first in an order are looked through: one costs
	// less than a microsecond, for they lie together.
	recent int
	// found is how many are gathered from all over the table, at most, to be ordered: one costs
	// ten microseconds.
	found int
}

var usualReach = reach{recent: 3_000, found: 1_000}

// TicketList gives the tickets that a filter lets through behind a place of an order (nil:
// from its beginning), at most so many.
//
// What is common is found among those that come first in the order, which are looked
// through. What is not is gathered by the index of words and marks, and ordered: all at once
// where a sample of all tickets says that it is rare, else from one stretch of time after the other, so
// wide that what is ordered is never much more than what is asked for. Where even four weeks have
// too much of it (common, but not lately), those are looked through.
func (s *Store) TicketList(ctx context.Context, f TicketFilter, by TicketOrder, after *TicketPlace, most int) ([]TicketRow, error) {
	return s.ticketList(ctx, f, by, after, most, usualReach)
}

func (s *Store) ticketList(ctx context.Context, f TicketFilter, by TicketOrder, after *TicketPlace, most int, r reach) (rows []TicketRow, err error) {
	bare, err := s.bareWords(ctx, f)
	if err != nil {
		return nil, err
	}
	var parts []*listing
	for part, all := 0, by.parts(); part < all; part++ {
		if after != nil && after.Part > part {
			continue
		}
		l, err := f.listing(bare, by, part, after)
		if err != nil {
			return nil, err
		}
		parts, after = append(parts, l), nil
	}
	err = s.reading(ctx, func(tx pgx.Tx) error {
		var places []TicketPlace
		for _, l := range parts {
			if l.nothing || len(places) == most {
				continue
			}
			more, err := (&finder{l, tx, r}).find(ctx, most-len(places))
			if err != nil {
				return err
			}
			for _, p := range more {
				places = append(places, TicketPlace{At: p.At, ID: p.ID, Part: l.part})
			}
		}
		if len(places) == 0 {
			return nil
		}
		ids := make([]int64, len(places))
		for i, p := range places {
			ids[i] = p.ID
		}
		found, err := db.New(tx).TicketsByID(ctx, ids)
		for i, row := range found {
			rows = append(rows, TicketRow{row, places[i]})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("store: list of tickets: %w", err)
	}
	return rows, nil
}

// TicketCount counts the tickets that a filter lets through, up to one more than
// MostCounted. known is false when that takes too long.
func (s *Store) TicketCount(ctx context.Context, f TicketFilter) (n int, known bool, err error) {
	bare, err := s.bareWords(ctx, f)
	if err != nil {
		return 0, false, err
	}
	l, err := f.listing(bare, NewestFirst, 0, nil)
	if err != nil || l.nothing {
		return 0, err == nil, err
	}
	err = s.reading(ctx, func(tx pgx.Tx) error {
		if err := set(ctx, tx, fmt.Sprintf("statement_timeout = %d", countLimit.Milliseconds()), "work_mem = '32MB'"); err != nil {
			return err
		}
		var st statement
		sql := fmt.Sprintf("SELECT count(*) FROM (SELECT FROM tickets t %s LIMIT %d) counted", st.where(searched(l.sure(l.begun)...), l.beyond), MostCounted+1)
		return tx.QueryRow(ctx, sql, st.given()...).Scan(&n)
	})
	switch {
	case sqlState(err) == "57014" && ctx.Err() == nil: // query_canceled
		return 0, false, nil
	case err != nil:
		return 0, false, fmt.Errorf("store: count of tickets: %w", err)
	}
	return n, true, nil
}

// reading is a transaction of statements that see the same.
func (s *Store) reading(ctx context.Context, do func(pgx.Tx) error) error {
	return pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, do)
}
