package casework

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/devstack"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Two people merge two tickets into one another at the same moment: PostgreSQL finds that each waits
// for the other, one is merged, and the other is told that it came too late; nobody gets an error of ours.
func TestMergesCrosswise(t *testing.T) {
	r := newRig(t)
	a, b := r.file("0912345678"), r.file("0912345679")
	// Both have locked their own ticket and are about to touch the other's: they wait for the calendar.
	gate, err := r.st.Pool().Begin(t.Context())
	r.check(err)
	defer func() { _ = gate.Rollback(context.WithoutCancel(t.Context())) }()
	_, err = gate.Exec(t.Context(), "SELECT pg_advisory_xact_lock(hashtext('calendars'))")
	r.check(err)
	errs := make(chan error, 2)
	for own, other := range map[ticket.Code]ticket.Code{a: b, b: a} {
		version := r.row(own).Version
		go func() { errs <- r.w.Do(t.Context(), own, version, operator, ticket.Merge{Into: other}) }()
	}
	r.check(devstack.Poll(t.Context(), 30*time.Second, 10*time.Millisecond, func() (bool, error) {
		return r.count("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") == 2, nil
	}))
	r.check(gate.Rollback(t.Context()))
	refusals := 0
	for range 2 {
		if err := <-errs; err != nil {
			if refusals++; !refusal(err) {
				t.Error(err)
			}
		}
	}
	merged := r.count("SELECT count(*) FROM tickets WHERE state = 'merged'")
	deadlocks := r.count("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
	if refusals != 1 || merged != 1 {
		t.Errorf("%d refused, %d merged; %d deadlocks so far", refusals, merged, deadlocks)
	}
}

// Two notices to the sender in one step are two messages, whatever they say; the step kept again is none.
func TestEveryNoticeToTheSenderIsAMessage(t *testing.T) {
	r := newRig(t)
	code := string(r.file("0912345678"))
	before := r.count("SELECT count(*) FROM messages")
	for range 2 {
		r.check(r.st.Tx(t.Context(), func(tx pgx.Tx, q *db.Queries) error {
			c, err := r.w.open(t.Context(), tx, q, db.TicketLockParams{Code: &code})
			if err != nil {
				return err
			}
			s := step{cause: "ticket:" + code + ":9", by: operator}
			s.Changes = []ticket.Change{{At: c.now, Actor: store.ActorSystem}}
			for i, reason := range []string{"một", "hai"} {
				n := ticket.Notice{To: ticket.ToSender, Key: lang.SMSDeclined, Args: []string{code, reason}}
				if err := c.tell(t.Context(), s, i, n, nil); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	if n := r.count("SELECT count(*) FROM messages") - before; n != 2 {
		t.Errorf("%d messages", n)
	}
}
