package keeper

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// Look is what [Keeper.Verify] looks at.
type Look struct {
	Since, Until evidence.Day // both included
	Deep         bool         // read every object's bytes
	OneIn        int          // of so many recordings' objects one, at random; 0: all
}

// inspection is a look under way.
type inspection struct {
	*Keeper
	Look
	report  Report
	locks   map[string]bool                           // buckets that were asked, and whether they can keep their objects from being removed
	buckets map[string]bool                           // that were asked, and whether they are gone
	seen    map[uuid.UUID]bool                        // recordings that a manifest lists which their rows do not name: of the last hours, and few beside
	last    listing                                   // what the manifest lists that was asked last
	listed  map[evidence.Day]bool                     // days whose manifest was read
	key     []ed25519.PublicKey                       // that are trusted
	gone    map[uuid.UUID]map[string]evidence.Deleted // certificates that were read, by their plans
	named   map[string]bool                           // faults, by once
	came    map[string]bool                           // calls of which it is noted that their end was seen later
	late    []string                                  // calls that were listed long after they were over
	passing map[string]bool                           // calls that were met in a manifest that does not list them for good
	over    map[string]map[string][]Layer             // what lies in folders of buckets, of the last that were asked for
	calls   evidence.Day                              // the first that was read that lists calls; "" while none was
}

// idPage is how many rows are compared at once.
const idPage = 500

// Verify compares manifests with what signs and chains them, rows with manifests, and objects with both. What it finds wrong is in
// the report, which is valid as far as it goes when there is an error: the database's, or ctx's.
func (k *Keeper) Verify(ctx context.Context, l Look) (Report, error) {
	trusted, err := k.trusted()
	if err != nil {
		return Report{}, fmt.Errorf("evidence: verify: %w", err)
	}
	i := &inspection{Keeper: k, Look: l, seen: map[uuid.UUID]bool{}, listed: map[evidence.Day]bool{}, key: trusted, gone: map[uuid.UUID]map[string]evidence.Deleted{}, named: map[string]bool{}, came: map[string]bool{}, passing: map[string]bool{}, over: map[string]map[string][]Layer{}, locks: map[string]bool{}, buckets: map[string]bool{}}
	i.report = Report{Since: l.Since, Until: l.Until, Deep: l.Deep, Faults: []evidence.Fault{}, Unread: []evidence.Fault{}, Lost: []Note{}, Salvaged: []Note{}, Late: []Note{}}
	for _, part := range []func(context.Context) error{i.manifests, i.rows, i.uncertified, i.unlistedCalls, i.misnamed, i.unwitnessed, i.lost} {
		if err := part(ctx); err != nil {
			return i.report, fmt.Errorf("evidence: verify: %w", err)
		}
	}
	return i.report, nil
}

// compare looks at rows and objects of what a manifest lists.
func (i *inspection) compare(ctx context.Context, day evidence.Day, all []evidence.Listed) error {
	ids := make([]uuid.UUID, 0, len(all))
	for _, l := range all {
		id, err := uuid.Parse(l.ID)
		if err != nil {
			return fmt.Errorf("manifest of %s: %w", day, err)
		}
		ids = append(ids, id)
	}
	rows, err := i.store.RecordingsByIDs(ctx, ids)
	if err != nil {
		return err
	}
	have := map[string]db.Recording{}
	for _, r := range rows {
		have[r.ID.String()] = r
		if r.Manifest == nil || !day.Hourly() && *r.Manifest != string(day) {
			i.seen[r.ID] = true
		}
	}
	for _, l := range all {
		r, ok := have[l.ID]
		now := listed(r)
		changed := now.Differ(l)
		if ok && !day.Hourly() && text(r.Manifest) != string(day) {
			changed = append(changed, "manifest")
		}
		// What a day's manifest lists, too, is looked at with that.
		again := day.Hourly() && ok && r.Manifest != nil
		switch {
		case !ok:
			i.once(RowRemoved, "recording:"+l.ID, "call %s, %s: the manifest of %s lists it", l.Call, l.Leg, day)
		case r.State == store.RecordingDeleted && len(changed) == 0:
			if again {
				continue
			}
			if err := i.deleted(ctx, l, r); err != nil {
				return err
			}
			continue
		case r.State != store.RecordingArchived || len(changed) > 0:
			if r.State != store.RecordingArchived && r.State != store.RecordingDeleted {
				changed = append(changed, "state")
			}
			i.once(RowChanged, "recording:"+l.ID, "call %s, %s: %s: the row says %s%s; the manifest of %s %s%s",
				l.Call, l.Leg, strings.Join(changed, ", "), placeOf(now), factsOf(now), day, placeOf(l), factsOf(l))
		case r.Salvaged && !again:
			i.report.Salvaged = append(i.report.Salvaged, Note{l.ID, l.Call, l.Leg, r.CreatedAt.UTC(), r.Detail})
		}
		if again {
			continue
		}
		if err := i.object(ctx, i.promised(ctx, l, r)); err != nil {
			return err
		}
	}
	return nil
}

// once names what several manifests list once: the hour's and its day's.
func (i *inspection) once(kind, object, format string, args ...any) {
	if !i.named[kind+object] {
		i.named[kind+object] = true
		i.report.fault(kind, object, format, args...)
	}
}

// placeOf is what lies in the archive, in words.
func placeOf(l evidence.Listed) string {
	return fmt.Sprintf("%s, %d bytes at %s", l.SHA256, l.Bytes, l.Object)
}

// factsOf are a recording's facts in words, of which a fault tells.
func factsOf(l evidence.Listed) string {
	if l.Facts == nil {
		return ""
	}
	f := l.Facts
	return fmt.Sprintf(", begun %s, %d ms, salvaged %t, flaws %q", f.BegunAt.Format(time.RFC3339), f.DurationMs, f.Salvaged, f.Flaws)
}

// mostLost is how many lost recordings are listed.
const mostLost = 1000

func (i *inspection) lost(ctx context.Context) error {
	rows, err := i.store.RecordingsLost(ctx, db.RecordingsLostParams{Since: i.Since.Begin(), Until: i.Until.End(), Page: mostLost})
	for _, r := range rows {
		i.report.Lost = append(i.report.Lost, Note{r.ID.String(), r.CallID, r.Leg, r.CreatedAt.UTC(), r.Detail})
	}
	if n := len(rows); n > 0 {
		i.report.LostBeside = rows[0].Total - int64(n)
	}
	return err
}
