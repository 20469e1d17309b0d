package casework

import (
	"errors"
	"slices"
	"testing"

	"hotline1022/internal/directory"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
)

// Whoever comes has the open tickets of who left, from the day of the note: those alone, and once.
func TestDieu17_9_OpenTicketsAreHandedOver(t *testing.T) {
	r := newRig(t)
	r.check(r.st.UserPut(t.Context(), db.UserPutParams{Username: "canbo2", Name: "canbo2", Role: "officer", PasswordHash: "$argon2id$x"}))
	r.check(r.st.OfficerLink(t.Context(), db.OfficerLinkParams{Unit: "SXD", Post: "focal", Name: "Bình", Username: ptr("canbo")}))
	mine, untaken, others := r.file("0912345678"), r.file("0912345678"), r.file("0912345678")
	for _, code := range []ticket.Code{mine, untaken} {
		r.do(code, operator, ticket.Assign{Lead: "SXD"})
	}
	r.do(others, operator, ticket.Assign{Lead: "SGT"})
	r.do(mine, officer, ticket.Accept{})
	r.do(others, ticket.By{Name: "canbo", Party: ticket.Officer, Unit: "SGT"}, ticket.Accept{})

	today, err := r.st.Today(t.Context())
	r.check(err)
	people, err := r.st.OfficersOnAllDays(t.Context(), "SXD")
	r.check(err)
	note := directory.StaffChange{
		Unit: "SXD", Leaver: people[0].ID, From: today + 1, Successor: &directory.Officer{Name: "Chi", Phone: "0912000002", Username: "canbo2"},
	}
	_, err = r.st.ReportStaffChange(t.Context(), note, true, store.By{Actor: "vanphong", At: at("2026-11-26 09:00")})
	r.check(err)
	has := func(want map[ticket.Code]string) {
		t.Helper()
		for code, officer := range want {
			var got string
			err := r.st.Pool().QueryRow(t.Context(), "SELECT a.officer FROM ticket_assignments a JOIN tickets t ON t.id = a.ticket_id WHERE t.code = $1", string(code)).Scan(&got)
			if err != nil || got != officer {
				t.Errorf("%s has %q, %v; want %q", code, got, err, officer)
			}
		}
	}
	before := r.row(mine).Version
	r.check(r.st.HandOverDue(t.Context(), r.w.HandOver)) // the day before
	has(map[ticket.Code]string{mine: "canbo", untaken: "", others: "canbo"})
	storetest.SetClock(t, r.st, at("2026-11-27 08:00"))
	for range 2 {
		r.check(r.st.HandOverDue(t.Context(), r.w.HandOver))
	}
	has(map[ticket.Code]string{mine: "canbo2", untaken: "", others: "canbo"})
	since, err := r.st.ChangesSince(t.Context(), db.ChangesSinceParams{TicketID: r.row(mine).ID, Version: before})
	r.check(err)
	if n := slices.IndexFunc(since, func(e db.TicketEvent) bool { return e.Clause == "Điều 17.9" || e.Actor == "vanphong" }); n < 0 {
		t.Errorf("%+v", since)
	}
	notes, err := r.st.Sorted(store.Order{Keys: []store.Key{{SQL: "q.id", Type: "bigint"}}}, nil, 10).StaffChanges(t.Context(), db.StaffChangesParams{})
	r.check(err)
	if len(notes) != 1 || notes[0].StaffChange.HandedOver == nil || *notes[0].StaffChange.HandedOver != 1 {
		t.Errorf("%+v", notes)
	}
}

// Whom nobody knows, or another unit has, gets no ticket: it would be nobody's.
func TestDieu17_9_HandedOverToAnOfficerOfTheUnitAlone(t *testing.T) {
	r := newRig(t)
	for user, unit := range map[string]string{"canbo2": "SXD", "canbo3": "SGT"} {
		r.check(r.st.UserPut(t.Context(), db.UserPutParams{Username: user, Name: user, Role: "officer", Unit: &unit, PasswordHash: "$argon2id$x"}))
	}
	code := r.file("0912345678")
	r.do(code, operator, ticket.Assign{Lead: "SXD"})
	for _, to := range []string{"canbo3", "cambo2", "op01"} {
		var faults ticket.Faults
		err := r.w.Do(t.Context(), code, r.row(code).Version, office, ticket.HandOver{Unit: "SXD", To: to, Reason: "Nghỉ hưu"})
		if !errors.As(err, &faults) {
			t.Errorf("to %s: %v", to, err)
		}
	}
	r.do(code, office, ticket.HandOver{Unit: "SXD", To: "canbo2", Reason: "Nghỉ hưu"})
}
