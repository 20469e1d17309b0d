package e2e

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hotline1022/internal/callsim"
	"hotline1022/internal/wav"
)

// voiceTicket is what a message left becomes, as /api/v1/tickets tells it.
type voiceTicket struct {
	Code, Origin, Content string
	CreatedBy             string `json:"created_by"`
	Group                 int
	Complete              bool
	Calls                 []string
	Sender                struct{ Phone string }
	Message               *struct {
		CallID     string `json:"call_id"`
		DurationMs int64  `json:"duration_ms"`
	}
	History []struct {
		Kind string
		Data map[string]string
	}
}

// sentMessage is a message to somebody outside, as /api/v1/messages tells it.
type sentMessage struct {
	To, Text, State, Ticket, Receipt, Error string
	Attempts, Doubts, Parts                 int
}

type items[T any] struct{ Items []T }

// TestMessageBecomesTicket: nobody answers, because hotline does not run. The
// dialplan takes messages; when hotline comes, each is a ticket with a code, told
// to its sender by SMS where one can reach them. Hotline is killed while it works
// on them, and nothing is done twice.
func TestMessageBecomesTicket(t *testing.T) {
	t.Parallel()
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"})
	const mobile, fixed, silent = "0912610001", "02253842000", "0912610003"
	callers := map[string]*callsim.Citizen{}
	for _, from := range []string{mobile, fixed, silent} {
		callers[from] = s.citizen(t, from)
	}
	for _, z := range callers {
		s.eventually(patience, "the beep", func() bool { return z.Audio() != nil && seconds(z.Audio().Receiver().Heard(), 8000, beep) >= 0.3 })
	}
	callers[silent].Hangup() // at the beep: not a word
	clean(t, callers[silent], callsim.EndedByCitizen)
	for _, from := range []string{mobile, fixed} {
		before := callers[from].Audio().Sent()
		s.eventually(patience, "three seconds are spoken", func() bool { return callers[from].Audio().Sent() >= before+150 })
		if err := callers[from].Audio().Press("#"); err != nil {
			t.Fatal(err)
		}
		clean(t, callers[from], callsim.EndedByRemote)
	}

	s.startHotline(true)
	auditor := s.token("auditor")
	tickets := func() (list items[voiceTicket]) {
		s.get(auditor, "/api/v1/tickets?origin=message", &list)
		return list
	}
	s.eventually(patience, "a ticket is made", func() bool { return len(tickets().Items) > 0 })
	s.hotline.Kill9()
	s.hotline.Start()
	messages := func() (list items[sentMessage]) {
		s.get(auditor, "/api/v1/messages", &list)
		return list
	}
	s.eventually(3*time.Minute, "the SMS is sent, and both tickets are there", func() bool {
		m := messages().Items
		return len(m) == 1 && m[0].State == "sent" && len(tickets().Items) == 2
	})
	for from := range callers {
		s.archived(auditor, from)
	}
	if n := len(tickets().Items); n != 2 {
		t.Fatalf("%d tickets: the call without a word must be none", n)
	}

	byPhone := map[string]voiceTicket{}
	for _, k := range tickets().Items {
		byPhone[k.Sender.Phone] = k
	}
	told, untold := byPhone[mobile], byPhone[fixed]
	for from, k := range map[string]voiceTicket{mobile: told, fixed: untold} {
		if k.Origin != "message" || k.CreatedBy != "" || k.Group != 0 || k.Complete || k.Message == nil || k.Message.DurationMs < 2500 || k.Message.DurationMs > 15_000 ||
			len(k.Calls) != 1 || !strings.HasPrefix(k.Content, "Tin nhắn thoại dài 0:") {
			t.Errorf("%s: %s", from, asJSON(k))
		}
	}
	text, _, _ := strings.Cut(messages().Items[0].Text, "*") // the key of the sender's link is shown to nobody else
	if m := messages().Items[0]; m.To != mobile || m.Ticket != told.Code || !strings.Contains(m.Text, told.Code) || m.Parts != 1 || m.Receipt != "sim-1" {
		t.Errorf("%s", asJSON(m))
	}
	if page := s.page("/simulator/messages"); strings.Count(page, told.Code) != 1 || !strings.Contains(page, mobile) || !strings.Contains(page, text) {
		t.Errorf("the simulator's page:\n%s", page)
	}
	var full voiceTicket
	s.get(auditor, "/api/v1/tickets/"+untold.Code, &full)
	if n := len(full.History); n != 2 || full.History[1].Kind != "ticket.sender_not_told" || full.History[1].Data["reason"] != "not_a_mobile_number" {
		t.Errorf("history: %s", asJSON(full.History))
	}
	// The part that is the message: the caller's tone, and no beep.
	audio, err := wav.ReadBytes([]byte(s.fetchAs(auditor, "/api/v1/tickets/"+told.Code+"/message?reason=Thanh+tra")))
	if err != nil {
		t.Fatal(err)
	}
	if got := seconds(audio.Channel(0), audio.Rate, citizenTone); got < 2 {
		t.Errorf("%.1f s of what the caller said", got)
	}
	if got := seconds(audio.Channel(1), audio.Rate, beep); got > 0.1 {
		t.Errorf("%.1f s of the beep lie in the message", got)
	}
	s.showMessage(told)
	left := s.calls(auditor, mobile)[0]
	counts(t, s.archived(auditor, mobile), map[string]int{"call.message_left": 1, "call.ended": 1})
	if !regexp.MustCompile(`^[0-9]{2}-[0-9]{6}-[0-9]$`).MatchString(told.Code) || left.ID != told.Message.CallID {
		t.Errorf("code %s of call %s", told.Code, left.ID)
	}
}

// showMessage: an operator finds the message among the tickets and hears it; the
// auditor sees in the call that it was left.
func (s *stack) showMessage(k voiceTicket) {
	s.t.Helper()
	operator := newBrowser(s.t, s.http, "op01", operatorTone)
	operator.signIn("/tickets?origin=message", "tickets-page")
	row := at("ticket-row-" + k.Code)
	operator.do("see it in the list", chromedp.WaitVisible(row))
	operator.screenshot("tickets-of-messages")
	operator.do("open it", chromedp.Click(row), sees("ticket-message"), sees("player", `data-state="idle"`),
		holds(`document.querySelector('[data-testid="ticket-origin"]').textContent === 'Tin nhắn thoại'`))
	operator.do("see that the caller knows the code", sees("ticket-told", `data-state="sent"`))
	operator.do("hear it", chromedp.WaitEnabled(at("player-play")), click("player-play"),
		holds(`Number(document.querySelector('[data-testid="player-play"]')?.dataset.at ?? 0) > 1`))
	operator.seeIt("ticket-of-a-message")
	operator.reflows("ticket-of-a-message")
	operator.do("a group is missing", typeInto("ticket-content", "Đèn đường trước số 12 Lạch Tray không sáng."), click("ticket-submit"), sees("field-fault"))
	operator.screenshot("message-refused")
	operator.do("what was written is there after a reload", chromedp.Reload(), sees("sort"),
		holds(`document.querySelector('[data-testid="ticket-content"]').value.includes("Lạch Tray")`))
	operator.do("write down what was heard", click("ticket-group-1"), typeInto("sender-name", "Nguyễn Thị Hoa"))
	operator.screenshot("message-written-down")
	operator.do("and it is sorted, its code kept", click("ticket-submit"), holds(`!document.querySelector('[data-testid="sort"]')`),
		sees("ticket-page", `data-code="`+k.Code+`"`), sees("ticket-message"),
		holds(`document.querySelector('[data-testid="ticket-text"]').innerText.includes("Lạch Tray")`))
	operator.screenshot("message-sorted")
	s.showSent(k)
	auditor := newBrowser(s.t, s.http, "kiemtra", operatorTone)
	auditor.signIn("/calls/"+k.Message.CallID, "call-page")
	auditor.do("read that a message was left",
		holds(`document.querySelector('[data-kind="call.message_left"]')?.textContent.includes('Để lại tin nhắn')`))
	auditor.screenshot("call-with-a-message")
}

// showSent: who follows messages up sees what was sent, to whom, and what became of
// it; the Office, who does not call people, sees the number's ends only.
func (s *stack) showSent(k voiceTicket) {
	s.t.Helper()
	leader := newBrowser(s.t, s.http, "truongca", operatorTone)
	leader.signIn("/messages", "messages-table")
	leader.do("one was sent", holds(`(t => t.includes("0912 610 001") && t.includes("`+k.Code+`") && t.includes("Đã gửi"))(document.querySelector('[data-testid="messages-table"]').innerText)`))
	leader.seeIt("messages")
	leader.reflows("messages")
	leader.do("none to this number", typeInto("messages-to", "0912999999"), click("messages-apply"), holds(`document.querySelector('[data-testid="messages-table"]').innerText.includes("Không có tin nào khớp")`))
	leader.screenshot("messages-none")
	leader.do("all again", click("messages-clear"), holds(`document.querySelectorAll('[data-testid="messages-table"] tbody tr[data-state="sent"]').length === 1`))
	office := newBrowser(s.t, s.http, "vanphong", operatorTone)
	office.signIn("/messages", "messages-table")
	office.do("the number's ends", holds(`(t => t.includes("0912•••001") && !t.includes("610"))(document.querySelector('[data-testid="messages-table"]').innerText)`))
	office.screenshot("messages-masked")
	op := newBrowser(s.t, s.http, "op02", operatorTone)
	op.signIn("/messages", "page-no-right")
}

// page is what somebody without an account sees.
func (s *stack) page(path string) string {
	s.t.Helper()
	return s.fetchAs("", path)
}

// fetchAs gets a body.
func (s *stack) fetchAs(token, path string) string {
	s.t.Helper()
	req, err := http.NewRequest(http.MethodGet, s.http+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		s.t.Fatalf("GET %s: %d, %v", path, res.StatusCode, err)
	}
	return string(b)
}
