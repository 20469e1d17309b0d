package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"hotline1022/internal/callsim"
	"hotline1022/internal/tone"
)

// leaves is a ticket as what its calls leave is told in it.
type leaves struct {
	Emergencies []struct {
		Service, State, Operator string
		AcknowledgedName         string `json:"acknowledged_name"`
	}
	Case struct {
		Rating *struct {
			Score  int
			Source string
		}
	}
	Slips []struct {
		Unit  string
		Tried []struct{ Number, Outcome string }
	}
}

// marks waits until the citizen, whom operator and officer have left, is asked for a mark,
// and gives it.
func (s *stack) marks(t *testing.T, z *callsim.Citizen, from, mark string) {
	t.Helper()
	s.state(s.token("auditor"), from, "menu")
	s.press(t, z, mark)
}

// consulted: the citizen's recording went on through everything, with music where operator
// and officer spoke aside; what these said lies in legs of its own, for the auditor to hear.
// The mark that the citizen gave after the officer's hang-up is the call's and the ticket's.
func consulted(t *testing.T, s *stack) {
	inner := *s
	inner.t = t
	s = &inner
	const from = "0912500001"
	auditor := s.token("auditor")
	var r record
	s.eventually(patience, "all three recordings are archived", func() bool {
		r = s.ended(auditor, from)
		for _, leg := range r.Recordings {
			if leg.State != "archived" {
				return false
			}
		}
		return len(r.Recordings) == 3
	})
	for i, rec := range r.Recordings[1:] {
		if rec.Operator != "op01" || rec.Number != "0225300069" || rec.Unit != "CAPNUOC" {
			t.Errorf("leg %d: %s", i+1, asJSON(rec))
		}
		audio := s.fetchLeg(rec)
		outside, staff := audio.Channel(0), audio.Channel(1)
		if got := seconds(outside, audio.Rate, officersTone); i == 0 && got < 1 {
			t.Errorf("the officer is %.1f s long in leg %s", got, rec.Leg)
		}
		if got := seconds(staff, audio.Rate, operatorsTone); i == 0 && got < 1 {
			t.Errorf("the operator is %.1f s long in leg %s", got, rec.Leg)
		}
		for side, lane := range [][]int16{outside, staff} {
			if got := seconds(lane, audio.Rate, citizensTone); got > 0.1 {
				t.Errorf("the citizen is %.1f s long on side %d of leg %s", got, side, rec.Leg)
			}
		}
		if seconds(outside, audio.Rate, operatorsTone) > 0.2 || seconds(staff, audio.Rate, officersTone) > 0.2 {
			t.Errorf("the sides of leg %s are mixed up", rec.Leg)
		}
	}
	whole := s.fetch(r)
	if l := length(whole); l < float64(r.Recordings[1].DurationMs+r.Recordings[2].DurationMs)/1000+5 {
		t.Errorf("the citizen's recording lasts %.1f s", l)
	}
	music := 0
	for lane := whole.Channel(1); len(lane) >= 800; lane = lane[800:] {
		part := lane[:800]
		if tone.RMS(part) > 100 && !tone.Heard(part, whole.Rate, operatorsTone) && !tone.Heard(part, whole.Rate, officersTone) {
			music++
		}
	}
	if music < 20 {
		t.Errorf("the citizen has %.1f s of music in the recording", float64(music)/10)
	}
	counts(t, r, map[string]int{"call.recording": 2, "call.rated": 1, "call.transferred": 1})
	if r.Rating == nil || *r.Rating != 4 {
		t.Errorf("the mark: %v", r.Rating)
	}
	var k leaves
	eventually(t, patience, "the mark comes to the ticket", func() bool {
		k = leaves{}
		s.get(auditor, "/api/v1/tickets/"+r.Tickets[0], &k)
		return k.Case.Rating != nil
	})
	if k.Case.Rating.Score != 4 || k.Case.Rating.Source != "call" {
		t.Errorf("the ticket's mark: %+v", k.Case.Rating)
	}

	b := newBrowser(t, s.http, "kiemtra", citizensTone)
	b.signIn("/calls/"+r.ID, "call-page")
	b.do("no leg is heard without a reason", sees("why-hear"), holds(`!document.querySelector('[data-testid="player"]')`))
	b.why("Kiểm tra định kỳ")
	b.do("every leg is there, with whom and when", sees("leg-1-1", `data-unit="CAPNUOC"`), sees("leg-1-2"), sees("call-rating"),
		holds(`(t => t.includes("Tham vấn 1, đoạn 1/2") && t.includes("Cán bộ đầu mối 2") && t.includes("Cấp nước"))(document.querySelector('[data-testid="leg-1-1"]').innerText)`),
		holds(`document.querySelectorAll('[data-testid="player"][data-state="idle"]').length === 3`))
	b.do("the consultation is heard, and it alone", evaluate(`document.querySelectorAll('[data-testid="player-play"]')[0].click()`),
		holds(`Number(document.querySelectorAll('[data-testid="player-play"]')[0].dataset.at) > 0.3`),
		evaluate(`document.querySelectorAll('[data-testid="player-play"]')[1].click()`),
		holds(`(p => Number(p[1].dataset.at) > 0.3 && p[0].dataset.playing === "false")(document.querySelectorAll('[data-testid="player-play"]'))`))
	b.seeIt("legs")
	b.reflows("legs")
}

// flagged: the ticket, filed after the call, says that the police were called; the leader says
// that it was seen, by name and once.
func flagged(t *testing.T, s *stack, leader *browser, from, code string, services ...string) {
	t.Helper()
	var k leaves
	s.get(s.token("auditor"), "/api/v1/tickets/"+code, &k)
	if len(k.Emergencies) != len(services) {
		t.Errorf("the ticket of %s: %+v", from, k.Emergencies)
	}
	for _, e := range k.Emergencies {
		if !slices.Contains(services, e.Service) || e.State != "answered" || e.Operator != "op01" {
			t.Errorf("the ticket of %s: %+v", from, e)
		}
	}
	leader.do("it was answered, its call is over, and has a ticket: all in one line", sees("emergencies", `data-open="1"`),
		holds(`document.querySelector('[data-testid="emergencies"]').innerText.includes("`+code+` cuộc gọi đã kết thúc, đã lập phiếu")`),
		chromedp.WaitVisible(chromedp.CSS(`[data-testid^="emergency-"][data-state="answered"][data-over="true"]`)))
	leader.seeIt("alarm-over")
	leader.do("seen", chromedp.Click(chromedp.CSS(`[data-testid^="emergency-seen-"]`)), absent("emergencies"))
	var audit struct {
		Items []struct{ Actor, Action string }
	}
	s.get(s.token("auditor"), "/api/v1/audit?actor=truongca", &audit)
	if got := fmt.Sprint(audit.Items); strings.Count(got, "{truongca emergency.acknowledge}") != len(services) {
		t.Errorf("what the leader did: %s", got)
	}
	leader.do("the ticket says so", chromedp.Navigate(s.http+"/tickets/"+code), sees("ticket-emergency"), sees("ticket-emergencies"),
		holds(`document.querySelector('[data-testid="ticket-emergencies"]').innerText.includes("xác nhận")`))
	leader.seeIt("flagged")
}

// slipped: one button drafts the slip, for the unit that was tried, with what came of it.
func slipped(t *testing.T, s *stack, leader *browser, from, code string) {
	t.Helper()
	eventually(t, patience, "the mark comes to the ticket", func() bool {
		var k leaves
		s.get(s.token("auditor"), "/api/v1/tickets/"+code, &k)
		return k.Case.Rating != nil
	})
	leader.do("the mark is on the ticket", chromedp.Navigate(s.http+"/tickets/"+code), sees("ticket-rating"),
		holds(`document.querySelector('[data-testid="ticket-rating"]').innerText.startsWith("2")`))
	leader.do("the slip is drafted", click("slip-draft"), chromedp.WaitVisible(chromedp.CSS(`[data-testid^="slip-"][data-unit="DIENLUC"]`)),
		holds(`(t => t.includes("máy bận") && t.includes("Điện lực"))(document.querySelector('[data-testid="ticket-slips"]').innerText)`))
	leader.seeIt("slip")
	leader.reflows("slip")
	var k leaves
	s.get(s.token("auditor"), "/api/v1/tickets/"+code, &k)
	if len(k.Slips) != 1 || k.Slips[0].Unit != "DIENLUC" || len(k.Slips[0].Tried) != 2 || k.Slips[0].Tried[0].Outcome != "busy" || k.Slips[0].Tried[1].Outcome != "no-answer" {
		t.Errorf("the slip of %s: %s", from, asJSON(k.Slips))
	}
}
