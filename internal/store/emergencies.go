package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

// ErrAcknowledged: somebody else was faster.
var ErrAcknowledged = errors.New("store: the emergency is acknowledged already")

// projectEmergency keeps what an entry says of an emergency service that is called in the
// call, by an operator or by the caller's own key. One row is one time that it was asked for:
// whoever asks again raises the alarm again, and leaves what was seen and came of the earlier
// time as it is.
func projectEmergency(ctx context.Context, q *db.Queries, e call.Entry) error {
	if !ofEmergency(e) {
		return nil
	}
	if err := keepEmergency(ctx, q, e); err != nil {
		return err
	}
	return tellEmergencies(ctx, q, Text(string(e.Call)), e.At)
}

// ofEmergency says whether an entry may say something of one.
func ofEmergency(e call.Entry) bool {
	switch d := e.Data.(type) {
	case call.Consult:
		return d.Urgent
	case call.Forward:
		return Text(d.Service) != ""
	case call.Ended:
		return true
	}
	return false
}

// tellEmergencies flags a call's tickets when there are emergencies of it, and tells the Office of each of these in
// each ticket (Điều 9.1): when one is asked for, and when a ticket gets the call. Each is told once. Every later entry looks
// again, for the two may come at the same time, and neither transaction see the other.
func tellEmergencies(ctx context.Context, q *db.Queries, id string, at time.Time) error {
	if err := q.EmergencyOfTickets(ctx, id); err != nil {
		return fmt.Errorf("store: tickets of an emergency: %w", err)
	}
	all, err := q.EmergenciesOfTickets(ctx, id)
	if err != nil {
		return fmt.Errorf("store: emergencies of a call: %w", err)
	}
	for _, e := range all {
		err := q.NoticeKeep(ctx, db.NoticeKeepParams{
			TicketID: e.TicketID, Audience: string(ticket.ToOffice), TextKey: string(lang.NoticeEmergency), TextArgs: []string{ticket.Code(e.Code).String(), e.Service},
			Cause: fmt.Sprintf("ticket:%s:emergency:%d", e.Code, e.ID), At: at,
		})
		if err != nil {
			return fmt.Errorf("store: notice of an emergency: %w", err)
		}
	}
	return nil
}

// keepEmergency keeps the rows.
func keepEmergency(ctx context.Context, q *db.Queries, e call.Entry) error {
	id := Text(string(e.Call))
	called := func(service, number string) (int64, error) {
		return q.EmergencyCalled(ctx, db.EmergencyCalledParams{CallID: id, Service: service, Number: number})
	}
	asked := func(service, number, operator string) error {
		return q.EmergencyAsked(ctx, db.EmergencyAskedParams{CallID: id, Service: service, Operator: operator, AskedAt: e.At, Number: number})
	}
	answered := func(service, number string) error {
		return q.EmergencyAnswered(ctx, db.EmergencyAnsweredParams{CallID: id, Service: service, Number: number, At: e.At})
	}
	unanswered := func(service, outcome string) error {
		return q.EmergencyUnanswered(ctx, db.EmergencyUnansweredParams{CallID: id, Service: service, Outcome: outcome})
	}
	switch d := e.Data.(type) {
	case call.Consult:
		service, number := Text(d.Unit), Text(d.Number)
		switch e.Kind { //nolint:exhaustive // the others say nothing of it
		case call.KindEmergency:
			return asked(service, number, Text(d.Operator))
		case call.KindConsulting:
			_, err := called(service, number)
			return err
		case call.KindThreeWay, call.KindConsulted: // the latter when the citizen has left
			return answered(service, number)
		case call.KindConsultEnded:
			return unanswered(service, Text(d.Outcome))
		}
	case call.Forward:
		service, number := Text(d.Service), Text(d.Number)
		switch e.Kind { //nolint:exhaustive // as above
		case call.KindForwarding:
			if n, err := called(service, number); err != nil || n > 0 {
				return err
			}
			return asked(service, number, "") // a journal that has lost who asked
		case call.KindForwarded:
			return answered(service, number)
		case call.KindForwardEnded:
			return unanswered(service, Text(d.Outcome))
		}
	case call.Ended:
		return unanswered("", call.OutcomeCallEnded)
	}
	return nil
}

// AcknowledgeEmergency notes who has seen it, and that in the audit log. Again by the same
// person it changes nothing. Errors: ErrNotFound, ErrAcknowledged.
func (s *Store) AcknowledgeEmergency(ctx context.Context, id int64, by, actor string, at time.Time) error {
	err := s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		row, err := q.EmergencyAcknowledge(ctx, db.EmergencyAcknowledgeParams{ID: id, By: by, At: at})
		if errors.Is(err, pgx.ErrNoRows) {
			before, err := q.EmergencyByID(ctx, id)
			if err != nil {
				return notFound(err)
			}
			if *before.AcknowledgedBy != by {
				return ErrAcknowledged
			}
			return nil
		}
		if err != nil {
			return err
		}
		raw, err := json.Marshal(map[string]any{"call": row.CallID, "service": row.Service})
		if err != nil {
			return err
		}
		return q.AuditAppend(ctx, db.AuditAppendParams{
			At: at, Actor: actor, Action: "emergency.acknowledge", Object: fmt.Sprintf("emergency:%d", id), Detail: raw,
		})
	})
	if err != nil {
		return fmt.Errorf("store: acknowledge emergency %d: %w", id, err)
	}
	return nil
}
