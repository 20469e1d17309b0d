//go:build bench

package million

import "testing"

func TestBenchTicketsAreThere(t *testing.T) {
	_, st := Postgres(t)
	for _, table := range []string{"tickets", "ticket_events", "units", "ticket_clocks", "calls", "recordings", "river_job"} {
		var n int
		if err := st.Pool().QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d", table, n)
	}
	var size string
	if err := st.Pool().QueryRow(t.Context(), "SELECT pg_size_pretty(pg_database_size(current_database()))").Scan(&size); err != nil {
		t.Fatal(err)
	}
	t.Logf("size: %s", size)
}
