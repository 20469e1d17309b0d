package keeper

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"hotline1022/internal/evidence"
)

// lying is what a bucket has of a manifest, the newest first.
type lying struct {
	bucket string
	layers []Layer
}

// silent is a bucket that does not tell what lies in it.
type silent struct {
	bucket string
	err    error
}

// archived are the days and hours whose manifests the archive has, and what lies there of each: whoever removes all rows of manifests leaves
// nothing in the database that would miss them. It is asked of every bucket that recordings lie in, the present one first; away is why one could not
// tell. The error is the database's, or ctx's.
func (k *Keeper) archived(ctx context.Context) (days map[evidence.Day][]lying, away []silent, err error) {
	buckets, err := k.store.RecordingsBuckets(ctx)
	if err != nil {
		return nil, nil, err
	}
	now := k.Objects.Bucket()
	buckets = slices.DeleteFunc(buckets, func(b string) bool { return b == now })
	days = map[evidence.Day][]lying{}
	for _, bucket := range append([]string{now}, buckets...) {
		keys, err := k.Objects.Versions(ctx, bucket, evidence.Manifests)
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if err != nil {
			away = append(away, silent{bucket, fmt.Errorf("evidence: the manifests in %s: %w", bucket, err)})
			continue
		}
		here := map[evidence.Day][]Layer{}
		for key, layers := range keys { // it and its signature
			if day, ok := evidence.DayOfObject(key); ok && len(layers) > len(here[day]) {
				here[day] = layers
			}
		}
		for day, layers := range here {
			days[day] = append(days[day], lying{bucket, layers})
		}
	}
	return days, away, nil
}

// rowless compares the chain with the archive's manifests of days that have no row, in all of which that is a fault by itself.
func (k *Keeper) rowless(ctx context.Context, r *AuditReport, have map[evidence.Day]bool) error {
	archived, away, err := k.archived(ctx)
	if err != nil {
		return err
	}
	for _, a := range away {
		r.Unread = append(r.Unread, unread("object:"+evidence.Manifests, a.err))
	}
	for _, day := range slices.Sorted(maps.Keys(archived)) {
		if have[day] {
			continue
		}
		r.Faults = append(r.Faults, evidence.Fault{Kind: ManifestMissing, Object: "manifest:" + string(day), Detail: missing(true)})
		for _, l := range archived[day] {
			m, err := k.fromArchive(ctx, l.bucket, day)
			if err != nil {
				r.Unread = append(r.Unread, unread("object:"+day.Object(), err))
				continue
			}
			if r.Faults, err = k.headOf(ctx, m, r.Faults); err != nil {
				return err
			}
			r.Manifests++
			break // what another bucket has is a copy of it
		}
	}
	return nil
}

// fromArchive is a day's manifest as a bucket has it, signed by a key that is trusted.
func (k *Keeper) fromArchive(ctx context.Context, bucket string, day evidence.Day) (m evidence.Manifest, err error) {
	body, err := k.bytesOf(ctx, bucket, day.Object())
	if err != nil {
		return m, err
	}
	signature, err := k.bytesOf(ctx, bucket, day.Object()+".sig")
	if err != nil {
		return m, err
	}
	trusted, err := k.trusted()
	if err != nil {
		return m, err
	}
	if err := evidence.Verify(trusted, body, signature); err != nil {
		return m, err
	}
	return evidence.ReadManifest(body)
}

// signedMost bounds what is read of something signed: a manifest of 100,000 recordings has some 50 MB.
const signedMost = 256 << 20

func (k *Keeper) bytesOf(ctx context.Context, bucket, key string) ([]byte, error) {
	r, err := k.Objects.Get(ctx, bucket, key, "")
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // only read
	b, err := io.ReadAll(io.LimitReader(r, signedMost))
	if err != nil {
		return nil, fmt.Errorf("evidence: read %s: %w", key, err)
	}
	return b, nil
}
