package keeper

import (
	"context"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

const (
	// callsLate is how late a call may come to the database, from the journal of a node that was away, and be listed by an hour's manifest yet.
	// The day's lists one however late it comes: it asks of all that no day lists (calls_unlisted).
	callsLate = 31 * 24 * time.Hour
	// callLongest is how long before its end a call may have begun.
	callLongest = 24 * time.Hour
	// inferredFor is how long after an end that was only inferred a call's facts may change yet: for two days the spool may tell that it met the
	// dialplan's fallback (recordings), with what came before that. So long each day's manifest lists it anew, as it is then.
	inferredFor = 3 * 24 * time.Hour
)

// list puts into a manifest what came before its end and is in no day's for good; fresh: nor in an hour's as it is now. Of what is listed for the first time the salt
// is drawn.
func (k *Keeper) list(ctx context.Context, q *db.Queries, m *evidence.Manifest, fresh bool) error {
	unlisted := q.RecordingsUnlisted
	if fresh {
		unlisted = q.RecordingsUnsealed
	}
	rows, err := unlisted(ctx, m.Until)
	if err != nil {
		return err
	}
	var drawn db.RecordingsSealedParams
	for _, r := range rows {
		if r.Salt == nil {
			r.Salt = evidence.NewSalt()
			drawn.Ids, drawn.Salts = append(drawn.Ids, r.ID), append(drawn.Salts, r.Salt)
		}
		m.Recordings = append(m.Recordings, listed(r))
	}
	if err := q.RecordingsSealed(ctx, drawn); err != nil {
		return err
	}
	since, err := callsSince(ctx, q, m.Day)
	if err != nil {
		return err
	}
	calls, err := q.CallsUnlisted(ctx, db.CallsUnlistedParams{Since: since, Before: m.Until, Fresh: fresh})
	if err != nil {
		return err
	}
	var sealed db.CallsSealedParams
	for _, c := range calls {
		fresh := c.Salt == nil
		if fresh {
			c.Salt = evidence.NewSalt()
		}
		l := listedCall(c.Call, c.Salt)
		if fresh || c.Inferred != l.Inferred() {
			sealed.Ids, sealed.Salts, sealed.Inferred = append(sealed.Ids, l.ID), append(sealed.Salts, c.Salt), append(sealed.Inferred, l.Inferred())
		}
		m.Calls = append(m.Calls, l)
	}
	return q.CallsSealed(ctx, sealed)
}

// callsSince is when a call may have begun at the earliest that a manifest lists: those that were over before the first that lists calls are in none.
func callsSince(ctx context.Context, q *db.Queries, day evidence.Day) (time.Time, error) {
	first, err := q.ManifestCallsSince(ctx)
	if err != nil {
		return time.Time{}, err
	}
	if first == "" {
		first = string(day)
	}
	since := evidence.Day(first).Begin().Add(-callLongest)
	if late := day.Begin().Add(-callsLate); day.Hourly() && late.After(since) {
		since = late
	}
	return since, nil
}

// passing says of a call that a manifest lists that it is listed anew by the next day's: its end is only inferred, and may be seen yet.
func passing(m *evidence.Manifest, c evidence.ListedCall) bool {
	return c.Inferred() && c.End != nil && m.Until.Sub(c.End.At) < inferredFor
}

// theDays notes in rows that a day's manifest lists them for good.
func theDays(ctx context.Context, q *db.Queries, m *evidence.Manifest) error {
	calls := db.CallsListedParams{Day: string(m.Day), Ids: make([]string, 0, len(m.Calls))}
	for _, c := range m.Calls {
		if !passing(m, c) {
			calls.Ids = append(calls.Ids, c.ID)
		}
	}
	if err := q.CallsListed(ctx, calls); err != nil {
		return err
	}
	recordings := db.RecordingsListedParams{Day: string(m.Day), Ids: make([]uuid.UUID, len(m.Recordings))}
	for i, r := range m.Recordings {
		recordings.Ids[i] = uuid.MustParse(r.ID) // a row's own
	}
	return q.RecordingsListed(ctx, recordings)
}

func listed(r db.Recording) evidence.Listed {
	l := evidence.Listed{ID: r.ID.String(), Call: r.CallID, Leg: r.Leg, Bucket: text(r.Bucket), Object: text(r.Object), Version: text(r.Version), SHA256: text(r.Sha256)}
	if r.Bytes != nil {
		l.Bytes = *r.Bytes
	}
	if r.ArchivedAt != nil {
		l.ArchivedAt = r.ArchivedAt.UTC()
	}
	l.Facts = &evidence.Facts{BegunAt: r.CreatedAt.UTC(), Salvaged: r.Salvaged}
	if r.DurationMs != nil {
		l.Facts.DurationMs = *r.DurationMs
	}
	if r.CheckedAt != nil {
		l.Facts.Flaws = append([]string{}, r.Flaws...)
	}
	if r.Salt != nil {
		l.Facts.Party = evidence.Salt(r.Salt).Seal("party", r.Operator, r.Number, r.Unit)
	}
	if r.RetainUntil != nil {
		until := r.RetainUntil.UTC()
		l.RetainUntil = &until
	}
	return l
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func listedCall(c db.Call, salt evidence.Salt) evidence.ListedCall {
	l := evidence.ListedCall{
		ID: c.ID, StartedAt: c.StartedAt.UTC(), AnsweredAt: utc(c.AnsweredAt), QueuedAt: utc(c.QueuedAt), LeftQueueAt: utc(c.LeftQueueAt),
		ConnectedAt: utc(c.ConnectedAt), Queue: c.Queue, Placed: c.Placed,
	}
	if c.EndedAt != nil {
		l.End = &evidence.End{At: c.EndedAt.UTC(), Class: text(c.EndClass), Reason: text(c.EndReason), Cause: c.Cause}
	}
	of := map[string]*string{"caller": &l.Caller, evidence.AssertedFact: &l.Asserted, "called": &l.Called, "operators": &l.Operators}
	for fact, values := range store.PartiesOf(c).Facts() {
		*of[fact] = salt.Seal(fact, values...)
	}
	return l
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}
