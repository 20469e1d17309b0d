package keeper

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// sealPage is how many entries are linked in one transaction.
const sealPage = 2000

// Seal links what waits, and tells how many entries that were. While another node does so it does nothing.
func (k *Keeper) Seal(ctx context.Context) (all int, err error) {
	for {
		n, err := k.sealSome(ctx)
		all += n
		if err != nil || n < sealPage {
			return all, err
		}
	}
}

func (k *Keeper) sealSome(ctx context.Context) (n int, err error) {
	err = k.store.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		mine, err := q.AuditSealing(ctx)
		if err != nil || !mine {
			return err
		}
		rows, err := q.AuditUnsealed(ctx, sealPage)
		if err != nil || len(rows) == 0 {
			return err
		}
		seq, head, err := auditHead(ctx, q)
		if err != nil {
			return err
		}
		seal := db.AuditSealParams{}
		for _, r := range rows {
			seq++
			if head, err = entryOf(r.AuditLog).Link(head); err != nil {
				return err
			}
			seal.Seqs, seal.Entries, seal.Hashes = append(seal.Seqs, seq), append(seal.Entries, r.AuditLog.ID), append(seal.Hashes, bytes.Clone(head[:]))
		}
		if err := q.AuditSeal(ctx, seal); err != nil {
			return fmt.Errorf("evidence: seal: %w", err)
		}
		n = len(rows)
		return q.AuditWaitsNoMore(ctx, seal.Entries)
	})
	if err != nil {
		return 0, fmt.Errorf("evidence: %w", err)
	}
	return n, nil
}

// auditHead is the chain's last link; 0 and no hash before there is one.
func auditHead(ctx context.Context, q *db.Queries) (int64, evidence.Hash, error) {
	head, err := q.AuditHead(ctx)
	if errors.Is(err, pgx.ErrNoRows) || errors.Is(err, store.ErrNotFound) {
		return 0, evidence.Hash{}, nil
	}
	if err != nil {
		return 0, evidence.Hash{}, fmt.Errorf("evidence: the chain's head: %w", err)
	}
	return head.Seq, evidence.Hash(head.Hash), nil // 32 bytes, says the table
}

func entryOf(a db.AuditLog) evidence.Entry {
	return evidence.Entry{ID: a.ID, At: a.At, Actor: a.Actor, Action: a.Action, Object: a.Object, Journal: a.Entry, Detail: a.Detail}
}
