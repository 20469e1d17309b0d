package keeper

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"path"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// promised is what is listed, with the lock that it should have: the row may have been given a longer one since, and where neither knows of
// any, there should have been one.
func (i *inspection) promised(ctx context.Context, l evidence.Listed, r db.Recording) evidence.Listed {
	if r.RetainUntil != nil && (l.RetainUntil == nil || r.RetainUntil.After(*l.RetainUntil)) {
		l.RetainUntil = r.RetainUntil
	}
	if l.RetainUntil == nil && r.ArchivedAt != nil && i.locking(ctx, l.Bucket) {
		if until := i.Promised(r.CreatedAt); until.After(*r.ArchivedAt) { // else its time was over when it came
			l.RetainUntil = &until
		}
	}
	return l
}

// locking says whether a bucket can keep its objects from being removed, so that they are missed that are not. One that is away is told of with each of
// its objects.
func (i *inspection) locking(ctx context.Context, bucket string) bool {
	if i.Promised == nil {
		return false
	}
	if _, known := i.locks[bucket]; !known {
		locks, err := i.Objects.Locks(ctx, bucket)
		i.locks[bucket] = err == nil && locks
	}
	return i.locks[bucket]
}

// object looks at what the archive keeps of a recording.
func (i *inspection) object(ctx context.Context, l evidence.Listed) error {
	if gone, err := i.bucketGone(ctx, l.Bucket); gone || err != nil {
		return err
	}
	if i.OneIn > 1 && rand.IntN(i.OneIn) != 0 {
		return ctx.Err()
	}
	i.report.Recordings++
	name := "object:" + l.Object
	kept, err := i.Objects.Look(ctx, l.Bucket, l.Object, l.Version)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && i.Objects.Gone(err):
		return i.objectGone(ctx, l)
	case err != nil:
		i.failed(ctx, name, err)
		return nil
	case kept.Size != l.Bytes || kept.SHA256 != l.SHA256 || kept.Meta != "" && kept.Meta != l.SHA256:
		i.report.fault(ObjectChanged, name, "call %s, %s: the archive says %d bytes, %s; there should be %d, %s", l.Call, l.Leg, kept.Size, kept.SHA256, l.Bytes, l.SHA256)
		return nil
	case l.RetainUntil != nil && kept.Until.Before(l.RetainUntil.Truncate(time.Second)) && l.RetainUntil.After(i.Now()):
		i.report.fault(ObjectUnlocked, name, "call %s, %s: it should be locked until %s, and is %s", l.Call, l.Leg, l.RetainUntil.UTC().Format(time.RFC3339), lockText(kept.Until))
	}
	if err := i.covered(ctx, l); err != nil {
		return err
	}
	if !i.Deep {
		return nil
	}
	sum, n, err := i.read(ctx, l.Bucket, l.Object, l.Version)
	i.report.Bytes += n
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		i.failed(ctx, name, err)
	case sum.String() != l.SHA256:
		i.report.fault(ObjectChanged, name, "call %s, %s: its bytes have %s; there should be %s", l.Call, l.Leg, sum, l.SHA256)
	}
	return nil
}

// objectGone tells of an object that is gone, unless its row says by now that its time was over: then a certificate has to say so, too.
func (i *inspection) objectGone(ctx context.Context, l evidence.Listed) error {
	id, err := uuid.Parse(l.ID)
	if err != nil {
		return fmt.Errorf("recording %q: %w", l.ID, err)
	}
	rows, err := i.store.RecordingsByIDs(ctx, []uuid.UUID{id})
	if err != nil {
		return err
	}
	if len(rows) == 1 && rows[0].State == store.RecordingDeleted {
		return i.deleted(ctx, l, rows[0])
	}
	i.report.fault(ObjectMissing, "object:"+l.Object, "call %s, %s, version %s", l.Call, l.Leg, l.Version)
	return nil
}

// layersHeld is of how many days what lies in the archive is held in memory.
const layersHeld = 4

// covered looks whether another version, or a delete marker, lies over a recording: whoever asks for it without a number gets that. The archive is
// asked once for all that lies in the same folder.
func (i *inspection) covered(ctx context.Context, l evidence.Listed) error {
	folder := path.Dir(path.Dir(l.Object)) // 2026/11/28, of 2026/11/28/<call>/<leg>.wav
	if l.Version == "" {
		return nil
	}
	held := l.Bucket + "/" + folder
	all, ok := i.over[held]
	if !ok {
		var err error
		if all, err = i.Objects.Versions(ctx, l.Bucket, folder+"/"); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			i.failed(ctx, "object:"+folder, err)
		}
		if len(i.over) >= layersHeld {
			clear(i.over)
		}
		i.over[held] = all
	}
	layers := all[l.Object]
	switch {
	case len(layers) == 0 || layers[0].Version == l.Version:
	case layers[0].Deleted:
		i.report.fault(ObjectCovered, "object:"+l.Object, "call %s, %s: a delete marker lies over it", l.Call, l.Leg)
	default:
		i.report.fault(ObjectCovered, "object:"+l.Object, "call %s, %s: version %s lies over it, and ours is %s", l.Call, l.Leg, layers[0].Version, l.Version)
	}
	return nil
}

// lockText tells until when an object is locked.
func lockText(until time.Time) string {
	if until.IsZero() {
		return "not locked"
	}
	return "until " + until.UTC().Format(time.RFC3339)
}

// unread is what could not be looked at.
func unread(object string, err error) evidence.Fault {
	return evidence.Fault{Kind: "unread", Object: object, Detail: err.Error()}
}

// failed sorts what the archive did not give: of one that is away, or does not open the object to us (a key that the configuration
// names no more), nothing is known; one that answers, and finds its own bytes damaged, has them no more.
func (i *inspection) failed(ctx context.Context, name string, err error) {
	if !i.Objects.Refused(err) && i.Objects.Answers(ctx) == nil {
		i.report.fault(ObjectDamaged, name, "the archive answers, and cannot give it: %v", err)
		return
	}
	i.report.Unread = append(i.report.Unread, unread(name, err))
}

// read gives the SHA-256 of an object's bytes, and their number.
func (k *Keeper) read(ctx context.Context, bucket, key, version string) (evidence.Hash, int64, error) {
	r, err := k.Objects.Get(ctx, bucket, key, version)
	if err != nil {
		return evidence.Hash{}, 0, err
	}
	defer func() { _ = r.Close() }()
	h := sha256.New()
	n, err := io.Copy(h, r)
	if err != nil {
		return evidence.Hash{}, n, fmt.Errorf("evidence: read %s: %w", key, err)
	}
	return evidence.Hash(h.Sum(nil)), n, nil
}
