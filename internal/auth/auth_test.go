package auth

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// Cell by cell: o = allowed, . = not. Columns as in Roles.
func TestRights(t *testing.T) {
	// operator leader officer head office auditor admin
	want := map[Right]string{
		UseDesk:         "o......",
		ReadOwnCalls:    "oo.....",
		ReadCalls:       ".o..ooo",
		ReadWithheld:    ".o...o.",
		HearRecordings:  ".o...oo",
		HearMessages:    "oo..ooo",
		FileTickets:     "oo.....",
		ReadTickets:     "oo..ooo",
		ReadUnitTickets: "..oo...",
		HandleTickets:   "oo.....",
		AnswerTickets:   "..oo...",
		LeadTickets:     "....o..",
		HandOverTickets: "...oo.o",
		SeeSenders:      "oo..oo.",
		DraftSlips:      "oo.....",
		ReadCallers:     "oo.....",
		ReadOperators:   "oo..ooo",
		ReadTrunks:      ".o..ooo",
		ReadDirectory:   "ooooooo",
		ReadAudit:       ".....oo",
		ReadMessages:    ".o..ooo",
		RetryMessages:   "oo....o",
		ManageTemplates: "......o",
		ManageTokens:    "......o",
		ReadIncidents:   "oo..ooo",
		OpenIncidents:   ".o..o.o",
		ReadCallbacks:   "oo..ooo",
		SettleCallbacks: "oo.....",
		LeadShift:       ".o....o",
		SuperviseCalls:  ".o.....",
		ManageSkills:    "......o",
		EditDialplan:    "......o",
		ReadCalendar:    "ooooooo",
		ManageCalendar:  "......o",
	}
	if len(want) != len(Rights) {
		t.Fatalf("%d rights, %d lines here", len(Rights), len(want))
	}
	for right, cells := range want {
		if !slices.Contains(Rights, right) {
			t.Errorf("%s is not listed", right)
		}
		for i, role := range Roles {
			if got := role.May(right); got != (cells[i] == 'o') {
				t.Errorf("%s may %s: %v", role, right, got)
			}
		}
		for _, stranger := range []Role{"", "root", "Operator"} {
			if stranger.May(right) || stranger.Valid() {
				t.Errorf("%q may %s", stranger, right)
			}
		}
	}
}

type accounts struct {
	list   map[string]*Account
	counts map[string]int
	err    error
}

func (a *accounts) Account(_ context.Context, username string) (Account, error) {
	if acc, ok := a.list[username]; ok {
		return *acc, a.err
	}
	return Account{}, errors.Join(a.err, ErrUnknown)
}

func (a *accounts) Failed(_ context.Context, username string, most int, until time.Time) (bool, error) {
	a.counts[username]++
	if a.counts[username] < most {
		return false, a.err
	}
	a.counts[username] = 0
	a.list[username].LockedUntil = until
	return true, a.err
}

func (a *accounts) Succeeded(_ context.Context, username string) error {
	a.counts[username] = 0
	return a.err
}

func passwords(t *testing.T, demonstration bool) (*Passwords, *accounts, *time.Time) {
	t.Helper()
	hash, err := Hash("đúng mật khẩu")
	if err != nil {
		t.Fatal(err)
	}
	a := &accounts{counts: map[string]int{}, list: map[string]*Account{
		"op01": {Username: "op01", Role: RoleOperator, PasswordHash: hash},
		"gone": {Username: "gone", PasswordHash: hash, Disabled: true},
		"demo": {Username: "demo", PasswordHash: hash, Demonstration: true},
	}}
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	p, err := NewPasswords(a, demonstration, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	return p, a, &now
}

func TestLogin(t *testing.T) {
	p, a, _ := passwords(t, false)
	if acc, err := p.Login(t.Context(), "op01", "đúng mật khẩu"); err != nil || acc.Role != RoleOperator {
		t.Fatalf("%+v, %v", acc, err)
	}
	for name, try := range map[string][2]string{
		"wrong password":                  {"op01", "sai mật khẩu"},
		"empty password":                  {"op01", ""},
		"unknown account":                 {"nobody", "đúng mật khẩu"},
		"disabled account":                {"gone", "đúng mật khẩu"},
		"demonstration's account":         {"demo", "đúng mật khẩu"},
		"password of unreasonable length": {"op01", strings.Repeat("a", 10_000)},
	} {
		if _, err := p.Login(t.Context(), try[0], try[1]); !errors.Is(err, ErrWrong) {
			t.Errorf("%s: %v", name, err)
		}
	}
	a.err = errors.New("database away")
	if _, err := p.Login(t.Context(), "op01", "đúng mật khẩu"); errors.Is(err, ErrWrong) || err == nil {
		t.Errorf("a database that is away is no wrong password: %v", err)
	}
}

func TestDemonstrationAccountsInTheDemonstration(t *testing.T) {
	p, _, _ := passwords(t, true)
	if _, err := p.Login(t.Context(), "demo", "đúng mật khẩu"); err != nil {
		t.Error(err)
	}
}

func TestLockAfterFailures(t *testing.T) {
	p, _, now := passwords(t, false)
	for i := range MaxFailures {
		_, err := p.Login(t.Context(), "op01", "sai mật khẩu")
		var locked *LockedError
		if i < MaxFailures-1 && !errors.Is(err, ErrWrong) || i == MaxFailures-1 && !errors.As(err, &locked) {
			t.Fatalf("failure %d: %v", i+1, err)
		}
	}
	var locked *LockedError
	if _, err := p.Login(t.Context(), "op01", "đúng mật khẩu"); !errors.As(err, &locked) || !locked.Until.Equal(now.Add(LockFor)) {
		t.Errorf("the right password while locked: %v", err)
	}
	*now = now.Add(LockFor)
	if _, err := p.Login(t.Context(), "op01", "đúng mật khẩu"); err != nil {
		t.Errorf("after the lock: %v", err)
	}
}

func TestHashRefusesWeakPasswords(t *testing.T) {
	for _, weak := range []string{"", "1234567", "         ", strings.Repeat("a", MaxPassword+1), "abcdefgh\xff"} {
		if _, err := Hash(weak); !errors.Is(err, ErrWeak) {
			t.Errorf("%q: %v", weak, err)
		}
	}
	one, _ := Hash("1022-demo")
	two, _ := Hash("1022-demo")
	if one == two || !strings.HasPrefix(one, "$argon2id$") {
		t.Errorf("hashes %s, %s", one, two)
	}
}

func TestToken(t *testing.T) {
	secret, prefix, sum := NewToken()
	other, _, _ := NewToken()
	if secret == other || !strings.HasPrefix(secret, prefix) || len(prefix) > 13 {
		t.Errorf("%s (%s), %s", secret, prefix, other)
	}
	if got, ok := TokenSum(secret); !ok || got != sum {
		t.Error("the token is not found by its sum")
	}
	for _, bad := range []string{"", secret[1:], secret + "a", "Bearer " + secret} {
		if _, ok := TokenSum(bad); ok {
			t.Errorf("%q may be a token", bad)
		}
	}
}
