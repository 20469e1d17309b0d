package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"hotline1022/internal/store/db"
)

func TestDialplanVersionsAndTheirActivation(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	if _, _, ok, err := s.ActiveDialplan(ctx); ok || err != nil {
		t.Fatal(ok, err)
	}
	a, b := "00000000000000aa", "00000000000000bb"
	for n, v := range []string{a, b, a} {
		author := fmt.Sprintf("author%d", n)
		if err := s.KeepDialplan(ctx, DialplanText{Version: v, Source: "source of " + v, Author: author, Note: "note", MadeFrom: a}, author, at(n)); err != nil {
			t.Fatal(err)
		}
	}
	meets := func(version string) {
		t.Helper()
		got, source, ok, err := s.ActiveDialplan(ctx)
		if err != nil || !ok || got != version || source != "source of "+version {
			t.Errorf("callers meet %s (%s, %v, %v)", got, source, ok, err)
		}
	}
	if err := s.ActivateDialplan(ctx, "00000000000000cc", "", "quantri", at(10)); !errors.Is(err, ErrNotFound) {
		t.Errorf("one that is not there: %v", err)
	}
	if err := s.ActivateDialplan(ctx, a, "", "quantri", at(10)); err != nil {
		t.Fatal(err)
	}
	meets(a)
	if err := s.ActivateDialplan(ctx, b, "", "quantri", at(11)); !errors.Is(err, ErrChanged) {
		t.Errorf("who did not see %s: %v", a, err)
	}
	if err := s.ActivateDialplan(ctx, b, a, "quantri", at(11)); err != nil {
		t.Fatal(err)
	}
	meets(b)
	if err := s.ActivateDialplan(ctx, a, b, "quantri", at(12)); err != nil { // undo
		t.Fatal(err)
	}
	meets(a)
	newest := Order{Keys: []Key{{"q.at", "timestamptz"}, {"q.version", "text"}}, Down: true}
	first := s.Sorted(newest, nil, 10)
	list, err := first.DialplanVersions(ctx, "")
	if err != nil || len(list) != 2 || list[0].Version != b || list[1].Author != "author0" || !list[1].ActivatedAt.Equal(at(12)) {
		t.Errorf("%+v, %v", list, err)
	}
	if next, err := s.Sorted(newest, first.Places[0], 10).DialplanVersions(ctx, ""); err != nil || len(next) != 1 || next[0].Version != a {
		t.Errorf("behind the first: %+v, %v", next, err)
	}
	// What was done can be told later: who, what, in the place of what; the text that came again did nothing.
	audit, err := lastKept(s, 10).AuditEntries(ctx, db.AuditEntriesParams{})
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, e := range audit {
		told = append(told, fmt.Sprint(e.Actor, " ", e.Action, " ", e.Object, " ", string(e.Detail)))
	}
	slices.Reverse(told)
	if want := []string{
		`author0 dialplan.keep dialplan:` + a + ` {"of": "` + a + `", "note": "note"}`,
		`author1 dialplan.keep dialplan:` + b + ` {"of": "` + a + `", "note": "note"}`,
		`quantri dialplan.activate dialplan:` + a + ` {"before": ""}`,
		`quantri dialplan.activate dialplan:` + b + ` {"before": "` + a + `"}`,
		`quantri dialplan.activate dialplan:` + a + ` {"before": "` + b + `"}`,
	}; !slices.Equal(told, want) {
		t.Errorf("the audit log:\n%s", strings.Join(told, "\n"))
	}
	// Of many at once, one is first.
	errs := make([]error, 6)
	var wg sync.WaitGroup
	for n := range errs {
		wg.Go(func() { errs[n] = s.ActivateDialplan(ctx, b, a, "quantri", at(20)) })
	}
	wg.Wait()
	good := 0
	for _, err := range errs {
		if err == nil {
			good++
		} else if !errors.Is(err, ErrChanged) {
			t.Error(err)
		}
	}
	if good != 1 {
		t.Errorf("%d were activated", good)
	}
	for _, table := range []string{"dialplan_versions", "dialplan_activations"} {
		if _, err := s.pool.Exec(ctx, "DELETE FROM "+table); sqlState(err) != "23001" {
			t.Errorf("%s: %v", table, err)
		}
	}
}
