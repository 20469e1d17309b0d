package trunk

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func at(seconds int) time.Time {
	return time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC).Add(time.Duration(seconds) * time.Second)
}

func TestWhatSupervisionMakesOfATrunk(t *testing.T) {
	watched, registers, both := Line{Watched: time.Second}, Line{Registers: true}, Line{Watched: time.Second, Registers: true}
	type step func(*Board)
	contact := func(ok bool) step { return func(b *Board) { b.Contact("a", ok, at(5)) } }
	register := func(ok bool) step { return func(b *Board) { b.Registration("a", ok, Refused, at(6)) } }
	forget := func(b *Board) { b.Forget(at(7)) }
	for name, c := range map[string]struct {
		line  Line
		steps []step
		want  Trunk
	}{
		"nobody watches":                {Line{}, nil, Trunk{State: Unknown, Since: at(0), Reason: NotSupervised}},
		"nothing heard yet":             {watched, nil, Trunk{State: Unknown, Since: at(0), Reason: NotHeard}},
		"answers":                       {watched, []step{contact(true)}, Trunk{State: Up, Since: at(5)}},
		"does not answer":               {watched, []step{contact(false)}, Trunk{State: Down, Since: at(5), Reason: Silent}},
		"does not answer, nobody minds": {Line{}, []step{contact(false)}, Trunk{State: Unknown, Since: at(0), Reason: NotSupervised}},
		"registered":                    {registers, []step{register(true)}, Trunk{State: Up, Since: at(6)}},
		"answers, not registered":       {both, []step{contact(true), register(false)}, Trunk{State: Down, Since: at(6), Reason: Refused}},
		"answers, not heard of":         {both, []step{contact(true)}, Trunk{State: Unknown, Since: at(0), Reason: NotHeard}},
		"registered, is silent":         {both, []step{register(true), contact(false)}, Trunk{State: Down, Since: at(5), Reason: Silent}},
		"both":                          {both, []step{contact(true), register(true)}, Trunk{State: Up, Since: at(6)}},
		"the same again":                {watched, []step{contact(true), func(b *Board) { b.Contact("a", true, at(9)) }}, Trunk{State: Up, Since: at(5)}},
		"Asterisk is out of sight":      {both, []step{contact(true), register(true), forget}, Trunk{State: Unknown, Since: at(7), Reason: NotHeard}},
	} {
		t.Run(name, func(t *testing.T) {
			c.line.Name, c.want.Name = "a", "a"
			b := NewBoard([]Line{c.line}, at(0))
			for _, s := range c.steps {
				s(b)
			}
			if d := cmp.Diff([]Trunk{c.want}, b.Trunks()); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestAChangeIsToldOnce(t *testing.T) {
	b := NewBoard([]Line{{Name: "a", Watched: time.Second}}, at(0))
	var told []Change
	for i, ok := range []bool{true, true, false, false, true} { // it flaps
		if c, changed := b.Contact("a", ok, at(i)); changed {
			told = append(told, c)
		}
	}
	b.Contact("stranger", false, at(9)) // a trunk that is not configured
	want := []Change{{"a", Unknown, Up, ""}, {"a", Up, Down, Silent}, {"a", Down, Up, ""}}
	if d := cmp.Diff(want, told); d != "" {
		t.Error(d)
	}
}

func TestListedForgetsWhatIsGoneAndKeepsYoungClaims(t *testing.T) {
	b := NewBoard([]Line{{Name: "a"}}, at(0))
	b.Claim("old claim", nil, false, at(1))
	b.Opened(Channel{"gone", "a"})
	b.Claim("young claim", nil, false, at(3))
	b.Listed([]Channel{{"there", "a"}, {"not over a trunk", "x"}}, at(2))
	if n := b.Trunks()[0].Calls; n != 2 { // there, young claim
		t.Errorf("%d calls, want 2", n)
	}
}

// Whatever happens in whatever order: a claim is never above a limit and never on
// a trunk that is down or was tried, unless the call is urgent; the first fit is
// taken; and the count of calls is that of the channels that live.
func TestAnyBoard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var lines []Line
		for i := range rapid.IntRange(1, 4).Draw(t, "trunks") {
			lines = append(lines, Line{
				Name: fmt.Sprintf("t%d", i), Watched: time.Duration(rapid.IntRange(0, 1).Draw(t, "watched")) * time.Second, Registers: rapid.Bool().Draw(t, "registers"),
				Limit: rapid.IntRange(0, 3).Draw(t, "limit"),
			})
		}
		b := NewBoard(lines, at(0))
		live := map[string]string{} // channel → trunk
		for i := range rapid.IntRange(1, 80).Draw(t, "steps") {
			name := rapid.SampledFrom(lines).Draw(t, "trunk").Name
			switch rapid.SampledFrom([]string{"claim", "claim", "arrive", "end", "contact", "register", "forget", "list"}).Draw(t, "what") {
			case "claim":
				if c := fmt.Sprint(i); claimed(t, b, c, live) != "" {
					continue
				}
			case "arrive": // a call in is not ours to refuse
				c := fmt.Sprint(i)
				b.Opened(Channel{c, name})
				live[c] = name
			case "end":
				for c := range live {
					b.Release(c)
					delete(live, c)
					break
				}
			case "contact":
				b.Contact(name, rapid.Bool().Draw(t, "ok"), at(i))
			case "register":
				b.Registration(name, rapid.Bool().Draw(t, "ok"), Refused, at(i))
			case "forget":
				b.Forget(at(i))
			case "list":
				var all []Channel
				for c, n := range live {
					all = append(all, Channel{c, n})
				}
				b.Listed(all, at(i))
			}
			calls := map[string]int{}
			for _, n := range live {
				calls[n]++
			}
			for _, tr := range b.Trunks() {
				if tr.Calls != calls[tr.Name] {
					t.Fatalf("%s counts %d calls, %d live", tr.Name, tr.Calls, calls[tr.Name])
				}
			}
		}
	})
}

// claimed makes one call out with all its tries, and says where it stayed.
func claimed(t *rapid.T, b *Board, channel string, live map[string]string) string {
	urgent := rapid.Bool().Draw(t, "urgent")
	var tries []Try
	for {
		before := b.Trunks()
		chosen, ok := b.Claim(channel, tries, urgent, at(0))
		name := chosen.Name
		if !ok {
			for _, tr := range before {
				if fit(tr, tries) || urgent && !wasTried(tr.Name, tries) {
					t.Fatalf("no trunk, and %+v would do after %v", tr, tries)
				}
			}
			return ""
		}
		first := ""
		for _, tr := range before {
			if first == "" && fit(tr, tries) {
				first = tr.Name
			}
		}
		if !urgent && name != first {
			t.Fatalf("%s is taken, %s is the first that fits", name, first)
		}
		if wasTried(name, tries) {
			t.Fatalf("%s is tried again", name)
		}
		if rapid.Bool().Draw(t, "stays") {
			live[channel] = name
			return name
		}
		b.Release(channel)
		tries = append(tries, Try{name, Failed})
	}
}

func fit(t Trunk, tries []Try) bool { return t.State != Down && !t.Full() && !wasTried(t.Name, tries) }

func wasTried(name string, tries []Try) bool {
	for _, t := range tries {
		if t.Trunk == name {
			return true
		}
	}
	return false
}

func TestManyClaimAtOnceAndTheLimitHolds(t *testing.T) {
	b := NewBoard([]Line{{Name: "a", Limit: 3}, {Name: "b", Limit: 4}}, at(0))
	var all sync.WaitGroup
	var mu sync.Mutex
	got := map[string]int{}
	for i := range 100 {
		all.Go(func() {
			if chosen, ok := b.Claim(fmt.Sprint(i), nil, false, at(1)); ok {
				mu.Lock()
				got[chosen.Name]++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if d := cmp.Diff(map[string]int{"a": 2, "b": 3}, got); d != "" {
		t.Error(d)
	}
}
