package api

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
)

// What PostgreSQL cannot hold, or nobody can read, is refused with its place, wherever it
// stands in a request, and whatever the operation.
func TestWhatIsNoTextIsRefusedWithItsPlace(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, office, officer, admin, auditor := h.signedIn("op01"), h.signedIn("office"), h.signedIn("officer"), h.signedIn("admin"), h.signedIn("auditor")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	at := "/api/v1/tickets/" + tk.Code
	act := func(fields string) string { return `{"version":1,"act":{` + fields + `}}` }
	for name, c := range map[string]struct {
		who          *visitor
		method, path string
		body         any
		want         string
	}{
		"NUL in the lead":                 {op, "POST", at + "/assign", act(`"lead":"S\u0000"`), "body.act.lead ticket_control_character"},
		"NUL in those who cooperate":      {op, "POST", at + "/assign", act(`"lead":"SXD","cooperating":["SXD","\u0000"]`), "body.act.cooperating[1] ticket_control_character"},
		"NUL in a unit called":            {op, "POST", at + "/transfer-live", act(`"unit":"\u0000"`), "body.act.unit ticket_control_character"},
		"NUL in the next lead":            {office, "POST", at + "/reroute", act(`"lead":"\u0000"`), "body.act.lead ticket_control_character"},
		"NUL in who may know":             {office, "POST", at + "/allow-identity", act(`"unit":"\u0000"`), "body.act.unit ticket_control_character"},
		"NUL in a colleague":              {officer, "POST", at + "/hand-over", act(`"to":"\u0000"`), "body.act.to ticket_control_character"},
		"NUL in whose it is":              {officer, "POST", at + "/return", act(`"whose":"\u0000"`), "body.act.whose ticket_control_character"},
		"NUL in a recording":              {officer, "POST", at + "/request-recording", act(`"recording":"\u0000"`), "body.act.recording ticket_control_character"},
		"NUL in an admonished unit":       {office, "POST", at + "/record-document", act(`"unit":"\u0000"`), "body.act.unit ticket_control_character"},
		"NUL in a name":                   {op, "POST", at + "/remind", act(`"\u0000":1`), "body.act.\x00 ticket_control_character"},
		"NUL where the schema looks":      {admin, "POST", "/api/v1/tokens", `{"name":"a\u0000","role":"auditor"}`, "body.name ticket_control_character"},
		"half a pair":                     {op, "POST", "/api/v1/tickets", `{"content":"a\ud83d b"}`, "body.content no_unicode"},
		"the other half":                  {op, "POST", "/api/v1/tickets", `{"content":"\ude00"}`, "body.content no_unicode"},
		"bytes in a text":                 {op, "POST", "/api/v1/tickets", "{\"content\":\"\xf1\"}", "body.content no_unicode"},
		"bytes in a name":                 {op, "POST", "/api/v1/tickets", "{\"\xf1\":1}", "body.\ufffd no_unicode"},
		"NUL in a filter":                 {auditor, "GET", "/api/v1/audit?actor=%00", nil, "query.actor ticket_control_character"},
		"bytes in a filter":               {auditor, "GET", "/api/v1/audit?actor=%FF", nil, "query.actor no_unicode"},
		"NUL in two":                      {auditor, "GET", "/api/v1/audit?object=%00&action=%00", nil, "query.action ticket_control_character query.object ticket_control_character"},
		"NUL in a filter's name":          {auditor, "GET", "/api/v1/audit?%00=1", nil, "query ticket_control_character"},
		"NUL in a reason":                 {office, "GET", at + "/export?reason=%00", nil, "query.reason ticket_control_character"},
		"no escape":                       {auditor, "GET", "/api/v1/audit?actor=%zz", nil, "query bad_value"},
		"NUL in a path":                   {admin, "GET", "/api/v1/accounts/%00/sessions", nil, "path.username ticket_control_character"},
		"bytes in a path":                 {admin, "GET", "/api/v1/accounts/%FF/sessions", nil, "path.username no_unicode"},
		"NUL in a file's name":            {op, "POST", at + "/attachments?name=%00", "", "query.name ticket_control_character"},
		"NUL in the path of a sound":      {auditor, "GET", "/api/v1/recordings/%00/audio", nil, "path.id ticket_control_character"},
		"a misspelt filter":               {auditor, "GET", "/api/v1/tickets?bogus=1", nil, "query.bogus unknown_property"},
		"a misspelt filter of NUL":        {auditor, "GET", "/api/v1/tickets?bogus=%00", nil, "query.bogus unknown_property"},
		"a filter in other letters":       {auditor, "GET", "/api/v1/tickets?Unit=SXD", nil, "query.Unit unknown_property"},
		"a filter twice":                  {auditor, "GET", "/api/v1/tickets?unit=SXD&unit=SGD", nil, "query.unit repeated"},
		"a misspelt question of a sound":  {auditor, "GET", "/api/v1/recordings/" + uuid.NewString() + "/audio?dwonload=1", nil, "query.dwonload unknown_property"},
		"a property in other letters":     {op, "POST", at + "/assign", act(`"LEAD":"SXD"`), "body.act.LEAD unknown_property"},
		"… where the schema looks":        {admin, "POST", "/api/v1/tokens", `{"NAME":"a","role":"auditor"}`, "body.name missing body.NAME unknown_property"},
		"a property twice":                {op, "POST", at + "/assign", `{"version":1,"version":2,"act":{"lead":"SXD","lead":"SGD"}}`, "body.version repeated body.act.lead repeated"},
		"… where the schema looks, twice": {admin, "POST", "/api/v1/tokens", `{"name":"a","name":"b","role":"auditor"}`, "body.name repeated"},
		"a day for a time":                {officer, "POST", at + "/promise", act(`"until":"2026-11-30"`), "body.act.until no_time"},
		"a number for a time":             {officer, "POST", at + "/promise", act(`"until":5`), "body.act.until no_time"},
		"a decision that is not said":     {op, "POST", at + "/mark-confidential", act(`"reason":"Người gửi xin giữ kín"`), "body.act.confidential missing"},
		"a decision that is null":         {op, "POST", at + "/mark-urgent", act(`"urgent":null`), "body.act.urgent missing"},
		"kinds, all at once":              {op, "POST", at + "/assign", `{"version":"x","act":{"lead":{},"cooperating":"SXD"}}`, "body.version no_integer body.act.lead no_text body.act.cooperating no_list"},
	} {
		var got []string
		for _, e := range c.who.ask(c.method, c.path, c.body).problem(422, "invalid").Errors {
			got = append(got, e.Location, e.Code)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	p := op.ask("POST", "/api/v1/tickets", report(""), "Idempotency-Key", "\xf1").problem(422, "invalid")
	if len(p.Errors) != 1 || p.Errors[0].Location != "header.Idempotency-Key" || p.Errors[0].Code != "no_unicode" {
		t.Errorf("%+v", p.Errors)
	}
	cursor := base64.RawURLEncoding.EncodeToString([]byte(`{"t":"2026-01-01T00:00:00Z","i":"\u0000"}`))
	auditor.ask("GET", "/api/v1/calls?cursor="+cursor, nil).problem(400, "bad_cursor")
	if strings.Contains(h.logged.String(), "SQLSTATE") {
		t.Error(h.logged)
	}
}

// What is well-formed comes through: pairs of surrogates, escaped backslashes before a u, lists in several.
func TestWhatIsTextComesThrough(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	body := `{"group":1,"field":"chieu-sang","unit":"SXD","channel":"phone","address":"a","sender":{"type":"individual","name":"A","address":"b","no_phone":true,"no_email":true},
		"content":"a \ud83d\ude00 \\ud83d \\\ud83d\ude00 \" đ"}`
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", body).want(201))
	if want := `a 😀 \ud83d \😀 " đ`; tk.Content != want {
		t.Errorf("%q, want %q", tk.Content, want)
	}
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/tickets?state=received&state=assigned", nil).want(200)
	// The city's sign-on writes this address, and says more than is asked.
	if r := h.visitor().ask("GET", "/api/v1/single-sign-on/back?state=a&code=b&session_state=c&authuser=0", nil); r.status != http.StatusSeeOther && r.status != http.StatusOK {
		t.Errorf("%d: %s", r.status, r.body)
	}
}

// Every operation's parameters are known by the route that serves it.
func TestEveryRouteIsDescribed(t *testing.T) {
	h := build(t)
	for route := range h.api.parameters {
		method, path, _ := strings.Cut(route, " ")
		real := strings.NewReplacer("{id}", uuid.NewString(), "{code}", "x", "{number}", "1", "{username}", "x", "{version}", "1", "{day}", "1", "{key}", "x").Replace(path)
		req, err := http.NewRequestWithContext(t.Context(), method, real, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, got := h.api.mux.Handler(req); got != route {
			t.Errorf("%s is served by %q", route, got)
		}
	}
	if !slices.Contains(h.api.parameters["POST "+v1+"/tickets"].header, "Idempotency-Key") {
		t.Error("no header is known")
	}
}
