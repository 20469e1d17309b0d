package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

// Call is a citizen's call.
type Call struct {
	ID           string      `json:"id"`
	Node         string      `json:"node"`
	From         string      `json:"from" doc:"As the trunk gave it; empty when withheld"`
	FromNumber   string      `json:"from_number" doc:"Normalised; empty when withheld"`
	FromName     string      `json:"from_name"`
	Withheld     bool        `json:"withheld" doc:"The caller does not want the number shown: from, from_number and from_name are empty"`
	To           string      `json:"to"`
	Placed       bool        `json:"placed" doc:"An operator placed it: from is who was called"`
	CallBack     bool        `json:"call_back" doc:"We called a citizen who had asked for it: from is who was called"`
	StartedAt    time.Time   `json:"started_at"`
	AnsweredAt   *time.Time  `json:"answered_at"`
	ConnectedAt  *time.Time  `json:"connected_at" doc:"First conversation with an operator"`
	EndedAt      *time.Time  `json:"ended_at"`
	Confidential bool        `json:"confidential" doc:"It belongs to a confidential ticket"`
	CallerHidden bool        `json:"caller_hidden" doc:"You may not know who that is, or have not said why: from and from_number are empty or without their middle, from_name and its events' data are empty (Điều 12.2)"`
	State        string      `json:"state" enum:"arriving,menu,queued,offered,connecting,talking,held,recovering,forwarding,forwarded,ended"`
	EndClass     string      `json:"end_class" enum:",citizen,operator,officer,carrier,system"`
	EndReason    string      `json:"end_reason"`
	Queue        string      `json:"queue"`
	WaitMs       int64       `json:"wait_ms" doc:"From the queue to the operator, to leaving the queue otherwise, or to the end; 0 when never queued"`
	TalkMs       int64       `json:"talk_ms" doc:"From the first conversation, with an operator or a telephone outside, to the end of the last, hold included, the mark's menu not; 0 when there was none"`
	Operator     string      `json:"operator" doc:"Who has it, or had it last"`
	OperatorName string      `json:"operator_name"`
	Rating       *int16      `json:"rating" doc:"The mark that the caller gave, 1 to 5; null: none"`
	Flag         *CallFlag   `json:"flag,omitempty" doc:"A mark that it is to be looked at; left out: none, or not yours to see"`
	Tickets      []string    `json:"tickets" doc:"Codes"`
	Recordings   []Recording `json:"recordings"`
}

// Recording is one leg's recording.
type Recording struct {
	ID         uuid.UUID `json:"id"`
	State      string    `json:"state" enum:"expected,spooled,archived,missing,deleted"`
	Leg        string    `json:"leg" doc:"call: the citizen left, what the citizen heard right. Others are what an operator and an officer said without the citizen: the officer left, the operator right"`
	BegunAt    time.Time `json:"begun_at"`
	Operator   string    `json:"operator" doc:"Of a leg without the citizen, as what follows"`
	Number     string    `json:"number" doc:"The officer's telephone"`
	Officer    string    `json:"officer" doc:"Whose it is in the directory"`
	Unit       string    `json:"unit"`
	UnitName   string    `json:"unit_name"`
	SHA256     string    `json:"sha256"`
	Bytes      int64     `json:"bytes"`
	DurationMs int64     `json:"duration_ms"`
	Channels   int32     `json:"channels"`
	Object     string    `json:"object" doc:"Its key in the archive"`
	Salvaged   bool      `json:"salvaged" doc:"The end was lost with Asterisk"`
	Flaws      []string  `json:"flaws" doc:"In what it falls short, as GET /recordings names it; empty also while it was not checked"`
	MissingMs  int64     `json:"missing_ms" doc:"How much of what was promised is not there, at most; 0: nothing, or nobody can tell"`
	SpoolFault string    `json:"spool_fault" enum:",full,closed" doc:"Why it never came, may not come, or has a hole: while it was to be recorded the disk was full, or took nothing (closed); empty: neither is known"`
	Written    bool      `json:"written" doc:"What was said in it was written down (POST /recordings/{id}/transcript)"`
}

// CallEvent is one entry of a call's journal.
type CallEvent struct {
	At   time.Time       `json:"at"`
	Kind string          `json:"kind"`
	Data json.RawMessage `json:"data,omitempty"`
}

// CallDetail is a call with all that happened in it.
type CallDetail struct {
	Call
	Events []CallEvent `json:"events"`
}

func (a *API) callOperations() {
	read := []auth.Right{auth.ReadCalls, auth.ReadOwnCalls}
	handleList(a, operation{
		method: http.MethodGet, path: "/calls", id: "calls", summary: "Calls; operators see their own", tag: "calls",
		rights: read, errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
	}, a.calls, callColumns)
	handle(a, operation{
		method: http.MethodGet, path: "/calls/{id}", id: "call", summary: "A call with its journal", tag: "calls",
		rights: read, errors: []int{http.StatusNotFound},
	}, a.call)
	handle(a, operation{
		method: http.MethodPut, path: "/calls/{id}/flag", id: "flagCall", tag: "calls",
		summary: "Mark a call to be looked at, with a note, or take the mark away; noted",
		rights:  []auth.Right{auth.FlagCalls}, status: http.StatusNoContent, errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, a.flagCall)
	handle(a, operation{
		method: http.MethodGet, path: "/calls/{id}/withheld-number", id: "withheldNumber", tag: "calls",
		summary: "The number of a caller who withheld it, as the network asserts it; every reading is noted",
		rights:  []auth.Right{auth.ReadWithheld}, errors: []int{http.StatusNotFound},
	}, a.withheldNumber)
}

func (a *API) call(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"80"`
	Why
},
) (*struct{ Body CallDetail }, error) {
	who := visitOf(ctx).who
	row, err := a.p.Store.Call(ctx, call.ID(in.ID))
	if err != nil {
		return nil, err
	}
	if !mayRead(who, row.Call) {
		return nil, refuse(http.StatusNotFound, lang.NotFound) // not even that it exists
	}
	recordings, err := a.p.Store.RecordingsShown(ctx, []string{in.ID})
	if err != nil {
		return nil, err
	}
	events, err := a.p.Store.CallEventsOf(ctx, &in.ID)
	if err != nil {
		return nil, err
	}
	out := CallDetail{Call: a.callOf(row, a.live()), Events: make([]CallEvent, len(events))}
	for _, r := range recordings {
		out.Recordings = append(out.Recordings, recordingOf(r))
	}
	for i, e := range events {
		out.Events[i] = CallEvent{At: e.At, Kind: e.Kind, Data: e.Data}
	}
	s := sightOf(ctx, in.Reason)
	out.Flag = flagOf(row.Call, s)
	as := s.one(row.Confidential)
	if err := a.noteCall(ctx, s, in.ID, as); err != nil {
		return nil, err
	}
	out.conceal(as)
	return &struct{ Body CallDetail }{out}, nil
}

// noteCall notes that somebody opens a call, whoever it is; a page that stands open asks again
// until the call is over and its sound at rest.
func (a *API) noteCall(ctx context.Context, s sight, id string, as showing) error {
	shown := 0
	if as == inFull {
		shown = 1
	}
	return a.noteLook(ctx, s, "call.read", "call:"+id, "", map[string]any{}, store.Reading{Kind: store.ReadPeople, Seen: shown})
}

// conceal takes out who called.
func (c *Call) conceal(as showing) {
	if as == inFull {
		return
	}
	c.From, c.FromNumber, c.FromName, c.CallerHidden = as.number(c.From), as.number(c.FromNumber), as.text(c.FromName), true
}

func (c *CallDetail) conceal(as showing) {
	c.Call.conceal(as)
	if as == inFull {
		return
	}
	for i := range c.Events {
		c.Events[i].Data = nil
	}
}

// WithheldNumber is what the network says of a caller who withholds the number.
type WithheldNumber struct {
	Number string `json:"number" doc:"As the trunk gave it"`
}

// withheldNumber notes the reading before it answers.
func (a *API) withheldNumber(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"80"`
	Why
},
) (*struct{ Body WithheldNumber }, error) {
	s := sightOf(ctx, in.Reason)
	if err := s.search(); err != nil {
		return nil, err
	}
	number, err := a.p.Store.Asserted(ctx, call.ID(in.ID))
	if err != nil {
		return nil, err
	}
	if err := a.audit(ctx, s.who.Actor, "call.read_withheld", "call:"+in.ID, map[string]any{"reason": s.why(false)}); err != nil {
		return nil, err
	}
	return &struct{ Body WithheldNumber }{WithheldNumber{number}}, nil
}

// live gives the calls that the engine has now.
func (a *API) live() map[call.ID]telephony.CallView {
	views := a.p.Live.Calls()
	live := make(map[call.ID]telephony.CallView, len(views))
	for _, v := range views {
		live[v.ID] = v
	}
	return live
}

// callOf makes the answer of a row. What the engine says of a living call is newer.
func (a *API) callOf(row db.CallByIDRow, live map[call.ID]telephony.CallView) Call {
	c := row.Call
	_, back := call.ID(c.ID).Claim()
	out := Call{
		ID: c.ID, Node: c.Node, From: c.FromRaw, FromNumber: c.FromNumber, FromName: c.FromName, Withheld: c.Withheld, To: c.ToNumber, Placed: c.Placed, CallBack: back,
		StartedAt: c.StartedAt, AnsweredAt: c.AnsweredAt, ConnectedAt: c.ConnectedAt, EndedAt: c.EndedAt, State: c.State,
		EndClass: value(c.EndClass), EndReason: value(c.EndReason), Queue: c.Queue, Operator: c.Operator, OperatorName: row.OperatorName,
		Tickets: codes(row.Tickets), Confidential: row.Confidential, Rating: c.Rating, Recordings: []Recording{},
	}
	now := a.cfg.Now()
	if v, ok := live[call.ID(c.ID)]; ok && c.EndedAt == nil {
		out.State = string(v.State)
	}
	if c.QueuedAt != nil {
		out.WaitMs = span(*c.QueuedAt, first(now, c.ConnectedAt, c.LeftQueueAt, c.EndedAt))
	}
	for _, began := range []*time.Time{c.ConnectedAt, c.ForwardedAt} {
		if began != nil {
			out.TalkMs = max(out.TalkMs, span(*began, first(now, c.SpokenUntil, c.EndedAt)))
		}
	}
	return out
}

func recordingOf(row db.RecordingsShownRow) Recording {
	r := row.Recording
	return Recording{
		BegunAt: r.CreatedAt, Operator: r.Operator, Number: r.Number, Officer: row.OfficerName, Unit: r.Unit, UnitName: row.UnitName,
		ID: r.ID, State: r.State, Leg: r.Leg, SHA256: value(r.Sha256), Bytes: value(r.Bytes), DurationMs: value(r.DurationMs),
		Channels: value(r.Channels), Object: value(r.Object), Salvaged: r.Salvaged, Flaws: r.Flaws, MissingMs: value(r.MissingMs), SpoolFault: r.SpoolFault, Written: row.Written,
	}
}

// codes brings ticket codes into the form that people see.
func codes(digits []string) []string {
	out := make([]string, len(digits))
	for i, d := range digits {
		out[i] = ticket.Code(d).String()
	}
	return out
}

func first(otherwise time.Time, times ...*time.Time) time.Time {
	for _, t := range times {
		if t != nil {
			return *t
		}
	}
	return otherwise
}

func span(from, to time.Time) int64 { return max(0, to.Sub(from).Milliseconds()) }

// value gives what p points to, or nothing.
func value[T any](p *T) T {
	var none T
	if p == nil {
		return none
	}
	return *p
}
