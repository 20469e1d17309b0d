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

// finish takes a call's closed files over: stereo file, row, job.
func (s *Service) finish(ctx context.Context, id call.ID, salvaged bool) {
	s.working.Lock()
	defer s.working.Unlock()
	err := s.takeOver(ctx, id, salvaged)
	if err != nil && !errors.Is(err, errNotYet) {
		s.failed(ctx, "spooled", string(id), err)
	}
}

func (s *Service) takeOver(ctx context.Context, id call.ID, salvaged bool) error {
	row, known, err := s.rowOf(ctx, id)
	if err != nil {
		return err
	}
	if known && (row.State == store.RecordingSpooled || row.State == store.RecordingArchived) {
		return s.spool.handled(id)
	}
	found := store.Found{Call: id, Leg: store.LegCall, Salvaged: salvaged, Channels: channels}
	if !known {
		// A controller that is busy may note a call's arrival after its end.
		if !s.Drained() || s.Now().Sub(s.spool.closedAt(id)) < s.SettleAfter {
			return errNotYet
		}
		n := s.spool.readNote(id)
		found.Entries = append(n.arrival(s.Node), n.rest(s.Node)...)
	}
	if found.SpooledAt = s.spool.closedAt(id); salvaged || found.SpooledAt.IsZero() {
		found.SpooledAt = s.Now()
	}
	made, err := s.spool.assemble(ctx, id)
	if errors.Is(err, errNoAudio) {
		return s.nothingToHear(ctx, id, row, known, found.Entries)
	}
	if err != nil {
		return err
	}
	found.SHA256, found.Bytes, found.DurationMs, found.Detail = made.sha256, made.bytes, made.duration().Milliseconds(), made.detail()
	if err := s.commit(ctx, found); err != nil {
		return err
	}
	s.Log.Info("recording spooled", "call", id, "ms", found.DurationMs, "bytes", found.Bytes, "sha256", found.SHA256, "salvaged", salvaged, "detail", found.Detail)
	return s.spool.handled(id)
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
func (s *Service) rowOf(ctx context.Context, id call.ID) (row db.Recording, known bool, err error) {
	rows, err := s.store.RecordingsOfCall(ctx, string(id))
	if err != nil {
		return db.Recording{}, false, err
	}
	for _, r := range rows {
		if r.Leg == store.LegCall {
			return r, true, nil
		}
	}
	return db.Recording{}, false, nil
}

// nothingToHear closes the row of a call without audio. The files go when the
// database also knows how the call ended.
func (s *Service) nothingToHear(ctx context.Context, id call.ID, row db.Recording, known bool, entries []call.Entry) error {
	if !known {
		if err := s.store.Apply(ctx, entries); err != nil {
			return err
		}
		var err error
		if row, known, err = s.rowOf(ctx, id); err != nil || !known {
			return err
		}
	}
	if row.State == store.RecordingExpected {
		if _, err := s.store.RecordingMissing(ctx, db.RecordingMissingParams{ID: row.ID, Detail: errNoAudio.Error()}); err != nil {
			return err
		}
	}
	if err := s.spool.handled(id); err != nil {
		return err
	}
	return s.sweep(ctx, id)
}

// sweep removes what a call without audio left, unless its end is only
// inferred: then the .call file may yet tell (see settle), until keep_for.
func (s *Service) sweep(ctx context.Context, id call.ID) error {
	row, known, err := s.rowOf(ctx, id)
	if err != nil || !known || row.State != store.RecordingMissing {
		return err
	}
	c, err := s.store.CallByID(ctx, string(id))
	if err != nil {
		return err
	}
	if c.Call.EndReason == nil || c.Call.EndedAt == nil {
		return nil
	}
	if *c.Call.EndReason == string(call.ReasonUnobserved) && s.Now().Sub(*c.Call.EndedAt) < s.KeepFor {
		return nil
	}
	return s.spool.remove(id)
}

// spooledFor is how long a recording has waited for the archive.
func (s *Service) spooledFor(row db.Recording) time.Duration {
	if row.SpooledAt == nil {
		return 0
	}
	return max(0, s.Now().Sub(*row.SpooledAt))
}
