package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/directory"
	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

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
	case call.KindForwarded:
		if err := move(call.StateForwarded, ""); err != nil {
			return err
		}
		return q.CallSpokenWith(ctx, id)
	case call.KindTransferred:
		return move(call.StateForwarded, "")
	case call.KindConsulted:
		return q.CallSpokenWith(ctx, id)
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
		return s.projectRated(ctx, tx, q, e)
	case call.KindPlaced:
		return projectPlaced(ctx, q, e)
	case call.KindDigit, call.KindOvertook, call.KindLookedUp, call.KindOperator,
		call.KindEmergency, call.KindConsulting, call.KindBriefed, call.KindThreeWay,
		call.KindConsultEnded, call.KindCitizenLeft, call.KindWatched, call.KindWatchEnded,
		call.KindRecordingLost, call.KindPauseOrdered, call.KindPauseEnded, call.KindSignedOut, call.KindCallDenied:
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
	if d.Reason == call.ReasonUnobserved {
		var err error
		if d, err = leftBefore(ctx, q, e, d); err != nil {
			return err
		}
	}
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

// leftBefore is how a call ended that nobody saw end, but whose citizen had been seen to leave.
func leftBefore(ctx context.Context, q *db.Queries, e call.Entry, inferred call.Ended) (call.Ended, error) {
	id := Text(string(e.Call))
	raw, err := q.CitizenLeft(ctx, &id)
	if errors.Is(err, pgx.ErrNoRows) {
		return inferred, nil
	}
	if err != nil {
		return inferred, fmt.Errorf("how the citizen left: %w", err)
	}
	var d call.CitizenLeft
	if err := json.Unmarshal(raw, &d); err != nil {
		return inferred, fmt.Errorf("how the citizen left: %w", err)
	}
	return d.Ended, nil
}

// projectLeg makes the row of a leg of the recording, before its files are looked for.
func projectLeg(ctx context.Context, q *db.Queries, e call.Entry) error {
	d, _ := e.Data.(call.Leg)
	return q.RecordingLeg(ctx, db.RecordingLegParams{
		CallID: Text(string(e.Call)), Leg: d.Leg, Operator: Text(d.Operator), Number: Text(d.Number), Unit: Text(d.Unit), CreatedAt: e.At,
	})
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
