package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"net/http"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/auth/sso"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// SignOn is the city's single sign-on; *sso.Provider.
type SignOn interface {
	Begin(ctx context.Context, state, nonce string) (sso.Attempt, string, error)
	Finish(ctx context.Context, a sso.Attempt, back sso.Back) (sso.Identity, error)
}

const (
	// SignOnBack is where the provider sends browsers back to, on our own site.
	SignOnBack = v1 + "/single-sign-on/back"
	// signOnCookie marks the browser that was sent: nobody else may come back for it.
	signOnCookie = "hotline_sign_on"
	signOnLife   = 10 * time.Minute
)

// Ways are the ways in which one may sign in, beside a password.
type Ways struct {
	SingleSignOn bool `json:"single_sign_on" doc:"The city's; it begins at GET /single-sign-on"`
}

// away is an answer that sends a browser elsewhere.
type away struct {
	Status   int
	Location string `header:"Location"`
}

func (a *API) signOnOperations() {
	handle(a, operation{method: http.MethodGet, path: "/sign-in-ways", id: "signInWays", summary: "How one may sign in here", tag: "sessions", open: true},
		func(context.Context, *struct{}) (*struct{ Body Ways }, error) {
			return &struct{ Body Ways }{Ways{SingleSignOn: a.p.SignOn != nil}}, nil
		})
	handle(a, operation{
		method: http.MethodGet, path: "/single-sign-on", id: "signOn", tag: "sessions", status: http.StatusSeeOther, open: true,
		summary: "Sends the browser to the city's single sign-on, or to the sign-in page with the reason why not (?sign_in=code of a problem)",
	}, a.signOn)
	handle(a, operation{
		method: http.MethodGet, path: "/single-sign-on/back", id: "signOnBack", tag: "sessions", status: http.StatusSeeOther, open: true, foreign: true,
		summary: "Where the city's single sign-on sends the browser back to; on to the application, or to the sign-in page with what is to follow or the reason why not (?sign_in=)",
	}, a.signOnBack)
}

// signOn never fails: who follows a link is a person before a browser, whom the sign-in
// page tells what happened.
func (a *API) signOn(ctx context.Context, _ *struct{}) (*away, error) {
	if a.p.SignOn == nil {
		return a.toSignIn(lang.SignOnOff), nil
	}
	state, nonce, browser := rand.Text(), rand.Text(), rand.Text()
	attempt, address, err := a.p.SignOn.Begin(ctx, state, nonce)
	if err != nil {
		return a.signOnRefused(ctx, err), nil
	}
	stateSum, browserSum := sha256.Sum256([]byte(state)), sha256.Sum256([]byte(browser))
	err = a.p.Store.SignOnBegin(ctx, db.SignOnBeginParams{
		State: stateSum[:], Browser: browserSum[:], Nonce: attempt.Nonce, Verifier: attempt.Verifier, ExpiresAt: a.cfg.Now().Add(signOnLife),
	})
	if err != nil {
		return a.signOnRefused(ctx, err), nil
	}
	a.setSignOnCookie(visitOf(ctx).w, browser, int(signOnLife/time.Second))
	return &away{Status: http.StatusSeeOther, Location: address}, nil
}

func (a *API) setSignOnCookie(w http.ResponseWriter, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: signOnCookie, Value: value, Path: SignOnBack, MaxAge: age, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: a.cfg.Secure,
	})
}

type signOnAnswer struct {
	State  string `query:"state" maxLength:"200"`
	Code   string `query:"code" maxLength:"4000"`
	Issuer string `query:"iss" maxLength:"1000"`
	Error  string `query:"error" maxLength:"200"`
}

func (a *API) signOnBack(ctx context.Context, in *signOnAnswer) (*away, error) {
	if a.p.SignOn == nil {
		return a.toSignIn(lang.SignOnOff), nil
	}
	v := visitOf(ctx)
	a.setSignOnCookie(v.w, "", -1)
	attempt, err := a.sentAttempt(ctx, v.r, in.State)
	if err != nil {
		return a.signOnRefused(ctx, err), nil
	}
	identity, err := a.p.SignOn.Finish(ctx, attempt, sso.Back{Code: in.Code, Issuer: in.Issuer, Error: in.Error})
	if err != nil {
		return a.signOnRefused(ctx, err), nil
	}
	account, step, err := a.p.SignIn.Identity(ctx, identity.Name, identity.Strong)
	if err != nil {
		return a.signOnRefused(ctx, a.refusedSignIn(ctx, identity.Name, bySignOn, err)), nil
	}
	if _, err := a.enter(ctx, account, step, bySignOn); err != nil {
		return a.signOnRefused(ctx, err), nil
	}
	if step == auth.StepDone {
		return &away{Status: http.StatusSeeOther, Location: "/"}, nil
	}
	return a.toSignIn(lang.Key(step)), nil
}

// sentAttempt is what this browser was sent with; it is used up.
func (a *API) sentAttempt(ctx context.Context, r *http.Request, state string) (sso.Attempt, error) {
	sent, err := a.p.Store.SignOnBack(ctx, sha256.Sum256([]byte(state)), a.cfg.Now())
	if errors.Is(err, store.ErrNotFound) {
		return sso.Attempt{}, errors.Join(sso.ErrRefused, errors.New("api: nobody is expected back with this state"))
	}
	if err != nil {
		return sso.Attempt{}, err
	}
	cookie, err := r.Cookie(signOnCookie)
	if err != nil || sha256.Sum256([]byte(cookie.Value)) != [32]byte(sent.Browser) {
		return sso.Attempt{}, errors.Join(sso.ErrRefused, errors.New("api: another browser was sent"))
	}
	return sso.Attempt{State: state, Nonce: sent.Nonce, Verifier: sent.Verifier}, nil
}

// signOnRefused sends the browser to the sign-in page, which says why.
func (a *API) signOnRefused(ctx context.Context, err error) *away {
	return a.toSignIn(lang.Key(a.problem(ctx, err).Code))
}

func (a *API) toSignIn(key lang.Key) *away {
	return &away{Status: http.StatusSeeOther, Location: "/?sign_in=" + string(key)}
}

// ofSignOn is the refusal of what the city's single sign-on did not make good.
func (a *API) ofSignOn(v *visit, err error) *refusal {
	for cause, r := range map[error]*refusal{
		sso.ErrAway:     {status: http.StatusBadGateway, key: lang.SignOnAway},
		sso.ErrRefused:  {status: http.StatusUnauthorized, key: lang.SignOnRefused},
		sso.ErrDenied:   {status: http.StatusUnauthorized, key: lang.SignOnDenied},
		sso.ErrNameless: {status: http.StatusUnauthorized, key: lang.SignOnUnknown},
		auth.ErrUnknown: {status: http.StatusUnauthorized, key: lang.SignOnUnknown},
	} {
		if errors.Is(err, cause) {
			a.log.Warn("the single sign-on brought nobody in", "request", v.id, "err", err)
			return r
		}
	}
	return nil
}
