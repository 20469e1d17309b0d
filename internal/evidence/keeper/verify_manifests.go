package keeper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store/db"
)

// manifests looks at each day's, in their order, then at those of its hours, and at what they list.
func (i *inspection) manifests(ctx context.Context) error {
	// Before the rows are read: a row is there before its object.
	archived, err := i.archived(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		i.failed(ctx, "object:"+evidence.Manifests, err)
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
			i.report.fault(ManifestMissing, "manifest:"+string(day), "%s", missing(len(archived[day]) > 0))
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

// layers looks at how a manifest lies in the archive: once, and with nothing over it.
func (i *inspection) layers(day evidence.Day, found []Layer, known bool, last evidence.Day) {
	name := "object:" + day.Object()
	versions := 0
	for _, l := range found {
		if !l.Deleted {
			versions++
		}
	}
	switch {
	case !known && day.Hourly():
		i.once(ManifestMissing, "manifest:"+string(day), "%s", missing(true))
	case !known && day > last:
		i.report.fault(ManifestObject, name, "the archive has it, and the day is not over")
	case versions > 1:
		i.report.fault(ManifestObject, name, "the archive has %d of it, and we put one there: another was put over it, or the row's is not the first", versions)
	case found[0].Deleted:
		i.report.fault(ManifestObject, name, "a delete marker lies over it")
	}
}

// span is the days that should have manifests: from the first, as the archive or the database knows it, to yesterday.
func (i *inspection) span(ctx context.Context, known []evidence.Day, archived map[evidence.Day][]Layer) (first, last evidence.Day, err error) {
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

func (i *inspection) manifest(ctx context.Context, day evidence.Day) error {
	name := "manifest:" + string(day)
	row, err := i.store.ManifestOf(ctx, string(day))
	if err != nil {
		return err
	}
	if day.Hourly() {
		i.report.Hours++
	} else {
		i.report.Manifests++
	}
	if err := evidence.Verify(i.key, row.Body, row.Signature); err != nil {
		i.report.fault(ManifestChanged, name, "%v", err)
		return i.placed(ctx, day, row)
	}
	if sum := evidence.SumOf(row.Body); !bytes.Equal(sum[:], row.Sha256) {
		i.report.fault(ManifestChanged, name, "its checksum in the row is not its own")
	}
	m, err := evidence.ReadManifest(row.Body)
	if err != nil || m.Day != day {
		i.report.fault(ManifestChanged, name, "it is the manifest of %q, %v", m.Day, err)
		return nil
	}
	if err := i.follows(ctx, m); err != nil {
		return err
	}
	if i.report.Faults, err = i.headOf(ctx, m, i.report.Faults); err != nil {
		return err
	}
	if err := i.placed(ctx, day, row); err != nil {
		return err
	}
	if err := i.certificates(ctx, m); err != nil {
		return err
	}
	i.listed[day] = true
	for rest := m.Recordings; len(rest) > 0; {
		n := min(idPage, len(rest))
		if err := i.compare(ctx, day, rest[:n]); err != nil {
			return err
		}
		rest = rest[n:]
	}
	if m.Covers != nil && i.calls == "" {
		i.calls = day
	}
	for rest := m.Calls; len(rest) > 0; {
		n := min(idPage, len(rest))
		if err := i.compareCalls(ctx, day, rest[:n]); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return nil
}

// follows compares the checksums of what a manifest follows, and of its day's hours.
func (i *inspection) follows(ctx context.Context, m evidence.Manifest) error {
	before := m.Hours
	if m.Previous != nil {
		before = append([]evidence.Previous{*m.Previous}, before...)
	}
	for _, p := range before {
		row, err := i.store.ManifestOf(ctx, string(p.Day))
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			if p.Day < i.Since || p.Day.Hourly() { // else it is named as missing
				i.once(ManifestMissing, "manifest:"+string(p.Day), "that of %s follows it", m.Day)
			}
		case err != nil:
			return err
		case evidence.SumOf(row.Body).String() != p.SHA256:
			i.report.fault(ManifestUnchained, "manifest:"+string(m.Day), "the manifest of %s is not the one that it follows", p.Day)
		}
	}
	return nil
}

// headOf compares a manifest's head of the audit log with the chain as it is kept, and adds what is wrong to faults.
func (k *Keeper) headOf(ctx context.Context, m evidence.Manifest, faults []evidence.Fault) ([]evidence.Fault, error) {
	if m.Audit.Links == 0 {
		return faults, nil // there was no chain
	}
	hash, err := k.store.AuditLink(ctx, m.Audit.Links)
	f := evidence.Fault{Kind: evidence.HeadDiffers, Object: fmt.Sprintf("link:%d", m.Audit.Links)}
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		f.Detail = fmt.Sprintf("the manifest of %s names it, and it is gone", m.Day)
	case err != nil:
		return faults, err
	case evidence.Hash(hash).String() != m.Audit.Hash:
		f.Detail = fmt.Sprintf("the manifest of %s has another: the chain was made again", m.Day)
	default:
		return faults, nil
	}
	return append(faults, f), nil
}

// placed compares a manifest in the archive with its row.
func (i *inspection) placed(ctx context.Context, day evidence.Day, row db.Manifest) error {
	at, err := i.store.ManifestPlace(ctx, string(day))
	if errors.Is(err, pgx.ErrNoRows) {
		if i.Now().Sub(row.MadeAt) > time.Hour {
			i.report.fault(ManifestObject, "manifest:"+string(day), "it was never brought to the archive")
		}
		return nil
	}
	if err != nil {
		return err
	}
	return i.signed(ctx, ManifestObject, at.Bucket, []signedObject{{at.Object, at.Version, row.Body}, {at.SignatureObject, at.SignatureVersion, row.Signature}})
}

// signedObject is what the archive should have of something signed, or of its signature.
type signedObject struct {
	key, version string
	want         []byte
}

// signed compares objects with what they should be; kind is the fault that they are of if not.
func (i *inspection) signed(ctx context.Context, kind, bucket string, objects []signedObject) error {
	for _, o := range objects {
		sum, _, err := i.read(ctx, bucket, o.key, o.version)
		switch {
		case err != nil && i.Objects.Gone(err):
			i.report.fault(kind, "object:"+o.key, "it is gone")
		case err != nil:
			i.failed(ctx, "object:"+o.key, err)
		case sum != evidence.SumOf(o.want):
			i.report.fault(kind, "object:"+o.key, "its bytes are not the row's")
		}
	}
	return ctx.Err()
}
