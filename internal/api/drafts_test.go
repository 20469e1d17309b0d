package api

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/store"
)

const saidOnce = "Chị Nguyễn Thị Hoa ở ngõ 5 kể rằng"

func draftBody(version int, text string) map[string]any {
	return map[string]any{"version": version, "fields": map[string]string{"text": text}}
}

// What one machine kept the other is given, and neither writes over what it has not seen.
func TestDraftOfTwoMachines(t *testing.T) {
	h := build(t)
	one, two := h.signedIn("officer"), h.signedIn("officer")
	const at = "/api/v1/drafts/act:260000013.resolve"
	one.ask("GET", at, nil).want(204)
	var head DraftHead
	one.ask("PUT", at, draftBody(0, saidOnce)).want(200).into(&head)
	if head.Version != 1 || head.Key != "act:260000013.resolve" || time.Since(head.UpdatedAt).Abs() > time.Minute {
		t.Errorf("%+v", head)
	}
	var d Draft
	two.ask("GET", at, nil).want(200).into(&d)
	if d.Fields["text"] != saidOnce || d.Version != 1 {
		t.Errorf("%+v", d)
	}
	two.ask("PUT", at, draftBody(1, saidOnce+" đèn hỏng")).want(200)
	for _, seen := range []int{0, 1} {
		p := one.ask("PUT", at, draftBody(seen, "khác")).problem(409, "changed_meanwhile")
		if p.Draft == nil || p.Draft.Version != 2 || p.Draft.Fields["text"] != saidOnce+" đèn hỏng" {
			t.Errorf("on top of %d: %+v", seen, p.Draft)
		}
	}
	var all page[DraftHead]
	one.ask("GET", "/api/v1/drafts", nil).want(200).into(&all)
	if len(all.Items) != 1 || all.Items[0].Version != 2 {
		t.Errorf("%+v", all)
	}
	one.ask("DELETE", at, nil).want(204)
	one.ask("DELETE", at, nil).want(204)
	var gone Draft // the other machine learns that it was dropped, with no word of it
	two.ask("GET", at, nil).want(200).into(&gone)
	one.ask("GET", "/api/v1/drafts", nil).want(200).into(&all)
	if !gone.Dropped || gone.Version != 3 || len(gone.Fields) != 0 || len(all.Items) != 0 {
		t.Errorf("dropped: %+v; %+v", gone, all.Items)
	}
	two.ask("PUT", at, draftBody(2, "vẫn gõ tiếp")).want(200).into(&head) // nothing typed is lost because another dropped theirs
	if head.Version != 4 {
		t.Errorf("begun again: %+v", head)
	}
	var again Draft
	two.ask("GET", at, nil).want(200).into(&again)
	if again.Dropped || again.Fields["text"] != "vẫn gõ tiếp" {
		t.Errorf("begun again: %+v", again)
	}
}

// A page that was made for one person does nothing as another, who signed in with the same browser meanwhile.
func TestPageOfAnotherPerson(t *testing.T) {
	h := build(t)
	v := h.signedIn("officer")
	v.header.Set("X-Hotline-As", "op01")
	v.ask("PUT", "/api/v1/drafts/x", draftBody(0, saidOnce)).problem(401, "other_person")
	v.ask("GET", "/api/v1/account", nil).problem(401, "other_person")
	v.ask("GET", "/api/v1/sessions/current", nil).want(204)
	v.ask("DELETE", "/api/v1/sessions/current", nil).problem(401, "other_person") // nor is the other signed out by it
	v.header.Set("X-Hotline-As", "officer")
	v.ask("GET", "/api/v1/account", nil).want(200)
	v.header.Del("X-Hotline-As")
	v.ask("GET", "/api/v1/drafts/x", nil).want(204)
}

// Nobody else is given a draft, by whichever way: not another person, not a row copied to them, not the log.
func TestDraftIsItsOwnersAlone(t *testing.T) {
	h := build(t)
	h.signedIn("op01").ask("PUT", "/api/v1/drafts/desk:x", draftBody(0, saidOnce)).want(200)
	for _, other := range []string{"op02", "admin", "auditor", "office"} {
		v := h.signedIn(other)
		v.ask("GET", "/api/v1/drafts/desk:x", nil).want(204)
		var all page[DraftHead]
		v.ask("GET", "/api/v1/drafts", nil).want(200).into(&all)
		if len(all.Items) != 0 {
			t.Errorf("%s: %+v", other, all)
		}
		v.ask("DELETE", "/api/v1/drafts/desk:x", nil).want(204)
	}
	var sealed []byte
	if err := h.store.Pool().QueryRow(t.Context(), "SELECT sealed FROM drafts WHERE owner = 'op01'").Scan(&sealed); err != nil || bytes.Contains(sealed, []byte("Hoa")) {
		t.Errorf("%q, %v", sealed, err)
	}
	if _, err := h.store.Pool().Exec(t.Context(), "INSERT INTO drafts SELECT 'admin', key, sealed, version, updated_at FROM drafts UNION SELECT owner, 'desk:y', sealed, version, updated_at FROM drafts"); err != nil {
		t.Fatal(err)
	}
	h.signedIn("admin").ask("GET", "/api/v1/drafts/desk:x", nil).want(500)
	h.signedIn("op01").ask("GET", "/api/v1/drafts/desk:y", nil).want(500)
	if strings.Contains(h.logged.String(), "Hoa") {
		t.Error("the log has what was said")
	}
}

func TestDraftsAreBounded(t *testing.T) {
	h := build(t)
	v := h.signedIn("op01")
	v.ask("PUT", "/api/v1/drafts/large", draftBody(0, strings.Repeat("a", maxDraft))).problem(413, "too_large")
	v.ask("PUT", "/api/v1/drafts/large", draftBody(0, strings.Repeat("a", maxDraft-100))).want(200)
	for _, key := range []string{"Hoa", "a%20b", strings.Repeat("a", 121)} {
		v.ask("PUT", "/api/v1/drafts/"+key, draftBody(0, "x")).problem(422, "invalid")
	}
	for n := 1; n < store.MostDrafts; n++ {
		v.ask("PUT", fmt.Sprintf("/api/v1/drafts/n%d", n), draftBody(0, "x")).want(200)
	}
	v.ask("PUT", "/api/v1/drafts/more", draftBody(0, "x")).problem(409, "drafts_full")
	v.ask("PUT", "/api/v1/drafts/n1", draftBody(1, "y")).want(200)
	h.signedIn("op02").ask("PUT", "/api/v1/drafts/more", draftBody(0, "x")).want(200)
	if n, err := h.store.ForgetDrafts(t.Context(), time.Now().Add(-store.DraftLife)); n != 0 || err != nil {
		t.Errorf("%d forgotten, %v", n, err)
	}
	if n, err := h.store.ForgetDrafts(t.Context(), time.Now().Add(time.Minute)); n != store.MostDrafts+1 || err != nil {
		t.Errorf("%d forgotten, %v", n, err)
	}
}

func TestWithoutAKeyNoDraftsAreKept(t *testing.T) {
	h := build(t)
	signIn, err := auth.NewSignIn(h.store.Accounts(), auth.Options{Demonstration: true, PasswordAlone: true, Now: h.now})
	if err != nil {
		t.Fatal(err)
	}
	h.api.p.SignIn = signIn
	v := h.signedIn("op01")
	v.ask("PUT", "/api/v1/drafts/x", draftBody(0, saidOnce)).problem(409, "drafts_off")
	v.ask("GET", "/api/v1/drafts/x", nil).want(204)
}
