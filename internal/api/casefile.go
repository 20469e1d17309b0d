package api

import (
	"context"
	"time"

	"hotline1022/internal/auth"
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
	c, err := a.p.Store.CaseOfRow(ctx, t)
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

// mayReadReserved: the hotline, the Office and the inspector; neither a unit's people, of
// whom it may be, nor the administrator.
func (p *Principal) mayReadReserved() bool { return p.may(auth.SeeSenders) }

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

// mayKnow is what somebody is shown of who sent a ticket: by their role, or as the people of a
// unit that may know it.
func mayKnow(s sight, c ticket.Case) showing {
	if s.who.may(auth.AnswerTickets) && c.MayKnowSender(s.who.Unit) {
		return inFull
	}
	return s.one(c.Confidential)
}

// noteTicket notes that who sent a ticket is about to be shown in full: of what is confidential,
// and to whoever has to say why, by a row of the audit log; it is counted of everybody, once for
// as long as the look lasts.
func (a *API) noteTicket(ctx context.Context, s sight, c ticket.Case) error {
	look := store.Reading{Actor: s.who.Actor, Kind: store.ReadPeople, Seen: 1, At: a.cfg.Now()}
	key := noting{s.who.Actor, string(look.Kind), string(c.Code)}
	if a.noted.recently(key, look.At) {
		look.Seen = 0
	}
	if c.Confidential || s.who.Role.SaysWhy() {
		act, err := a.act(s.who.Actor, "ticket.sender_seen", "ticket:"+string(c.Code), map[string]any{"reason": s.why(c.Confidential), "role": s.who.Role})
		if err != nil {
			return err
		}
		look.Act = &act
	}
	if look.Act == nil && look.Seen == 0 {
		return nil
	}
	if err := a.read(ctx, look); err != nil {
		return err
	}
	a.noted.note(key, look.At)
	return nil
}

// conceal takes out who sent it, wherever it stands; of what is hidden, also the calls by which
// they are found.
func (t *Ticket) conceal(as showing) {
	if as == inFull {
		return
	}
	t.Sender, t.SenderHidden = as.sender(t.Sender), true
	for i := range t.Slips {
		t.Slips[i].conceal(as)
	}
	for i := range t.Told {
		t.Told[i].To = as.number(t.Told[i].To)
	}
	if as == masked {
		return
	}
	t.Calls = []string{}
	for i := range t.Recordings {
		t.Recordings[i].Call, t.Recordings[i].BegunAt = as.call(t.Recordings[i].Call), nil
	}
	if t.Message != nil {
		t.Message = &VoiceMessage{DurationMs: t.Message.DurationMs}
	}
	for i := range t.Emergencies {
		t.Emergencies[i].CallID = ""
	}
}

type ticketRequest struct {
	Code string `path:"code" maxLength:"32"`
	Why
}

// Why is the reason of a look, of every operation that shows who people are.
type Why struct {
	Reason string `query:"reason" maxLength:"500" doc:"Why an auditor wants to know who that is (Điều 12.2, 19); it is kept. Without it names are left out, and the middle of numbers"`
}

func (a *API) readTicket(ctx context.Context, in *ticketRequest) (*ticketAnswer, error) {
	code, err := codeIn(in.Code)
	if err != nil {
		return nil, err
	}
	if err := a.mayRead(ctx, visitOf(ctx).who, code); err != nil {
		return nil, err
	}
	return a.shown(ctx, code, in.Reason)
}
