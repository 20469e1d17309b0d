package api

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// message enters a call in which a message was left, and gives its ticket.
func (h *house) message(id call.ID, from string, left time.Time) Ticket {
	h.t.Helper()
	entry := func(kind call.Kind, at time.Time, data any) call.Entry {
		return call.Entry{ID: uuid.NewString(), At: at, Node: "pbx1", Kind: kind, Call: id, Data: data}
	}
	h.apply(
		entry(call.KindArrived, left.Add(-time.Minute), call.Arrived{From: from, To: "02251022"}),
		entry(call.KindMessageLeft, left, call.MessageLeft{Begin: left.Add(-30 * time.Second), End: left, EndedBy: call.MessageEndedHangup}),
	)
	var list page[Ticket]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/tickets?origin=message&limit=1", nil).want(200).into(&list)
	if len(list.Items) != 1 || list.Items[0].Calls[0] != string(id) {
		h.t.Fatalf("%+v", list.Items)
	}
	return list.Items[0]
}

func TestTicketOfAMessageIsListenedToByOperators(t *testing.T) {
	h := build(t)
	got := h.message("pbx1-7.1", "0912345678", t0)
	if got.Origin != "message" || got.CreatedBy != "" || got.Group != 0 || got.GroupLabel != "" || got.Message == nil ||
		got.Message.CallID != "pbx1-7.1" || got.Message.DurationMs != 30_000 || got.Sender.Phone != "0912345678" {
		t.Errorf("%+v", got)
	}
	op := h.signedIn("op01")
	op.ask("GET", "/api/v1/tickets/"+got.Code, nil).want(200).into(&got)
	if len(got.Told) != 1 || got.Told[0].State != "queued" || got.Told[0].To != "0912345678" || got.Told[0].NextAt == nil || !got.Told[0].At.Equal(t0) {
		t.Errorf("told: %+v", got.Told)
	}
	r := op.ask("GET", "/api/v1/tickets/"+got.Code+"/message", nil).want(200)
	if r.header.Get("Content-Type") != "audio/wav" || len(h.tape.parts) != 1 || !strings.HasSuffix(h.tape.parts[0], " 30s 1m0s") {
		t.Errorf("%v, %v", r.header, h.tape.parts)
	}
	h.as(auth.RoleOfficer).ask("GET", "/api/v1/tickets/"+got.Code+"/message", nil).problem(403, "not_allowed")
	// Of an operator the ticket is the reason to hear it, but not to keep it; whoever hears every recording says one.
	path, leader := "/api/v1/tickets/"+got.Code+"/message", h.signedIn("leader")
	for _, p := range []Problem{
		op.ask("GET", path+"?download=1", nil).problem(422, "invalid"), leader.ask("GET", path, nil).problem(422, "invalid"),
		leader.ask("POST", path+"/listenings", map[string]any{}).problem(422, "invalid"),
	} {
		if p.Errors[0].Code != "recording_needs_reason" {
			t.Errorf("%+v", p)
		}
	}
	op.ask("POST", path+"/listenings", map[string]any{}).want(201)
	leader.ask("GET", path+"?reason=Thanh+tra", nil).want(200)
	op.ask("GET", path+"?download=1&reason=Xe+hong", nil).want(200)
	var filed Ticket
	op.ask("POST", "/api/v1/tickets", report("")).want(201).into(&filed)
	if filed.Origin != "operator" || filed.Message != nil {
		t.Errorf("%+v", filed)
	}
	op.ask("GET", "/api/v1/tickets/"+filed.Code+"/message", nil).problem(404, "not_found")
	op.ask("GET", "/api/v1/tickets/26-000001-4/message", nil).problem(404, "bad_ticket_code")
	h.tape.err = ErrNotYet
	op.ask("GET", "/api/v1/tickets/"+got.Code+"/message", nil).problem(409, "recording_not_yet")
	var entries page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?action=message.listen", nil).want(200).into(&entries)
	if len(entries.Items) != 3 || entries.Items[0].Actor != "leader" || entries.Items[2].Actor != "op01" {
		t.Errorf("%+v", entries.Items)
	}
	// The desk's card counts it among what the caller reported.
	card, err := Cards{h.store}.Card(t.Context(), "0912345678")
	if err != nil || len(card.Tickets) == 0 {
		t.Errorf("%+v, %v", card, err)
	}
}

func TestAMessageIsSortedOnceItIsHeard(t *testing.T) {
	h := build(t)
	k := h.message("pbx1-7.1", "0912345678", t0)
	h.message("pbx1-7.2", "0987654321", t0.Add(time.Minute))
	op, other := h.signedIn("op01"), h.signedIn("op02")
	unsorted := func(want int) {
		t.Helper()
		var list page[Ticket]
		if op.ask("GET", "/api/v1/tickets?unsorted=true", nil).want(200).into(&list); len(list.Items) != want {
			t.Errorf("%d tickets wait to be sorted, want %d", len(list.Items), want)
		}
	}
	unsorted(2)
	path := "/api/v1/tickets/" + k.Code + "/sort"
	heard := report("")
	delete(heard, "call_id")
	heard["version"] = k.Version
	if p := op.ask("POST", path, with(heard, map[string]any{"group": 2})).problem(422, "invalid"); p.Errors[0].Location != "body.field" {
		t.Errorf("%+v", p)
	}
	op.ask("POST", path, with(heard, map[string]any{"call_id": "pbx1-7.2"})).problem(422, "invalid") // its call is what it is
	op.ask("POST", "/api/v1/tickets/26-000077-3/sort", heard).problem(404, "not_found")
	unsorted(2)

	var got Ticket
	op.ask("POST", path, heard).want(200).into(&got)
	if got.Group != 1 || got.Field != "chieu-sang" || got.Unit != "SXD" || !got.Urgent || !got.Complete || got.Sender.Name != "Nguyễn Văn An" ||
		got.Origin != "message" || got.CreatedBy != "" || got.Message == nil || len(got.Calls) != 1 || !got.CreatedAt.Equal(k.CreatedAt) {
		t.Errorf("%+v", got)
	}
	if last := got.History[len(got.History)-1]; last.Kind != "ticket.sort" || last.Actor != "op01" || string(last.Before["group"]) != "0" || string(last.After["group"]) != "1" || last.Label == "" {
		t.Errorf("%+v", last)
	}
	unsorted(1)
	if p := other.ask("POST", path, with(heard, map[string]any{"content": "Khác"})).problem(409, "ticket_changed"); p.Version != got.Version || len(p.Changes) == 0 || p.Changes[len(p.Changes)-1].Kind != "ticket.sort" {
		t.Errorf("%+v", p)
	}
	other.ask("POST", path, with(heard, map[string]any{"content": "Khác", "version": got.Version})).problem(409, "ticket_sorted")
	var filed Ticket
	op.ask("POST", "/api/v1/tickets", report("")).want(201).into(&filed)
	op.ask("POST", "/api/v1/tickets/"+filed.Code+"/sort", with(heard, map[string]any{"version": filed.Version})).problem(409, "ticket_sorted")
	var entries page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?action=ticket.sort", nil).want(200).into(&entries)
	if len(entries.Items) != 1 || entries.Items[0].Actor != "op01" || entries.Items[0].Object != "ticket:"+strings.ReplaceAll(k.Code, "-", "") {
		t.Errorf("%+v", entries.Items)
	}
}

func TestWhoSeesANumberInFull(t *testing.T) {
	h := build(t)
	h.message("pbx1-7.1", "0912345678", t0)
	for role, want := range map[auth.Role]string{
		auth.RoleLeader: "0912345678", auth.RoleAuditor: "0912345678", auth.RoleAdmin: "0912345678", auth.RoleOffice: "0912•••678",
	} {
		var list page[Message]
		h.as(role).ask("GET", "/api/v1/messages?to=0912345678", nil).want(200).into(&list)
		if len(list.Items) != 1 || list.Items[0].To != want {
			t.Errorf("%s: %+v", role, list.Items)
		}
	}
}

func TestMessagesAreListed(t *testing.T) {
	h := build(t)
	first := h.message("pbx1-7.1", "0912345678", t0)
	second := h.message("pbx1-7.2", "0987654321", t0.Add(time.Minute))
	h.message("pbx1-7.3", "02253842000", t0.Add(2*time.Minute)) // nobody can be told
	office := h.as(auth.RoleOffice)
	for query, want := range map[string][]string{
		"": {second.Code, first.Code}, "?limit=1": {second.Code}, "?to=%2B84912345678": {first.Code}, "?ticket=" + second.Code: {second.Code},
		"?state=sent": {}, "?state=queued": {second.Code, first.Code}, "?channel=email": {}, "?to=an@example.vn": {},
	} {
		var list page[Message]
		office.ask("GET", "/api/v1/messages"+query, nil).want(200).into(&list)
		var codes []string
		for _, m := range list.Items {
			codes = append(codes, m.Ticket)
			if m.State != "queued" || m.NextAt == nil || m.Key != "sms_message_ticket" || m.CallID == "" {
				t.Errorf("%+v", m)
			}
		}
		if strings.Join(codes, " ") != strings.Join(want, " ") || (list.Next != nil) != (query == "?limit=1") {
			t.Errorf("%s: %v, want %v", query, codes, want)
		}
		if list.Next == nil {
			continue
		}
		var rest page[Message]
		office.ask("GET", "/api/v1/messages?cursor="+*list.Next, nil).want(200).into(&rest)
		if len(rest.Items) != 1 || rest.Items[0].Ticket != first.Code || rest.Next != nil {
			t.Errorf("second page: %+v", rest)
		}
	}
	office.ask("GET", "/api/v1/messages?cursor=eyJ0IjoiMjAyNi0wMS0wMVQwMDowMDowMFoiLCJpIjoiNyJ9", nil).problem(400, "bad_cursor")
	office.ask("GET", "/api/v1/messages?ticket=1", nil).problem(422, "invalid")
	h.signedIn("op01").ask("GET", "/api/v1/messages", nil).problem(403, "not_allowed")
	if n, err := h.store.MessageCounts(t.Context()); err != nil || len(n) != 1 || n[0] != (db.MessageCountsRow{Channel: "sms", State: "queued", N: 2}) {
		t.Errorf("%+v, %v", n, err)
	}
}

// Without the demonstration there is no such page: the application answers.
func TestSimulatorsPage(t *testing.T) {
	h := build(t)
	if got := string(h.visitor().ask("GET", "/simulator/messages", nil).want(200).body); got != "app" {
		t.Errorf("%q", got)
	}
	ports := h.api.p
	ports.Simulator = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "messages") })
	a, err := New(h.api.cfg, ports, h.api.log, nil)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/simulator/messages", nil))
	if w.Body.String() != "messages" {
		t.Errorf("%q", w.Body.String())
	}
}

// end brings a message to a state that only gateways and networks bring about.
func (h *house) end(id uuid.UUID, set string) {
	h.t.Helper()
	_, err := h.store.Pool().Exec(h.t.Context(), "UPDATE messages SET next_at = NULL, attempts = 1, body = 'x', parts = 1, gateway = 'g', "+set+" WHERE id = $1", id)
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestAMessageIsRetriedOnce(t *testing.T) {
	h := build(t)
	k := h.message("pbx1-7.1", "0912345678", t0)
	op, admin := h.signedIn("op01"), h.as(auth.RoleAdmin)
	told := func() []Told {
		var got Ticket
		op.ask("GET", "/api/v1/tickets/"+k.Code, nil).want(200).into(&got)
		return got.Told
	}
	first := told()[0].ID
	path := "/api/v1/messages/" + first.String() + "/retry"
	op.ask("POST", path, nil).problem(409, "message_not_failed")
	h.end(first, "state = 'failed', failed_at = now(), error = 'permanent: no such number', doubts = 1")
	if m := told()[0]; m.State != "failed" || m.Retried || m.Doubts != 1 || m.Text != "x" {
		t.Errorf("%+v", m)
	}
	for _, role := range []auth.Role{auth.RoleOffice, auth.RoleAuditor, auth.RoleOfficer} {
		h.as(role).ask("POST", path, nil).problem(403, "not_allowed")
	}
	op.ask("POST", "/api/v1/messages/"+uuid.NewString()+"/retry", nil).problem(404, "not_found")
	var made MessageRetry
	op.ask("POST", path, nil).want(201).into(&made)
	op.ask("POST", path, nil).problem(409, "message_retried")
	admin.ask("POST", path, nil).problem(409, "message_retried")

	var list page[Message]
	admin.ask("GET", "/api/v1/messages", nil).want(200).into(&list)
	if len(list.Items) != 2 {
		t.Fatalf("%+v", list.Items)
	}
	again, before := list.Items[0], list.Items[1]
	if again.ID != made.ID {
		again, before = before, again
	}
	if again.State != "queued" || again.RetryOf == nil || *again.RetryOf != first || again.RetriedBy != "op01" || again.Ticket != k.Code || again.Text != "x" ||
		before.State != "failed" || before.Retry == nil || *before.Retry != made.ID {
		t.Errorf("%+v\n%+v", again, before)
	}
	// The gateway may have the first: it gets the second by the first one's reference.
	row, err := h.store.Message(t.Context(), made.ID)
	if err != nil || row.Ref == nil || *row.Ref != first || row.Gateway != "g" {
		t.Errorf("%+v, %v", row, err)
	}
	h.end(made.ID, "state = 'undelivered', sent_at = now(), reported_at = now(), gateway_id = '7', error = 'switched off', secret = NULL")
	op.ask("POST", "/api/v1/messages/"+made.ID.String()+"/retry", nil).want(201).into(&made)
	row, err = h.store.Message(t.Context(), made.ID)
	if err != nil || row.Ref != nil || row.Body != "" { // the network gave it up: this one is another
		t.Errorf("%+v, %v", row, err)
	}
	if m := told(); len(m) != 3 || !m[0].Retried || !m[1].Retried || m[1].State != "undelivered" || m[2].State != "queued" {
		t.Errorf("%+v", m)
	}
	var entries page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?action=message.retry", nil).want(200).into(&entries)
	if len(entries.Items) != 2 || entries.Items[0].Actor != "op01" {
		t.Errorf("%+v", entries.Items)
	}
}

func TestTemplatesAreWordedByTheAdministrator(t *testing.T) {
	h := build(t)
	admin, office := h.as(auth.RoleAdmin), h.as(auth.RoleOffice)
	var all page[MessageTemplate]
	office.ask("GET", "/api/v1/message-templates", nil).want(200).into(&all)
	if len(all.Items) < 3 || all.Items[0].Version != 0 || all.Items[0].Text != all.Items[0].Default || len(all.Items[0].Placeholders) == 0 {
		t.Errorf("%+v", all.Items)
	}
	var some page[MessageTemplate]
	if office.ask("GET", "/api/v1/message-templates?channel=email", nil).want(200).into(&some); len(some.Items) != 0 {
		t.Errorf("by e-mail: %+v", some.Items)
	}
	if office.ask("GET", "/api/v1/message-templates?own=true", nil).want(200).into(&some); len(some.Items) != 0 {
		t.Errorf("worded anew: %+v", some.Items)
	}
	office.ask("GET", "/api/v1/message-templates?sort=-template", nil).want(200).into(&some)
	if first := some.Items[0].Key; len(some.Items) != len(all.Items) || first != "sms_declined" { // Từ chối
		t.Errorf("the last by the alphabet is %s", first)
	}
	const path = "/api/v1/message-templates/sms_message_ticket"
	draft := map[string]any{"text": "1022 đã nhận tin. Mã {code}. {lookup}", "accents": true, "was": 0}
	office.ask("POST", path+"/versions", draft).problem(403, "not_allowed")
	office.ask("POST", path+"/preview", draft).problem(403, "not_allowed")
	h.signedIn("op01").ask("GET", path, nil).problem(403, "not_allowed")
	admin.ask("GET", "/api/v1/message-templates/not_found", nil).problem(404, "not_found")

	var p TemplatePreview
	admin.ask("POST", path+"/preview", map[string]any{"text": draft["text"], "accents": true}).want(200).into(&p)
	if p.Encoding != "ucs2" || p.Parts != 1 || !p.Accents || !strings.Contains(p.Text, "26-000123-4") || p.Units != p.Characters {
		t.Errorf("%+v", p)
	}
	admin.ask("POST", path+"/preview", map[string]any{"text": draft["text"], "accents": false, "values": map[string]string{"code": "26-1"}}).want(200).into(&p)
	if p.Encoding != "gsm7" || p.Accents || !strings.HasPrefix(p.Text, "1022 da nhan tin. Ma 26-1.") {
		t.Errorf("%+v", p)
	}
	for to, asked := range map[string]map[string]any{"/preview": {"text": "Mã {cod}"}, "/versions": {"text": "Mã {cod}", "was": 0}} {
		wrong := admin.ask("POST", path+to, asked).problem(422, "invalid")
		if len(wrong.Errors) != 2 || wrong.Errors[0].Code != "template_unknown" || !strings.Contains(wrong.Errors[0].Message, "{cod}") || wrong.Errors[1].Code != "template_needs" {
			t.Errorf("%s: %+v", to, wrong.Errors)
		}
	}
	long := admin.ask("POST", path+"/versions", with(draft, map[string]any{"text": strings.Repeat("ế", 400) + "{code}"})).problem(422, "invalid")
	if len(long.Errors) != 1 || long.Errors[0].Code != "template_too_long" {
		t.Errorf("%+v", long.Errors)
	}

	var saved MessageTemplate
	admin.ask("POST", path+"/versions", draft).want(201).into(&saved)
	admin.ask("POST", path+"/versions", draft).problem(409, "changed_meanwhile")
	admin.ask("POST", path+"/versions", with(draft, map[string]any{"text": "{code}", "accents": nil, "was": 1})).want(201).into(&saved)
	if saved.Version != 2 || saved.Text != "{code}" || saved.Accents != nil || len(saved.Versions) != 2 || saved.Versions[1].Text != draft["text"] || saved.Versions[0].Author == "" {
		t.Errorf("%+v", saved)
	}
	var entries page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?action=message_template.save", nil).want(200).into(&entries)
	if len(entries.Items) != 2 {
		t.Errorf("%+v", entries.Items)
	}
}
