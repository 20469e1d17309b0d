package auth

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// Cell by cell: o = allowed, . = not. Columns as in Roles.
func TestRights(t *testing.T) {
	// operator leader officer head office auditor admin
	want := map[Right]string{
		UseDesk:         "o......",
		ReadOwnCalls:    "oo.....",
		ReadCalls:       ".o..ooo",
		ReadWithheld:    ".o...o.",
		FlagCalls:       ".o...o.",
		HearRecordings:  ".o..ooo",
		HearGranted:     "..oo...",
		HearMessages:    "oo..ooo",
		FileTickets:     "oo.....",
		ReadTickets:     "oo..ooo",
		ReadUnitTickets: "..oo...",
		HandleTickets:   "oo.....",
		AnswerTickets:   "..oo...",
		LeadTickets:     "....o..",
		HandOverTickets: "...oo.o",
		SeeSenders:      "oo..oo.",
		ExportTickets:   "....oo.",
		DraftSlips:      "oo.....",
		ReadFigures:     "...oooo",
		ReadCallers:     "oo.....",
		ReadOperators:   "oo..ooo",
		ReadTrunks:      ".o..ooo",
		ReadDirectory:   "ooooooo",
		ReadReading:     ".o..ooo",
		SetReading:      "......o",
		ManageDirectory: "....o.o",
		ReportStaff:     "..ooo.o",
		ReadAudit:       ".....oo",
		ReadRetention:   ".o..ooo",
		HoldRecordings:  "....oo.",
		LiftHolds:       "....o..",
		ReadMessages:    ".o..ooo",
		ReadRecipients:  ".o...oo",
		RetryMessages:   "oo....o",
		ManageTemplates: "......o",
		ManageTokens:    "......o",
		ReadArticles:    "ooooooo",
		WriteArticles:   "ooooo.o",
		ApproveArticles: ".o..o..",
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
		ReadAccounts:    ".....oo",
		ManageAccounts:  "......o",
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
	session, sessionSum := NewSession()
	activation, activationSum := NewActivation()
	if got, ok := SessionSum(session); !ok || got != sessionSum {
		t.Error("the session is not found by its sum")
	}
	if got, ok := ActivationSum(activation); !ok || got != activationSum {
		t.Error("the activation is not found by its sum")
	}
	for _, bad := range []string{"", secret[1:], secret + "a", "Bearer " + secret, session, activation} {
		if _, ok := TokenSum(bad); ok {
			t.Errorf("%q may be a token", bad)
		}
	}
}
