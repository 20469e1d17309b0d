package e2e

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
	"hotline1022/internal/g711"
	"hotline1022/internal/ticket"
)

// TestCutShortByAsterisk kills Asterisk -9 in a conversation, and leaves it dead: what it had written is in the archive before it is back.
// Then the auditor finds the recording among those that fall short, with how much of it is missing at most, and its call by the hour.
func TestCutShortByAsterisk(t *testing.T) {
	t.Parallel()
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s", SalvageAfter: "10s"})
	s.startHotline(true)
	auditor := s.token("auditor")
	operator(t, s, callsim.AgentOptions{User: "op01", Handle: patience})
	const from = "0912000006"
	z := s.citizens.Start(t.Context(), callsim.CitizenCall{From: from, To: hotline, Clip: media.Tone(citizenTone), Duration: patience, Record: true})
	id := s.state(auditor, from, "talking").ID
	s.eventually(patience, "Asterisk has written something of both sides", func() bool {
		for _, side := range []string{"-rx.alaw", "-tx.alaw"} {
			if info, err := os.Stat(filepath.Join(s.spool, id+side)); err != nil || info.Size() == 0 {
				return false
			}
		}
		return true
	})
	s.listen(t, z, 2*time.Second) // more than it has written
	s.asterisk.Kill9()
	z.Hangup()
	var cut recorded
	s.eventually(patience, "what it left is archived while it is dead", func() bool {
		for _, r := range s.calls(auditor, from) {
			cut = r.Recordings[0]
		}
		return cut.State == "archived"
	})
	if w := s.fetchLeg(cut); seconds(w.Channel(0), w.Rate, citizenTone) < 3 || len(w.Channel(0)) < 4*g711.SampleRate {
		t.Errorf("of the citizen %.1f s are kept, in %d samples", seconds(w.Channel(0), w.Rate, citizenTone), len(w.Channel(0)))
	}
	s.asterisk.Start()
	ended := s.ended(auditor, from)

	b := newBrowser(t, s.http, "kiemtra", citizenTone)
	b.signIn("/recordings?flaw=cut", "recordings-page")
	row := "recording-" + cut.ID
	b.do("it falls short in its end, by some seconds", sees(row, `data-flaws="cut"`),
		holds(`/\b0:0[1-9]\b/.test([...document.querySelectorAll('[data-testid="`+row+`"] .clock')].at(-1).textContent)`))
	b.bothThemes("falls-short")
	b.do("its call says so as well", chromedp.Click(at(row)+` a`), sees("recording-flaws"),
		holds(`/Thiếu nhiều nhất 0:0[1-9]\./.test(document.querySelector('[data-testid="recording-flaws"]').textContent)`))
	b.bothThemes("call-cut")

	began := ended.StartedAt.In(ticket.Zone)
	b.do("found by the hour", chromedp.Navigate(b.site+"/calls?since="+began.Format(time.DateOnly)+"&until="+began.Format(time.DateOnly)), sees("filter-more"),
		click("filter-more"), typeInto("filter-after", began.Format("15h04")), key("\r"),
		holds(`new URLSearchParams(location.search).get('after') === '`+began.Format("15:04")+`'`), sees("call-row-"+id))
	b.bothThemes("by-the-hour")
}
