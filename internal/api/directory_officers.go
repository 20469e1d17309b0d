package api

import (
	"context"
	"net/http"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/store"
)

// OfficerFacts is what is kept of who holds a post.
type OfficerFacts struct {
	Rank     int    `json:"rank" doc:"1: the main one; the order in which they are called"`
	Name     string `json:"name"`
	Title    string `json:"title" required:"false"`
	Phone    string `json:"phone" required:"false" doc:"On which calls are put through; a focal officer's is public (Điều 17.3)"`
	Mobile   string `json:"mobile" required:"false" doc:"Gets the SMS, if phone does not; never public"`
	Email    string `json:"email" required:"false"`
	Username string `json:"username" required:"false" doc:"The account"`
	Days
}

// OfficerDetail is who holds a post of a unit.
type OfficerDetail struct {
	ID   int64  `json:"id"`
	Unit string `json:"unit"`
	Post string `json:"post" enum:"focal,head"`
	OfficerFacts
	Version int `json:"version"`
}

// OfficerSeen is an officer as whoever gives the order has seen them.
type OfficerSeen struct {
	ID      int64 `json:"id"`
	Version int   `json:"version"`
}

func (f OfficerFacts) officer() (directory.Officer, error) {
	span, err := f.span()
	return directory.Officer{
		Rank: f.Rank, Name: f.Name, Title: f.Title, Phone: f.Phone, Mobile: f.Mobile, Email: f.Email, Username: f.Username, Span: span,
	}, err
}

func (a *API) officerOperations() {
	manage := []auth.Right{auth.ManageDirectory}
	wrong := []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}
	handle(a, operation{
		method: http.MethodPost, path: "/directory/officers", id: "createOfficer", tag: "directory", status: http.StatusCreated, rights: manage, errors: wrong,
		summary: "Give a vacant post to somebody; one that is held changes hands by a change note (Điều 17.2, 17.9)",
	}, a.createOfficer)
	handle(a, operation{
		method: http.MethodPut, path: "/directory/officers/{id}", id: "changeOfficer", summary: "Put others in the place of an officer's facts", tag: "directory",
		rights: manage, errors: wrong,
	}, a.changeOfficer)
	handle(a, operation{
		method: http.MethodPut, path: "/directory/units/{code}/on-call", id: "orderOfficers", tag: "directory", rights: manage, errors: wrong,
		summary: "Say in which order those who hold a post are called (Điều 17.2)",
	}, a.orderOfficers)
}

func (a *API) officersOf(ctx context.Context, unit string) ([]OfficerDetail, error) {
	rows, err := a.p.Store.OfficersEver(ctx, &unit)
	if err != nil {
		return nil, err
	}
	items := make([]OfficerDetail, len(rows))
	for i, r := range rows {
		o := store.OfficerOf(r)
		items[i] = OfficerDetail{
			ID: o.ID, Unit: o.Unit, Post: string(o.Post), Version: int(r.Version),
			OfficerFacts: OfficerFacts{
				Rank: o.Rank, Name: o.Name, Title: o.Title, Phone: o.Phone, Mobile: o.Mobile, Email: o.Email, Username: o.Username, Days: daysOf(o.Span),
			},
		}
	}
	return items, nil
}

func (a *API) createOfficer(ctx context.Context, in *struct {
	Body struct {
		Unit string `json:"unit" maxLength:"24"`
		Post string `json:"post" enum:"focal,head"`
		OfficerFacts
	}
},
) (*unitAnswer, error) {
	o, err := in.Body.officer()
	if err != nil {
		return nil, err
	}
	o.Unit, o.Post = in.Body.Unit, directory.Post(in.Body.Post)
	if _, err := a.p.Store.CreateOfficer(ctx, o, a.by(ctx)); err != nil {
		return nil, err
	}
	return a.unit(ctx, o.Unit)
}

func (a *API) changeOfficer(ctx context.Context, in *struct {
	ID   int64 `path:"id"`
	Body struct {
		Version int `json:"version"`
		OfficerFacts
	}
},
) (*unitAnswer, error) {
	o, err := in.Body.officer()
	if err != nil {
		return nil, err
	}
	o.ID = in.ID
	unit, err := a.p.Store.ChangeOfficer(ctx, o, in.Body.Version, a.by(ctx))
	if err != nil {
		return nil, err
	}
	return a.unit(ctx, unit)
}

func (a *API) orderOfficers(ctx context.Context, in *struct {
	Code string `path:"code" maxLength:"24"`
	Body struct {
		Post  string        `json:"post" enum:"focal,head"`
		Order []OfficerSeen `json:"order" maxItems:"100" doc:"All who hold it today or later, first who is called first"`
	}
},
) (*unitAnswer, error) {
	order := make([]store.Seen, len(in.Body.Order))
	for i, o := range in.Body.Order {
		order[i] = store.Seen(o)
	}
	if err := a.p.Store.OrderOfficers(ctx, in.Code, directory.Post(in.Body.Post), order, a.by(ctx)); err != nil {
		return nil, err
	}
	return a.unit(ctx, in.Code)
}
