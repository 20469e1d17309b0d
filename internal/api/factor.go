package api

import (
	"context"
	"net/http"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
)

// SecondFactor is what an authenticator application needs. It is shown once.
type SecondFactor struct {
	Secret  string `json:"secret" doc:"Base32, for who types it"`
	Address string `json:"address" doc:"otpauth://, for who has the application on this machine"`
	QR      []byte `json:"qr" contentEncoding:"base64" doc:"The address as a PNG"`
}

// RecoveryCodes are shown once.
type RecoveryCodes struct {
	Codes []string  `json:"codes" doc:"Each is good once, for who has lost their telephone"`
	Next  auth.Step `json:"next" enum:"done" doc:"Signed in"`
	User  *User     `json:"user,omitempty"`
}

type enrolRequest struct {
	Body struct {
		Code string `json:"code,omitempty" maxLength:"40" doc:"Of the second factor that is to be replaced"`
	}
}

func (a *API) factorOperations() {
	refusals := []int{http.StatusConflict, http.StatusUnprocessableEntity, http.StatusTooManyRequests}
	handle(a, operation{
		method: http.MethodPost, path: "/account/second-factor", id: "enrol", tag: "account",
		summary: "Set a second factor up; it counts once it is confirmed. Who has one gives a code of it",
		status:  http.StatusCreated, own: true, halfway: true, errors: refusals,
	}, a.enrol)
	handle(a, operation{
		method: http.MethodPost, path: "/account/second-factor/confirm", id: "confirmFactor", tag: "account",
		summary: "Confirm the second factor by a code of it; who was setting it up to sign in is signed in",
		own:     true, halfway: true, errors: refusals,
	}, a.confirmFactor)
	handle(a, operation{
		method: http.MethodPost, path: "/account/recovery-codes", id: "newRecoveryCodes", tag: "account",
		summary: "New recovery codes in place of all earlier ones, for a code of the second factor", own: true, errors: refusals,
	}, a.newRecoveryCodes)
}

// enrol is for somebody signed in, and for whom setting one up is the second step. That
// who should give a code sets up another factor instead is what an attacker would do.
func (a *API) enrol(ctx context.Context, in *enrolRequest) (*struct{ Body SecondFactor }, error) {
	v := visitOf(ctx)
	username, err := enrolling(v)
	if err != nil {
		return nil, err
	}
	if v.half == nil {
		if err := a.ownCode(ctx, username, in.Body.Code); err != nil {
			return nil, err
		}
	}
	e, err := a.p.SignIn.Enrol(ctx, username)
	if err != nil {
		return nil, err
	}
	return &struct{ Body SecondFactor }{SecondFactor{Secret: e.Secret, Address: e.Address, QR: e.QR}}, nil
}

// enrolling is who sets a second factor up: somebody signed in, or whose second step it is.
func enrolling(v *visit) (username string, err error) {
	switch {
	case v.half == nil:
		return v.who.Username, nil
	case v.half.step != auth.StepEnrol:
		return "", refuse(http.StatusConflict, lang.SecondStep)
	}
	return v.half.username, nil
}

// ownCode asks who has a second factor for a code of it.
func (a *API) ownCode(ctx context.Context, username, code string) error {
	account, err := a.p.Store.Accounts().Account(ctx, username)
	if err != nil || !account.Factor {
		return err
	}
	if code == "" {
		return refuse(http.StatusConflict, lang.CodeNeeded)
	}
	from, err := a.from(ctx, username)
	if err != nil {
		return err
	}
	if _, err = a.p.SignIn.Code(ctx, username, code, from); err != nil {
		return a.refusedSignIn(ctx, username, "code", err)
	}
	return nil
}

func (a *API) confirmFactor(ctx context.Context, in *codeRequest) (*struct{ Body RecoveryCodes }, error) {
	v := visitOf(ctx)
	username, err := enrolling(v)
	if err != nil {
		return nil, err
	}
	from, err := a.from(ctx, username)
	if err != nil {
		return nil, err
	}
	codes, err := a.p.SignIn.Confirm(ctx, username, in.Body.Code, from)
	if err != nil {
		return nil, a.refusedSignIn(ctx, username, "confirm", err)
	}
	out := &struct{ Body RecoveryCodes }{RecoveryCodes{Codes: codes, Next: auth.StepDone}}
	if v.half == nil {
		return out, nil
	}
	account, err := a.p.Store.Accounts().Account(ctx, username)
	if err != nil {
		return nil, err
	}
	entered, err := a.enter(ctx, account, auth.StepDone, v.half.way)
	if err != nil {
		return nil, err
	}
	out.Body.User = entered.Body.User
	return out, nil
}

func (a *API) newRecoveryCodes(ctx context.Context, in *codeRequest) (*struct{ Body RecoveryCodes }, error) {
	username := visitOf(ctx).who.Username
	from, err := a.from(ctx, username)
	if err != nil {
		return nil, err
	}
	if _, err := a.p.SignIn.Code(ctx, username, in.Body.Code, from); err != nil {
		return nil, a.refusedSignIn(ctx, username, "code", err)
	}
	codes, err := a.p.SignIn.Recover(ctx, username)
	if err != nil {
		return nil, err
	}
	return &struct{ Body RecoveryCodes }{RecoveryCodes{Codes: codes, Next: auth.StepDone}}, nil
}
