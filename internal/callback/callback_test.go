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
		{"first→busy→waiting", Claim{State: Dialling, Tries: 1}, Busy, Waiting, 1, 5 * time.Minute, ""},
		{"second→no answer→waiting", Claim{State: Dialling, Tries: 2}, NoAnswer, Waiting, 2, 30 * time.Minute, ""},
		{"third→voicemail→given up", Claim{State: Dialling, Tries: 3}, Machine, GivenUp, 3, 0, Machine},
		{"operator gone: no try is lost", Claim{State: Dialling, Tries: 3}, OperatorGone, Waiting, 2, 0, ""},
		{"engaged because the citizen is calling us", Claim{State: Dialling, Tries: 1, Reached: true}, Busy, Cancelled, 1, 0, GotThrough},
		{"reached, and had got through", Claim{State: Dialling, Tries: 1, Reached: true}, Reached, Done, 1, 0, Reached},
		{"waiting: nothing was tried", Claim{State: Waiting, Tries: 1}, Busy, Waiting, 1, 0, ""},
		{"done: nothing follows", Claim{State: Done, Tries: 1}, Busy, Done, 1, 0, ""},
		{"given up: nothing follows", Claim{State: GivenUp, Tries: 3}, Reached, GivenUp, 3, 0, ""},
		{"cancelled: nothing follows", Claim{State: Cancelled}, Reached, Cancelled, 0, 0, ""},
	} {
		got, result := c.from.After(c.try, t0)
		var next time.Duration
		if !got.NextTry.IsZero() {
			next = got.NextTry.Sub(t0)
		}
		if got.State != c.state || got.Tries != c.tries || next != c.next || result != c.result {
			t.Errorf("%s: %+v, %q", c.name, got, result)
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

// Whatever happens in whatever order: never more than three tries, never a try
// after the citizen was spoken to, never before its time, a place never lost.
func TestClaimOfAnyHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := t0
		c := New("0912345678", "q", rapid.SampledFrom([]Source{Asked, Abandoned}).Draw(t, "source"), t0, t0)
		dialled, spoken := 0, false
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 3600).Draw(t, "s")) * time.Second)
			before := c
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				next, ok := c.Begin(now)
				if ok && (spoken || now.Before(c.NextTry) || c.State != Waiting) {
					t.Fatalf("dialled although %+v at %s, spoken %v", c, now, spoken)
				}
				if ok {
					dialled++
				}
				c = next
			case 1:
				try := rapid.SampledFrom(Tries).Draw(t, "try")
				next, result := c.After(try, now)
				if c.State == Dialling && try == OperatorGone && !c.Reached {
					dialled--
				}
				if result == Reached {
					spoken = true
				}
				if next.State == Waiting && c.State == Dialling && spoken {
					t.Fatal("to be dialled again after being spoken to")
				}
				c = next
			case 2:
				if c.State.Open() {
					c, _ = c.Through()
					spoken = true
				}
			case 3:
				if c.State.Open() {
					c = c.Join(New(c.Number, "q", rapid.SampledFrom([]Source{Asked, Abandoned}).Draw(t, "again"), now, now))
				}
			}
			if dialled > MaxTries || c.Tries > MaxTries || c.Tries != dialled {
				t.Fatalf("%d tries counted, %d made", c.Tries, dialled)
			}
			if !before.State.Open() && before != c {
				t.Fatalf("changed after its end: %+v, %+v", before, c)
			}
			if (c.State == Waiting) == c.NextTry.IsZero() || !c.QueuedAt.Equal(t0) {
				t.Fatalf("%+v", c)
			}
		}
	})
}
