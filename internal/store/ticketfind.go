package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// finder finds the first of a list, in a transaction.
type finder struct {
	*listing
	tx    pgx.Tx
	reach reach
}

// find gives the places of the first tickets, at most so many.
func (f *finder) find(ctx context.Context, most int) ([]TicketPlace, error) {
	edge, err := f.edge(ctx)
	if err != nil {
		return nil, err
	}
	places, err := f.through(ctx, window{until: edge}, most)
	if err != nil || edge == nil || len(places) == most {
		return places, err
	}
	r, err := f.rest(ctx, *edge)
	if err != nil {
		return nil, err
	}
	for width, from := r.width(f.reach.found), *edge; ; {
		w := f.window(from, width, r)
		more, all, err := f.gather(ctx, w, most-len(places), r.aside(f.reach.found))
		if err == nil && !all && w.width > 1 { // less at once, from here on
			width = w.width / 4
			continue
		}
		if err == nil && !all {
			more, err = f.through(ctx, w, most-len(places))
		}
		if err != nil {
			return nil, err
		}
		if places = append(places, more...); len(places) == most || w.until == nil {
			return places, nil
		}
		from = *w.until
	}
}

// edge is up to where the order is looked through first; nil: that is all there is.
func (f *finder) edge(ctx context.Context) (*time.Time, error) {
	sql := fmt.Sprintf("SELECT %[1]s FROM tickets t WHERE %[5]s AND ($1::timestamptz IS NULL OR %[1]s %[2]s $1) %[3]s OFFSET %[4]d LIMIT 1",
		f.column, f.sign("<=", ">="), f.ordered(f.column, "t.id"), f.reach.recent, f.only)
	var at time.Time
	err := f.tx.QueryRow(ctx, sql, pgx.QueryExecModeCacheDescribe, f.first).Scan(&at)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return &at, err
}

// window is a part of an order.
type window struct {
	from  *time.Time // behind that; nil: from the beginning
	until *time.Time // and up to that; nil: all the rest
	width int        // in stretches of time
	mark  string     // of these; "": it has all there are
}

// window is one behind a time, so many stretches wide.
func (f *finder) window(from time.Time, width int, r rest) window {
	w := window{from: &from, width: 1}
	if f.moment == "" {
		return w
	}
	step, next := stretch(1), time.Microsecond                                                  // behind it, or the same stretch would be looked through without end
	until := func(last stretch) time.Time { return (last + 1).begins().Add(-time.Microsecond) } // PostgreSQL's shortest: just before the next stretch
	if f.down {                                                                                 // the latest come first
		step, next, until = -1, -time.Microsecond, stretch.begins
	}
	first, end := stretchOf(from.Add(next)), stretchOf(r.end)
	last := first + step*stretch(max(width, 1)-1)
	if (end-last)*step > 0 {
		at := until(last)
		w.until = &at
	} else {
		last = end
	}
	if w.width = max(1, int((last-first)*step)+1); w.until != nil || w.width == 1 {
		w.mark = stretches(f.moment, min(first, last), max(first, last))
	}
	return w
}

// rest is what is known of the tickets that come later in an order.
type rest struct {
	end       time.Time // of the last
	stretches int       // that they are spread over
	total     float64   // how many there are
	asked     float64   // the share of them that is asked for, as it seems
	sure      float64   // that would be, whatever the last word begins
	begun     float64   // and of which it begins a word
}

// rest looks at one of a thousand tickets, from all over the table: always at the same, so that they are at hand.
func (f *finder) rest(ctx context.Context, from time.Time) (r rest, err error) {
	err = f.tx.QueryRow(ctx, fmt.Sprintf(`SELECT coalesce((SELECT %[1]s FROM tickets t WHERE %[1]s IS NOT NULL ORDER BY %[1]s %[2]s LIMIT 1), $1), greatest(reltuples, 0), asked / n, sure / n, begun / n
		FROM pg_class, (SELECT greatest(count(*), 1)::float8 AS n, count(*) FILTER (WHERE sure AND begun) AS asked, count(*) FILTER (WHERE sure) AS sure, count(*) FILTER (WHERE begun) AS begun
			FROM (SELECT $2::text = '' OR search @@ $2::tsquery AS sure, $3::text = '' OR search @@ $3::tsquery AS begun FROM tickets TABLESAMPLE SYSTEM (0.1) REPEATABLE (1022)) looked) sample
		WHERE oid = 'tickets'::regclass`, f.column, f.sign("ASC", "DESC")), pgx.QueryExecModeCacheDescribe, from, strings.Join(f.sure(), " & "), f.begun).Scan(&r.end, &r.total, &r.asked, &r.sure, &r.begun)
	if f.few || len(f.sure(f.begun)) == 0 {
		r.asked, r.sure = 0, 0 // there is an index of their own, or PostgreSQL knows how many they are
	}
	r.stretches = 1 + int(max(stretchOf(from)-stretchOf(r.end), stretchOf(r.end)-stretchOf(from)))
	return r, err
}

// aside says whether the beginning of a word, which may begin half of all words, is looked for
// among what all else finds, rather than in the index: to read a ticket costs as much as to
// go by twenty-five in the index.
func (r rest) aside(found int) bool {
	return r.sure*r.total <= float64(2*found) || 25*r.sure <= r.begun
}

// width is how wide windows are: none has so many that they are too many to be read, or to be ordered.
func (r rest) width(found int) int {
	of := func(share float64, most int) int {
		if all := share * r.total; all > float64(most) {
			return max(1, int(float64(most*r.stretches)/all))
		}
		return r.stretches
	}
	if r.aside(found) {
		return min(of(r.asked, found/2), of(r.sure, 2*found))
	}
	return of(r.asked, found/2)
}

// through goes through the order within a window until there are enough.
func (f *finder) through(ctx context.Context, w window, most int) ([]TicketPlace, error) {
	if err := set(ctx, f.tx, "enable_bitmapscan = off"); err != nil { // which would read all of it
		return nil, err
	}
	var s statement
	sql := fmt.Sprintf("SELECT %s, t.id FROM tickets t %s %s LIMIT %d", f.column,
		s.where(f.asked, f.beyond, f.within(w, f.column), searched(f.words...), searched(f.begun)), f.ordered(f.column, "t.id"), most)
	rows, err := f.tx.Query(ctx, sql, s.given()...)
	if err != nil {
		return nil, err
	}
	places, err := pgx.CollectRows(rows, pgx.RowToStructByPos[TicketPlace])
	if err != nil {
		return nil, err
	}
	return places, set(ctx, f.tx, "enable_bitmapscan = on")
}

// gather takes all of a window by the index of words and marks, and by none of times beside
// it, and orders them; all is false when they are too many.
func (f *finder) gather(ctx context.Context, w window, most int, aside bool) (places []TicketPlace, all bool, err error) {
	if err := set(ctx, f.tx, "enable_seqscan = off", "enable_indexscan = off", "work_mem = '32MB'"); err != nil {
		return nil, false, err
	}
	in, beside := f.sure(w.mark, f.begun), []string(nil)
	if aside && len(f.sure(w.mark)) > 0 {
		in, beside = f.sure(w.mark), []string{f.begun}
	}
	var s statement
	from := s.where(searched(in...), f.beyond)
	sql := fmt.Sprintf(`WITH found AS MATERIALIZED (SELECT at, id FROM (SELECT %[1]s AS at, t.id, t.search FROM tickets t %[2]s OFFSET 0) t %[3]s LIMIT %[4]d)
		SELECT at, id, (SELECT count(*) FROM found) >= %[4]d FROM found %[5]s LIMIT %[6]d`,
		f.column, from, s.where(searched(beside...), f.within(w, "at")), f.reach.found+1, f.ordered("at", "id"), most)
	rows, err := f.tx.Query(ctx, sql, s.given()...)
	if err != nil {
		return nil, false, err
	}
	var p TicketPlace
	var tooMany bool
	_, err = pgx.ForEachRow(rows, []any{&p.At, &p.ID, &tooMany}, func() error {
		places = append(places, p)
		return nil
	})
	if err != nil {
		return nil, false, err
	}
	return places, !tooMany, set(ctx, f.tx, "enable_seqscan = on", "enable_indexscan = on", "work_mem TO DEFAULT")
}

// within is what a window asks of a row's time.
func (f *finder) within(w window, at string) (all []condition) {
	if w.from != nil {
		all = append(all, condition{at + f.sign(" < ?", " > ?"), []any{*w.from}})
	}
	if w.until != nil {
		all = append(all, condition{at + f.sign(" >= ?", " <= ?"), []any{*w.until}})
	}
	return all
}

// sure are the tsqueries of everything but the beginning of a word, with more.
func (l *listing) sure(more ...string) []string {
	return slices.DeleteFunc(slices.Concat(l.words, l.marks, more), func(q string) bool { return q == "" })
}

// searched are the conditions of tsqueries, each one by itself: so the index takes turns in going ahead
// to what each has next, rather than to ask of everything that one has whether it is in the others.
func searched(queries ...string) (all []condition) {
	for _, q := range queries {
		if q != "" {
			all = append(all, condition{"t.search @@ ?::tsquery", []any{q}})
		}
	}
	return all
}

// set sets what PostgreSQL plans and works by, until the transaction ends.
func set(ctx context.Context, tx pgx.Tx, settings ...string) error {
	_, err := tx.Exec(ctx, "SET LOCAL "+strings.Join(settings, "; SET LOCAL "))
	return err
}

// statement is one in the making, which is planned for just its arguments.
type statement struct{ args []any }

func (s *statement) given() []any { return append([]any{pgx.QueryExecModeCacheDescribe}, s.args...) }

// where joins conditions.
func (s *statement) where(groups ...[]condition) string {
	var all []string
	for _, c := range slices.Concat(groups...) {
		var sql strings.Builder
		for i, part := range strings.Split(c.sql, "?") {
			if i > 0 {
				s.args = append(s.args, c.args[i-1])
				sql.WriteString("$" + strconv.Itoa(len(s.args)))
			}
			sql.WriteString(part)
		}
		all = append(all, sql.String())
	}
	if len(all) == 0 {
		return ""
	}
	return "WHERE " + strings.Join(all, " AND ")
}
