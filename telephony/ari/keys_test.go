package ari

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func TestOnePressIsOneKey(t *testing.T) {
	key := func(channel, digit string, endMs, lengthMs int) Event {
		return ChannelDtmfReceived{At: stampTime.Add(time.Duration(endMs) * time.Millisecond), Channel: Channel{ID: channel}, Digit: digit, DurationMs: lengthMs}
	}
	for name, c := range map[string]struct {
		events []Event
		want   string // a digit of each that is handed on, "-" of each that is not
	}{
		"one":                               {[]Event{key("a", "5", 100, 100)}, "5"},
		"pressed twice, fast":               {[]Event{key("a", "5", 100, 100), key("a", "5", 220, 80)}, "55"},
		"as fast, in step":                  {[]Event{key("a", "1", 100, 50), key("a", "1", 220, 50), key("a", "3", 340, 50)}, "113"},
		"told of again, it was behind":      {[]Event{key("a", "5", 100, 100), key("a", "5", 145, 100)}, "5-"},
		"as long after, another length":     {[]Event{key("a", "5", 100, 100), key("a", "5", 145, 120)}, "55"},
		"two, and one told of again":        {[]Event{key("a", "1", 100, 100), key("a", "1", 140, 100), key("a", "1", 155, 100)}, "1-1"},
		"each waits for the one before":     {[]Event{key("a", "8", 0, 100), key("a", "9", 0, 100), key("a", "9", 145, 100), key("a", "0", 145, 100), key("a", "0", 290, 100)}, "89-0-"},
		"two wait":                          {[]Event{key("a", "1", 0, 100), key("a", "2", 10, 100), key("a", "3", 20, 100), key("a", "2", 45, 100), key("a", "3", 190, 100)}, "123--"},
		"the first that could, did not":     {[]Event{key("a", "1", 0, 100), key("a", "2", 40, 100), key("a", "3", 80, 100), key("a", "3", 145, 100)}, "123-"},
		"too late to be the one that was":   {[]Event{key("a", "1", 0, 100), key("a", "2", 140, 100), key("a", "2", 300, 100)}, "122"},
		"another caller":                    {[]Event{key("a", "5", 100, 100), key("b", "5", 145, 100)}, "55"},
		"the caller is another":             {[]Event{key("a", "5", 100, 100), ChannelDestroyed{Channel: Channel{ID: "a"}}, key("a", "5", 145, 100)}, "5 5"},
		"INFO's fixed length, pressed slow": {[]Event{key("a", "5", 0, 250), key("a", "5", 300, 250), key("a", "5", 600, 250)}, "555"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := through(c.events); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func through(events []Event) string {
	p, b := presses{}, strings.Builder{}
	for _, e := range events {
		k, isKey := e.(ChannelDtmfReceived)
		switch again := p.again(e); {
		case !isKey:
			b.WriteString(" ")
		case again:
			b.WriteString("-")
		default:
			b.WriteString(k.Digit)
		}
	}
	return b.String()
}

// TestKeysOnAnUnevenLine plays people's and machines' presses through Asterisk's rules, on
// lines that deliver late, and has each press come out once.
func TestKeysOnAnUnevenLine(t *testing.T) {
	for name, c := range map[string]struct {
		press, pause, vary int // ms; a press lasts up to vary longer
		jitter             int // ms
		stall              int // ms, for which Asterisk stands still once
		odd                int // lines of 300 on which reports do not tell what was pressed
	}{
		"a person, a good line":       {100, 100, 60, 5, 0, 0},
		"a person, a bad line":        {100, 100, 60, 50, 0, 0},
		"a person, Asterisk stalls":   {100, 120, 60, 5, 200, 3},
		"a dialler, a good line":      {100, 60, 0, 10, 0, 0},
		"a dialler, Asterisk stalls":  {100, 60, 0, 0, 90, 0},
		"a fast dialler, a good line": {70, 50, 0, 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			odd := 0
			for seed := range uint64(300) {
				r := rand.New(rand.NewPCG(seed, 0))
				a := reader{stallAt: 700 + r.IntN(1000), stall: c.stall}
				pressed, at, late := "", 100, 0
				for range 12 {
					digit := string(rune('1' + r.IntN(3)))
					length := c.press + r.IntN(c.vary/20+1)*20
					late = max(at+r.IntN(c.jitter+1), late)
					a.frames = append(a.frames, frame{late, digit, 0})
					late = max(at+length+r.IntN(c.jitter+1), late)
					a.frames = append(a.frames, frame{late, digit, length})
					at += length + c.pause
					pressed += digit
				}
				events := a.read(at + 3000)
				if got := strings.ReplaceAll(through(events), "-", ""); got != pressed {
					odd++
					t.Logf("seed %d: %s, pressed %s: %v", seed, got, pressed, a.told)
				}
			}
			if odd > c.odd {
				t.Errorf("%d lines of 300", odd)
			}
		})
	}
}

// reader is how Asterisk reads keys from a channel: main/channel.c, __ast_read.
type reader struct {
	frames         []frame
	stallAt, stall int // ms

	queue   []frame // readq
	begun   bool    // AST_FLAG_IN_DTMF
	playing int     // AST_FLAG_EMULATE_DTMF: for so long from tv
	tv      int     // dtmf_tv; 0: none
	told    []string
	events  []Event
}

// frame is a key's begin (lengthMs 0) or end, at a millisecond.
type frame struct {
	at       int
	digit    string
	lengthMs int
}

func (a *reader) read(until int) []Event {
	for now := 1; now < until; now++ {
		if now > a.stallAt && now < a.stallAt+a.stall {
			continue
		}
		if now%20 == 0 && a.playing > 0 && now-a.tv >= a.playing { // a frame of voice, or of nothing
			a.playing, a.tv = 0, now
		}
		if now%20 == 10 && len(a.queue) > 0 && !a.waits(now) {
			k := a.queue[0]
			a.queue = a.queue[1:]
			a.end(k, now)
		}
		for len(a.frames) > 0 && a.frames[0].at <= now {
			k := a.frames[0]
			a.frames = a.frames[1:]
			switch {
			case k.lengthMs > 0:
				a.end(k, now)
			case !a.waits(now):
				a.begun, a.tv = true, now
			}
		}
	}
	return a.events
}

func (a *reader) waits(now int) bool { return a.playing > 0 || a.tv > 0 && now-a.tv < 45 }

func (a *reader) end(k frame, now int) {
	a.told = append(a.told, fmt.Sprint(now, " ", k.digit))
	a.events = append(a.events, ChannelDtmfReceived{At: stampTime.Add(time.Duration(now) * time.Millisecond), Digit: k.digit, DurationMs: k.lengthMs})
	switch {
	case a.playing > 0, !a.begun && a.waits(now):
		a.queue = append(a.queue, k)
	case !a.begun:
		a.playing, a.tv = max(k.lengthMs, 80), now
	default:
		a.begun = false
		if wire := now - a.tv; wire < 80 {
			a.playing = 80 - wire
			return
		}
		a.tv = now
	}
}
