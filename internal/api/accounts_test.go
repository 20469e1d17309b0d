package api

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
)

// An account from its making to its closing, by administrator and owner.
func TestDieu13_4_AccountFromMadeToClosed(t *testing.T) {
	h := build(t)
	if _, err := h.store.Pool().Exec(t.Context(), "INSERT INTO units (code, name, kind, until) VALUES ('CU', 'Sở cũ', 'department', '2025-07-01')"); err != nil {
		t.Fatal(err)
	}
	admin := h.signedIn("admin")
	make := func(fields map[string]any) *reply {
		body := map[string]any{"username": "hai.bv", "name": "Bùi Văn Hải", "role": "officer", "unit": "SXD"}
		for k, v := range fields {
			body[k] = v
		}
		return admin.ask("POST", "/api/v1/accounts", body)
	}
	make(map[string]any{"unit": "không"}).problem(422, "invalid")
	if p := make(map[string]any{"username": "Hải"}).problem(422, "invalid"); len(p.Errors) != 1 || p.Errors[0].Code != "account_username" {
		t.Errorf("%+v", p.Errors)
	}
	for code, wrong := range map[string]map[string]any{
		"account_needs_unit": {"unit": ""}, "account_unit_over": {"unit": "CU"}, "account_name": {"name": "\u200b\u3164"},
	} {
		if p := make(wrong).problem(422, "invalid"); p.Errors[0].Code != code {
			t.Errorf("%s: %+v", code, p.Errors)
		}
	}
	var a Activation
	make(map[string]any{"identity": "hai@haiphong.gov.vn"}).want(201).into(&a)
	make(nil).problem(409, "name_taken")
	make(map[string]any{"username": "khac", "identity": "hai@haiphong.gov.vn"}).problem(409, "identity_taken")
	if strings.Contains(string(admin.ask("GET", "/api/v1/accounts", nil).want(200).body), a.Activation) {
		t.Error("the list shows the activation")
	}

	owner := h.visitor()
	activate := func(with, password string) *reply {
		return owner.ask("POST", "/api/v1/activations", map[string]string{"activation": with, "password": password})
	}
	owner.ask("POST", "/api/v1/sessions", map[string]string{"username": "hai.bv", "password": ""}).problem(401, "wrong_password")
	activate("hl1022a_khác", password).problem(410, "activation_gone")
	activate(a.Activation, "ngắn").problem(422, "invalid")
	for _, easy := range []string{"password", "hai.bv12", "1022haiphong"} {
		if p := activate(a.Activation, easy).problem(422, "invalid"); p.Errors[0].Code != "guessable_password" {
			t.Errorf("%s: %+v", easy, p.Errors)
		}
	}
	activate(a.Activation, password).want(204)
	activate(a.Activation, password).problem(410, "activation_gone")
	officer, _, _ := h.enrolled("hai.bv")
	officer.ask("GET", "/api/v1/accounts", nil).problem(403, "not_allowed")

	edit := func(fields map[string]any) *reply {
		return admin.ask("PATCH", "/api/v1/accounts/hai.bv", fields)
	}
	edit(map[string]any{"unit": ""}).problem(422, "invalid")
	edit(map[string]any{"name": "Bùi Văn Hải (Phó phòng)"}).want(200)
	officer.ask("GET", "/api/v1/groups", nil).want(200)
	edit(map[string]any{"role": "head"}).want(200)
	officer.ask("GET", "/api/v1/groups", nil).problem(401, "not_signed_in")
	var closed Account
	edit(map[string]any{"disabled": true}).want(200).into(&closed)
	if !closed.Disabled || closed.Role != auth.RoleHead || closed.Unit != "SXD" || closed.Identity != "hai@haiphong.gov.vn" {
		t.Errorf("%+v", closed)
	}
	owner.ask("POST", "/api/v1/sessions", credentialsOf("hai.bv")).problem(401, "wrong_password")
	admin.ask("PATCH", "/api/v1/accounts/nobody", map[string]any{"name": "x"}).problem(404, "not_found")
	for _, own := range []map[string]any{{"role": "auditor"}, {"disabled": true}} {
		admin.ask("PATCH", "/api/v1/accounts/admin", own).problem(409, "own_account")
	}
	admin.ask("POST", "/api/v1/accounts/admin/activation", nil).problem(409, "own_account")

	edits := h.notes("user.edit")
	if len(edits) != 3 || fmt.Sprint(edits[1].Detail) != "map[after:map[role:head] before:map[role:officer]]" {
		t.Errorf("%+v", edits)
	}
	for action, actor := range map[string]string{"user.create": "admin", "user.activate": "hai.bv"} {
		if e := h.notes(action); len(e) != 1 || e[0].Actor != actor || e[0].Object != "user:hai.bv" {
			t.Errorf("%s: %+v", action, e)
		}
	}
}

// A new activation ends what was; one that is too old opens nothing.
func TestDieu13_4_Reactivation(t *testing.T) {
	h := build(t)
	admin, op := h.signedIn("admin"), h.signedIn("op01")
	var first, second Activation
	admin.ask("POST", "/api/v1/accounts/op01/activation", nil).want(201).into(&first)
	op.ask("GET", "/api/v1/groups", nil).problem(401, "not_signed_in")
	op.ask("POST", "/api/v1/sessions", credentialsOf("op01")).problem(401, "wrong_password")
	admin.ask("POST", "/api/v1/accounts/op01/activation", nil).want(201).into(&second)
	try := func(a Activation) *reply {
		return h.visitor().ask("POST", "/api/v1/activations", map[string]string{"activation": a.Activation, "password": password})
	}
	try(first).problem(410, "activation_gone")
	h.pass(activationLife + time.Second)
	try(second).problem(410, "activation_gone")
}

func TestSessionsListedAndRevoked(t *testing.T) {
	h := build(t)
	here, there := h.visitor(), h.visitor()
	there.header.Set("User-Agent", "Điện thoại của tôi")
	there.header.Set("X-Forwarded-For", "198.51.100.1, 203.0.113.7")
	for _, v := range []*visitor{here, there} {
		v.ask("POST", "/api/v1/sessions", credentialsOf("op01")).want(201)
	}
	h.pass(2 * time.Minute)
	there.ask("GET", "/api/v1/groups", nil).want(200)
	var mine page[OpenSession]
	here.ask("GET", "/api/v1/account/sessions", nil).want(200).into(&mine)
	if len(mine.Items) != 2 {
		t.Fatalf("%+v", mine.Items)
	}
	i := slices.IndexFunc(mine.Items, func(s OpenSession) bool { return !s.Current })
	other := mine.Items[i]
	if other.Device != "Điện thoại của tôi" || other.Address != "203.0.113.7" || !other.SeenAt.After(other.StartedAt) || other.Way != byPassword {
		t.Errorf("%+v", other)
	}
	h.signedIn("op02").ask("DELETE", "/api/v1/account/sessions/"+other.ID.String(), nil).problem(404, "not_found")
	h.desks.open[other.ID.String()], h.desks.open[mine.Items[1-i].ID.String()] = "op01", "op01"
	here.ask("DELETE", "/api/v1/account/sessions/"+other.ID.String(), nil).want(204)
	there.ask("GET", "/api/v1/groups", nil).problem(401, "not_signed_in")
	here.ask("GET", "/api/v1/groups", nil).want(200)
	if open := h.desks.Sessions(); len(open) != 1 || open[other.ID.String()] != "" {
		t.Errorf("desks open: %v", open)
	}

	admin := h.signedIn("admin")
	var seen page[OpenSession]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/accounts/op01/sessions", nil).want(200).into(&seen)
	if len(seen.Items) != 1 || seen.Items[0].Current {
		t.Errorf("%+v", seen.Items)
	}
	admin.ask("DELETE", "/api/v1/accounts/op01/sessions/"+uuid.NewString(), nil).problem(404, "not_found")
	admin.ask("DELETE", "/api/v1/accounts/op01/sessions/"+seen.Items[0].ID.String(), nil).want(204)
	here.ask("GET", "/api/v1/groups", nil).problem(401, "not_signed_in")
	if len(h.desks.Sessions()) != 0 {
		t.Errorf("desks open: %v", h.desks.Sessions())
	}
	again := h.signedIn("op01")
	admin.ask("DELETE", "/api/v1/accounts/nobody/sessions", nil).problem(404, "not_found")
	admin.ask("DELETE", "/api/v1/accounts/op01/sessions", nil).want(204)
	again.ask("GET", "/api/v1/groups", nil).problem(401, "not_signed_in")
	if n := len(h.notes("session.revoke")) + len(h.notes("session.revoke_all")); n != 3 {
		t.Errorf("%d noted", n)
	}
}

func TestPasswordChanged(t *testing.T) {
	h := build(t)
	v, other := h.signedIn("op01"), h.signedIn("op01")
	change := func(old, new string) *reply {
		return v.ask("PUT", "/api/v1/account/password", map[string]string{"old": old, "new": new})
	}
	if p := change("sai mật khẩu", "mật khẩu mới").problem(422, "invalid"); p.Errors[0].Code != "wrong_old_password" {
		t.Errorf("%+v", p.Errors)
	}
	if p := change(password, "ngắn").problem(422, "invalid"); p.Errors[0].Code != "weak_password" || p.Errors[0].Location != "body.new" {
		t.Errorf("%+v", p.Errors)
	}
	change(password, "mật khẩu mới").want(204)
	for _, gone := range []*visitor{v, other} {
		gone.ask("GET", "/api/v1/groups", nil).problem(401, "not_signed_in")
	}
	if !slices.Contains(h.desks.ended, "op01") {
		t.Error("the desk stays")
	}
	v.ask("POST", "/api/v1/sessions", credentialsOf("op01")).problem(401, "wrong_password")
	v.ask("POST", "/api/v1/sessions", map[string]string{"username": "op01", "password": "mật khẩu mới"}).want(201)
	if e := h.notes("user.password"); len(e) != 1 || e[0].Actor != "op01" {
		t.Errorf("%+v", e)
	}
}

// A session that was ended by another node or the command line ends its desk soon; while
// the database is away desks stay.
func TestDesksOfEndedSessions(t *testing.T) {
	h := build(t)
	v := h.signedIn("op01")
	var mine page[OpenSession]
	v.ask("GET", "/api/v1/account/sessions", nil).want(200).into(&mine)
	gone := uuid.NewString()
	h.desks.open[mine.Items[0].ID.String()], h.desks.open[gone] = "op01", "op02"
	if err := h.api.endStale(t.Context()); err != nil {
		t.Fatal(err)
	}
	if open := h.desks.Sessions(); len(open) != 1 || open[gone] != "" {
		t.Errorf("%v", open)
	}
	h.sql("UPDATE users SET disabled = true WHERE username = 'op01'")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); h.api.Watch(ctx, time.Millisecond) }()
	for len(h.desks.Sessions()) > 0 && t.Context().Err() == nil {
		<-time.After(time.Millisecond)
	}
	cancel()
	<-done
	h.desks.open[gone] = "op02"
	h.store.Close()
	if err := h.api.endStale(t.Context()); err == nil || len(h.desks.Sessions()) != 1 {
		t.Errorf("with the database away: %v, %v", err, h.desks.Sessions())
	}
}
