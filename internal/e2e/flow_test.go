package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
	"hotline1022/internal/wav"
)

const officerTone = 2750

// TestHaiphongsPlan leads callers through the program's own dialplan on the whole stack:
// to an emergency service, to a message that becomes a ticket, and to a call-back.
func TestHaiphongsPlan(t *testing.T) {
	o := options{Greeting: true, Haiphong: true, OfferTimeout: "15s", ReconnectGrace: "1s", WrapUp: "1s"}
	s := newStack(t, o)
	s.startHotline(true)
	auditor := s.token("auditor")
	plan, err := callsim.ParsePlan("114=early:3s,02253000*=busy,0912710003=answer:1s")
	if err != nil {
		t.Fatal(err)
	}
	officers, err := callsim.NewOfficer(callsim.OfficerOptions{
		Listen: fmt.Sprintf("127.0.0.1:%d", s.ports.Network), Plan: plan, Clip: media.Tone(officerTone), Tones: []int{citizenTone},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer officers.Close()
	s.together(t, map[string]func(*testing.T, *stack){
		"emergency": func(t *testing.T, s *stack) { emergency(t, s, auditor) },
		"nobody works: a message becomes a ticket": func(t *testing.T, s *stack) { leaveMessage(t, s, auditor) },
	})
	s.together(t, map[string]func(*testing.T, *stack){
		"called back":         func(t *testing.T, s *stack) { calledBack(t, s, auditor) },
		"a code is looked up": func(t *testing.T, s *stack) { lookedUp(t, s, auditor) },
	})
	t.Run("another version", func(t *testing.T) { anotherVersion(t, s, auditor) })
	t.Run("hotline is dead while a message ends", func(t *testing.T) { unseenMessage(t, s, auditor) })
}

// pastGreeting waits until the menu is being said.
func (s *stack) pastGreeting(t *testing.T, z *callsim.Citizen) {
	t.Helper()
	<-z.Answered()
	s.listen(t, z, spoken(t, "greeting")+time.Second)
}

// spoken is how long a prompt is said.
func spoken(t *testing.T, prompt string) time.Duration {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(promptFiles(t), prompt+".wav"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := wav.ReadBytes(raw)
	if err != nil {
		t.Fatal(err)
	}
	return time.Duration(len(f.Samples[0])) * time.Second / time.Duration(f.Rate)
}

// listen lets the citizen hear so much more.
func (s *stack) listen(t *testing.T, z *callsim.Citizen, more time.Duration) {
	t.Helper()
	until := len(z.Audio().Receiver().Heard()) + int(more*8000/time.Second)
	s.eventually(more+patience, "what is said", func() bool { return len(z.Audio().Receiver().Heard()) > until })
}

func (s *stack) press(t *testing.T, z *callsim.Citizen, keys string) {
	t.Helper()
	if err := z.Audio().Press(keys); err != nil {
		t.Fatal(err)
	}
}

func emergency(t *testing.T, s *stack, auditor string) {
	const from = "0912710001"
	z := s.citizen(t, from)
	s.pastGreeting(t, z)
	s.press(t, z, "3")
	s.press(t, z, "114")
	s.eventually(patience, "the fire service is heard", func() bool { return seconds(z.Audio().Receiver().Heard(), 8000, officerTone) >= 1 })
	s.state(auditor, from, "forwarded")
	s.eventually(patience, "they speak", func() bool { return seconds(z.Audio().Receiver().Heard(), 8000, officerTone) >= 5 })
	z.Hangup()
	<-z.Done()
	r := s.archived(auditor, from)
	checkEnd(t, r, "citizen", "hangup", "")
	counts(t, r, map[string]int{"call.digit": 4, "call.forwarding": 1, "call.forwarded": 1, "call.queued": 0})
	w := s.fetch(r)
	if staff := seconds(w.Channel(1), w.Rate, officerTone); staff < 4 || seconds(w.Channel(0), w.Rate, citizenTone) < 8 {
		t.Errorf("the recording has %.1f s of the fire service", staff)
	}
	var told struct {
		Items []struct {
			CallID         string `json:"call_id"`
			Service, State string
			Operator, From string
			Name           string `json:"service_name"`
		}
	}
	s.get(s.token("leader"), "/api/v1/emergencies?open=true", &told)
	if e := told.Items; len(e) != 1 || e[0].CallID != r.ID || e[0].Service != "114" || e[0].State != "answered" || e[0].Operator != "" || e[0].From != from || e[0].Name == "114" {
		t.Errorf("the shift leader is told: %s", asJSON(e))
	}
}

func leaveMessage(t *testing.T, s *stack, auditor string) {
	const from = "0912710002"
	z := s.citizen(t, from)
	s.pastGreeting(t, z)
	s.press(t, z, "1") // nobody is signed in: the officers on call, who are engaged
	s.eventually(patience, "the beep", func() bool { return seconds(z.Audio().Receiver().Heard(), 8000, beep) >= 0.3 })
	spoken := z.Audio().Sent() + 200 // four seconds
	s.eventually(patience, "the message", func() bool { return z.Audio().Sent() > spoken })
	s.press(t, z, "#")
	<-z.Done() // thanked, and told good-bye
	r := s.archived(auditor, from)
	checkEnd(t, r, "system", "completed", "")
	counts(t, r, map[string]int{"call.forwarding": 2, "call.forward_ended": 2, "call.message_left": 1})
	s.eventually(patience, "a ticket", func() bool { return len(s.ended(auditor, from).Tickets) == 1 })
}

// unseenMessage: the caller speaks on while hotline dies, and hangs up before it is back.
// What Asterisk wrote down makes a ticket of it all the same.
func unseenMessage(t *testing.T, s *stack, auditor string) {
	const from = "0912710008"
	z := s.citizen(t, from)
	s.pastGreeting(t, z)
	s.press(t, z, "1")
	s.eventually(patience, "the beep", func() bool { return seconds(z.Audio().Receiver().Heard(), 8000, beep) >= 0.3 })
	speaks := func() {
		spoken := z.Audio().Sent() + 150 // three seconds
		s.eventually(patience, "the message", func() bool { return z.Audio().Sent() > spoken })
	}
	speaks()
	s.hotline.Kill9()
	speaks()
	z.Hangup()
	<-z.Done()
	s.hotline.Start()
	r := s.archived(auditor, from)
	checkEnd(t, r, "citizen", "unobserved", "")
	counts(t, r, map[string]int{"call.message_left": 1, "call.ended": 1})
	s.eventually(patience, "a ticket", func() bool { return len(s.ended(auditor, from).Tickets) == 1 })
	var k voiceTicket
	s.get(auditor, "/api/v1/tickets/"+s.ended(auditor, from).Tickets[0], &k)
	if k.Message == nil || k.Message.DurationMs < 5000 || k.Message.DurationMs > 20_000 {
		t.Errorf("%s", asJSON(k))
	}
}

// anotherVersion comes into use while somebody is asked for a code: they are asked again
// with the words of before. Who calls then hears the new words, and has the new key.
func anotherVersion(t *testing.T, s *stack, auditor string) {
	const early, late, keen = "0912710005", "0912710006", "0912710007"
	before := s.asked(t, early)
	before.hears("", "greeting")
	before.press("2")
	before.hears("", "tra-cuu")

	source := string(dialplan.Haiphong)
	for old, young := range map[string]string{
		"vi: Xin nhập chín chữ số của mã phản ánh, rồi bấm phím thăng.": "vi: Đây là bản mới của tổng đài. Quý khách hãy bấm mã số phiếu, kết thúc bằng phím thăng.",
		"        \"2\": tra-cuu\n        \"3\": khan-cap\n":             "        \"2\": tra-cuu\n        \"7\": tam-biet\n        \"3\": khan-cap\n",
	} {
		if strings.Count(source, old) != 1 {
			t.Fatalf("the plan has %q %d times", old, strings.Count(source, old))
		}
		source = strings.Replace(source, old, young, 1)
	}
	version := s.activated(source, planfile.Version(dialplan.Haiphong))
	words := filepath.Join(s.dir, "plans", version)
	s.eventually(patience, "callers meet the new version", func() bool {
		b, err := os.ReadFile(filepath.Join(s.dir, "plans", "active"))
		return err == nil && strings.Contains(string(b), version)
	})
	before.press("111111111#")
	s.together(t, map[string]func(*testing.T, *stack){
		"the call of before": func(t *testing.T, s *stack) {
			before.stack = s
			before.hears("", "khong-thay", "tra-cuu")
			before.never(words, "tra-cuu")
			before.z.Hangup()
			checkEnd(t, before.over(auditor, early, "", "greeting", "tra-cuu", "khong-thay"), "citizen", "abandoned_menu", "")
		},
		"a call of now": func(t *testing.T, s *stack) {
			e := s.asked(t, late)
			e.hears("", "greeting")
			e.press("2")
			e.hears(words, "tra-cuu")
			e.never("", "tra-cuu")
			e.z.Hangup()
			checkEnd(t, e.over(auditor, late, words, "tra-cuu"), "citizen", "abandoned_menu", "")
		},
		"the new key": func(t *testing.T, s *stack) {
			e := s.asked(t, keen)
			e.hears("", "greeting")
			e.press("7")
			e.hears("", "goodbye")
			checkEnd(t, e.over(auditor, keen, "", "greeting", "goodbye"), "system", "completed", "")
		},
	})
}

// lookedUp asks for the message's ticket by its code: first with a slip in it, then with a
// false start. Its state is spoken; a key that means nothing ends the call.
func lookedUp(t *testing.T, s *stack, auditor string) {
	const from = "0912710004"
	code := s.ended(auditor, "0912710002").Tickets[0]
	var k struct{ State string }
	s.get(auditor, "/api/v1/tickets/"+code, &k)
	digits := strings.ReplaceAll(code, "-", "")
	slip := digits[:8] + string('0'+(digits[8]-'0'+1)%10)
	e := s.asked(t, from)
	e.hears("", "greeting")
	e.press("2")
	e.hears("", "tra-cuu")
	e.press(slip + "#")
	e.hears("", "khong-thay", "tra-cuu")
	e.press("9*" + digits + "#")
	e.hearsTicket(code, k.State)
	e.hears("", "sau-tra-cuu")
	e.press("*")
	e.hears("", "goodbye")
	r := e.over(auditor, from, "", "greeting", "tra-cuu", "khong-thay", "sau-tra-cuu", "goodbye")
	checkEnd(t, r, "system", "completed", "")
	counts(t, r, map[string]int{"call.digit": 1 + 10 + 12 + 1, "call.looked_up": 2, "call.queued": 0})
}

func calledBack(t *testing.T, s *stack, auditor string) {
	const from = "0912710003"
	ws := s.desk(t, "op02") // at the desk, not ready: somebody is at work, nobody is free
	defer func() { _ = ws.Close() }()
	say(ws, helloText)
	s.eventually(patience, "op02 at the desk", func() bool { return s.status(auditor, "op02") == "paused" })
	z := s.citizen(t, from)
	s.pastGreeting(t, z)
	s.press(t, z, "1")
	s.waiting(auditor, from)
	s.listen(t, z, spoken(t, "queue-wait")+3*time.Second) // no offer is taken up before it was made
	s.press(t, z, "1")                                    // to be called back
	s.state(auditor, from, "menu")
	s.listen(t, z, 3*time.Second)
	s.press(t, z, "1") // at this number
	<-z.Done()
	checkEnd(t, s.ended(auditor, from), "system", "completed", "")

	calls := make(chan callsim.AgentReport, 1)
	operator(t, s, callsim.AgentOptions{
		User: "op01", Handle: 3 * time.Second, Listen: []int{officerTone}, OnCall: func(r callsim.AgentReport) { calls <- r },
	})
	if r := next(t, calls); r.From != from {
		t.Errorf("op01 had %s", asJSON(r))
	}
	leader := s.token("leader")
	s.eventually(patience, "the claim is settled", func() bool {
		var list struct {
			Items []struct{ Number, State, Result, Operator string }
		}
		return s.get(leader, "/api/v1/callbacks?state=ended", &list) == http.StatusOK && len(list.Items) == 1 &&
			list.Items[0].Number == from && list.Items[0].State == "done" && list.Items[0].Result == "reached"
	})
	s.eventually(patience, "the call-back's recording is archived", func() bool {
		list := s.calls(auditor, from)
		if len(list) != 2 || list[0].EndClass != "operator" {
			return false
		}
		var r record
		if s.get(auditor, "/api/v1/calls/"+list[0].ID, &r) != http.StatusOK || len(r.Recordings) != 1 || r.Recordings[0].State != "archived" {
			return false
		}
		w := s.fetch(r)
		return seconds(w.Channel(0), w.Rate, officerTone) >= 2 && seconds(w.Channel(1), w.Rate, operatorTone) >= 2
	})
}
