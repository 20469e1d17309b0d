package store

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/directory"
	"hotline1022/internal/incident"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

var draft = incident.Draft{Area: "Quận Lê Chân", Text: "Mất điện do bão.", ExpectedEnd: at(3600)}

func opened(t *testing.T, s *Store) int64 {
	t.Helper()
	id, err := s.OpenIncident(t.Context(), draft, "truongca", at(0))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestIncidentFromOpenToClosed(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	if _, ok, err := s.CurrentIncident(ctx); ok || err != nil {
		t.Fatalf("%v, %v", ok, err)
	}
	id := opened(t, s)
	if _, err := s.OpenIncident(ctx, draft, "truongca", at(1)); !errors.Is(err, ErrIncidentOpen) {
		t.Errorf("a second one: %v", err)
	}
	edited := draft
	edited.Text, edited.ExpectedEnd = "Mất điện và ngập.", time.Time{}
	if err := s.EditIncident(ctx, id, 1, edited, "vanphong", at(2)); err != nil {
		t.Fatal(err)
	}
	if err := s.EditIncident(ctx, id, 1, draft, "truongca", at(3)); !errors.Is(err, ErrChanged) {
		t.Errorf("an edit of what somebody else has changed: %v", err)
	}
	if err := s.GiveIncidentVoice(ctx, id, 2, []byte("RIFF"), "truongca", at(4)); err != nil {
		t.Fatal(err)
	}
	i, ok, err := s.CurrentIncident(ctx)
	if err != nil || !ok || i.ID != id || i.Revision != 3 || !i.Recorded || i.Text != "Mất điện và ngập." || !i.ExpectedEnd.IsZero() {
		t.Errorf("%+v, %v, %v", i, ok, err)
	}
	if sound, err := s.IncidentRecording(ctx, id, 3); err != nil || string(sound) != "RIFF" {
		t.Errorf("%s, %v", sound, err)
	}
	// Other words: the recorded voice said the old ones.
	if err := s.EditIncident(ctx, id, 3, draft, "truongca", at(5)); err != nil {
		t.Fatal(err)
	}
	if i, _, _ := s.CurrentIncident(ctx); i.Recorded || i.Revision != 4 {
		t.Errorf("%+v", i)
	}
	if err := s.CloseIncident(ctx, id, "truongca", at(6)); err != nil {
		t.Fatal(err)
	}
	if err := s.CloseIncident(ctx, id, "truongca", at(7)); !errors.Is(err, ErrIncidentClosed) {
		t.Errorf("closed twice: %v", err)
	}
	if err := s.EditIncident(ctx, id, 4, draft, "truongca", at(8)); !errors.Is(err, ErrIncidentClosed) {
		t.Errorf("edited when over: %v", err)
	}
	if err := s.CloseIncident(ctx, id+1, "truongca", at(7)); !errors.Is(err, ErrNotFound) {
		t.Errorf("one that is not there: %v", err)
	}
	closed, err := s.Incident(ctx, id)
	if err != nil || closed.ClosedBy != "truongca" || !closed.ClosedAt.Equal(at(6)) || closed.OpenedBy != "truongca" {
		t.Errorf("%+v, %v", closed, err)
	}
	events, err := s.IncidentEventsOf(ctx, id)
	if err != nil || len(events) != 5 {
		t.Fatalf("%d events, %v", len(events), err)
	}
	for n, kind := range []string{"opened", "edited", "voice", "edited", "closed"} {
		if events[n].Kind != "incident."+kind {
			t.Errorf("event %d: %s", n, events[n].Kind)
		}
	}
	// Now another may be opened.
	opened(t, s)
}

// Two leaders press at the same moment: one incident, whoever comes first.
func TestIncidentOpenedByTwo(t *testing.T) {
	s := open(t)
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for n := range errs {
		wg.Go(func() { _, errs[n] = s.OpenIncident(t.Context(), draft, "truongca", at(n)) })
	}
	wg.Wait()
	good := 0
	for _, err := range errs {
		if err == nil {
			good++
		} else if !errors.Is(err, ErrIncidentOpen) {
			t.Error(err)
		}
	}
	if good != 1 {
		t.Errorf("%d were opened", good)
	}
}

// told lists what is to be sent by SMS: who, and which text.
func told(t *testing.T, s *Store) []string {
	t.Helper()
	rows, err := s.pool.Query(t.Context(), "SELECT recipient || ' ' || text_key || ' ' || text_args[1] FROM messages ORDER BY created_at, recipient")
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestJoinedOncePerNumber(t *testing.T) {
	s := open(t)
	id := opened(t, s)
	key := strconv.FormatInt(id, 10)
	first := joined(0, "pbx1-1.1", "0912345678", key)
	apply(t, s, first...)
	apply(t, s, first...)                                        // the journal gives it again
	apply(t, s, joined(10, "pbx1-1.2", "+84912345678", key)...)  // the same citizen calls again
	apply(t, s, joined(20, "pbx1-1.3", "0225377777", key)...)    // no SMS reaches it
	apply(t, s, joined(30, "pbx1-1.4", "anonymous", key)...)     // nobody can be told
	apply(t, s, joined(40, "pbx1-1.5", "0900000000", "4711")...) // no such incident
	apply(t, s, joined(50, "pbx1-1.6", "0900000000", "nonsense")...)
	i, err := s.Incident(t.Context(), id)
	if err != nil || i.Joined != 1 || i.Reported != 3 { // those whom an SMS reaches, and all
		t.Errorf("%d joined, %d reported, %v", i.Joined, i.Reported, err)
	}
	tickets, err := s.TicketList(t.Context(), TicketFilter{}, NewestFirst, nil, 10)
	if err != nil || len(tickets) != 3 {
		t.Fatalf("%d tickets, %v", len(tickets), err)
	}
	if others, err := s.TicketList(t.Context(), TicketFilter{Incident: id + 1}, NewestFirst, nil, 10); err != nil || len(others) != 0 {
		t.Errorf("%d tickets of another incident, %v", len(others), err)
	}
	if own, err := s.TicketList(t.Context(), TicketFilter{Incident: id}, NewestFirst, nil, 10); err != nil || len(own) != 3 {
		t.Errorf("%d tickets of the incident, %v", len(own), err)
	}
	of := tickets[2]
	if of.Ticket.Origin != "incident" || of.Ticket.Address != draft.Area || !slices.Equal(of.Calls, []string{"pbx1-1.1", "pbx1-1.2"}) || of.Ticket.SenderPhone != "0912345678" {
		t.Errorf("%+v", of)
	}
	code := of.Ticket.Code
	want := []string{"0912345678 sms_incident_ticket " + ticket.Code(code).String()}
	if got := told(t, s); !slices.Equal(got, want) {
		t.Errorf("told %v, want %v", got, want)
	}
	if err := s.CloseIncident(t.Context(), id, "truongca", at(60)); err != nil {
		t.Fatal(err)
	}
	var counted int
	if err := s.pool.QueryRow(t.Context(), "SELECT (data->>'told')::int FROM incident_events WHERE kind = 'incident.closed'").Scan(&counted); err != nil || counted != 1 {
		t.Errorf("the history says that %d are told, %v", counted, err)
	}
	want = append(want, "0912345678 sms_incident_over "+draft.Area)
	if got := told(t, s); !slices.Equal(got, want) {
		t.Errorf("told %v, want %v", got, want)
	}
	// The journal of another node had waited for the database: told at once.
	apply(t, s, joined(55, "pbx2-1.1", "0987654321", key)...)
	if got := told(t, s); len(got) != 4 || !slices.Contains(got, "0987654321 sms_incident_over "+draft.Area) {
		t.Errorf("told %v", got)
	}
	var problems int
	if err := s.pool.QueryRow(t.Context(), "SELECT count(*) FROM call_events WHERE problem <> ''").Scan(&problems); err != nil || problems != 0 {
		t.Errorf("%d problems, %v", problems, err)
	}
}

// Whoever joins while it is being closed is told exactly once.
func TestJoinedWhileClosing(t *testing.T) {
	s := open(t)
	id := opened(t, s)
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			from := fmt.Sprintf("091234567%d", n)
			if err := s.Apply(t.Context(), joined(n, call.ID(fmt.Sprintf("pbx1-2.%d", n)), from, strconv.FormatInt(id, 10))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Go(func() {
		if err := s.CloseIncident(t.Context(), id, "truongca", at(60)); err != nil {
			t.Error(err)
		}
	})
	wg.Wait()
	over := 0
	for _, m := range told(t, s) {
		if strings.Contains(m, "sms_incident_over") {
			over++
		}
	}
	if over != 8 {
		t.Errorf("%d of 8 are told that it is over: %v", over, told(t, s))
	}
}

func joined(n int, id call.ID, from, incident string) []call.Entry {
	return []call.Entry{
		entry(n, id, call.KindArrived, call.Arrived{From: from, To: "02251022"}),
		entry(n+1, id, call.KindJoinedIncident, call.JoinedIncident{Incident: incident, Key: "1"}),
	}
}

func TestIncidentHistoryIsAppendOnly(t *testing.T) {
	s := open(t)
	id := opened(t, s)
	if err := s.GiveIncidentVoice(t.Context(), id, 1, []byte("RIFF"), "truongca", at(1)); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"incident_events", "incident_voices"} {
		if _, err := s.pool.Exec(t.Context(), "DELETE FROM "+table); sqlState(err) != "23001" {
			t.Errorf("%s: %v", table, err)
		}
	}
}

// Which numbers get an SMS is said twice, here and by package directory: alike.
func TestWhoGetsAnSMS(t *testing.T) {
	s := open(t)
	for _, number := range []string{"", "0912345678", "0312345678", "0512345678", "0712345678", "0812345678", "02253847123", "0225384712", "0412345678", "091234567", "09123456789", "1022", "+84912345678"} {
		var gets bool
		if err := s.pool.QueryRow(t.Context(), "SELECT gets_sms($1)", number).Scan(&gets); err != nil {
			t.Fatal(err)
		}
		if want := directory.Mobile(number); gets != want {
			t.Errorf("%q: %t, and %t by package directory", number, gets, want)
		}
	}
	var rules int
	err := s.pool.QueryRow(t.Context(), `SELECT count(*) FROM pg_constraint WHERE conrelid = 'messages'::regclass
		AND (pg_get_constraintdef(oid) LIKE '%gets_sms%' OR pg_get_constraintdef(oid) LIKE '%''email''%recipient%' OR pg_get_constraintdef(oid) LIKE '%held_until%')`).Scan(&rules)
	if err != nil || rules != 3 {
		t.Errorf("%d of the 3 rules about messages that stood around it, %v", rules, err)
	}
}
