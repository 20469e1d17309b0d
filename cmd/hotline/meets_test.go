package main

import (
	"log/slog"
	"testing"

	"hotline1022/internal/devstack"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Whoever types a code on the telephone hears where that ticket stands; of a confidential one what they
// hear of a code that nobody has.
func TestDieu12_1b_TheLineTellsNothingOfWhatIsConfidential(t *testing.T) {
	st, err := store.Open(devstack.PostgresTemplate(t, "store", store.Migrate), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(st.Close)
	if err := st.UserPut(t.Context(), db.UserPutParams{Username: "op01", Name: "An", Role: "operator", PasswordHash: "$argon2id$x"}); err != nil {
		t.Fatal(err)
	}
	file := func(confidential bool) string {
		t.Helper()
		code, _, err := st.FileTicket(t.Context(), store.NewTicket{Actor: "op01", Draft: ticket.Draft{
			Group: ticket.GroupInfrastructure, Content: "Đèn hỏng", Confidential: confidential, Channel: ticket.ChannelPhone,
			Sender: ticket.Sender{Type: ticket.Individual, Phone: "0912345678"},
		}})
		if err != nil {
			t.Fatal(err)
		}
		return string(code)
	}
	for typed, want := range map[string]string{file(false): "received", file(true): "", "260007776": "", "12": ""} {
		if got, err := (meets{store: st}).Ticket(t.Context(), typed); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", typed, got, err, want)
		}
	}
}
