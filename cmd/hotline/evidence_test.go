package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/internal/devstack"
	"hotline1022/internal/evidence/keeper"
	"hotline1022/internal/store"
)

// sealedLog is a database whose audit log has three sealed entries.
func sealedLog(ctx context.Context, t *testing.T) (*store.Store, string) {
	t.Helper()
	database := devstack.PostgresTemplate(t, "store", store.Migrate)
	st, err := store.Open(database, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(st.Close)
	for _, action := range []string{"a", "b", "c"} {
		act, err := store.Act(time.Now(), "user:x", action, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := st.AuditAppend(ctx, act); err != nil {
			t.Fatal(err)
		}
	}
	k, err := keeper.New(keeper.Options{}, st, prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Seal(ctx); err != nil {
		t.Fatal(err)
	}
	return st, database
}

func TestAuditVerify(t *testing.T) {
	st, database := sealedLog(t.Context(), t)
	file := configure(t, database).config
	if code, stdout, stderr := hotline(t, "", "audit", "verify", "--config", file); code != 0 || !strings.HasPrefix(stdout, "3 entries are sealed, 0 wait") {
		t.Fatalf("%d, %s%s", code, stdout, stderr)
	}
	if _, err := st.Pool().Exec(t.Context(), `ALTER TABLE audit_log DISABLE TRIGGER USER; UPDATE audit_log SET action = 'z' WHERE action = 'b'; ALTER TABLE audit_log ENABLE TRIGGER USER`); err != nil {
		t.Fatal(err)
	}
	if code, stdout, _ := hotline(t, "", "audit", "verify", "--config", file); code != 1 || !strings.HasPrefix(stdout, "audit_entry_changed\taudit:2\t") {
		t.Errorf("changed: %d, %s", code, stdout)
	}
	code, stdout, _ := hotline(t, "", "audit", "verify", "--json", "--config", file)
	var report keeper.AuditReport
	if err := json.Unmarshal([]byte(stdout), &report); err != nil || code != 1 || report.Sealed != 3 || len(report.Faults) != 1 || report.Faults[0].Object != "audit:2" {
		t.Errorf("as JSON: %d, %v, %+v", code, err, report)
	}
	nowhere := configure(t, "postgres://nobody@127.0.0.1:1/none").config
	if code, _, _ := hotline(t, "", "audit", "verify", "--config", nowhere); code != 2 {
		t.Errorf("without a database: exit %d, want 2", code)
	}
}
