package marks

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"go.uber.org/goleak"

	"hotline1022/internal/casework"
	"hotline1022/internal/devstack"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// Whether the ticket has the call first or the call its mark, the mark comes to the ticket; one
// that was declined takes none, and is no reason to try for ever.
func TestDieu11_2_TheMarkOfACallComesToItsTickets(t *testing.T) {
	st, err := store.Open(devstack.PostgresTemplate(t, "store", store.Migrate), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(st.Close)
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(st.UserPut(t.Context(), db.UserPutParams{Username: "op01", Name: "An", Role: "operator", PasswordHash: "$argon2id$x"}))
	work := casework.New(st)
	began := time.Now().Add(-time.Minute)
	rated := func(id, mark string) {
		t.Helper()
		check(st.Apply(t.Context(), []call.Entry{{ID: "e-" + id, At: began, Node: "pbx1", Call: call.ID(id), Kind: call.KindRated, Data: call.Rated{Mark: mark}}}))
	}
	file := func(id string) ticket.Code {
		t.Helper()
		n := store.NewTicket{Actor: "op01", Draft: ticket.Draft{
			Group: ticket.GroupInfrastructure, Content: "Đèn đường hỏng", Channel: ticket.ChannelPhone, Sender: ticket.Sender{Type: ticket.Individual, Phone: "0912345678"},
		}}
		if id != "" {
			n.Call = &store.FiledCall{ID: call.ID(id), Node: "pbx1", StartedAt: began}
		}
		code, _, err := st.FileTicket(t.Context(), n)
		check(err)
		return code
	}
	before := file("pbx1-1.1")
	declined := file("pbx1-1.1")
	check(work.Do(t.Context(), declined, 1, ticket.By{Name: "op01", Party: ticket.Hotline}, ticket.Decline{Reason: ticket.IsComplaint, Words: "Là khiếu nại", Where: "Ban Tiếp công dân"}))
	rated("pbx1-1.1", "4")
	rated("pbx1-1.2", "2")
	rated("pbx1-1.3", "9") // no mark
	after := file("pbx1-1.2")
	none := file("pbx1-1.3")
	again := file("")
	check(st.AddCall(t.Context(), store.CalledAgain{Code: again, Call: store.FiledCall{ID: "pbx1-1.2", Node: "pbx1", StartedAt: began}, Actor: "op01"}))

	cfg := &river.Config{Logger: slog.New(slog.DiscardHandler), FetchCooldown: 5 * time.Millisecond, FetchPollInterval: 20 * time.Millisecond, TestOnly: true}
	check(New(st, work).Configure(cfg))
	client, err := river.NewClient(riverpgxv5.New(st.Pool()), cfg)
	check(err)
	ctx, cancel := context.WithCancel(context.Background())
	done, stop := client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed)
	t.Cleanup(func() {
		stop()
		cancel()
		<-client.Stopped()
	})
	check(client.Start(ctx))
	for range 8 { // three marks; four filings and a further call, with calls
		select {
		case e := <-done:
			if e.Kind != river.EventKindJobCompleted {
				t.Fatalf("%+v", e.Job.Errors)
			}
		case <-time.After(time.Minute):
			t.Fatal("the jobs are not worked off")
		}
	}
	for code, want := range map[ticket.Code]string{before: "4 call", after: "2 call", again: "2 call", declined: "", none: ""} {
		row, err := st.Ticket(t.Context(), code)
		check(err)
		c, err := st.Case(t.Context(), st.Queries, row.Ticket, store.Ties{})
		check(err)
		got := ""
		if m := c.Rating; m != nil {
			got = fmt.Sprint(m.Score, " ", m.Source)
		}
		if got != want || (want != "") != (row.Ticket.Rating != nil) {
			t.Errorf("%s has %q, not %q", code, got, want)
		}
	}
}
