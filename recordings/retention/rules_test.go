package retention

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"hotline1022/internal/config"
	"hotline1022/recordings"
)

var rules = config.Retention{Months: 60, Rules: []config.RetentionRule{
	{Name: "nobody", Kinds: []string{config.KindUnanswered}, Months: 12},
	{Name: "emergency", Kinds: []string{config.KindEmergency}, Months: 120},
	{Name: "directive", Groups: []int{4}, Months: 180},
	{Name: "placed for a proposal", Kinds: []string{config.KindPlaced}, Groups: []int{1, 2}, Months: 24},
}}

func TestTheLongestRuleThatIsForARecordingCounts(t *testing.T) {
	at := time.Date(2026, 1, 31, 8, 0, 0, 0, time.UTC)
	now := at.AddDate(0, 3, 0)
	month := func(n int) time.Time { return recordings.MonthsAfter(at, n) }
	for name, c := range map[string]struct {
		facts Facts
		rule  string
		until time.Time
	}{
		"spoken with":                     {Facts{Connected: true}, Default, month(60)},
		"nobody spoke":                    {Facts{}, "nobody", month(12)},
		"nobody spoke, and it was urgent": {Facts{Emergency: true}, "emergency", month(120)},
		"of a directive":                  {Facts{Connected: true, Groups: []int32{1, 4}}, "directive", month(180)},
		"a directive's emergency":         {Facts{Connected: true, Emergency: true, Groups: []int32{4}}, "directive", month(180)},
		"placed":                          {Facts{Placed: true, Connected: true}, Default, month(60)},
		"placed, of the group":            {Facts{Placed: true, Connected: true, Groups: []int32{2}}, "placed for a proposal", month(24)},
		"placed, and nobody there":        {Facts{Placed: true, Groups: []int32{2}}, "placed for a proposal", month(24)},
		"its ticket ended later":          {Facts{Connected: true, Last: month(2)}, Default, recordings.MonthsAfter(month(2), 60)},
		"its ticket is open":              {Facts{Connected: true, Last: month(2), Open: true}, Default, recordings.MonthsAfter(now, 60)},
	} {
		t.Run(name, func(t *testing.T) {
			c.facts.At = at
			if until, rule := Decide(rules, c.facts, now); rule != c.rule || !until.Equal(c.until) {
				t.Errorf("by %q until %s; want %q until %s", rule, until, c.rule, c.until)
			}
		})
	}
}

// Whatever the rules and the call: the archive's lock, which is set before anything is known of a ticket, never runs longer than
// what is decided; an open ticket, and a later end, never shorten it; the rules' order is of no account.
func TestAnyRules(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	some := func(of []string) (all []string) {
		for _, one := range of {
			if random.IntN(3) == 0 {
				all = append(all, one)
			}
		}
		return all
	}
	for range 5000 {
		c := config.Retention{Months: 1 + random.IntN(600)}
		for n := range random.IntN(5) {
			r := config.RetentionRule{Name: string(rune('a' + n)), Kinds: some(config.RetentionKinds), Months: 1 + random.IntN(600)}
			if random.IntN(2) == 0 || len(r.Kinds) == 0 {
				r.Groups = append(r.Groups, 1+random.IntN(5))
			}
			c.Rules = append(c.Rules, r)
		}
		at := time.Date(2020, 1, 1, 0, 0, random.IntN(1e8), 0, time.UTC)
		now := at.Add(time.Duration(random.IntN(1e5)) * time.Hour)
		f := Facts{At: at, Emergency: random.IntN(2) == 0, Connected: random.IntN(2) == 0, Placed: random.IntN(2) == 0, Groups: []int32{int32(1 + random.IntN(5))}}
		f.Last = at.Add(time.Duration(random.IntN(1000)) * time.Hour)
		until, rule := Decide(c, f, now)
		if until.Before(recordings.MonthsAfter(at, c.Least())) || until.After(recordings.MonthsAfter(f.Last, c.Most())) {
			t.Fatalf("%+v of %+v: %q until %s", f, c, rule, until)
		}
		open := f
		open.Open = true
		if later, _ := Decide(c, open, now); later.Before(until) {
			t.Fatalf("%+v of %+v: until %s, with an open ticket until %s", f, c, until, later)
		}
		slices.Reverse(c.Rules)
		if again, _ := Decide(c, f, now); !again.Equal(until) {
			t.Fatalf("%+v of %+v: until %s or %s", f, c, until, again)
		}
	}
}
