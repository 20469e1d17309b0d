package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/knowledge"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/worktime"
)

// ArticleFound is an article that a search found: what is answered from now.
type ArticleFound struct {
	ID       int64              `json:"id"`
	Version  int                `json:"version"`
	Title    string             `json:"title"`
	Answer   string             `json:"answer"`
	Field    string             `json:"field"`
	Unit     string             `json:"unit"`
	UnitName string             `json:"unit_name"`
	Sources  []knowledge.Source `json:"sources"`
	Due      bool               `json:"due" doc:"Its day of review is past: look at the source before relying on it"`
	Remark   string             `json:"remark" doc:"With which it was approved, as that nobody has held it against the law yet; empty: none"`
	Uses     int64              `json:"uses" doc:"How often it was answered from"`
}

// ArticleLine is an article in the list: its newest version, and what is answered from.
type ArticleLine struct {
	ID        int64     `json:"id"`
	Version   int       `json:"version" doc:"The newest"`
	State     string    `json:"state" enum:"draft,submitted,approved,returned" doc:"Of the newest version"`
	Title     string    `json:"title"`
	Field     string    `json:"field"`
	Unit      string    `json:"unit"`
	UnitName  string    `json:"unit_name"`
	Holds     int       `json:"holds" doc:"The version that is answered from today; 0: none"`
	Later     string    `json:"later" doc:"The day from which what was approved last is answered from; empty: it is already, or nothing is approved"`
	Over      bool      `json:"over" doc:"What was approved last has ended: nothing is answered from"`
	Withdrawn bool      `json:"withdrawn"`
	Until     string    `json:"until" doc:"What is answered from holds before this day; empty: until another does"`
	Review    string    `json:"review" doc:"When somebody looks again; empty: not said yet"`
	Author    string    `json:"author"`
	SavedAt   time.Time `json:"saved_at"`
	Uses      int64     `json:"uses"`
}

// ArticleVersion is what somebody wrote, and what became of it.
type ArticleVersion struct {
	Version     int                `json:"version"`
	State       string             `json:"state" enum:"draft,submitted,approved,returned"`
	Title       string             `json:"title"`
	Answer      string             `json:"answer"`
	Asked       []string           `json:"asked" doc:"Other words in which people ask for it"`
	Field       string             `json:"field"`
	Unit        string             `json:"unit"`
	Sources     []knowledge.Source `json:"sources"`
	Since       string             `json:"since"`
	Until       string             `json:"until"`
	Review      string             `json:"review"`
	Author      string             `json:"author"`
	SavedAt     time.Time          `json:"saved_at"`
	SubmittedAt *time.Time         `json:"submitted_at"`
	DecidedBy   string             `json:"decided_by"`
	DecidedAt   *time.Time         `json:"decided_at"`
	Note        string             `json:"note" doc:"Why it was returned"`
}

// Article is an article with all its versions.
type Article struct {
	ID           int64            `json:"id"`
	Holds        int              `json:"holds" doc:"The version that is answered from today; 0: none"`
	Approved     int              `json:"approved" doc:"The version that was approved last, answered from today, later or before; 0: none, or withdrawn"`
	WithdrawnAt  *time.Time       `json:"withdrawn_at"`
	WithdrawnBy  string           `json:"withdrawn_by"`
	WithdrawnFor string           `json:"withdrawn_for"`
	Versions     []ArticleVersion `json:"versions" doc:"Newest first"`
}

type articleAnswer struct{ Body Article }

func (a *API) articleOperations() {
	read, write, approve := []auth.Right{auth.ReadArticles}, []auth.Right{auth.WriteArticles}, []auth.Right{auth.ApproveArticles}
	refused := []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}
	handle(a, operation{
		method: http.MethodGet, path: "/article-search", id: "searchArticles", tag: "knowledge", rights: read,
		summary: "What answers a question today, best first: accents or none, misspelt, abbreviated (Điều 9.1)",
	}, a.searchArticles)
	handleList(a, operation{
		method: http.MethodGet, path: "/articles", id: "articles", tag: "knowledge", rights: read, errors: []int{http.StatusBadRequest},
		summary: "Articles",
	}, a.articles, articleColumns)
	handle(a, operation{
		method: http.MethodGet, path: "/articles/{id}", id: "article", tag: "knowledge", rights: read, errors: []int{http.StatusNotFound},
		summary: "An article with all its versions",
	}, a.article)
	handle(a, operation{
		method: http.MethodPost, path: "/articles", id: "newArticle", tag: "knowledge", rights: write, errors: refused, status: http.StatusCreated,
		summary: "Begin an article",
	}, func(ctx context.Context, in *struct{ Body ArticleDraft }) (*articleAnswer, error) {
		return a.saveArticle(ctx, 0, 0, in.Body)
	})
	handle(a, operation{
		method: http.MethodPost, path: "/articles/{id}/versions", id: "saveArticle", tag: "knowledge", rights: write, errors: refused, status: http.StatusCreated,
		summary: "Write an article's next version, a draft",
	}, func(ctx context.Context, in *struct {
		ID   int64 `path:"id" minimum:"1"`
		Body struct {
			ArticleDraft
			Was int `json:"was" minimum:"1" maximum:"1000000" doc:"The version that its author saw; refused when there is a newer one"`
		}
	},
	) (*articleAnswer, error) {
		return a.saveArticle(ctx, in.ID, in.Body.Was, in.Body.ArticleDraft)
	})
	for _, step := range []struct {
		act     knowledge.Act
		rights  []auth.Right
		summary string
	}{
		{knowledge.Submit, write, "Have a draft approved"},
		{knowledge.Approve, approve, "Have a version answered from; by another than its author"},
		{knowledge.Return, approve, "Give a version back to its author, with a note"},
	} {
		handle(a, operation{
			method: http.MethodPost, path: "/articles/{id}/" + string(step.act), id: string(step.act) + "Article", tag: "knowledge", rights: step.rights, errors: refused,
			summary: step.summary,
		}, func(ctx context.Context, in *articleAct) (*articleAnswer, error) {
			return a.doArticle(ctx, step.act, in)
		})
	}
	handle(a, operation{
		method: http.MethodPost, path: "/articles/{id}/withdraw", id: "withdrawArticle", tag: "knowledge", rights: approve, errors: refused,
		summary: "Have an article no longer answered from",
	}, a.withdrawArticle)
}

type articleSearch struct {
	Q     string `query:"q" required:"true" maxLength:"400"`
	Field string `query:"field" maxLength:"40" doc:"Of the matter in hand: its articles come first"`
	Limit int    `query:"limit" minimum:"1" maximum:"50" default:"8"`
}

func (a *API) searchArticles(ctx context.Context, in *articleSearch) (*listed[ArticleFound], error) {
	hits, err := a.p.Library.Search(ctx, knowledge.Asked{Text: in.Q, Field: in.Field, Most: in.Limit, Near: true})
	if err != nil {
		return nil, err
	}
	today := a.cityDay()
	items := make([]ArticleFound, len(hits))
	for i, h := range hits {
		items[i] = ArticleFound{
			ID: h.ID, Version: h.Version, Title: h.Title, Answer: h.Answer, Field: h.Field, Unit: h.Unit, UnitName: h.UnitName,
			Sources: append([]knowledge.Source{}, h.Sources...), Due: h.Review != 0 && h.Review <= today, Remark: h.Remark, Uses: h.Uses,
		}
	}
	return list(items, ""), nil
}

type articlesRequest struct {
	State  string `query:"state" enum:"draft,submitted,holds,later,due,over,withdrawn" doc:"later: a version is approved for a day to come; due: its review is within two weeks, or past; over: no longer in force"`
	Field  string `query:"field" maxLength:"40"`
	Unit   string `query:"unit" maxLength:"24"`
	Q      string `query:"q" maxLength:"200" doc:"Searched for as by /article-search, with what is further off, and in what is not answered from; unless a sort is asked for, one page, best first"`
	Sort   string `query:"sort" enum:"name,-name,unit,-unit,review,-review,author,-author,saved,-saved,uses,-uses" default:"-saved" doc:"A minus: the greatest first"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"400"`
}

var articleSorts = sorts{
	by: map[string]store.Key{
		"name": textKey("q.spelt"), "unit": textKey("q.unit_spelt"), "review": {SQL: "coalesce(q.review, 'infinity')", Type: "date"}, "author": nameKey("q.author"),
		"saved": whenKey("q.saved_at"), "uses": numberKey("q.uses"),
	},
	id: []store.Key{whenKey("q.saved_at"), numberKey("q.id")},
}

// articlesFound is how many articles a search of the list finds at most.
const articlesFound = 1000

func (a *API) articles(ctx context.Context, in *articlesRequest) (*listed[ArticleLine], error) {
	limit, plain := in.Limit, directory.Fold(in.Q)
	ranked := plain != "" && in.Sort == "-saved"
	if ranked {
		limit = articlesFound
	}
	page, err := a.sorted(articleSorts, in.Sort, in.Cursor, limit)
	if err != nil {
		return nil, err
	}
	var hits []knowledge.Hit
	if plain != "" {
		if hits, err = a.p.Library.Search(ctx, knowledge.Asked{Text: in.Q, Field: in.Field, Most: articlesFound}); err != nil {
			return nil, err
		}
	}
	rank := make(map[int64]int, len(hits))
	wanted := db.ArticleListParams{State: in.State, Field: in.Field, Unit: in.Unit, Plain: plain, Found: make([]int64, len(hits))}
	for i, h := range hits {
		rank[h.ID], wanted.Found[i] = i-len(hits), h.ID
	}
	rows, err := page.ArticleList(ctx, wanted)
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	if ranked {
		slices.SortStableFunc(rows, func(v, w db.ArticleListRow) int { return cmp.Compare(rank[v.ID], rank[w.ID]) })
		rows, next = rows[:min(len(rows), in.Limit)], ""
	}
	items := make([]ArticleLine, len(rows))
	for i, r := range rows {
		items[i] = ArticleLine{
			ID: r.ID, Version: int(r.Number), State: r.State, Title: r.Title, Field: said(r.Field), Unit: said(r.Unit), UnitName: r.UnitName,
			Withdrawn: r.WithdrawnAt != nil, Holds: int(r.Today), Later: day(r.Later), Over: r.Over,
			Until: day(r.HoldsUntil), Review: day(r.Review), Author: r.Author, SavedAt: r.SavedAt, Uses: r.Uses,
		}
	}
	return list(items, next), nil
}

func (a *API) article(ctx context.Context, in *struct {
	ID int64 `path:"id" minimum:"1"`
},
) (*articleAnswer, error) {
	row, err := a.p.Store.Article(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	versions, err := a.p.Store.ArticleVersions(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := Article{ID: row.ID, WithdrawnAt: row.WithdrawnAt, WithdrawnBy: row.WithdrawnBy, WithdrawnFor: row.WithdrawnFor}
	if row.Holds != nil {
		out.Approved = int(*row.Holds)
	}
	var approved []knowledge.Article
	for _, v := range versions {
		written, err := store.ArticleOf(v)
		if err != nil {
			return nil, err
		}
		out.Versions = append(out.Versions, ArticleVersion{
			Version: written.Version, State: v.State, Title: written.Title, Answer: written.Answer, Asked: append([]string{}, written.Asked...),
			Field: written.Field, Unit: written.Unit, Sources: append([]knowledge.Source{}, written.Sources...),
			Since: day(v.Since), Until: day(v.Until), Review: day(v.Review), Author: v.Author, SavedAt: v.SavedAt,
			SubmittedAt: v.SubmittedAt, DecidedBy: said(v.DecidedBy), DecidedAt: v.DecidedAt, Note: v.Note,
		})
		if row.Holds != nil && v.State == string(knowledge.Approved) && v.Number >= *row.Earliest {
			approved = append(approved, written)
		}
	}
	slices.Reverse(approved) // they come newest first
	out.Holds = knowledge.Current(approved, a.cityDay())
	return &articleAnswer{out}, nil
}

// day is a date as it is written; empty for none.
func day(d pgtype.Date) string {
	if !d.Valid {
		return ""
	}
	return worktime.DateOf(d.Time).String()
}

func said(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
