package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// OpenSession is where somebody is signed in.
type OpenSession struct {
	ID        uuid.UUID `json:"id"`
	Current   bool      `json:"current" doc:"The one that asks"`
	Device    string    `json:"device" doc:"What the browser calls itself"`
	Address   string    `json:"address"`
	Way       string    `json:"way" enum:"password,single_sign_on"`
	StartedAt time.Time `json:"started_at"`
	SeenAt    time.Time `json:"seen_at" doc:"To the minute"`
	ExpiresAt time.Time `json:"expires_at"`
}

// SessionsAsked is how a list of sessions is asked for.
type SessionsAsked struct {
	Words
	Sort string `query:"sort" enum:"address,-address,way,-way,seen,-seen" doc:"A minus: the greatest first. Left out: who was seen last"`
}

var sessionColumns = []column[OpenSession]{
	{"device", func(_ lang.Lang, s OpenSession) any { return s.Device }},
	{"address", func(_ lang.Lang, s OpenSession) any { return s.Address }},
	{"way", func(l lang.Lang, s OpenSession) any { return lang.Word(l, "auditway", s.Way) }},
	{"begun", func(_ lang.Lang, s OpenSession) any { return s.StartedAt }},
	{"seen", func(_ lang.Lang, s OpenSession) any { return s.SeenAt }},
	{"expires", func(_ lang.Lang, s OpenSession) any { return s.ExpiresAt }},
}

type sessionPath struct {
	ID uuid.UUID `path:"id"`
}

type passwordRequest struct {
	Body struct {
		Old string `json:"old" maxLength:"256" format:"password"`
		New string `json:"new" maxLength:"256" format:"password" doc:"8 to 256 bytes"`
	}
}

type activationRequest struct {
	Body struct {
		Activation string `json:"activation" maxLength:"100" doc:"What the administrator has handed over"`
		Password   string `json:"password" maxLength:"256" format:"password" doc:"8 to 256 bytes"`
	}
}

func (a *API) ownOperations() {
	handle(a, operation{method: http.MethodGet, path: "/account", id: "ownAccount", summary: "One's own account", tag: "account", own: true}, a.ownAccount)
	handleList(a, operation{method: http.MethodGet, path: "/account/sessions", id: "ownSessions", summary: "Where one is signed in", tag: "account", own: true, errors: []int{http.StatusUnprocessableEntity}},
		func(ctx context.Context, in *SessionsAsked) (*listed[OpenSession], error) {
			return a.sessionsOf(ctx, visitOf(ctx).who.Username, *in)
		}, sessionColumns)
	handle(a, operation{
		method: http.MethodDelete, path: "/account/sessions/{id}", id: "endOwnSession", tag: "account",
		summary: "End one of one's own sessions, at once", own: true, errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, in *sessionPath) (*struct{}, error) {
		return nil, a.revoke(ctx, visitOf(ctx).who.Username, in.ID)
	})
	handle(a, operation{
		method: http.MethodPut, path: "/account/password", id: "changePassword", tag: "account",
		summary: "Change one's password; all sessions end, this one too", own: true,
		errors: []int{http.StatusConflict, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.changePassword)
	handle(a, operation{
		method: http.MethodPost, path: "/activations", id: "activate", tag: "account",
		summary: "Choose an account's password, by what the administrator has handed over; once", open: true,
		errors: []int{http.StatusGone, http.StatusUnprocessableEntity},
	}, a.activate)
}

func (a *API) ownAccount(ctx context.Context, _ *struct{}) (*struct{ Body Account }, error) {
	row, err := a.p.Store.Listed(ctx, visitOf(ctx).who.Username, a.cfg.Now())
	if err != nil {
		return nil, err
	}
	return &struct{ Body Account }{accountOf(row, a.cfg.Now())}, nil
}

func (a *API) sessionsOf(ctx context.Context, username string, in SessionsAsked) (*listed[OpenSession], error) {
	rows, err := a.p.Store.SessionsOf(ctx, db.SessionsOfParams{Username: username, Now: a.cfg.Now()})
	if err != nil {
		return nil, err
	}
	items := make([]OpenSession, len(rows))
	for i, r := range rows {
		items[i] = OpenSession{
			ID: r.ID, Current: r.ID == visitOf(ctx).who.Session, Device: r.Device, Address: r.Address, Way: r.Way,
			StartedAt: r.StartedAt, SeenAt: r.SeenAt, ExpiresAt: r.ExpiresAt,
		}
	}
	return whole(ctx, a, items, sessionColumns, in.Q, in.Sort)
}

// revoke ends a session of somebody before its time.
func (a *API) revoke(ctx context.Context, username string, session uuid.UUID) error {
	act, err := a.act(visitOf(ctx).who.Actor, "session.revoke", "user:"+username, map[string]any{"session": session})
	if err != nil {
		return err
	}
	return a.endSession(ctx, username, session, act)
}

func (a *API) changePassword(ctx context.Context, in *passwordRequest) (*struct{}, error) {
	username := visitOf(ctx).who.Username
	from, err := a.from(ctx, username)
	if err != nil {
		return nil, err
	}
	if err := a.p.SignIn.Own(ctx, username, in.Body.Old, from); errors.Is(err, auth.ErrWrong) {
		if err := a.refusedSignIn(ctx, username, "change password", err); !errors.Is(err, auth.ErrWrong) {
			return nil, err
		}
		return nil, invalid("body.old", lang.WrongOldPassword)
	} else if err != nil {
		return nil, a.refusedSignIn(ctx, username, "change password", err)
	}
	hash, err := a.chosen("body.new", username, in.Body.New)
	if err != nil {
		return nil, err
	}
	if err := a.p.Store.SetPassword(ctx, username, username, hash, a.cfg.Now()); err != nil {
		return nil, err
	}
	a.ended(username)
	return nil, nil
}

// chosen is the hash of a password that somebody chose in this place.
func (a *API) chosen(where, username, password string) (string, error) {
	hash, err := a.p.SignIn.Chosen(username, password)
	switch {
	case errors.Is(err, auth.ErrWeak):
		return "", invalid(where, lang.WeakPassword)
	case errors.Is(err, auth.ErrGuessable):
		return "", invalid(where, lang.GuessablePassword)
	}
	return hash, err
}

func (a *API) activate(ctx context.Context, in *activationRequest) (*struct{}, error) {
	sum, ok := auth.ActivationSum(in.Body.Activation)
	if !ok {
		return nil, refuse(http.StatusGone, lang.ActivationGone)
	}
	username, err := a.p.Store.ActivationOf(ctx, sum, a.cfg.Now())
	if errors.Is(err, store.ErrNotFound) {
		return nil, refuse(http.StatusGone, lang.ActivationGone)
	}
	if err != nil {
		return nil, err
	}
	hash, err := a.chosen("body.password", username, in.Body.Password)
	if err != nil {
		return nil, err
	}
	username, err = a.p.Store.Activate(ctx, sum, hash, a.cfg.Now())
	if errors.Is(err, store.ErrNotFound) {
		return nil, refuse(http.StatusGone, lang.ActivationGone)
	}
	if err != nil {
		return nil, err
	}
	a.ended(username)
	return nil, nil
}
