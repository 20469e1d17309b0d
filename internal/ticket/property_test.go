package ticket

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline1022/internal/notify"
	"hotline1022/internal/sla"
	"hotline1022/internal/worktime"
)

func lawOf(t testing.TB) sla.Law {
	t.Helper()
	days, err := worktime.KnownDays()
	if err != nil {
		t.Fatal(err)
	}
	cal, err := worktime.New(worktime.Spec{Zone: Zone, Hours: worktime.OfficeHours(), Days: days, Until: worktime.NewDate(2031, time.January, 1)})
	if err != nil {
		t.Fatal(err)
	}
	return sla.Law{Policy: sla.Decision587(), Calendar: cal}
}

// world is a ticket with its clocks, as casework keeps them.
type world struct {
	law   sla.Law
	c     Case
	sheet sla.Sheet
	past  []Change
	out   []Result
	now   time.Time
}

func begin(t testing.TB) *world {
	w := &world{law: lawOf(t), c: in(StateReceived), now: day}
	w.c.Urgent = false
	var err error
	if w.sheet, _, err = w.law.Apply(sla.Sheet{}, sla.Event{What: sla.Received, At: day}); err != nil {
		t.Fatal(err)
	}
	return w
}

// until lets time pass: what is due fires.
func (w *world) until(t require, at time.Time) {
	t.Helper()
	sheet, fired, err := w.law.Advance(w.sheet, at)
	if err != nil {
		t.Fatalf("%v", err)
	}
	w.sheet, w.now = sheet, at
	for _, f := range fired {
		r, err := Fired(w.c, f)
		if err != nil {
			t.Fatalf("%v", err)
		}
		w.take(t, r)
	}
}

// does has somebody do something now.
func (w *world) does(t require, who By, a Act) error {
	t.Helper()
	w.until(t, w.now)
	here := around
	here.Now = w.now
	r, err := Do(w.c, a, who, here)
	if err != nil {
		return err
	}
	w.take(t, r)
	for _, e := range r.Events {
		if w.sheet, _, err = w.law.Apply(w.sheet, e); err != nil {
			t.Fatalf("%v", err)
		}
	}
	return nil
}

func (w *world) take(t require, r Result) {
	t.Helper()
	w.check(t, r)
	w.c, w.past, w.out = r.Case, append(w.past, r.Changes...), append(w.out, r)
}

// closes has a unit be no more, of which somebody or nobody is the heir.
func (w *world) closes(t require, unit, heir string) {
	t.Helper()
	r, err := Inherited(w.c, Gone{Unit: unit, Heir: heir, Since: "2026-12-01", Decision: "NQ 1"}, w.now)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if r.Case.Holds(unit) {
		t.Fatalf("%s is no more and has something still (Điều 17.5): %+v", unit, r.Case.Assignments)
	}
	w.take(t, r)
	for _, e := range r.Events {
		if w.sheet, _, err = w.law.Apply(w.sheet, e); err != nil {
			t.Fatalf("%v", err)
		}
	}
}

type require interface {
	Helper()
	Fatalf(format string, args ...any)
}

// check holds every step to what the regulation never lets go.
func (w *world) check(t require, r Result) {
	t.Helper()
	was, is := w.c, r.Case
	if !is.State.Valid() {
		t.Fatalf("lost: %q (Điều 17.5)", is.State)
	}
	if was.EverOverdue && !is.EverOverdue {
		t.Fatalf("an overdue ticket forgets it")
	}
	if was.UnitAsked != nil && (is.UnitAsked == nil || is.UnitAsked.Text != was.UnitAsked.Text) {
		t.Fatalf("a second question (Điều 18.1)")
	}
	leads := 0
	for _, a := range is.Assignments {
		if a.State.Active() && a.Lead {
			leads++
		}
		if a.State.Active() && !is.State.Held() {
			t.Fatalf("%s has a part of what is %s", a.Unit, is.State)
		}
	}
	if is.State.Held() != (leads == 1) || leads > 1 {
		t.Fatalf("%d lead while it is %s", leads, is.State)
	}
	for i, a := range was.Assignments {
		if is.Assignments[i].Unit != a.Unit || (!a.State.Active() && is.Assignments[i].State != a.State) {
			t.Fatalf("the past of %s is changed", a.Unit)
		}
	}
	if len(r.Changes) > 1 || (len(r.Changes) == 0 && was.Version != is.Version) {
		t.Fatalf("%d entries in the history", len(r.Changes))
	}
	for _, ch := range r.Changes {
		w.entry(t, was, is, ch)
	}
	for _, n := range r.Notices {
		if kind, _ := notify.KindOf(n.Key); (n.To == ToSender || n.To == ToItsSender) != kind.Keyed {
			t.Fatalf("%s to the %s: a number that is corrected gets it still", n.Key, n.To)
		}
	}
}

// entry: before and after tell exactly what is different.
func (w *world) entry(t require, was, is Case, ch Change) {
	t.Helper()
	a, err := fields(was)
	if err != nil {
		t.Fatalf("%v", err)
	}
	b, err := fields(is)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if ch.Kind == "" || ch.Actor == "" || ch.At.IsZero() || ch.Clause == "" || is.Version != was.Version+1 {
		t.Fatalf("%+v", ch)
	}
	for name, value := range ch.Before {
		if items(a[name]) == nil && a[name] != nil && string(a[name]) != string(value) {
			t.Fatalf("%s: %s before, not %s", name, value, a[name])
		}
	}
	for name, value := range ch.After {
		had, old, now := items(a[name]), items(ch.Before[name]), items(value)
		if now == nil {
			a[name] = value
			continue
		}
		// Those that changed stand where they stood; others are new, at the end.
		for i, was := range old {
			at := slices.IndexFunc(had, func(v json.RawMessage) bool { return string(v) == string(was) })
			if at < 0 {
				t.Fatalf("%s: %s was not there", name, was)
			}
			had[at] = now[i]
		}
		raw, err := json.Marshal(append(had, now[len(old):]...))
		if err != nil {
			t.Fatalf("%v", err)
		}
		a[name] = raw
	}
	maps.DeleteFunc(a, func(_ string, v json.RawMessage) bool { return string(v) == "null" })
	maps.DeleteFunc(b, func(_ string, v json.RawMessage) bool { return string(v) == "null" })
	if !maps.EqualFunc(a, b, func(x, y json.RawMessage) bool { return string(x) == string(y) }) {
		t.Fatalf("the history does not tell what %s changed", ch.Kind)
	}
}

// items of a list of things; nil: it is something else.
func items(raw json.RawMessage) (all []json.RawMessage) {
	if json.Unmarshal(raw, &all) != nil || len(all) > 0 && all[0][0] != '{' {
		return nil
	}
	return all
}

func anyAct(t *rapid.T) Act {
	kind := rapid.SampledFrom(slices.Sorted(maps.Keys(acts))).Draw(t, "act")
	unit := func(name string) string { return rapid.SampledFrom([]string{"A", "B", "C", "A1"}).Draw(t, name) }
	switch kind {
	case "assign":
		return Assign{Lead: unit("lead"), Cooperating: []string{unit("other")}}
	case "direct":
		return Direct{Number: "1", Date: "2026-11-26", Lead: unit("lead"), Cooperating: []string{unit("other")}}
	case "reroute":
		return Reroute{Lead: unit("lead"), Reason: "vì r thế"}
	case "take_by_office":
		return TakeByOffice{rapid.SampledFrom([]OfficeCause{UnitsDisagree, SenderContests, CityCompetence}).Draw(t, "cause"), "r"}
	case "mark_confidential":
		return MarkConfidential{rapid.Bool().Draw(t, "confidential"), "r"}
	}
	return acts[kind].act
}

func TestWhateverHappens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := begin(&testing.T{})
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			pass := time.Duration(rapid.IntRange(0, 20).Draw(t, "hours")) * time.Hour
			w.until(t, w.now.Add(pass))
			who := By{Name: "ai", Party: rapid.SampledFrom(Parties).Draw(t, "party")}
			if who.Party.ofUnit() {
				who.Unit, who.Below = rapid.SampledFrom([]string{"A", "B", "C", "A1"}).Draw(t, "unit"), []string{"A1"}
			}
			if rapid.IntRange(0, 7).Draw(t, "closes") == 0 {
				w.closes(t, "C", rapid.SampledFrom([]string{"A", "B", "A1", ""}).Draw(t, "heir"))
			}
			was := w.c.Version
			if err := w.does(t, who, anyAct(t)); err != nil {
				var faults Faults
				if !errors.Is(err, ErrNotNow) && !errors.Is(err, ErrNotYours) && !errors.As(err, &faults) {
					t.Fatalf("%v", err)
				}
				if w.c.Version != was {
					t.Fatalf("a refused act changed it")
				}
			}
		}
		w.waited(t)
		// A unit that has it has hours that run, or has had them: nothing waits for nobody.
		for _, a := range w.c.Assignments {
			if a.State.Active() && !slices.ContainsFunc(w.sheet.Clocks, func(c sla.Clock) bool {
				return c.Unit == a.Unit && (c.State.Open() || (c.Kind == sla.Head && c.State == sla.Expired))
			}) {
				t.Fatalf("%s has it, and no clock runs: %s", a.Unit, w.c.State)
			}
		}
	})
}

// waited: somebody's time runs, or has run out, in every state but those in which the regulation gives
// nobody one; the list of what stands still has these.
func (w *world) waited(t require) {
	t.Helper()
	kinds, ok := map[State][]sla.Kind{
		StateReceived: {sla.AskBack}, StateLiveTransfer: {sla.Live}, StateResolved: {sla.Tell}, StatePublished: {sla.Quiet}, StateAnswered: {sla.Quiet},
	}[w.c.State]
	if w.c.State.Held() {
		kinds, ok = []sla.Kind{sla.Officer, sla.Head}, true
	}
	if !ok { // the sender's, the Office's, the city's; or over
		if w.c.State.Open() && !slices.Contains([]State{StateAwaitingSender, StateOfficeLed, StateAwaitingDirective, StateContested}, w.c.State) {
			t.Fatalf("nobody's time runs while it is %s", w.c.State)
		}
		return
	}
	var last *sla.Clock
	for i, c := range w.sheet.Clocks {
		if slices.Contains(kinds, c.Kind) && (!w.c.State.Held() || c.Unit == w.c.Leader().Unit) {
			last = &w.sheet.Clocks[i]
		}
	}
	if last == nil || (!last.State.Open() && last.State != sla.Expired) {
		t.Fatalf("no time runs, nor has run out, while it is %s: %+v", w.c.State, w.sheet.Clocks)
	}
}

// fields are a case's, as JSON has them.
func fields(c Case) (all map[string]json.RawMessage, err error) {
	raw, err := json.Marshal(c)
	if err == nil {
		err = json.Unmarshal(raw, &all)
	}
	return all, err
}
