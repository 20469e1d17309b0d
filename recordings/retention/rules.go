package retention

import (
	"slices"
	"time"

	"hotline1022/internal/config"
	"hotline1022/recordings"
)

// Facts are what rules go by.
type Facts struct {
	At        time.Time // of the call
	Emergency bool      // an emergency service was called
	Connected bool      // the citizen was spoken with
	Placed    bool      // we called
	Groups    []int32   // of its tickets
	Open      bool      // one of them is not over
	Last      time.Time // when one of them was last changed
}

// Default is the name that stands in rows and certificates where no rule is for a recording.
const Default = "retention.months"

// kinds a call is of.
func (f Facts) kinds() (all []string) {
	if f.Emergency {
		all = append(all, config.KindEmergency)
	}
	if f.Placed {
		all = append(all, config.KindPlaced)
	}
	if f.Connected {
		return append(all, config.KindConversation)
	}
	return append(all, config.KindUnanswered)
}

// Decide says until when a recording is kept, and by which rule: the longest of those that are for it. While a ticket of its
// call is open, that is counted from now.
func Decide(c config.Retention, f Facts, now time.Time) (until time.Time, rule string) {
	months, rule, found := c.Months, Default, false
	for _, r := range c.Rules {
		if isFor(r, f) && (!found || r.Months > months) {
			months, rule, found = r.Months, r.Name, true
		}
	}
	from := f.At
	if f.Last.After(from) {
		from = f.Last
	}
	if f.Open && now.After(from) {
		from = now
	}
	return recordings.MonthsAfter(from, months), rule
}

// isFor: what a rule does not name is for all.
func isFor(r config.RetentionRule, f Facts) bool {
	kind := len(r.Kinds) == 0 || slices.ContainsFunc(f.kinds(), func(k string) bool { return slices.Contains(r.Kinds, k) })
	group := len(r.Groups) == 0 || slices.ContainsFunc(f.Groups, func(g int32) bool { return slices.Contains(r.Groups, int(g)) })
	return kind && group
}
