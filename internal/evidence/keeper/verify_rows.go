package keeper

import (
	"context"
	"slices"
	"strings"
	"time"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store/db"
)

// rows looks at what was archived in these days and is in none of their manifests.
func (i *inspection) rows(ctx context.Context) error {
	p := db.RecordingsArchivedInParams{Since: i.Since.Begin(), Until: i.Until.End(), Page: idPage}
	// Two days: that the last manifest is not made yet is no fault of a recording's.
	late := i.Now().Add(-48 * time.Hour)
	for {
		rows, err := i.store.RecordingsArchivedIn(ctx, p)
		if err != nil {
			return err
		}
		// One manifest after the other: its list is read once, but for those at whose end a page ends.
		if n := len(rows); n > 0 {
			p.AfterAt, p.AfterID = *rows[n-1].ArchivedAt, rows[n-1].ID
		}
		slices.SortStableFunc(rows, func(a, b db.Recording) int { return strings.Compare(text(a.Manifest), text(b.Manifest)) })
		for _, r := range rows {
			known, err := i.known(ctx, r)
			if err == nil && !known {
				err = i.unlisted(ctx, r, late)
			}
			if err != nil {
				return err
			}
		}
		if len(rows) < idPage {
			return nil
		}
	}
}

// known says whether a manifest that was read lists a recording.
func (i *inspection) known(ctx context.Context, r db.Recording) (bool, error) {
	day := evidence.Day(text(r.Manifest))
	if i.seen[r.ID] || !i.listed[day] {
		return i.seen[r.ID], nil
	}
	return i.lists(ctx, day, r.ID.String())
}

func (i *inspection) unlisted(ctx context.Context, r db.Recording, late time.Time) error {
	l, lists := listed(r), true
	if r.Manifest != nil { // of another day than those that are looked at, too: whoever hides a row names one
		var err error
		if lists, err = i.lists(ctx, evidence.Day(*r.Manifest), l.ID); err != nil {
			return err
		}
	}
	switch {
	case !lists:
		i.report.fault(RowUnlisted, "recording:"+l.ID, "call %s, %s: the row names the manifest of %s, which does not list it", l.Call, l.Leg, *r.Manifest)
	case r.Manifest == nil && i.Key != nil && r.ArchivedAt.Before(late):
		i.report.fault(RowUnlisted, "recording:"+l.ID, "call %s, %s: archived at %s, and in no manifest", l.Call, l.Leg, l.ArchivedAt.Format(time.RFC3339))
	}
	if r.Salvaged {
		i.report.Salvaged = append(i.report.Salvaged, Note{l.ID, l.Call, l.Leg, r.CreatedAt.UTC(), r.Detail})
	}
	return i.object(ctx, i.promised(ctx, l, r))
}
