package e2e

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
)

// TestSIP: whatever comes over the trunk is answered or refused with the right
// status; every call that reached us is on record and ended once; nothing sticks.
func TestSIP(t *testing.T) {
	t.Parallel()
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"})
	s.startHotline(true)
	auditor := s.token("auditor")
	on := func(name string, test func(*testing.T, *stack, string)) {
		t.Run(name, func(t *testing.T) {
			inner := *s
			inner.t = t
			test(t, &inner, auditor)
		})
	}
	on("messages that are unusual or wrong", rawMessages)
	on("callers and numbers of every form", callersOfEveryForm)
	on("two hundred who give up at once", rapidCancels)
	s.eventually(patience, "no channel is left", func() bool { return len(s.channels()) == 0 })
}

// onRecord waits until there are n calls, all over, each ended once and with its
// recording settled, and gives their records.
func (s *stack) onRecord(token string, n int) []record {
	s.t.Helper()
	var all []record
	defer func() {
		if s.t.Failed() {
			s.t.Logf("%d calls on record, want %d; not settled:", len(all), n)
			for _, r := range all {
				if !settled(r) {
					s.t.Log(asJSON(r))
				}
			}
		}
	}()
	s.eventually(patience, "every call that reached us is on record, and over", func() bool {
		all = s.all(token)
		for _, r := range all {
			if !settled(r) {
				return false
			}
		}
		return len(all) >= n
	})
	if len(all) != n {
		s.t.Errorf("%d calls are on record, want %d", len(all), n)
	}
	for _, r := range all {
		var whole record
		if s.get(token, "/api/v1/calls/"+r.ID, &whole) != http.StatusOK || whole.count("call.ended") != 1 || whole.count("call.arrived") != 1 {
			s.t.Errorf("the record of %s: %s", r.ID, asJSON(whole))
		}
	}
	return all
}

// settled: the call is over, and what became of its recording is known.
func settled(r record) bool {
	return r.State == "ended" && len(r.Recordings) == 1 && (r.Recordings[0].State == "archived" || r.Recordings[0].State == "missing")
}

// all lists every call.
func (s *stack) all(token string) []record {
	s.t.Helper()
	var all []record
	for cursor := ""; ; {
		var page struct {
			Items []record `json:"items"`
			Next  *string  `json:"next"`
		}
		s.get(token, "/api/v1/calls?limit=200&cursor="+url.QueryEscape(cursor), &page)
		all = append(all, page.Items...)
		if page.Next == nil || *page.Next == "" {
			return all
		}
		cursor = *page.Next
	}
}

func rawMessages(t *testing.T, s *stack, auditor string) {
	answered := 0
	for _, c := range []struct {
		kind     callsim.RawKind
		from, to string
		status   int // 0: none at all
	}{
		{callsim.RawPlain, "0912700001", hotline, http.StatusOK},
		{callsim.RawNoSDP, "0912700002", hotline, http.StatusOK},
		{callsim.RawAnonymous, "0912700003", hotline, http.StatusOK},
		{callsim.RawLetters, "0912700004", hotline, http.StatusOK},
		{callsim.RawPlain, "0912700005", "tong-dai", http.StatusNotFound},
		{callsim.RawPlain, "0912700006", "1", 484},
		{callsim.RawMalformedSDP, "0912700007", hotline, http.StatusBadRequest},
		{callsim.RawTruncatedSDP, "0912700008", hotline, http.StatusBadRequest},
		{callsim.RawWrongType, "0912700009", hotline, http.StatusUnsupportedMediaType},
		{callsim.RawUnknownCodec, "0912700010", hotline, 488},
		{callsim.RawNoCallID, "0912700011", hotline, 0},
		{callsim.RawNoFrom, "0912700012", hotline, 0},
		{callsim.RawBadCSeq, "0912700013", hotline, 0},
		{callsim.RawUnknownMethod, "0912700014", hotline, http.StatusNotImplemented},
		{callsim.RawGarbage, "0912700015", hotline, 0},
	} {
		if c.status == http.StatusOK {
			answered++
		}
		t.Run(string(c.kind)+" to "+c.to, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			defer cancel()
			r, err := callsim.Raw(ctx, s.trunk, c.kind, c.from, c.to)
			if err != nil || r.Status != c.status || r.Ended != (c.status == http.StatusOK) {
				t.Errorf("%+v, %v; want status %d", r, err, c.status)
			}
		})
	}
	t.Cleanup(func() { s.onRecord(auditor, answered) }) // after the parallel ones
}

func callersOfEveryForm(t *testing.T, s *stack, auditor string) {
	before := len(s.all(auditor))
	long := strings.Repeat("Nguyễn Thị Hoa 🏮 ", 15)
	cases := []struct {
		name     string
		call     callsim.CitizenCall
		from, to string // on record
		shown    string // caller's name on record begins so
	}{
		{"short number", callsim.CitizenCall{From: "0912710001", To: "1022"}, "0912710001", "1022", ""},
		{"international", callsim.CitizenCall{From: "+84912710002", To: "+842251022"}, "+84912710002", hotline, ""},
		{"with a space", callsim.CitizenCall{From: "0912710003", To: "0225 1022"}, "0912710003", hotline, ""},
		{"fixed line", callsim.CitizenCall{From: "02253712345", To: hotline}, "02253712345", hotline, ""},
		{"withheld", callsim.CitizenCall{From: "0912710004", Withheld: true, To: hotline}, "withheld", hotline, ""},
		{"withheld, and asserted", callsim.CitizenCall{From: "0912710010", Withheld: true, Asserted: "+84912710010", Name: "Lê Văn Ẩn", To: "0225 1022"}, "withheld", hotline, ""},
		{"letters", callsim.CitizenCall{From: "CongTy.ABC", To: hotline}, "CongTy.ABC", hotline, ""},
		{"name with diacritics", callsim.CitizenCall{From: "0912710005", Name: "Trần Văn Bình", To: hotline}, "0912710005", hotline, "Trần Văn Bình"},
		{"emoji for a name", callsim.CitizenCall{From: "0912710006", Name: "🚨🏮📞", To: hotline}, "0912710006", hotline, "🚨🏮📞"},
		{"very long name", callsim.CitizenCall{From: "0912710007", Name: long, To: hotline}, "0912710007", hotline, "Nguyễn Thị Hoa 🏮"},
		{"very long number", callsim.CitizenCall{From: strings.Repeat("9", 200), To: hotline}, "", hotline, ""},
		{"name that asks for trouble", callsim.CitizenCall{From: "0912710008", Name: `${SHELL(id)},"};DROP TABLE calls;--<script>`, To: hotline}, "0912710008", hotline, "${SHELL(id)}"},
		{"µ-law only", callsim.CitizenCall{From: "0912710009", To: hotline, Laws: []media.Law{media.ULaw}}, "0912710009", hotline, ""},
	}
	var under []*callsim.Citizen
	for _, c := range cases {
		c.call.Clip, c.call.Record = media.Tone(citizenTone), true
		under = append(under, s.citizens.Start(t.Context(), c.call))
	}
	for i, z := range under {
		s.eventually(patience, cases[i].name+": the caller hears music", func() bool {
			select {
			case <-z.Done():
				t.Fatalf("%s: the call is over: %s", cases[i].name, asJSON(z.Report()))
			default:
			}
			return z.Audio() != nil && z.Audio().Sent() > 100 && !z.Audio().Receiver().Stats().SoundAt.IsZero()
		})
		z.Hangup()
		clean(t, z, callsim.EndedByCitizen)
	}
	all := s.onRecord(auditor, before+len(cases))
	for _, c := range cases {
		if !onRecordAs(all, c.from, c.to, c.shown) {
			t.Errorf("%s: no call from %q (%q) to %q is on record", c.name, c.from, c.shown, c.to)
		}
	}
	for _, r := range all {
		if r.From == "0912710009" {
			if w := s.fetch(r); seconds(w.Channel(0), w.Rate, citizenTone) < 1 {
				t.Error("who spoke µ-law is not in the recording")
			}
		}
	}
	s.withheld(all, auditor)
	if t.Failed() {
		for _, r := range all {
			t.Logf("on record: from %q (%q) to %q", r.From, r.FromName, r.To)
		}
	}
}

// withheld looks at the two who withhold their numbers: the record has what the network
// asserts of one, but shows it only when asked for that alone, which is noted.
func (s *stack) withheld(all []record, auditor string) {
	s.t.Helper()
	numbers := map[string]int{}
	for _, r := range all {
		if !r.Withheld {
			continue
		}
		var asserted struct {
			Number string `json:"number"`
		}
		path := "/api/v1/calls/" + r.ID
		status := s.get(auditor, path+"/withheld-number", &asserted)
		numbers[asserted.Number] = status
		if shown := s.fetchAs(auditor, path); r.From != "" || r.FromName != "" || strings.Contains(shown, "912710010") {
			s.t.Errorf("a number that was withheld is shown: %s", shown)
		}
		if noted := s.fetchAs(auditor, "/api/v1/audit?action=call.read_withheld&object=call:"+r.ID); strings.Contains(noted, r.ID) != (status == http.StatusOK) {
			s.t.Errorf("read with status %d, noted: %s", status, noted)
		}
	}
	if want := map[string]int{"": http.StatusNotFound, "+84912710010": http.StatusOK}; !maps.Equal(numbers, want) {
		s.t.Errorf("asserted numbers %v, want %v", numbers, want)
	}
}

func onRecordAs(all []record, from, to, shown string) bool {
	for _, r := range all {
		if (from == "" || r.From == from || from == "withheld" && r.Withheld) && r.To == to && strings.HasPrefix(r.FromName, shown) {
			return true
		}
	}
	return false
}

func rapidCancels(t *testing.T, s *stack, auditor string) {
	const n, atOnce = 200, 40
	before, processed := len(s.all(auditor)), s.processed()
	var under []*callsim.Citizen
	for i := range n {
		if i >= atOnce {
			<-under[i-atOnce].Done()
		}
		z := s.citizens.Start(t.Context(), callsim.CitizenCall{From: fmt.Sprintf("0912720%03d", i), To: hotline})
		z.Hangup()
		under = append(under, z)
	}
	impatient, cancelled := 0, 0
	for _, z := range under {
		r := z.Report()
		if r.SIPStatus == 487 {
			cancelled++
		}
		switch {
		case r.Error != "":
			impatient++ // on a busy machine: callsim waits 5 s, and no longer acknowledges what comes then
		case r.EndedBy != callsim.EndedByCitizen:
			t.Errorf("a citizen who gave up: %s", asJSON(r))
		}
	}
	// An answer that nobody acknowledges is repeated for 32 s (RFC 3261, 17.2.1), then its call ends.
	s.eventually(patience, "no channel is left", func() bool { return len(s.channels()) == 0 })
	// A CANCEL that overtakes Asterisk's look at the INVITE leaves no call: no channel, no dialplan, 487.
	reached := s.processed() - processed
	s.onRecord(auditor, before+reached)
	t.Logf("of %d citizens %d did not wait for the end of their call; %d calls in all reached the dialplan", n, impatient, reached)
	if cancelled < n-reached {
		t.Errorf("%d calls reached nobody, but only %d were answered with 487", n-reached, cancelled)
	}
}

// processed counts the calls whose dialplan Asterisk has begun.
func (s *stack) processed() int {
	s.t.Helper()
	out := s.asterisk.CLI("core show calls")
	var n int
	for _, line := range strings.Split(out, "\n") {
		if _, err := fmt.Sscanf(line, "%d calls processed", &n); err == nil {
			return n
		}
		if _, err := fmt.Sscanf(line, "%d call processed", &n); err == nil {
			return n
		}
	}
	s.t.Fatalf("core show calls: %s", out)
	return 0
}
