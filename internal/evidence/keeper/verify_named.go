package keeper

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store/db"
)

// listing is what a manifest lists for good, recordings and calls. One at a time is kept: those of years would not fit.
type listing struct {
	day evidence.Day
	ids map[string]bool // nil: nobody can say
}

// lists says whether a manifest lists for good what names it in its row. Of one that is not as it was signed nobody can say; it is named itself.
func (i *inspection) lists(ctx context.Context, day evidence.Day, id string) (bool, error) {
	if i.last.day != day {
		i.last = listing{day: day}
		row, err := i.store.ManifestOf(ctx, string(day))
		if errors.Is(err, pgx.ErrNoRows) {
			i.once(ManifestMissing, "manifest:"+string(day), "%s", missing(false))
			return true, nil
		}
		if err != nil {
			return false, err
		}
		m, err := evidence.ReadManifest(row.Body)
		if err == nil {
			err = evidence.Verify(i.key, row.Body, row.Signature)
		}
		if err != nil {
			i.once(ManifestChanged, "manifest:"+string(day), "%v", err)
			return true, nil
		}
		i.last.ids = make(map[string]bool, len(m.Recordings)+len(m.Calls))
		for _, l := range m.Recordings {
			i.last.ids[l.ID] = true
		}
		for _, c := range m.Calls {
			if !passing(&m, c) {
				i.last.ids[c.ID] = true
			}
		}
	}
	return i.last.ids == nil || i.last.ids[id], nil
}

// misnamed looks for calls whose rows name a manifest that does not list them: of those whoever hid them could change what they like.
func (i *inspection) misnamed(ctx context.Context) error {
	if i.calls == "" {
		return nil
	}
	p := db.CallsNamingParams{AfterAt: max(i.Since, i.calls.Whole()).Begin(), Until: i.Until.End(), Page: callPage}
	for {
		rows, err := i.store.CallsNaming(ctx, p)
		if err != nil {
			return err
		}
		if n := len(rows); n > 0 {
			p.AfterAt, p.AfterID = rows[n-1].StartedAt, rows[n-1].ID
		}
		slices.SortStableFunc(rows, func(a, b db.CallsNamingRow) int { return strings.Compare(a.Manifest, b.Manifest) })
		for _, r := range rows {
			lists, err := i.lists(ctx, evidence.Day(r.Manifest), r.ID)
			if err != nil {
				return err
			}
			if !lists {
				i.once(CallUnlisted, "call:"+r.ID, "its row names the manifest of %s, which does not list it", r.Manifest)
			}
		}
		if len(rows) < callPage {
			return nil
		}
	}
}

// callPage is how many calls are asked for at once which manifest they name.
const callPage = 5000
