package api

import (
	"context"
	"net/http"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

type callsRequest struct {
	From     string    `query:"from" doc:"Caller's number in any form, or the beginning of one with * behind it"`
	To       string    `query:"to" doc:"Number called, likewise"`
	Since    time.Time `query:"since" doc:"Started at or after"`
	Until    time.Time `query:"until" doc:"Started before"`
	Operator string    `query:"operator" maxLength:"32" doc:"Who has it, or had it"`
	State    string    `query:"state" enum:"arriving,menu,queued,offered,connecting,talking,held,recovering,forwarding,forwarded,ended"`
	Ticket   string    `query:"ticket" maxLength:"32" doc:"A ticket's code"`
	Officer  string    `query:"officer" maxLength:"32" doc:"Telephone of an officer who was spoken with in it, in any form"`
	Unit     string    `query:"unit" maxLength:"24" doc:"That has one of its tickets, or is thought to have to, or one of whose officers was spoken with in it"`
	Field    string    `query:"field" maxLength:"40" doc:"Of one of its tickets"`
	TalkMin  int       `query:"talk_min" minimum:"0" maximum:"86400" doc:"Seconds that it was spoken, with an operator or a telephone outside, at least; of one that goes on: none"`
	TalkMax  int       `query:"talk_max" minimum:"0" maximum:"86400" doc:"Seconds at most; 0: any"`
	End      string    `query:"end_reason" enum:"hangup,completed,abandoned_ring,abandoned_menu,abandoned_wait,abandoned_hold,media_timeout,network,fallback,lines_full,asterisk_lost,unobserved,internal,busy,no_answer,rejected,no_number,voicemail,fax,yielded"`
	Rating   int       `query:"rating" minimum:"1" maximum:"5" doc:"The mark that the caller gave"`
	Said     string    `query:"said" maxLength:"200" doc:"Words that were said in it, all of them, with accents or without: in the newest thousand calls, of the time and the operator asked for, that were written down and have them. For those who hear recordings and say why; of confidential tickets for those alone who handle tickets. Noted"`
	Flagged  bool      `query:"flagged" doc:"Only those that are marked to be looked at, for who may mark them"`
	Sort     string    `query:"sort" enum:"time,-time,wait,-wait,talk,-talk,operator,-operator,end_reason,-end_reason" default:"-time" doc:"wait, talk: by how long; of a call that goes on talk counts as none. operator: by the name of who had it last; end_reason: by who ended it, then why, each by the Vietnamese word for it. A minus: the greatest first"`
	Limit    int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor   string    `query:"cursor" maxLength:"400"`
	Why
}

func (a *API) calls(ctx context.Context, in *callsRequest) (*listed[Call], error) {
	s := sightOf(ctx, in.Reason)
	params, err := in.params(s)
	if err != nil {
		return nil, err
	}
	if err := a.few(ctx, &params); err != nil {
		return nil, err
	}
	if in.Said != "" {
		if err := a.whereSaid(ctx, in.Said, s, &params); err != nil {
			return nil, err
		}
	}
	page, err := a.sorted(callSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	rows, err := page.Calls(ctx, params)
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	items := make([]Call, len(rows))
	ids := make([]string, len(rows))
	live, shown := a.live(), 0
	for i, r := range rows {
		items[i], ids[i] = a.callOf(db.CallByIDRow(r), live), r.Call.ID
		items[i].Flag = flagOf(r.Call, s)
		as := s.listed(r.Confidential)
		if items[i].conceal(as); as == inFull {
			shown++
		}
	}
	if err := a.noteListed(ctx, s, "calls", shown); err != nil {
		return nil, err
	}
	recordings, err := a.p.Store.RecordingsShown(ctx, ids)
	if err != nil {
		return nil, err
	}
	byCall := map[string][]Recording{}
	for _, r := range recordings {
		byCall[r.Recording.CallID] = append(byCall[r.Recording.CallID], recordingOf(r))
	}
	for i := range items {
		if r := byCall[items[i].ID]; r != nil {
			items[i].Recordings = r
		}
	}
	return list(items, next), nil
}

// callSorts has no numbers and names: where a call that is concealed stands among them would tell them. Nor has it units:
// a call has those of all whom it was passed to. Each order has an index, for calls are millions.
var callSorts = sorts{
	by: map[string]store.Key{
		"time": whenKey("q.started_at"), "wait": spanKey("coalesce(coalesce(q.connected_at, q.left_queue_at, q.ended_at) - q.queued_at, interval '0')"),
		"talk": spanKey("coalesce(coalesce(q.spoken_until, q.ended_at) - least(q.connected_at, q.forwarded_at), interval '0')"), "end_reason": {SQL: "end_rank(q.end_class, q.end_reason)", Type: "smallint"},
	},
	names: map[string]store.Names{"operator": people("calls", "operator")},
	id:    []store.Key{whenKey("q.started_at"), textKey("q.id")},
}

// endClasses and endReasons are all that end_rank of the database ranks by their words.
var (
	endClasses = []string{"citizen", "operator", "officer", "carrier", "system"}
	endReasons = []string{
		"hangup", "completed", "abandoned_ring", "abandoned_menu", "abandoned_wait", "abandoned_hold", "media_timeout", "network", "fallback", "lines_full", "asterisk_lost",
		"unobserved", "internal", "busy", "no_answer", "rejected", "no_number", "voicemail", "fax", "yielded",
	}
)

func (in *callsRequest) params(s sight) (db.CallsParams, error) {
	p := db.CallsParams{
		Discreet: !s.secrets(), Since: orNull(in.Since), Until: orNull(in.Until), Operator: orNull(in.Operator), State: orNull(in.State),
		Unit: orNull(store.Text(in.Unit)), Field: orNull(store.Text(in.Field)), EndReason: orNull(in.End), Rating: orNull(int16(in.Rating)),
		TalkMin: orNull(float64(in.TalkMin)), TalkMax: orNull(float64(in.TalkMax)), Flagged: in.Flagged,
	}
	if in.Flagged && !s.who.may(auth.FlagCalls) {
		return p, refuse(http.StatusForbidden, lang.NotAllowed)
	}
	if in.Officer != "" {
		number, err := directory.Number(in.Officer)
		if err != nil || number == "" {
			return p, invalid("query.officer", lang.BadNumber, directory.WhyNot(err))
		}
		p.Officer = &number
	}
	if !s.who.may(auth.ReadCalls) {
		p.Operator = &s.who.Username
	}
	if in.From != "" {
		if err := s.search(); err != nil {
			return p, err
		}
	}
	for _, number := range []struct {
		location, filter string
		like             **string
	}{{"query.from", in.From, &p.FromLike}, {"query.to", in.To, &p.ToLike}} {
		if number.filter == "" {
			continue
		}
		pattern, err := directory.Pattern(number.filter)
		if err != nil {
			return p, invalid(number.location, lang.BadNumber, directory.WhyNot(err))
		}
		*number.like = &pattern
	}
	var err error
	p.Ticket, err = ofTicket(in.Ticket)
	return p, err
}
