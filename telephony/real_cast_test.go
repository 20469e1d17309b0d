package telephony

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline1022/dialplan"
	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
	"hotline1022/internal/g711"
	"hotline1022/internal/tone"
	"hotline1022/telephony/call"
)

// Calls with everybody in them: a citizen, an operator, a telephone outside, a shift
// leader, each with a tone of their own, so that what each of them receives tells whom
// they hear.

// sources are what can be heard, in Hz.
var sources = map[string]int{
	"citizen": citizenTone, "operator": operatorTone, "officer": officerTone, "leader": leaderTone,
	"music": musicTone, "ring": ringTone, "words": briefTone,
}

// voices are those of them that are people.
var voices = []string{"citizen", "operator", "officer", "leader"}

const (
	steady = 300 * time.Millisecond // of a tone, until it counts as heard
	// glitch is the frame in which one tone ends or another begins: it has a little of all.
	glitch = 20 * time.Millisecond
)

// What the telephones of a cast do, by their last digit.
const (
	rings = iota + 1
	ready
	also
	busy
	late
	slow    // answers after a restart
	slower  // the same, and its network plays something before
	midway  // answers during one
	refuses // after one
)

// stage is a city with room for many casts at once: each has a queue, an operator, and
// telephones outside of its own.
type stage struct {
	*city
	picksUp func(*callsim.OfficerCall) // told of each telephone outside that answers; nil: nobody
	mu      sync.Mutex
	answers map[string][]*callsim.OfficerCall // of a telephone outside, by its number
}

func newStage(t *testing.T, casts int, cfg Config) *stage {
	t.Helper()
	p := &dialplan.Plan{
		Version: "stage", Numbers: map[string]dialplan.NodeID{}, Queues: map[string]dialplan.Queue{},
		Nodes: map[dialplan.NodeID]dialplan.Node{"bye": dialplan.HangUp{Say: "goodbye"}}, OnCall: map[string][]string{}, Emergency: map[string]dialplan.Emergency{},
	}
	p.Nodes["any"] = dialplan.QueueNode{Queue: "any", After: "bye"} // where who was in no queue belongs
	p.Queues["any"] = dialplan.Queue{}
	var plan []string
	for n := range casts {
		queue, id := fmt.Sprintf("q%d", n), dialplan.NodeID(fmt.Sprintf("q%d", n))
		p.Queues[queue] = dialplan.Queue{}
		p.Nodes[id] = dialplan.QueueNode{Queue: queue}
		p.Numbers[number20(20, n)] = id
		p.OnCall[queue] = []string{outside(n, ready)}
		p.Nodes["out-"+id] = dialplan.Dial{OnCall: queue, Ring: time.Minute, Failed: id}
		p.Numbers[number20(22, n)] = "out-" + id
		p.Emergency["rings"+queue] = dialplan.Emergency{Name: "Power", Number: outside(n, rings)}
		p.Emergency["hunts"+queue] = dialplan.Emergency{Name: "Police", Number: outside(n, busy), OnCall: queue}
		for name, number := range map[string]int{"slow": slow, "slower": slower, "midway": midway, "refuses": refuses} {
			p.Emergency[name+queue] = dialplan.Emergency{Name: name, Number: outside(n, number)}
		}
		p.Emergency["none"+queue] = dialplan.Emergency{Name: "Gas", Number: outside(n, busy)}
		p.Emergency["hunts on"+queue] = dialplan.Emergency{Name: "Water", Number: outside(n, refuses), OnCall: queue}
		p.Emergency["late"+queue] = dialplan.Emergency{Name: "Fire", Number: outside(n, late)}
		plan = append(plan, outside(n, slow)+"=answer:12s", outside(n, slower)+"=early:12s", outside(n, midway)+"=answer:4s", outside(n, refuses)+"=reject:10s")
		plan = append(plan, outside(n, late)+"=answer:2500ms", outside(n, rings)+"=noanswer", outside(n, ready)+"=answer:100ms", outside(n, also)+"=answer:100ms", outside(n, busy)+"=busy")
	}
	st := &stage{city: newCityWith(t, p, cfg), answers: map[string][]*callsim.OfficerCall{}}
	st.prompt("brief-1", briefTone, 700*time.Millisecond)
	outcomes, err := callsim.ParsePlan(strings.Join(plan, ","))
	if err != nil {
		t.Fatal(err)
	}
	o, err := callsim.NewOfficer(callsim.OfficerOptions{
		Listen: st.asterisk.Values.Trunks[0].Host, Plan: outcomes, Clip: media.Tone(officerTone),
		Tones: slices.Collect(maps.Values(sources)), Share: severalVoices,
		OnAnswer: func(call *callsim.OfficerCall) {
			st.mu.Lock()
			defer st.mu.Unlock()
			st.answers[call.To] = append(st.answers[call.To], call)
			if st.picksUp != nil {
				st.picksUp(call)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(o.Close)
	return st
}

// number20 is a number of the city that citizens dial, outside one of a telephone outside.
func number20(prefix, n int) string { return fmt.Sprintf("%d%03d", prefix, n) }
func outside(n, does int) string    { return fmt.Sprintf("022530%03d%d", n, does) }

// cast is one call and those in it.
type cast struct {
	*stage
	t        *testing.T
	n        int
	z        *callsim.Citizen
	id       call.ID
	operator string
	leader   string

	// Since the last check: who heard what until then, and was to hear it.
	were      map[string]map[string]bool
	heardThen map[string]map[int]time.Duration
	journey   []string      // what the citizen has heard, one after the other
	dead      time.Duration // there was no controller
}

// play plays scenes side by side, some at a time: two processors must do the sound.
func (st *stage) play(t *testing.T, names []string, do func(c *cast, i int)) {
	var scenes sync.WaitGroup
	room := make(chan struct{}, atOnce)
	for i, name := range names {
		room <- struct{}{}
		scenes.Go(func() {
			defer func() { <-room }()
			t.Run(name, func(t *testing.T) {
				do(&cast{stage: st, t: t, n: i, operator: fmt.Sprintf("op%03d", i), leader: fmt.Sprintf("%s%03d", leader, i)}, i)
			})
		})
	}
	scenes.Wait()
}

func (c *cast) until(what string, done func() bool) {
	c.t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-deadline:
			v, _ := c.view()
			c.t.Fatalf("waited in vain: %s; %s/%s, hears %q, journal: %s", what, v.State, v.Officer.Phase, v.Hears, c.journal.of(c.id))
		}
	}
}

// view is the call as it is shown; false: it is over.
func (c *cast) view() (CallView, bool) {
	for _, v := range c.engine.Calls() {
		if v.ID == c.id {
			return v, true
		}
	}
	return CallView{}, false
}

// dials has the citizen call and listen to everything.
func (c *cast) dials(to string) {
	c.t.Helper()
	from := fmt.Sprintf("0912%06d", c.n)
	c.z = c.citizens.Start(c.city.t.Context(), callsim.CitizenCall{
		From: from, To: to, Clip: media.Tone(citizenTone), Listen: slices.Collect(maps.Values(sources)), Share: severalVoices,
	})
	c.until("the call is known", func() bool {
		for _, v := range c.engine.Calls() {
			if v.From == from {
				c.id = v.ID
			}
		}
		return c.id != "" && c.z.Audio() != nil
	})
}

// signIn has the operator serve the cast's own queue.
func (c *cast) signIn() {
	c.audio.set(c.operator, true)
	c.engine.MediaUp(c.operator)
	c.engine.DeskUp(c.operator, Want{Ready: true, Profile: Profile{Queues: []string{fmt.Sprintf("q%d", c.n)}}})
}

// talks brings citizen and operator together.
func (c *cast) talks() {
	c.t.Helper()
	c.dials(number20(20, c.n))
	c.check("")
	c.signIn()
	c.until("the offer", func() bool { v, _ := c.view(); return v.State == call.StateOffered && v.Operator == c.operator })
	c.asks(CmdAccept)
	c.check("citizen:operator operator:citizen")
}

func (c *cast) ask(who string, cmd Command) {
	c.t.Helper()
	cmd.Operator, cmd.Call = who, c.id
	if err := c.engine.Do(c.city.t.Context(), cmd); err != nil {
		v, _ := c.view()
		c.t.Fatalf("%s: %v; %s/%s can %q", cmd.Kind, err, v.State, v.Officer.Phase, v.Can)
	}
}

// asks is a wish of the operator's.
func (c *cast) asks(kind CommandKind) { c.t.Helper(); c.ask(c.operator, Command{Kind: kind}) }

// leads is one of the shift leader's, who has audio and takes no calls.
func (c *cast) leads(kind CommandKind) {
	c.t.Helper()
	c.audio.set(c.leader, true)
	c.engine.MediaUp(c.leader)
	c.engine.DeskUp(c.leader, Want{})
	c.ask(c.leader, Command{Kind: kind})
}

// consults calls officers.
func (c *cast) consults(telephones ...int) {
	c.t.Helper()
	cmd := Command{Kind: CmdConsult, Unit: "cap-nuoc", About: "1"}
	for _, does := range telephones {
		cmd.Numbers = append(cmd.Numbers, outside(c.n, does))
	}
	c.ask(c.operator, cmd)
}

func (c *cast) emergency(service string) {
	c.t.Helper()
	c.ask(c.operator, Command{Kind: CmdEmergency, Unit: fmt.Sprintf("%sq%d", service, c.n)})
}

func (c *cast) phase(want call.Phase) {
	c.t.Helper()
	c.until("officer "+string(want), func() bool { v, ok := c.view(); return ok && v.Officer.Phase == want })
}

// aside brings the operator together with an officer who has pressed the key.
func (c *cast) aside() {
	c.t.Helper()
	c.talks()
	c.consults(ready)
	c.phase(call.PhaseBriefed)
	c.check("")
	c.presses("1")
	c.check("operator:officer officer:operator")
}

// letGo ends what an operator does with an emergency service whose citizen has left.
func (c *city) letGo(operator string) {
	c.await("the operator has done", func() bool {
		v, has := c.engine.CallOf(operator)
		for _, kind := range []CommandKind{CmdTakeBack, CmdHangup} {
			if has && v.Left {
				_ = c.engine.Do(c.t.Context(), Command{Operator: operator, Kind: kind, Call: v.ID}) // refused when it is over
			}
		}
		return !has
	})
}

// officer is the telephone outside that has answered last.
func (c *cast) officer() *callsim.OfficerCall {
	c.t.Helper()
	var last *callsim.OfficerCall
	c.until("an officer", func() bool {
		all := c.officerCalls()
		if len(all) > 0 {
			last = all[len(all)-1]
		}
		return last != nil
	})
	return last
}

func (c *cast) officerCalls() (all []*callsim.OfficerCall) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, does := range []int{ready, also, late, slow, slower, midway} {
		all = append(all, c.answers[outside(c.n, does)]...)
	}
	return all
}

// presses is keys of the officer's.
func (c *cast) presses(keys string) {
	c.t.Helper()
	if err := c.officer().Audio().Press(keys); err != nil {
		c.t.Fatal(err)
	}
}

// heard is for how long each person has heard what.
func (c *cast) heard() map[string]map[int]time.Duration {
	h := map[string]map[int]time.Duration{"operator": c.audio.heard(c.operator), "leader": c.audio.heard(c.leader)}
	if audio := c.z.Audio(); audio != nil {
		h["citizen"] = tonesOf(audio.Receiver())
	}
	var outside []*media.Receiver
	for _, o := range c.officerCalls() {
		outside = append(outside, o.Audio().Receiver())
	}
	h["officer"] = tonesOf(outside...)
	return h
}

// expected is what each person is to hear, by the view. A leader who has taken the call over is
// its operator.
func (c *cast) expected(v CallView) map[string]map[string]bool {
	who := map[string]string{"citizen": "citizen", "officer": "officer", "leader": "leader", "operator": "operator"}
	if v.Operator == c.leader {
		who["operator"] = "leader"
	}
	all := map[string]map[string]bool{}
	for _, person := range voices {
		all[person] = map[string]bool{}
	}
	for _, part := range strings.Fields(v.Hears) {
		party, others, _ := strings.Cut(part, ":")
		for other := range strings.SplitSeq(others, ",") {
			all[who[party]][who[other]] = true
		}
	}
	switch {
	case !v.Left && (call.Model{State: v.State, Officer: call.Officer{Phase: v.Officer.Phase}}).Waiting():
		all["citizen"]["music"] = true
	case v.State == call.StateForwarding && !v.Officer.Early:
		all["citizen"]["ring"] = true
	}
	switch v.Officer.Phase {
	case call.PhaseWaiting:
		all["officer"]["music"] = true
	case call.PhaseBriefed:
		all["officer"]["words"] = true
	case call.PhaseNone, call.PhaseCalling, call.PhaseAside, call.PhaseJoined:
	}
	return all
}

// check waits until everybody hears whom the model says and nobody else, which must be
// as wanted; and makes sure that since the last check nobody heard, not for a moment,
// whom they were to hear neither before nor after (nor in between: meanwhile; "*": whoever).
func (c *cast) check(want string, meanwhile ...string) {
	c.t.Helper()
	var v CallView
	c.until("who hears whom: "+want, func() bool { v, _ = c.view(); return v.Hears == want })
	var are map[string]map[string]bool
	since, begun, problem := c.heard(), time.Now(), ""
	defer func() {
		if c.t.Failed() && problem != "" {
			c.t.Logf("%s; since then heard %v, before %v", problem, c.heard(), since)
		}
	}()
	c.until("heard: "+want, func() bool {
		now := c.heard()
		v, _ = c.view()
		are, problem = c.expected(v), ""
		if v.Hears != want {
			problem = "hears " + v.Hears
		}
		for _, person := range voices {
			for source, hz := range sources {
				grown := now[person][hz] - since[person][hz]
				switch {
				case are[person][source] && grown < steady && source != "words" && source != "ring":
					problem = cmp.Or(problem, fmt.Sprintf("%s does not hear %s", person, source))
				case !are[person][source] && grown > glitch:
					problem = fmt.Sprintf("%s hears %s", person, source)
					since, begun = now, time.Now()
					return false
				}
			}
		}
		return problem == "" && time.Since(begun) > steady
	})
	now := c.heard()
	for _, person := range voices {
		for _, voice := range voices {
			grown := now[person][sources[voice]] - c.heardThen[person][sources[voice]]
			if grown > glitch && !are[person][voice] && !c.were[person][voice] && !slices.Contains(meanwhile, person+":"+voice) && !slices.Contains(meanwhile, "*") {
				c.t.Errorf("%s heard %s for %v on the way to %q", person, voice, grown, want)
			}
		}
	}
	c.heardThen, c.were = now, are
	c.remember(are["citizen"])
}

// loses has somebody lost: the citizen or the officer hangs up, a desk or a browser's audio dies.
func (c *cast) loses(whom string) {
	c.t.Helper()
	gone := func(name string) {
		c.audio.set(name, false)
		c.engine.MediaDown(name)
	}
	switch whom {
	case "citizen":
		c.z.Hangup()
	case "desk":
		c.engine.DeskDown(c.operator)
	case "audio":
		gone(c.operator)
	case "leader":
		gone(c.leader)
	case "officer":
		c.officer().Hangup()
	case "time": // a telephone that rings is given up
	default:
		c.t.Fatalf("who is %q?", whom)
	}
}

// cleared makes sure that nothing of the call is left in Asterisk, and nobody busy with it.
func (c *cast) cleared() {
	c.t.Helper()
	c.until("nothing is left", func() bool {
		s, err := c.link.Snapshot(c.city.t.Context())
		left := err != nil || c.engine.Knows(c.id)
		for _, ch := range s.Channels {
			left = left || strings.Contains(ch.ID, string(c.id))
		}
		for _, b := range s.Bridges {
			left = left || strings.Contains(b.ID, string(c.id))
		}
		for _, o := range c.engine.Operators() {
			left = left || o.Call == c.id
		}
		return !left
	})
}

// remember notes what the citizen hears.
func (c *cast) remember(heard map[string]bool) {
	names := slices.Sorted(maps.Keys(heard))
	if now := strings.Join(names, "+"); now != "" && (len(c.journey) == 0 || c.journey[len(c.journey)-1] != now) {
		c.journey = append(c.journey, now)
	}
}

// over checks a call that has ended, or ends it: what is on record since the operator had
// it, and that the recording holds all that the citizen heard, for as long as the call.
func (c *cast) over(journals ...string) {
	c.t.Helper()
	c.z.Hangup()
	<-c.z.Done()
	if v, _ := c.view(); v.Operator != "" {
		c.letGo(v.Operator)
	}
	c.until("the end on record", func() bool { return strings.Contains(c.journal.of(c.id), " ended(") })
	_, life, found := strings.Cut(c.journal.of(c.id), "accepted connected ")
	if !found {
		_, life, _ = strings.Cut(c.journal.of(c.id), "answered ")
	}
	for does, name := range map[int]string{
		rings: "RINGS", ready: "READY", also: "ALSO", busy: "BUSY", late: "LATE",
		slow: "SLOW", slower: "SLOWER", midway: "MIDWAY", refuses: "REFUSES",
	} {
		life = strings.ReplaceAll(life, outside(c.n, does), name)
	}
	if !slices.Contains(journals, life) {
		c.t.Errorf("journal:\n got  %s\n want %s", life, strings.Join(journals, "\n or   "))
	}
	c.recorded(strings.Count(life, "digit(citizen"))
}

// recorded checks the citizen's recording.
func (c *cast) recorded(keys int) {
	c.t.Helper()
	c.until("the recording", func() bool { return c.isRecorded(c.id) })
	rx, tx := c.side(c.t, c.id, "rx"), c.side(c.t, c.id, "tx")
	length := time.Duration(len(tx)) * time.Second / g711.SampleRate
	silent := time.Duration(keys) * 120 * time.Millisecond // a telephone that sends a key sends no sound: neither side is recorded then
	if talked := time.Duration(c.z.Report().DurationMs) * time.Millisecond; len(rx) != len(tx) || length > talked+time.Second || length < talked-silent-time.Second {
		c.t.Errorf("%d and %d samples, %v of a call of %v", len(rx), len(tx), length, talked)
	}
	if got, quiet := journeyOf(tx); !inOrder(got, c.journey) || quiet > c.dead+time.Second {
		c.t.Errorf("recorded, with up to %v of silence:\n got  %s\n want %s", quiet, strings.Join(got, " "), strings.Join(c.journey, " "))
	}
	spoken := 0
	for part := range slices.Chunk(rx, recordedWindow) {
		if tone.Share(part, g711.SampleRate, citizenTone) > severalVoices {
			spoken++
		}
	}
	if part := float64(spoken*recordedWindow) / float64(len(rx)+1); part < 0.9 {
		c.t.Errorf("the citizen is in %.2f of their own side", part)
	}
}

const recordedWindow = g711.SampleRate / 20

// journeyOf is what a recording holds, one after the other, each for 150 ms at least, and
// its longest silence.
func journeyOf(samples []int16) (heard []string, quiet time.Duration) {
	var last string
	run, silent := 0, 0
	for part := range slices.Chunk(samples, recordedWindow) {
		var in []string
		for _, source := range slices.Sorted(maps.Keys(sources)) {
			if tone.RMS(part) > 100 && tone.Share(part, g711.SampleRate, float64(sources[source])) > severalVoices {
				in = append(in, source)
			}
		}
		now := strings.Join(in, "+")
		if silent++; tone.RMS(part) > 100 {
			silent = 0
		}
		quiet = max(quiet, time.Duration(silent)*50*time.Millisecond)
		if run++; now != last {
			run = 1
		}
		if last = now; run == 3 && now != "" && (len(heard) == 0 || heard[len(heard)-1] != now) {
			heard = append(heard, now)
		}
	}
	return heard, quiet
}

// inOrder tells that all that was wanted is there in its order; between, there may be what
// came and went before anybody looked.
func inOrder(got, want []string) bool {
	for _, w := range want {
		at := slices.Index(got, w)
		if at < 0 {
			return false
		}
		got = got[at:]
	}
	return true
}

// plainTape is the consultations' recordings: what each leg holds of others' voices.
type plainTape struct {
	audio *plainAudio
	mu    sync.Mutex
	legs  map[call.ID][]string
	live  map[call.ID]int
}

func (p *plainTape) Record(operator string, id call.ID, _ string, _ func()) func() {
	before := p.audio.heard(operator)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.live[id]++
	return sync.OnceFunc(func() {
		var in []string
		after := p.audio.heard(operator)
		for _, voice := range voices {
			if after[sources[voice]]-before[sources[voice]] > 2*glitch {
				in = append(in, voice)
			}
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		p.live[id]--
		p.legs[id] = append(p.legs[id], strings.Join(in, "+"))
	})
}

// open tells that a leg of a call has not ended.
func (p *plainTape) open(id call.ID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.live[id] > 0
}

// of is the legs of a call: the voices in each.
func (p *plainTape) of(id call.ID) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.legs[id], " ")
}
