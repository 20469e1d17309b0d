package api

import (
	"context"
	"errors"
	"net/http"

	"hotline1022/internal/auth"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// User is an account as its owner sees it.
type User struct {
	Username string    `json:"username"`
	Name     string    `json:"name"`
	Role     auth.Role `json:"role" enum:"operator,leader,officer,head,office,auditor,admin"`
	Operator bool      `json:"operator" doc:"May use the desk"`
}

func userOf(p Principal) User {
	return User{Username: p.Username, Name: p.Name, Role: p.Role, Operator: p.Role.May(auth.UseDesk)}
}

// Session is who is signed in.
type Session struct {
	User User `json:"user"`
}

type credentials struct {
	Body struct {
		Username string `json:"username" maxLength:"32"`
		Password string `json:"password" maxLength:"256" format:"password"`
	}
}

type sessionAnswer struct{ Body Session }

// currentSession has no body when nobody is signed in.
type currentSession struct {
	Status int
	Body   *Session
}

func (a *API) sessionOperations() {
	handle(a, operation{
		method: http.MethodPost, path: "/sessions", id: "signIn", summary: "Sign in; the answer sets the session's cookie", tag: "sessions",
		status: http.StatusCreated, open: true,
		errors: []int{http.StatusUnauthorized, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.signIn)
	handle(a, operation{
		method: http.MethodGet, path: "/sessions/current", id: "session", tag: "sessions",
		summary: "Who is signed in; 204: nobody", open: true, empty: true,
	}, a.session)
	handle(a, operation{method: http.MethodDelete, path: "/sessions/current", id: "signOut", summary: "Sign out", tag: "sessions"}, a.signOut)
}

// session answers whoever asks: that nobody is signed in is what every page finds
// at first, and no failure that a browser should write into its console in red.
func (a *API) session(ctx context.Context, _ *struct{}) (*currentSession, error) {
	v := visitOf(ctx)
	switch {
	case v.err != nil:
		return nil, v.err
	case v.who == nil:
		return &currentSession{Status: http.StatusNoContent}, nil
	}
	return &currentSession{Status: http.StatusOK, Body: &Session{userOf(*v.who)}}, nil
}

func (a *API) signIn(ctx context.Context, in *credentials) (*sessionAnswer, error) {
	account, err := a.p.Passwords.Login(ctx, in.Body.Username, in.Body.Password)
	if err != nil {
		return nil, a.refusedLogin(ctx, in.Body.Username, err)
	}
	who := Principal{Name: account.Name, Username: account.Username, Role: account.Role, Actor: account.Username}
	ctx, err = a.sessions.Load(ctx, "")
	if err != nil {
		return nil, err
	}
	a.sessions.Put(ctx, sessionUser, who.Username)
	token, expiry, err := a.sessions.Commit(ctx)
	if err != nil {
		return nil, err
	}
	if err := a.audit(ctx, who.Actor, "session.create", "user:"+who.Username, nil); err != nil {
		return nil, err
	}
	a.sessions.WriteSessionCookie(ctx, visitOf(ctx).w, token, expiry)
	return &sessionAnswer{Session{userOf(who)}}, nil
}

// refusedLogin notes who tried; it gives err back.
func (a *API) refusedLogin(ctx context.Context, username string, err error) error {
	var locked *auth.LockedError
	if errors.Is(err, auth.ErrWrong) || errors.As(err, &locked) {
		v := visitOf(ctx)
		a.log.Warn("a sign-in was refused", "request", v.id, "remote", v.r.RemoteAddr, "username", username, "err", err)
		if noteErr := a.audit(ctx, "nobody", "session.refuse", "user:"+username, map[string]any{"remote": v.r.RemoteAddr}); noteErr != nil {
			return noteErr
		}
	}
	return err
}

func (a *API) signOut(ctx context.Context, _ *struct{}) (*struct{}, error) {
	v := visitOf(ctx)
	if v.who.Username == "" {
		return nil, nil // a program's token has no session
	}
	c, err := v.r.Cookie(cookieName)
	if err != nil {
		return nil, nil //nolint:nilerr // no cookie: nothing to end
	}
	a.principals.forget(c.Value)
	ctx, err = a.sessions.Load(ctx, c.Value)
	if err == nil {
		err = a.sessions.Destroy(ctx)
	}
	if err != nil {
		return nil, err
	}
	http.SetCookie(v.w, &http.Cookie{Name: cookieName, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: a.cfg.Secure})
	if a.p.SignedOut != nil {
		a.p.SignedOut(v.who.Username)
	}
	return nil, a.audit(ctx, v.who.Actor, "session.delete", "user:"+v.who.Username, nil)
}

// audit adds a row to the audit log, for what leaves no other trace in the database.
func (a *API) audit(ctx context.Context, actor, action, object string, detail map[string]any) error {
	act, err := a.act(actor, action, object, detail)
	if err != nil {
		return err
	}
	return a.p.Store.AuditAppend(ctx, act)
}

// act is the audit log's row of something that the store writes together with it.
func (a *API) act(actor, action, object string, detail map[string]any) (db.AuditAppendParams, error) {
	return store.Act(a.cfg.Now(), actor, action, object, detail)
}
