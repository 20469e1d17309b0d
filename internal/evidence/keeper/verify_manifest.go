package keeper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store/db"
)

// manifest looks at one: its signature, what it follows, where it lies, and at what it lists.
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
		i.once(ManifestChanged, name, "%v", err)
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
		if err := i.compareCalls(ctx, m, rest[:n]); err != nil {
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
	if err := i.signed(ctx, ManifestObject, at.Bucket, []signedObject{{at.Object, at.Version, row.Body}, {at.SignatureObject, at.SignatureVersion, row.Signature}}); err != nil {
		return err
	}
	return i.locked(ctx, at)
}

// signedObject is what the archive should have of something signed, or of its signature.
type signedObject struct {
	key, version string
	want         []byte
}

// signed compares objects with what they should be; kind is the fault that they are of if not.
func (i *inspection) signed(ctx context.Context, kind, bucket string, objects []signedObject) error {
	if gone, err := i.bucketGone(ctx, bucket); gone || err != nil {
		return err
	}
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
