package api

import (
	"context"
	"net/http"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
)

// ReadingRule is how much one person may look at, or take out (Điều 12.2).
type ReadingRule struct {
	Name      string    `json:"name"`
	Kind      string    `json:"kind" enum:"people,names,sound,files,copies,cases" doc:"people: whose identity is shown, looked at alone; names: the same in lists; sound: recordings heard; files: of tickets; copies: recordings taken away; cases: taken out whole"`
	Per       string    `json:"per" enum:"hour,day" doc:"hour: more is told to the Office; day: more is refused"`
	Night     bool      `json:"night" doc:"From 22:00 to 06:00 alone"`
	Most      int32     `json:"most"`
	ChangedBy string    `json:"changed_by"`
	ChangedAt time.Time `json:"changed_at"`
}

func readingRuleOf(r db.ReadingRule) ReadingRule {
	return ReadingRule{Name: r.Name, Kind: r.Kind, Per: r.Per, Night: r.Night, Most: r.Most, ChangedBy: r.ChangedBy, ChangedAt: r.ChangedAt}
}

func (a *API) readingOperations() {
	handleList(a, operation{
		method: http.MethodGet, path: "/reading-rules", id: "readingRules", tag: "audit", rights: []auth.Right{auth.ReadReading}, errors: []int{http.StatusUnprocessableEntity},
		summary: "How much one person may look at in an hour before it is told, and take out in a day (Điều 12.2)",
	}, a.readingRules, readingColumns)
	handle(a, operation{
		method: http.MethodPut, path: "/reading-rules/{name}", id: "setReadingRule", tag: "audit", rights: []auth.Right{auth.SetReading},
		summary: "Change how much a rule lets pass", errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *struct {
		Name string `path:"name" maxLength:"40"`
		Body struct {
			Most int `json:"most" minimum:"1" maximum:"100000"`
		}
	},
	) (*struct{ Body ReadingRule }, error) {
		rule, err := a.p.Store.SetReadingRule(ctx, in.Name, in.Body.Most, visitOf(ctx).who.Actor, a.cfg.Now())
		if err != nil {
			return nil, err
		}
		return &struct{ Body ReadingRule }{readingRuleOf(rule)}, nil
	})
}

type readingRulesRequest struct {
	Words
	Sort string `query:"sort" enum:"most,-most,changed,-changed" doc:"A minus: the greatest first. Left out: by kind"`
}

var readingColumns = []column[ReadingRule]{
	{"read_what", func(l lang.Lang, r ReadingRule) any { return lang.Word(l, "readingkind", r.Kind) }},
	{"per", func(l lang.Lang, r ReadingRule) any {
		if r.Night {
			return lang.Word(l, "readingper", "night")
		}
		return lang.Word(l, "readingper", r.Per)
	}},
	{"most", func(_ lang.Lang, r ReadingRule) any { return int(r.Most) }},
	{"beyond", func(l lang.Lang, r ReadingRule) any { return lang.Word(l, "readingthen", r.Per) }},
	{"changed_by", func(_ lang.Lang, r ReadingRule) any { return actor(r.ChangedBy) }},
	{"changed", func(_ lang.Lang, r ReadingRule) any { return orNull(r.ChangedAt) }},
}

func (a *API) readingRules(ctx context.Context, in *readingRulesRequest) (*listed[ReadingRule], error) {
	rows, err := a.p.Store.ReadingRules(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]ReadingRule, len(rows))
	for i, r := range rows {
		items[i] = readingRuleOf(r)
	}
	return whole(ctx, a, items, readingColumns, in.Q, in.Sort)
}
