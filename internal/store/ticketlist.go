package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
)

// TicketOrder is how a list is ordered.
type TicketOrder string

const (
	NewestFirst   TicketOrder = "received"
	ChangedFirst  TicketOrder = "updated"
	EarliestFirst TicketOrder = "due" // those alone of which somebody is waited for
)

// TicketPlace is where a ticket stands in an order: its time in that, and its ID.
type TicketPlace struct {
	At time.Time
	ID int64
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
	// less than half a microsecond, for they lie together.
	recent int
	// found is how many are gathered from all over the table, at most, to be ordered: one costs
	// ten microseconds.
	found int
}

var usualReach = reach{recent: 12_000, found: 5_000}

// TicketList gives the tickets that a filter lets through behind a place of an order (nil:
// from its beginning), at most so many.
//
// Each list is planned for what it is asked. How rare several things are together, words
// above all, no plan can tell: so a list looks first through those that come first in its
// order, which finds what is common. What that does not find is rare, and gathered by
// indexes as a whole, then ordered. And if that is too much after all (common, but not lately;
// or by words that are common, and a filter that they seldom go with), the order is gone through.
func (s *Store) TicketList(ctx context.Context, f TicketFilter, by TicketOrder, after *TicketPlace, most int) ([]TicketRow, error) {
	return s.ticketList(ctx, f, by, after, most, usualReach)
}

func (s *Store) ticketList(ctx context.Context, f TicketFilter, by TicketOrder, after *TicketPlace, most int, r reach) (rows []TicketRow, err error) {
	l, err := s.listing(ctx, f, by, after)
	if err != nil || l.nothing {
		return nil, err
	}
	err = s.reading(ctx, func(tx pgx.Tx) error {
		places, err := l.find(ctx, tx, most, r)
		if err != nil || len(places) == 0 {
			return err
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
func (s *Store) TicketCount(ctx context.Context, f TicketFilter, by TicketOrder) (n int, known bool, err error) {
	l, err := s.listing(ctx, f, by, nil)
	if err != nil || l.nothing {
		return 0, err == nil, err
	}
	err = s.reading(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, fmt.Sprintf("SET LOCAL statement_timeout = %d", countLimit.Milliseconds())); err != nil {
			return err
		}
		sql := fmt.Sprintf("SELECT count(*) FROM (SELECT FROM tickets t %s LIMIT %d) counted", l.where(), MostCounted+1)
		return tx.QueryRow(ctx, sql, l.argued()...).Scan(&n)
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

// find gives the places of the first tickets.
func (l *listing) find(ctx context.Context, tx pgx.Tx, most int, r reach) ([]TicketPlace, error) {
	edge, err := l.edge(ctx, tx, r.recent)
	if err != nil {
		return nil, err
	}
	if edge != nil && l.words { // of a common word, its index would read every ticket that has it
		if err := plan(ctx, tx, "bitmapscan", false); err != nil {
			return nil, err
		}
	}
	places, err := l.through(ctx, tx, most, edge)
	if err != nil || edge == nil || len(places) == most {
		return places, err
	}
	common, err := l.common(ctx, tx, r)
	if err == nil {
		err = plan(ctx, tx, "bitmapscan", true)
	}
	if err != nil {
		return nil, err
	}
	if !common {
		gathered, all, err := l.gather(ctx, tx, most, r.found)
		if err != nil || all {
			return gathered, err
		}
	}
	l.aside = false
	return l.through(ctx, tx, most, nil)
}

// plan lets PostgreSQL's plans have a kind of scan until the transaction ends, or not.
func plan(ctx context.Context, tx pgx.Tx, scan string, on bool) error {
	_, err := tx.Exec(ctx, fmt.Sprintf("SET LOCAL enable_%s = %t", scan, on))
	return err
}

// common tells, by a sample of those that come first, whether more tickets have the words than
// can be gathered. It tells besides how to gather them: the beginning of a word, which may begin half of
// all words, is looked for among what whole words find, unless those are common themselves.
func (l *listing) common(ctx context.Context, tx pgx.Tx, r reach) (bool, error) {
	if !l.words {
		return false, nil
	}
	sample := max(1, r.recent/4)
	var all, whole, total float64
	err := tx.QueryRow(ctx, fmt.Sprintf(`SELECT count(*) FILTER (WHERE ($2::text = '' OR search @@ $2::tsquery) AND ($3::text = '' OR search @@ $3::tsquery)),
			count(*) FILTER (WHERE $2::text = '' OR search @@ $2::tsquery), (SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'tickets'::regclass)
		FROM (SELECT t.search FROM tickets t WHERE %[1]s IS NOT NULL AND ($1::timestamptz IS NULL OR %[1]s %[2]s $1) %[3]s LIMIT %[4]d) sample`,
		l.column, l.sign("<=", ">="), l.ordered(l.column, "t.id"), sample), pgx.QueryExecModeCacheDescribe, l.first, l.whole, l.begun).Scan(&all, &whole, &total)
	most := float64(r.found) * float64(sample)
	l.aside = whole*total <= most && l.whole != ""
	return all*total > most, err
}

// edge is up to where the order is looked through first; nil: that is all there is.
func (l *listing) edge(ctx context.Context, tx pgx.Tx, recent int) (*time.Time, error) {
	sql := fmt.Sprintf("SELECT %[1]s FROM tickets t WHERE %[1]s IS NOT NULL AND ($1::timestamptz IS NULL OR %[1]s %[2]s $1) %[3]s OFFSET %[4]d LIMIT 1",
		l.column, l.sign("<=", ">="), l.ordered(l.column, "t.id"), recent)
	var at time.Time
	err := tx.QueryRow(ctx, sql, pgx.QueryExecModeCacheDescribe, l.first).Scan(&at)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return &at, err
}

// through goes through the order up to an edge, or by whatever way PostgreSQL holds for
// shorter, until there are enough.
func (l *listing) through(ctx context.Context, tx pgx.Tx, most int, edge *time.Time) ([]TicketPlace, error) {
	part := *l
	if edge != nil {
		part.need(fmt.Sprintf("%s %s ?", l.column, l.sign(">=", "<=")), *edge)
	}
	rows, err := tx.Query(ctx, fmt.Sprintf("SELECT %s, t.id FROM tickets t %s %s LIMIT %d", l.column, part.where(), l.ordered(l.column, "t.id"), most), part.argued()...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[TicketPlace])
}

// gather takes all of them by indexes, and orders them; all is false when they are too many
// for that. Those that it reads are more than it takes, where a filter has no index.
func (l *listing) gather(ctx context.Context, tx pgx.Tx, most, limit int) (places []TicketPlace, all bool, err error) {
	scans := []string{"seqscan"}
	if l.words {
		scans = append(scans, "indexscan")
	}
	for _, scan := range scans {
		if err := plan(ctx, tx, scan, false); err != nil {
			return nil, false, err
		}
	}
	rows, err := tx.Query(ctx, fmt.Sprintf(`WITH found AS MATERIALIZED (SELECT %s AS at, t.id FROM tickets t %s LIMIT %d)
		SELECT at, id, (SELECT count(*) FROM found) > %d FROM found %s LIMIT %d`,
		l.column, l.where(), limit+1, limit, l.ordered("at", "id"), most), l.argued()...)
	if err != nil {
		return nil, false, err
	}
	var p TicketPlace
	var tooMany bool
	if _, err = pgx.ForEachRow(rows, []any{&p.At, &p.ID, &tooMany}, func() error {
		places = append(places, p)
		return nil
	}); err != nil {
		return nil, false, err
	}
	for _, scan := range scans {
		if err := plan(ctx, tx, scan, true); err != nil {
			return nil, false, err
		}
	}
	return places, !tooMany, nil
}
