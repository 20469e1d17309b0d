package keeper

import (
	"context"
	"strings"
	"time"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store/db"
)

// compareCalls looks at the rows of calls that a manifest lists.
func (i *inspection) compareCalls(ctx context.Context, day evidence.Day, all []evidence.ListedCall) error {
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
		if !day.Hourly() || r.Manifest == nil { // else the day's counts it
			i.report.Calls++
		}
		if r.Salt == nil {
			i.once(CallChanged, name, "what its digests were made with is gone")
			continue
		}
		if changed := listedCall(r.Call, r.Salt).Differ(l); len(changed) == 4 && strings.Join(changed, " ") == "caller asserted called operators" {
			i.once(CallChanged, name, "none of its digests is that of the manifest of %s: what they were made with was changed", day)
		} else if len(changed) > 0 {
			i.once(CallChanged, name, "%s: not what the manifest of %s says", strings.Join(changed, ", "), day)
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
	rows, err := i.store.CallsUnsealed(ctx, db.CallsUnsealedParams{Begun: since.Begin().Add(-callLongest), Since: since.Begin(), Until: until, Page: mostLost})
	for _, r := range rows {
		i.report.fault(CallUnlisted, "call:"+r.ID, "over at %s, and in no manifest", r.EndedAt.UTC().Format(time.RFC3339))
	}
	return err
}
