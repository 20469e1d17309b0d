package asteriskconf

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

const (
	lineCall     = `{"event":"call","at":"2026-11-23T17:50:33.495Z","call":"n1-1795456233.1","from":"0912345678","to":"02251022"}` + "\n"
	lineFallback = `{"event":"fallback","at":"2026-11-23T17:50:33.500Z"}` + "\n"
	lineMessage  = `{"event":"message","at":"2026-11-23T17:50:35.992Z"}` + "\n"
	lineByKey    = `{"event":"message-end","at":"2026-11-23T17:50:43.513Z","by":"key"}` + "\n"
	lineEnd      = `{"event":"end","at":"2026-11-23T17:50:44.534Z","cause":16,"stage":"thanks","duty":""}` + "\n"
)

func TestReadCallFile(t *testing.T) {
	call := CallFile{Call: "n1-1795456233.1", From: "0912345678", To: "02251022", At: at("2026-11-23T17:50:33.495Z")}
	with := func(f func(*CallFile)) CallFile { c := call; f(&c); return c }
	for name, c := range map[string]struct {
		text string
		want CallFile
		fail bool
	}{
		"a call that goes on": {text: lineCall, want: call},
		"a call that a controller had": {text: lineCall + lineEnd, want: with(func(f *CallFile) {
			f.End, f.Cause = at("2026-11-23T17:50:44.534Z"), 16
		})},
		"a controller's message, hung up in": {
			text: lineCall + `{"event":"end","at":"2026-11-23T17:50:44.534Z","cause":16,"stage":"","duty":"","speaking":1795456240123}`,
			want: with(func(f *CallFile) {
				f.Message = at("2026-11-23T17:50:40.123Z")
				f.MessageEnd, f.MessageEndedBy = at("2026-11-23T17:50:44.534Z"), "hangup"
				f.End, f.Cause = at("2026-11-23T17:50:44.534Z"), 16
			}),
		},
		"a message ended by key": {text: lineCall + lineFallback + lineMessage + lineByKey + lineEnd, want: with(func(f *CallFile) {
			f.Fallback, f.Message = at("2026-11-23T17:50:33.500Z"), at("2026-11-23T17:50:35.992Z")
			f.MessageEnd, f.MessageEndedBy = at("2026-11-23T17:50:43.513Z"), "key"
			f.End, f.Cause = at("2026-11-23T17:50:44.534Z"), 16
		})},
		"a message ended by hanging up": {text: lineCall + lineFallback + lineMessage + lineEnd, want: with(func(f *CallFile) {
			f.Fallback, f.Message = at("2026-11-23T17:50:33.500Z"), at("2026-11-23T17:50:35.992Z")
			f.MessageEnd, f.MessageEndedBy = at("2026-11-23T17:50:44.534Z"), "hangup"
			f.End, f.Cause = at("2026-11-23T17:50:44.534Z"), 16
		})},
		"a duty phone answered": {
			text: lineCall + lineFallback + `{"event":"duty","at":"2026-11-23T17:50:35Z","to":"0900000001"}` + "\n" +
				`{"event":"end","at":"2026-11-23T17:50:44.534Z","cause":16,"stage":"duty","duty":"ANSWER"}`,
			want: with(func(f *CallFile) {
				f.Fallback = at("2026-11-23T17:50:33.500Z")
				f.Duty, f.DutyAnswered = []DutyAttempt{{To: "0900000001", At: at("2026-11-23T17:50:35Z")}}, true
				f.End, f.Cause = at("2026-11-23T17:50:44.534Z"), 16
			}),
		},
		"the last line cut short":      {text: lineCall + lineFallback[:20], want: call},
		"an event of a later version":  {text: lineCall + `{"event":"rainbow","at":"2026-11-23T17:50:35Z"}`, want: call},
		"empty":                        {fail: true},
		"no call":                      {text: lineFallback, fail: true},
		"a line longer than a scanner": {text: strings.Repeat("x", 1<<17), fail: true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ReadCallFile(strings.NewReader(c.text))
			if (err != nil) != c.fail {
				t.Fatalf("error %v", err)
			}
			if d := cmp.Diff(c.want, got); !c.fail && d != "" {
				t.Error(d)
			}
		})
	}
}

func FuzzReadCallFile(f *testing.F) {
	f.Add(lineCall + lineFallback + lineMessage + lineByKey + lineEnd)
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := ReadCallFile(strings.NewReader(text)); err == nil && got.Call == "" {
			t.Error("a call file of no call was accepted")
		}
	})
}
