package retention

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/internal/config"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/recordings"
)

// Archive is where recordings lie; *recordings.Archive.
type Archive interface {
	EnsureBucket(ctx context.Context) (locked bool, err error)
	LockUntil(ctx context.Context, bucket, key, version string, until time.Time) error
	LegalHold(ctx context.Context, bucket, key, version string, on bool) error
	Remove(ctx context.Context, bucket, key string) error
	Look(ctx context.Context, bucket, key, version string) (recordings.Kept, error)
}

// Certifier says what became of a plan; *keeper.Keeper.
type Certifier interface {
	Certifies() bool
	// Doubt asks whether this machine's clock is right; the error says why it may not be.
	Doubt(ctx context.Context) error
	Certify(ctx context.Context, plan uuid.UUID) error
}

// Options of a Service. Zero values take the defaults.
type Options struct {
	Rules     config.Retention
	DecideFor time.Duration // how long a pass decides at the most; default half of passLimit
	Log       *slog.Logger
	Now       func() time.Time
}

// decideAfter is how long after it came into the archive it is decided how long a recording is kept: by then its ticket is there.
const decideAfter = 24 * time.Hour

// page bounds what is taken from the database at once.
const page = 200

// Service is safe for use by several goroutines; every node has one.
type Service struct {
	Options
	store   *store.Store
	archive Archive
	certify Certifier
	metrics *metrics

	mu     sync.Mutex
	locked int64 // recordings whose time is over, and which the archive keeps, as of the last pass
}

// New registers the metrics; it starts nothing.
func New(o Options, st *store.Store, a Archive, c Certifier, reg prometheus.Registerer) (*Service, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.DecideFor == 0 {
		o.DecideFor = passLimit / 2
	}
	m, err := newMetrics(reg)
	if err != nil {
		return nil, fmt.Errorf("retention: metrics: %w", err)
	}
	return &Service{Options: o, store: st, archive: a, certify: c, metrics: m}, nil
}

// Pass does what is due: tells the archive of holds, decides, deletes what was announced long enough ago, and announces. The parts do
// not depend on one another; the error is of all that failed, and the next pass tries them again.
func (s *Service) Pass(ctx context.Context) error {
	lockable, err := s.archive.EnsureBucket(ctx)
	if err != nil {
		return fmt.Errorf("retention: %w", err)
	}
	var failed error
	if lockable {
		failed = s.hold(ctx)
	}
	failed = errors.Join(failed, s.decide(ctx, lockable))
	if s.Rules.Delete && s.certify.Certifies() {
		// Asked now: a machine that starts with a wrong clock passes through at once, and by it every notice may be over.
		if err := s.certify.Doubt(ctx); err != nil {
			failed = errors.Join(failed, fmt.Errorf("nothing is announced or deleted: %w", err))
		} else {
			failed = errors.Join(failed, s.carryOut(ctx, lockable), s.announce(ctx, lockable))
		}
	}
	if failed != nil {
		return fmt.Errorf("retention: %w", failed)
	}
	return nil
}

// decide says of recordings that came how long they are kept. Of very many, as after a change of the program, it takes a fifth of the
// time, for calls and pages need the processor; and what is left after DecideFor is the next pass's, for deletions wait for this one.
func (s *Service) decide(ctx context.Context, lockable bool) error {
	var beside passedOver
	p := db.RetentionUndecidedParams{Before: s.Now().Add(-decideAfter), Page: page}
	for until := time.Now().Add(s.DecideFor); ; {
		began := time.Now()
		undecided, err := s.store.RetentionUndecided(ctx, p)
		if err != nil {
			return err
		}
		ids := make([]uuid.UUID, len(undecided))
		for i, u := range undecided {
			ids[i], p.AfterAt, p.AfterID = u.ID, u.ArchivedAt, u.ID
		}
		rows, err := s.facts(ctx, s.store.Queries, ids)
		if err != nil {
			return err
		}
		for _, row := range rows {
			_, _, err := s.prolong(ctx, row, lockable)
			if err := beside.note(err); err != nil {
				return err
			}
		}
		rest := 4 * time.Since(began)
		if len(ids) < page || time.Now().Add(rest).After(until) {
			return beside.err()
		}
		select {
		case <-time.After(rest):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func (s *Service) facts(ctx context.Context, q *db.Queries, ids []uuid.UUID) ([]db.RetentionFactsRow, error) {
	final := make([]string, 0, 3)
	for _, state := range ticket.FinalStates() {
		final = append(final, string(state))
	}
	return q.RetentionFacts(ctx, db.RetentionFactsParams{Final: final, Ids: ids})
}

// decided is until when a row is kept: never less than was said before.
func (s *Service) decided(row db.RetentionFactsRow) (until time.Time, rule string) {
	until, rule = Decide(s.Rules, Facts{
		At: row.StartedAt, Emergency: row.Emergency, Connected: row.Connected, Placed: row.Placed, Groups: row.Groups, Open: row.Open, Last: row.Last,
	}, s.Now())
	if r := row.Recording; r.KeepUntil != nil && !until.After(*r.KeepUntil) {
		return *r.KeepUntil, r.KeepRule
	}
	return until, rule
}

// prolong keeps what was decided of a recording, if it is longer than what was: first in the archive, then in the row.
func (s *Service) prolong(ctx context.Context, row db.RetentionFactsRow, lockable bool) (until time.Time, rule string, err error) {
	until, rule = s.decided(row)
	r := row.Recording
	if r.KeepUntil != nil && until.Equal(*r.KeepUntil) {
		return until, rule, nil
	}
	p := db.RetentionDecidedParams{ID: r.ID, KeepUntil: until, KeepRule: rule}
	// A lock of the past is none: a call of long ago, archived late.
	if lockable && until.After(s.Now()) && (r.RetainUntil == nil || r.RetainUntil.Before(until)) {
		switch err := s.archive.LockUntil(ctx, *r.Bucket, *r.Object, version(r.Version), until); {
		case gone(err):
			// The comparison of rows and bucket names it; the others must not wait for it.
			s.Log.Error("a recording whose time is decided is not in the archive", "recording", r.ID, "call", r.CallID, "err", err)
		case err != nil:
			return until, rule, s.refusal(ctx, r.ID, err)
		default:
			p.RetainUntil = &until
		}
	}
	return until, rule, s.store.RetentionDecided(ctx, p)
}

// hold has the archive refuse to remove what is on legal hold, and no longer what is not.
func (s *Service) hold(ctx context.Context) error {
	var beside passedOver
	for after := (uuid.UUID{}); ; {
		rows, err := s.store.RetentionHoldsDiffer(ctx, db.RetentionHoldsDifferParams{After: after, Page: page})
		if err != nil {
			return err
		}
		for _, r := range rows {
			after = r.ID
			err := s.archive.LegalHold(ctx, *r.Bucket, *r.Object, version(r.Version), !r.Held)
			switch {
			case gone(err):
				s.Log.Error("a recording on legal hold is not in the archive", "recording", r.ID)
				continue
			case err != nil:
				err = s.refusal(ctx, r.ID, err)
			default:
				err = s.store.RetentionHeld(ctx, db.RetentionHeldParams{ID: r.ID, Held: !r.Held})
			}
			if err := beside.note(err); err != nil {
				return err
			}
		}
		if len(rows) < page {
			return beside.err()
		}
	}
}

// gone says of an error that the archive has no such object, or not even its bucket.
func gone(err error) bool { return errors.Is(err, recordings.ErrNotFound) || recordings.NoBucket(err) }

// version is "" where the archive had none to give: then the only one is meant.
func version(v *string) string {
	if v == nil {
		return ""
	}
	return *v
}
