package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// What a shift leader does to a call, or to an operator, a call that an operator may not
// place, and a recording that failed us, is a row of the audit log made of the journal's entry. The journal goes to disk first
// and is applied once: neither a death of ours nor a database that is away loses an act, or
// tells it twice; an entry that fits no call's record has its row all the same.

// act is an entry's row of the audit log; false: it has none.
func act(e call.Entry) (db.AuditFromJournalParams, bool) {
	p := db.AuditFromJournalParams{At: e.At, Object: Text("call:" + string(e.Call)), Entry: ptrText(e.ID)}
	detail := map[string]string{}
	note := func(key, value string) {
		if value != "" {
			detail[key] = value
		}
	}
	switch d := e.Data.(type) {
	case call.Watched:
		p.Actor, p.Action = d.Leader, "call.watch_end"
		if e.Kind == call.KindWatched {
			p.Action = "call." + string(d.Mode) // listen, whisper, barge
		}
		note("operator", d.Operator)
	case call.TakenOver:
		p.Actor, p.Action = d.Leader, "call.take_over"
		note("operator", d.Operator)
	case call.Ordered:
		p.Actor, p.Action, p.Object = d.By, "operator.sign_out", "user:"+Text(d.Operator)
		switch e.Kind { //nolint:exhaustive // of these
		case call.KindPauseOrdered:
			p.Action = "operator.pause"
		case call.KindPauseEnded:
			p.Action = "operator.pause_end"
		}
		note("reason", d.Reason)
	case call.Leg:
		if e.Kind != call.KindRecordingLost {
			return p, false
		}
		p.Actor, p.Action = ActorSystem, "recording.lost"
		note("operator", d.Operator)
		note("number", d.Number)
		note("unit", d.Unit)
		note("leg", d.Leg)
	case call.CallDenied:
		p.Actor, p.Action, p.Object = d.Operator, "call.denied", "user:"+Text(d.Operator)
		note("number", d.Number)
		note("reason", d.Reason)
	default:
		return p, false
	}
	p.Actor, p.Action, p.Detail = Text(p.Actor), Text(p.Action), jsonOf(detail)
	return p, true
}

// projectAct writes it.
func projectAct(ctx context.Context, q *db.Queries, e call.Entry) error {
	if p, ok := act(e); ok {
		return q.AuditFromJournal(ctx, p)
	}
	switch e.Kind { //nolint:exhaustive // no other ends a supervision without a word
	case call.KindAdopted, call.KindFallback, call.KindEnded:
		return projectCutOff(ctx, q, e)
	}
	return nil
}

// projectCutOff ends a supervision that our death has ended: nobody could write that then. It
// ended at the latest when somebody else had the call: we after a restart, or Asterisk's
// fallback, to which the guard sent it.
func projectCutOff(ctx context.Context, q *db.Queries, e call.Entry) error {
	id := Text(string(e.Call))
	last, err := q.LastWatch(ctx, db.LastWatchParams{CallID: &id, ID: Text(e.ID)})
	if errors.Is(err, pgx.ErrNoRows) || err == nil && last.Kind != string(call.KindWatched) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("who supervised: %w", err)
	}
	var d call.Watched
	if err := json.Unmarshal(last.Data, &d); err != nil {
		return fmt.Errorf("who supervised: %w", err)
	}
	return q.AuditFromJournal(ctx, db.AuditFromJournalParams{
		At: e.At, Actor: Text(d.Leader), Action: "call.watch_end", Object: "call:" + id, Entry: ptrText(e.ID),
		Detail: jsonOf(map[string]string{"reason": "restart"}),
	})
}

func ptrText(s string) *string {
	s = Text(s)
	return &s
}

// jsonOf cannot fail: strings are always encoded.
func jsonOf(detail map[string]string) json.RawMessage {
	raw, _ := json.Marshal(detail)
	return withoutNUL(raw)
}
