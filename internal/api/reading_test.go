package api

import (
	"strings"
	"testing"

	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// told are the notices of somebody's reading that the Office has.
func (h *house) toldOfReading() (all []string) {
	h.t.Helper()
	var notices page[Notice]
	h.signedIn("office").ask("GET", "/api/v1/notices", nil).want(200).into(&notices)
	for _, n := range notices.Items {
		if n.Ticket == "" {
			all = append(all, n.Text)
		}
	}
	return all
}

func (h *house) rule(name string, most int) {
	h.t.Helper()
	h.signedIn("admin").ask("PUT", "/api/v1/reading-rules/"+name, map[string]any{"most": most}).want(200)
}

// Who looks at many people within an hour, or hears much, is told to the Office: once, by name.
func TestDieu12_2_MuchReadingIsToldToTheOffice(t *testing.T) {
	h := build(t)
	for _, name := range []string{"people_hour", "people_night"} {
		h.rule(name, 3)
	}
	op, leader := h.signedIn("op01"), h.signedIn("leader")
	var paths []string
	for range 5 {
		tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
		paths = append(paths, "/api/v1/tickets/"+tk.Code)
	}
	for range 3 { // the same three again and again are three
		for _, path := range paths[:3] {
			leader.ask("GET", path, nil).want(200)
		}
	}
	of := func(actor string) (n int) {
		for _, text := range h.toldOfReading() {
			if strings.Contains(text, "Tài khoản "+actor+" đã xem danh tính 4 người") {
				n++
			}
		}
		return n
	}
	if n := of("leader"); n != 0 {
		t.Errorf("told of the leader before: %d", n)
	}
	leader.ask("GET", paths[3], nil).want(200)
	night := of("leader") - 1 // one more rule is exceeded at night
	leader.ask("GET", paths[4], nil).want(200)
	if n := of("leader"); n-night != 1 || night > 1 {
		t.Errorf("told of the leader %d times", n)
	}
	if !strings.Contains(h.logged.String(), "rule=people_hour") {
		t.Error("no word in the log")
	}
	id := string(h.conversation(1, "0912345678", "op01"))
	h.conversation(2, "0912345679", "op01")
	for _, name := range []string{"sound_hour", "sound_night"} {
		h.rule(name, 1)
	}
	before := len(h.toldOfReading())
	var list page[Call]
	leader.ask("GET", "/api/v1/calls", nil).want(200).into(&list)
	for _, c := range list.Items {
		leader.ask("GET", "/api/v1/recordings/"+c.Recordings[0].ID.String()+"/audio?reason=Thanh+tra", nil).want(200)
	}
	if len(h.toldOfReading()) == before {
		t.Errorf("nobody is told that both calls of %s were heard", id)
	}
}

// Lists are counted of everybody, each once for as long as it is looked at.
func TestDieu12_2_PeopleInListsAreCountedOfEverybody(t *testing.T) {
	h := build(t)
	for _, name := range []string{"names_hour", "names_night"} {
		h.rule(name, 5)
	}
	op := h.signedIn("op01")
	for range 3 {
		op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	}
	of := func(actor string) (n int) {
		for _, text := range h.toldOfReading() {
			if strings.Contains(text, "Tài khoản "+actor+" đã xem danh tính 6 người trong các danh sách") {
				n++
			}
		}
		return n
	}
	leader := h.signedIn("leader")
	for range 3 { // the same page again is the same look
		leader.ask("GET", "/api/v1/tickets", nil).want(200)
	}
	if n := of("leader"); n != 0 {
		t.Errorf("told of the leader before: %d", n)
	}
	leader.ask("GET", "/api/v1/tickets?limit=7", nil).want(200)
	leader.ask("GET", "/api/v1/tickets?sort=due", nil).want(200)
	if n := of("leader"); n < 1 || n > 2 { // one more rule is exceeded at night
		t.Errorf("told of the leader %d times", n)
	}
}

// So many cases and recordings are taken out by one person in a day; the next is refused, and
// nothing of it is given. How much, the administrator sets, and it is noted; not the Office, which is told.
func TestDieu12_2_OnlySoMuchIsTakenOutADay(t *testing.T) {
	h := build(t)
	h.rule("cases_day", 2)
	h.rule("copies_day", 1)
	id := h.conversation(1, "0912345678", "op01")
	op, auditor := h.signedIn("op01"), h.signedIn("auditor")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report(string(id))).want(201))
	export := "/api/v1/tickets/" + tk.Code + "/export?reason=Thanh+tra"
	for range 2 {
		auditor.ask("GET", export, nil).want(200)
	}
	r := auditor.ask("GET", export, nil)
	if p := r.problem(429, "reading_limit"); !strings.Contains(p.Detail, "2") || r.header.Get("Retry-After") == "" {
		t.Errorf("%+v", p)
	}
	h.audited(t, "auditor", "ticket.export", 2)
	h.signedIn("office").ask("GET", export, nil).want(200) // each has their own
	h.rule("cases_day", 3)
	auditor.ask("GET", export, nil).want(200)
	h.audited(t, "admin", "reading_rule.change", 3)
	h.signedIn("office").ask("PUT", "/api/v1/reading-rules/cases_day", map[string]any{"most": 100}).problem(403, "not_allowed")
	h.signedIn("admin").ask("PUT", "/api/v1/reading-rules/none", map[string]any{"most": 1}).problem(404, "not_found")
	h.signedIn("admin").ask("PUT", "/api/v1/reading-rules/cases_day", map[string]any{"most": 0}).problem(422, "invalid")

	var c CallDetail
	op.ask("GET", "/api/v1/calls/"+string(id), nil).want(200).into(&c)
	audio := "/api/v1/recordings/" + c.Recordings[0].ID.String() + "/audio?reason=Thanh+tra"
	auditor.ask("GET", audio+"&download=1", nil).want(200)
	if r := auditor.ask("GET", audio+"&download=1", nil); r.status != 429 || strings.Contains(string(r.body), "0123456789") {
		t.Errorf("%d: %d bytes", r.status, len(r.body))
	}
	auditor.ask("GET", audio, nil).want(200) // is heard still
}

// A case is read as of one moment, whatever is written meanwhile.
func TestDieu19_ACaseIsOneSnapshot(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	err := h.store.Snapshot(t.Context(), func(then *store.Store) error {
		s := sight{who: &Principal{Role: "auditor"}, reason: "Thanh tra"}
		before, _, err := h.api.reading(then).ticketSeen(t.Context(), mustCode(tk.Code), s)
		if err != nil {
			return err
		}
		op.done(&tk, "precheck", map[string]any{"text": "Đã gọi lại hỏi"})
		after, err := h.api.reading(then).caseExport(t.Context(), mustCode(tk.Code), s)
		if err == nil && (after.Version != before.Version || len(after.History) != len(before.History) || after.Precheck != "") {
			t.Errorf("version %d and then %d", before.Version, after.Version)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func mustCode(text string) ticket.Code {
	code, err := ticket.ParseCode(text)
	if err != nil {
		panic(err)
	}
	return code
}
