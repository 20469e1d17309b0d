package keeper

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// settle is how long after a day's end its manifest is made: clocks of nodes differ.
const settle = 5 * time.Minute

// MakeDue makes the manifests of all days that are over and have none, tells how many those are, makes that of the hour that has begun, and
// brings them to the archive. Without a key, or while the clock is in doubt, it makes none.
func (k *Keeper) MakeDue(ctx context.Context) (made int, err error) {
	if k.Key == nil {
		return 0, nil
	}
	if _, err := k.Seal(ctx); err != nil {
		return 0, err
	}
	// What is signed comes to the archive whether or not more can be signed.
	err = k.Doubt(ctx)
	for err == nil {
		var done bool
		if done, err = k.makeNext(ctx); err != nil || !done {
			break
		}
		made++
	}
	if err == nil {
		err = k.makeHour(ctx)
	}
	return made, errors.Join(err, k.placeAll(ctx), k.placeCertificates(ctx))
}

// makeNext makes the next day's; false when there is none to be made.
func (k *Keeper) makeNext(ctx context.Context) (made bool, err error) {
	err = k.store.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		mine, err := q.ManifestMaking(ctx)
		if err != nil || !mine {
			return err
		}
		m, err := k.next(ctx, q)
		if err != nil || m == nil {
			return err
		}
		if err := k.list(ctx, q, m, false); err != nil {
			return err
		}
		certificates, err := q.CertificatesUnlisted(ctx, m.Until)
		if err != nil {
			return err
		}
		for _, c := range certificates {
			m.Deletions = append(m.Deletions, evidence.Removal{Certificate: c.Plan.String(), SHA256: evidence.Hash(c.Sha256).String()})
		}
		if m.Hours, err = hoursOf(ctx, q, m.Day); err != nil {
			return err
		}
		if err := k.keep(ctx, q, m); err != nil {
			return err
		}
		for _, c := range certificates {
			if err := q.CertificateListed(ctx, db.CertificateListedParams{Plan: c.Plan, Day: string(m.Day)}); err != nil {
				return err
			}
		}
		made = true
		return theDays(ctx, q, m)
	})
	if err != nil {
		return false, fmt.Errorf("evidence: manifest: %w", err)
	}
	return made, nil
}

// keep signs a manifest, and makes its row.
func (k *Keeper) keep(ctx context.Context, q *db.Queries, m *evidence.Manifest) error {
	of, err := k.sign(m.Encode())
	if err != nil {
		return err
	}
	return q.ManifestKeep(ctx, db.ManifestKeepParams{
		Day: string(m.Day), Body: of.body, Sha256: of.sum[:], Signature: of.signature, PublicKey: of.public, MadeAt: m.MadeAt,
	})
}

// signed is a body with all that is kept to prove it.
type signed struct {
	body, signature []byte
	sum             evidence.Hash
	public          string // PEM, of the key that signed it
}

// sign signs what was encoded; it takes what Encode gives.
func (k *Keeper) sign(body []byte, err error) (of signed, _ error) {
	if err != nil {
		return of, err
	}
	of = signed{body: body, sum: evidence.SumOf(body)}
	of.signature, err = evidence.Sign(k.Key, body)
	k.able(err)
	if err != nil {
		return of, err
	}
	key, err := k.public()
	if err != nil {
		return of, err
	}
	public, err := evidence.PublicPEM(key)
	of.public = string(public)
	return of, err
}

// next is the day's manifest to be made, without what it lists; nil when the day is not over.
func (k *Keeper) next(ctx context.Context, q *db.Queries) (*evidence.Manifest, error) {
	now := k.Now().UTC().Truncate(time.Microsecond)
	var day evidence.Day
	var previous *evidence.Previous
	last, err := q.ManifestLast(ctx)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		// The first lists what came before it, too; that of long ago has no day of its own any more.
		day = evidence.DayOf(now.AddDate(0, 0, -1))
	case err != nil:
		return nil, err
	default:
		day, previous = evidence.Day(last.Day).Next(), previousOf(last)
	}
	if now.Before(day.End().Add(settle)) {
		return nil, nil // there is none to be made, and nothing is wrong
	}
	return k.begin(ctx, q, day, day.End(), now, previous)
}

// begin is a manifest with its head of the audit log.
func (k *Keeper) begin(ctx context.Context, q *db.Queries, day evidence.Day, until, now time.Time, previous *evidence.Previous) (*evidence.Manifest, error) {
	m := evidence.New(day, until, now)
	m.Previous = previous
	links, head, err := auditHead(ctx, q)
	m.Audit = evidence.Head{Links: links, Hash: head.String()}
	return m, err
}

func previousOf(m db.Manifest) *evidence.Previous {
	return &evidence.Previous{Day: evidence.Day(m.Day), SHA256: evidence.Hash(m.Sha256).String()}
}

// placePage is how many manifests are brought to the archive at once.
const placePage = 100

// placeAll brings manifests to the archive that are not there: body first, then its signature.
func (k *Keeper) placeAll(ctx context.Context) error {
	for {
		rows, err := k.store.ManifestsUnplaced(ctx, placePage)
		if err != nil {
			return fmt.Errorf("evidence: manifests: %w", err)
		}
		for _, m := range rows {
			if err := k.place(ctx, m); err != nil {
				return fmt.Errorf("evidence: manifest of %s: %w", m.Day, err)
			}
		}
		if len(rows) < placePage {
			return nil
		}
	}
}

func (k *Keeper) place(ctx context.Context, m db.Manifest) error {
	day := evidence.Day(m.Day)
	at, err := k.placeSigned(ctx, day.Object(), m.Body, m.Signature, day.End())
	if err != nil {
		return err
	}
	return k.store.ManifestPlaced(ctx, db.ManifestPlacedParams{
		Day: m.Day, Bucket: at.bucket, Object: at.object, Version: at.version, SignatureObject: at.signature, SignatureVersion: at.signatureVersion, PlacedAt: k.Now(),
	})
}

// placedAt is where something signed lies in the archive.
type placedAt struct{ bucket, object, version, signature, signatureVersion string }

// placeSigned brings a body and its signature to the archive, locked for as long as a recording is kept that was made at, by the rules; what its
// ticket or a hold keeps for longer has the manifest's lock made longer ([Keeper.keepLocked]).
func (k *Keeper) placeSigned(ctx context.Context, object string, body, signature []byte, at time.Time) (p placedAt, err error) {
	until := time.Time{}
	if k.Retain > 0 {
		until = at.UTC().AddDate(0, k.Retain, 0).Truncate(time.Second)
	}
	p = placedAt{bucket: k.Objects.Bucket(), object: object, signature: object + ".sig"}
	if p.version, err = k.Objects.Place(ctx, p.object, "application/json", body, until); err != nil {
		return p, err
	}
	p.signatureVersion, err = k.Objects.Place(ctx, p.signature, "application/octet-stream", signature, until)
	return p, err
}

// keepCheck writes what a look at the proofs found.
func (k *Keeper) keepCheck(ctx context.Context, r Report) error {
	raw, err := r.encode()
	if err != nil {
		return err
	}
	if err := k.store.EvidenceChecked(ctx, db.EvidenceCheckedParams{At: k.Now(), Faults: int32(len(r.Faults)), Unread: int32(len(r.Unread)), Report: raw}); err != nil {
		return fmt.Errorf("evidence: %w", err)
	}
	return nil
}

// lastCheck is what the last look found; nothing before there was one.
func (k *Keeper) lastCheck(ctx context.Context) (db.EvidenceLastCheckRow, error) {
	row, err := k.store.EvidenceLastCheck(ctx)
	if errors.Is(err, pgx.ErrNoRows) || errors.Is(err, store.ErrNotFound) {
		return db.EvidenceLastCheckRow{}, nil
	}
	return row, err
}
