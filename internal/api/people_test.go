package api

import (
	"slices"
	"strings"
	"testing"

	"hotline1022/internal/auth"
)

func TestSessionFromSignInToSignOut(t *testing.T) {
	h := build(t)
	v := h.visitor()
	v.ask("GET", "/api/v1/sessions/current", nil).want(204)
	r := v.ask("POST", "/api/v1/sessions", map[string]string{"username": "op01", "password": password}).want(201)
	cookie := r.header.Get("Set-Cookie")
	for _, part := range []string{cookieName + "=", "HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("cookie %s has no %s", cookie, part)
		}
	}
	var s Session
	v.ask("GET", "/api/v1/sessions/current", nil).want(200).into(&s)
	if s.User != (User{Username: "op01", Name: "Người op01", Role: auth.RoleOperator, Operator: true}) {
		t.Errorf("%+v", s)
	}
	value := strings.TrimPrefix(strings.Split(cookie, ";")[0], cookieName+"=")
	var kept int
	err := h.store.Pool().QueryRow(t.Context(), "SELECT count(*) FROM sessions s WHERE s::text LIKE '%' || $1 || '%'", value).Scan(&kept)
	if err != nil || kept != 0 {
		t.Errorf("the cookie's value itself is kept: %d, %v", kept, err)
	}
	v.ask("DELETE", "/api/v1/sessions/current", nil).want(204)
	v.header.Set("Cookie", cookieName+"="+value) // a copy of the cookie is worth nothing
	v.ask("GET", "/api/v1/sessions/current", nil).want(204)
}

func TestSignInRefused(t *testing.T) {
	h := build(t)
	v := h.visitor()
	for i := range auth.MaxFailures {
		r := v.ask("POST", "/api/v1/sessions", map[string]string{"username": "op01", "password": "sai mật khẩu"})
		if i < auth.MaxFailures-1 {
			r.problem(401, "wrong_password")
		} else {
			r.problem(429, "account_locked")
		}
	}
	r := v.ask("POST", "/api/v1/sessions", map[string]string{"username": "op01", "password": password})
	if p := r.problem(429, "account_locked"); r.header.Get("Retry-After") == "" || !strings.Contains(p.Detail, "5 phút") {
		t.Errorf("%+v, %v", p, r.header)
	}
	v.ask("POST", "/api/v1/sessions", map[string]string{"username": "nobody", "password": password}).problem(401, "wrong_password")
	var entries page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?action=session.refuse", nil).want(200).into(&entries)
	if len(entries.Items) != auth.MaxFailures+2 {
		t.Errorf("%d refusals in the audit log", len(entries.Items))
	}
	// Of a name that is no account's, which may be a password, neither the log nor the count of failures says more than a sum.
	if first, last := entries.Items[len(entries.Items)-1].Object, entries.Items[0].Object; first != "user:op01" || !strings.HasPrefix(last, "user:?") {
		t.Errorf("%q, %q", first, last)
	}
	var names []string
	if err := h.store.Pool().QueryRow(t.Context(), "SELECT array_agg(DISTINCT left(username, 1) || length(username)) FROM sign_in_failures").Scan(&names); err != nil || !slices.Equal(names, []string{"?25", "o4"}) {
		t.Errorf("%q, %v", names, err)
	}
}

func TestDisabledAccountLosesItsSession(t *testing.T) {
	h := build(t)
	v := h.signedIn("op01")
	v.ask("GET", "/api/v1/groups", nil).want(200)
	if _, err := h.store.Pool().Exec(t.Context(), "UPDATE users SET disabled = true WHERE username = 'op01'"); err != nil {
		t.Fatal(err)
	}
	v.ask("GET", "/api/v1/groups", nil).problem(401, "not_signed_in")
}

// Điều 17.3: a token lets in nobody who has to show a second factor, by account or by token, and
// nothing that would outlive it; a unit's people it may keep, as another system of the city does.
func TestDieu17_3_ATokenMakesNoAdministrators(t *testing.T) {
	h := build(t)
	h.ofUnit()
	program := h.as(auth.RoleAdmin)
	account := func(role string) map[string]any {
		return map[string]any{"username": "moi." + role, "name": "Người mới", "role": role, "unit": "SXD"}
	}
	for _, role := range []string{"leader", "office", "auditor", "admin"} {
		program.ask("POST", "/api/v1/accounts", account(role)).problem(403, "people_alone")
		program.ask("POST", "/api/v1/tokens", map[string]any{"role": role, "name": "x"}).problem(403, "people_alone")
		program.ask("PATCH", "/api/v1/accounts/officer", map[string]any{"role": role}).problem(403, "people_alone")
		program.ask("PATCH", "/api/v1/accounts/"+role, map[string]any{"role": "officer", "unit": "SXD"}).problem(403, "people_alone")
		program.ask("POST", "/api/v1/accounts/"+role+"/activation", nil).problem(403, "people_alone")
		program.ask("DELETE", "/api/v1/accounts/"+role+"/second-factor", nil).problem(403, "people_alone")
	}
	for _, role := range []string{"operator", "officer", "head"} {
		program.ask("POST", "/api/v1/accounts", account(role)).want(201)
		program.ask("POST", "/api/v1/tokens", map[string]any{"role": role, "name": "x"}).want(201)
	}
	program.ask("PATCH", "/api/v1/accounts/officer", map[string]any{"name": "Tên khác"}).want(200)
	program.ask("POST", "/api/v1/accounts/officer/activation", nil).want(201)
	admin := h.signedIn("admin")
	admin.ask("POST", "/api/v1/accounts", account("auditor")).want(201)
	admin.ask("POST", "/api/v1/tokens", map[string]any{"role": "admin", "name": "x"}).want(201)
}

func TestTokensFromMadeToRevoked(t *testing.T) {
	h := build(t)
	admin := h.signedIn("admin")
	admin.ask("POST", "/api/v1/tokens", map[string]any{"role": "king", "name": "x"}).problem(422, "invalid")
	var made NewToken
	admin.ask("POST", "/api/v1/tokens", map[string]any{"role": "auditor", "name": "thanh tra"}).want(201).into(&made)
	if made.Secret == "" || made.CreatedBy != "admin" || made.ExpiresAt.Sub(made.CreatedAt).Hours() < 89*24 {
		t.Errorf("%+v", made)
	}
	program := h.visitor()
	program.header.Set("Authorization", "Bearer "+made.Secret)
	program.ask("GET", "/api/v1/calls", nil).want(200)
	r := admin.ask("GET", "/api/v1/tokens", nil).want(200)
	if strings.Contains(string(r.body), made.Secret) {
		t.Error("the list shows the secret")
	}
	admin.ask("DELETE", "/api/v1/tokens/"+made.ID.String(), nil).want(204)
	admin.ask("DELETE", "/api/v1/tokens/"+made.ID.String(), nil).problem(404, "not_found")
	program.ask("GET", "/api/v1/calls", nil).problem(401, "not_signed_in")
	program.header.Set("Authorization", "Basic b3A6cHc=")
	program.ask("GET", "/api/v1/calls", nil).problem(401, "not_signed_in")
}
