package keeper

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// ErrNoKey: there is none to sign with.
var ErrNoKey = errors.New("evidence: there is no key to sign with (evidence.key, evidence.pkcs11)")

// Certifies says whether certificates can be made, as far as is known, and this machine's clock is not in doubt: nothing is deleted otherwise.
func (k *Keeper) Certifies() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.Key != nil && k.unable == nil && k.off == nil
}

// Certify signs what became of a plan of deletion whose items are all settled, and ends the plan, in one transaction; a plan that
// has its certificate is left alone. [Keeper.MakeDue] brings it to the archive, and into a manifest.
func (k *Keeper) Certify(ctx context.Context, plan uuid.UUID) error {
	if k.Key == nil {
		return ErrNoKey
	}
	err := k.store.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		p, err := q.DeletionPlanLock(ctx, plan)
		if err != nil || p.DoneAt != nil {
			return err
		}
		c, err := k.certificate(ctx, q, p)
		if err != nil {
			return err
		}
		of, err := k.sign(c.Encode())
		if err != nil {
			return err
		}
		if err := q.CertificateKeep(ctx, db.CertificateKeepParams{Plan: plan, Body: of.body, Sha256: of.sum[:], Signature: of.signature, PublicKey: of.public, MadeAt: c.MadeAt}); err != nil {
			return err
		}
		act, err := store.Act(c.MadeAt, store.ActorSystem, "retention.certified", "deletion:"+c.Plan, map[string]any{"deleted": len(c.Deleted), "spared": len(c.Spared), "sha256": of.sum.String()})
		if err != nil {
			return err
		}
		if err := q.AuditAppend(ctx, act); err != nil {
			return err
		}
		return q.DeletionDone(ctx, db.DeletionDoneParams{ID: plan, At: c.MadeAt})
	})
	if err != nil {
		return fmt.Errorf("evidence: certificate of plan %s: %w", plan, err)
	}
	return nil
}

func (k *Keeper) certificate(ctx context.Context, q *db.Queries, p db.DeletionPlan) (evidence.Certificate, error) {
	c := evidence.Certificate{
		Format: evidence.CertificateFormat, Plan: p.ID.String(), AnnouncedAt: p.AnnouncedAt.UTC(), DueAt: p.DueAt.UTC(), MadeAt: k.Now().UTC().Truncate(time.Microsecond),
		Deleted: []evidence.Deleted{}, Spared: []evidence.Spared{},
	}
	items, err := q.DeletionItems(ctx, p.ID)
	if err != nil {
		return c, err
	}
	for _, it := range items {
		i, r := it.DeletionItem, it.Recording
		switch {
		case i.Outcome == "":
			return c, fmt.Errorf("recording %s is not settled", r.ID)
		case i.Outcome != store.DeletionDeleted:
			c.Spared = append(c.Spared, evidence.Spared{ID: r.ID.String(), Call: r.CallID, Leg: r.Leg, Reason: i.Outcome})
		case r.DeletedAt == nil:
			return c, fmt.Errorf("recording %s is not deleted", r.ID)
		default:
			c.Deleted = append(c.Deleted, evidence.Deleted{
				Listed: listed(r), CreatedAt: r.CreatedAt.UTC(), Manifest: text(r.Manifest), Rule: i.Rule, KeepUntil: i.KeepUntil.UTC(), DeletedAt: r.DeletedAt.UTC(),
			})
		}
	}
	return c, nil
}

// placeCertificates brings certificates to the archive that are not there.
func (k *Keeper) placeCertificates(ctx context.Context) error {
	for {
		rows, err := k.store.CertificatesUnplaced(ctx, placePage)
		if err != nil {
			return fmt.Errorf("evidence: certificates: %w", err)
		}
		for _, c := range rows {
			object := evidence.CertificateObject(c.Plan.String())
			at, err := k.placeSigned(ctx, object, c.Body, c.Signature, c.MadeAt)
			if err != nil {
				return fmt.Errorf("evidence: certificate of plan %s: %w", c.Plan, err)
			}
			if err := k.store.CertificatePlaced(ctx, db.CertificatePlacedParams{
				Plan: c.Plan, Bucket: at.bucket, Object: at.object, Version: at.version, SignatureObject: at.signature, SignatureVersion: at.signatureVersion, PlacedAt: k.Now(),
			}); err != nil {
				return err
			}
		}
		if len(rows) < placePage {
			return nil
		}
	}
}
