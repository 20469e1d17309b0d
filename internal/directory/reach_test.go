package directory

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hotline1022/internal/worktime"
)

// What a unit that is no more had is known to its certain heir, else to who is above it, else to nobody.
func TestDieu2_WhoKnowsOfWhatAnAbolishedUnitHad(t *testing.T) {
	tree := cityTree(t)
	for _, tc := range []struct {
		code string
		day  worktime.Date
		want string
	}{
		{"SXD", today, "SXD"},
		{"SGTVT", today, "SXD"},
		{"SGTVT", ReformDepartments - 1, "SGTVT"},
		{"11308-2024", today, "11311"},       // over two mergers
		{"11365-2025", today, ""},            // divided: a person chooses
		{"11365-2025", spring, "11365-2025"}, // before that
		{"317-2024", today, "11914"},
		{"NOT", today, ""},
	} {
		if got := tree.Keeper(tc.code, tc.day); got != tc.want {
			t.Errorf("%s on %s: %q, want %q", tc.code, tc.day, got, tc.want)
		}
	}
	if got := tree.Reach("11311", today); !slices.Contains(got, "11308-2024") || !slices.Contains(got, "11305-2025") || slices.Contains(got, "11365-2025") {
		t.Errorf("%v", got)
	}
	if got := tree.Reach("11305-2025", today); got != nil {
		t.Errorf("the people of a unit that is no more reach %v", got)
	}
	if u, _ := tree.Unit("11305-2025"); u.Decision != "Nghị quyết 1669/NQ-UBTVQH15" {
		t.Errorf("%+v", u)
	}
}

// Of any units on any day: each reaches exactly those whose keeper is it, or below it; work is given to those that
// are there; nobody is reached by two who are not one above the other.
func TestReachIsWhatItKeeps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var units []Unit
		var links []Link
		for i := range rapid.IntRange(1, 9).Draw(t, "units") {
			u := Unit{Code: fmt.Sprint(i), Kind: KindService}
			if i > 0 && rapid.Bool().Draw(t, "below") {
				u.Parent = fmt.Sprint(rapid.IntRange(0, i-1).Draw(t, "parent"))
			}
			u.Since = worktime.Date(rapid.IntRange(0, 3).Draw(t, "since"))
			if until := rapid.IntRange(0, 6).Draw(t, "until"); until > int(u.Since) {
				u.Until = worktime.Date(until)
			}
			units = append(units, u)
		}
		for _, u := range units {
			for range rapid.IntRange(0, 2).Draw(t, "heirs") {
				links = append(links, Link{From: u.Code, To: rapid.SampledFrom(units).Draw(t, "heir").Code, Part: rapid.Bool().Draw(t, "part")})
			}
		}
		tree := NewTree(units, links)
		day := worktime.Date(rapid.IntRange(0, 7).Draw(t, "day"))
		reachedBy := map[string][]string{}
		for _, u := range units {
			within, reach := tree.Within(u.Code, day), tree.Reach(u.Code, day)
			var want []string
			for _, other := range units {
				if slices.Contains(within, tree.Keeper(other.Code, day)) {
					want = append(want, other.Code)
				}
				if slices.Contains(within, other.Code) != (u.Holds(day) && other.Holds(day) && slices.ContainsFunc(tree.Path(other.Code), func(p Unit) bool { return p.Code == u.Code })) {
					t.Fatalf("%s within %s on %d", other.Code, u.Code, day)
				}
			}
			slices.Sort(want)
			if !slices.Equal(reach, want) {
				t.Fatalf("%s reaches %v on %d, want %v of %+v, %+v", u.Code, reach, day, want, units, links)
			}
			for _, r := range reach {
				reachedBy[r] = append(reachedBy[r], u.Code)
			}
		}
		for of, all := range reachedBy {
			above := 0
			for _, u := range tree.Path(tree.Keeper(of, day)) {
				if slices.Contains(all, u.Code) {
					above++
				}
			}
			if above != len(all) {
				t.Fatalf("%s is reached by %v on %d", of, all, day)
			}
		}
	})
}
