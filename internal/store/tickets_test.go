package store

import (
	"errors"
	"sync"
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

func user(t *testing.T, s *Store, name string) {
	t.Helper()
	err := s.UserPut(t.Context(), db.UserPutParams{Username: name, Name: "Nguyễn Thị " + name, Role: string(auth.RoleOperator), PasswordHash: "$argon2id$x"})
	if err != nil {
		t.Fatal(err)
	}
}

func filed(actor string) NewTicket {
	return NewTicket{Actor: actor, Draft: ticket.Draft{
		Group: ticket.GroupInfrastructure, Content: "Đèn đường hỏng", Channel: ticket.ChannelPhone,
		Sender: ticket.Sender{Type: ticket.Individual, Name: "An", Phone: "0912345678"},
	}}
}

func TestFileTicket(t *testing.T) {
	s := open(t)
	user(t, s, "op01")
	n := filed("op01")
	n.Call = &FiledCall{ID: "pbx1-9.1", Node: "pbx1", From: "+84912345678", StartedAt: t0}
	code, repeated, err := s.FileTicket(t.Context(), n)
	if err != nil || repeated {
		t.Fatalf("%v, %v", repeated, err)
	}
	if want, _ := ticket.NewCode(2026, 1); code != want {
		t.Errorf("code %s, want %s", code, want)
	}
	got, err := s.Ticket(t.Context(), code)
	if err != nil || got.Ticket.Content != "Đèn đường hỏng" || got.Ticket.Complete || len(got.Calls) != 1 || got.Calls[0] != "pbx1-9.1" {
		t.Errorf("%+v, %v", got, err)
	}
	// The journal comes later and completes the call.
	apply(t, s, entry(0, "pbx1-9.1", call.KindArrived, call.Arrived{From: "+84912345678", To: "02251022"}))
	c, err := s.Call(t.Context(), "pbx1-9.1")
	if err != nil || c.Call.ToNumber != "02251022" || len(c.Tickets) != 1 || c.Tickets[0] != string(code) {
		t.Errorf("%+v, %v", c, err)
	}
	audit, err := lastKept(s, 10).AuditEntries(t.Context(), db.AuditEntriesParams{})
	if err != nil || len(audit) != 1 || audit[0].Action != "ticket.create" {
		t.Errorf("%+v, %v", audit, err)
	}
	if _, err := s.Ticket(t.Context(), "260000991"); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown code: %v", err)
	}
}

func TestFileTicketTwiceWithOneKey(t *testing.T) {
	s := open(t)
	user(t, s, "op01")
	user(t, s, "op02")
	n := filed("op01")
	n.Key, n.Request = "k1", [32]byte{1}
	var wg sync.WaitGroup
	codes := make([]ticket.Code, 8)
	for i := range codes {
		wg.Go(func() {
			code, _, err := s.FileTicket(t.Context(), n)
			if err != nil {
				t.Error(err)
			}
			codes[i] = code
		})
	}
	wg.Wait()
	for _, c := range codes {
		if c != codes[0] || c == "" {
			t.Fatalf("codes %v", codes)
		}
	}
	n.Request = [32]byte{2}
	if code, _, err := s.FileTicket(t.Context(), n); !errors.Is(err, ErrKeyReused) || code != codes[0] {
		t.Errorf("another request with the key: %s, %v", code, err)
	}
	n.Actor = "op02" // a key is its owner's
	if code, repeated, err := s.FileTicket(t.Context(), n); err != nil || repeated || code == codes[0] {
		t.Errorf("%s, %v, %v", code, repeated, err)
	}
	var last int
	if err := s.pool.QueryRow(t.Context(), "SELECT last FROM ticket_numbers").Scan(&last); err != nil || last != 2 {
		t.Errorf("last number %d, %v: want no gap", last, err)
	}
}

func TestAccounts(t *testing.T) {
	s := open(t)
	user(t, s, "op01")
	a := s.Accounts()
	now := time.Now()
	near := auth.Limit{Source: "10.0.0.1", Most: 3, Now: now, Until: now.Add(time.Hour), Since: now.Add(-time.Hour)}
	far := auth.Limit{Source: auth.Anywhere, Most: 5, Now: now, Until: now.Add(2 * time.Hour), Since: now.Add(-time.Hour)}
	tries := func(name string, limits []auth.Limit, allowed bool, locked time.Time) {
		t.Helper()
		until, ok, err := a.Attempt(t.Context(), name, limits...)
		if err != nil || ok != allowed || until.Sub(locked).Abs() > time.Millisecond {
			t.Errorf("allowed %v, locked %v, %v", ok, until, err)
		}
	}
	both, other := []auth.Limit{near, far}, []auth.Limit{{Source: "10.0.0.2", Most: 3, Now: now, Until: near.Until, Since: near.Since}, far}
	for _, name := range []string{"op01", "no\x00body"} { // one that is no account's as well
		tries(name, both, true, time.Time{})
		tries(name, both, true, time.Time{})
		tries(name, both, true, near.Until)
		tries(name, both, false, near.Until)
		if err := a.Right(t.Context(), name, near.Source, far.Source); err != nil { // the third did not fail
			t.Fatal(err)
		}
		tries(name, both, true, near.Until)
		tries(name, other, true, time.Time{})
		tries(name, other, true, far.Until) // the fifth of all
		tries(name, other, false, far.Until)
		tries(name, other[:1], true, near.Until) // what was refused was not counted
	}
	listed, err := s.AccountsListed(t.Context(), db.AccountsListedParams{Now: now})
	if err != nil || listed[0].LockedUntil.Sub(far.Until).Abs() > time.Millisecond {
		t.Errorf("%+v, %v", listed, err)
	}
	if n, err := s.Unlock(t.Context(), "op01"); err != nil || n != 1 {
		t.Errorf("unlocked %d, %v", n, err)
	}
	tries("op01", both, true, time.Time{})
	near.Now, near.Since, near.Until = now.Add(2*time.Hour), now.Add(time.Hour), now.Add(3*time.Hour)
	for range 2 { // the one of before is forgotten
		tries("op01", []auth.Limit{near}, true, time.Time{})
	}
	if err := a.Succeeded(t.Context(), "op01", near.Source); err != nil {
		t.Fatal(err)
	}
	tries("op01", []auth.Limit{near}, true, time.Time{})
	if _, err := a.Account(t.Context(), "no\x00body"); !errors.Is(err, auth.ErrUnknown) {
		t.Errorf("err = %v", err)
	}
}

func TestIsAway(t *testing.T) {
	away, err := Open("postgres://nobody@127.0.0.1:1/none", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer away.Close()
	_, err = away.User(t.Context(), "x")
	if !IsAway(err) {
		t.Errorf("no database: %v", err)
	}
	_, err = open(t).User(t.Context(), "x")
	if IsAway(err) || IsAway(nil) {
		t.Errorf("no such user: %v", err)
	}
}
