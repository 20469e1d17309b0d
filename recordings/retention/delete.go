package retention

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/recordings"
)

// carryOut deletes what plans announced long enough ago, and has each that is settled certified.
func (s *Service) carryOut(ctx context.Context, lockable bool) error {
	plans, err := s.store.DeletionsDue(ctx, s.Now())
	if err != nil {
		return err
	}
	var failed error
	for _, p := range plans {
		err := s.carryOutPlan(ctx, p.ID, lockable)
		if err != nil {
			err = fmt.Errorf("plan %s: %w", p.ID, err)
		}
		switch {
		case isAlone(err): // it is not settled, and the next plan can be
			failed = errors.Join(failed, err)
			continue
		case err != nil:
			return errors.Join(failed, err)
		}
		if err := s.certify.Certify(ctx, p.ID); err != nil {
			return errors.Join(failed, err)
		}
	}
	// Of all plans that ever were, whichever process carried them out.
	locked, err := s.store.RetentionLocked(ctx, s.Now())
	if err != nil {
		return errors.Join(failed, err)
	}
	s.mu.Lock()
	s.locked = locked
	s.mu.Unlock()
	return failed
}

// carryOutPlan settles a plan's recordings, one by one.
func (s *Service) carryOutPlan(ctx context.Context, plan uuid.UUID, lockable bool) error {
	var beside passedOver
	for after := (uuid.UUID{}); ; {
		ids, err := s.store.DeletionOpenItems(ctx, db.DeletionOpenItemsParams{Plan: plan, After: after, Page: page})
		if err != nil {
			return err
		}
		for _, id := range ids {
			after = id
			outcome, failed := s.settle(ctx, plan, id, lockable)
			if err := beside.note(failed); err != nil {
				return fmt.Errorf("recording %s: %w", id, err)
			}
			if failed != nil {
				continue
			}
			s.metrics.settled.WithLabelValues(outcome).Inc()
		}
		if len(ids) < page {
			return beside.err()
		}
	}
}

// settle deletes one recording, or finds why it is not to be deleted. Broken off anywhere, it is done again.
func (s *Service) settle(ctx context.Context, plan, id uuid.UUID, lockable bool) (outcome string, err error) {
	var r db.Recording
	var held bool
	if outcome, r, held, err = s.begin(ctx, plan, id); err != nil || outcome != "" {
		return outcome, err
	}
	if held {
		switch _, err := s.archive.Look(ctx, *r.Bucket, *r.Object, version(r.Version)); {
		case err == nil: // it was begun, and came to nothing
			return store.DeletionHeld, s.settled(ctx, plan, r, store.DeletionHeld)
		case !gone(err):
			return "", s.refusal(ctx, id, err)
		}
	}
	if r.Held && lockable { // a hold that was lifted since the last pass
		if err := s.archive.LegalHold(ctx, *r.Bucket, *r.Object, version(r.Version), false); err != nil && !gone(err) {
			return "", s.refusal(ctx, id, err)
		}
	}
	switch err := s.archive.Remove(ctx, *r.Bucket, *r.Object); {
	case errors.Is(err, recordings.ErrHeld):
		s.Log.Error("a recording whose time is over cannot be removed from the archive", "recording", id, "call", r.CallID, "err", err)
		return store.DeletionLocked, s.settled(ctx, plan, r, store.DeletionLocked)
	case err != nil && !recordings.NoBucket(err):
		return "", s.refusal(ctx, id, err)
	}
	return store.DeletionDeleted, s.settled(ctx, plan, r, store.DeletionDeleted)
}

// begin says that the archive is going to be asked, unless a hold stands, or it is to be kept for longer. Whoever places a hold
// locks the recording's row: either they come first, and it is held, or they find it begun. held: one stands over what was begun
// before; what of that the archive still has is not removed.
func (s *Service) begin(ctx context.Context, plan, id uuid.UUID) (outcome string, r db.Recording, held bool, err error) {
	err = s.store.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		p, err := q.DeletionPlanLock(ctx, plan)
		if err != nil {
			return err
		}
		if p.StoppedAt != nil {
			return errors.New("the plan was stopped")
		}
		if r, err = q.DeletionRecording(ctx, id); err != nil {
			return err
		}
		item, err := q.DeletionItemOf(ctx, db.DeletionItemOfParams{Plan: plan, Recording: id})
		if err != nil {
			return err
		}
		rows, err := s.facts(ctx, q, []uuid.UUID{id})
		if err != nil || len(rows) != 1 {
			return errors.Join(err, fmt.Errorf("%d rows of it", len(rows)))
		}
		until, _ := s.decided(rows[0])
		switch {
		case item.BegunAt != nil:
			held = rows[0].OnHold
			return nil
		case rows[0].OnHold:
			outcome = store.DeletionHeld
		case until.After(s.Now()) || r.State != store.RecordingArchived || r.ReleasedAt == nil:
			outcome = store.DeletionKept
		default:
			return q.DeletionBegun(ctx, db.DeletionBegunParams{Plan: plan, Recording: id, At: s.Now()})
		}
		return q.DeletionOutcome(ctx, db.DeletionOutcomeParams{Plan: plan, Recording: id, Outcome: outcome, At: s.Now()})
	})
	return outcome, r, held, err
}

// settled keeps what became of a recording.
func (s *Service) settled(ctx context.Context, plan uuid.UUID, r db.Recording, outcome string) error {
	return s.store.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		now := s.Now()
		if err := q.DeletionOutcome(ctx, db.DeletionOutcomeParams{Plan: plan, Recording: r.ID, Outcome: outcome, At: now}); err != nil {
			return err
		}
		if outcome != store.DeletionDeleted {
			return nil
		}
		n, err := q.RecordingDeleted(ctx, db.RecordingDeletedParams{ID: r.ID, At: now})
		if err != nil || n == 0 {
			return err // another pass was here
		}
		act, err := store.Act(now, store.ActorSystem, "recording.deleted", "recording:"+r.ID.String(), map[string]any{"call": r.CallID, "leg": r.Leg, "sha256": r.Sha256, "deletion": plan.String()})
		if err != nil {
			return err
		}
		return q.AuditAppend(ctx, act)
	})
}
