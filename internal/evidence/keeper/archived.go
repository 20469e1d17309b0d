package keeper

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"hotline1022/internal/evidence"
)

// archived are the days and hours whose manifests the archive has, and what lies there of each, the newest first: whoever removes all rows of
// manifests leaves nothing in the database that would miss them.
func (k *Keeper) archived(ctx context.Context) (map[evidence.Day][]Layer, error) {
	keys, err := k.Objects.Versions(ctx, k.Objects.Bucket(), evidence.Manifests)
	if err != nil {
		return nil, fmt.Errorf("evidence: the archive's manifests: %w", err)
	}
	days := make(map[evidence.Day][]Layer, len(keys)/2)
	for key, layers := range keys {
		if day, ok := evidence.DayOfObject(key); ok && len(layers) > len(days[day]) {
			days[day] = layers
		}
	}
	return days, nil
}

// rowless compares the chain with the archive's manifests of days that have no row, in all of which that is a fault by itself.
func (k *Keeper) rowless(ctx context.Context, r *AuditReport, have map[evidence.Day]bool) error {
	archived, err := k.archived(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.Unread = append(r.Unread, unread("object:"+evidence.Manifests, err))
		return nil
	}
	for _, day := range slices.Sorted(maps.Keys(archived)) {
		if have[day] {
			continue
		}
		r.Faults = append(r.Faults, evidence.Fault{Kind: ManifestMissing, Object: "manifest:" + string(day), Detail: missing(true)})
		m, err := k.fromArchive(ctx, day)
		if err != nil {
			r.Unread = append(r.Unread, unread("object:"+day.Object(), err))
			continue
		}
		if r.Faults, err = k.headOf(ctx, m, r.Faults); err != nil {
			return err
		}
		r.Manifests++
	}
	return nil
}

// fromArchive is a day's manifest as the archive has it, signed by a key that is trusted.
func (k *Keeper) fromArchive(ctx context.Context, day evidence.Day) (m evidence.Manifest, err error) {
	body, err := k.bytesOf(ctx, day.Object())
	if err != nil {
		return m, err
	}
	signature, err := k.bytesOf(ctx, day.Object()+".sig")
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

func (k *Keeper) bytesOf(ctx context.Context, key string) ([]byte, error) {
	r, err := k.Objects.Get(ctx, k.Objects.Bucket(), key, "")
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
