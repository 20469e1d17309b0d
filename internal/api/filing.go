package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

// TicketDraft is a ticket to be filed.
type TicketDraft struct {
	CallID       string         `json:"call_id,omitempty" doc:"The call it was told in"`
	Kind         ticket.Matter  `json:"kind" required:"false" enum:"request,question,suggestion,report,petition" doc:"What the sender wants (Điều 1.1)"`
	Group        int            `json:"group" minimum:"1" maximum:"5" doc:"Clause of Điều 5"`
	Field        string         `json:"field" required:"false"`
	Unit         string         `json:"unit" required:"false"`
	Content      string         `json:"content"`
	Address      string         `json:"address" required:"false" doc:"Of the matter"`
	Pin          *ticket.Pin    `json:"pin,omitempty" doc:"Where that is, as it was set on the map; only when it is filed"`
	Directive    string         `json:"directive" required:"false" doc:"Needed for group 4"`
	Urgent       bool           `json:"urgent" required:"false"`
	Confidential bool           `json:"confidential" required:"false"`
	Channel      ticket.Channel `json:"channel" enum:"phone,web,email,fanpage"`
	Sender       Sender         `json:"sender"`
}

func (d TicketDraft) draft() ticket.Draft {
	return ticket.Draft{
		Matter: d.Kind, Group: ticket.Group(d.Group), Field: d.Field, Unit: d.Unit, Content: d.Content, Address: d.Address, Pin: d.Pin, Directive: d.Directive,
		Urgent: d.Urgent, Confidential: d.Confidential, Channel: d.Channel, Sender: ticket.Sender(d.Sender),
	}
}

type fileRequest struct {
	Key  string `header:"Idempotency-Key" maxLength:"200" doc:"A repetition with the same key and the same body files nothing, and gets the first one's ticket; with another body it is refused, and told that ticket's code"`
	Body TicketDraft
}

func (a *API) filingOperations() {
	handle(a, operation{
		method: http.MethodPost, path: "/tickets", id: "fileTicket", summary: "File a ticket; its code is in the answer", tag: "tickets",
		status: http.StatusCreated, rights: []auth.Right{auth.FileTickets}, lenient: true,
		errors: []int{http.StatusConflict, http.StatusUnprocessableEntity},
	}, a.fileTicket)
	handle(a, operation{
		method: http.MethodPost, path: "/tickets/{code}/sort", id: "sortTicket", tag: "tickets",
		summary: "Fill in what a message was about, after hearing it; once. Urgent and confidential it may become by that, and stays",
		rights:  []auth.Right{auth.FileTickets}, lenient: true,
		errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, a.sortTicket)
	handle(a, operation{
		method: http.MethodPost, path: "/tickets/{code}/calls", id: "addTicketCall", tag: "tickets",
		summary: "Note a call on a ticket that stands already, in place of filing another; slips drafted in it are the ticket's",
		rights:  []auth.Right{auth.FileTickets}, lenient: true,
		errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, a.addTicketCall)
}

func (a *API) fileTicket(ctx context.Context, in *fileRequest) (*ticketAnswer, error) {
	who := visitOf(ctx).who
	if who.Username == "" {
		return nil, refuse(http.StatusForbidden, lang.NotAllowed) // a ticket is filed by a person
	}
	known, err := a.p.Store.Known(ctx, in.Body.Unit)
	if err != nil {
		return nil, err
	}
	draft, faults := ticket.Check(in.Body.draft(), known)
	filed, err := a.filedCall(ctx, who, call.ID(in.Body.CallID))
	var r *refusal
	switch {
	case errors.As(err, &r) && r.items != nil:
		faults = append(faults, ticket.Fault{Location: "call_id", Key: r.items[0].key})
	case err != nil:
		return nil, err
	}
	if len(faults) > 0 {
		return nil, faulty(faults)
	}
	raw, err := json.Marshal(in.Body)
	if err != nil {
		return nil, err
	}
	code, _, err := a.p.Store.FileTicket(ctx, store.NewTicket{
		Draft: draft, Call: filed, Actor: who.Username, Key: in.Key, Request: sha256.Sum256(raw),
	})
	if errors.Is(err, store.ErrKeyReused) {
		return nil, &refusal{status: http.StatusConflict, key: lang.KeyReused, ticket: code.String()}
	}
	if err != nil {
		return nil, err
	}
	if filed != nil && a.p.Filed != nil {
		a.p.Filed(filed.ID)
	}
	return a.shown(ctx, code, "")
}

type sortRequest struct {
	Code string `path:"code" maxLength:"32"`
	Body struct {
		Version int64 `json:"version" doc:"Of the ticket, as it was seen"`
		TicketDraft
	}
}

// sortTicket is fileTicket for a ticket that stands already: its call, code and
// time are what they are.
func (a *API) sortTicket(ctx context.Context, in *sortRequest) (*ticketAnswer, error) {
	who := visitOf(ctx).who
	if who.Username == "" {
		return nil, refuse(http.StatusForbidden, lang.NotAllowed)
	}
	code, err := codeIn(in.Code)
	if err != nil {
		return nil, err
	}
	if in.Body.CallID != "" {
		return nil, invalid("body.call_id", lang.UnknownProperty)
	}
	if in.Body.Pin != nil {
		return nil, invalid("body.pin", lang.UnknownProperty)
	}
	by := partyBy(who)
	err = a.p.Casework.Do(ctx, code, in.Body.Version, by, ticket.Sort{Heard: in.Body.draft()})
	var faults ticket.Faults
	if errors.As(err, &faults) {
		return nil, faulty(faults)
	}
	if err != nil {
		return nil, err
	}
	return a.shown(ctx, code, "")
}

type addCallRequest struct {
	Code string `path:"code" maxLength:"32"`
	Body struct {
		CallID string `json:"call_id" doc:"One's own, living or recorded"`
		Note   string `json:"note" required:"false" doc:"What was said"`
	}
}

func (a *API) addTicketCall(ctx context.Context, in *addCallRequest) (*ticketAnswer, error) {
	who := visitOf(ctx).who
	if who.Username == "" {
		return nil, refuse(http.StatusForbidden, lang.NotAllowed)
	}
	code, err := codeIn(in.Code)
	if err != nil {
		return nil, err
	}
	note, faults := ticket.Note("note", in.Body.Note)
	if len(faults) > 0 {
		return nil, faulty(faults)
	}
	told, err := a.filedCall(ctx, who, call.ID(in.Body.CallID))
	if err == nil && told == nil {
		err = invalid("body.call_id", lang.UnknownCall)
	}
	if err != nil {
		return nil, err
	}
	if err := a.p.Store.AddCall(ctx, store.CalledAgain{Code: code, Call: *told, Note: note, Actor: who.Username}); err != nil {
		return nil, err
	}
	if a.p.Filed != nil {
		a.p.Filed(told.ID)
	}
	return a.shown(ctx, code, "")
}

func faulty(faults []ticket.Fault) error {
	r := &refusal{status: http.StatusUnprocessableEntity, key: lang.Invalid}
	for _, f := range faults {
		r.items = append(r.items, refused{location: "body." + f.Location, key: f.Key, args: f.Args})
	}
	return r
}

// filedCall finds the call that a ticket is about, living or recorded. It is an operator's
// who has it or had it: one from whom a shift leader took it over, or whom it was lost to,
// files what they have typed all the same. A stranger is refused, and that is noted.
func (a *API) filedCall(ctx context.Context, who *Principal, id call.ID) (*store.FiledCall, error) {
	if id == "" {
		return nil, nil
	}
	operator, found := "", (*store.FiledCall)(nil)
	if v, ok := a.live()[id]; ok {
		operator = v.Operator
		found = &store.FiledCall{ID: id, Node: a.cfg.Node, From: v.From, FromName: v.FromName, To: v.To, StartedAt: v.ArrivedAt}
	}
	row, err := a.p.Store.Call(ctx, id)
	switch {
	case err == nil:
		found = &store.FiledCall{ID: id}
	case !errors.Is(err, store.ErrNotFound):
		return nil, err
	case found == nil:
		return nil, invalid("body.call_id", lang.UnknownCall)
	}
	if operator != who.Username && !mayRead(who, row.Call) {
		v := visitOf(ctx)
		a.log.Warn("a ticket for another operator's call is refused", "request", v.id, "operator", who.Username, "call", id, "of", row.Call.HadBy)
		if err := a.audit(ctx, who.Actor, "ticket.refuse", "call:"+string(id), nil); err != nil {
			return nil, err
		}
		return nil, refuse(http.StatusForbidden, lang.NotYourCall)
	}
	return found, nil
}

// mayRead: whoever reads all calls, and of their own an operator who has or had it.
func mayRead(who *Principal, c db.Call) bool {
	return who.may(auth.ReadCalls) || slices.Contains(c.HadBy, who.Username)
}
