package ari

import (
	"testing"
	"time"
)

func TestOnePressIsOneKey(t *testing.T) {
	key := func(channel, digit string, endMs, lengthMs int) Event {
		return ChannelDtmfReceived{At: stampTime.Add(time.Duration(endMs) * time.Millisecond), Channel: Channel{ID: channel}, Digit: digit, DurationMs: lengthMs}
	}
	for name, c := range map[string]struct {
		events []Event
		again  bool // the last one
	}{
		"the first":             {[]Event{key("a", "5", 100, 100)}, false},
		"RFC 4733, then INFO":   {[]Event{key("a", "5", 100, 100), key("a", "5", 225, 160)}, true},
		"pressed twice, fast":   {[]Event{key("a", "5", 100, 100), key("a", "5", 220, 80)}, false},
		"another key":           {[]Event{key("a", "5", 100, 100), key("a", "6", 225, 160)}, false},
		"another caller":        {[]Event{key("a", "5", 100, 100), key("b", "5", 225, 160)}, false},
		"a third report":        {[]Event{key("a", "5", 100, 100), key("a", "5", 225, 160), key("a", "5", 300, 100)}, true},
		"the caller is another": {[]Event{key("a", "5", 100, 100), ChannelDestroyed{Channel: Channel{ID: "a"}}, key("a", "5", 110, 100)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			p, again := presses{}, false
			for _, e := range c.events {
				again = p.again(e)
			}
			if again != c.again {
				t.Errorf("again: %v, want %v", again, c.again)
			}
		})
	}
}
