package retention

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

const (
	planEvery = 7 * 24 * time.Hour
	planMost  = 20_000 // recordings in one; the others come a week later
	// stoppedFor is how long what was in a plan that somebody stopped is not announced again.
	stoppedFor = 365 * 24 * time.Hour
)

// announce says which recordings will be deleted when the notice is over: those whose time is over by then.
func (s *Service) announce(ctx context.Context, lockable bool) error {
	now := s.Now()
	last, err := s.store.DeletionAnnouncedLast(ctx)
	if err != nil || now.Sub(last) < planEvery {
		return err
	}
	due := now.Add(s.Rules.Notice)
	ids, err := s.store.RetentionExpired(ctx, db.RetentionExpiredParams{By: due, StoppedSince: now.Add(-stoppedFor), Page: planMost})
	if err != nil || len(ids) == 0 {
		return err
	}
	rows, err := s.facts(ctx, s.store.Queries, ids)
	if err != nil {
		return err
	}
	var beside passedOver
	over := rows[:0]
	for _, row := range rows {
		until, rule, failed := s.prolong(ctx, row, lockable)
		if err := beside.note(failed); err != nil {
			return err
		}
		if failed == nil && !until.After(due) {
			row.Recording.KeepUntil, row.Recording.KeepRule = &until, rule
			over = append(over, row)
		}
	}
	if len(over) > 0 {
		err = s.plan(ctx, over, now, due)
	}
	return errors.Join(err, beside.err())
}

// plan keeps a plan, and tells of it, in one transaction; nothing when another node was first.
func (s *Service) plan(ctx context.Context, over []db.RetentionFactsRow, now, due time.Time) error {
	return s.store.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		mine, err := q.RetentionWorking(ctx)
		if err != nil || !mine {
			return err
		}
		if last, err := q.DeletionAnnouncedLast(ctx); err != nil || now.Sub(last) < planEvery {
			return err
		}
		id, err := q.DeletionAnnounce(ctx, db.DeletionAnnounceParams{AnnouncedAt: now, DueAt: due})
		if err != nil {
			return err
		}
		items := db.DeletionItemsAddParams{Plan: id, Recordings: make([]uuid.UUID, len(over)), Rules: make([]string, len(over)), Untils: make([]time.Time, len(over))}
		for i, row := range over {
			items.Recordings[i], items.Rules[i], items.Untils[i] = row.Recording.ID, row.Recording.KeepRule, *row.Recording.KeepUntil
		}
		if err := q.DeletionItemsAdd(ctx, items); err != nil {
			return err
		}
		act, err := store.Act(now, store.ActorSystem, "retention.announced", "deletion:"+id.String(), map[string]any{"recordings": len(over), "due": due.UTC()})
		if err != nil {
			return err
		}
		if err := q.AuditAppend(ctx, act); err != nil {
			return err
		}
		_, err = q.OfficeTold(ctx, db.OfficeToldParams{
			TextKey: string(lang.NoticeDeletion), TextArgs: []string{strconv.Itoa(len(over)), due.In(ticket.Zone).Format("02/01/2006")},
			Cause: "deletion:" + id.String(), At: now,
		})
		if err == nil {
			s.Log.Info("recordings will be deleted", "plan", id, "recordings", len(over), "due", due)
		}
		return err
	})
}

// Stop has a plan not carried out, as long as none of its recordings went. The error is store.ErrNotFound when there is no such
// plan under way.
func (s *Service) Stop(ctx context.Context, plan uuid.UUID, actor, reason string) error {
	err := s.store.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		now := s.Now()
		if _, err := q.DeletionPlanLock(ctx, plan); err != nil {
			return err
		}
		n, err := q.DeletionStop(ctx, db.DeletionStopParams{ID: plan, At: now, By: actor, Reason: reason})
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrNotFound
		}
		act, err := store.Act(now, actor, "retention.stopped", "deletion:"+plan.String(), map[string]any{"reason": reason})
		if err != nil {
			return err
		}
		return q.AuditAppend(ctx, act)
	})
	if err != nil {
		return fmt.Errorf("retention: stop plan %s: %w", plan, err)
	}
	return nil
}
