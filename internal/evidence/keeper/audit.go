package keeper

import (
	"context"
	"fmt"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store/db"
)

// AuditReport is what there is to say of the audit log.
type AuditReport struct {
	Sealed   int64  `json:"sealed"`   // entries in the chain
	Head     string `json:"head"`     // the last link, hexadecimal; "" where there is none
	Unsealed int64  `json:"unsealed"` // entries that wait for their link: those of the last seconds
	// Manifests is how many days' and hours' signed heads the chain was compared with.
	Manifests int              `json:"manifests"`
	Faults    []evidence.Fault `json:"faults"`
	Unread    []evidence.Fault `json:"unread"` // what could not be looked at: nothing is known of it
}

const (
	linkPage   = 5000
	entrySpan  = 50_000
	mostVanish = 1000
)

// VerifyAudit reads the whole log and its chain, a page at a time. The error is of the database, or of a page that could not be read;
// what is wrong with the log is in the report.
func (k *Keeper) VerifyAudit(ctx context.Context) (AuditReport, error) {
	r := AuditReport{Faults: []evidence.Fault{}, Unread: []evidence.Fault{}}
	// Before the chain is read: what is added meanwhile waits, or is sealed, and is not looked at.
	last, err := k.store.AuditLast(ctx)
	if err != nil {
		return r, fmt.Errorf("evidence: %w", err)
	}
	var w evidence.Walk
	for {
		rows, err := k.store.AuditLinks(ctx, db.AuditLinksParams{After: w.Seq, Page: linkPage})
		if err != nil {
			return r, fmt.Errorf("evidence: links after %d: %w", w.Seq, err)
		}
		for _, row := range rows {
			faults, err := w.Take(sealedOf(row))
			if err != nil {
				return r, err
			}
			r.Faults = append(r.Faults, faults...)
			r.Sealed++
		}
		if len(rows) < linkPage {
			break
		}
	}
	r.Faults = append(r.Faults, w.End()...)
	if r.Sealed > 0 {
		r.Head = w.Head().String()
	}
	for after := int64(0); after < last; after += entrySpan {
		rows, err := k.store.AuditStrangers(ctx, db.AuditStrangersParams{After: after, Upto: min(after+entrySpan, last)})
		if err != nil {
			return r, fmt.Errorf("evidence: entries after %d: %w", after, err)
		}
		for _, row := range rows {
			r.Faults = append(r.Faults, evidence.Fault{
				Kind: evidence.EntryAdded, Object: fmt.Sprintf("audit:%d", row.ID),
				Detail: fmt.Sprintf("%s by %s at %s is in no link, and does not wait for one", row.Action, row.Actor, row.At.UTC().Format("2006-01-02T15:04:05Z")),
			})
		}
	}
	if err := k.heads(ctx, &r); err != nil {
		return r, err
	}
	gone, err := k.store.AuditVanished(ctx, mostVanish)
	if err != nil {
		return r, fmt.Errorf("evidence: %w", err)
	}
	for _, id := range gone {
		r.Faults = append(r.Faults, evidence.Fault{Kind: evidence.EntryRemoved, Object: fmt.Sprintf("audit:%d", id), Detail: "it is gone from before it was sealed"})
	}
	waiting, err := k.store.AuditWaiting(ctx)
	if err != nil {
		return r, fmt.Errorf("evidence: %w", err)
	}
	r.Unsealed = max(0, waiting.N-int64(len(gone)))
	return r, nil
}

// heads compares the chain with its head in each day's manifest: in all that are signed by a key that is trusted, or in
// all where none is. Where one is, the archive is asked for those whose rows are gone.
func (k *Keeper) heads(ctx context.Context, r *AuditReport) error {
	trusted, err := k.trusted()
	if err != nil {
		return fmt.Errorf("evidence: manifests: %w", err)
	}
	days, err := k.store.ManifestDays(ctx, db.ManifestDaysParams{Since: "", Until: "9999-12-31"})
	if err != nil {
		return fmt.Errorf("evidence: manifests: %w", err)
	}
	have := make(map[evidence.Day]bool, len(days))
	for _, day := range days {
		have[evidence.Day(day)] = true
		row, err := k.store.ManifestOf(ctx, day)
		if err != nil {
			return fmt.Errorf("evidence: manifest of %s: %w", day, err)
		}
		m, err := evidence.ReadManifest(row.Body)
		if err == nil && len(trusted) > 0 {
			err = evidence.Verify(trusted, row.Body, row.Signature)
		}
		if err != nil {
			r.Faults = append(r.Faults, evidence.Fault{Kind: ManifestChanged, Object: "manifest:" + day, Detail: err.Error()})
			continue
		}
		if r.Faults, err = k.headOf(ctx, m, r.Faults); err != nil {
			return fmt.Errorf("evidence: %w", err)
		}
		r.Manifests++
	}
	if k.Objects == nil || len(trusted) == 0 {
		return nil
	}
	return k.rowless(ctx, r, have)
}

func sealedOf(r db.AuditLinksRow) evidence.Sealed {
	s := evidence.Sealed{Seq: r.Seq, Entry: r.Entry, Hash: evidence.Hash(r.Hash)}
	if r.ID != nil {
		s.Row = &evidence.Entry{ID: *r.ID, At: *r.At, Actor: *r.Actor, Action: *r.Action, Object: *r.Object, Journal: r.Journal, Detail: r.Detail}
	}
	return s
}
