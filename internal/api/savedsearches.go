package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// SavedSearch is what somebody looks for among the calls again and again. Nobody but them is ever given it. It may hold a telephone number, as
// it stands: the calls beside it do as well, and the number alone tells nothing. What it finds is a search like any other each time,
// with its reason and its row in the audit log; so keeping it is none.
type SavedSearch struct {
	ID        int64     `json:"id"`
	Name      string    `json:"name"`
	Filters   string    `json:"filters" doc:"The list's filters as its page's address has them, without a page"`
	ChangedAt time.Time `json:"changed_at"`
}

func savedSearchOf(s db.SavedSearch) SavedSearch {
	return SavedSearch{ID: s.ID, Name: s.Name, Filters: s.Filters, ChangedAt: s.ChangedAt}
}

// NewSavedSearch is a search as it is to be kept.
type NewSavedSearch struct {
	Name    string `json:"name" minLength:"1" maxLength:"80" doc:"One's own other ones have another, capitals aside"`
	Filters string `json:"filters" minLength:"1" maxLength:"2000" doc:"As the page's address has them: name=value, joined by &"`
}

// read checks what the schema cannot, and tidies the name up.
func (n *NewSavedSearch) read() error {
	if n.Name = strings.Join(strings.Fields(n.Name), " "); n.Name == "" {
		return invalid("body.name", lang.Invalid)
	}
	if parts, err := url.ParseQuery(n.Filters); err != nil || parts.Has("cursor") || strings.ContainsRune(n.Filters, 0) {
		return invalid("body.filters", lang.Invalid)
	}
	return nil
}

// SavedSearchPath names a search.
type SavedSearchPath struct {
	ID int64 `path:"id" minimum:"1"`
}

type oneSavedSearch struct{ Body SavedSearch }

func (a *API) savedSearchOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/saved-searches", id: "savedSearches", tag: "calls", own: true,
		summary: "One's own searches among the calls, by name",
	}, func(ctx context.Context, _ *struct{}) (*listed[SavedSearch], error) {
		rows, err := a.p.Store.SavedSearchesOf(ctx, visitOf(ctx).who.Username)
		if err != nil {
			return nil, err
		}
		items := make([]SavedSearch, len(rows))
		for i, r := range rows {
			items[i] = savedSearchOf(r)
		}
		return list(items, ""), nil
	})
	handle(a, operation{
		method: http.MethodPost, path: "/saved-searches", id: "saveSearch", tag: "calls", own: true, status: http.StatusCreated,
		summary: "Keep a search under a name", errors: []int{http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *struct{ Body NewSavedSearch }) (*oneSavedSearch, error) {
		if err := in.Body.read(); err != nil {
			return nil, err
		}
		kept, err := a.p.Store.SaveSearch(ctx, db.SavedSearchAddParams{
			Owner: visitOf(ctx).who.Username, Name: in.Body.Name, Filters: in.Body.Filters, ChangedAt: a.cfg.Now(),
		})
		return answerSearch(kept, err)
	})
	handle(a, operation{
		method: http.MethodPut, path: "/saved-searches/{id}", id: "changeSearch", tag: "calls", own: true,
		summary: "Give one's search another name, or other filters", errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *struct {
		SavedSearchPath
		Body NewSavedSearch
	},
	) (*oneSavedSearch, error) {
		if err := in.Body.read(); err != nil {
			return nil, err
		}
		kept, err := a.p.Store.ChangeSearch(ctx, db.SavedSearchSetParams{
			ID: in.ID, Owner: visitOf(ctx).who.Username, Name: in.Body.Name, Filters: in.Body.Filters, ChangedAt: a.cfg.Now(),
		})
		return answerSearch(kept, err)
	})
	handle(a, operation{
		method: http.MethodDelete, path: "/saved-searches/{id}", id: "dropSearch", tag: "calls", own: true,
		summary: "Forget one's search", errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *SavedSearchPath) (*struct{}, error) {
		return nil, a.p.Store.DropSearch(ctx, visitOf(ctx).who.Username, in.ID)
	})
}

func answerSearch(kept db.SavedSearch, err error) (*oneSavedSearch, error) {
	switch {
	case errors.Is(err, store.ErrTooManySearches):
		return nil, &refusal{status: http.StatusConflict, key: lang.SearchesFull, args: []any{store.MostSavedSearches}}
	case errors.Is(err, store.ErrSearchTaken):
		return nil, refuse(http.StatusConflict, lang.SearchTaken)
	case err != nil:
		return nil, err
	}
	return &oneSavedSearch{savedSearchOf(kept)}, nil
}
