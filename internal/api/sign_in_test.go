package api

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"hotline1022/internal/auth"
)

// unpublished takes the demonstration's privilege away from an account.
func (h *house) unpublished(username string) {
	h.t.Helper()
	h.sql("UPDATE users SET demonstration = false WHERE username = $1", username)
}

func (h *house) sql(text string, args ...any) {
	h.t.Helper()
	if _, err := h.store.Pool().Exec(h.t.Context(), text, args...); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) pass(d time.Duration) { h.later.Add(int64(d)) }

func (h *house) code(secret string) map[string]string {
	h.t.Helper()
	code, err := totp.GenerateCode(secret, h.now())
	if err != nil {
		h.t.Fatal(err)
	}
	return map[string]string{"code": code}
}

func credentialsOf(username string) map[string]string {
	return map[string]string{"username": username, "password": password}
}

// enrolled signs in as username, who sets a second factor up on the way.
func (h *house) enrolled(username string) (v *visitor, secret string, recovery []string) {
	h.t.Helper()
	h.unpublished(username)
	v = h.visitor()
	var in SignedIn
	v.ask("POST", "/api/v1/sessions", credentialsOf(username)).want(202).into(&in)
	if in.Next != auth.StepEnrol || in.User != nil {
		h.t.Fatalf("%+v", in)
	}
	var factor SecondFactor
	v.ask("POST", "/api/v1/account/second-factor", map[string]any{}).want(201).into(&factor)
	var done RecoveryCodes
	v.ask("POST", "/api/v1/account/second-factor/confirm", h.code(factor.Secret)).want(200).into(&done)
	if done.User == nil || done.User.Username != username || len(done.Codes) != auth.RecoveryCodes {
		h.t.Fatalf("%+v", done)
	}
	h.pass(time.Minute)
	return v, factor.Secret, done.Codes
}

func (h *house) notes(action string) []AuditEntry {
	h.t.Helper()
	var entries page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?action="+action, nil).want(200).into(&entries)
	return entries.Items
}

// An officer signs in by password and code; nothing is open in between.
func TestDieu17_3_SignInInTwoSteps(t *testing.T) {
	h := build(t)
	v, secret, _ := h.enrolled("officer")
	v.ask("GET", "/api/v1/groups", nil).want(200)
	v.ask("DELETE", "/api/v1/sessions/current", nil).want(204)

	r := v.ask("POST", "/api/v1/sessions", credentialsOf("officer")).want(202)
	first := r.header.Get("Set-Cookie")
	v.ask("GET", "/api/v1/sessions/current", nil).want(204)
	for _, path := range []string{"/api/v1/groups", "/api/v1/account", "/api/v1/account/sessions"} {
		v.ask("GET", path, nil).problem(401, "second_step")
	}
	v.ask("POST", "/api/v1/account/second-factor", map[string]any{}).problem(409, "second_step") // the password alone replaces none
	v.ask("POST", "/api/v1/account/second-factor/confirm", map[string]any{"code": "000000"}).problem(409, "second_step")
	v.ask("POST", "/api/v1/sessions/code", map[string]any{"code": "12"}).problem(422, "invalid")
	code := h.code(secret)
	var in SignedIn
	r = v.ask("POST", "/api/v1/sessions/code", code).want(201).into(&in)
	if in.Next != auth.StepDone || in.User == nil || in.User.Role != auth.RoleOfficer {
		t.Errorf("%+v", in)
	}
	if r.header.Get("Set-Cookie") == first {
		t.Error("the session of the first step goes on")
	}
	v.ask("GET", "/api/v1/groups", nil).want(200)
	v.ask("POST", "/api/v1/sessions/code", code).problem(409, "no_second_step")

	old := h.visitor()
	old.header.Set("Cookie", strings.Split(first, ";")[0])
	old.ask("POST", "/api/v1/sessions/code", code).problem(401, "not_signed_in")
	again := h.visitor()
	again.ask("POST", "/api/v1/sessions", credentialsOf("officer")).want(202)
	p := again.ask("POST", "/api/v1/sessions/code", code).problem(422, "invalid") // seen over a shoulder
	if len(p.Errors) != 1 || p.Errors[0].Code != "wrong_code" || p.Errors[0].Location != "body.code" {
		t.Errorf("%+v", p.Errors)
	}
	h.pass(stepLife + time.Second)
	again.ask("POST", "/api/v1/sessions/code", h.code(secret)).problem(401, "not_signed_in")
	if got := len(h.notes("session.refuse")); got != 1 {
		t.Errorf("%d refusals noted", got)
	}
}

func TestDieu17_3_RecoveryAndReset(t *testing.T) {
	h := build(t)
	v, secret, recovery := h.enrolled("head")
	lost := h.visitor()
	lost.ask("POST", "/api/v1/sessions", credentialsOf("head")).want(202)
	lost.ask("POST", "/api/v1/sessions/code", map[string]any{"code": recovery[0]}).want(201)
	h.visitor().ask("POST", "/api/v1/sessions/code", map[string]any{"code": recovery[0]}).problem(401, "not_signed_in")
	var own Account
	v.ask("GET", "/api/v1/account", nil).want(200).into(&own)
	if own.RecoveryLeft != auth.RecoveryCodes-1 || own.FactorSince == nil || !own.FactorRequired || own.Sessions != 2 {
		t.Errorf("%+v", own)
	}
	v.ask("POST", "/api/v1/account/recovery-codes", map[string]any{"code": recovery[0]}).problem(422, "invalid")
	var fresh RecoveryCodes
	v.ask("POST", "/api/v1/account/recovery-codes", h.code(secret)).want(200).into(&fresh)
	if len(fresh.Codes) != auth.RecoveryCodes || slices.Contains(fresh.Codes, recovery[1]) {
		t.Errorf("%v", fresh.Codes)
	}
	v.ask("POST", "/api/v1/account/second-factor", map[string]any{}).problem(409, "code_needed")
	v.ask("POST", "/api/v1/account/second-factor", map[string]any{"code": fresh.Codes[0]}).want(201)

	admin := h.signedIn("admin")
	admin.ask("DELETE", "/api/v1/accounts/admin/second-factor", nil).problem(409, "own_account")
	admin.ask("DELETE", "/api/v1/accounts/op01/second-factor", nil).problem(404, "not_found")
	admin.ask("DELETE", "/api/v1/accounts/head/second-factor", nil).want(204)
	for _, gone := range []*visitor{v, lost} {
		gone.ask("GET", "/api/v1/groups", nil).problem(401, "not_signed_in")
	}
	var in SignedIn
	h.visitor().ask("POST", "/api/v1/sessions", credentialsOf("head")).want(202).into(&in)
	if in.Next != auth.StepEnrol {
		t.Errorf("%+v", in)
	}
	for action, actor := range map[string]string{"factor.confirm": "head", "factor.recovery_codes": "head", "factor.reset": "admin"} {
		if e := h.notes(action); len(e) != 1 || e[0].Actor != actor || e[0].Object != "user:head" {
			t.Errorf("%s: %+v", action, e)
		}
	}
}

// A browser on which somebody has signed in is told again, whoever tries their password elsewhere; a copy of
// its cookie lets nobody in.
func TestAKnownDeviceIsNotKeptOut(t *testing.T) {
	h := build(t)
	own := h.signedIn("op01")
	own.ask("DELETE", "/api/v1/sessions/current", nil).want(204)
	wrong := map[string]any{"username": "op01", "password": "sai"}
	for range auth.MaxFailures - 1 {
		h.visitor().ask("POST", "/api/v1/sessions", wrong).problem(401, "wrong_password")
	}
	h.visitor().ask("POST", "/api/v1/sessions", wrong).problem(429, "account_locked")
	h.visitor().ask("POST", "/api/v1/sessions", credentialsOf("op01")).problem(429, "account_locked")
	own.ask("GET", "/api/v1/groups", nil).problem(401, "not_signed_in")
	own.ask("POST", "/api/v1/sessions", credentialsOf("op01")).want(201)
	// It is no device of anybody else's.
	for range auth.MaxFailures {
		own.ask("POST", "/api/v1/sessions", map[string]any{"username": "op02", "password": "sai"})
	}
	h.visitor().ask("POST", "/api/v1/sessions", credentialsOf("op02")).problem(429, "account_locked")
}

// The lock that wrong passwords bring holds at the second step, and the other way round.
func TestLockAndUnlock(t *testing.T) {
	h := build(t)
	_, secret, _ := h.enrolled("office")
	v := h.visitor()
	v.ask("POST", "/api/v1/sessions", credentialsOf("office")).want(202)
	for range auth.MaxFailures - 1 {
		v.ask("POST", "/api/v1/sessions/code", map[string]any{"code": "AAAA-AAAA-AAAA-AAAA"}).problem(422, "invalid")
	}
	if r := v.ask("POST", "/api/v1/sessions/code", map[string]any{"code": "AAAA-AAAA-AAAA-AAAA"}); r.problem(429, "account_locked").Detail == "" || r.header.Get("Retry-After") == "" {
		t.Errorf("%v", r.header)
	}
	v.ask("POST", "/api/v1/sessions/code", h.code(secret)).problem(429, "account_locked")
	h.visitor().ask("POST", "/api/v1/sessions", credentialsOf("office")).problem(429, "account_locked")

	admin := h.signedIn("admin")
	var all page[Account]
	admin.ask("GET", "/api/v1/accounts", nil).want(200).into(&all)
	i := slices.IndexFunc(all.Items, func(a Account) bool { return a.Username == "office" })
	if i < 0 || all.Items[i].LockedUntil == nil {
		t.Errorf("%+v", all.Items)
	}
	admin.ask("POST", "/api/v1/accounts/nobody/unlock", nil).problem(404, "not_found")
	admin.ask("POST", "/api/v1/accounts/office/unlock", nil).want(204)
	v.ask("POST", "/api/v1/sessions/code", h.code(secret)).want(201)
	if e := h.notes("user.unlock"); len(e) != 1 || e[0].Actor != "admin" {
		t.Errorf("%+v", e)
	}
}
