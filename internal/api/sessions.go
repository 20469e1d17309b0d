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

// User is an account as its owner sees it.
type User struct {
	Username string    `json:"username"`
	Name     string    `json:"name"`
	Role     auth.Role `json:"role" enum:"operator,leader,officer,head,office,auditor,admin"`
	Operator bool      `json:"operator" doc:"May use the desk"`
	Words    bool      `json:"words,omitempty" doc:"May look for calls by what was said in them: that is written down here"`
}

func (a *API) userOf(p Principal) User {
	return User{Username: p.Username, Name: p.Name, Role: p.Role, Operator: p.Role.May(auth.UseDesk), Words: a.cfg.Words && p.Role.May(auth.HearRecordings)}
}

// Session is who is signed in.
type Session struct {
	User User `json:"user"`
}

// SignedIn is how far somebody has come.
type SignedIn struct {
	Next auth.Step `json:"next" enum:"done,code,enrol" doc:"done: signed in; code: give a code of the second factor; enrol: set one up"`
	User *User     `json:"user,omitempty" doc:"Only once signed in"`
}

type credentials struct {
	Body struct {
		Username string `json:"username" maxLength:"32"`
		Password string `json:"password" maxLength:"256" format:"password"`
	}
}

type codeRequest struct {
	Body struct {
		Code string `json:"code" minLength:"6" maxLength:"40" doc:"Six digits, or a recovery code"`
	}
}

// signedIn is 201 with a session, or 202 while the second step is still to come.
type signedIn struct {
	Status int
	Body   SignedIn
}

// currentSession has no body when nobody is signed in.
type currentSession struct {
	Status int
	Body   *Session
}

func (a *API) sessionOperations() {
	refusals := []int{http.StatusUnauthorized, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusTooManyRequests}
	handle(a, operation{
		method: http.MethodPost, path: "/sessions", id: "signIn", tag: "sessions",
		summary: "Sign in; the answer sets the session's cookie. 202: the second step is still to come, and the cookie is good for nothing else",
		status:  http.StatusCreated, open: true, errors: refusals,
	}, a.signIn)
	handle(a, operation{
		method: http.MethodPost, path: "/sessions/code", id: "signInByCode", tag: "sessions",
		summary: "The second step: a code of the second factor", status: http.StatusCreated, own: true, halfway: true, errors: refusals,
	}, a.signInByCode)
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
	return &currentSession{Status: http.StatusOK, Body: &Session{a.userOf(*v.who)}}, nil
}

func (a *API) signIn(ctx context.Context, in *credentials) (*signedIn, error) {
	from, err := a.from(ctx, in.Body.Username)
	if err != nil {
		return nil, err
	}
	account, step, err := a.p.SignIn.Password(ctx, in.Body.Username, in.Body.Password, from)
	if err != nil {
		name, nameErr := a.p.SignIn.Named(ctx, in.Body.Username)
		if nameErr != nil {
			return nil, nameErr
		}
		return nil, a.refusedSignIn(ctx, name, "password", err)
	}
	return a.enter(ctx, account, step, byPassword)
}

// signInByCode is for whom the second step is still to come; who is signed in has
// nothing to gain.
func (a *API) signInByCode(ctx context.Context, in *codeRequest) (*signedIn, error) {
	half := visitOf(ctx).half
	if half == nil {
		return nil, refuse(http.StatusConflict, lang.NoSecondStep)
	}
	from, err := a.from(ctx, half.username)
	if err != nil {
		return nil, err
	}
	account, err := a.p.SignIn.Code(ctx, half.username, in.Body.Code, from)
	if err != nil {
		return nil, a.refusedSignIn(ctx, half.username, "code", err)
	}
	return a.enter(ctx, account, auth.StepDone, half.way)
}

// By which way somebody took the first step.
const (
	byPassword = "password"
	bySignOn   = "single_sign_on"
)

// enter starts a session that has come to step, in place of the one that waited for it.
func (a *API) enter(ctx context.Context, account auth.Account, step auth.Step, way string) (*signedIn, error) {
	v, now := visitOf(ctx), a.cfg.Now()
	life, status, action := stepLife, http.StatusAccepted, "session.first_step"
	if step == auth.StepDone {
		life, status, action = sessionLife, http.StatusCreated, "session.create"
	}
	address := a.address(v.r)
	act, err := a.act(account.Username, action, "user:"+account.Username, map[string]any{"way": way, "next": step, "remote": address})
	if err != nil {
		return nil, err
	}
	var instead uuid.UUID
	if v.half != nil && v.half.username == account.Username {
		instead = v.half.session
	}
	secret, sum := auth.NewSession()
	err = a.p.Store.StartSession(ctx, db.SessionStartParams{
		Sum: sum[:], Username: account.Username, Step: string(step), Way: way, Device: device(v.r), Address: address, At: now, ExpiresAt: now.Add(life),
	}, instead, act)
	if err != nil {
		return nil, err
	}
	a.setCookie(v.w, secret, life)
	if step == auth.StepDone {
		if err := a.rememberDevice(ctx, account.Username); err != nil {
			return nil, err
		}
	}
	out := &signedIn{Status: status, Body: SignedIn{Next: step}}
	if step == auth.StepDone {
		user := a.userOf(Principal{Name: account.Name, Username: account.Username, Role: account.Role})
		out.Body.User = &user
	}
	return out, nil
}

func (a *API) setCookie(w http.ResponseWriter, secret string, life time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: secret, Path: "/", MaxAge: int(life / time.Second), HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: a.cfg.Secure,
	})
}

// device is what a browser calls itself.
func device(r *http.Request) string {
	name := []rune(store.Text(r.UserAgent()))
	return string(name[:min(len(name), 300)])
}

// refusedSignIn notes who tried, and at which step; it gives err back.
func (a *API) refusedSignIn(ctx context.Context, username, step string, err error) error {
	var locked *auth.LockedError
	if !errors.Is(err, auth.ErrWrong) && !errors.Is(err, auth.ErrWrongCode) && !errors.Is(err, auth.ErrUnknown) && !errors.As(err, &locked) {
		return err
	}
	v := visitOf(ctx)
	address := a.address(v.r)
	a.log.Warn("a sign-in was refused", "request", v.id, "remote", address, "username", username, "step", step, "err", err)
	if noteErr := a.audit(ctx, "nobody", "session.refuse", "user:"+username, map[string]any{"remote": address, "step": step}); noteErr != nil {
		return noteErr
	}
	return err
}

func (a *API) signOut(ctx context.Context, _ *struct{}) (*struct{}, error) {
	v := visitOf(ctx)
	if v.who.Username == "" {
		return nil, nil // a program's token has no session
	}
	act, err := a.act(v.who.Actor, "session.delete", "user:"+v.who.Username, nil)
	if err != nil {
		return nil, err
	}
	if err := a.endSession(ctx, v.who.Username, v.who.Session, act); err != nil {
		return nil, err
	}
	http.SetCookie(v.w, &http.Cookie{Name: cookieName, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: a.cfg.Secure})
	return nil, nil
}

// endSession ends one session of somebody, and the desk that is connected by it.
func (a *API) endSession(ctx context.Context, username string, session uuid.UUID, act db.AuditAppendParams) error {
	if err := a.p.Store.EndSession(ctx, db.SessionEndParams{ID: session, Username: username}, act); err != nil {
		return err
	}
	a.principals.forgetSession(session)
	if a.p.Desks != nil {
		a.p.Desks.SignOut(username, session.String())
	}
	return nil
}

// ended is for after all sessions of somebody were ended.
func (a *API) ended(username string) {
	a.principals.forgetUser(username)
	if a.p.Desks != nil {
		a.p.Desks.SignOut(username, "")
	}
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
