//go:build bench

package clockwork

import (
	"context"
	"testing"
	"time"

	"hotline1022/internal/casework"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticketgen"
	"hotline1022/internal/ticketgen/million"
)

// noted tells of each ticket that was fired.
type noted struct {
	Firer
	fired chan int64
}

func (n noted) Fire(ctx context.Context, id int64) error {
	err := n.Firer.Fire(ctx, id)
	if err == nil {
		n.fired <- id
	}
	return err
}

// Issue 5: 10,000 due clocks fired in under 60 s, among a million tickets: from the sweep that
// finds them to the last one's commit, on one node, by the program's own way: the ticket
// goes to the unit's head, with history, slip, notices, messages with their jobs, audit row.
func TestBenchTicketsTenThousandDueClocks(t *testing.T) {
	const tickets = 10_000
	dsn, st := million.Postgres(t)
	// The officers' eight hours from Thursday 09:30 are over on Friday.
	if err := ticketgen.AddAssigned(t.Context(), dsn, million.Shape("$argon2id$none"), tickets, million.End); err != nil {
		t.Fatal(err)
	}
	f := noted{casework.New(st), make(chan int64, 4*tickets)}
	c, stop, err := start(st, f, 0) // as the program has it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	var first int64
	if err := st.Pool().QueryRow(t.Context(), "SELECT max(id) - $1 FROM tickets", tickets).Scan(&first); err != nil {
		t.Fatal(err)
	}
	storetest.SetClock(t, st, million.End.Add(24*time.Hour+time.Minute))
	began := time.Now()
	if err := c.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	swept := time.Since(began)
	for left := tickets; left > 0; {
		select {
		case id := <-f.fired:
			if id > first {
				left--
			}
		case <-time.After(5 * time.Minute):
			t.Fatalf("%d have not fired", left)
		}
	}
	took := time.Since(began)
	var escalated, told int
	if err := st.Pool().QueryRow(t.Context(), `SELECT count(*) FILTER (WHERE state = 'escalated_to_head'),
		(SELECT count(*) FROM messages m WHERE m.ticket_id > $1 AND m.text_key = 'sms_escalated') FROM tickets WHERE id > $1`, first).Scan(&escalated, &told); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d due clocks fired in %.1f s (the sweep %.2f s of it), limit 60 s: %d went to their heads, who were sent %d messages", tickets, took.Seconds(), swept.Seconds(), escalated, told)
	if took > time.Minute || escalated != tickets || told != tickets {
		t.Error("too slow, or not all of it")
	}
}
