package ticketgen

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store"
)

// aside drops the indexes that no constraint needs, and tells how they come back.
func aside(ctx context.Context, url string, tables []table) (back func(context.Context) error, err error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	var names []string
	for _, t := range tables {
		names = append(names, t.name)
	}
	rows, err := conn.Query(ctx, `SELECT i.indexname, i.indexdef FROM pg_indexes i
		WHERE i.schemaname = 'public' AND i.tablename = ANY ($1)
		  AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = (quote_ident(i.schemaname) || '.' || quote_ident(i.indexname))::regclass)`, names)
	if err != nil {
		return nil, err
	}
	var drop, create []string
	var name, definition string
	if _, err := pgx.ForEachRow(rows, []any{&name, &definition}, func() error {
		drop, create = append(drop, "DROP INDEX "+pgx.Identifier{name}.Sanitize()), append(create, definition)
		return nil
	}); err != nil {
		return nil, err
	}
	for _, sql := range drop {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context) error {
		return run(ctx, url, slices.Concat([]string{"SET maintenance_work_mem = '512MB'"}, create))
	}, nil
}

// run runs statements one after the other, on a connection without a limit of time.
func run(ctx context.Context, url string, statements []string) (err error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	for _, sql := range statements {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("%s: %w", sql, err)
		}
	}
	return nil
}

// finish lets numbers go on behind what was made, sets the jobs of clocks, and has
// PostgreSQL look at what there is now.
func (f *filler) finish(ctx context.Context, st *store.Store) error {
	statements := []string{
		`INSERT INTO ticket_numbers (year, last) SELECT year, max(number) FROM tickets GROUP BY year
			ON CONFLICT (year) DO UPDATE SET last = greatest(ticket_numbers.last, excluded.last)`,
		`INSERT INTO slip_numbers (year, last) SELECT year, max(number) FROM transfer_slips WHERE number IS NOT NULL GROUP BY year
			ON CONFLICT (year) DO UPDATE SET last = greatest(slip_numbers.last, excluded.last)`,
	}
	for _, t := range tables {
		if t.numbers {
			statements = append(statements, fmt.Sprintf("SELECT setval(pg_get_serial_sequence('%[1]s', 'id'), (SELECT greatest(max(id), 1) FROM %[1]s))", t.name))
		}
	}
	if err := run(ctx, f.url, statements); err != nil {
		return err
	}
	if err := st.SetAlarms(ctx); err != nil {
		return err
	}
	return run(ctx, f.url, []string{"VACUUM ANALYZE"})
}
