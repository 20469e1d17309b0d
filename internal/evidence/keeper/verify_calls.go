package keeper

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store/db"
)

// compareCalls looks at the rows of calls that a manifest lists.
func (i *inspection) compareCalls(ctx context.Context, m evidence.Manifest, all []evidence.ListedCall) error {
	day := m.Day
	ids := make([]string, len(all))
	for n, l := range all {
		ids[n] = l.ID
	}
	rows, err := i.store.CallsByIDs(ctx, ids)
	if err != nil {
		return err
	}
	have := make(map[string]db.CallsByIDsRow, len(rows))
	for _, r := range rows {
		have[r.Call.ID] = r
	}
	for _, l := range all {
		name := "call:" + l.ID
		r, ok := have[l.ID]
		if !ok {
			i.once(CallRemoved, name, "the manifest of %s lists it", day)
			continue
		}
		if (!day.Hourly() || r.Manifest == nil) && !i.passing[l.ID] { // else the day's counts it, or that before
			i.report.Calls++
			i.lateCall(m, l)
		}
		i.passing[l.ID] = i.passing[l.ID] || passing(&m, l)
		if r.Salt == nil {
			i.once(CallChanged, name, "what its digests were made with is gone")
			continue
		}
		now := listedCall(r.Call, r.Salt)
		changed, came := now.Differ(l), []string(nil)
		if passing(&m, l) || l.End == nil && m.Until.Sub(l.StartedAt) < inferredFor {
			changed, came = now.SeenSince(l, changed)
		}
		if len(came) > 0 && !i.came[l.ID] {
			i.came[l.ID] = true
			i.report.Late = append(i.report.Late, Note{Call: l.ID, At: now.End.At, Detail: fmt.Sprintf("the manifest of %s listed it before its end was seen; %s came after that", day, strings.Join(came, ", "))})
		}
		if !day.Hourly() && l.End != nil && !passing(&m, l) && text(r.Manifest) != string(day) {
			changed = append(changed, "manifest")
		}
		if len(changed) == 4 && strings.Join(changed, " ") == "caller asserted called operators" {
			i.once(CallChanged, name, "none of its digests is that of the manifest of %s: what they were made with was changed", day)
		} else if len(changed) > 0 {
			i.once(CallChanged, name, "%s: not what the manifest of %s says", strings.Join(changed, ", "), day)
		}
	}
	return nil
}

// listedLate is how long after its end a call is listed at most, unless its node was away, or somebody added its row: that is worth a look.
const listedLate = 3 * 24 * time.Hour

// lateCall notes a call that was listed long after it was over. No fault by itself, for a node's journal may come late; but it is what the row of a
// call looks like that never was: see unwitnessed.
func (i *inspection) lateCall(m evidence.Manifest, l evidence.ListedCall) {
	over, most := l.StartedAt, inferredFor+callLongest
	switch {
	case l.End == nil:
	case l.Inferred(): // listed for good by the first day's after inferredFor
		over, most = l.End.At, 24*time.Hour
	default:
		over, most = l.End.At, 0
	}
	if m.Until.Sub(over) > listedLate+most {
		i.report.Late = append(i.report.Late, Note{Call: l.ID, At: over, Detail: "listed by the manifest of " + string(m.Day)})
		i.late = append(i.late, l.ID)
	}
}

// unwitnessed names those calls that were listed late of which the journal has no entry: what comes late from a node comes with its journal, and whoever adds
// a row by hand, with a day of long ago, adds no journal.
func (i *inspection) unwitnessed(ctx context.Context) error {
	for ids := range slices.Chunk(i.late, idPage) {
		none, err := i.store.CallsUnwitnessed(ctx, ids)
		if err != nil {
			return err
		}
		for _, id := range none {
			i.once(CallUnwitnessed, "call:"+id, "it was listed long after it was over, and no entry of the journal tells of it: somebody has added its row")
		}
	}
	return nil
}

// unlistedCalls looks for calls that were over in these days and are in no manifest: rows that somebody added.
func (i *inspection) unlistedCalls(ctx context.Context) error {
	if i.calls == "" || i.Key == nil {
		return nil
	}
	since := max(i.Since, i.calls.Whole())
	// Two days, as of recordings.
	until := i.Now().Add(-48 * time.Hour)
	if end := i.Until.End(); end.Before(until) {
		until = end
	}
	rows, err := i.store.CallsUnsealed(ctx, db.CallsUnsealedParams{
		Begun: since.Begin().Add(-callLongest), Since: since.Begin(), Until: until, Page: mostUnlisted,
	})
	for _, r := range rows {
		i.report.fault(CallUnlisted, "call:"+r.ID, "over at %s, and in no manifest", r.EndedAt.UTC().Format(time.RFC3339))
	}
	if n := len(rows); n > 0 && rows[0].Total > int64(n) {
		i.report.fault(CallUnlisted, "calls", "%d more are in no manifest, %d in all: only the first are named", rows[0].Total-int64(n), rows[0].Total)
	}
	return err
}

// mostUnlisted is how many calls are named that no manifest lists.
const mostUnlisted = 1000
