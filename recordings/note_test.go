package recordings

import (
	"os"
	"strings"
	"testing"
	"time"

	"hotline1022/telephony/call"
)

const noteID = call.ID("pbx1-1764000000.7")

func at(seconds int) time.Time { return time.Unix(1764000000+int64(seconds), 0).UTC() }

const (
	lineCall     = `{"event":"call","at":"2025-11-24T16:00:00.000Z","call":"pbx1-1764000000.7","from":"0912345678","to":"02251022"}` + "\n"
	lineDuty     = `{"event":"duty","at":"2025-11-24T16:00:10.000Z","to":"0225300001"}` + "\n"
	lineFallback = `{"event":"fallback","at":"2025-11-24T16:00:01.000Z"}` + "\n"
	lineMessage  = `{"event":"message","at":"2025-11-24T16:00:20.000Z"}` + "\n"
	lineTaken    = `{"event":"message-end","at":"2025-11-24T16:00:40.000Z","by":"silence"}` + "\n"
)

const lineFull = `{"event":"full","at":"2025-11-24T16:00:01.000Z"}` + "\n"

func lineEnd(cause string) string {
	return `{"event":"end","at":"2025-11-24T16:00:50.000Z","cause":` + cause + `,"stage":"","duty":""}` + "\n"
}

func TestNoteTellsTheEnd(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want call.Ended
		at   time.Time
	}{
		"hung up before the second step":  {lineCall, call.Ended{Class: call.EndCitizen, Reason: call.ReasonUnobserved}, at(99)},
		"controller dead, caller hung up": {lineCall + lineEnd("16"), call.Ended{Class: call.EndCitizen, Reason: call.ReasonUnobserved, Cause: 16}, at(50)},
		"controller dead, trunk failed":   {lineCall + lineEnd("38"), call.Ended{Class: call.EndCarrier, Reason: call.ReasonUnobserved, Cause: 38}, at(50)},
		"controller dead, caller waited":  {lineCall + lineEnd("0"), call.Ended{Class: call.EndCitizen, Reason: call.ReasonUnobserved}, at(50)},
		"ended by its mark":               {lineCall + "mark 38", call.Ended{Class: call.EndCarrier, Reason: call.ReasonUnobserved, Cause: 38}, at(98)},
		"controller dead, channel failed": {lineCall + lineEnd("127"), call.Ended{Class: call.EndSystem, Reason: call.ReasonUnobserved, Cause: 127}, at(50)},
		"fallback, caller hung up":        {lineCall + lineFallback + lineEnd("16"), call.Ended{Class: call.EndCitizen, Reason: call.ReasonFallback, Cause: 16}, at(50)},
		"fallback, hung up in message":    {lineCall + lineFallback + lineMessage + lineEnd("16"), call.Ended{Class: call.EndCitizen, Reason: call.ReasonFallback, Cause: 16}, at(50)},
		"fallback to its end":             {lineCall + lineFallback + lineMessage + lineTaken + lineEnd("16"), call.Ended{Class: call.EndSystem, Reason: call.ReasonFallback, Cause: 16}, at(50)},
		"lines full, caller hung up":      {lineCall + lineFull + lineEnd("16"), call.Ended{Class: call.EndCitizen, Reason: call.ReasonLinesFull, Cause: 16}, at(50)},
		"lines full, left a message":      {lineCall + lineFull + lineMessage + lineTaken + lineEnd("16"), call.Ended{Class: call.EndSystem, Reason: call.ReasonLinesFull, Cause: 16}, at(50)},
		"Asterisk killed":                 {lineCall, call.Ended{Class: call.EndSystem, Reason: call.ReasonAsteriskLost}, at(99)},
		"Asterisk killed in fallback":     {lineCall + lineFallback + `{"event":"du`, call.Ended{Class: call.EndSystem, Reason: call.ReasonAsteriskLost}, at(99)},
		"no note at all":                  {"", call.Ended{Class: call.EndSystem, Reason: call.ReasonAsteriskLost}, at(99)},
	} {
		t.Run(name, func(t *testing.T) {
			s := spool(t.TempDir())
			text, marked := strings.CutSuffix(c.text, "mark 38")
			if text != "" {
				put(t, s, noteID, endCall, []byte(text))
			}
			if marked {
				put(t, s, noteID, ".end-38.alaw", nil)
				_ = os.Chtimes(s.path(own(noteID), ".end-38.alaw"), at(98), at(98))
			}
			if name != "hung up before the second step" {
				put(t, s, noteID, endCitizen, []byte("x"))
			}
			for _, e := range []string{endCall, endCitizen} {
				_ = os.Chtimes(s.path(own(noteID), e), at(99), at(99))
			}
			n := s.readNote(noteID)
			e := n.ending("pbx1")
			if e.Data != c.want || !e.At.Equal(c.at) {
				t.Errorf("%+v at %v, want %+v at %v", e.Data, e.At, c.want, c.at)
			}
			if again := s.readNote(noteID).ending("pbx1"); again.ID != e.ID {
				t.Error("the same end has two IDs")
			}
			arrived := n.arrival("pbx1")[0]
			if !arrived.At.Equal(at(0)) || arrived.Kind != call.KindArrived {
				t.Errorf("arrival: %+v, want it at the second in the ID", arrived)
			}
			if d := arrived.Data.(call.Arrived); c.text != "" && (d.From != "0912345678" || d.To != "02251022") {
				t.Errorf("arrived: %+v", d)
			}
		})
	}
}

func TestNoteOfACallerWhoWithholdsTheNumber(t *testing.T) {
	s := spool(t.TempDir())
	put(t, s, noteID, endCall, []byte(strings.Replace(lineCall, `"to":"02251022"`, `"to":"02251022","withheld":true`, 1)))
	got := s.readNote(noteID).arrival("pbx1")[0].Data
	if want := (call.Arrived{To: "02251022", Withheld: true, Asserted: "0912345678"}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestNoteTellsOfTheMessage(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want call.MessageLeft
	}{
		"to its end":         {lineCall + lineFallback + lineMessage + lineTaken + lineEnd("16"), call.MessageLeft{Begin: at(20), End: at(40), EndedBy: call.MessageEndedSilence}},
		"the caller hung up": {lineCall + lineFallback + lineMessage + lineEnd("16"), call.MessageLeft{Begin: at(20), End: at(50), EndedBy: call.MessageEndedHangup}},
		"no controller saw it": {
			lineCall + strings.Replace(lineEnd("16"), `"duty":""`, `"duty":"","speaking":1764000030000`, 1),
			call.MessageLeft{Begin: at(30), End: at(50), EndedBy: call.MessageEndedHangup},
		},
		"Asterisk killed":         {lineCall + lineFallback + lineMessage, call.MessageLeft{Begin: at(20), End: at(99), EndedBy: call.MessageEndedHangup}},
		"hung up before the beep": {lineCall + lineFallback + lineEnd("16"), call.MessageLeft{}},
	} {
		s := spool(t.TempDir())
		put(t, s, noteID, endCall, []byte(c.text))
		put(t, s, noteID, endCitizen, []byte("x"))
		for _, e := range []string{endCall, endCitizen} {
			_ = os.Chtimes(s.path(own(noteID), e), at(99), at(99))
		}
		n := s.readNote(noteID)
		var got call.MessageLeft
		for _, e := range n.rest("pbx1") {
			if d, ok := e.Data.(call.MessageLeft); ok {
				got = d
				if !e.At.Equal(d.End) || e.ID != n.message("pbx1")[0].ID {
					t.Errorf("%s: %+v", name, e)
				}
			}
		}
		if !got.Begin.Equal(c.want.Begin) || !got.End.Equal(c.want.End) || got.EndedBy != c.want.EndedBy {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestStartOf(t *testing.T) {
	for id, want := range map[call.ID]time.Time{
		"pbx1-1764000000.7":                at(0),
		"hai-phong-2-1764000000.7":         at(0),
		"1764000000.7":                     at(5),
		"x":                                at(5),
		"pbx1-99999999999999999999.1":      at(5),
		"pbx1-1764000000.7/../../etc/pass": at(5),
	} {
		if got := startOf(id, at(5)); !got.Equal(want) {
			t.Errorf("startOf(%q) = %v, want %v", id, got, want)
		}
	}
}

// Whatever stands in a .call file, the call gets an arrival and an end, in
// order, that the projection takes.
func FuzzNote(f *testing.F) {
	for _, text := range []string{
		"", lineCall, lineCall + lineFallback + lineMessage + lineTaken + lineEnd("16"), "\x00\xff{", lineEnd("99999999999999999999"),
		`{"event":"call","at":"0000-01-01T00:00:00Z","call":"other","from":"\u0000"}`, lineFallback + lineCall,
		`{"event":"end","at":"1970-01-01T00:00:00Z","cause":-3}`,
	} {
		f.Add([]byte(text))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text []byte) {
		s := spool(dir)
		put(t, s, noteID, endCall, text)
		n := s.readNote(noteID)
		entries := append(n.arrival("pbx1"), n.rest("pbx1")...)
		if entries[0].Kind != call.KindArrived || entries[0].At.IsZero() {
			t.Fatalf("arrival: %+v", entries[0])
		}
		last := entries[len(entries)-1]
		if d, ok := last.Data.(call.Ended); !ok || d.Class == "" || d.Reason == "" || last.At.Before(entries[0].At) {
			t.Fatalf("end: %+v", last)
		}
		for _, e := range entries {
			if e.Call != noteID || e.ID == "" {
				t.Fatalf("entry: %+v", e)
			}
		}
	})
}

func TestNoteTellsTheFallback(t *testing.T) {
	answered := strings.Replace(lineEnd("16"), `"duty":""`, `"duty":"ANSWER"`, 1)
	for name, c := range map[string]struct{ text, want string }{
		"no fallback":          {lineCall + lineEnd("16"), "call.ended"},
		"nobody on duty":       {lineCall + lineFallback + lineEnd("16"), "call.fallback call.ended"},
		"a duty phone answers": {lineCall + lineFallback + lineDuty + lineDuty + answered, "call.fallback call.forwarding call.forwarding call.forwarded call.ended"},
		"none does, a message": {
			lineCall + lineFallback + lineDuty + lineMessage + lineTaken + lineEnd("16"),
			"call.fallback call.forwarding call.message_left call.ended",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := spool(t.TempDir())
			put(t, s, noteID, endCall, []byte(c.text))
			ids := map[string]bool{}
			var kinds []string
			for _, e := range s.readNote(noteID).rest("pbx1") {
				kinds = append(kinds, string(e.Kind))
				ids[e.ID] = true
			}
			if got := strings.Join(kinds, " "); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			if len(ids) != len(kinds) {
				t.Error("two entries share an ID")
			}
		})
	}
}
