package api

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/sla"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Casefile is what belongs to a ticket beside its row: of a single one alone.
type Casefile struct {
	Asked       *ticket.Question    `json:"asked,omitempty" doc:"By the hotline, the last time (Điều 8.3)"`
	UnitAsked   *ticket.Question    `json:"unit_asked,omitempty" doc:"The one of Điều 18.1"`
	Refusal     *ticket.Refusal     `json:"refusal,omitempty"`
	Assignments []ticket.Assignment `json:"assignments,omitempty" doc:"Of units, over or not, in their order"`
	Tasks       []ticket.Task       `json:"tasks,omitempty"`
	Lead        *ticket.Leading     `json:"lead,omitempty" doc:"Why the Office leads, and what it proposes"`
	Directives  []ticket.Directive  `json:"directives,omitempty"`
	Result      *ticket.Answered    `json:"result,omitempty"`
	Public      *ticket.Public      `json:"public,omitempty"`
	Objection   *ticket.Objection   `json:"objection,omitempty"`
	Rating      *ticket.Mark        `json:"rating,omitempty" doc:"The sender's last mark, whichever way it was given (Điều 11.2)"`
	Dossiers    []ticket.Dossier    `json:"dossiers,omitempty"`
	Documents   []ticket.Document   `json:"documents,omitempty"`
	Reminders   []ticket.Reminder   `json:"reminders,omitempty"`
	Rewards     []ticket.Reward     `json:"rewards,omitempty"`
	Warnings    []ticket.Warning    `json:"warnings,omitempty"`
	Recordings  []ticket.Recording  `json:"recordings,omitempty" doc:"Requests for recordings"`
	Clocks      []TicketClock       `json:"clocks,omitempty"`
}

// TicketClock is one of a ticket's clocks.
type TicketClock struct {
	Kind     sla.Kind   `json:"kind" enum:"ask_back,live,officer,head,urgent,review,tell,quiet"`
	Unit     string     `json:"unit" doc:"Empty: the hotline's own"`
	Lead     bool       `json:"lead"`
	State    sla.State  `json:"state" enum:"running,paused,met,expired,dropped"`
	Due      time.Time  `json:"due,omitzero"`
	Promised time.Time  `json:"promised,omitzero"`
	Ended    *time.Time `json:"ended,omitempty"`
	Assumed  bool       `json:"assumed,omitempty" doc:"The due instant lies behind the working calendar's end: it is counted by its last hours, until somebody prolongs it"`
	// Apart from what counts, so that both readings can be seen.
	WaitedMinutes int       `json:"waited_minutes" doc:"Working time for which the unit waited for the sender's answer; whether it counts, the policy says (Điều 18.1)"`
	StrictDue     time.Time `json:"strict_due,omitzero" doc:"When it would be due in the strictest reading: counted from the ticket's receipt, nothing paused and nothing deferred"`
}

// casefile reads what belongs to a ticket, as its acts would find it.
func (a *API) casefile(ctx context.Context, t db.Ticket) (*Casefile, ticket.Case, error) {
	parent := ""
	if t.ParentID != nil {
		var err error
		if parent, err = a.p.Store.TicketCode(ctx, *t.ParentID); err != nil {
			return nil, ticket.Case{}, err
		}
	}
	c, err := a.p.Store.Case(ctx, a.p.Store.Queries, db.TicketLockRow{Ticket: t, Parent: parent, AnyEmergency: t.Emergency})
	if err != nil {
		return nil, c, err
	}
	f := &Casefile{
		Asked: c.Asked, UnitAsked: c.UnitAsked, Refusal: c.Refusal, Assignments: c.Assignments, Tasks: c.Tasks, Lead: c.Lead, Directives: c.Directives,
		Result: c.Result, Public: c.Public, Objection: c.Objection, Rating: c.Rating, Dossiers: c.Dossiers, Documents: c.Documents,
		Reminders: c.Reminders, Rewards: c.Rewards, Warnings: c.Warnings, Recordings: c.Recordings,
	}
	if !visitOf(ctx).who.mayReadReserved() {
		f.Warnings = nil
	}
	sheet, err := a.p.Store.LoadSheet(ctx, a.p.Store.Queries, t.ID)
	if err != nil {
		return nil, c, err
	}
	f.Clocks, err = a.clocksOf(ctx, t.Policy, sheet)
	return f, c, err
}

// clocksOf are a ticket's clocks, with what is known of each beside its due instant.
func (a *API) clocksOf(ctx context.Context, policy string, sheet sla.Sheet) ([]TicketClock, error) {
	if len(sheet.Clocks) == 0 {
		return nil, nil
	}
	law, err := a.p.Store.Law(ctx, a.p.Store.Queries, policy)
	if err != nil {
		return nil, err
	}
	now, err := a.p.Store.Now(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]TicketClock, len(sheet.Clocks))
	for i, k := range sheet.Clocks {
		waited, err := law.Waited(k, now)
		if err != nil {
			return nil, err
		}
		strict, err := law.Policy.StrictDue(law.Calendar, k)
		if err != nil {
			return nil, err
		}
		all[i] = TicketClock{
			Kind: k.Kind, Unit: k.Unit, Lead: k.Lead, State: k.State, Due: k.Due, Promised: k.Promised, Ended: orNull(k.Ended),
			Assumed: k.State.Open() && law.Calendar.Assumed(k.Due), WaitedMinutes: int(waited.Round(time.Minute) / time.Minute), StrictDue: strict,
		}
	}
	return all, nil
}

// historyOf is the timeline. hide: the sender may not be known. What is reserved, whoever
// reads every ticket alone is shown.
func historyOf(rows []db.TicketEvent, v *visit, hide bool) []TicketEvent {
	all := make([]TicketEvent, 0, len(rows))
	for _, e := range rows {
		kind := ticket.Kind(strings.TrimPrefix(e.Kind, "ticket."))
		if kind.Reserved() && !v.who.mayReadReserved() {
			continue
		}
		event := TicketEvent{
			At: e.At, Actor: e.Actor, Kind: e.Kind, Data: e.Data, Version: value(e.Version), Party: e.Party, Unit: e.Unit, Reason: e.Reason, Clause: e.Clause,
			Before: fieldsOf(e.Before, hide), After: fieldsOf(e.After, hide),
		}
		if hide && kind == (ticket.Attach{}).Kind() {
			event.Data = withoutName(e.Data)
		}
		if hide && kind == (ticket.Correct{}).Kind() { // it may be that a name was taken out
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

// mayReadReserved: the hotline, the Office and the inspector; neither a unit's people, of
// whom it may be, nor the administrator.
func (p *Principal) mayReadReserved() bool { return p.may(auth.SeeSenders) }

// withoutName takes out what a sender called a file.
func withoutName(raw json.RawMessage) json.RawMessage {
	fields := fieldsOf(raw, false)
	if string(fields["purpose"]) == `"`+string(ticket.FileEvidence)+`"` {
		delete(fields, "name")
	}
	out, err := json.Marshal(fields)
	if err != nil {
		return nil
	}
	return out
}

func fieldsOf(raw json.RawMessage, hide bool) map[string]json.RawMessage {
	var fields map[string]json.RawMessage
	if len(raw) == 0 || json.Unmarshal(raw, &fields) != nil {
		return nil
	}
	if hide {
		delete(fields, "sender")
	}
	return fields
}

// unitsOf are the units whose tickets somebody may read; nil: every ticket.
func (a *API) unitsOf(ctx context.Context, who *Principal) ([]string, error) {
	if who.may(auth.ReadTickets) {
		return nil, nil
	}
	tree, today, err := a.p.Store.TreeToday(ctx, a.p.Store.Queries)
	if err != nil {
		return nil, err
	}
	return append([]string{}, tree.Reach(who.Unit, today)...), nil // of none: no ticket
}

// mayRead refuses the ticket of another unit, as if it were not there.
func (a *API) mayRead(ctx context.Context, who *Principal, code ticket.Code) error {
	units, err := a.unitsOf(ctx, who)
	if err != nil || units == nil {
		return err
	}
	has, err := a.p.Store.TicketOfUnits(ctx, db.TicketOfUnitsParams{Code: string(code), Units: units})
	if err == nil && !has {
		err = store.ErrNotFound
	}
	return err
}

// mayKnow says whether somebody may see who sent a ticket: of what is confidential the
// hotline, the Office, a unit that it allows, and an auditor who gives a reason.
func mayKnow(who *Principal, c ticket.Case, reason string) bool {
	return mayKnowConfidential(who, reason) || c.MayKnowSender(who.Unit)
}

// mayKnowConfidential says whether somebody may see by their role who sent what is
// confidential, wherever it stands: in the ticket, its calls, their sound.
func mayKnowConfidential(who *Principal, reason string) bool {
	return who.may(auth.SeeSenders) && (who.Role != auth.RoleAuditor || strings.TrimSpace(reason) != "")
}

// show hides the sender from whoever may not know them; else it notes the look, before
// anything is seen.
func (a *API) show(ctx context.Context, t *Ticket, c ticket.Case, reason string) (hidden bool, err error) {
	who := visitOf(ctx).who
	if !mayKnow(who, c, reason) {
		t.hide()
		return true, nil
	}
	if !c.Confidential {
		return false, nil
	}
	return false, a.noteSenderSeen(ctx, "ticket:"+string(c.Code), reason)
}

// noteSenderSeen notes that somebody is about to see who sent what is confidential.
func (a *API) noteSenderSeen(ctx context.Context, object, reason string) error {
	who := visitOf(ctx).who
	return a.audit(ctx, who.Actor, "ticket.sender_seen", object, map[string]any{"reason": reason, "role": who.Role})
}

// hide takes out who sent it, wherever it stands, and the calls by which they are found.
func (t *Ticket) hide() {
	t.Sender, t.SenderHidden = Sender{Type: t.Sender.Type}, true
	t.Calls = []string{}
	if t.Message != nil {
		t.Message = &VoiceMessage{DurationMs: t.Message.DurationMs}
	}
	for i := range t.Emergencies {
		t.Emergencies[i].CallID = ""
	}
	for i := range t.Slips {
		t.Slips[i].hide()
	}
	for i := range t.Told {
		t.Told[i].To = ""
	}
}

// ticketAfter is a ticket as whoever changed it sees it; one that they no longer have is
// told by its state alone.
func (a *API) ticketAfter(ctx context.Context, code ticket.Code) (*ticketAnswer, error) {
	return a.ticketFor(ctx, code, "")
}

type ticketRequest struct {
	Code   string `path:"code" maxLength:"32"`
	Reason string `query:"reason" maxLength:"500" doc:"Why an auditor wants to know who sent what is confidential; it is kept"`
}

func (a *API) readTicket(ctx context.Context, in *ticketRequest) (*ticketAnswer, error) {
	code, err := codeIn(in.Code)
	if err != nil {
		return nil, err
	}
	if err := a.mayRead(ctx, visitOf(ctx).who, code); err != nil {
		return nil, err
	}
	return a.ticketFor(ctx, code, in.Reason)
}
