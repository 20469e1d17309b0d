package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// ArticleUse is that somebody took an article's words, or that a ticket's result rests on it.
type ArticleUse struct {
	Version int       `json:"version"`
	Way     string    `json:"way" enum:"inserted,answered" doc:"inserted: into what somebody wrote; answered: a ticket's result rests on it"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Call    string    `json:"call"`
	Ticket  string    `json:"ticket"`
}

// ArticleUsage is how often an article was of use.
type ArticleUsage struct {
	ID       int64     `json:"id"`
	Title    string    `json:"title"`
	Inserted int64     `json:"inserted"`
	Answered int64     `json:"answered"`
	LastAt   time.Time `json:"last_at"`
}

// ArticleGap is what was searched for, and not found.
type ArticleGap struct {
	ID      int64     `json:"id"`
	Typed   string    `json:"typed" doc:"As it was typed last"`
	Times   int32     `json:"times"`
	FirstAt time.Time `json:"first_at"`
	LastAt  time.Time `json:"last_at"`
	LastBy  string    `json:"last_by"`
}

// ArticleCounts is how much of the knowledge base waits for somebody.
type ArticleCounts struct {
	Holds     int64 `json:"holds"`
	Submitted int64 `json:"submitted" doc:"Wait to be approved"`
	Due       int64 `json:"due" doc:"Their review is within two weeks, or past"`
}

func (a *API) articleUseOperations() {
	read, write := []auth.Right{auth.ReadArticles}, []auth.Right{auth.WriteArticles}
	handle(a, operation{
		method: http.MethodPost, path: "/articles/{id}/uses", id: "useArticle", tag: "knowledge", rights: write, status: http.StatusNoContent,
		summary: "Note that an article's words were taken, and for which call or ticket", errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, a.useArticle)
	handle(a, operation{
		method: http.MethodGet, path: "/articles/{id}/uses", id: "articleUses", tag: "knowledge", rights: read, errors: []int{http.StatusBadRequest},
		summary: "By whom, when and for what an article was used, newest first",
	}, a.articleUses)
	handleList(a, operation{
		method: http.MethodGet, path: "/article-usage", id: "articleUsage", tag: "knowledge", rights: read, summary: "The articles of most use",
	}, a.articleUsage, usageColumns)
	handle(a, operation{
		method: http.MethodGet, path: "/article-counts", id: "articleCounts", tag: "knowledge", rights: read, summary: "How much of the knowledge base waits for somebody",
	}, func(ctx context.Context, _ *struct{}) (*struct{ Body ArticleCounts }, error) {
		n, err := a.p.Store.ArticleCounts(ctx)
		if err != nil {
			return nil, err
		}
		return &struct{ Body ArticleCounts }{ArticleCounts{Holds: n.Holds, Submitted: n.Submitted, Due: n.Due}}, nil
	})
	handle(a, operation{
		method: http.MethodPost, path: "/article-gaps", id: "reportArticleGap", tag: "knowledge", rights: write, status: http.StatusNoContent,
		summary: "Note that a search found nothing of use", errors: []int{http.StatusUnprocessableEntity},
	}, a.reportArticleGap)
	handleList(a, operation{
		method: http.MethodGet, path: "/article-gaps", id: "articleGaps", tag: "knowledge", rights: read, summary: "What was searched for and not found, most often first",
	}, a.articleGaps, gapColumns)
	handle(a, operation{
		method: http.MethodPost, path: "/article-gaps/{id}/settle", id: "settleArticleGap", tag: "knowledge", rights: write, status: http.StatusNoContent,
		summary: "Note that somebody has seen to it", errors: []int{http.StatusNotFound},
	}, a.settleArticleGap)
}

func (a *API) useArticle(ctx context.Context, in *struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Call   string `json:"call" required:"false" maxLength:"64"`
		Ticket string `json:"ticket" required:"false" maxLength:"32"`
	}
},
) (*struct{}, error) {
	use := db.ArticleUseParams{Way: "inserted", By: visitOf(ctx).who.Actor, At: a.cfg.Now(), CallID: orNull(in.Body.Call), Article: in.ID}
	if in.Body.Ticket != "" {
		code, err := ticket.ParseCode(in.Body.Ticket)
		if err != nil {
			return nil, invalid("body.ticket", lang.BadTicketCode)
		}
		if err := a.mayRead(ctx, visitOf(ctx).who, code); err != nil {
			return nil, err
		}
		t, err := a.p.Store.Ticket(ctx, code)
		if err != nil {
			return nil, err
		}
		use.TicketID = &t.Ticket.ID
	}
	n, err := a.p.Store.ArticleUse(ctx, use)
	switch {
	case err != nil:
		return nil, err
	case n == 0:
		return nil, refuse(http.StatusConflict, lang.ArticleNotHeld)
	}
	return nil, nil
}

func (a *API) articleUses(ctx context.Context, in *struct {
	ID     int64  `path:"id" minimum:"1"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"400"`
},
) (*listed[ArticleUse], error) {
	at, id, err := behind(in.Cursor)
	if err != nil {
		return nil, err
	}
	rows, err := a.p.Store.ArticleUses(ctx, db.ArticleUsesParams{Article: in.ID, BeforeAt: at, BeforeID: id, Page: int32(in.Limit + 1)})
	if err != nil {
		return nil, err
	}
	rows, next := cut(rows, in.Limit, func(r db.ArticleUsesRow) cursor { return cursor{At: r.At, ID: strconv.FormatInt(r.ID, 10)} })
	items := make([]ArticleUse, len(rows))
	for i, r := range rows {
		items[i] = ArticleUse{Version: int(r.Version), Way: r.Way, By: r.By, At: r.At, Call: said(r.CallID)}
		if r.Ticket != "" {
			items[i].Ticket = ticket.Code(r.Ticket).String()
		}
	}
	return list(items, next), nil
}

// mostUsed is how many articles usage tells of, mostGaps how many gaps.
const mostUsed, mostGaps = 100, 200

func (a *API) articleUsage(ctx context.Context, in *struct {
	Words
	Days int    `query:"days" minimum:"1" maximum:"400" default:"90"`
	Sort string `query:"sort" enum:"name,-name,inserted,-inserted,answered,-answered,last,-last" doc:"A minus: the greatest first. Left out: the most used"`
},
) (*listed[ArticleUsage], error) {
	rows, err := a.p.Store.ArticleUsage(ctx, db.ArticleUsageParams{Since: a.cfg.Now().AddDate(0, 0, -in.Days), Page: mostUsed})
	if err != nil {
		return nil, err
	}
	items := make([]ArticleUsage, len(rows))
	for i, r := range rows {
		items[i] = ArticleUsage{ID: r.ID, Title: r.Title, Inserted: r.Inserted, Answered: r.Answered, LastAt: r.LastAt}
	}
	return whole(ctx, a, items, usageColumns, in.Q, in.Sort)
}

func (a *API) reportArticleGap(ctx context.Context, in *struct {
	Body struct {
		Typed string `json:"typed" maxLength:"200"`
	}
},
) (*struct{}, error) {
	typed := strings.TrimSpace(in.Body.Typed)
	plain := directory.Fold(typed)
	if plain == "" {
		return nil, invalid("body.typed", lang.TicketNeedsText)
	}
	return nil, a.p.Store.ArticleGapAdd(ctx, db.ArticleGapAddParams{Plain: plain, Typed: typed, By: visitOf(ctx).who.Actor, At: a.cfg.Now()})
}

type articleGapsRequest struct {
	Words
	Sort string `query:"sort" enum:"typed,-typed,times,-times,since,-since,last,-last" doc:"A minus: the greatest first. Left out: most often first"`
}

func (a *API) articleGaps(ctx context.Context, in *articleGapsRequest) (*listed[ArticleGap], error) {
	rows, err := a.p.Store.ArticleGaps(ctx, mostGaps)
	if err != nil {
		return nil, err
	}
	items := make([]ArticleGap, len(rows))
	for i, r := range rows {
		items[i] = ArticleGap{ID: r.ID, Typed: r.Typed, Times: r.Times, FirstAt: r.FirstAt, LastAt: r.LastAt, LastBy: r.LastBy}
	}
	return whole(ctx, a, items, gapColumns, in.Q, in.Sort)
}

func (a *API) settleArticleGap(ctx context.Context, in *struct {
	ID int64 `path:"id" minimum:"1"`
},
) (*struct{}, error) {
	by, at := visitOf(ctx).who.Actor, a.cfg.Now()
	n, err := a.p.Store.ArticleGapSettle(ctx, db.ArticleGapSettleParams{By: &by, At: &at, ID: in.ID})
	switch {
	case err != nil:
		return nil, err
	case n == 0:
		return nil, store.ErrNotFound
	}
	return nil, nil
}

// answerable refuses an answer that rests on an article which does not hold.
func (a *API) answerable(ctx context.Context, article int64) error {
	if article == 0 {
		return nil
	}
	row, err := a.p.Store.Article(ctx, article)
	if errors.Is(err, store.ErrNotFound) || err == nil && row.Holds == nil {
		return invalid("body.act.article", lang.ArticleNotHeld)
	}
	return err
}
