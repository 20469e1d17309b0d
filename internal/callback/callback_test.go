package callback

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

var t0 = time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC)

func TestCallable(t *testing.T) {
	for number, want := range map[string]bool{
		"0912345678": true, "02253847123": true, "": false, "113": false, "1022": false, "+12025550123": false, "+88213123456": false, "1900123456": false, "091234567a": false,
	} {
		if got := Callable(number); got != want {
			t.Errorf("%q: %v", number, got)
		}
	}
}

// Every state × how a try ends.
func TestAfter(t *testing.T) {
	for _, c := range []struct {
		name   string
		from   Claim
		try    Result
		state  State
		tries  int
		next   time.Duration
		result Result
	}{
		{"dialling→reached→done", Claim{State: Dialling, Tries: 1}, Reached, Done, 1, 0, Reached},
		{"first→busy→waiting", Claim{State: Dialling, Tries: 1}, Busy, Waiting, 1, 5 * time.Minute, Busy},
		{"second→no answer→waiting", Claim{State: Dialling, Tries: 2}, NoAnswer, Waiting, 2, 30 * time.Minute, NoAnswer},
		{"third→voicemail→given up", Claim{State: Dialling, Tries: 3}, Voicemail, GivenUp, 3, 0, Voicemail},
		{"first→reached→it was a voicemail→waiting", Claim{State: Done, Tries: 1, Result: Reached}, Voicemail, Waiting, 1, 5 * time.Minute, Voicemail},
		{"third→reached→it was a voicemail→given up", Claim{State: Done, Tries: 3, Result: Reached}, Voicemail, GivenUp, 3, 0, Voicemail},
		{"first→fax→another number", Claim{State: Dialling, Tries: 1}, Fax, NeedsNumber, 1, 0, Fax},
		{"third→reached→it was a fax→another number", Claim{State: Done, Tries: 3, Result: Reached}, Fax, NeedsNumber, 3, 0, Fax},
		{"a voicemail, and the citizen has got through", Claim{State: Done, Tries: 1, Result: Reached, Reached: true}, Voicemail, Cancelled, 1, 0, GotThrough},
		{"done by hand: no machine changes that", Claim{State: Done, Tries: 1, Result: ByHand}, Voicemail, Done, 1, 0, ByHand},
		{"no carrier: no try is lost", Claim{State: Dialling, Tries: 3}, NoTrunk, Waiting, 2, OutagePause, NoTrunk},
		{"operator gone: no try is lost", Claim{State: Dialling, Tries: 3}, OperatorGone, Waiting, 2, 0, OperatorGone},
		{"yielded to a caller: no try is lost", Claim{State: Dialling, Tries: 1}, Yielded, Waiting, 0, 0, Yielded},
		{"yielded, and had got through", Claim{State: Dialling, Tries: 1, Reached: true}, Yielded, Cancelled, 1, 0, GotThrough},
		{"first→no such number→given up", Claim{State: Dialling, Tries: 1}, NoNumber, GivenUp, 1, 0, NoNumber},
		{"engaged because the citizen is calling us", Claim{State: Dialling, Tries: 1, Reached: true}, Busy, Cancelled, 1, 0, GotThrough},
		{"reached, and had got through", Claim{State: Dialling, Tries: 1, Reached: true}, Reached, Done, 1, 0, Reached},
		{"waiting: nothing was tried", Claim{State: Waiting, Tries: 1}, Busy, Waiting, 1, 0, ""},
		{"needs a number: nothing was tried", Claim{State: NeedsNumber, Tries: 1}, Reached, NeedsNumber, 1, 0, ""},
		{"done: nothing follows", Claim{State: Done, Tries: 1}, Busy, Done, 1, 0, ""},
		{"given up: nothing follows", Claim{State: GivenUp, Tries: 3}, Reached, GivenUp, 3, 0, ""},
		{"cancelled: nothing follows", Claim{State: Cancelled}, Reached, Cancelled, 0, 0, ""},
	} {
		got := c.from.After(c.try, t0)
		var next time.Duration
		if !got.NextTry.IsZero() {
			next = got.NextTry.Sub(t0)
		}
		if got.State != c.state || got.Tries != c.tries || next != c.next || got.Result != c.result {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestJoinKeepsTheEarliestPlace(t *testing.T) {
	abandoned := New("0912345678", "q", Abandoned, t0, t0.Add(time.Minute))
	if want := t0.Add(time.Minute + Patience); !abandoned.NextTry.Equal(want) {
		t.Errorf("due %s", abandoned.NextTry)
	}
	asked := New("0912345678", "q", Asked, t0.Add(90*time.Second), t0.Add(100*time.Second))
	both := abandoned.Join(asked)
	if !both.QueuedAt.Equal(t0) || both.Source != Asked || !both.NextTry.Equal(asked.NextTry) {
		t.Errorf("%+v", both)
	}
	if again := asked.Join(abandoned); !again.QueuedAt.Equal(t0) || again.Source != Asked || !again.NextTry.Equal(asked.NextTry) {
		t.Errorf("%+v", again)
	}
	dialling, _ := abandoned.Begin(t0.Add(time.Hour))
	if joined := dialling.Join(asked); joined.State != Dialling || !joined.NextTry.IsZero() {
		t.Errorf("%+v", joined)
	}
}

// The citizen calls from the number at which a fax answered: it is dialled again, as
// long as there are tries.
func TestJoinOfAFaxNumber(t *testing.T) {
	wish := New("02253847123", "q", Abandoned, t0, t0)
	for tries, want := range map[int]State{1: Waiting, 2: Waiting, MaxTries: NeedsNumber} {
		joined := Claim{State: NeedsNumber, Tries: tries, QueuedAt: t0}.Join(wish)
		if joined.State != want || joined.Tries != tries || joined.NextTry.IsZero() != (want == NeedsNumber) {
			t.Errorf("after %d tries: %+v", tries, joined)
		}
	}
	if through := (Claim{State: NeedsNumber, Tries: 1}).Through(); through.State != Cancelled || through.Result != GotThrough {
		t.Errorf("%+v", through)
	}
}

// Whatever happens in whatever order: never more than three tries, never a try
// after the citizen was spoken to, never before its time, a place never lost.
func TestClaimOfAnyHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := t0
		c := New("0912345678", "q", rapid.SampledFrom([]Source{Asked, Abandoned}).Draw(t, "source"), t0, t0)
		dialled, answered, through := 0, false, false
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 3600).Draw(t, "s")) * time.Second)
			before := c
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				next, ok := c.Begin(now)
				if ok && (answered || through || now.Before(c.NextTry) || c.State != Waiting) {
					t.Fatalf("dialled although %+v at %s, answered %v, through %v", c, now, answered, through)
				}
				if ok {
					dialled++
				}
				c = next
			case 1:
				try := rapid.SampledFrom(Tries).Draw(t, "try")
				next := c.After(try, now)
				if c.State == Dialling && (try == OperatorGone || try == NoTrunk || try == Yielded) && !c.Reached {
					dialled--
				}
				if c.State == Dialling && try == Reached {
					answered = true
				} else if c.State != next.State {
					answered = false // by a machine, as it turned out
				}
				if next.State == Waiting && c.State != Waiting && through {
					t.Fatal("to be dialled again after being spoken to")
				}
				c = next
			case 2:
				if c.State.Open() {
					c = c.Through()
					through = true
				}
			case 3:
				if c.State.Open() {
					c = c.Join(New(c.Number, "q", rapid.SampledFrom([]Source{Asked, Abandoned}).Draw(t, "again"), now, now))
				}
			}
			if dialled > MaxTries || c.Tries > MaxTries || c.Tries != dialled {
				t.Fatalf("%d tries counted, %d made", c.Tries, dialled)
			}
			if mistaken := before.State == Done && before.Result == Reached && c.Result != Reached; !before.State.Open() && before != c && !mistaken {
				t.Fatalf("changed after its end: %+v, %+v", before, c)
			}
			if (c.State == Waiting) == c.NextTry.IsZero() || !c.QueuedAt.Equal(t0) {
				t.Fatalf("%+v", c)
			}
		}
	})
}
