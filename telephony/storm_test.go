package telephony

import (
	"fmt"
	"log/slog"
	"runtime"
	"testing"
	"time"

	"hotline1022/dialplan"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
	"hotline1022/telephony/queue"
)

// A typhoon: five hundred wait. They are served in their order, and what each
// costs while waiting is stated.
func TestFiveHundredWait(t *testing.T) {
	const callers, operators = 500, 50
	inHouse(t, Config{}, func(h *house) {
		before := memory()
		for i := range callers {
			h.pbx.citizen(fmt.Sprintf("c%03d", i), "09")
			h.pass(10 * time.Millisecond)
		}
		h.pass(answered)
		h.want("waiting", h.engine.Queue().Waiting, callers)
		each := (memory() - before) / callers
		t.Logf("a waiting call takes %d bytes of heap and stacks, the simulated Asterisk's side included", each)
		if each > 100<<10 {
			t.Errorf("%d bytes", each)
		}
		for i := range operators {
			h.sign(fmt.Sprintf("op%02d", i), Profile{})
		}
		for i := range operators {
			h.want("in order", h.has(fmt.Sprintf("op%02d", i)), call.ID(fmt.Sprintf("c%03d", i)))
		}
		h.want("waiting", h.engine.Queue().Waiting, callers-operators)
		for i := range callers {
			h.pbx.gone(fmt.Sprintf("c%03d", i), 16)
		}
		h.pass(20 * time.Second)
		h.wantClear()
	})
}

func memory() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

// BenchmarkNextCaller is the floor's part of "operator free → next caller": one of
// fifty operators becomes ready beside five hundred who wait.
func BenchmarkNextCaller(b *testing.B) {
	const callers, operators = 500, 50
	for _, strategy := range []dialplan.Strategy{dialplan.LongestIdle, dialplan.BySkill} {
		b.Run(string(strategy), func(b *testing.B) {
			e := New(Config{Queues: map[string]dialplan.Queue{"khan": {Strategy: strategy}}}, &fakeJournal{}, slog.New(slog.DiscardHandler), nil)
			e.desk = &fakeDesk{calls: map[string][]CallView{}, status: map[string]OperatorView{}}
			f := e.floor
			f.linkUp = true
			begin := time.Now()
			join := func(i int) {
				id := call.ID(fmt.Sprintf("c%d", i))
				w := queue.Waiting{Call: id, Queue: "khan", Since: begin.Add(time.Duration(i) * time.Millisecond), Wishes: []string{"group:1"}}
				f.join(w, &actor{e: e, id: id, inbox: ari.NewMailbox[func()]()})
			}
			for i := range callers {
				join(i)
			}
			names := make([]string, operators)
			for i := range names {
				names[i] = fmt.Sprintf("op%02d", i)
				f.deskUp(names[i], Want{Ready: true})
				f.mediaUp(names[i])
			}
			f.settle()
			b.ReportAllocs()
			next := callers
			for b.Loop() {
				f.operators[names[next%operators]].let()
				join(next)
				next++
				f.settle()
				if o := f.operators[names[(next-1)%operators]]; o.call == "" {
					b.Fatal("nobody was given the operator who is free")
				}
			}
		})
	}
}
