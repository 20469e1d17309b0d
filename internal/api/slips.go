package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

// Slip is a transfer slip (phiếu chuyển, Điều 9.3): what was known when it was drafted.
type Slip struct {
	ID           int64             `json:"id"`
	Ticket       string            `json:"ticket" doc:"Code; empty as long as its call has none"`
	CallID       string            `json:"call_id" doc:"The call in which it was drafted; empty: none"`
	Unit         string            `json:"unit" doc:"Whom it is for"`
	UnitName     string            `json:"unit_name"`
	DraftedBy    string            `json:"drafted_by"`
	DraftedName  string            `json:"drafted_name"`
	DraftedAt    time.Time         `json:"drafted_at"`
	Group        int               `json:"group" doc:"0: not known yet"`
	GroupLabel   string            `json:"group_label"`
	Field        string            `json:"field"`
	Content      string            `json:"content"`
	Address      string            `json:"address"`
	Directive    string            `json:"directive"`
	Urgent       bool              `json:"urgent"`
	Confidential bool              `json:"confidential" doc:"Then the sender is not named"`
	Sender       Sender            `json:"sender"`
	Calls        []ticket.SlipCall `json:"calls"`
	Tried        []ticket.Attempt  `json:"tried" doc:"Whom of the units was called, in order"`
	Recordings   []SlipRecording   `json:"recordings" doc:"Of its calls; at /recordings/{id}/audio, for who may hear them"`
	Note         string            `json:"note"`
	Number       string            `json:"number" doc:"In the year, as people write it: 12/2026; empty: not sent"`
	SentAt       *time.Time        `json:"sent_at"`
	ToHeadAt     *time.Time        `json:"to_head_at" doc:"When it went on to the unit's head (Điều 9.4)"`
	Earlier      []SlipDraft       `json:"earlier" doc:"What it said before it was drafted again, oldest first"`
}

// SlipRecording is one that a slip refers to.
type SlipRecording struct {
	ticket.SlipRecording
	MayHear bool `json:"may_hear" doc:"Whoever asks may, now"`
	// Of a unit's people: where their newest request for it stands (Điều 10.1).
	Request string     `json:"request" enum:",asked,granted,refused,over" doc:"Empty: their unit has not asked for it"`
	Until   *time.Time `json:"until,omitempty" doc:"It was granted until then"`
}

// SlipDraft is what a slip said that was drafted again since.
type SlipDraft struct {
	DraftedBy   string    `json:"drafted_by"`
	DraftedName string    `json:"drafted_name"`
	DraftedAt   time.Time `json:"drafted_at"`
	Content     string    `json:"content"`
	Note        string    `json:"note"`
}

type ticketSlipRequest struct {
	Code string `path:"code" maxLength:"32"`
	Body struct {
		Unit string `json:"unit,omitempty" maxLength:"24" doc:"Left out: the ticket's, or the last that was tried"`
		Note string `json:"note,omitempty"`
	}
}

type callSlipRequest struct {
	ID   string `path:"id" maxLength:"80"`
	Body struct {
		Unit  string       `json:"unit,omitempty" maxLength:"24" doc:"Left out: the draft's, or the last that was tried"`
		Note  string       `json:"note,omitempty"`
		Draft *TicketDraft `json:"draft,omitempty" doc:"What is written of the ticket so far, of a call that has none"`
	}
}

type slipAnswer struct{ Body Slip }

func (a *API) slipOperations() {
	draft, wrong := []auth.Right{auth.DraftSlips}, []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}
	handle(a, operation{
		method: http.MethodPost, path: "/tickets/{code}/slips", id: "draftSlip", tag: "tickets", status: http.StatusCreated,
		summary: "Draft the transfer slip of a ticket for a unit, with all that is known; again: with what is known now",
		rights:  draft, errors: wrong, lenient: true,
	}, a.draftTicketSlip)
	handle(a, operation{
		method: http.MethodGet, path: "/tickets/{code}/slips", id: "slips", summary: "The transfer slips of a ticket", tag: "tickets",
		rights: readTickets, errors: []int{http.StatusNotFound},
	}, a.ticketSlips)
	handle(a, operation{
		method: http.MethodPost, path: "/calls/{id}/slips", id: "draftCallSlip", tag: "calls", status: http.StatusCreated,
		summary: "The same from a call: of its newest ticket, or, as long as it has none, of what is written so far",
		rights:  draft, errors: wrong, lenient: true,
	}, a.draftCallSlip)
	handle(a, operation{
		method: http.MethodGet, path: "/calls/{id}/slips", id: "callSlips", summary: "The transfer slips of a call and of its tickets", tag: "calls",
		rights: []auth.Right{auth.ReadCalls, auth.ReadOwnCalls}, errors: []int{http.StatusNotFound},
	}, a.callSlips)
}

func (a *API) draftTicketSlip(ctx context.Context, in *ticketSlipRequest) (*slipAnswer, error) {
	code, err := ticket.ParseCode(in.Code)
	if err != nil {
		return nil, refuse(http.StatusNotFound, lang.BadTicketCode)
	}
	row, err := a.p.Store.Ticket(ctx, code)
	if err != nil {
		return nil, err
	}
	return a.draftSlip(ctx, slipWish{unit: in.Body.Unit, note: in.Body.Note, ticket: &row})
}

func (a *API) draftCallSlip(ctx context.Context, in *callSlipRequest) (*slipAnswer, error) {
	filed, err := a.filedCall(ctx, visitOf(ctx).who, call.ID(in.ID))
	var r *refusal
	if errors.As(err, &r) && r.items != nil || err == nil && filed == nil {
		return nil, refuse(http.StatusNotFound, lang.UnknownCall)
	}
	if err != nil {
		return nil, err
	}
	wish := slipWish{unit: in.Body.Unit, note: in.Body.Note, call: filed}
	row, err := a.p.Store.CallTicket(ctx, filed.ID)
	switch {
	case err == nil:
		wish.ticket = &row
	case !errors.Is(err, store.ErrNotFound):
		return nil, err
	case in.Body.Draft != nil:
		wish.draft = in.Body.Draft.draft()
	}
	return a.draftSlip(ctx, wish)
}

// slipWish is a slip to be drafted: of a ticket, or of a call and what is written so far.
type slipWish struct {
	unit, note string
	ticket     *db.TicketByCodeRow
	call       *store.FiledCall
	draft      ticket.Draft
}

func (a *API) draftSlip(ctx context.Context, wish slipWish) (*slipAnswer, error) {
	who := visitOf(ctx).who
	if who.Username == "" {
		return nil, refuse(http.StatusForbidden, lang.NotAllowed) // a slip is drafted by a person
	}
	var calls []string
	if wish.call != nil {
		calls = append(calls, string(wish.call.ID))
	}
	if wish.ticket != nil {
		calls, wish.draft = wish.ticket.Calls, store.DraftOf(wish.ticket.Ticket)
	}
	from, err := a.p.Store.SlipSource(ctx, calls)
	if err != nil {
		return nil, err
	}
	if c := wish.call; c != nil && len(from.Calls) == 0 { // the journal has not brought it yet
		number, _ := directory.Number(c.From) // "": none
		from.Calls = append(from.Calls, ticket.SlipCall{ID: string(c.ID), From: number, StartedAt: c.StartedAt})
	}
	from.Unit, from.Note, from.Draft = wish.unit, wish.note, wish.draft
	known, err := a.p.Store.Known(ctx, from.To())
	if err != nil {
		return nil, err
	}
	slip, faults := ticket.DraftSlip(from, known)
	if len(faults) > 0 {
		return nil, faulty(faults)
	}
	now, err := a.p.Store.Now(ctx) // as of all that concerns tickets
	if err != nil {
		return nil, err
	}
	kept := store.NewSlip{Slip: slip, Call: wish.call, Actor: who.Username, At: now}
	params := db.SlipsParams{}
	if wish.ticket != nil {
		kept.Ticket, params.TicketID = &wish.ticket.Ticket, &wish.ticket.Ticket.ID
	} else {
		params.CallID = orNull(string(wish.call.ID))
	}
	id, err := a.p.Store.KeepSlip(ctx, kept)
	var over store.ErrNoSlipNow
	if errors.As(err, &over) {
		return nil, &refusal{status: http.StatusConflict, key: lang.SlipNotNow, args: []any{lang.Say(visitOf(ctx).lang, over.State.Key())}}
	}
	if err != nil {
		return nil, err
	}
	slips, err := a.slipsOf(ctx, params)
	if err != nil {
		return nil, err
	}
	for _, s := range slips {
		if s.ID == id {
			return &slipAnswer{s}, nil
		}
	}
	return nil, store.ErrNotFound
}

func (a *API) ticketSlips(ctx context.Context, in *ticketRequest) (*listed[Slip], error) {
	t, err := a.readTicket(ctx, in)
	if err != nil {
		return nil, err
	}
	return list(t.Body.Slips, ""), nil
}

func (a *API) callSlips(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"80"`
	Why
},
) (*listed[Slip], error) {
	row, err := a.p.Store.Call(ctx, call.ID(in.ID))
	if err != nil {
		return nil, err
	}
	if !mayRead(visitOf(ctx).who, row.Call) {
		return nil, refuse(http.StatusNotFound, lang.NotFound) // not even that it exists
	}
	slips, err := a.slipsOf(ctx, db.SlipsParams{CallID: &in.ID})
	if err != nil {
		return nil, err
	}
	s := sightOf(ctx, in.Reason)
	if err := a.noteCall(ctx, s, in.ID, s.listed(row.Confidential)); err != nil {
		return nil, err
	}
	for i := range slips {
		slips[i].conceal(s.listed(row.Confidential || slips[i].Confidential))
	}
	return list(slips, ""), nil
}

func (a *API) slipsOf(ctx context.Context, p db.SlipsParams) ([]Slip, error) {
	rows, err := a.p.Store.Slips(ctx, p)
	if err != nil {
		return nil, err
	}
	earlier, err := a.earlierDrafts(ctx, rows)
	if err != nil {
		return nil, err
	}
	slips := make([]Slip, len(rows))
	for i, r := range rows {
		s, err := store.ReadSlip(r.TransferSlip.Body)
		if err != nil {
			return nil, err
		}
		slips[i] = Slip{
			ID: r.TransferSlip.ID, Ticket: ticket.Code(r.Ticket).String(), CallID: value(r.TransferSlip.CallID), Unit: s.Unit, UnitName: r.UnitName,
			DraftedBy: r.TransferSlip.DraftedBy, DraftedName: r.DraftedName, DraftedAt: r.TransferSlip.DraftedAt,
			Group: int(s.Group), GroupLabel: s.Group.Label(), Field: s.Field, Content: s.Content, Address: s.Address, Directive: s.Directive,
			Urgent: s.Urgent, Confidential: s.Confidential, Sender: Sender(s.Sender), Calls: append([]ticket.SlipCall{}, s.Calls...),
			Tried: append([]ticket.Attempt{}, s.Tried...), Recordings: toHear(visitOf(ctx).who, s.Recordings), Note: s.Note,
			Number: store.SlipNumber(r.TransferSlip), SentAt: r.TransferSlip.SentAt, ToHeadAt: r.TransferSlip.ToHeadAt,
			Earlier: append([]SlipDraft{}, earlier[r.TransferSlip.ID]...),
		}
	}
	return slips, nil
}

// conceal takes out who sent it, and of what is hidden the calls by which they are found.
func (s *Slip) conceal(as showing) {
	s.Sender, s.CallID = as.sender(s.Sender), as.call(s.CallID)
	for i := range s.Recordings {
		s.Recordings[i].Call = as.call(s.Recordings[i].Call)
	}
	if as == hidden {
		s.Calls = nil
	}
	for i := range s.Calls {
		s.Calls[i].From = as.number(s.Calls[i].From)
	}
}

// toHear says which recordings whoever asks may hear by their role.
func toHear(who *Principal, all []ticket.SlipRecording) []SlipRecording {
	out := make([]SlipRecording, len(all))
	for i, r := range all {
		out[i] = SlipRecording{SlipRecording: r, MayHear: who.may(auth.HearRecordings)}
	}
	return out
}

// earlierDrafts are all draftings of slips but the last of each.
func (a *API) earlierDrafts(ctx context.Context, slips []db.SlipsRow) (map[int64][]SlipDraft, error) {
	ids := make([]int64, len(slips))
	for i, r := range slips {
		ids[i] = r.TransferSlip.ID
	}
	rows, err := a.p.Store.SlipDrafts(ctx, ids)
	if err != nil {
		return nil, err
	}
	earlier := map[int64][]SlipDraft{}
	for i, r := range rows {
		d := r.SlipDraft
		if i+1 == len(rows) || rows[i+1].SlipDraft.SlipID != d.SlipID {
			continue // the newest, which the slip itself says
		}
		s, err := store.ReadSlip(d.Body)
		if err != nil {
			return nil, err
		}
		earlier[d.SlipID] = append(earlier[d.SlipID], SlipDraft{
			DraftedBy: d.DraftedBy, DraftedName: r.DraftedName, DraftedAt: d.DraftedAt, Content: s.Content, Note: s.Note,
		})
	}
	return earlier, nil
}
