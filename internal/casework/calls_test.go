package casework

import (
	"context"
	"testing"
	"time"

	"hotline1022/internal/devstack"
	"hotline1022/internal/ticket"
)

// called notes that some tickets were told in a call.
func (r *rig) called(codes ...ticket.Code) {
	r.t.Helper()
	_, err := r.st.Pool().Exec(r.t.Context(), `INSERT INTO calls (id, node, state, from_raw, from_number, to_number, started_at)
		VALUES ('pbx1-1.1', 'pbx1', 'arriving', '0912345678', '0912345678', '1022', now()) ON CONFLICT DO NOTHING`)
	r.check(err)
	_, err = r.st.Pool().Exec(r.t.Context(), "INSERT INTO ticket_calls (ticket_id, call_id) SELECT id, 'pbx1-1.1' FROM tickets WHERE code = ANY ($1)", codes)
	r.check(err)
}

func (r *rig) foundBy(want string) {
	r.t.Helper()
	var got string
	r.check(r.st.Pool().QueryRow(r.t.Context(), "SELECT array_to_string(units, ' ') FROM calls WHERE id = 'pbx1-1.1'").Scan(&got))
	if got != want {
		r.t.Errorf("the call is found by %q, want %q", got, want)
	}
}

// Whoever asks for a unit's calls finds those whose ticket it has, or did; what was taken from it, or what it gave back, is another's.
func TestACallIsFoundByTheUnitsThatHaveItsTicket(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	r.called(code)
	r.foundBy("")
	r.do(code, operator, ticket.Assign{Lead: "SXD", Cooperating: []string{"SGT"}})
	r.foundBy("SGT SXD")
	r.do(code, officer, ticket.Accept{})
	below := officer
	below.Below = []string{"DOI1"}
	r.do(code, below, ticket.Delegate{Unit: "DOI1", Text: "Thay bóng"})
	r.foundBy("DOI1 SGT SXD")
	r.do(code, office, ticket.Reroute{Lead: "SGT", Reason: "Đường do Sở Giao thông quản lý"})
	r.foundBy("SGT")

	// An officer of another unit was spoken with in it, and a second ticket of it is another unit's.
	_, err := r.st.Pool().Exec(t.Context(), "INSERT INTO recordings (call_id, leg, state, operator, number, unit) VALUES ('pbx1-1.1', 'consult-1', 'expected', 'op01', '0912000009', 'VPUB')")
	r.check(err)
	r.foundBy("SGT VPUB")
	other := r.file("0912345679")
	r.called(other)
	r.do(other, operator, ticket.Assign{Lead: "SXD"})
	r.foundBy("SGT SXD VPUB")
}

// Two tickets of one call are given to units at the same moment: it is found by both.
func TestTicketsOfOneCallAreAssignedAtOnce(t *testing.T) {
	r := newRig(t)
	a, b := r.file("0912345678"), r.file("0912345679")
	r.called(a, b)
	first, err := r.st.Pool().Begin(t.Context())
	r.check(err)
	defer func() { _ = first.Rollback(context.WithoutCancel(t.Context())) }()
	_, err = first.Exec(t.Context(), "UPDATE tickets SET units = '{SGT}' WHERE code = $1", a)
	r.check(err)
	second := make(chan error, 1)
	go func() {
		second <- r.w.Do(t.Context(), b, r.row(b).Version, operator, ticket.Assign{Lead: "SXD"})
	}()
	r.check(devstack.Poll(t.Context(), 30*time.Second, 10*time.Millisecond, func() (bool, error) {
		return r.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0") == 1, nil
	}))
	r.check(first.Commit(t.Context()))
	r.check(<-second)
	r.foundBy("SGT SXD")
}
