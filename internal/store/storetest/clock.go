// Package storetest helps tests that need a real database with the program's schema.
package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"hotline1022/internal/store"
)

// SetClock lets the database's clock, by which tickets change, show a time from now on;
// it goes on from there. It replaces hotline_now in the test's own database.
func SetClock(t testing.TB, s *store.Store, to time.Time) {
	t.Helper()
	// The difference is taken by PostgreSQL, so that the clock never shows less than to.
	sql := fmt.Sprintf(`DO $do$ BEGIN EXECUTE format('CREATE OR REPLACE FUNCTION hotline_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS %%L',
		format('SELECT clock_timestamp() + interval %%L', (timestamptz '%s' - clock_timestamp())::text)); END $do$`, to.UTC().Format(time.RFC3339Nano))
	if _, err := s.Pool().Exec(context.WithoutCancel(t.Context()), sql); err != nil {
		t.Fatal(err)
	}
}
