package api

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/callback"
	"hotline1022/internal/store"
)

// Callback is a citizen to be called back, or who was.
type Callback struct {
	ID           int64      `json:"id"`
	Number       string     `json:"number" doc:"Empty, or without its middle, for whoever may not know who that is, or has not said why"`
	Queue        string     `json:"queue"`
	Source       string     `json:"source" enum:"asked,abandoned" doc:"asked: by a key in the queue; abandoned: gave up waiting"`
	QueuedAt     time.Time  `json:"queued_at" doc:"The place in the queue that is kept"`
	CallID       string     `json:"call_id" doc:"The call that made it"`
	State        string     `json:"state" enum:"waiting,dialling,needs_number,done,given_up,cancelled" doc:"needs_number: a fax answered, a person has to find another number"`
	Tries        int        `json:"tries"`
	MostTries    int        `json:"most_tries"`
	NextTryAt    *time.Time `json:"next_try_at,omitempty"`
	Operator     string     `json:"operator" doc:"Who is reserved, or who settled it"`
	OperatorName string     `json:"operator_name"`
	GivenTo      string     `json:"given_to" doc:"The operator who is asked alone while they are at work; empty: whoever is free"`
	GivenName    string     `json:"given_name"`
	Result       string     `json:"result" enum:",reached,busy,no_answer,no_number,rejected,voicemail,fax,no_trunk,failed,operator_gone,yielded,got_through,by_hand,withdrawn" doc:"Of the last try; of the whole when it is settled"`
	Note         string     `json:"note"`
	CreatedAt    time.Time  `json:"created_at"`
	EndedAt      *time.Time `json:"ended_at,omitempty"`
}

type callbacksRequest struct {
	State  string `query:"state" enum:"open,ended" default:"open" doc:"open: who is still to be called; ended: what is settled"`
	Sort   string `query:"sort" enum:"since,-since,tries,-tries,ended,-ended" doc:"A minus: the greatest first. Left out: of those that are open by the place that is kept, of those that are ended the last first"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"100"`
	Cursor string `query:"cursor" maxLength:"400"`
	Why
}

// CallbackNote is what a person writes beside it.
type CallbackNote struct {
	Note string `json:"note,omitempty" maxLength:"500"`
}

type callbackAnswer struct{ Body Callback }

func (a *API) callbackOperations() {
	settle := []auth.Right{auth.SettleCallbacks}
	wrong := []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}
	handleList(a, operation{
		method: http.MethodGet, path: "/callbacks", id: "callbacks", summary: "Citizens to be called back", tag: "callbacks",
		rights: []auth.Right{auth.ReadCallbacks}, errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
	}, a.callbacks, callbackColumns)
	handle(a, operation{
		method: http.MethodPatch, path: "/callbacks/{id}", id: "cancelCallback", summary: "Take somebody off the list", tag: "callbacks",
		rights: settle, errors: wrong,
	}, func(ctx context.Context, in *struct {
		ID   int64 `path:"id"`
		Body struct {
			State string `json:"state" enum:"cancelled"`
			CallbackNote
		}
	},
	) (*callbackAnswer, error) {
		return a.settled(ctx, in.ID, a.p.Store.CancelCallback(ctx, in.ID, visitOf(ctx).who.Actor, in.Body.Note, a.cfg.Now()))
	})
	handle(a, operation{
		method: http.MethodPost, path: "/callbacks/{id}/done", id: "callbackDone", summary: "Note that the citizen was called in another way", tag: "callbacks",
		rights: settle, errors: wrong,
	}, func(ctx context.Context, in *struct {
		ID   int64 `path:"id"`
		Body CallbackNote
	},
	) (*callbackAnswer, error) {
		return a.settled(ctx, in.ID, a.p.Store.DoneCallback(ctx, in.ID, visitOf(ctx).who.Actor, in.Body.Note, a.cfg.Now()))
	})
	handle(a, operation{
		method: http.MethodPut, path: "/callbacks/{id}/given-to", id: "giveCallback", summary: "Give a call-back to an operator, or to whoever is free", tag: "callbacks",
		rights: []auth.Right{auth.LeadShift}, errors: wrong,
	}, func(ctx context.Context, in *struct {
		ID   int64 `path:"id"`
		Body struct {
			Operator string `json:"operator" maxLength:"64" doc:"Their account; empty: whoever is free"`
		}
	},
	) (*callbackAnswer, error) {
		return a.settled(ctx, in.ID, a.p.Store.GiveCallback(ctx, in.ID, visitOf(ctx).who.Actor, in.Body.Operator, a.cfg.Now()))
	})
}

func (a *API) settled(ctx context.Context, id int64, err error) (*callbackAnswer, error) {
	if err != nil {
		return nil, err
	}
	c, err := a.p.Store.Callback(ctx, id)
	if err != nil {
		return nil, err
	}
	return &callbackAnswer{viewOf(c)}, nil
}

// callbackSorts has no number: where one that is concealed stands would tell it.
var callbackSorts = sorts{
	by: map[string]store.Key{"since": whenKey("q.queued_at"), "tries": {SQL: "q.tries", Type: "integer"}, "ended": whenKey("coalesce(q.ended_at, 'infinity')")},
	id: []store.Key{numberKey("q.id")},
}

func (a *API) callbacks(ctx context.Context, in *callbacksRequest) (*listed[Callback], error) {
	ended, sort := in.State == "ended", "since"
	if ended {
		sort = "-ended"
	}
	page, err := a.sorted(callbackSorts, cmp.Or(in.Sort, sort), in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	rows, err := store.Callbacks(ctx, page.Queries, ended)
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	items, s, shown := make([]Callback, len(rows)), sightOf(ctx, in.Reason), 0
	for i, row := range rows {
		items[i] = viewOf(row)
		as := s.listed(row.Confidential)
		if items[i].conceal(as); as == inFull {
			shown++
		}
	}
	return list(items, next), a.noteListed(ctx, s, "callbacks", shown)
}

// conceal takes out who is called back, and what was written of them.
func (c *Callback) conceal(as showing) {
	c.Number, c.CallID, c.Note = as.number(c.Number), as.call(c.CallID), as.text(c.Note)
}

func viewOf(c store.Callback) Callback {
	return Callback{
		ID: c.ID, Number: c.Number, Queue: c.Queue, Source: string(c.Source), QueuedAt: c.QueuedAt, CallID: c.Call,
		State: string(c.State), Tries: c.Tries, MostTries: callback.MaxTries, NextTryAt: orNull(c.NextTry),
		Operator: c.Operator, OperatorName: c.OperatorName, GivenTo: c.GivenTo, GivenName: c.GivenName, Result: string(c.Result), Note: c.Note,
		CreatedAt: c.CreatedAt, EndedAt: orNull(c.EndedAt),
	}
}
