package api

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline1022/internal/auth"
)

func TestTrunks(t *testing.T) {
	began := time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)
	var got page[Trunk]
	build(t).as(auth.RoleLeader).ask("GET", "/api/v1/trunks", nil).want(200).into(&got)
	want := []Trunk{
		{Name: "vnpt", State: "down", Since: began.Add(time.Minute), Reason: "silent", Limit: 28},
		{Name: "viettel", State: "unknown", Since: began, Reason: "not_supervised"},
	}
	if d := cmp.Diff(want, got.Items); d != "" {
		t.Error(d)
	}
}
