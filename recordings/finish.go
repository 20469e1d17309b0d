package recordings

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// errNotYet: the row is not there and may still come. Not a failure.
var errNotYet = errors.New("the call's row may still come")

// errUnwritten: the recorder died before what it had of the sides was on the disk.
var errUnwritten = errors.New("the recorder died before it had written anything")

// errUntaken: its files are empty because the spool took nothing.
var errUntaken = errors.New("nothing of it was written")

// finish takes a recording's closed files over: stereo file, row, job.
func (s *Service) finish(ctx context.Context, l leg, salvaged bool) {
	s.working.Lock()
	defer s.working.Unlock()
	err := s.takeOver(ctx, l, salvaged)
	if err != nil && !errors.Is(err, errNotYet) {
		s.failed(ctx, "spooled", l.String(), err)
	}
}

func (s *Service) takeOver(ctx context.Context, l leg, salvaged bool) error {
	row, known, err := s.rowOf(ctx, l)
	if err != nil {
		return err
	}
	if known && (row.State == store.RecordingSpooled || row.State == store.RecordingArchived) {
		return s.spool.handled(l)
	}
	found := store.Found{Node: s.Node, Call: l.call, Leg: l.name, Salvaged: salvaged, Channels: channels}
	if !known {
		// A controller that is busy may note a call's arrival after its end.
		if !s.Drained() || s.age(s.spool.closedAt(l)) < s.SettleAfter {
			return errNotYet
		}
		if l.asterisk() {
			n := s.spool.readNote(l.call)
			found.Entries = append(n.arrival(s.Node), n.rest(s.Node)...)
		}
	}
	if found.SpooledAt = s.spool.closedAt(l); salvaged || found.SpooledAt.IsZero() {
		found.SpooledAt = s.Now()
	}
	made, err := s.spool.assemble(ctx, l, "")
	if errors.Is(err, errNoAudio) {
		if salvaged && s.spool.hasAny(l, endCitizen, endStaff) {
			err = errUnwritten
		}
		return s.nothingToHear(ctx, l, row, known, found.Entries, err)
	}
	if err != nil {
		return err
	}
	found.SHA256, found.Bytes, found.DurationMs, found.Detail = made.sha256, made.bytes, made.duration().Milliseconds(), beside(made.detail(), row.SpoolFault)
	found.SideMs, found.HeardMs = [2]int64{lasting(made.sides[0].size), lasting(made.sides[1].size)}, [2]int64{lasting(made.sides[0].heard), lasting(made.sides[1].heard)}
	if err := s.spool.readable(l, made); err != nil {
		s.Log.Error("a stereo file cannot be read again", "call", l.call, "leg", l.name, "err", err)
		found.Flaws = append(found.Flaws, string(FlawUnreadable))
	}
	if err := s.commit(ctx, found); err != nil {
		return err
	}
	s.Log.Info("recording spooled", "call", l.call, "leg", l.name, "ms", found.DurationMs, "bytes", found.Bytes, "sha256", found.SHA256, "salvaged", salvaged, "detail", found.Detail)
	return s.spool.handled(l)
}

// commit marks the row and enqueues its archiving, both or neither.
func (s *Service) commit(ctx context.Context, found store.Found) error {
	return s.store.Tx(ctx, func(tx pgx.Tx, _ *db.Queries) error {
		row, fresh, err := s.store.MarkSpooled(ctx, tx, found)
		if err != nil || !fresh {
			return err
		}
		return s.enqueue(ctx, tx, row)
	})
}

// rowOf finds the recording's row.
func (s *Service) rowOf(ctx context.Context, l leg) (row db.Recording, known bool, err error) {
	rows, err := s.store.RecordingsOfCall(ctx, string(l.call))
	if err != nil {
		return db.Recording{}, false, err
	}
	for _, r := range rows {
		if r.Leg == l.name {
			return r, true, nil
		}
	}
	return db.Recording{}, false, nil
}

// nothingToHear closes the row of a recording without audio, and says why there is none. A call's files go when the
// database also knows how it ended.
func (s *Service) nothingToHear(ctx context.Context, l leg, row db.Recording, known bool, entries []call.Entry, why error) error {
	if !known {
		if err := s.store.Apply(ctx, entries); err != nil {
			return err
		}
		var err error
		if row, known, err = s.rowOf(ctx, l); err != nil || !known {
			return err
		}
	}
	if row.SpoolFault != "" && errors.Is(why, errNoAudio) {
		why = errUntaken // there may have been sound
	}
	if row.State == store.RecordingExpected {
		if _, err := s.store.RecordingMissing(ctx, db.RecordingMissingParams{ID: row.ID, Detail: beside(why.Error(), row.SpoolFault)}); err != nil {
			return err
		}
	}
	if err := s.spool.handled(l); err != nil {
		return err
	}
	return s.sweep(ctx, l)
}

// sweep removes what a recording without audio left, unless the call's end is only
// inferred: then the .call file may yet tell (see settle), until keep_for.
func (s *Service) sweep(ctx context.Context, l leg) error {
	row, known, err := s.rowOf(ctx, l)
	if err != nil || !known || row.State != store.RecordingMissing {
		return err
	}
	if !l.asterisk() {
		return s.spool.remove(l)
	}
	c, err := s.store.CallByID(ctx, string(l.call))
	if err != nil {
		return err
	}
	if c.Call.EndReason == nil || c.Call.EndedAt == nil {
		return nil
	}
	if *c.Call.EndReason == string(call.ReasonUnobserved) && s.Now().Sub(*c.Call.EndedAt) < s.KeepFor {
		return nil
	}
	return s.spool.remove(l)
}

// spooledFor is how long a recording has waited for the archive.
func (s *Service) spooledFor(row db.Recording) time.Duration {
	if row.SpooledAt == nil {
		return 0
	}
	return max(0, s.Now().Sub(*row.SpooledAt))
}
