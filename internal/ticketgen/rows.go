package ticketgen

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/casework"
	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// table is one that is filled.
type table struct {
	name    string
	columns []string
	numbers bool // its id counts
}

// tables in the order in which they refer to one another.
var tables = []table{
	{"calls", []string{"id", "node", "from_raw", "from_number", "to_number", "state", "operator", "had_by", "started_at", "answered_at", "connected_at", "ended_at", "end_class", "end_reason"}, false},
	{"tickets", []string{
		"id", "code", "year", "number", "state", "policy", "group", "field", "unit", "content", "address", "directive", "urgent", "confidential", "channel",
		"sender_type", "sender_name", "sender_address", "sender_phone", "sender_email", "no_address", "no_phone", "no_email", "complete", "origin", "created_by", "created_at",
		"version", "emergency", "ever_overdue", "identity_for", "parent_id", "result_at", "told_at", "public_content", "public_result", "rating", "life", "units", "officers", "updated_at", "due_at",
	}, true},
	{"ticket_calls", []string{"ticket_id", "call_id"}, false},
	{"ticket_events", []string{"id", "ticket_id", "at", "actor", "kind", "data", "version", "party", "unit", "reason", "clause", "before", "after"}, true},
	{"ticket_assignments", []string{"ticket_id", "number", "unit", "lead", "state", "sent_at", "accepted_at", "officer", "promised", "escalated_at", "overdue_at", "answer", "ended_at"}, false},
	{"ticket_items", []string{"ticket_id", "kind", "number", "unit", "settled", "body"}, false},
	{"transfer_slips", []string{"id", "ticket_id", "unit", "body", "drafted_by", "drafted_at", "year", "number", "assignment", "sent_at", "to_head_at"}, true},
	{"leadership_reports", []string{"id", "ticket_id", "assignment", "unit", "clause", "at", "state"}, true},
	{"ticket_sheets", []string{"ticket_id", "received", "result", "last", "wakes", "calendar"}, false},
	{"ticket_clocks", []string{"ticket_id", "number", "kind", "unit", "lead", "own", "ticket", "asked", "replied", "promised", "due", "warn_at", "warned", "since", "state", "ended"}, false},
	{"messages", []string{
		"id", "channel", "recipient", "text_key", "text_args", "cause", "ticket_id", "state", "body", "parts", "attempts", "gateway", "gateway_id", "created_at", "sent_at", "reported_at", "began_at",
	}, false},
}

// chunk is what is written at once: rows by table.
type chunk struct {
	rows     map[string][][]any
	ids      map[string]int64 // the last that was given, of tables that count
	calendar int64
}

func (c *chunk) add(table string, row ...any) { c.rows[table] = append(c.rows[table], row) }

func (c *chunk) id(table string) int64 {
	c.ids[table]++
	return c.ids[table]
}

// filed is a ticket with what its life does not tell.
type filed struct {
	id           int64
	year, number int
	draft        ticket.Draft
	operator     string
	parent       *int64
	called       bool // the call that it was told in is kept
	told         bool // so are messages about it
}

// keep makes the rows of a life.
func (c *chunk) keep(f filed, l *life) error {
	at := l.c.ReceivedAt
	for _, s := range l.steps {
		at = s.Changes[0].At
	}
	row, err := store.CaseRow(f.id, l.c, at)
	if err != nil {
		return err
	}
	sheet, clocks := store.SheetRows(f.id, l.sheet)
	d := f.draft
	c.add("tickets", f.id, string(l.c.Code), f.year, f.number, row.State, l.c.Policy, int(d.Group), d.Field, row.Unit, d.Content, d.Address, d.Directive,
		row.Urgent, row.Confidential, string(d.Channel), row.SenderType, row.SenderName, row.SenderAddress, row.SenderPhone, row.SenderEmail,
		row.NoAddress, row.NoPhone, row.NoEmail, row.Complete, string(ticket.OriginOperator), f.operator, l.c.ReceivedAt,
		row.Version, row.Emergency, row.EverOverdue, row.IdentityFor, f.parent, row.ResultAt, row.ToldAt, row.PublicContent, row.PublicResult, row.Rating,
		row.Life, row.Units, row.Officers, row.UpdatedAt, sheet.Due)
	for _, a := range store.AssignmentRows(f.id, l.c) {
		c.add("ticket_assignments", f.id, a.Number, a.Unit, a.Lead, a.State, a.SentAt, a.AcceptedAt, a.Officer, a.Promised, a.EscalatedAt, a.OverdueAt, a.Answer, a.EndedAt)
	}
	items, err := store.ItemRows(f.id, l.c)
	if err != nil {
		return err
	}
	for _, i := range items {
		c.add("ticket_items", f.id, i.Kind, i.Number, i.Unit, i.Settled, i.Body)
	}
	c.add("ticket_sheets", f.id, sheet.Received, sheet.Result, sheet.Last, sheet.Wakes, c.calendar)
	for _, k := range clocks {
		c.add("ticket_clocks", f.id, k.Number, k.Kind, k.Unit, k.Lead, k.Own, k.Ticket, k.Asked, k.Replied, k.Promised, k.Due, k.WarnAt, k.Warned, k.Since, k.State, k.Ended)
	}
	if f.called {
		c.call(f, l.c)
	}
	return c.history(f, l)
}

// call is the one in which it was told.
func (c *chunk) call(f filed, t ticket.Case) {
	id := fmt.Sprintf("pbx1-%d.%d", t.ReceivedAt.Unix(), f.id)
	began := t.ReceivedAt.Add(-3 * time.Minute)
	c.add("calls", id, "pbx1", t.Sender.Phone, t.Sender.Phone, "02251022", "ended", f.operator, []string{f.operator}, began, began, began.Add(20*time.Second), t.ReceivedAt, "citizen", "hangup")
	c.add("ticket_calls", f.id, id)
}

// history is what happened to it, with what went out.
func (c *chunk) history(f filed, l *life) error {
	begun, err := json.Marshal(map[string]any{"state": string(ticket.StateReceived), "origin": string(ticket.OriginOperator)})
	if err != nil {
		return err
	}
	c.add("ticket_events", c.id("ticket_events"), f.id, l.c.ReceivedAt, f.operator, "ticket.received", begun, nil, "", "", "", "", nil, nil)
	sent := map[int][]any{} // slips by the part that each began
	for _, s := range l.steps {
		ch := s.Changes[0]
		e, err := casework.EntryRow(f.id, s.Case.Version, ch)
		if err != nil {
			return err
		}
		c.add("ticket_events", c.id("ticket_events"), f.id, e.At, e.Actor, e.Kind, e.Data, e.Version, e.Party, e.Unit, e.Reason, e.Clause, e.Before, e.After)
		for _, slip := range s.Slips {
			if !slip.ToHead {
				if sent[slip.Assignment], err = c.slip(f, slip, ch); err != nil {
					return err
				}
			} else if row := sent[slip.Assignment]; row != nil {
				row[len(row)-1] = ch.At
			}
		}
		for _, r := range s.Reports {
			c.add("leadership_reports", c.id("leadership_reports"), f.id, r.Assignment, r.Unit, r.Clause, ch.At, string(l.c.State))
		}
		if f.told {
			c.messages(f, s)
		}
	}
	return nil
}

func (c *chunk) slip(f filed, to ticket.Slipped, ch ticket.Change) ([]any, error) {
	body, err := json.Marshal(ticket.Slip{Unit: to.Unit, Calls: []ticket.SlipCall{}, Recordings: []ticket.SlipRecording{}}.Filed(f.draft))
	if err != nil {
		return nil, err
	}
	id := c.id("transfer_slips")
	row := []any{id, f.id, to.Unit, body, f.operator, ch.At, ch.At.In(ticket.Zone).Year(), id, to.Assignment, ch.At, nil}
	c.add("transfer_slips", row...)
	return row, nil
}

// messages are those to the sender.
func (c *chunk) messages(f filed, s ticket.Result) {
	to := s.Case.Sender.Phone
	for i, n := range s.Notices {
		if n.To != ticket.ToSender || !directory.Mobile(to) {
			continue
		}
		cause := fmt.Sprintf("ticket:%s:%d:sender:%d", s.Case.Code, s.Case.Version, i)
		id := uuid.NewSHA1(uuid.NameSpaceOID, []byte(cause))
		at := s.Changes[0].At
		args := make([]any, len(n.Args))
		for j, a := range n.Args {
			args[j] = a
		}
		c.add("messages", id, "sms", to, string(n.Key), slices.Clone(n.Args), cause, f.id, "delivered", lang.Say(lang.Vietnamese, n.Key, args...), 1, 1, "brandname", id.String(),
			at, at.Add(2*time.Second), at.Add(9*time.Second), at)
	}
}
