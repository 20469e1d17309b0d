package store_test

import (
	"log/slog"
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/devstack"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
)

// When a ticket came is the database's word, not that of the machine that files it: its
// number, its history, its clocks and what is kept beside it go by one clock.
func TestFiledByTheDatabasesClock(t *testing.T) {
	s, err := store.Open(devstack.PostgresTemplate(t, "store", store.Migrate), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	err = s.UserPut(t.Context(), db.UserPutParams{Username: "op01", Name: "An", Role: string(auth.RoleOperator), PasswordHash: "$argon2id$x"})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct { // numbers begin again with Vietnam's year
		at     time.Time
		year   int
		number int
	}{
		{time.Date(2026, 12, 31, 16, 50, 0, 0, time.UTC), 2026, 1},
		{time.Date(2026, 12, 31, 17, 0, 0, 0, time.UTC), 2027, 1},
		{time.Date(2026, 12, 31, 17, 5, 0, 0, time.UTC), 2027, 2},
	} {
		storetest.SetClock(t, s, tc.at)
		code, _, err := s.FileTicket(t.Context(), store.NewTicket{Actor: "op01", Key: tc.at.String(), Draft: ticket.Draft{
			Group: ticket.GroupInfrastructure, Content: "Đèn đường hỏng", Channel: ticket.ChannelPhone,
			Sender: ticket.Sender{Type: ticket.Individual, Name: "An", Phone: "0912345678"},
		}})
		if want, _ := ticket.NewCode(tc.year, tc.number); err != nil || code != want {
			t.Fatalf("at %v: %s, %v; want %s", tc.at, code, err, want)
		}
		row, err := s.Ticket(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		at := row.Ticket.CreatedAt
		if at.Before(tc.at) || at.After(tc.at.Add(time.Minute)) {
			t.Errorf("filed at %s, when the database's clock showed %s", at, tc.at)
		}
		sheet, err := s.LoadSheet(t.Context(), s.Queries, row.Ticket.ID)
		if err != nil || !sheet.Received.Equal(at) {
			t.Errorf("its clocks begin at %s, %v", sheet.Received, err)
		}
		events, err := s.TicketEventsOf(t.Context(), row.Ticket.ID)
		if err != nil || len(events) != 1 || !events[0].At.Equal(at) {
			t.Errorf("%+v, %v", events, err)
		}
		audit, err := s.Sorted(store.Order{Keys: []store.Key{{SQL: "q.id", Type: "bigint"}}, Down: true}, nil, 1).AuditEntries(t.Context(), db.AuditEntriesParams{})
		if err != nil || len(audit) != 1 || !audit[0].At.Equal(at) {
			t.Errorf("%+v, %v", audit, err)
		}
	}
}
