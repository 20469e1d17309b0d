package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// maxDraft is the most bytes that the fields of a draft have as JSON.
const maxDraft = 64 << 10

// DraftHead is what is said of a draft in a list.
type DraftHead struct {
	Key       string    `json:"key"`
	Version   int64     `json:"version"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Draft is what somebody has typed and not sent yet. Nobody but them is ever given it.
type Draft struct {
	DraftHead
	Fields  map[string]string `json:"fields" doc:"By the field's name; of a dropped one: none"`
	Dropped bool              `json:"dropped,omitempty" doc:"It was forgotten on purpose, with this version: what another machine still has of it is done with"`
}

// DraftPath names a draft.
type DraftPath struct {
	Key string `path:"key" pattern:"^[a-z0-9][a-z0-9:._-]{0,119}$" doc:"Whose form it is, in the client's own words; no citizen's data"`
}

type draftRequest struct {
	DraftPath
	Body struct {
		Version int64             `json:"version" minimum:"0" doc:"That it is made on top of; 0: there was none"`
		Fields  map[string]string `json:"fields" maxProperties:"100" doc:"64 KiB at most"`
	}
}

func (a *API) draftOperations() {
	handle(a, operation{method: http.MethodGet, path: "/drafts", id: "drafts", summary: "One's drafts, the last changed first", tag: "drafts", own: true}, a.drafts)
	handle(a, operation{
		method: http.MethodGet, path: "/drafts/{key}", id: "draft", summary: "One of one's drafts, or that it was dropped in the last 30 days; 204: there is none", tag: "drafts", own: true, empty: true, errors: []int{http.StatusUnprocessableEntity},
	}, a.draft)
	handle(a, operation{
		method: http.MethodPut, path: "/drafts/{key}", id: "keepDraft", tag: "drafts", own: true,
		summary: "Keep a draft, for 30 days after its last change. 409: another version stands there, which the answer brings",
		errors:  []int{http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity},
	}, a.keepDraft)
	handle(a, operation{
		method: http.MethodDelete, path: "/drafts/{key}", id: "dropDraft", summary: "Forget a draft, if there is one", tag: "drafts", own: true, errors: []int{http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *DraftPath) (*struct{}, error) {
		return nil, a.p.Store.DraftDrop(ctx, db.DraftDropParams{Now: a.cfg.Now(), Owner: visitOf(ctx).who.Username, Key: in.Key})
	})
}

func (a *API) drafts(ctx context.Context, _ *struct{}) (*listed[DraftHead], error) {
	rows, err := a.p.Store.DraftsOf(ctx, visitOf(ctx).who.Username)
	if err != nil {
		return nil, err
	}
	items := make([]DraftHead, len(rows))
	for i, r := range rows {
		items[i] = DraftHead{Key: r.Key, Version: r.Version, UpdatedAt: r.UpdatedAt}
	}
	return list(items, ""), nil
}

type oneDraft struct {
	Status int
	Body   *Draft
}

// draft answers that there is none as no failure: it is what most forms find, and nothing for a browser's console.
func (a *API) draft(ctx context.Context, in *DraftPath) (*oneDraft, error) {
	row, err := a.p.Store.Draft(ctx, visitOf(ctx).who.Username, in.Key)
	if errors.Is(err, store.ErrNotFound) {
		return &oneDraft{Status: http.StatusNoContent}, nil
	}
	if err != nil {
		return nil, err
	}
	d, err := a.opened(row)
	if err != nil {
		return nil, err
	}
	return &oneDraft{Status: http.StatusOK, Body: &d}, nil
}

// opened opens a draft for its owner.
func (a *API) opened(row db.Draft) (Draft, error) {
	d := Draft{DraftHead: DraftHead{Key: row.Key, Version: row.Version, UpdatedAt: row.UpdatedAt}, Dropped: row.Dropped, Fields: map[string]string{}}
	if d.Dropped {
		return d, nil
	}
	fields, err := a.p.SignIn.OpenDraft(row.Owner, row.Key, row.Sealed)
	if err != nil {
		return Draft{}, ofDraft(err)
	}
	return d, json.Unmarshal(fields, &d.Fields)
}

func (a *API) keepDraft(ctx context.Context, in *draftRequest) (*struct{ Body DraftHead }, error) {
	owner := visitOf(ctx).who.Username
	fields, err := json.Marshal(in.Body.Fields)
	if err != nil {
		return nil, err
	}
	if len(fields) > maxDraft {
		return nil, refuse(http.StatusRequestEntityTooLarge, lang.TooLarge)
	}
	sealed, err := a.p.SignIn.SealDraft(owner, in.Key, fields)
	if err != nil {
		return nil, ofDraft(err)
	}
	row, err := a.p.Store.KeepDraft(ctx, db.DraftPutParams{Owner: owner, Key: in.Key, Sealed: sealed, Was: in.Body.Version, UpdatedAt: a.cfg.Now()})
	switch {
	case errors.Is(err, store.ErrTooManyDrafts):
		return nil, &refusal{status: http.StatusConflict, key: lang.DraftsFull, args: []any{store.MostDrafts}}
	case errors.Is(err, store.ErrChanged):
		other, err := a.opened(row)
		if err != nil {
			return nil, err
		}
		return nil, &refusal{status: http.StatusConflict, key: lang.ChangedMeanwhile, draft: &other}
	case err != nil:
		return nil, err
	}
	return &struct{ Body DraftHead }{DraftHead{Key: row.Key, Version: row.Version, UpdatedAt: row.UpdatedAt}}, nil
}

// ofDraft says that the server keeps no drafts, where it has no key for them.
func ofDraft(err error) error {
	if errors.Is(err, auth.ErrNoKey) {
		return refuse(http.StatusConflict, lang.DraftsOff)
	}
	return err
}
