package telephony

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"hotline1022/dialplan"
	"hotline1022/telephony/call"
)

// busyCity is a plan in which callers do a lot beside waiting.
func busyCity() *dialplan.Plan {
	p := dialplan.Straight("tong-dai", "")
	p.Version, p.Numbers["*"] = "busy", "menu"
	p.Queues["tong-dai"] = dialplan.Queue{
		MaxWait: 40 * time.Second, Comfort: dialplan.Comfort{Welcome: "welcome", Every: 7 * time.Second, Position: true},
	}
	p.Queues["second"] = dialplan.Queue{}
	p.OnCall = map[string][]string{"duty": {"0225300001", "0225300002", "0225300003"}}
	maps.Copy(p.Nodes, map[dialplan.NodeID]dialplan.Node{
		"menu": dialplan.Menu{
			Prompts: []string{"menu"}, Barge: true, Timeout: 3 * time.Second, Repeats: 1,
			Keys: map[string]dialplan.NodeID{"1": "queue", "2": "code", "#": "duty"}, Failed: "queue",
		},
		"queue":  dialplan.QueueNode{Queue: "tong-dai", Offers: map[string]dialplan.NodeID{"1": "again", "2": "second"}, Overflow: "second", After: "survey"},
		"again":  dialplan.Play{Prompts: []string{"again"}, Barge: true, Next: "queue"},
		"second": dialplan.QueueNode{Queue: "second"},
		"code":   dialplan.LookUp{Ask: "code", Timeout: time.Second, Next: "queue", Failed: "queue"},
		"duty":   dialplan.Dial{OnCall: "duty", Ring: 4 * time.Second, Failed: "queue"},
		"survey": dialplan.Survey{Ask: "mark", Keys: "12", Timeout: 3 * time.Second, Done: "thanks"},
	})
	return p
}

// step is one thing that the world does, at a random moment.
type step struct {
	what string
	call int // which citizen
	who  int // which operator
	wait time.Duration
}

func (s step) String() string { return fmt.Sprintf("%s c%d op%02d +%v", s.what, s.call, s.who, s.wait) }

var deeds = []string{
	"citizen", "citizen", "citizen", "citizen hangs up", "ready", "ready", "pause", "desk down", "media up", "media up",
	"all ready", "all ready", "all accept", "all accept", "all accept", "media down", "accept", "reject", "hangup", "hold", "resume", "link down", "link up",
	"controller dies", "leg dies", "bridge dies", "requests fail", "requests work", "Asterisk restarts",
	"press 1", "press 1", "press 2", "press #", "claim", "claim", "called back hangs up",
}

func schedules() *rapid.Generator[[]step] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) step {
		return step{
			what: rapid.SampledFrom(deeds).Draw(t, "what"),
			call: rapid.IntRange(1, 4).Draw(t, "call"),
			who:  rapid.IntRange(1, 3).Draw(t, "who"),
			wait: rapid.SampledFrom([]time.Duration{
				0, 500 * time.Microsecond, time.Millisecond, 3 * time.Millisecond, 50 * time.Millisecond,
				time.Second, 6 * time.Second, 25 * time.Second,
			}).Draw(t, "wait"),
		}
	}), 5, 60)
}

// fate carries a schedule out in a house and collects what must never be.
type fate struct {
	*house
	born   map[string]bool
	lost   map[string]bool // ended while no controller lived
	faults []string
	round  int
}

func (f *fate) fault(format string, args ...any) {
	f.faults = append(f.faults, fmt.Sprintf(format, args...))
}

func (f *fate) act(s step) {
	citizen := fmt.Sprintf("c%d", s.call)
	id, who := call.ID(citizen), fmt.Sprintf("op%02d", s.who)
	if v, ok := f.engine.CallOf(who); ok && s.wait != time.Second { // mostly the call that is theirs
		id = v.ID
	}
	switch s.what {
	case "citizen":
		if !f.born[citizen] {
			f.born[citizen] = true
			f.pbx.citizen(citizen, "09")
		}
	case "citizen hangs up":
		f.pbx.gone(citizen, 16)
	case "press 1", "press 2", "press #":
		f.pbx.press(citizen, strings.TrimPrefix(s.what, "press "))
	case "claim":
		f.claims.put(Claim{ID: int64(s.call), Number: fmt.Sprintf("091234567%d", s.call), Queue: "tong-dai", QueuedAt: time.Now()})
	case "called back hangs up":
		f.calledBackGo()
	case "ready":
		f.mediaUp(who)
		f.engine.DeskUp(who, Want{Ready: true})
	case "all ready":
		for _, o := range []string{"op01", "op02", "op03"} {
			f.mediaUp(o)
			f.engine.DeskUp(o, Want{Ready: true})
		}
		f.pass(answered)
	case "all accept":
		for _, o := range f.engine.Operators() {
			_ = f.do(o.Operator, CmdAccept, o.Call) // refused where nothing is offered
		}
	case "desk down":
		f.engine.DeskDown(who)
	case "media up":
		f.mediaUp(who)
	case "media down":
		f.mediaDown(who)
	case "link down":
		f.pbx.disconnect()
	case "link up":
		f.pbx.connect()
	case "controller dies":
		f.kill()
		f.unseen()
		f.start()
	case "leg dies":
		for _, name := range f.pbx.left() {
			if strings.HasPrefix(name, legPrefix+citizen) {
				f.pbx.gone(name, 16)
			}
		}
	case "bridge dies":
		_ = f.pbx.DestroyBridge(f.t.Context(), bridgeName(id))
	case "requests fail":
		f.pbx.setFail(func(op, object string) error {
			if f.round++; f.round%3 == 0 {
				return errBusy
			}
			return nil
		})
	case "requests work":
		f.pbx.setFail(nil)
	case "Asterisk restarts":
		f.pbx.restart()
	default:
		_ = f.do(who, CommandKind(s.what), id) // most are refused; none may harm
	}
	f.pass(s.wait)
	f.check()
}

// unseen notes the calls that were over before anybody could look again: their
// end is written by who reconciles the journal with a Synchronised engine's calls.
// And those that had ended when neither the mark nor the hang-up had reached
// Asterisk: they are adopted, and end a second time; the first end counts.
func (f *fate) unseen() {
	for c := range f.born {
		ended := strings.Contains(f.journal.of(call.ID(c)), " ended(")
		role := f.pbx.variable(c, varRole)
		if role == "" && !ended || role == roleCitizen && ended {
			f.lost[c] = true
		}
	}
}

// check is what holds at every moment.
func (f *fate) check() {
	had := map[string]call.ID{}
	for _, v := range f.engine.Calls() {
		if v.Operator == "" {
			continue
		}
		if other, two := had[v.Operator]; two {
			f.fault("%s has %s and %s", v.Operator, other, v.ID)
		}
		had[v.Operator] = v.ID
		// Nobody is heard before the accept.
		if open, connected := f.gateway.paths(v.ID); v.State == call.StateOffered && (open > 1 || connected > 0) {
			f.fault("%s only rings at %s, with %d audio paths, %d open", v.ID, v.Operator, open, connected)
		}
	}
}

// surplus is the operators' legs that no call has a use for.
func (f *fate) surplus() (legs []string) {
	use := map[call.ID]int{}
	for _, v := range f.engine.Calls() {
		switch v.State {
		case call.StateOffered, call.StateTalking, call.StateHeld:
			use[v.ID] = 1
		case call.StateConnecting:
			if v.CallBack { // the citizen's telephone rings
				use[v.ID] = 1
			}
		default:
		}
		if open, _ := f.gateway.paths(v.ID); open > use[v.ID] {
			legs = append(legs, fmt.Sprintf("%d audio paths of %s, %s", open, v.ID, v.State))
		}
	}
	for _, name := range f.pbx.left() {
		if id, ok := callOfLeg(name); ok {
			if use[id]--; use[id] < 0 {
				legs = append(legs, name)
			}
		}
	}
	return legs
}

// rest lets everything that is under way come to its end, and looks at it.
func (f *fate) rest() {
	f.pbx.setFail(nil)
	f.pbx.connect()
	f.pass(35 * time.Second) // a citizen who is called back is rung for 30, and hears nothing meanwhile
	for _, v := range f.engine.Calls() {
		heard := f.hears(string(v.ID))
		if heard == "nothing" {
			f.settle() // the music may have paused for an announcement at this very moment
			heard = f.hears(string(v.ID))
		}
		if heard == "nothing" && v.State != call.StateMenu {
			f.fault("%s is %s and hears nothing", v.ID, v.State)
		}
		if v.State == call.StateTalking && heard != "voice" {
			f.fault("%s is talking and hears %s", v.ID, heard)
		}
	}
	for _, o := range f.engine.Operators() {
		if o.Status == StatusBusy {
			if v, ok := f.engine.CallOf(o.Operator); !ok || v.ID != o.Call {
				f.fault("%s is busy with %q, a ghost", o.Operator, o.Call)
			}
		}
	}
	if legs := f.surplus(); len(legs) > 0 {
		f.settle() // one may be on its way out at this very moment
		if still := f.surplus(); len(still) > 0 {
			f.fault("of no use: %v, then %v", legs, still)
		}
	}
	q := f.engine.Queue()
	if q.Waiting > 0 && q.Ready > 0 {
		f.fault("%d wait beside %d ready", q.Waiting, q.Ready)
	}
}

// calledBackGo ends the channels of those who are called back.
func (f *fate) calledBackGo() {
	for _, name := range f.pbx.left() {
		_, leg := callOfLeg(name)
		_, out := callOfOut(name)
		_, bridge := callOfBridge(name)
		if strings.Contains(name, ".cb") && !leg && !out && !bridge {
			f.pbx.gone(name, 16)
		}
	}
}

func (f *fate) end() {
	f.claims.finish()
	f.pass(20 * time.Second) // an offer of one ends
	f.calledBackGo()
	for _, v := range f.engine.Calls() {
		if heard := f.hears(string(v.ID)); v.State == call.StateForwarded && heard != "officer" {
			f.fault("%s is forwarded and hears %s", v.ID, heard)
		}
	}
	for i := 1; i <= 4; i++ {
		f.pbx.gone(fmt.Sprintf("c%d", i), 16)
	}
	f.pass(20 * time.Second)
	if left := f.pbx.left(); len(left) > 0 || !f.engine.Idle() || f.gateway.count() > 0 {
		f.fault("left: %v, calls %v, audio paths %d", left, f.engine.Calls(), f.gateway.count())
	}
	for _, o := range f.engine.Operators() {
		if o.Call != "" || o.Status == StatusBusy || o.Status == StatusOffered {
			f.fault("after all calls %s is %s with %q", o.Operator, o.Status, o.Call)
		}
	}
	for i := 1; i <= 4; i++ {
		id := fmt.Sprintf("c%d", i)
		if f.lost[id] {
			continue
		}
		life := f.journal.of(call.ID(id))
		begun, ended := strings.HasPrefix(life, "arrived") || strings.HasPrefix(life, "adopted"), strings.Count(life, " ended(")
		if begun && ended != 1 || !begun && life != "" {
			f.fault("c%d: %s", i, life)
		}
	}
}

func TestAnySchedule(t *testing.T) {
	configs := []Config{{}, {Reconnecting: []string{"sound:/p/r"}, Queues: wrapUp(5 * time.Second)}}
	plans := []*dialplan.Plan{dialplan.Straight("tong-dai", ""), greeted("greeting"), busyCity()}
	rapid.Check(t, func(rt *rapid.T) {
		steps := schedules().Draw(rt, "schedule")
		cfg := rapid.SampledFrom(configs).Draw(rt, "config")
		plan := rapid.SampledFrom(plans).Draw(rt, "plan")
		var faults []string
		synctest.Test(t, func(t *testing.T) {
			f := &fate{house: newHouse(t, plan, cfg), born: map[string]bool{}, lost: map[string]bool{}}
			f.pbx.outside = map[string]string{"0912345671": "answer", "0912345672": "answer", "0912345673": "busy", "0225300001": "busy", "0225300002": "early", "0225300003": "answer"}
			for _, s := range steps {
				f.act(s)
			}
			f.rest()
			f.end()
			f.close()
			faults = f.faults
		})
		if len(faults) > 0 {
			rt.Fatalf("%s", strings.Join(faults, "\n"))
		}
	})
}
