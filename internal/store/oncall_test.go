package store

import (
	"context"
	"slices"
	"testing"

	"hotline1022/internal/store/db"
)

// Officers are called in the order known last while the database is away, in the order of the
// moment while it answers; nobody is invented for a unit that has none.
func TestOnCallOutlivesTheDatabase(t *testing.T) {
	s := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	put := func(phone string, rank int32) {
		t.Helper()
		if err := s.OfficerPut(t.Context(), db.OfficerPutParams{Phone: phone, Unit: "SXD", Name: "Cán bộ " + phone, Rank: rank}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.UnitPut(t.Context(), db.UnitPutParams{Code: "SXD", Name: "Sở Xây dựng", Kind: "department"}); err != nil {
		t.Fatal(err)
	}
	put("0225300051", 2)
	o := NewOnCall(s)
	calls := func(unit string, want ...string) {
		t.Helper()
		got, err := o.OnCall(t.Context(), unit)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v; want %v", unit, got, err, want)
		}
	}
	if err := o.refresh(ctx); err != nil {
		t.Fatal(err)
	}
	put("0225300001", 1)
	calls("SXD", "0225300001", "0225300051") // of this moment
	calls("NOT")
	if err := o.refresh(ctx); err != nil {
		t.Fatal(err)
	}
	never := NewOnCall(s)
	s.Close() // nothing answers any more
	calls("SXD", "0225300001", "0225300051")
	calls("NOT")
	if err := o.refresh(ctx); err == nil {
		t.Error("lists were read of a closed database")
	}
	calls("SXD", "0225300001", "0225300051")
	if got, err := never.OnCall(t.Context(), "SXD"); err == nil {
		t.Errorf("never read, and gives %v", got)
	}
}
