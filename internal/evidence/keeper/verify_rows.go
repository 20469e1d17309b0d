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

// listing is which recordings a day's manifest lists. One at a time is kept: those of years would not fit.
type listing struct {
	day evidence.Day
	ids map[string]bool
}

// known says whether a manifest that was read lists a recording.
func (i *inspection) known(ctx context.Context, r db.Recording) (bool, error) {
	day := evidence.Day(text(r.Manifest))
	if i.seen[r.ID] || !i.listed[day] {
		return i.seen[r.ID], nil
	}
	if i.last.day != day {
		row, err := i.store.ManifestOf(ctx, string(day))
		if err != nil {
			return false, err
		}
		m, err := evidence.ReadManifest(row.Body)
		if err != nil {
			return false, err
		}
		i.last = listing{day, make(map[string]bool, len(m.Recordings))}
		for _, l := range m.Recordings {
			i.last.ids[l.ID] = true
		}
	}
	return i.last.ids[r.ID.String()], nil
}

func (i *inspection) unlisted(ctx context.Context, r db.Recording, late time.Time) error {
	l := listed(r)
	switch {
	case r.Manifest != nil && i.listed[evidence.Day(*r.Manifest)]:
		i.report.fault(RowUnlisted, "recording:"+l.ID, "call %s, %s: the row names the manifest of %s, which does not list it", l.Call, l.Leg, *r.Manifest)
	case r.Manifest == nil && i.Key != nil && r.ArchivedAt.Before(late):
		i.report.fault(RowUnlisted, "recording:"+l.ID, "call %s, %s: archived at %s, and in no manifest", l.Call, l.Leg, l.ArchivedAt.Format(time.RFC3339))
	}
	if r.Salvaged {
		i.report.Salvaged = append(i.report.Salvaged, Note{l.ID, l.Call, l.Leg, r.CreatedAt.UTC(), r.Detail})
	}
	return i.object(ctx, i.promised(ctx, l, r))
}
