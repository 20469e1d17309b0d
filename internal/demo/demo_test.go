package demo

import (
	"log/slog"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hotline1022/internal/auth"
	"hotline1022/internal/devstack"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestSeed(t *testing.T) {
	st, err := store.Open(devstack.PostgresTemplate(t, "store", store.Migrate), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	for range 2 {
		if err := Seed(t.Context(), st, Operators); err != nil {
			t.Fatal(err)
		}
	}
	for _, demonstration := range []bool{true, false} {
		p, err := auth.NewSignIn(st.Accounts(), auth.Options{Demonstration: demonstration, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := p.Password(t.Context(), "op01", Password, auth.From{}); (err == nil) != demonstration {
			t.Errorf("demonstration %v: %v", demonstration, err)
		}
	}
	users, err := st.Users(t.Context())
	if err != nil || len(users) != len(Accounts) {
		t.Errorf("%d accounts, %v", len(users), err)
	}
	units, err := st.Units(t.Context(), db.UnitsParams{Page: 1000})
	if err != nil || len(units) != 145 {
		t.Errorf("%d units, %v", len(units), err)
	}
	officers, err := st.Officers(t.Context())
	if err != nil || len(officers) != 288 {
		t.Errorf("%d officers, %v", len(officers), err)
	}
	// Officers are listed unit by unit, each unit's in the order in which they are called.
	onCall, err := st.OnCall(t.Context(), officers[0].Unit)
	if err != nil || len(onCall) == 0 || onCall[0] != officers[0].Phone {
		t.Errorf("on call for %s: %v, %v", officers[0].Unit, onCall, err)
	}

	// A password that was changed stays changed.
	hash, err := auth.Hash("mật khẩu riêng")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.UserPassword(t.Context(), db.UserPasswordParams{Username: "op01", PasswordHash: hash}); err != nil {
		t.Fatal(err)
	}
	if err := Seed(t.Context(), st, Operators); err != nil {
		t.Fatal(err)
	}
	if u, err := st.User(t.Context(), "op01"); err != nil || u.PasswordHash != hash || u.Demonstration {
		t.Errorf("%+v, %v", u, err)
	}
}
