package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"hotline1022/internal/directory"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

// LegCall is the leg of the recording that every call has: the citizen's own channel.
const LegCall = "call"

// Apply takes journal entries, in order: each is appended to call_events and
// projected to calls and recordings, all in one transaction. An entry applied
// before changes nothing. The error means that nothing was applied and the same
// entries must be given again; what entries hold never is the cause.
func (s *Store) Apply(ctx context.Context, entries []call.Entry) error {
	err := s.Tx(ctx, func(tx pgx.Tx, _ *db.Queries) error { return s.ApplyTx(ctx, tx, entries) })
	if err == nil || !badData(err) {
		return err
	}
	// Among them is one that PostgreSQL cannot take: each for itself, that one
	// without its projection.
	for _, e := range entries {
		if err := s.applyAlone(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// ApplyTx is Apply within a transaction of the caller, who rolls back on an error.
func (s *Store) ApplyTx(ctx context.Context, tx pgx.Tx, entries []call.Entry) error {
	for _, e := range entries {
		if err := s.applyOne(ctx, tx, e); err != nil {
			return fmt.Errorf("store: apply %s of call %s: %w", e.Kind, e.Call, err)
		}
	}
	return nil
}

func (s *Store) applyAlone(ctx context.Context, e call.Entry) error {
	err := s.Tx(ctx, func(tx pgx.Tx, _ *db.Queries) error { return s.applyOne(ctx, tx, e) })
	if err == nil || !badData(err) {
		return err
	}
	problem := err
	s.log.Error("a journal entry does not fit the call's record; kept as an event only",
		"entry", e.ID, "kind", e.Kind, "call", e.Call, "err", problem)
	// Where even the call's ID is impossible, the event belongs to no call.
	for _, id := range []call.ID{e.Call, ""} {
		e.Call = id
		err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
			if id != "" {
				if err := ensureCall(ctx, q, e); err != nil {
					return err
				}
			}
			_, err := appendEvent(ctx, q, e, problem.Error())
			return err
		})
		if err == nil || !badData(err) {
			return err
		}
	}
	s.log.Error("a journal entry could not be kept", "entry", e.ID, "kind", e.Kind, "err", err)
	return nil // the log has it, and the others must go on
}

func ensureCall(ctx context.Context, q *db.Queries, e call.Entry) error {
	err := q.EnsureCall(ctx, db.EnsureCallParams{ID: Text(string(e.Call)), Node: Text(e.Node), StartedAt: e.At})
	if err != nil {
		return fmt.Errorf("ensure the call's row: %w", err)
	}
	return nil
}

func (s *Store) applyOne(ctx context.Context, tx pgx.Tx, e call.Entry) error {
	q := db.New(tx)
	if e.Call == "" {
		fresh, err := appendEvent(ctx, q, e, "")
		if err != nil || !fresh {
			return err
		}
		return projectAct(ctx, q, e)
	}
	// The event refers to the call's row, so that stands first.
	if err := ensureCall(ctx, q, e); err != nil {
		return err
	}
	if err := q.RecordingExpected(ctx, db.RecordingExpectedParams{CallID: Text(string(e.Call)), Leg: LegCall, CreatedAt: e.At}); err != nil {
		return err
	}
	fresh, err := appendEvent(ctx, q, e, "")
	if err != nil || !fresh {
		return err
	}
	if err := projectAct(ctx, q, e); err != nil {
		return err
	}
	return s.project(ctx, tx, q, e)
}

// appendEvent reports whether the event is new.
func appendEvent(ctx context.Context, q *db.Queries, e call.Entry, problem string) (bool, error) {
	var data json.RawMessage
	if e.Data != nil {
		raw, err := json.Marshal(e.Data)
		if err != nil {
			return false, fmt.Errorf("data: %w", err)
		}
		data = withoutNUL(raw)
	}
	var id *string
	if e.Call != "" {
		v := Text(string(e.Call))
		id = &v
	}
	n, err := q.AppendCallEvent(ctx, db.AppendCallEventParams{
		ID: Text(e.ID), At: e.At, Node: Text(e.Node), Kind: Text(string(e.Kind)), CallID: id, Data: data, Problem: problem,
	})
	return n > 0, err
}

// withoutNUL removes the escape of NUL from JSON: jsonb has no place for it. An
// escaped backslash before the same letters is something else and stays.
func withoutNUL(raw []byte) json.RawMessage {
	const nul = `\u0000`
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' || i+1 == len(raw) {
			out = append(out, raw[i])
			continue
		}
		if bytes.HasPrefix(raw[i:], []byte(nul)) {
			i += len(nul) - 1
			continue
		}
		out = append(out, raw[i], raw[i+1])
		i++
	}
	return out
}

// project moves the call's row on, and makes the tickets that calls leave.
func (s *Store) project(ctx context.Context, tx pgx.Tx, q *db.Queries, e call.Entry) error {
	id := Text(string(e.Call))
	if err := projectEmergency(ctx, q, e); err != nil {
		return err
	}
	operator := ""
	if o, ok := e.Data.(call.Offer); ok {
		operator = Text(o.Operator)
	}
	move := func(to call.State, operator string) error {
		return q.CallState(ctx, db.CallStateParams{ID: id, State: string(to), Operator: operator, At: e.At})
	}
	switch e.Kind {
	case call.KindArrived:
		return projectArrived(ctx, q, e)
	case call.KindAnswered:
		return q.CallAnswered(ctx, db.CallAnsweredParams{ID: id, At: e.At})
	case call.KindQueued:
		d, _ := e.Data.(call.Queued)
		return q.CallQueued(ctx, db.CallQueuedParams{ID: id, Queue: Text(d.Queue), At: e.At})
	case call.KindLeftQueue, call.KindFallback:
		return q.CallLeftQueue(ctx, db.CallLeftQueueParams{ID: id, At: e.At})
	case call.KindOperatorLeft:
		return move(call.StateMenu, "")
	case call.KindForwarding:
		return move(call.StateForwarding, "")
	case call.KindForwarded, call.KindTransferred:
		return move(call.StateForwarded, "")
	case call.KindForwardEnded:
		return move(call.StateMenu, "") // until the next number is called
	case call.KindOffered:
		return move(call.StateOffered, "") // an offer makes no one the call's operator
	case call.KindOfferEnded:
		return q.CallOfferEnded(ctx, id)
	case call.KindAccepted:
		return move(call.StateConnecting, operator)
	case call.KindConnected:
		if err := move(call.StateTalking, operator); err != nil {
			return err
		}
		return projectThrough(ctx, q, e)
	case call.KindResumed:
		return move(call.StateTalking, operator)
	case call.KindHeld:
		return move(call.StateHeld, operator)
	case call.KindOperatorLost:
		return move(call.StateRecovering, operator)
	case call.KindTakenOver:
		d, _ := e.Data.(call.TakenOver)
		if d.Held {
			return move(call.StateHeld, Text(d.Leader))
		}
		return move(call.StateTalking, Text(d.Leader))
	case call.KindAdopted:
		return projectAdopted(ctx, q, e)
	case call.KindMessageLeft:
		return s.projectMessage(ctx, tx, q, e)
	case call.KindEnded:
		return projectEnded(ctx, q, e)
	case call.KindCallbackAsked:
		return projectCallbackAsked(ctx, q, e)
	case call.KindJoinedIncident:
		return s.projectJoined(ctx, tx, q, e)
	case call.KindRecording:
		return projectLeg(ctx, q, e)
	case call.KindRated:
		return projectRated(ctx, q, e)
	case call.KindPlaced:
		return projectPlaced(ctx, q, e)
	case call.KindDigit, call.KindOvertook, call.KindLookedUp, call.KindOperator,
		call.KindEmergency, call.KindConsulting, call.KindBriefed, call.KindConsulted, call.KindThreeWay,
		call.KindConsultEnded, call.KindWatched, call.KindWatchEnded,
		call.KindPauseOrdered, call.KindSignedOut:
		return nil // events only, and rows of the audit log
	}
	return nil // of a later version: kept as an event
}

func projectArrived(ctx context.Context, q *db.Queries, e call.Entry) error {
	d, _ := e.Data.(call.Arrived)
	return q.CallArrived(ctx, db.CallArrivedParams{
		ID: Text(string(e.Call)), Node: Text(e.Node), FromRaw: Text(d.From), FromNumber: number(d.From), FromName: Text(d.FromName),
		ToNumber: dialled(d.To), StartedAt: e.At, Withheld: d.Withheld, Asserted: Text(d.Asserted),
	})
}

// projectAdopted knows the call's beginning too, for a journal that has lost it.
func projectAdopted(ctx context.Context, q *db.Queries, e call.Entry) error {
	d, _ := e.Data.(call.Adopted)
	id := Text(string(e.Call))
	if !d.ArrivedAt.IsZero() {
		arrived := e
		arrived.At = d.ArrivedAt
		arrived.Data = call.Arrived{From: d.From, FromName: d.FromName, To: d.To, Withheld: d.Withheld, Asserted: d.Asserted}
		if err := projectArrived(ctx, q, arrived); err != nil {
			return err
		}
	}
	if !d.QueuedAt.IsZero() {
		if err := q.CallQueued(ctx, db.CallQueuedParams{ID: id, Queue: Text(d.Queue), At: d.QueuedAt}); err != nil {
			return err
		}
	}
	return q.CallState(ctx, db.CallStateParams{ID: id, State: string(d.State), Operator: Text(d.Operator), At: e.At})
}

func projectEnded(ctx context.Context, q *db.Queries, e call.Entry) error {
	d, _ := e.Data.(call.Ended)
	err := q.CallEnded(ctx, db.CallEndedParams{
		ID: Text(string(e.Call)), At: e.At, EndClass: string(d.Class), EndReason: string(d.Reason),
		Cause: int32(d.Cause), TechCause: int32(d.TechCause),
	})
	if err != nil {
		return err
	}
	if machine, is := machines[d.Reason]; is {
		return projectMachine(ctx, q, e, machine)
	}
	unseen := d.Reason == call.ReasonUnobserved
	if unseen || d.Reason == call.ReasonAbandonedWait {
		return projectAbandoned(ctx, q, e, unseen)
	}
	return nil
}

// projectLeg makes the row of a leg of the recording, before its files are looked for.
func projectLeg(ctx context.Context, q *db.Queries, e call.Entry) error {
	d, _ := e.Data.(call.Leg)
	return q.RecordingLeg(ctx, db.RecordingLegParams{
		CallID: Text(string(e.Call)), Leg: d.Leg, Operator: Text(d.Operator), Number: Text(d.Number), Unit: Text(d.Unit), CreatedAt: e.At,
	})
}

// projectRated keeps the mark that the caller gave.
func projectRated(ctx context.Context, q *db.Queries, e call.Entry) error {
	d, _ := e.Data.(call.Rated)
	mark, err := strconv.ParseInt(d.Mark, 10, 16)
	if err != nil {
		return nil //nolint:nilerr // a key that is no mark: the event alone is kept
	}
	return q.CallRated(ctx, db.CallRatedParams{ID: Text(string(e.Call)), Rating: int16(mark)})
}

// number is the one form, "" for what is no number: the raw text is kept beside it.
func number(raw string) string {
	n, err := directory.Number(raw)
	if err != nil {
		return ""
	}
	return n
}

// dialled is the number that was called, as it came when it is none: nothing
// else in the record tells it.
func dialled(raw string) string {
	if n := number(raw); n != "" {
		return n
	}
	return Text(raw)
}

// Text removes what PostgreSQL's text cannot hold.
func Text(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

func sqlState(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code
	}
	return ""
}

// badData tells the errors that the same data would cause again: SQLSTATE
// class 22 (data exception) and 23 (integrity constraint violation), what cannot
// be encoded at all, and a year whose tickets cannot be numbered.
func badData(err error) bool {
	var unsupported *json.UnsupportedValueError
	if errors.As(err, &unsupported) || errors.Is(err, ticket.ErrCode) {
		return true
	}
	state := sqlState(err)
	return strings.HasPrefix(state, "22") || strings.HasPrefix(state, "23")
}
