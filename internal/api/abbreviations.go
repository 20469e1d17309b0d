package api

import (
	"context"
	"net/http"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/knowledge"
	"hotline1022/internal/store"
)

// Abbreviation is what people say in short, and what searches take it for.
type Abbreviation struct {
	Name      string    `json:"name" doc:"Short without accents and capitals: what it is known by"`
	Short     string    `json:"short"`
	Long      []string  `json:"long"`
	ChangedBy string    `json:"changed_by"`
	ChangedAt time.Time `json:"changed_at"`
}

func (a *API) abbreviationOperations() {
	approve := []auth.Right{auth.ApproveArticles}
	handleList(a, operation{
		method: http.MethodGet, path: "/abbreviations", id: "abbreviations", tag: "knowledge", rights: []auth.Right{auth.ReadArticles}, summary: "What is short for what",
	}, a.abbreviations, abbreviationColumns)
	handle(a, operation{
		method: http.MethodPost, path: "/abbreviations", id: "saveAbbreviation", tag: "knowledge", rights: approve, errors: []int{http.StatusUnprocessableEntity},
		summary: "Say what an abbreviation stands for",
	}, func(ctx context.Context, in *struct {
		Body struct {
			Short string   `json:"short" maxLength:"80"`
			Long  []string `json:"long" minItems:"1" maxItems:"8" nullable:"false"`
		}
	},
	) (*listed[Abbreviation], error) {
		short := knowledge.Abbreviation{Short: in.Body.Short, Long: in.Body.Long}
		if faults := short.Check(); len(faults) > 0 {
			return nil, &store.FaultsError{Faults: faults}
		}
		if err := a.p.Store.SaveAbbreviation(ctx, short, store.By{Actor: visitOf(ctx).who.Actor, At: a.cfg.Now()}); err != nil {
			return nil, err
		}
		a.foundAtOnce(ctx)
		return a.abbreviations(ctx, &abbreviationsRequest{})
	})
	handle(a, operation{
		method: http.MethodDelete, path: "/abbreviations/{name}", id: "dropAbbreviation", tag: "knowledge", rights: approve, errors: []int{http.StatusNotFound}, status: http.StatusNoContent,
		summary: "Forget an abbreviation",
	}, func(ctx context.Context, in *struct {
		Name string `path:"name" maxLength:"40"`
	},
	) (*struct{}, error) {
		if err := a.p.Store.DropAbbreviation(ctx, in.Name, store.By{Actor: visitOf(ctx).who.Actor, At: a.cfg.Now()}); err != nil {
			return nil, err
		}
		a.foundAtOnce(ctx)
		return nil, nil
	})
}

type abbreviationsRequest struct {
	Words
	Sort string `query:"sort" enum:"short,-short,long,-long" doc:"A minus: backwards. Left out: by the alphabet"`
}

func (a *API) abbreviations(ctx context.Context, in *abbreviationsRequest) (*listed[Abbreviation], error) {
	rows, err := a.p.Store.Abbreviations(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]Abbreviation, len(rows))
	for i, r := range rows {
		items[i] = Abbreviation{Name: r.Short, Short: r.Shown, Long: r.Long, ChangedBy: r.ChangedBy, ChangedAt: r.ChangedAt}
	}
	return whole(ctx, a, items, abbreviationColumns, in.Q, in.Sort)
}
