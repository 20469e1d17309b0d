package telephony

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
	"hotline1022/internal/g711"
	"hotline1022/internal/tone"
	"hotline1022/telephony/call"
)

// sounds are all that a citizen may hear here, by name.
func sounds() map[string]int {
	all := maps.Clone(prompts)
	maps.Copy(all, map[string]int{"music": musicTone, "ringing": ringTone, "operator": operatorTone, "officer": officerTone, "citizen": citizenTone})
	return all
}

// transcript is what a sound says: the names of its tones, in their order. A tone counts
// from 200 ms on. The same one again, with nothing else between, is one: Asterisk sends
// nothing while nothing is said, so that how long that was is not heard.
func transcript(samples []int16) []string {
	const window = g711.SampleRate / 10
	var said []string
	known, now, run := sounds(), "", 0
	for at := 0; at+window <= len(samples); at += window {
		name := named(samples[at:at+window], known)
		if name != now {
			now, run = name, 0
		}
		run++
		if name != "" && run == 2 && (len(said) == 0 || said[len(said)-1] != name) {
			said = append(said, name)
		}
	}
	return said
}

func named(window []int16, known map[string]int) string {
	if tone.RMS(window) < 100 {
		return ""
	}
	for name, hz := range known {
		if tone.Share(window, g711.SampleRate, float64(hz)) > 0.6 {
			return name
		}
	}
	return ""
}

// scene is one citizen's way through a plan: who they are, what they heard.
type scene struct {
	*city // its t is the whole test's
	t     *testing.T
	z     *callsim.Citizen
	from  string
	id    call.ID
	since int // what was heard until then is of no interest any more, but for its rest
}

// dials calls a number of the plan, and says nothing.
func (c *city) dials(t *testing.T, from, to string) *scene {
	t.Helper()
	s := &scene{city: c, t: t, from: from}
	s.z = c.citizens.Start(c.t.Context(), callsim.CitizenCall{From: from, To: to, Record: true})
	s.until("the call is known", func() bool {
		at := slices.IndexFunc(c.engine.Calls(), func(v CallView) bool { return v.From == from })
		if at >= 0 {
			s.id = c.engine.Calls()[at].ID
		}
		return at >= 0 && s.z.Audio() != nil
	})
	return s
}

// until waits longer and looks less often than await: many scenes are played at once.
func (s *scene) until(what string, done func() bool) {
	s.t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-deadline:
			s.t.Fatalf("%s waited in vain: %s; phase %q; heard %s; journal: %s", s.from, what, s.phase(s.id), s.heard(), s.journal.of(s.id))
		}
	}
}

// hearsAndGoes hangs up half a second after what was heard ends so.
func (s *scene) hearsAndGoes(words string) {
	s.t.Helper()
	s.hears(words)
	audio := s.z.Audio().Receiver()
	enough := len(audio.Heard()) + g711.SampleRate/2
	s.until("a little more", func() bool { return len(audio.Heard()) > enough })
	s.z.Hangup()
}

// silence waits until nothing has come for more than half a second: Asterisk sends no
// packets when there is nothing to say.
func (s *scene) silence() {
	s.t.Helper()
	length, since := -1, time.Now()
	s.until("silence", func() bool {
		if n := len(s.z.Audio().Receiver().Heard()); n != length {
			length, since = n, time.Now()
		}
		return time.Since(since) > 600*time.Millisecond
	})
}

// heard is what the citizen heard so far.
func (s *scene) heard() string {
	if s.z.Audio() == nil {
		return "nothing"
	}
	return strings.Join(transcript(s.z.Audio().Receiver().Heard()[s.since:]), " ")
}

// whole waits until a prompt that lasts so long has been heard to its end, with what
// was left of it from before.
func (s *scene) whole(prompt string, lasts time.Duration) {
	s.t.Helper()
	const window = g711.SampleRate / 10
	s.until("the whole of "+prompt, func() bool {
		n := 0
		for part := range slices.Chunk(s.z.Audio().Receiver().Heard()[s.since:], window) {
			if len(part) == window && tone.Share(part, g711.SampleRate, float64(prompts[prompt])) > 0.6 {
				n++
			}
		}
		return time.Duration(n)*100*time.Millisecond > lasts*9/10
	})
}

// hears waits until what the citizen heard ends so.
func (s *scene) hears(words string) {
	s.t.Helper()
	s.until(words, func() bool { return strings.HasSuffix(s.heard(), words) })
}

func (s *scene) press(keys string) {
	s.t.Helper()
	if err := s.z.Audio().Press(keys); err != nil {
		s.t.Fatal(err)
	}
}

// speaks lets the citizen say something for a second.
func (s *scene) speaks() {
	s.t.Helper()
	s.z.Audio().Play(media.Tone(citizenTone))
	spoken := s.z.Audio().Sent() + 50
	s.until("speech", func() bool { return s.z.Audio().Sent() > spoken && s.talked(s.id) })
}

// message is a message in a journal, without its length.
var message = regexp.MustCompile(`message_left\((\w+) [^)]*\)`)

// over checks a call that has ended: what was heard, what is on record, and that both
// sides of the recording are as long as the call and hold what was heard.
func (s *scene) over(heard, journal string) {
	s.t.Helper()
	s.until("the end of the call", func() bool {
		select {
		case <-s.z.Done():
			return true
		default:
			return false
		}
	})
	s.until("the end on record", func() bool { return strings.Contains(s.journal.of(s.id), "ended(") })
	same := func(got string) bool { return got == heard || s.since > 0 && strings.HasSuffix(got, heard) }
	if got := s.heard(); !same(got) {
		s.t.Errorf("heard:\n got  %s\n want %s", got, heard)
	}
	if got := message.ReplaceAllString(s.journal.of(s.id), "MESSAGE($1)"); got != journal {
		s.t.Errorf("journal:\n got  %s\n want %s", got, journal)
	}
	s.until("the recording", func() bool { return s.isRecorded(s.id) })
	rx, tx := s.side(s.t, s.id, "rx"), s.side(s.t, s.id, "tx")
	length := time.Duration(len(tx)) * time.Second / g711.SampleRate
	// A telephone that sends a key sends no sound, and then Asterisk records neither side.
	keys := time.Duration(strings.Count(journal, "digit(citizen")) * 120 * time.Millisecond
	if talked := time.Duration(s.z.Report().DurationMs) * time.Millisecond; len(rx) != len(tx) || length > talked+time.Second || length < talked-keys-time.Second {
		s.t.Errorf("%d and %d samples, %v of a call of %v", len(rx), len(tx), length, talked)
	}
	if got := strings.Join(transcript(tx), " "); !same(got) {
		s.t.Errorf("recorded:\n got  %s\n want %s", got, heard)
	}
}
