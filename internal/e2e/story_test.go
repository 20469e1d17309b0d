package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
	"hotline1022/internal/store"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
	"hotline1022/internal/wav"
)

// The unit of the stories: the telephones of its officers are engaged, and not answered.
const (
	power         = "DIENLUC"
	officersPhone = "0912000018" // gets the SMS
	headsPhone    = "0912000099"
)

// TestStoriesOfTickets is the regulation told twice: by a citizen who is answered, and by
// clocks that nobody heeds.
func TestStoriesOfTickets(t *testing.T) {
	t.Parallel()
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"})
	newNetworkOf(t, s, "0225300018=busy,0225300068=480", callsim.OfficerOptions{Clip: media.Tone(officersTone)})
	s.startHotline(true)
	officer := s.staffed(t)
	t.Run("an officer's second factor, in the browser", func(t *testing.T) { factorInTheBrowser(t, s) })
	if !t.Run("from a call to the sender's mark", func(t *testing.T) { answeredStory(t, s, officer) }) {
		t.FailNow()
	}
	t.Run("nobody answers", func(t *testing.T) { overdueStory(t, s) })
}

// staffed has the administrator give the unit's main officer an account and a mobile
// telephone, and its head a telephone; the officer signs in by two factors.
func (s *stack) staffed(t *testing.T) (officer *person) {
	t.Helper()
	admin := s.person(t, "quantri")
	var account struct{ Activation string }
	admin.ask(http.MethodPost, "/api/v1/accounts", map[string]string{"username": "canbodien", "name": "Lê Văn Điện", "role": "officer", "unit": power}, http.StatusCreated, &account)
	var unit struct{ Officers []map[string]any }
	admin.ask(http.MethodGet, "/api/v1/directory/units/"+power, nil, http.StatusOK, &unit)
	changed := 0
	for _, o := range unit.Officers {
		switch {
		case o["post"] == "head":
			o["mobile"] = headsPhone
		case o["rank"] == 1.0:
			o["mobile"], o["username"] = officersPhone, "canbodien"
		default:
			continue
		}
		changed++
		id := fmt.Sprintf("%.0f", o["id"])
		for _, key := range []string{"id", "unit", "post", "$schema"} {
			delete(o, key)
		}
		admin.ask(http.MethodPut, "/api/v1/directory/officers/"+id, o, http.StatusOK, nil)
	}
	if changed != 2 {
		t.Fatalf("the people of %s: %v", power, unit.Officers)
	}
	return s.factored(t, "canbodien", account.Activation)
}

// sms waits until the simulator's page shows one message to a telephone that says all of this.
func (s *stack) sms(t *testing.T, to string, says ...string) {
	t.Helper()
	eventually(t, patience, fmt.Sprintf("one SMS to %s says %q", to, says), func() bool {
		n := 0
		for line := range strings.SplitSeq(s.page("/simulator/messages"), "<tr>") {
			missing := func(part string) bool { return !strings.Contains(line, part) }
			if !missing("<td>"+to) && !slices.ContainsFunc(says, missing) {
				n++
			}
		}
		return n == 1
	})
}

// answeredStory: a call; the unit cannot be had; a slip; the officer's answer; publication;
// the sender is told, and gives a mark.
func answeredStory(t *testing.T, s *stack, officer *person) {
	const from = "0912700001"
	auditor, desk := s.token("auditor"), s.person(t, "op01")
	pops := make(chan protocol.Call, 1)
	op := operator(t, s, callsim.AgentOptions{User: "op01", OnPop: func(c protocol.Call, _ time.Time) { pops <- c }})
	do := func(m protocol.ClientMessage) {
		t.Helper()
		if err := op.Do(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	z := s.citizen(t, from)
	call := (<-pops).ID
	hears(t, s, z, operatorTone)

	do(protocol.ClientMessage{Type: protocol.ClientConsult, Call: call, Unit: power, About: "1"})
	eventually(t, patience, "none of the unit's telephones is answered", func() bool {
		var r record
		return s.get(auditor, "/api/v1/calls/"+call, &r) == http.StatusOK && r.count("call.consult_ended") == 2
	})
	do(protocol.ClientMessage{Type: protocol.ClientResume, Call: call})
	draft := map[string]any{
		"group": 1, "field": "cap-dien", "content": "Mất điện cả ngõ 12 từ đêm qua.", "address": "ngõ 12 Lạch Tray", "channel": "phone",
		"sender": map[string]any{"type": "individual", "name": "Nguyễn Thị Hoa", "phone": from, "no_email": true, "address": "12 Lạch Tray"},
	}
	var drafted slipNow
	desk.ask(http.MethodPost, "/api/v1/calls/"+call+"/slips", map[string]any{"draft": draft}, http.StatusCreated, &drafted)
	draft["call_id"] = call
	var tk ticketNow
	desk.ask(http.MethodPost, "/api/v1/tickets", draft, http.StatusCreated, &tk)
	s.sms(t, from, tk.Code, "http://1022.haiphong.gov.vn") // the code, while they speak
	hears(t, s, z, operatorTone)
	do(protocol.ClientMessage{Type: protocol.ClientHangup, Call: call})
	clean(t, z, callsim.EndedByRemote)

	desk.deed(&tk, "assign", map[string]any{"lead": power}, http.StatusOK)
	if tk.State != "assigned" || len(tk.Slips) != 1 || tk.Slips[0].ID != drafted.ID || tk.Slips[0].Number == "" {
		t.Fatalf("the slip of the failed transfer is not the one that was sent: %s", asJSON(tk))
	}
	slip := tk.Slips[0]
	if len(slip.Tried) != 2 || slip.Tried[0].Outcome != "busy" || slip.Tried[1].Outcome != "no-answer" || len(slip.Calls) != 1 || slip.Calls[0].ID != call || len(slip.Recordings) == 0 {
		t.Errorf("the slip: %s", asJSON(slip))
	}
	s.sms(t, officersPhone, tk.Code, slip.Number)

	hearsTheCitizen(t, s, officer, &tk, s.archived(auditor, from))
	officer.deed(&tk, "resolve", map[string]any{"text": "Đã thay cầu dao cho nhà bà Nguyễn Thị Hoa (" + from + ")."}, http.StatusOK)
	published := map[string]any{"content": draft["content"], "result": "Đã thay cầu dao cho nhà bà Nguyễn Thị Hoa (" + from + ").", "checked": true}
	desk.ask(http.MethodGet, "/api/v1/tickets/"+tk.Code, nil, http.StatusOK, &tk)
	desk.deed(&tk, "publish", published, http.StatusUnprocessableEntity) // it names the sender
	published["content"], published["result"] = "Mất điện cả ngõ từ đêm qua.", "Đã thay cầu dao, có điện lại."
	desk.deed(&tk, "publish", published, http.StatusOK)
	s.sms(t, from, tk.Code, "da co ket qua", "http://1022.haiphong.gov.vn")
	rated(t, s, tk.Code, s.keyIn(t, from, tk.Code, "da co ket qua"))
	desk.ask(http.MethodGet, "/api/v1/tickets/"+tk.Code, nil, http.StatusOK, &tk)
	if tk.State != "published" || tk.Case.Rating == nil || tk.Case.Rating.Score != 5 || tk.Case.Rating.Source != "sender" {
		t.Errorf("at the end: %s", asJSON(tk))
	}
	timeline(t, tk, "op01 ticket.slip_drafted", "op01 ticket.received", "op01 ticket.assign", "canbodien ticket.accept", "canbodien ticket.request_recording",
		"truongca ticket.decide_recording", "canbodien ticket.resolve", "op01 ticket.publish", "sender ticket.rate")
}

// keyIn is the key in the link of an SMS: whoever has the telephone has it.
func (s *stack) keyIn(t *testing.T, to string, says ...string) string {
	t.Helper()
	s.sms(t, to, says...)
	for line := range strings.SplitSeq(s.page("/simulator/messages"), "<tr>") {
		missing := func(part string) bool { return !strings.Contains(line, part) }
		if missing("<td>"+to) || slices.ContainsFunc(says, missing) {
			continue
		}
		if _, link, ok := strings.Cut(line, "http://1022.haiphong.gov.vn/x/"); ok {
			return link[:16]
		}
	}
	t.Fatalf("no link in the SMS to %s that says %q", to, says)
	return ""
}

// rated: the sender, who has no account, opens the link, reads the answer and gives a mark (Điều 11.2).
func rated(t *testing.T, s *stack, code, key string) {
	t.Helper()
	var own struct {
		Code, State, Result string
		May                 []string
	}
	door := func(method, act string, body io.Reader) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, s.http+"/api/v1/public/own-ticket"+act, body)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Ticket-Key", key)
		answer, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if err := json.NewDecoder(answer.Body).Decode(&own); err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s%s: %d, %v", method, act, answer.StatusCode, err)
		}
	}
	door(http.MethodGet, "", nil)
	if own.Code != code || own.Result != "Đã thay cầu dao, có điện lại." || !slices.Contains(own.May, "rate") {
		t.Errorf("the sender sees %+v", own)
	}
	if page := s.page("/x/" + key); !strings.Contains(page, "Đã thay cầu dao, có điện lại.") || !strings.Contains(page, `action="/x/`+key+`/rate"`) {
		t.Errorf("the sender's page: %s", page)
	}
	door(http.MethodPost, "/rate", strings.NewReader(`{"score": 5, "comment": "Nhanh"}`))
}

// hearsTheCitizen: the officer accepts the ticket, and hears its call when the shift leader has
// allowed it (Điều 10.1).
func hearsTheCitizen(t *testing.T, s *stack, officer *person, tk *ticketNow, r record) {
	t.Helper()
	officer.deed(tk, "accept", nil, http.StatusOK)
	audio := "/api/v1/recordings/" + r.Recordings[0].ID + "/audio"
	officer.ask(http.MethodGet, audio, nil, http.StatusNotFound, nil)
	officer.deed(tk, "request-recording", map[string]any{"recording": r.Recordings[0].ID, "reason": "Xác minh địa chỉ"}, http.StatusOK)
	leader := s.person(t, "truongca")
	leader.deed(tk, "decide-recording", map[string]any{"number": 1, "approve": true, "until": time.Now().Add(time.Hour), "reason": "Đúng việc"}, http.StatusOK)
	heard, err := wav.ReadBytes(officer.ask(http.MethodGet, audio, nil, http.StatusOK, nil))
	if err != nil {
		t.Fatal(err)
	}
	if got := seconds(heard.Channel(0), heard.Rate, citizenTone); got < 1 {
		t.Errorf("the officer hears %.1f s of the citizen", got)
	}
}

// timeline holds who did what, in the order of the times.
func timeline(t *testing.T, tk ticketNow, want ...string) {
	t.Helper()
	got := make([]string, len(tk.History))
	for i, e := range tk.History {
		got[i] = e.Actor + " " + e.Kind
		if e.At.IsZero() || i > 0 && e.At.Before(tk.History[i-1].At) {
			t.Errorf("%s at %s", got[i], e.At)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the timeline: %q, want %q", got, want)
	}
}

// overdueStory: weeks pass on the database's clock, by which tickets change, over Reunification
// Day, the first of May and the Monday given for it. hotline is down when the hours run out,
// and is killed among the firings of the second term: each is caught up, once, with the stamp
// of when it was due. Điều 9.3, 9.4.
func overdueStory(t *testing.T, s *stack) {
	st := s.openStore()
	shows := func(clock string) {
		t.Helper()
		storetest.SetClock(t, st, local(t, clock))
	}
	shows("2027-04-29 15:00") // a Thursday
	desk := s.person(t, "op02")
	tickets := make([]ticketNow, 3)
	for i := range tickets {
		desk.ask(http.MethodPost, "/api/v1/tickets", map[string]any{
			"group": 1, "field": "cap-dien", "content": fmt.Sprintf("Cột điện số %d nghiêng.", i), "channel": "phone",
			"sender": map[string]any{"type": "individual", "phone": "0912700002"},
		}, http.StatusCreated, &tickets[i])
		desk.deed(&tickets[i], "assign", map[string]any{"lead": power}, http.StatusOK)
	}
	shows("2027-05-04 14:58") // five days later, and within eight working hours
	for i := range tickets {
		if desk.deed(&tickets[i], "remind", map[string]any{"unit": power, "text": "Đề nghị trả lời"}, http.StatusOK); tickets[i].State != "assigned" {
			t.Fatalf("within its hours: %s", asJSON(tickets[i]))
		}
	}

	s.hotline.Kill9()
	shows("2027-05-05 09:00")
	s.hotline.Start()
	all := func(state string) func() bool {
		return func() bool {
			for i := range tickets {
				tickets[i] = ticketNow{Code: tickets[i].Code}
				s.get(s.token("auditor"), "/api/v1/tickets/"+tickets[i].Code, &tickets[i])
			}
			return !slices.ContainsFunc(tickets, func(k ticketNow) bool { return k.State != state })
		}
	}
	eventually(t, patience, "all are with the head", all("escalated_to_head"))
	for _, k := range tickets {
		s.sms(t, headsPhone, k.Code, k.Slips[0].Number)
	}

	s.hotline.Kill9()
	shows("2027-05-31 10:00")
	killedAmongFirings(t, s, st, tickets[2].Code)
	s.hotline.Start()
	eventually(t, patience, "all are overdue", all("overdue"))
	reported(t, s, tickets)
}

// killedAmongFirings kills hotline when all tickets but one have fired, and that one is in
// the middle of it: its row is held.
func killedAmongFirings(t *testing.T, s *stack, st *store.Store, held string) {
	t.Helper()
	code, err := ticket.ParseCode(held)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := st.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(t.Context()) }()
	if _, err := tx.Exec(t.Context(), "SELECT 1 FROM tickets WHERE code = $1 FOR UPDATE", string(code)); err != nil {
		t.Fatal(err)
	}
	s.hotline.Start()
	count := func(sql string) (n int) {
		t.Helper()
		if err := st.Pool().QueryRow(t.Context(), sql).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	eventually(t, patience, "two are reported, and the third waits for its row", func() bool {
		return count("SELECT count(*) FROM leadership_reports") == 2 &&
			count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%TicketLock%'") > 0
	})
	s.hotline.Kill9()
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := count("SELECT count(*) FROM leadership_reports"); n != 2 {
		t.Errorf("%d reports of a process that is dead", n)
	}
	// River's own clock has not moved: long enough for its job to be given up.
	if _, err := st.Pool().Exec(t.Context(), "UPDATE river_job SET attempted_at = now() - interval '5 minutes' WHERE state = 'running'"); err != nil {
		t.Fatal(err)
	}
}

// reported: each step was taken once, at its time, and the city's leadership reads of it.
func reported(t *testing.T, s *stack, tickets []ticketNow) {
	t.Helper()
	auditor := s.token("auditor")
	var report items[struct {
		At                                    time.Time
		Ticket, State, Unit, Clause, UnitName string
	}]
	s.get(auditor, "/api/v1/leadership-reports", &report)
	if len(report.Items) != len(tickets) {
		t.Errorf("the leadership's report: %s", asJSON(report))
	}
	for _, row := range report.Items {
		if row.Unit != power || row.State != "overdue" || row.Clause != "Điều 9.4" {
			t.Errorf("a row of it: %s", asJSON(row))
		}
		within(t, "the row's time", row.At, "2027-05-12 15:00")
	}
	var messages items[sentMessage]
	s.get(auditor, "/api/v1/messages?to="+headsPhone, &messages)
	if n := len(messages.Items); n != 3*len(tickets) { // reminded, escalated, overdue
		t.Errorf("the head was sent %d messages: %s", n, asJSON(messages))
	}
	for _, k := range tickets {
		s.sms(t, headsPhone, k.Code, "Lanh dao UBND")
		timeline(t, k, "op02 ticket.received", "op02 ticket.assign", "op02 ticket.remind", "system ticket.escalate", "system ticket.overdue")
		within(t, "escalated", k.History[3].At, "2027-05-04 15:00") // 2 hours on Thursday, 6 on Tuesday
		within(t, "overdue", k.History[4].At, "2027-05-12 15:00")   // six days of eight hours
		if k.Slips[0].ToHeadAt == nil || !k.Slips[0].ToHeadAt.Equal(k.History[3].At) {
			t.Errorf("the slip: %s", asJSON(k.Slips))
		}
	}
}

// local is a time of Hải Phòng's clocks.
func local(t *testing.T, clock string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", clock, ticket.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// within holds a time to the minute: the clock goes on from where it is set.
func within(t *testing.T, what string, got time.Time, want string) {
	t.Helper()
	if at := local(t, want); got.Before(at) || got.After(at.Add(time.Minute)) {
		t.Errorf("%s at %s, want %s", what, got.In(ticket.Zone), want)
	}
}
