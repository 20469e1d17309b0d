package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
)

// ErrNoPlace is returned for a place that no list in this order has.
var ErrNoPlace = errors.New("store: no place of this order")

// Key is what a list is ordered by: an expression of the columns that its query gives, never NULL, and
// the type by which a place's text is read again.
type Key struct{ SQL, Type string }

// Order is by names, if there are any, then by the first key, among equals by the next; the last tell all rows apart. Down: the greatest first.
type Order struct {
	By   *Names
	Keys []Key
	Down bool
}

// Place is where a row stands in an order: its keys, as PostgreSQL writes them.
type Place []string

// Sorted reads one list in an order, behind a place of it. A query that is read by it has its filters
// alone: order, place and number of rows are added to it here, for every list in the one way. Its columns must
// be free of volatile functions: else PostgreSQL makes all rows before it takes the first.
type Sorted struct {
	*db.Queries
	// Places are those of the rows that were read, in their order.
	Places []Place
}

// Sorted gives queries in an order, from behind a place (nil: from the beginning), at most so many rows (0: all).
func (s *Store) Sorted(o Order, after Place, most int) *Sorted {
	sorted := &Sorted{}
	sorted.Queries = db.New(&sorting{DBTX: s.pool, order: o, after: after, most: most, into: &sorted.Places})
	return sorted
}

type sorting struct {
	db.DBTX
	order Order
	after Place
	most  int
	into  *[]Place
}

// Query is sqlc's, which reads a list by nothing else. It is planned for just its arguments: a filter that is not
// given, or a rare one, wants another way through the table.
func (s *sorting) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	*s.into = nil
	keys := s.order.all()
	if s.after != nil && len(s.after) != len(keys) {
		return nil, ErrNoPlace
	}
	var texts, places []string
	for i, k := range keys {
		texts = append(texts, fmt.Sprintf("(%s)::text", k.SQL))
		if s.after != nil {
			args = append(args, s.after[i])
			places = append(places, fmt.Sprintf("$%d::text::%s", len(args), k.Type))
		}
	}
	var from string
	switch {
	case s.order.By != nil:
		from = s.order.named(sql, places, s.limit())
	case s.after != nil:
		from = fmt.Sprintf("(%s\n) q WHERE %s", sql, s.order.comparison(keys, places))
	default:
		from = fmt.Sprintf("(%s\n) q", sql)
	}
	whole := fmt.Sprintf("SELECT q.*, %s FROM %s %s %s", strings.Join(texts, ", "), from, ordered(keys, s.order.Down), s.limit())
	rows, err := s.DBTX.Query(ctx, whole, append([]any{pgx.QueryExecModeCacheDescribe}, args...)...)
	if err != nil {
		return nil, noPlace(err)
	}
	return &placedRows{rows, s}, nil
}

func (s *sorting) limit() string {
	if s.most == 0 {
		return ""
	}
	return fmt.Sprintf("LIMIT %d", s.most)
}

// comparison asks for what comes behind a place.
func (o Order) comparison(keys []Key, place []string) string {
	var all []string
	for _, k := range keys {
		all = append(all, k.SQL)
	}
	return fmt.Sprintf("(%s) %s (%s)", strings.Join(all, ", "), o.sign(), strings.Join(place, ", "))
}

func (o Order) sign() string {
	if o.Down {
		return "<"
	}
	return ">"
}

func ordered(keys []Key, down bool) string {
	way := " ASC"
	if down {
		way = " DESC"
	}
	var by []string
	for _, k := range keys {
		by = append(by, k.SQL+way)
	}
	return "ORDER BY " + strings.Join(by, ", ")
}

// placedRows keeps of each row where it stands, beside what the query reads of it.
type placedRows struct {
	pgx.Rows
	of *sorting
}

func (r *placedRows) Scan(dest ...any) error {
	place := make(Place, len(r.of.order.all()))
	for i := range place {
		dest = append(dest, &place[i])
	}
	*r.of.into = append(*r.of.into, place)
	return r.Rows.Scan(dest...)
}

func (r *placedRows) Err() error { return noPlace(r.Rows.Err()) }

// noPlace turns PostgreSQL's answer to a place that cannot be read (class 22, data exception) into ours: a list's other
// arguments have been read already.
func noPlace(err error) error {
	if strings.HasPrefix(sqlState(err), "22") {
		return fmt.Errorf("%w (%w)", ErrNoPlace, err)
	}
	return err
}
