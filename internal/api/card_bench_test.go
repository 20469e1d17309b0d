package api

import (
	"fmt"
	"log/slog"
	"testing"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/devstack"
	"hotline1022/internal/store"
)

// What is known of a caller must be there with the screen-pop: 200,000 calls,
// 50,000 tickets, and a number that called 500 times.
func BenchmarkCard(b *testing.B) {
	dsn := devstack.PostgresTemplate(b, "api", prepare)
	conn, err := pgx.Connect(b.Context(), dsn) // the store's own would run into its time limit
	if err != nil {
		b.Fatal(err)
	}
	st, err := store.Open(dsn, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	for _, sql := range []string{
		`INSERT INTO calls (id, node, from_number, state, started_at, ended_at, end_class, end_reason)
			SELECT 'pbx1-1.' || n, 'pbx1', CASE WHEN n % 400 = 0 THEN '0912345678' ELSE '09' || lpad((n % 50000)::text, 8, '0') END,
			'ended', now() - n * interval '1 minute', now() - n * interval '1 minute' + interval '1 minute', 'citizen', 'hangup' FROM generate_series(1, 200000) n`,
		`INSERT INTO tickets (code, year, number, state, policy, "group", content, urgent, confidential, channel, sender_type, sender_phone, no_address, no_phone, no_email, complete, created_by, created_at, updated_at, origin)
			SELECT '26' || lpad(n::text, 6, '0') || '0', 2026, n, 'received', '587/QĐ-UBND-2024', 1, 'c', false, false, 'phone', 'individual',
			CASE WHEN n % 400 = 0 THEN '0912345678' ELSE '09' || lpad((n % 50000)::text, 8, '0') END, false, false, false, false, 'op01', now() - n * interval '1 minute', now(), 'operator' FROM generate_series(1, 50000) n`,
		`INSERT INTO ticket_calls SELECT id, 'pbx1-1.' || number FROM tickets`,
		`ANALYZE`,
	} {
		if _, err := conn.Exec(b.Context(), sql); err != nil {
			b.Fatal(err)
		}
	}
	if err := conn.Close(b.Context()); err != nil {
		b.Fatal(err)
	}
	cards := Cards{st}
	for b.Loop() {
		card, err := cards.Card(b.Context(), "+84912345678")
		if err != nil || len(card.Calls) != 10 || len(card.Tickets) != 10 {
			b.Fatal(fmt.Errorf("%d calls, %d tickets, %w", len(card.Calls), len(card.Tickets), err))
		}
	}
}
