package api

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline1022/internal/auth"
	"hotline1022/internal/health"
)

// monitor stands for the monitor.
type monitor struct {
	http.Handler
	checks map[string]health.Check
}

func (m monitor) Report() health.Report { return health.Report{Checks: m.checks} }

var broken = monitor{checks: map[string]health.Check{
	"storage":  {State: health.Failing, Since: time.Date(2026, 1, 5, 8, 1, 0, 0, time.UTC), Detail: "connection refused"},
	"spool":    {State: health.Failing, Since: time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC), Detail: "/var/spool: read-only"},
	"database": {State: health.OK, Since: time.Date(2026, 1, 5, 7, 0, 0, 0, time.UTC)},
	"evidence": {State: health.OK, Since: time.Date(2026, 1, 5, 7, 0, 0, 0, time.UTC), Notice: "unsigned", Detail: "there is no key"},
}}

// Whoever leads or runs the hotline is told all, in the order of what a call needs most; an operator what touches calls.
func TestDependencies(t *testing.T) {
	h := build(t)
	spool := Dependency{Name: "spool", State: "failing", Since: time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC), Detail: "/var/spool: read-only"}
	all := []Dependency{
		spool,
		{Name: "database", State: "ok", Since: time.Date(2026, 1, 5, 7, 0, 0, 0, time.UTC)},
		{Name: "storage", State: "failing", Since: time.Date(2026, 1, 5, 8, 1, 0, 0, time.UTC), Detail: "connection refused"},
		{Name: "evidence", State: "ok", Since: time.Date(2026, 1, 5, 7, 0, 0, 0, time.UTC), Notice: "unsigned", Detail: "there is no key"},
	}
	spool.Detail = "" // it names a path
	for role, want := range map[auth.Role][]Dependency{auth.RoleLeader: all, auth.RoleAdmin: all, auth.RoleOperator: {spool}} {
		var got page[Dependency]
		h.as(role).ask("GET", "/api/v1/dependencies", nil).want(200).into(&got)
		if d := cmp.Diff(want, got.Items); d != "" {
			t.Errorf("%s: %s", role, d)
		}
	}
}
