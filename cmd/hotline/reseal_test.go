package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"hotline1022/internal/auth"
	"hotline1022/internal/devstack"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// accounts.key is changed on a real database: who has set up a second factor before goes on
// with it when the old key is gone.
func TestKeyOfSecondFactorsIsChanged(t *testing.T) {
	p := configure(t, devstack.PostgresTemplate(t, "store", store.Migrate))
	before, after := bytes.Repeat([]byte{1}, auth.KeyBytes), bytes.Repeat([]byte{2}, auth.KeyBytes)
	if code, _, stderr := hotline(t, "mật khẩu đủ dài\n", "user", "add", "canbo", "--name", "Bình", "--role", "officer", "--config", p.config); code != 0 {
		t.Fatal(stderr)
	}
	database := strings.Split(strings.SplitN(string(read(t, p.config)), "database: {url: \"", 2)[1], "\"")[0]
	st, err := store.Open(database, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(st.Close)
	old, err := auth.NewSignIn(st.Accounts(), auth.Options{Key: before, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	factor, err := old.Enrol(t.Context(), "canbo")
	if err != nil {
		t.Fatal(err)
	}
	draft, err := old.SealDraft("canbo", "act:x", []byte("đang gõ"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.KeepDraft(t.Context(), db.DraftPutParams{Owner: "canbo", Key: "act:x", Sealed: draft, UpdatedAt: time.Now()}); err != nil {
		t.Fatal(err)
	}
	const command = "reseal-second-factors"
	if code, _, stderr := hotline(t, "", "user", command, "--config", p.config); code != 2 || !strings.Contains(stderr, "earlier_key") {
		t.Errorf("without an earlier key: %d, %s", code, stderr)
	}
	rotate := func(key, earlier []byte) (int, string) {
		t.Helper()
		file := p.config + ".rotate"
		keys := fmt.Sprintf("accounts: {key: %q, earlier_key: %q}\n", base64.StdEncoding.EncodeToString(key), base64.StdEncoding.EncodeToString(earlier))
		if err := os.WriteFile(file, append(read(t, p.config), keys...), 0o600); err != nil {
			t.Fatal(err)
		}
		code, stdout, stderr := hotline(t, "", "user", command, "--config", file)
		return code, stdout + stderr
	}
	if code, said := rotate(after, bytes.Repeat([]byte{9}, auth.KeyBytes)); code != 1 || !strings.Contains(said, "of canbo") {
		t.Errorf("with the wrong earlier key: %d, %s", code, said)
	}
	for _, want := range []string{"1 second factors", "0 second factors"} {
		if code, said := rotate(after, before); code != 0 || !strings.HasPrefix(said, want) {
			t.Fatalf("%d, %s; want %s", code, said, want)
		}
	}
	now, err := auth.NewSignIn(st.Accounts(), auth.Options{Key: after, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	code, err := totp.GenerateCode(factor.Secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if recovery, err := now.Confirm(t.Context(), "canbo", code, auth.From{}); err != nil || len(recovery) != auth.RecoveryCodes {
		t.Errorf("%d recovery codes, %v", len(recovery), err)
	}
	if kept, err := st.Draft(t.Context(), "canbo", "act:x"); err != nil {
		t.Error(err)
	} else if words, err := now.OpenDraft("canbo", "act:x", kept.Sealed); err != nil || string(words) != "đang gõ" {
		t.Errorf("the draft: %q, %v", words, err)
	}
	var rows int
	if err := st.Pool().QueryRow(t.Context(), "SELECT count(*) FROM audit_log WHERE action = 'factor.reseal' AND actor = 'cli'").Scan(&rows); err != nil || rows != 2 {
		t.Errorf("%d audit rows, %v", rows, err)
	}
}
