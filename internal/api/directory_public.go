package api

import (
	"context"
	"net/http"

	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// PublicUnit is what a unit makes known (Điều 17.3), and nothing else of it.
type PublicUnit struct {
	Code    string   `json:"code"`
	Name    string   `json:"name"`
	Kind    string   `json:"kind" enum:"office,department,district,commune,service,agency,provider"`
	Address string   `json:"address"`
	Website string   `json:"website"`
	Email   string   `json:"email"`
	Phones  []string `json:"phones" doc:"Of the focal officers, the main one's first"`
}

func (a *API) publicOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/public/units", id: "publicUnits", tag: "public", open: true, errors: []int{http.StatusBadRequest},
		summary: "The public directory: what units make known (Điều 17.3), by code",
	}, a.publicUnits)
	a.publicTicketOperations()
	a.ownTicketOperations()
}

// publicFor is how long others may keep what is public.
const publicFor = "public, max-age=300"

type publicUnits struct {
	CacheControl string `header:"Cache-Control"`
	Body         page[PublicUnit]
}

func (a *API) publicUnits(ctx context.Context, in *pageRequest) (*publicUnits, error) {
	after, err := behindCode(in.Cursor)
	if err != nil {
		return nil, err
	}
	rows, err := a.p.Store.PublicUnits(ctx, db.PublicUnitsParams{After: store.Text(after), Page: int32(in.Limit) + 1})
	if err != nil {
		return nil, err
	}
	rows, next := cut(rows, in.Limit, func(u db.PublicUnitsRow) cursor { return cursor{ID: u.Code} })
	items := make([]PublicUnit, len(rows))
	for i, u := range rows {
		items[i] = PublicUnit{Code: u.Code, Name: u.Name, Kind: u.Kind, Address: u.Address, Website: u.Website, Email: u.Email, Phones: u.Phones}
	}
	return &publicUnits{CacheControl: publicFor, Body: list(items, next).Body}, nil
}
