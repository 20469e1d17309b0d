package toll

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var city = Rules{Prefixes: []string{"02", "03", "05", "07", "08", "09", "113", "+84"}, Digits: 11, AtOnce: 2, PerHour: 3, PerHourAll: 5}

func at(minutes int) time.Time { return time.Unix(0, 0).Add(time.Duration(minutes) * time.Minute) }

func reason(err error) Reason {
	var d *Denied
	if errors.As(err, &d) {
		return d.Reason
	}
	return ""
}

func TestNumbers(t *testing.T) {
	for number, want := range map[string]Reason{
		"0225300001":         "",
		"0912345678":         "",
		"113":                "",
		"+84912345678":       "",
		"1900545415":         ReasonNumber, // dear
		"00113":              ReasonNumber, // abroad
		"+1900":              ReasonNumber,
		"":                   ReasonNumber,
		"+":                  ReasonNumber,
		"09123456789012":     ReasonNumber,
		"02&PJSIP/900@t1":    ReasonNumber,
		"02 25":              ReasonNumber,
		"02\n":               ReasonNumber,
		"++84912345678":      ReasonNumber,
		"0225300001@1.2.3.4": ReasonNumber,
	} {
		g := Gate{Rules: city}
		if got := reason(g.Ask("c", number, "op01", at(0))); got != want {
			t.Errorf("%q: %q, want %q", number, got, want)
		}
	}
	if reason((&Gate{}).Ask("c", "113", "op01", at(0))) != ReasonNumber {
		t.Error("without rules a call goes out")
	}
}

func TestLimits(t *testing.T) {
	g := Gate{Rules: city}
	ask := func(call, operator string, minute int, want Reason) {
		t.Helper()
		if got := reason(g.Ask(call, "0225300001", operator, at(minute))); got != want {
			t.Errorf("%s of %s at %d: %q, want %q", call, operator, minute, got, want)
		}
	}
	ask("1", "op01", 0, "")
	ask("2", "op01", 1, "")
	ask("3", "op02", 2, ReasonAtOnce)
	g.Ended("1")
	g.Ended("1")
	ask("3", "op01", 3, "")
	g.Ended("2")
	ask("4", "op01", 4, ReasonPerHour)
	ask("4", "op02", 5, "")
	g.Ended("3")
	ask("5", "op02", 6, "")
	g.Ended("4")
	ask("6", "op03", 7, ReasonPerHourAll)
	ask("6", "op03", 59, ReasonPerHourAll)
	ask("6", "op01", 60, "") // the first of them is an hour old
}

// A restart opens no gate: what was placed in the hour before counts, and so does what goes on.
func TestARestartForgetsNothing(t *testing.T) {
	g := Gate{Rules: city}
	for minute := range 3 {
		g.Placed(Placed{"op01", at(minute)})
	}
	g.Live("3")
	for _, step := range []struct {
		call, operator string
		minute         int
		want           Reason
	}{
		{"4", "op01", 10, ReasonPerHour},
		{"4", "op02", 11, ""},
		{"5", "op02", 12, ReasonAtOnce},
	} {
		if got := reason(g.Ask(step.call, "0225300001", step.operator, at(step.minute))); got != step.want {
			t.Errorf("%s of %s: %q, want %q", step.call, step.operator, got, step.want)
		}
	}
	g.Ended("3")
	if got := reason(g.Ask("5", "0225300001", "op02", at(13))); got != "" {
		t.Errorf("one has ended: %q", got)
	}
	if got := reason(g.Ask("6", "0225300001", "op03", at(14))); got != ReasonAtOnce {
		t.Errorf("two go on: %q", got)
	}
	g.Ended("4")
	if got := reason(g.Ask("6", "0225300001", "op03", at(15))); got != ReasonPerHourAll {
		t.Errorf("five in the hour: %q", got)
	}
}

// Whatever is asked, by whom and when: no limit is passed, and none is felt before its time.
func TestNoLimitIsPassed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := Rules{
			Prefixes: []string{"0"}, Digits: 10, AtOnce: rapid.IntRange(0, 4).Draw(t, "at once"),
			PerHour: rapid.IntRange(0, 4).Draw(t, "per hour"), PerHourAll: rapid.IntRange(0, 8).Draw(t, "per hour, all"),
		}
		g := Gate{Rules: rules}
		type out struct {
			operator string
			minute   int
		}
		var outs []out
		live := map[string]bool{}
		minute := 0
		for i := range rapid.IntRange(1, 60).Draw(t, "length") {
			minute += rapid.IntRange(0, 20).Draw(t, "later")
			call, operator := fmt.Sprint(i), rapid.SampledFrom([]string{"op01", "op02"}).Draw(t, "operator")
			if rapid.Bool().Draw(t, "ends") {
				for c := range live {
					g.Ended(c)
					delete(live, c)
					break
				}
			}
			all, theirs := 0, 0
			for _, o := range outs {
				if o.minute > minute-60 {
					all++
					if o.operator == operator {
						theirs++
					}
				}
			}
			may := len(live) < rules.AtOnce && theirs < rules.PerHour && all < rules.PerHourAll
			err := g.Ask(call, "0225300001", operator, at(minute))
			if (err == nil) != may {
				t.Fatalf("minute %d: %v, with %d live, %d of %s, %d of all, under %+v", minute, err, len(live), theirs, operator, all, rules)
			}
			if err == nil {
				live[call] = true
				outs = append(outs, out{operator, minute})
			}
		}
	})
}
