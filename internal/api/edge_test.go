package api

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
)

// Every operation, for nobody, and for every role as a program and as a person: who comes past
// the door. An answer other than 401 and 403 is the operation's own business.
func TestRightsOfEveryOperation(t *testing.T) {
	h := build(t)
	needs := map[string][]auth.Right{
		"GET /calls/export": {auth.ReadCalls, auth.ReadOwnCalls}, "GET /tickets/export": {auth.ReadTickets, auth.ReadUnitTickets}, "GET /messages/export": {auth.ReadMessages}, "GET /recordings": {auth.ReadAudit}, "GET /recordings/export": {auth.ReadAudit}, "GET /recording-findings": {auth.ReadAudit}, "GET /recording-findings/export": {auth.ReadAudit},
		"GET /directory/staff-changes/export": {auth.ReportStaff}, "GET /directory/duties/export": {auth.ReadDirectory}, "GET /directory/gaps/export": {auth.ReadDirectory}, "GET /directory/units/export": {auth.ReadDirectory}, "GET /tokens/export": {auth.ManageTokens}, "GET /shifts/export": {auth.ReadOperators},
		"GET /dialplan/versions/export": {auth.EditDialplan}, "GET /policies/export": {auth.ReadCalendar}, "GET /calendar/versions/export": {auth.ReadCalendar}, "GET /reading-rules/export": {auth.ReadReading},
		"GET /callbacks/export": {auth.ReadCallbacks}, "GET /incidents/export": {auth.ReadIncidents}, "GET /audit/export": {auth.ReadAudit}, "GET /accounts/export": {auth.ReadAccounts},
		"GET /due/export": {auth.ReadTickets, auth.ReadUnitTickets}, "GET /open-items/export": {auth.ReadTickets, auth.ReadUnitTickets}, "GET /leadership-reports/export": {auth.ReadTickets}, "GET /units/export": {auth.ReadDirectory},
		"POST /tokens": {auth.ManageTokens}, "GET /tokens": {auth.ManageTokens}, "DELETE /tokens/{id}": {auth.ManageTokens},
		"GET /calls": {auth.ReadCalls, auth.ReadOwnCalls}, "GET /calls/{id}": {auth.ReadCalls, auth.ReadOwnCalls},
		"GET /calls/{id}/withheld-number": {auth.ReadWithheld},
		"GET /recordings/{id}/package":    {auth.HearRecordings},
		"PUT /calls/{id}/flag":            {auth.FlagCalls},
		"GET /recordings/{id}/audio":      {auth.HearRecordings, auth.HearGranted}, "POST /tickets": {auth.FileTickets},
		"POST /recordings/{id}/transcript": {auth.HearRecordings, auth.HearGranted},
		"GET /recordings/{id}/notes":       {auth.HearRecordings}, "POST /recordings/{id}/notes": {auth.HearRecordings},
		"GET /retention-rules": {auth.ReadRetention}, "GET /deletion-plans": {auth.ReadRetention}, "GET /deletion-plans/export": {auth.ReadRetention}, "GET /deletion-plans/{id}": {auth.ReadRetention},
		"GET /deletion-items": {auth.ReadRetention}, "GET /deletion-items/export": {auth.ReadRetention}, "GET /deletion-plans/{id}/certificate": {auth.ReadRetention},
		"GET /legal-holds": {auth.ReadRetention}, "GET /legal-holds/export": {auth.ReadRetention},
		"POST /deletion-plans/{id}/stop": {auth.HoldRecordings}, "POST /legal-holds": {auth.HoldRecordings}, "POST /legal-holds/{id}/lift": {auth.LiftHolds},
		"GET /listenings": {auth.ReadAudit}, "GET /listenings/export": {auth.ReadAudit}, "GET /unusual-listening": {auth.ReadAudit},
		"POST /recordings/{id}/listenings": {auth.HearRecordings, auth.HearGranted}, "POST /tickets/{code}/message/listenings": {auth.HearMessages},
		"GET /listenings/{id}/audio": {auth.HearRecordings, auth.HearGranted, auth.HearMessages}, "GET /listenings/{id}/wave": {auth.HearRecordings, auth.HearGranted, auth.HearMessages},
		"POST /listenings/{id}/heard": {auth.HearRecordings, auth.HearGranted, auth.HearMessages},
		"POST /tickets/{code}/sort":   {auth.FileTickets}, "POST /tickets/{code}/calls": {auth.FileTickets}, "GET /tickets": {auth.ReadTickets, auth.ReadUnitTickets}, "GET /tickets/{code}": {auth.ReadTickets, auth.ReadUnitTickets}, "GET /tickets/{code}/history": {auth.ReadTickets, auth.ReadUnitTickets},
		"GET /notice-counts": {auth.HandleTickets, auth.AnswerTickets, auth.LeadTickets, auth.WriteArticles}, "POST /notices/{id}/read": {auth.HandleTickets, auth.AnswerTickets, auth.LeadTickets, auth.WriteArticles},
		"POST /notices/read": {auth.HandleTickets, auth.AnswerTickets, auth.LeadTickets, auth.WriteArticles},
		"GET /notices":       {auth.HandleTickets, auth.AnswerTickets, auth.LeadTickets, auth.WriteArticles}, "GET /leadership-reports": {auth.ReadTickets},
		"GET /tickets/{code}/news": {auth.ReadTickets, auth.ReadUnitTickets}, "GET /tickets/likely": {auth.FileTickets}, "POST /tickets/{code}/publication": {auth.HandleTickets},
		"GET /due": {auth.ReadTickets, auth.ReadUnitTickets}, "GET /open-items": {auth.ReadTickets, auth.ReadUnitTickets}, "GET /ticket-counts": {auth.ReadTickets}, "GET /tickets/{code}/export": {auth.ExportTickets},
		"GET /inbox": {auth.AnswerTickets}, "GET /finish-times": {auth.ReadCalendar}, "GET /unit-figures": {auth.ReadFigures}, "GET /unit-figures/export": {auth.ReadFigures}, "GET /notices/export": {auth.HandleTickets, auth.AnswerTickets, auth.LeadTickets, auth.WriteArticles},
		"POST /tickets/{code}/slips": {auth.DraftSlips}, "GET /tickets/{code}/slips": {auth.ReadTickets, auth.ReadUnitTickets},
		"GET /tickets/{code}/attachments": {auth.ReadTickets, auth.ReadUnitTickets}, "GET /tickets/{code}/attachments/{id}": {auth.ReadTickets, auth.ReadUnitTickets},
		"POST /calls/{id}/slips": {auth.DraftSlips}, "GET /calls/{id}/slips": {auth.ReadCalls, auth.ReadOwnCalls},
		"GET /emergencies": {auth.ReadCalls}, "POST /emergencies/{id}/acknowledge": {auth.LeadShift},
		"GET /tickets/{code}/message": {auth.HearMessages}, "GET /messages": {auth.ReadMessages},
		"GET /operators": {auth.ReadOperators}, "GET /people": {auth.ReadDirectory}, "GET /trunks": {auth.ReadTrunks}, "GET /dependencies": {auth.ReadTrunks, auth.UseDesk}, "GET /emergency-services": {auth.ReadDirectory}, "GET /units": {auth.ReadDirectory}, "GET /officers": {auth.ReadDirectory}, "GET /fields": {auth.ReadDirectory}, "GET /groups": {auth.ReadDirectory},
		"GET /directory/units": {auth.ReadDirectory}, "GET /directory/units/{code}": {auth.ReadDirectory}, "GET /directory/gaps": {auth.ReadDirectory},
		"GET /directory/suggestions": {auth.ReadDirectory}, "GET /directory/duties": {auth.ReadDirectory},
		"POST /directory/units": {auth.ManageDirectory}, "PUT /directory/units/{code}": {auth.ManageDirectory}, "POST /directory/units/{code}/close": {auth.ManageDirectory}, "GET /directory/units/{code}/holdings": {auth.ManageDirectory},
		"POST /directory/officers": {auth.ManageDirectory}, "PUT /directory/officers/{id}": {auth.ManageDirectory},
		"PUT /directory/units/{code}/on-call": {auth.ManageDirectory},
		"POST /directory/duties":              {auth.ManageDirectory}, "PUT /directory/duties/{id}": {auth.ManageDirectory},
		"GET /reading-rules": {auth.ReadReading}, "PUT /reading-rules/{name}": {auth.SetReading},
		"GET /directory/staff-changes": {auth.ReportStaff}, "POST /directory/staff-changes": {auth.ReportStaff},
		"POST /directory/staff-changes/{id}/apply": {auth.ManageDirectory}, "POST /directory/staff-changes/{id}/refuse": {auth.ManageDirectory},
		"GET /queues": {auth.ReadOperators}, "GET /live-calls": {auth.ReadCalls}, "GET /service-level": {auth.ReadOperators}, "GET /shifts": {auth.ReadOperators}, "PUT /shifts/{day}": {auth.LeadShift},
		"POST /operators/{username}/sign-out": {auth.LeadShift}, "POST /operators/{username}/pause": {auth.LeadShift}, "PATCH /operators/{username}": {auth.ManageSkills},
		"GET /callers/{number}": {auth.ReadCallers}, "GET /audit": {auth.ReadAudit},
		"GET /incidents": {auth.ReadIncidents}, "GET /incidents/{id}": {auth.ReadIncidents}, "GET /incidents/{id}/voice": {auth.ReadIncidents},
		"POST /incidents": {auth.OpenIncidents}, "POST /incidents/preview": {auth.OpenIncidents}, "PATCH /incidents/{id}": {auth.OpenIncidents},
		"POST /incidents/{id}/close": {auth.OpenIncidents}, "PUT /incidents/{id}/voice": {auth.OpenIncidents}, "DELETE /incidents/{id}/voice": {auth.OpenIncidents},
		"GET /callbacks": {auth.ReadCallbacks}, "PATCH /callbacks/{id}": {auth.SettleCallbacks}, "POST /callbacks/{id}/done": {auth.SettleCallbacks}, "PUT /callbacks/{id}/given-to": {auth.LeadShift},
		"GET /dialplan/versions": {auth.EditDialplan}, "GET /dialplan/versions/{version}": {auth.EditDialplan}, "POST /dialplan/versions": {auth.EditDialplan},
		"POST /dialplan/drafts": {auth.EditDialplan}, "POST /dialplan/versions/{version}/activate": {auth.EditDialplan},
		"POST /dialplan/speech": {auth.EditDialplan},
		"GET /calendar":         {auth.ReadCalendar}, "GET /calendar/versions": {auth.ReadCalendar}, "GET /calendar/versions/{number}": {auth.ReadCalendar},
		"POST /calendar/preview": {auth.ManageCalendar}, "POST /calendar/versions": {auth.ManageCalendar},
		"POST /messages/{id}/retry": {auth.RetryMessages}, "GET /message-templates": {auth.ReadMessages}, "GET /message-templates/export": {auth.ReadMessages}, "GET /message-templates/{key}": {auth.ReadMessages},
		"POST /message-templates/{key}/preview": {auth.ManageTemplates}, "POST /message-templates/{key}/versions": {auth.ManageTemplates},
		"GET /policies": {auth.ReadCalendar}, "POST /policies": {auth.ManageCalendar}, "DELETE /policies/{from}": {auth.ManageCalendar},
		"GET /accounts": {auth.ReadAccounts}, "GET /accounts/{username}/sessions": {auth.ReadAccounts}, "GET /accounts/{username}/sessions/export": {auth.ReadAccounts}, "GET /operators/export": {auth.ReadOperators},
		"POST /accounts": {auth.ManageAccounts}, "PATCH /accounts/{username}": {auth.ManageAccounts}, "POST /accounts/{username}/activation": {auth.ManageAccounts},
		"POST /accounts/{username}/unlock": {auth.ManageAccounts}, "DELETE /accounts/{username}/second-factor": {auth.ManageAccounts},
		"DELETE /accounts/{username}/sessions": {auth.ManageAccounts}, "DELETE /accounts/{username}/sessions/{id}": {auth.ManageAccounts},
		"GET /articles/export": {auth.ReadArticles}, "GET /article-usage/export": {auth.ReadArticles}, "GET /abbreviations/export": {auth.ReadArticles}, "GET /article-gaps/export": {auth.ReadArticles}, "GET /article-search": {auth.ReadArticles}, "GET /articles": {auth.ReadArticles}, "GET /articles/{id}": {auth.ReadArticles}, "GET /articles/{id}/uses": {auth.ReadArticles},
		"GET /article-usage": {auth.ReadArticles}, "GET /article-counts": {auth.ReadArticles}, "GET /article-gaps": {auth.ReadArticles}, "GET /abbreviations": {auth.ReadArticles},
		"POST /articles": {auth.WriteArticles}, "POST /articles/{id}/versions": {auth.WriteArticles}, "POST /articles/{id}/submit": {auth.WriteArticles},
		"POST /articles/{id}/uses": {auth.WriteArticles}, "POST /article-gaps": {auth.WriteArticles}, "POST /article-gaps/{id}/settle": {auth.WriteArticles},
		"POST /articles/{id}/approve": {auth.ApproveArticles}, "POST /articles/{id}/return": {auth.ApproveArticles}, "POST /articles/{id}/withdraw": {auth.ApproveArticles},
		"POST /abbreviations": {auth.ApproveArticles}, "DELETE /abbreviations/{name}": {auth.ApproveArticles},
		"GET /tickets/{code}/colleagues": {auth.HandOverTickets},
		"GET /sessions/current":          nil, "DELETE /sessions/current": nil,
	}
	// What is done to a ticket is a person's to do; whether it is theirs, and now, package ticket says.
	persons := []string{"POST /tickets", "POST /tickets/{code}/sort", "POST /tickets/{code}/calls"}
	for names, rights := range map[string][]auth.Right{
		"decline ask-sender answer transfer-live answered-live precheck mark-outside publish answer-confidential contest rate mark-emergency send-dossier warn-of-sender report-conduct decide-recording publish-file": {auth.HandleTickets},
		"assign correct remind merge withdraw-publication unmark-emergency mark-urgent mark-confidential want-review":                                                                                                  {auth.HandleTickets, auth.LeadTickets},
		"sender-replied stop-waiting": {auth.HandleTickets, auth.AnswerTickets},
		"accept ask-by-unit promise progress contribute return delegate task-done resolve published-by-unit request-recording": {auth.AnswerTickets},
		"hand-over":               {auth.AnswerTickets, auth.LeadTickets, auth.HandOverTickets},
		"take-by-office":          {auth.LeadTickets, auth.HandleTickets, auth.AnswerTickets},
		"attachments remove-file": {auth.HandleTickets, auth.AnswerTickets, auth.LeadTickets},
		"propose-reward":          {auth.AnswerTickets, auth.LeadTickets},
		"request-directive direct reroute allow-identity record-document document-replied decide-reward decide-warning": {auth.LeadTickets},
	} {
		for name := range strings.FieldsSeq(names) {
			name = "POST /tickets/{code}/" + name
			needs[name], persons = rights, append(persons, name)
		}
	}
	// One's own account is a person's, whatever their role; programs have none.
	own := []string{
		"GET /account", "GET /account/sessions", "GET /account/sessions/export", "DELETE /account/sessions/{id}", "PUT /account/password", "POST /sessions/code",
		"POST /account/second-factor", "POST /account/second-factor/confirm", "POST /account/recovery-codes",
		"GET /drafts", "GET /drafts/{key}", "PUT /drafts/{key}", "DELETE /drafts/{key}",
		"GET /saved-searches", "POST /saved-searches", "PUT /saved-searches/{id}", "DELETE /saved-searches/{id}",
	}
	for _, name := range own {
		needs[name], persons = nil, append(persons, name)
	}
	open := []string{
		"POST /sessions", "POST /activations", "GET /sign-in-ways", "GET /single-sign-on", "GET /single-sign-on/back", "GET /public/units",
		"GET /public/tickets", "GET /public/tickets/{code}", "GET /public/units/{code}/feed", "GET /public/own-ticket",
	}
	for _, act := range []string{"rate", "reply", "contest", "go-on", "report-conduct", "keep-confidential"} {
		open = append(open, "POST /public/own-ticket/"+act)
	}
	programs, people := map[auth.Role]*visitor{}, map[auth.Role]*visitor{}
	for _, role := range auth.Roles {
		name := string(role)
		if role == auth.RoleOperator {
			name = "op01"
		}
		programs[role], people[role] = h.as(role), h.signedIn(name)
	}
	stranger := h.visitor()
	for path, item := range h.api.OpenAPI().Paths {
		for method, op := range map[string]any{"GET": item.Get, "POST": item.Post, "DELETE": item.Delete, "PUT": item.Put, "PATCH": item.Patch} {
			name := method + " " + strings.TrimPrefix(path, v1)
			if raw, _ := json.Marshal(op); string(raw) == "null" || slices.Contains(open, name) {
				continue
			}
			rights, ok := needs[name]
			if !ok {
				t.Errorf("%s is not in this table", name)
				continue
			}
			delete(needs, name)
			real := strings.NewReplacer("{id}", uuid.NewString(), "{code}", "260000013", "{number}", "0912345678", "{username}", "nobody", "{key}", "act:260000013.resolve").Replace(path)
			var body any
			if method != "GET" && method != "DELETE" {
				body = "{}"
			}
			if name == "GET /sessions/current" {
				stranger.ask(method, real, body).want(204) // is how a page learns that nobody is
			} else {
				stranger.ask(method, real, body).problem(401, "not_signed_in")
			}
			for _, role := range auth.Roles {
				may := func(person bool) bool {
					return len(rights) == 0 || slices.ContainsFunc(rights, func(r auth.Right) bool {
						return role.May(r) && (person || r != auth.ReadOwnCalls) // a program has no calls of its own
					})
				}
				want := may(false) && !slices.Contains(persons, name)
				if r := programs[role].ask(method, real, body); r.status == 401 || (r.status != 403) != want {
					t.Errorf("%s by a program of %s: %d", name, role, r.status)
				}
				if name == "DELETE /sessions/current" { // after which they would be nobody
					continue
				}
				if r := people[role].ask(method, real, body); r.status == 401 || (r.status != 403) != may(true) {
					t.Errorf("%s by %s: %d", name, role, r.status)
				}
			}
		}
	}
	for name := range needs {
		t.Errorf("%s is missing in the interface", name)
	}
}

func TestEdge(t *testing.T) {
	h := build(t)
	v := h.visitor()
	r := v.ask("GET", "/api/v1/nothing", nil)
	r.problem(404, "not_found")
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Content-Security-Policy": contentPolicy, "Cache-Control": "no-store", "Referrer-Policy": "same-origin",
	} {
		if got := r.header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if r.header.Get("X-Request-Id") == "" {
		t.Error("no request ID")
	}
	v.ask("GET", "/healthz", nil).want(200)
	if got := v.ask("GET", "/calls/some/page", nil).want(200); string(got.body) != "app" {
		t.Errorf("application: %s", got.body)
	}
	if p := v.ask("GET", "/api/v1/calls", nil, "Accept-Language", "en").problem(401, "not_signed_in"); p.Detail != "This was not done: you were not signed in. Sign in, and do it again." {
		t.Error(p.Detail)
	}
	v.ask("POST", "/api/v1/sessions", "{").problem(400, "bad_request")
	v.ask("POST", "/api/v1/sessions", "username=op01", "Content-Type", "application/x-www-form-urlencoded").problem(415, "not_json")
	refused := v.ask("PUT", "/api/v1/tickets", nil)
	if refused.problem(405, "method_not_allowed"); refused.header.Get("Allow") != "GET, HEAD, POST" {
		t.Errorf("Allow: %q", refused.header.Get("Allow"))
	}
	v.ask("POST", "/api/v1/sessions", `{"username":"`+strings.Repeat("a", 33)+`","password":"x"}`).problem(422, "invalid")
	v.ask("POST", "/api/v1/sessions", `{"username":"`+strings.Repeat("a", maxBody)+`"}`).problem(413, "too_large")
}

// TestLongAnswersAreCompressed: for whoever takes it, and never twice in the same length; files are as long as they say.
func TestLongAnswersAreCompressed(t *testing.T) {
	h := build(t)
	v := h.signedIn("office")
	plain := v.ask("GET", "/api/v1/message-templates", nil).want(200)
	if len(plain.body) < 1024 {
		t.Fatalf("%d bytes are too few to be compressed", len(plain.body))
	}
	small := v.ask("GET", "/api/v1/message-templates", nil, "Accept-Encoding", "gzip").want(200)
	if got := small.header.Get("Content-Encoding"); got != "gzip" {
		t.Fatalf("Content-Encoding: %q", got)
	}
	if !slices.Contains(small.header.Values("Vary"), "Accept-Encoding") {
		t.Errorf("Vary: %q", small.header.Values("Vary"))
	}
	if len(small.body) > len(plain.body)/2 {
		t.Errorf("%d bytes of %d", len(small.body), len(plain.body))
	}
	read, err := gzip.NewReader(bytes.NewReader(small.body))
	if err != nil {
		t.Fatal(err)
	}
	if whole, err := io.ReadAll(read); err != nil || !bytes.Equal(whole, plain.body) {
		t.Errorf("another text after it is unpacked, %v", err)
	}
	for name, path := range map[string]string{"a short answer": "/api/v1/notice-counts", "a file": "/api/v1/tickets/export"} {
		if r := v.ask("GET", path, nil, "Accept-Encoding", "gzip").want(200); r.header.Get("Content-Encoding") != "" {
			t.Errorf("%s is compressed", name)
		}
	}
}

func TestRequestsOfOtherSites(t *testing.T) {
	h := build(t)
	v := h.signedIn("op01")
	for name, tc := range map[string]struct {
		header []string
		passes bool
	}{
		"our own page":        {[]string{"Sec-Fetch-Site", "same-origin"}, true},
		"a program":           {nil, true},
		"a trusted origin":    {[]string{"Sec-Fetch-Site", "cross-site", "Origin", "https://1022.example"}, true},
		"another site":        {[]string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, false},
		"an old browser's":    {[]string{"Origin", "https://evil.example"}, false},
		"a page of no origin": {[]string{"Origin", "null"}, false},
	} {
		r := v.ask("POST", "/api/v1/tickets", "{}", tc.header...)
		if tc.passes {
			r.problem(422, "invalid")
		} else {
			r.problem(403, "cross_origin")
		}
		req := httptest.NewRequest("GET", h.url+"/api/v1/desk", nil)
		for i := 0; i+1 < len(tc.header); i += 2 {
			req.Header.Set(tc.header[i], tc.header[i+1])
		}
		if got := h.api.SameOrigin(req); got != tc.passes {
			t.Errorf("WebSocket of %s: %v", name, got)
		}
	}
}

func TestPanicIsAnAnswer(t *testing.T) {
	h := build(t)
	mux := http.NewServeMux()
	mux.HandleFunc("/boom", func(http.ResponseWriter, *http.Request) { panic("secret detail") })
	server := httptest.NewServer(h.api.edge(mux))
	defer server.Close()
	h.url = server.URL
	p := h.visitor().ask("GET", "/boom", nil).problem(500, "internal")
	if strings.Contains(fmt.Sprint(p), "secret") || !strings.Contains(h.logged.String(), "secret detail") {
		t.Errorf("answer %+v, log %s", p, h.logged)
	}
}

// What PostgreSQL says stays inside, and who was signed in stays so.
func TestDatabaseAway(t *testing.T) {
	away := buildOn(t, "postgres://nobody:secretpw@127.0.0.1:1/none")
	for _, r := range []*reply{
		away.unknownToken().ask("GET", "/api/v1/calls", nil),
		away.unknownToken().ask("GET", "/api/v1/sessions/current", nil),
		away.visitor().ask("POST", "/api/v1/sessions", map[string]string{"username": "op01", "password": password}),
	} {
		if p := r.problem(503, "database_away"); strings.Contains(string(r.body), "127.0.0.1") || r.header.Get("Retry-After") == "" {
			t.Errorf("%+v", p)
		}
	}
	away.visitor().ask("GET", "/api/v1/groups", nil).problem(401, "not_signed_in")

	h := build(t)
	known := h.as(auth.RoleAuditor)
	known.ask("GET", "/api/v1/groups", nil).want(200)
	h.store.Close() // the database is gone
	known.ask("GET", "/api/v1/groups", nil).want(200)
	known.ask("GET", "/api/v1/units", nil).problem(503, "database_away")
	h.unknownToken().ask("GET", "/api/v1/groups", nil).problem(503, "database_away")
}

// unknownToken gives a stranger whose token looks like one.
func (h *house) unknownToken() *visitor {
	secret, _, _ := auth.NewToken()
	v := h.visitor()
	v.header.Set("Authorization", "Bearer "+secret)
	return v
}

func TestOpenAPIDocument(t *testing.T) {
	h := build(t)
	var doc struct {
		OpenAPI    string `json:"openapi"`
		Paths      map[string]any
		Components struct{ Schemas map[string]any }
	}
	h.visitor().ask("GET", "/api/openapi.json", nil).want(200).into(&doc)
	if !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Errorf("version %s", doc.OpenAPI)
	}
	for _, name := range []string{"DeskClientMessage", "DeskServerMessage", "Call", "Ticket", "Problem"} {
		if doc.Components.Schemas[name] == nil {
			t.Errorf("no schema %s", name)
		}
	}
	for _, path := range []string{"/api/v1/sessions", "/api/v1/recordings/{id}/audio"} {
		if doc.Paths[path] == nil {
			t.Errorf("no path %s", path)
		}
	}
}
