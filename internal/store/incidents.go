package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/incident"
	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
)

var (
	// ErrIncidentOpen: there is an open incident already.
	ErrIncidentOpen = errors.New("store: an incident is open already")
	// ErrIncidentClosed: the incident is over.
	ErrIncidentClosed = errors.New("store: the incident is over")
	// ErrChanged: what is to be changed is not what the asker has seen.
	ErrChanged = errors.New("store: changed meanwhile")
)

// Incident is an incident with what its page shows.
type Incident struct {
	incident.Incident
	OpenedBy string
	ClosedBy string    // "" while open
	ClosedAt time.Time // zero while open
	Joined   int       // numbers that are told by SMS when it is over
	Reported int       // tickets of callers who pressed the key, whatever they call from
}

func incidentOf(r db.IncidentByIDRow) Incident {
	i := Incident{
		Incident: incident.Incident{
			Draft: incident.Draft{Area: r.Incident.Area, Text: r.Incident.Text},
			ID:    r.Incident.ID, Revision: int(r.Incident.Revision), Recorded: r.Recorded, OpenedAt: r.Incident.OpenedAt,
		},
		OpenedBy: r.Incident.OpenedBy, Joined: int(r.Joined), Reported: int(r.Reported),
	}
	if r.Incident.ExpectedEnd != nil {
		i.ExpectedEnd = *r.Incident.ExpectedEnd
	}
	if r.Incident.ClosedAt != nil {
		i.ClosedBy, i.ClosedAt = *r.Incident.ClosedBy, *r.Incident.ClosedAt
	}
	return i
}

// Incident gives one; ErrNotFound.
func (s *Store) Incident(ctx context.Context, id int64) (Incident, error) {
	r, err := s.IncidentByID(ctx, id)
	if err != nil {
		return Incident{}, fmt.Errorf("store: incident: %w", notFound(err))
	}
	return incidentOf(r), nil
}

// Incidents lists those that are open, those that are closed, or all (nil), as q orders it.
func Incidents(ctx context.Context, q *db.Queries, open *bool) ([]Incident, error) {
	rows, err := q.IncidentList(ctx, open)
	if err != nil {
		return nil, fmt.Errorf("store: incidents: %w", err)
	}
	list := make([]Incident, len(rows))
	for i, r := range rows {
		list[i] = incidentOf(db.IncidentByIDRow(r))
	}
	return list, nil
}

// CurrentIncident is what callers are to hear now; false: nothing.
func (s *Store) CurrentIncident(ctx context.Context) (incident.Incident, bool, error) {
	r, err := s.IncidentOpen(ctx)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return incident.Incident{}, false, nil
	case err != nil:
		return incident.Incident{}, false, fmt.Errorf("store: open incident: %w", err)
	}
	return incidentOf(db.IncidentByIDRow(r)).Incident, true, nil
}

// IncidentRecording is the recorded voice of a revision; ErrNotFound.
func (s *Store) IncidentRecording(ctx context.Context, id int64, revision int) ([]byte, error) {
	sound, err := s.IncidentVoice(ctx, db.IncidentVoiceParams{IncidentID: id, Revision: int32(revision)})
	if err != nil {
		return nil, fmt.Errorf("store: incident's voice: %w", notFound(err))
	}
	return sound, nil
}

// OpenIncident begins one; ErrIncidentOpen when there is one already.
func (s *Store) OpenIncident(ctx context.Context, d incident.Draft, actor string, at time.Time) (id int64, err error) {
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		row, err := q.IncidentInsert(ctx, db.IncidentInsertParams{
			Area: d.Area, Text: d.Text, ExpectedEnd: orNull(d.ExpectedEnd), OpenedBy: actor, OpenedAt: at,
		})
		if sqlState(err) == uniqueViolation {
			return ErrIncidentOpen
		}
		if err != nil {
			return fmt.Errorf("store: open incident: %w", err)
		}
		id = row.ID
		return noteIncident(ctx, q, id, actor, at, "opened", words(d, 1))
	})
	return id, err
}

// uniqueViolation is SQLSTATE 23505.
const uniqueViolation = "23505"

// EditIncident puts other words in the place of revision's. A recorded voice
// said the old ones, so the synthesiser speaks again. ErrNotFound,
// ErrIncidentClosed, ErrChanged.
func (s *Store) EditIncident(ctx context.Context, id int64, revision int, d incident.Draft, actor string, at time.Time) error {
	return s.changeIncident(ctx, id, revision, func(q *db.Queries) error {
		err := q.IncidentEdit(ctx, db.IncidentEditParams{ID: id, Area: d.Area, Text: d.Text, ExpectedEnd: orNull(d.ExpectedEnd)})
		if err != nil {
			return fmt.Errorf("store: edit incident: %w", err)
		}
		return noteIncident(ctx, q, id, actor, at, "edited", words(d, revision+1))
	})
}

// GiveIncidentVoice lets a recorded voice say revision's words; none brings the
// synthesiser back. Errors as EditIncident.
func (s *Store) GiveIncidentVoice(ctx context.Context, id int64, revision int, sound []byte, actor string, at time.Time) error {
	return s.changeIncident(ctx, id, revision, func(q *db.Queries) error {
		err := q.IncidentRevise(ctx, id)
		if err == nil && sound != nil {
			err = q.IncidentVoicePut(ctx, db.IncidentVoicePutParams{IncidentID: id, Revision: int32(revision) + 1, Sound: sound})
		}
		if err != nil {
			return fmt.Errorf("store: incident's voice: %w", err)
		}
		return noteIncident(ctx, q, id, actor, at, "voice", map[string]any{"revision": revision + 1, "recorded": sound != nil})
	})
}

// changeIncident does something to an open incident that is still at revision.
func (s *Store) changeIncident(ctx context.Context, id int64, revision int, do func(*db.Queries) error) error {
	return s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		row, err := q.IncidentLock(ctx, id)
		switch {
		case err != nil:
			return err
		case row.ClosedAt != nil:
			return ErrIncidentClosed
		case int(row.Revision) != revision:
			return ErrChanged
		}
		return do(q)
	})
}

// CloseIncident ends it, and tells everybody who wanted to be told, in one
// transaction. ErrNotFound, ErrIncidentClosed.
func (s *Store) CloseIncident(ctx context.Context, id int64, actor string, at time.Time) error {
	return s.Tx(ctx, func(tx pgx.Tx, q *db.Queries) error {
		row, err := q.IncidentLock(ctx, id)
		switch {
		case err != nil:
			return err
		case row.ClosedAt != nil:
			return ErrIncidentClosed
		}
		if err := q.IncidentClose(ctx, db.IncidentCloseParams{ID: id, ClosedBy: actor, ClosedAt: at}); err != nil {
			return fmt.Errorf("store: close incident: %w", err)
		}
		told, err := q.IncidentTellOver(ctx, db.IncidentTellOverParams{
			TextKey: string(lang.SMSIncidentOver), TextArgs: overArgs(row, at), At: at, IncidentID: id,
		})
		if err != nil {
			return fmt.Errorf("store: tell that it is over: %w", err)
		}
		if _, err := s.EnqueueMessages(ctx, tx, told...); err != nil {
			return err
		}
		return noteIncident(ctx, q, id, actor, at, "closed", map[string]any{"told": len(told)})
	})
}

func words(d incident.Draft, revision int) map[string]any {
	data := map[string]any{"area": d.Area, "text": d.Text, "revision": revision}
	if !d.ExpectedEnd.IsZero() {
		data["expected_end"] = d.ExpectedEnd
	}
	return data
}

// noteIncident keeps what was done, in the incident's history and in the audit log.
func noteIncident(ctx context.Context, q *db.Queries, id int64, actor string, at time.Time, what string, data map[string]any) error {
	act, err := Act(at, actor, "incident."+what, fmt.Sprintf("incident:%d", id), data)
	if err == nil {
		err = q.IncidentEventAppend(ctx, db.IncidentEventAppendParams{IncidentID: id, At: at, Actor: actor, Kind: act.Action, Data: act.Detail})
	}
	if err == nil {
		err = q.AuditAppend(ctx, act)
	}
	if err != nil {
		return fmt.Errorf("store: incident's history: %w", err)
	}
	return nil
}
