package keeper

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store/db"
)

// certifySoon is how long after the first of its recordings a plan may be without its certificate.
const certifySoon = 24 * time.Hour

// certificates compares the certificates that a manifest lists with what is kept of them.
func (i *inspection) certificates(ctx context.Context, m evidence.Manifest) error {
	for _, r := range m.Deletions {
		name := "certificate:" + r.Certificate
		plan, err := uuid.Parse(r.Certificate)
		if err != nil {
			return fmt.Errorf("manifest of %s: %w", m.Day, err)
		}
		row, err := i.store.CertificateOf(ctx, plan)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			i.report.fault(CertificateMissing, name, "the manifest of %s lists it", m.Day)
		case err != nil:
			return err
		case evidence.SumOf(row.Body).String() != r.SHA256:
			i.report.fault(CertificateChanged, name, "its bytes are not those that the manifest of %s lists", m.Day)
		default:
			if err := i.certificatePlaced(ctx, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// certificatePlaced compares a certificate in the archive with its row.
func (i *inspection) certificatePlaced(ctx context.Context, row db.DeletionCertificate) error {
	at, err := i.store.CertificatePlace(ctx, row.Plan)
	if errors.Is(err, pgx.ErrNoRows) {
		if i.Now().Sub(row.MadeAt) > certifySoon {
			i.report.fault(CertificateObject, "certificate:"+row.Plan.String(), "it was never brought to the archive")
		}
		return nil
	}
	if err != nil {
		return err
	}
	return i.signed(ctx, CertificateObject, at.Bucket, []signedObject{{at.Object, at.Version, row.Body}, {at.SignatureObject, at.SignatureVersion, row.Signature}})
}

// deleted looks for the certificate by which a recording went that a manifest lists, and that the archive has it no more.
func (i *inspection) deleted(ctx context.Context, l evidence.Listed, r db.Recording) error {
	name := "recording:" + l.ID
	row, err := i.store.CertificateOfRecording(ctx, r.ID)
	if errors.Is(err, pgx.ErrNoRows) {
		if i.Now().Sub(*r.DeletedAt).Abs() > certifySoon { // a row that says so of a day to come would wait for ever
			i.once(DeletionUnproven, name, uncertifiedWords, l.Call, l.Leg)
		}
		return nil
	}
	if err != nil {
		return err
	}
	of, ok := i.gone[row.Plan]
	if !ok {
		if of, err = i.readCertificate(row); err != nil {
			i.report.fault(CertificateChanged, "certificate:"+row.Plan.String(), "%v", err)
		}
		i.gone[row.Plan] = of
	}
	was, ok := of[l.ID]
	if !ok || len(was.Differ(l)) > 0 {
		i.report.fault(DeletionUnproven, name, "call %s, %s: the certificate %s does not list it as the manifest does", l.Call, l.Leg, row.Plan)
		return nil
	}
	i.report.Deleted++
	_, err = i.Objects.Look(ctx, l.Bucket, l.Object, l.Version)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err == nil:
		i.report.fault(ObjectThere, "object:"+l.Object, "call %s, %s: certified as deleted, and the archive has it still", l.Call, l.Leg)
	case !i.Objects.Gone(err):
		i.failed(ctx, "object:"+l.Object, err)
	}
	return nil
}

const uncertifiedWords = "call %s, %s: no certificate says why it was deleted"

// uncertified looks for rows that say that their time was over, whatever lists them, where nothing but they says so.
func (i *inspection) uncertified(ctx context.Context) error {
	now := i.Now()
	rows, err := i.store.RecordingsUncertified(ctx, db.RecordingsUncertifiedParams{
		Since: i.Since.Begin(), Until: i.Until.End(), Soon: now.Add(-certifySoon), Now: now.Add(certifySoon), Page: mostUnlisted,
	})
	for _, r := range rows {
		i.once(DeletionUnproven, "recording:"+r.ID.String(), uncertifiedWords, r.CallID, r.Leg)
	}
	return err
}

// readCertificate is a certificate's recordings by their number; of one that no trusted key signed there are none.
func (i *inspection) readCertificate(row db.DeletionCertificate) (map[string]evidence.Deleted, error) {
	if err := evidence.Verify(i.key, row.Body, row.Signature); err != nil {
		return nil, err
	}
	c, err := evidence.ReadCertificate(row.Body)
	if err != nil {
		return nil, err
	}
	of := make(map[string]evidence.Deleted, len(c.Deleted))
	for _, d := range c.Deleted {
		of[d.ID] = d
	}
	return of, nil
}
