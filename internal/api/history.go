package api

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// TicketEvent is one thing that happened to a ticket.
type TicketEvent struct {
	At    time.Time       `json:"at"`
	Actor string          `json:"actor"`
	Kind  string          `json:"kind"`
	Data  json.RawMessage `json:"data,omitempty"`
	// Of what somebody, or a clock, changed.
	Label   string                     `json:"label,omitempty"`
	Version int64                      `json:"version,omitempty"`
	Party   string                     `json:"party,omitempty"`
	Unit    string                     `json:"unit,omitempty"`
	Reason  string                     `json:"reason,omitempty"`
	Clause  string                     `json:"clause,omitempty"`
	Before  map[string]json.RawMessage `json:"before,omitempty" doc:"The fields that it changed, as they were; of a list its items that are not the same"`
	After   map[string]json.RawMessage `json:"after,omitempty" doc:"And as they are since"`
}

// lastEvents is how much of its history a ticket comes with.
const lastEvents = 100

type historyRequest struct {
	Code string `path:"code" maxLength:"32"`
	Why
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"100"`
	Cursor string `query:"cursor" maxLength:"400"`
}

func (a *API) ticketHistory(ctx context.Context, in *historyRequest) (*listed[TicketEvent], error) {
	t, c, err := a.ticketToRead(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	s := sightOf(ctx, in.Reason)
	as := mayKnow(s, c)
	if as == inFull {
		if err := a.noteTicket(ctx, s, c); err != nil {
			return nil, err
		}
	}
	items, next, err := a.history(ctx, t.ID, in.Cursor, in.Limit, as)
	if err != nil {
		return nil, err
	}
	return list(items, next), nil
}

// history reads a page of a ticket's, the last first. Those that whoever asks may not read are
// left out of it.
func (a *API) history(ctx context.Context, id int64, from string, limit int, as showing) (page []TicketEvent, next string, err error) {
	p := db.TicketHistoryParams{TicketID: id, Page: int32(limit) + 1}
	if p.BeforeAt, p.BeforeID, err = behind(from); err != nil {
		return nil, "", err
	}
	rows, err := a.p.Store.TicketHistory(ctx, p)
	if err != nil {
		return nil, "", err
	}
	rows, next = cut(rows, limit, func(e db.TicketEvent) cursor { return cursor{At: e.At, ID: strconv.FormatInt(e.ID, 10)} })
	return historyOf(rows, visitOf(ctx), as), next, nil
}

// historyOf is the timeline, with what is shown of the sender. What is reserved, whoever
// reads every ticket alone is shown.
func historyOf(rows []db.TicketEvent, v *visit, as showing) []TicketEvent {
	all := make([]TicketEvent, 0, len(rows))
	for _, e := range rows {
		kind := ticket.Kind(strings.TrimPrefix(e.Kind, "ticket."))
		if kind.Reserved() && !v.who.mayReadReserved() {
			continue
		}
		event := TicketEvent{
			At: e.At, Actor: e.Actor, Kind: e.Kind, Data: dataOf(e, as), Version: value(e.Version), Party: e.Party, Unit: e.Unit, Reason: e.Reason, Clause: e.Clause,
			Before: fieldsOf(e.Before, as), After: fieldsOf(e.After, as),
		}
		if as != inFull && kind == (ticket.Correct{}).Kind() { // it may be that a name was taken out, and the reason says whose
			event.Reason = ""
			delete(event.Before, "content")
			delete(event.Before, "address")
		}
		if key := kind.Key(); lang.Known(key) {
			event.Label = lang.Say(v.lang, key)
		}
		all = append(all, event)
	}
	return all
}

// dataOf is what an entry says: without what tells of the sender where they may not be known,
// which is the call, what was said in it, and what they called a file.
func dataOf(e db.TicketEvent, as showing) json.RawMessage {
	if as == inFull || len(e.Data) == 0 {
		return e.Data
	}
	fields := fieldsOf(e.Data, as)
	switch e.Kind {
	case "ticket.called_again":
		delete(fields, "note")
	case "ticket." + string((ticket.AnswerConfidential{}).Kind()): // by which way, and to whom
		delete(fields, "how")
	case "ticket." + string((ticket.Attach{}).Kind()):
		if string(fields["purpose"]) == `"`+string(ticket.FileEvidence)+`"` {
			delete(fields, "name")
		}
	}
	out, err := json.Marshal(fields)
	if err != nil {
		return nil
	}
	return out
}

// fieldsOf are the fields of an entry, without who sent it and by which call.
func fieldsOf(raw json.RawMessage, as showing) map[string]json.RawMessage {
	var fields map[string]json.RawMessage
	if len(raw) == 0 || json.Unmarshal(raw, &fields) != nil {
		return nil
	}
	if as != inFull {
		delete(fields, "sender")
	}
	if as == hidden {
		delete(fields, "call")
	}
	return fields
}
