package keeper

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store/db"
)

// keepLocked has the archive keep each manifest, and its signature, for as long as any recording that it proves: a ticket that was open for long, and a
// legal hold, keep a recording beyond what any rule says. The faults are of manifests that the archive does not keep so, though it answers; no other
// waits for them. The error is the database's, or of an archive that is away.
func (k *Keeper) keepLocked(ctx context.Context) (faults []evidence.Fault, err error) {
	known, err := k.store.ManifestDays(ctx, db.ManifestDaysParams{Until: "9999-12-31"})
	if err != nil {
		return nil, fmt.Errorf("evidence: locks of manifests: %w", err)
	}
	var days []string
	for _, d := range known {
		days = append(days, string(evidence.Day(d).Whole()))
	}
	locks := map[string]bool{}
	for some := range slices.Chunk(slices.Compact(days), lockDays) {
		rows, err := k.store.ManifestLocksDiffer(ctx, some)
		if err != nil {
			return faults, fmt.Errorf("evidence: locks of manifests: %w", err)
		}
		more, err := k.keepThese(ctx, rows, locks)
		if faults = append(faults, more...); err != nil {
			return faults, err
		}
	}
	return faults, nil
}

// lockDays is of how many days the database is asked at once how long they are to be kept: years of them would take longer than a statement may.
const lockDays = 10

// keepThese is keepLocked for some; locks is which buckets can lock.
func (k *Keeper) keepThese(ctx context.Context, rows []db.ManifestLocksDifferRow, locks map[string]bool) (faults []evidence.Fault, err error) {
	for _, row := range rows {
		bucket := row.ManifestObject.Bucket
		if _, known := locks[bucket]; !known {
			locks[bucket], err = k.Objects.Locks(ctx, bucket)
			if err != nil && !k.Objects.NoBucket(err) { // one that is gone is named by whoever verifies
				return faults, fmt.Errorf("evidence: locks of manifests: %w", err)
			}
		}
		if !locks[bucket] {
			continue
		}
		if err := k.keepOne(ctx, row); err != nil {
			if ctx.Err() != nil {
				return faults, ctx.Err()
			}
			if away := k.Objects.Answers(ctx); away != nil {
				return faults, fmt.Errorf("evidence: locks of manifests: %w", err)
			}
			faults = append(faults, evidence.Fault{Kind: ObjectUnlocked, Object: "object:" + row.ManifestObject.Object, Detail: fmt.Sprintf("its lock could not be made as long as that of what it lists: %v", err)})
		}
	}
	return faults, nil
}

func (k *Keeper) keepOne(ctx context.Context, row db.ManifestLocksDifferRow) error {
	at := row.ManifestObject
	for object, version := range map[string]string{at.Object: at.Version, at.SignatureObject: at.SignatureVersion} {
		if row.Until.After(k.Now()) { // a lock of the past is none
			if err := k.Objects.LockUntil(ctx, at.Bucket, object, version, row.Until); err != nil {
				return err
			}
		}
		if row.Held != row.WasHeld {
			if err := k.Objects.LegalHold(ctx, at.Bucket, object, version, row.Held); err != nil {
				return err
			}
		}
	}
	return k.store.ManifestLocked(ctx, db.ManifestLockedParams{Day: at.Day, Until: row.Until, Held: row.Held})
}

// locked compares the locks of a manifest and its signature with what the archive was told of them.
func (i *inspection) locked(ctx context.Context, at db.ManifestObject) error {
	until, err := i.store.ManifestLock(ctx, at.Day)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil // nothing yet
	}
	if err != nil {
		return err
	}
	if !until.After(i.Now()) {
		return nil
	}
	for object, version := range map[string]string{at.Object: at.Version, at.SignatureObject: at.SignatureVersion} {
		kept, err := i.Objects.Look(ctx, at.Bucket, object, version)
		if err != nil {
			continue // that it cannot be had is named
		}
		if kept.Until.Before(until.Truncate(time.Second)) {
			i.report.fault(ObjectUnlocked, "object:"+object, "it should be locked until %s, as what it lists, and is %s", until.UTC().Format(time.RFC3339), lockText(kept.Until))
		}
	}
	return ctx.Err()
}
