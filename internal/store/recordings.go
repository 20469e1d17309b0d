package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// Where a recording stands (recordings.state).
const (
	RecordingExpected = "expected" // the call lives, or its files are not closed
	RecordingSpooled  = "spooled"  // closed on the local disk
	RecordingArchived = "archived" // in the archive, checksum verified
	RecordingMissing  = "missing"  // the call is over and no file came
	RecordingDeleted  = "deleted"  // its time was over; a certificate says so
)

// What became of a recording whose deletion was announced (deletion_items.outcome).
const (
	DeletionDeleted = "deleted"
	DeletionHeld    = "held"   // a legal hold stood
	DeletionKept    = "kept"   // it is to be kept for longer now
	DeletionLocked  = "locked" // the archive refuses
)

// Recording gives one recording; ErrNotFound.
func (s *Store) Recording(ctx context.Context, id uuid.UUID) (db.Recording, error) {
	r, err := s.RecordingByID(ctx, id)
	if err != nil {
		return db.Recording{}, fmt.Errorf("store: recording %s: %w", id, notFound(err))
	}
	return r, nil
}

// Grant is by which request a unit may hear a recording now (Điều 10.1); [ErrNotFound].
func (s *Store) Grant(ctx context.Context, unit string, recording uuid.UUID) (db.RecordingGrantedRow, error) {
	g, err := s.RecordingGranted(ctx, db.RecordingGrantedParams{Unit: unit, Recording: recording})
	if err != nil {
		return g, fmt.Errorf("store: grant of recording %s: %w", recording, notFound(err))
	}
	return g, nil
}

// Found is what a spool file says about a call that the database may not know.
type Found struct {
	Entries    []call.Entry // call.arrived, call.ended: applied where unknown
	Node       string
	Call       call.ID
	Leg        string
	SpooledAt  time.Time
	Salvaged   bool
	SHA256     string // of the stereo file, as are the next three
	Bytes      int64
	DurationMs int64
	Channels   int32
	Detail     string   // what is odd about it
	SideMs     [2]int64 // how long each side's file was, left and right
	HeardMs    [2]int64 // until when something is to be heard on it; 0: nothing is
	Flaws      []string // known when it is made; those of its call's times come later
}

// MarkSpooled makes sure of the call and the recording's row, and marks it
// spooled, within tx, so that the job that archives it is enqueued in the same
// transaction. fresh is false when it was spooled or archived before; nothing
// changes then.
func (s *Store) MarkSpooled(ctx context.Context, tx pgx.Tx, f Found) (r db.Recording, fresh bool, err error) {
	if err := s.ApplyTx(ctx, tx, f.Entries); err != nil {
		return db.Recording{}, false, err
	}
	q := db.New(tx)
	if err := q.EnsureCall(ctx, db.EnsureCallParams{ID: string(f.Call), Node: f.Node, StartedAt: f.SpooledAt}); err != nil {
		return db.Recording{}, false, fmt.Errorf("store: call of recording: %w", err)
	}
	if err := q.RecordingExpected(ctx, db.RecordingExpectedParams{CallID: string(f.Call), Leg: f.Leg, CreatedAt: f.SpooledAt}); err != nil {
		return db.Recording{}, false, fmt.Errorf("store: recording's row: %w", err)
	}
	n, err := q.RecordingSpooled(ctx, db.RecordingSpooledParams{
		CallID: string(f.Call), Leg: f.Leg, SpooledAt: &f.SpooledAt, Salvaged: f.Salvaged,
		Sha256: f.SHA256, Bytes: f.Bytes, DurationMs: f.DurationMs, Channels: f.Channels, Detail: f.Detail,
		LeftMs: f.SideMs[0], RightMs: f.SideMs[1], LeftHeardMs: f.HeardMs[0], RightHeardMs: f.HeardMs[1], Flaws: append([]string{}, f.Flaws...),
	})
	switch {
	case err == nil:
		return n, true, nil
	case !errors.Is(err, pgx.ErrNoRows):
		return db.Recording{}, false, fmt.Errorf("store: mark spooled: %w", err)
	}
	all, err := q.RecordingsOfCall(ctx, string(f.Call))
	if err != nil {
		return db.Recording{}, false, fmt.Errorf("store: recordings of call: %w", err)
	}
	for _, r := range all {
		if r.Leg == f.Leg {
			return r, false, nil
		}
	}
	return db.Recording{}, false, fmt.Errorf("store: recording %s of %s: %w", f.Leg, f.Call, ErrNotFound)
}
