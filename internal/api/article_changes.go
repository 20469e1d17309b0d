package api

import (
	"context"
	"net/http"
	"strings"

	"hotline1022/internal/knowledge"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// ArticleDraft is an article as somebody writes it.
type ArticleDraft struct {
	Title   string             `json:"title" maxLength:"400"`
	Answer  string             `json:"answer" maxLength:"16000" doc:"What the citizen is told"`
	Asked   []string           `json:"asked" required:"false" nullable:"false" maxItems:"24" doc:"Other words in which people ask for it"`
	Field   string             `json:"field" required:"false" maxLength:"40"`
	Unit    string             `json:"unit" required:"false" maxLength:"24" doc:"Whose matter it is"`
	Sources []knowledge.Source `json:"sources" required:"false" nullable:"false" maxItems:"16" doc:"The law, or the office, that says so"`
	Since   string             `json:"since" format:"date" doc:"It holds from this day"`
	Until   string             `json:"until" required:"false" maxLength:"10" doc:"It holds before this day; empty: until another does"`
	Review  string             `json:"review" required:"false" maxLength:"10" doc:"When somebody looks again whether it is right"`
}

// cityDay is the day in the city.
func (a *API) cityDay() worktime.Date { return worktime.DateOf(a.cfg.Now().In(ticket.Zone)) }

// written reads a draft; all that is wrong with it is said at once.
func (d ArticleDraft) written() (knowledge.Article, error) {
	wrong := &refusal{status: http.StatusUnprocessableEntity, key: lang.Invalid}
	date := func(location, s string) worktime.Date {
		if s == "" {
			return 0
		}
		on, err := worktime.ParseDate(s)
		if err != nil {
			wrong.items = append(wrong.items, refused{location: "body." + location, key: lang.BadDay})
		}
		return on
	}
	out := knowledge.Article{
		Title: d.Title, Answer: d.Answer, Asked: d.Asked, Field: d.Field, Unit: d.Unit, Sources: d.Sources,
		Since: date("since", d.Since), Until: date("until", d.Until), Review: date("review", d.Review),
	}
	for _, f := range out.Check(false) {
		wrong.items = append(wrong.items, refused{location: "body." + f.Location, key: f.Key, args: f.Args})
	}
	if len(wrong.items) > 0 {
		return out, wrong
	}
	return out, nil
}

// person is whoever asks, who must be no program: what is written and approved is a person's.
func (a *API) person(ctx context.Context) (store.By, error) {
	who := visitOf(ctx).who
	if who.Username == "" {
		return store.By{}, refuse(http.StatusForbidden, lang.NotAllowed)
	}
	return store.By{Actor: who.Actor, At: a.cfg.Now()}, nil
}

func (a *API) saveArticle(ctx context.Context, id int64, was int, draft ArticleDraft) (*articleAnswer, error) {
	by, err := a.person(ctx)
	if err != nil {
		return nil, err
	}
	written, err := draft.written()
	if err != nil {
		return nil, err
	}
	written.ID = id
	if id, err = a.p.Store.SaveArticle(ctx, written, was, by); err != nil {
		return nil, err
	}
	return a.articleNow(ctx, id)
}

func (a *API) articleNow(ctx context.Context, id int64) (*articleAnswer, error) {
	return a.article(ctx, &struct {
		ID int64 `path:"id" minimum:"1"`
	}{id})
}

type articleAct struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Version int    `json:"version" minimum:"1" maximum:"1000000" doc:"The newest, as it was seen"`
		Note    string `json:"note" required:"false" maxLength:"2000" doc:"Why it is returned"`
	}
}

func (a *API) doArticle(ctx context.Context, act knowledge.Act, in *articleAct) (*articleAnswer, error) {
	by, err := a.person(ctx)
	if err != nil {
		return nil, err
	}
	note := strings.TrimSpace(in.Body.Note)
	if act == knowledge.Return && note == "" {
		return nil, invalid("body.note", lang.TicketNeedsText)
	}
	if err := a.p.Store.DoArticle(ctx, in.ID, in.Body.Version, act, note, by); err != nil {
		return nil, err
	}
	a.foundAtOnce(ctx)
	return a.articleNow(ctx, in.ID)
}

// foundAtOnce has searches know what has just changed; when that fails they do so a little later.
func (a *API) foundAtOnce(ctx context.Context) {
	if err := a.p.Library.Refresh(ctx); err != nil {
		a.log.Warn("a change of the knowledge base is not found yet", "request", visitOf(ctx).id, "err", err)
	}
}

func (a *API) withdrawArticle(ctx context.Context, in *struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Reason string `json:"reason" maxLength:"2000"`
	}
},
) (*articleAnswer, error) {
	by, err := a.person(ctx)
	if err != nil {
		return nil, err
	}
	reason := ticket.Reason(in.Body.Reason)
	if reason == "" {
		return nil, invalid("body.reason", lang.ReasonNeeded)
	}
	if err := a.p.Store.WithdrawArticle(ctx, in.ID, reason, by); err != nil {
		return nil, err
	}
	a.foundAtOnce(ctx)
	return a.articleNow(ctx, in.ID)
}
