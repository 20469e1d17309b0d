package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Sender is who reports (Điều 7.3).
type Sender struct {
	Type      ticket.SenderType `json:"type" enum:"individual,organisation"`
	Name      string            `json:"name" required:"false"`
	Address   string            `json:"address" required:"false"`
	Phone     string            `json:"phone" required:"false"`
	Email     string            `json:"email" required:"false"`
	NoAddress bool              `json:"no_address" required:"false" doc:"The sender said that there is none"`
	NoPhone   bool              `json:"no_phone" required:"false"`
	NoEmail   bool              `json:"no_email" required:"false"`
	Servant   bool              `json:"state_servant" required:"false" doc:"They say that they serve the state (Điều 17.10); for counting alone"`
}

// Ticket is a ticket as staff see it.
type Ticket struct {
	Code         string            `json:"code"`
	Version      int64             `json:"version" doc:"Counts the changes; whoever does something says which one they saw"`
	State        string            `json:"state" enum:"received,awaiting_sender,declined,live_transfer,assigned,in_progress,awaiting_sender_for_unit,verifying,escalated_to_head,overdue,office_led,awaiting_directive,resolved,published,answered,contested,closed,merged"`
	StateLabel   string            `json:"state_label"`
	Origin       string            `json:"origin" enum:"operator,message,incident" doc:"Who brought it about: an operator, a message that the caller left, a key pressed for an incident"`
	Kind         ticket.Matter     `json:"kind" doc:"What the sender wants (Điều 1.1): request, question, suggestion, report, petition; empty: nobody has said"`
	KindLabel    string            `json:"kind_label"`
	Group        int               `json:"group" doc:"0: not known before somebody has heard the message"`
	GroupLabel   string            `json:"group_label"`
	Field        string            `json:"field"`
	Unit         string            `json:"unit"`
	UnitName     string            `json:"unit_name"`
	Content      string            `json:"content"`
	Address      string            `json:"address"`
	Pin          *ticket.Pin       `json:"pin,omitempty" doc:"Where that is, as it was set on the map"`
	Directive    string            `json:"directive"`
	Urgent       bool              `json:"urgent"`
	Confidential bool              `json:"confidential"`
	Channel      string            `json:"channel"`
	Emergency    bool              `json:"emergency" doc:"Somebody was in danger (Điều 9.1)"`
	EverOverdue  bool              `json:"ever_overdue"`
	OutsideTTHC  bool              `json:"outside_tthc" doc:"Outside the regulation, and led by its own department (Điều 1.2, 16.1)"`
	NeedsDoc     bool              `json:"needs_document" doc:"The answer has to be a signed document (Điều 17.6)"`
	Precheck     string            `json:"precheck"`
	Parent       string            `json:"parent" doc:"The ticket into which it was merged; of a single ticket alone"`
	Sender       Sender            `json:"sender"`
	SenderHidden bool              `json:"sender_hidden" doc:"You may not know who sent it, or have not said why: nothing is told of them, or numbers without their middle (Điều 12.2)"`
	Casefile     *Casefile         `json:"case,omitempty" doc:"Of a single ticket alone"`
	Calls        []string          `json:"calls" doc:"IDs"`
	Message      *VoiceMessage     `json:"message,omitempty" doc:"What the caller said, to be heard at /tickets/{code}/message"`
	CreatedAt    time.Time         `json:"created_at"`
	UpdatedAt    time.Time         `json:"updated_at" doc:"When something was last done with it"`
	Due          *time.Time        `json:"due,omitempty" doc:"When the first of its terms runs out"`
	OverdueSince *time.Time        `json:"overdue_since,omitempty" doc:"When the last term ran out of whoever has it, where it is overdue (Điều 9.4)"`
	CreatedBy    string            `json:"created_by" doc:"Empty where no operator did"`
	Complete     bool              `json:"complete" doc:"All that Điều 7.3 asks for is there, or said not to exist"`
	Emergencies  []Emergency       `json:"emergencies" doc:"Emergency services that were called in its calls (Điều 9.1)"`
	Attachments  []Attachment      `json:"attachments,omitempty" doc:"Its files, those taken away too"`
	Slips        []Slip            `json:"slips,omitempty" doc:"Transfer slips drafted of it (Điều 9.3)"`
	Recordings   []TicketRecording `json:"recordings,omitempty" doc:"Of a single ticket alone: of all its calls, those after its slips too, for a unit to ask for and to hear (Điều 10.1)"`
	History      []TicketEvent     `json:"history,omitempty" doc:"Of a single ticket alone: the last that happened to it, in that order"`
	Earlier      *string           `json:"history_earlier,omitempty" doc:"More happened before that: give it as cursor to /tickets/{code}/history"`
	Told         []Told            `json:"told,omitempty" doc:"What people outside were told of it"`
	GrantUntil   *time.Time        `json:"grant_until,omitempty" doc:"Of who may decide on a recording that a unit asks for: no approval reaches further (Điều 10.1)"`
	Can          []ticket.Kind     `json:"can,omitempty" doc:"Of a single ticket alone: the acts that you may do to it as it stands"`
}

// VoiceMessage is a part of a call's recording.
type VoiceMessage struct {
	CallID     string `json:"call_id"`
	DurationMs int64  `json:"duration_ms"`
}

// Told is a message about a ticket.
type Told struct {
	ID        uuid.UUID  `json:"id"`
	Channel   string     `json:"channel" enum:"sms,email"`
	To        string     `json:"to"`
	ToSender  bool       `json:"to_sender" doc:"To whoever sent the ticket; else to those who deal with it"`
	Text      string     `json:"text" doc:"As it was sent; empty before the first attempt"`
	Parts     int32      `json:"parts" doc:"SMS that it was carried in"`
	State     string     `json:"state" enum:"queued,sent,delivered,undelivered,failed,withdrawn"`
	Quiet     bool       `json:"quiet" doc:"It waits for the morning (next_at)"`
	Doubts    int32      `json:"doubts" doc:"Attempts of which nobody knows whether the gateway took the message"`
	At        time.Time  `json:"at" doc:"When it arrived or did not, or else was sent, or failed, or queued"`
	NextAt    *time.Time `json:"next_at" doc:"Of the next attempt, while it is queued"`
	Retried   bool       `json:"retried" doc:"Another message tries it again"`
	Withdrawn bool       `json:"withdrawn" doc:"It is not sent any more: whom it was for is not the ticket's sender"`
}

func toldOf(row db.MessagesOfTicketRow) Told {
	m := row.Message
	kind, _ := notify.KindOf(lang.Key(m.TextKey))
	return Told{
		ID: m.ID, Channel: m.Channel, To: m.Recipient, ToSender: kind.Keyed, Text: m.Body, Parts: m.Parts, State: m.State, Quiet: m.Quiet, Doubts: m.Doubts,
		At: first(m.CreatedAt, m.ReportedAt, m.SentAt, m.FailedAt, m.WithdrawnAt), NextAt: m.NextAt, Retried: row.Retry != nil, Withdrawn: m.WithdrawnAt != nil,
	}
}

type ticketAnswer struct{ Body Ticket }

func (a *API) ticketOperations() {
	a.filingOperations()
	tickets := operation{
		method: http.MethodGet, path: "/tickets", id: "tickets", summary: "Tickets; for a unit's people those in which the unit, or one below, has or had a part", tag: "tickets",
		rights: readTickets, errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
	}
	handle(a, tickets, a.tickets)
	handleExport(a, tickets, a.ticketRows, ticketColumns)
	handle(a, operation{
		method: http.MethodGet, path: "/tickets/{code}", id: "ticket", summary: "A ticket by its code, with or without dashes", tag: "tickets",
		rights: readTickets, errors: []int{http.StatusNotFound},
	}, a.readTicket)
	handle(a, operation{
		method: http.MethodGet, path: "/tickets/{code}/history", id: "ticket-history", summary: "What happened to a ticket, the last first", tag: "tickets",
		rights: readTickets, errors: []int{http.StatusBadRequest, http.StatusNotFound, http.StatusUnprocessableEntity},
	}, a.ticketHistory)
}

// shown is a ticket with its history, without what whoever asks may not know; the look is
// noted before anything is seen.
func (a *API) shown(ctx context.Context, code ticket.Code, reason string) (*ticketAnswer, error) {
	s := sightOf(ctx, reason)
	out, c, err := a.ticketSeen(ctx, code, s)
	if err == nil && !out.SenderHidden {
		err = a.noteTicket(ctx, s, c)
	}
	if err != nil {
		return nil, err
	}
	if s.who.Username != "" { // a ticket is a person's to change
		out.Can = ticket.Can(c, partyBy(s.who))
	}
	if slices.Contains(out.Can, ticket.DecideRecording{}.Kind()) {
		now, err := a.p.Store.Now(ctx)
		if err != nil {
			return nil, err
		}
		latest := a.p.Casework.LatestGrant(now)
		out.GrantUntil = &latest
	}
	return &ticketAnswer{out}, nil
}

// ticketSeen reads a ticket as it may be shown.
func (a *API) ticketSeen(ctx context.Context, code ticket.Code, s sight) (out Ticket, c ticket.Case, err error) {
	row, err := a.p.Store.Ticket(ctx, code)
	if err != nil {
		return out, c, err
	}
	out = ticketOf(row)
	file, c, err := a.casefile(ctx, row.Ticket)
	if err != nil {
		return out, c, err
	}
	out.Casefile, out.Parent, out.Emergency = file, c.Parent.String(), c.Emergency
	messages, err := a.p.Store.MessagesOfTicket(ctx, &row.Ticket.ID)
	if err != nil {
		return out, c, err
	}
	if err := a.aboutCalls(ctx, &out); err != nil {
		return out, c, err
	}
	if out.Slips, err = a.slipsOf(ctx, db.SlipsParams{TicketID: &row.Ticket.ID}); err != nil {
		return out, c, err
	}
	if out.Recordings, err = a.recordingsOf(ctx, out.Calls); err != nil {
		return out, c, err
	}
	for _, m := range messages {
		out.Told = append(out.Told, toldOf(m))
	}
	if err := a.granted(ctx, &out, c); err != nil {
		return out, c, err
	}
	as := mayKnow(s, c)
	out.conceal(as)
	if out.Attachments, err = a.attachmentsOf(ctx, row.Ticket, as); err != nil {
		return out, c, err
	}
	last, earlier, err := a.history(ctx, row.Ticket.ID, "", lastEvents, as)
	if err != nil {
		return out, c, err
	}
	slices.Reverse(last)
	out.History = last
	out.Earlier = orNull(earlier)
	return out, c, nil
}

// flag names the emergency services that were called in the ticket's calls.
func (t *Ticket) flag(byCall map[string][]Emergency) {
	for _, id := range t.Calls {
		t.Emergencies = append(t.Emergencies, byCall[id]...)
	}
}

// aboutCalls is what the ticket's calls tell of it.
func (a *API) aboutCalls(ctx context.Context, t *Ticket) error {
	emergencies, err := a.emergenciesOf(ctx, t.Calls)
	if err != nil {
		return err
	}
	t.flag(emergencies)
	return nil
}

// labelOf is a kind's name; "" where nobody has said.
func labelOf(m ticket.Matter) string {
	if m == "" {
		return ""
	}
	return lang.Say(lang.Vietnamese, m.Key())
}

func ticketOf(row db.TicketByCodeRow) Ticket {
	t := row.Ticket
	group := ticket.Group(value(t.Group))
	matter := ticket.Matter(value(t.Kind))
	out := Ticket{
		Kind: matter, KindLabel: labelOf(matter),
		Code: ticket.Code(t.Code).String(), Version: t.Version, State: t.State, StateLabel: ticket.State(t.State).Label(),
		Emergency: t.Emergency, EverOverdue: t.EverOverdue, OutsideTTHC: t.OutsideTthc, NeedsDoc: t.NeedsDocument, Precheck: t.Precheck, Origin: t.Origin, Group: int(group), GroupLabel: group.Label(),
		Field: value(t.Field), Unit: value(t.Unit), UnitName: row.UnitName, Content: t.Content, Address: t.Address, Pin: pinOf(t), Directive: t.Directive,
		Urgent: t.Urgent, Confidential: t.Confidential, Channel: t.Channel, Calls: row.Calls, Emergencies: []Emergency{},
		CreatedAt: t.CreatedAt, UpdatedAt: t.UpdatedAt, Due: t.DueAt, OverdueSince: row.OverdueAt, CreatedBy: value(t.CreatedBy), Complete: t.Complete,
		Sender: Sender(store.SenderOf(t)),
	}
	if row.MessageCall != "" {
		out.Message = &VoiceMessage{CallID: row.MessageCall, DurationMs: row.MessageMs}
	}
	return out
}
