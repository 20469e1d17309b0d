package recordings

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// page bounds what a pass takes from the database at once.
const page = 200

// settleWindow is how far back the ends of calls are looked into.
const settleWindow = 48 * time.Hour

// pass goes through spool and rows, and does what is due. Its parts do not
// depend on one another: one that fails is tried again by the next pass.
func (s *Service) pass(ctx context.Context) {
	found, err := s.spool.scan()
	if err == nil {
		s.takeUp(ctx, found)
	} else {
		s.failed(ctx, "scanned", string(s.spool), err)
	}
	switch live, unknown := s.Live(ctx); {
	case unknown != nil:
		s.Log.Debug("which calls live is not known", "err", unknown)
		s.salvage(ctx, found, s.spool.unheld)
	default:
		s.salvage(ctx, found, func(l leg) bool { return !l.asterisk() || !live[l.call] })
		if err == nil { // what cannot be looked into has files of calls that nothing seems to have come of
			s.report(ctx, "missing", s.markMissing(ctx, live))
			s.report(ctx, "settled", s.settle(ctx, live))
		}
	}
	s.report(ctx, "enqueued again", s.enqueueLost(ctx))
	s.report(ctx, "checked", s.check(ctx))
	s.report(ctx, "released", s.release(ctx))
	_, err = s.store.CloseListenings(ctx, s.Now())
	s.report(ctx, "entered as heard", err)
	s.report(ctx, "tidied", s.spool.tidy(s.Now()))
	s.report(ctx, "counted", s.count(ctx))
}

// takeUp finishes what is closed, and sweeps what left nothing to hear.
func (s *Service) takeUp(ctx context.Context, found map[leg]files) {
	for l, f := range found {
		if f.ended && f.audio && !f.done && !f.spooled {
			var err error
			if f.done, err = asteriskconf.Closed(s.Spool, l.String()); err != nil {
				s.failed(ctx, "looked at", l.String(), err) // salvaged in the end
			}
			found[l] = f
		}
		switch {
		case ctx.Err() != nil:
			return
		case f.done:
			s.finish(ctx, l, false)
		case f.spooled && !f.stereo:
			s.report(ctx, "swept", s.sweep(ctx, l))
		}
	}
}

func (s *Service) report(ctx context.Context, step string, err error) {
	if err != nil {
		s.failed(ctx, step, "pass", err)
	}
}

// salvage takes over what a dead Asterisk left, or a dead process of ours, whose calls may
// live; and calls whose caller hung up before MixMonitor began a file: nothing will close those.
// dead says that nobody will write a recording any more.
func (s *Service) salvage(ctx context.Context, found map[leg]files, dead func(leg) bool) {
	for l, f := range found {
		abandoned := (f.audio || f.note || f.ended) && !f.done && !f.spooled && dead(l)
		patience := s.SalvageAfter
		if !f.audio {
			patience = s.SettleAfter
		}
		if !abandoned || s.age(f.changed) <= patience || ctx.Err() != nil {
			continue
		}
		// The scan is as old as the pass: what was done before may have taken minutes.
		if !s.spool.written(l) && s.age(s.spool.closedAt(l)) > patience {
			s.finish(ctx, l, true)
		}
	}
}

// age is how long ago a file says that it was changed. One of the future was so by a clock that was
// set back since: by as much as that was, it is old; else it would lie there until the clock is there again.
func (s *Service) age(at time.Time) time.Duration { return s.Now().Sub(at).Abs() }

// markMissing closes rows for which nothing came.
func (s *Service) markMissing(ctx context.Context, live map[call.ID]bool) error {
	if !s.Drained() {
		return nil
	}
	rows, err := s.store.RecordingsInState(ctx, db.RecordingsInStateParams{
		State: store.RecordingExpected, Before: s.Now().Add(-s.MissingAfter), Node: s.Node, Page: page,
	})
	if err != nil {
		return err
	}
	// Of calls that are over, what the spool may not have taken: those that have no file need not be waited for.
	untaken, err := s.store.RecordingsUntaken(ctx, db.RecordingsUntakenParams{Node: s.Node, Before: s.Now().Add(-s.SettleAfter), Page: page})
	if err != nil {
		return err
	}
	for _, row := range append(rows, untaken...) {
		l := legOf(row)
		if l.asterisk() && live[l.call] || s.spool.has(l) {
			continue
		}
		n, err := s.store.RecordingMissing(ctx, db.RecordingMissingParams{ID: row.ID, Detail: beside("no file came", row.SpoolFault)})
		if err != nil {
			return err
		}
		if n == 0 {
			continue // it came, or was in both lists
		}
		// Whether it was promised tells its check, which raises the alarm: nobody may have answered.
		s.Log.Info("nothing came of a call's recording", "call", l.call, "leg", l.name, "spool", row.SpoolFault)
	}
	return nil
}

// settle enters the end of calls that nobody saw, from their .call files, with the
// message that the fallback took; and puts the fallback in the place of an end that was only inferred.
func (s *Service) settle(ctx context.Context, live map[call.ID]bool) error {
	if !s.Drained() {
		return nil
	}
	now := s.Now()
	rows, err := s.store.CallsUnsettled(ctx, db.CallsUnsettledParams{
		Node: s.Node, Since: now.Add(-settleWindow), Before: now.Add(-s.SettleAfter), Page: page,
	})
	if err != nil {
		return err
	}
	var failed error // of one call, which no other waits for
	for _, row := range rows {
		id := call.ID(row.ID)
		if live[id] || !s.spool.has(own(id)) {
			continue
		}
		n := s.spool.readNote(id)
		if row.EndReason != nil && n.Fallback.IsZero() {
			continue // it has ended, and we know no better
		}
		if err := s.store.Apply(ctx, n.rest(s.Node)); err != nil {
			failed = cmp.Or(failed, fmt.Errorf("end of call %s: %w", id, err))
			continue
		}
		s.Log.Info("a call's end was taken from the spool", "call", id, "ended", n.ended(), "message", !n.Message.IsZero())
	}
	return failed
}

// enqueueLost gives rows a job that should have one and do not: a job's
// attempts can be used up, and a restored backup may know no jobs.
func (s *Service) enqueueLost(ctx context.Context) error {
	rows, err := s.store.RecordingsInState(ctx, db.RecordingsInStateParams{
		State: store.RecordingSpooled, Before: s.Now().Add(-s.MissingAfter), Node: s.Node, Page: page,
	})
	if err != nil || len(rows) == 0 {
		return err
	}
	return s.store.Tx(ctx, func(tx pgx.Tx, _ *db.Queries) error {
		for _, row := range rows {
			if err := s.enqueue(ctx, tx, row); err != nil {
				return err
			}
		}
		return nil
	})
}

// release removes local files that the archive has had for long enough.
func (s *Service) release(ctx context.Context) error {
	rows, err := s.store.RecordingsToRelease(ctx, db.RecordingsToReleaseParams{
		Before: s.Now().Add(-s.KeepFor), Node: s.Node, Page: page,
	})
	if err != nil {
		return err
	}
	var failed error // of one recording's files, which no other's wait for
	for _, row := range rows {
		if err := s.spool.remove(legOf(row)); err != nil {
			failed = cmp.Or(failed, err)
			continue
		}
		s.seen.Delete(row.ID)
		if _, err := s.store.RecordingReleased(ctx, db.RecordingReleasedParams{ID: row.ID, ReleasedAt: s.Now()}); err != nil {
			return err
		}
	}
	return failed
}

// count brings the gauges up to date.
func (s *Service) count(ctx context.Context) error {
	rows, err := s.store.RecordingCounts(ctx, s.Node)
	if err != nil {
		return err
	}
	s.metrics.states.Reset()
	waiting := time.Duration(0)
	for _, row := range rows {
		s.metrics.states.WithLabelValues(row.State).Set(float64(row.N))
		if row.State == store.RecordingSpooled {
			waiting = max(0, s.Now().Sub(row.Oldest))
		}
	}
	s.metrics.waiting.Set(waiting.Seconds())
	s.health.waits(waiting)
	return nil
}
