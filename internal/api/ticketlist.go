package api

import (
	"context"
	"strconv"
	"strings"
	"time"

	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

type ticketsRequest struct {
	States []string `query:"state" maxItems:"18" enum:"received,awaiting_sender,declined,live_transfer,assigned,in_progress,awaiting_sender_for_unit,verifying,escalated_to_head,overdue,office_led,awaiting_directive,resolved,published,answered,contested,closed,merged" doc:"One of these, separated by commas"`
	Origin string   `query:"origin" enum:"operator,message,incident"`
	// Of whoever reported it by key.
	Incident int64  `query:"incident" minimum:"1"`
	Kind     string `query:"kind" enum:"request,question,suggestion,report,petition" doc:"What the sender wants (Điều 1.1)"`
	Group    int    `query:"group" minimum:"1" maximum:"5"`
	// What waits for somebody to hear it.
	Unsorted bool   `query:"unsorted" doc:"Only those of no group yet"`
	Field    string `query:"field" maxLength:"40"`
	Unit     string `query:"unit" maxLength:"24" doc:"That has it, or is thought to have to; or a unit below that, or one that is no more and whose heir it is"`
	Area     string `query:"area" maxLength:"24" doc:"Code of a ward, commune or former district that its address or content names"`
	Officer  string `query:"officer" maxLength:"64" doc:"User name of who has or had the part of a unit"`
	Channel  string `query:"channel" enum:"phone,web,email,fanpage"`
	FiledBy  string `query:"created_by" maxLength:"64" doc:"User name of the operator who filed it"`

	Emergency    bool `query:"emergency" doc:"Only those marked as emergencies: somebody was in danger, or an emergency service was called in their calls"`
	Urgent       bool `query:"urgent" doc:"Only these; so with the following"`
	Confidential bool `query:"confidential"`
	Servants     bool `query:"state_servant" doc:"Sent by who serves the state (Điều 17.10)"`
	EverOverdue  bool `query:"ever_overdue" doc:"Before the city's leadership once (Điều 9.4), whatever became of them"`
	Overdue      bool `query:"overdue" doc:"A term has run out now"`

	Standing bool `query:"standing" doc:"Nobody's time runs, or it has run out, and the sender has no result yet: they wait since updated_at (Điều 17.5)"`

	DueBefore     time.Time `query:"due_before" doc:"A term runs out before that"`
	ReceivedFrom  time.Time `query:"received_from"`
	ReceivedUntil time.Time `query:"received_until" doc:"Received before that; not in the order of changes"`

	From   string `query:"from" doc:"The sender's number in any form"`
	Q      string `query:"q" maxLength:"100" doc:"Words of content, place, code or sender's name, with their accents or without; the last may be begun only. Or a code"`
	Sort   string `query:"sort" enum:"received,-received,updated,due,-due,waiting,state,-state,group,-group" default:"received" doc:"received, updated: the newest first; due: the earliest first, behind them those without a term; waiting: the longest without news first, behind them those whose sender has a result; state, group: in the order of a ticket's life, or of the numbers, of each the newest first. A minus: the other way round, but what has no term stays behind, and of each state or group the newest first"`
	Count  bool   `query:"count" doc:"Say how many there are (total)"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"400" doc:"Of the same list in the same order"`
	Why
}

// TicketPage is a page of a list of tickets.
type TicketPage struct {
	Items []Ticket `json:"items"`
	Next  *string  `json:"next" doc:"Give it as cursor to get the following items; null at the end"`
	Total *Total   `json:"total,omitempty" doc:"Where it was asked for, and can be told quickly"`
}

// Total is how many there are.
type Total struct {
	Count int  `json:"count"`
	More  bool `json:"more" doc:"And there are more; they are not counted"`
}

func (a *API) tickets(ctx context.Context, in *ticketsRequest) (*struct{ Body TicketPage }, error) {
	who := visitOf(ctx).who
	f, err := a.ticketFilter(ctx, who, in)
	if err != nil {
		return nil, err
	}
	after, err := placeBehind(in.Cursor)
	if err != nil {
		return nil, err
	}
	by := store.TicketOrder(in.Sort)
	rows, err := a.p.Store.TicketList(ctx, f, by, after, in.Limit+1)
	if err != nil {
		return nil, err
	}
	rows, next := cut(rows, in.Limit, func(r store.TicketRow) cursor {
		return cursor{At: r.Place.At, ID: strconv.FormatInt(r.Place.ID, 10), Part: r.Place.Part}
	})
	items, err := a.listedTickets(ctx, sightOf(ctx, in.Reason), rows)
	if err != nil {
		return nil, err
	}
	page := list(items, next).Body
	out := TicketPage{Items: page.Items, Next: page.Next}
	if in.Count {
		n, known, err := a.p.Store.TicketCount(ctx, f)
		if err != nil {
			return nil, err
		}
		if known {
			out.Total = &Total{Count: min(n, store.MostCounted), More: n > store.MostCounted}
		}
	}
	return &struct{ Body TicketPage }{out}, nil
}

// ticketRows is a page of them alone, which is all that their file shows.
func (a *API) ticketRows(ctx context.Context, in *ticketsRequest) (*listed[Ticket], error) {
	page, err := a.tickets(ctx, in)
	if err != nil {
		return nil, err
	}
	out := &listed[Ticket]{}
	out.Body.Items, out.Body.Next = page.Body.Items, page.Body.Next
	return out, nil
}

// ticketFilter is what is asked for, of what whoever asks may read.
func (a *API) ticketFilter(ctx context.Context, who *Principal, in *ticketsRequest) (f store.TicketFilter, err error) {
	f = store.TicketFilter{
		States: in.States, Origin: in.Origin, Incident: in.Incident, Kind: in.Kind, Servants: in.Servants, Group: in.Group, Unsorted: in.Unsorted, Field: store.Text(in.Field),
		Channel: in.Channel, Officer: store.Text(in.Officer), FiledBy: store.Text(in.FiledBy), Emergency: in.Emergency, Urgent: in.Urgent, Confidential: in.Confidential,
		EverOverdue: in.EverOverdue, Standing: in.Standing, DueBefore: in.DueBefore, ReceivedFrom: in.ReceivedFrom, ReceivedBefore: in.ReceivedUntil, Q: in.Q,
		Secret: sightOf(ctx, in.Reason).secrets(),
	}
	if !in.ReceivedUntil.IsZero() && in.Sort == string(store.ChangedFirst) { // everything that changed since would be read
		return f, invalid("query.received_until", lang.NotInThatOrder)
	}
	if _, noCode := ticket.ParseCode(in.Q); in.From != "" || in.Q != "" && noCode != nil { // words find names too
		if err := sightOf(ctx, in.Reason).search(); err != nil {
			return f, err
		}
	}
	if in.From != "" {
		f.Sender, err = directory.Number(in.From)
		if err != nil || f.Sender == "" {
			return f, invalid("query.from", lang.BadNumber, directory.WhyNot(err))
		}
	}
	if in.Overdue {
		if f.LateAt, err = a.p.Store.Now(ctx); err != nil {
			return f, err
		}
	}
	if in.Unit != "" {
		if f.Units, err = a.reach(ctx, store.Text(in.Unit)); err != nil {
			return f, err
		}
	}
	if in.Area != "" {
		if f.Area, err = a.areaOf(ctx, store.Text(in.Area)); err != nil {
			return f, err
		}
	}
	f.Parts, err = a.unitsOf(ctx, who)
	return f, err
}

// reach is a unit, also one that is no more, with those below it and those whose heir it is.
func (a *API) reach(ctx context.Context, unit string) ([]string, error) {
	tree, today, err := a.p.Store.TreeToday(ctx, a.p.Store.Queries)
	if err != nil {
		return nil, err
	}
	return append(tree.Reach(unit, today), unit), nil
}

// areaOf is the name of an area, as people write it in an address: "Gia Viên" of "UBND phường Gia Viên"; one of a
// single word, which may mean anything, with what it is.
func (a *API) areaOf(ctx context.Context, code string) (string, error) {
	tree, err := a.p.Store.Directory(ctx)
	if err != nil {
		return "", err
	}
	u, known := tree.Unit(code)
	if !known || !u.Territorial() {
		return "", invalid("query.area", lang.BadValue)
	}
	area := u.Area()
	for _, kind := range []string{"Phường ", "Xã ", "Đặc khu ", "Quận ", "Huyện ", "Thành phố "} {
		if name, is := strings.CutPrefix(area, kind); is && strings.Contains(name, " ") {
			return name, nil
		}
	}
	return area, nil
}

// listedTickets are tickets as they stand in a list.
func (a *API) listedTickets(ctx context.Context, s sight, rows []store.TicketRow) ([]Ticket, error) {
	items := make([]Ticket, len(rows))
	var calls []string
	for i, r := range rows {
		items[i] = ticketOf(db.TicketByCodeRow(r.TicketsByIDRow))
		calls = append(calls, r.Calls...)
	}
	emergencies, err := a.emergenciesOf(ctx, calls)
	if err != nil {
		return nil, err
	}
	shown := 0
	for i := range items {
		items[i].flag(emergencies)
		as := s.listed(items[i].Confidential)
		if items[i].conceal(as); as == inFull {
			shown++
		}
	}
	return items, a.noteListed(ctx, s, "tickets", shown)
}
