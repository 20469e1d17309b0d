package telephony

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline1022/dialplan"
	"hotline1022/telephony/call"
	"hotline1022/telephony/queue"
)

// onFloor runs something on the floor's goroutine, and lets it settle.
func (h *house) onFloor(do func(f *floor)) {
	done := make(chan struct{})
	h.engine.floor.post(func() {
		do(h.engine.floor)
		close(done)
	})
	<-done
	h.settle()
}

// waits changes how a call waits: in which queue, with which wishes.
func (h *house) waits(id call.ID, change func(w *queue.Waiting)) {
	h.onFloor(func(f *floor) {
		for _, w := range f.line {
			if w.Call == id {
				change(&w)
				f.line = f.line.Join(w)
				return
			}
		}
		h.t.Errorf("%s does not wait", id)
	})
}

func (h *house) sign(operator string, p Profile) {
	h.mediaUp(operator)
	h.engine.DeskUp(operator, Want{Ready: true, Profile: p})
	h.settle()
}

// has is the call that an operator is offered or has.
func (h *house) has(operator string) call.ID {
	v, _ := h.engine.CallOf(operator)
	return v.ID
}

func (h *house) arrive(ids ...string) {
	for _, id := range ids {
		h.pbx.citizen(id, "09")
		h.pass(time.Second)
	}
}

// done lets an operator take the call that they are offered, and end it.
func (h *house) done(operator string, after time.Duration) {
	h.t.Helper()
	id := h.has(operator)
	h.must(operator, CmdAccept, id)
	h.pass(after)
	h.must(operator, CmdHangup, id)
}

// entries are the data of the journal's entries of one kind.
func entries[T any](h *house, kind call.Kind) (all []T) {
	h.journal.mu.Lock()
	defer h.journal.mu.Unlock()
	for _, e := range h.journal.entries {
		if e.Kind == kind {
			all = append(all, e.Data.(T))
		}
	}
	return all
}

func TestAnOperatorServesTheQueuesOfTheirProfile(t *testing.T) {
	cfg := Config{Queues: map[string]dialplan.Queue{"tong-dai": {WrapUp: time.Minute}, "khan": {}}}
	inHouse(t, cfg, func(h *house) {
		h.arrive("c1", "c2")
		h.waits("c2", func(w *queue.Waiting) { w.Queue = "khan" })
		h.sign("op01", Profile{Queues: []string{"khan"}})
		h.want("op01's call", h.has("op01"), call.ID("c2"))
		h.want("overtaken", len(entries[call.Overtook](h, call.KindOvertook)), 0) // c1 was nothing to op01
		h.arrive("c3")
		h.want("still c2's", h.has("op01"), call.ID("c2"))

		want := []QueueView{
			{Queue: "khan", SignedIn: 1},
			{Queue: "tong-dai", Waiting: 2, LongestSince: h.engine.Queue().LongestSince},
		}
		if diff := cmp.Diff(want, h.engine.Queues()); diff != "" {
			t.Error(diff)
		}
		h.must("op01", CmdAccept, "c2")
		h.want("busy in khan", h.engine.Queues()[0].Busy, 1)
		h.want("busy in all", h.engine.Queue().Busy, 1)

		// No after-call work in khan; another profile counts from the next call on.
		h.must("op01", CmdHangup, "c2")
		h.want("status", h.status("op01"), StatusReady)
		h.engine.SetProfile("op01", Profile{})
		h.settle()
		h.want("op01's call", h.has("op01"), call.ID("c1"))
		h.done("op01", time.Second)
		h.want("status", h.status("op01"), StatusWrapUp)

		// A queue that no rule names any more is still served.
		h.engine.SetQueues(map[string]dialplan.Queue{"moi": {}})
		h.pass(time.Minute)
		h.want("op01's call", h.has("op01"), call.ID("c3"))
		h.done("op01", time.Second)
		h.want("status", h.status("op01"), StatusReady)
	})
}

func TestAWishIsWaitedForAndDropped(t *testing.T) {
	cfg := Config{Queues: map[string]dialplan.Queue{"tong-dai": {Strategy: dialplan.BySkill}}}
	inHouse(t, cfg, func(h *house) {
		h.sign("op02", Profile{Skills: []string{"lang:en"}})
		h.arrive("c0")
		h.must("op02", CmdAccept, "c0")
		h.arrive("c1")
		h.waits("c1", func(w *queue.Waiting) { w.Wishes = []string{"lang:en"} })
		h.sign("op01", Profile{})
		h.want("op01 has", h.has("op01"), call.ID(""))
		h.arrive("c2")
		h.want("op01 has", h.has("op01"), call.ID("c2"))
		want := []call.Overtook{{Operator: "op01", Passed: []call.Passed{{Reason: "wish", Count: 1, Calls: []call.ID{"c1"}}}}}
		if diff := cmp.Diff(want, entries[call.Overtook](h, call.KindOvertook)); diff != "" {
			t.Error(diff)
		}
		h.done("op01", 5*time.Second)
		h.want("op01 has", h.has("op01"), call.ID(""))
		h.pass(queue.Patience) // nothing happens but time
		h.want("op01 has", h.has("op01"), call.ID("c1"))
	})
}

func TestAShareOfTheHour(t *testing.T) {
	cfg := Config{Queues: map[string]dialplan.Queue{"tong-dai": {MaxShare: 1}}}
	inHouse(t, cfg, func(h *house) {
		h.sign("op01", Profile{})
		h.arrive("c1")
		h.done("op01", time.Minute)
		h.arrive("c2")
		h.pass(58*time.Minute + 50*time.Second)
		h.want("op01 has", h.has("op01"), call.ID(""))
		h.pass(10 * time.Second)
		h.want("op01 has", h.has("op01"), call.ID("c2"))
	})
}

// What the journal tells of before a restart counts on.
func TestFiguresGoOnFromTheJournal(t *testing.T) {
	cfg := Config{
		Queues: map[string]dialplan.Queue{"tong-dai": {Strategy: dialplan.FewestCalls}}, Location: time.UTC,
	}
	start := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // when synctest's clocks begin
	for i := range 10 {
		from := start.Add(time.Duration(i-10) * 4 * time.Minute)
		cfg.Handled = append(cfg.Handled, queue.Handled{Operator: "op02", Queue: "tong-dai", From: from, Until: from.Add(3 * time.Minute)})
	}
	cfg.Handled = append(cfg.Handled, queue.Handled{Operator: "op01", Queue: "tong-dai", From: start})
	inHouse(t, cfg, func(h *house) {
		h.sign("op01", Profile{})
		h.pass(time.Minute)
		h.sign("op02", Profile{})
		h.arrive("c1") // op01 is idle for longer, and had a call today
		h.want("op02 has", h.has("op02"), call.ID("c1"))
		h.arrive("c2", "c3", "c4")
		h.onFloor(func(f *floor) {
			got := f.stand("tong-dai", "c4")
			want := Standing{
				QueueView: QueueView{Queue: "tong-dai", Waiting: 2, LongestSince: f.line.Longest(), SignedIn: 2},
				Standing:  queue.Standing{Position: 2, Wait: queue.Range{From: 3 * time.Minute, To: 3 * time.Minute}},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	})
}

// An operator who is given a call that has left the queue at that very moment is
// free for the next.
func TestAnAssignmentThatComesTooLate(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.talking()
		a := h.engine.actor("c1")
		h.onFloor(func(f *floor) {
			f.line = f.line.Join(queue.Waiting{Call: "c1", Queue: "tong-dai", Since: h.engine.cfg.Now()})
			f.waiting["c1"] = &place{actor: a}
		})
		h.ready("op02")
		h.want("op02", h.status("op02"), StatusReady)
		h.want("c1", h.state("c1"), call.StateTalking)
		h.arrive("c2")
		h.want("op02 has", h.has("op02"), call.ID("c2"))
	})
}

func TestSigningAnOperatorOut(t *testing.T) {
	out := func(h *house, operator string) error {
		err := h.engine.SignOut(h.t.Context(), operator, "truongca", "Hết ca")
		h.settle()
		return err
	}
	inHouse(t, Config{}, func(h *house) {
		h.want("nobody", out(h, "op09"), error(nil))
		h.talking()
		h.want("in a conversation", errors.Is(out(h, "op01"), ErrNotNow), true)
		h.want("heard", h.hears("c1"), "voice")
		h.must("op01", CmdHangup, "c1")

		h.arrive("c2")
		h.want("op01 has", h.has("op01"), call.ID("c2"))
		h.want("while it rings", out(h, "op01"), error(nil))
		h.want("c2", h.state("c2"), call.StateQueued)
		h.want("op01", h.status("op01"), StatusOffline)
		h.want("why", h.engine.Operators()[0].Reason, ReasonSignedOut)
		h.want("twice", out(h, "op01"), error(nil))
		h.ready("op02")
		h.want("op02 has", h.has("op02"), call.ID("c2"))

		statuses := entries[call.OperatorStatus](h, call.KindOperator)
		last := call.OperatorStatus{}
		for _, s := range statuses {
			if s.Operator == "op01" {
				last = s
			}
		}
		h.want("journal", last, call.OperatorStatus{Operator: "op01", Status: "offline", Reason: "signed_out", By: "truongca"})

		h.ready("op01")
		h.want("back", fmt.Sprint(h.status("op01"), h.engine.Operators()[0].Reason), "ready")
	})
}

// A version of the plan that adds a queue, and changes the rules of another, holds for
// the floor at once; a call that has begun goes its old way, through queues of new rules.
func TestAnActivatedPlanReachesTheFloor(t *testing.T) {
	old := wholeCity()
	onPlan(t, old, Config{}, func(h *house) {
		h.pbx.citizen("c1", "0912345678")
		h.settle()
		activated := dialplan.Straight("moi", "")
		activated.Version = "activated"
		activated.Queues = map[string]dialplan.Queue{"moi": {WrapUp: time.Minute}, "tong-dai": {WrapUp: 2 * time.Minute}}
		h.city.activate(activated)
		h.engine.SetQueues(activated.Queues)
		h.pbx.citizen("c2", "0987654321")
		h.settle()
		h.press("1")
		h.pass(4 * time.Second)
		want := []QueueView{
			{Queue: "moi", Waiting: 1, LongestSince: h.since("c2")},
			{Queue: "tong-dai", Waiting: 1, LongestSince: h.since("c1")},
		}
		if diff := cmp.Diff(want, h.engine.Queues()); diff != "" {
			t.Error(diff)
		}
		for _, of := range []struct {
			call   call.ID
			queue  string
			wrapUp time.Duration
		}{{"c2", "moi", time.Minute}, {"c1", "tong-dai", 2 * time.Minute}} {
			h.sign("op01", Profile{Queues: []string{of.queue}})
			h.settle()
			h.must("op01", CmdAccept, of.call)
			h.pbx.gone(string(of.call), 16)
			h.settle()
			v := h.engine.Operators()[0]
			h.want("after-call work", v.Until.Sub(v.Since).Round(time.Second), of.wrapUp)
			h.must("op01", CmdReady, "")
		}
	})
}

// since is when a call's place in the line begins.
func (h *house) since(id call.ID) time.Time {
	for _, v := range h.engine.Calls() {
		if v.ID == id {
			return v.QueuedAt
		}
	}
	return time.Time{}
}
