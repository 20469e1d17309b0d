package keeper

import (
	"context"
	"maps"
	"slices"
	"time"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store/db"
)

// manifests looks at each day's, in their order, then at those of its hours, and at what they list.
func (i *inspection) manifests(ctx context.Context) error {
	// Before the rows are read: a row is there before its object.
	archived, away, err := i.archived(ctx)
	if err != nil {
		return err
	}
	for _, a := range away {
		if gone, err := i.bucketGone(ctx, a.bucket); err != nil {
			return err
		} else if !gone {
			i.failed(ctx, "object:"+evidence.Manifests, a.err)
		}
	}
	known, err := i.store.ManifestDays(ctx, db.ManifestDaysParams{Since: "", Until: "9999-12-31"})
	if err != nil {
		return err
	}
	have, hours := map[evidence.Day]bool{}, map[evidence.Day][]evidence.Day{}
	for _, d := range known {
		day := evidence.Day(d)
		have[day] = true
		if day.Hourly() {
			hours[day.Whole()] = append(hours[day.Whole()], day)
		}
	}
	first, last, err := i.span(ctx, slices.Collect(maps.Keys(have)), archived)
	if err != nil {
		return err
	}
	for _, day := range slices.Sorted(maps.Keys(archived)) {
		if day.Whole() >= i.Since && day.Whole() <= i.Until {
			i.layers(day, archived[day], have[day], last)
		}
	}
	for day := max(i.Since, first); day <= i.Until && day <= last.Next(); day = day.Next() {
		switch {
		case have[day]:
			err = i.manifest(ctx, day)
		case day <= last:
			i.once(ManifestMissing, "manifest:"+string(day), "%s", missing(len(archived[day]) > 0))
		}
		if err != nil {
			return err
		}
		for _, hour := range hours[day] {
			if err := i.manifest(ctx, hour); err != nil {
				return err
			}
		}
	}
	return nil
}

// layers looks at how a manifest lies in each bucket that has it: once, and with nothing over it.
func (i *inspection) layers(day evidence.Day, found []lying, known bool, last evidence.Day) {
	name := "object:" + day.Object()
	switch {
	case !known && day.Hourly():
		i.once(ManifestMissing, "manifest:"+string(day), "%s", missing(true))
		return
	case !known && day > last:
		i.report.fault(ManifestObject, name, "the archive has it, and the day is not over")
		return
	}
	for _, l := range found {
		versions := 0
		for _, layer := range l.layers {
			if !layer.Deleted {
				versions++
			}
		}
		switch {
		case versions > 1:
			i.report.fault(ManifestObject, name, "%s has %d of it, and we put one there: another was put over it, or the row's is not the first", l.bucket, versions)
		case l.layers[0].Deleted:
			i.report.fault(ManifestObject, name, "in %s a delete marker lies over it", l.bucket)
		}
	}
}

// span is the days that should have manifests: from the first, as the archive or the database knows it, to yesterday.
func (i *inspection) span(ctx context.Context, known []evidence.Day, archived map[evidence.Day][]lying) (first, last evidence.Day, err error) {
	last = evidence.DayOf(i.Now().Add(-settle)) // today; the day that is over is before it
	last = evidence.DayOf(last.Begin().Add(-time.Hour))
	first = last.Next() // none at all
	if len(known) > 0 {
		oldest := slices.Min(known)
		first = oldest.Whole()
		row, err := i.store.ManifestOf(ctx, string(oldest))
		if err != nil {
			return "", "", err
		}
		// Whose own word is that it is not the first, had one before it.
		if m, err := evidence.ReadManifest(row.Body); err == nil && m.Previous != nil {
			first = m.Previous.Day.Whole()
		}
	}
	for day := range archived {
		first = min(first, day.Whole())
	}
	return first, last, nil
}

// missing tells of a day without a manifest what the archive has of it.
func missing(archived bool) string {
	if archived {
		return "its row is gone; the archive has it"
	}
	return "there are manifests before and after it, or there should be"
}
