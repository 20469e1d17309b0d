package telephony

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
	"hotline1022/internal/g711"
	"hotline1022/internal/tone"
	"hotline1022/telephony/call"
)

var randomSeed = flag.Uint64("random.seed", 0, "the seed of TestRealRandomCalls; 0: another each time")

// The crowd of TestRealRandomCalls.
const (
	randomCalls     = 200
	randomCitizens  = 12 // at once
	randomOperators = 8
	randomLeaders   = 3
)

// crowd is people who do what they like, one goroutine each.
type crowd struct {
	*stage
	ctx    context.Context
	people sync.WaitGroup
	placed atomic.Int64
	calls  chan *callsim.Citizen // that were placed
}

// somebody is one of them, with a luck of their own.
type somebody struct {
	*crowd
	name string
	luck *rand.Rand
}

// pause passes up to d; false: the show is over.
func (p *somebody) pause(d time.Duration) bool {
	t := time.NewTimer(50*time.Millisecond + time.Duration(p.luck.Int64N(int64(d))))
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-p.ctx.Done():
		return false
	}
}

func (p *somebody) often(percent int) bool { return p.luck.IntN(100) < percent }

func one[T any](p *somebody, of ...T) T { return of[p.luck.IntN(len(of))] }

// citizen calls, and calls again.
func (p *somebody) citizen() {
	for n := p.placed.Add(1); n <= randomCalls; n = p.placed.Add(1) {
		to := number20(20, 0)
		if p.often(10) {
			to = number20(22, p.luck.IntN(randomCitizens)) // an emergency service, by the plan
		}
		z := p.citizens.Start(p.t.Context(), callsim.CitizenCall{From: fmt.Sprintf("0913%06d", n), To: to, Clip: media.Tone(citizenTone), Record: true})
		select {
		case <-z.Answered():
		case <-z.Done(): // refused, which whole will tell
		}
		stays := time.NewTimer(time.Second + time.Duration(p.luck.Int64N(int64(5*time.Second))))
		select {
		case <-stays.C:
		case <-z.Done():
			stays.Stop()
		}
		z.Hangup()
		<-z.Done()
		p.calls <- z
	}
}

// operator takes what comes, and does with it what can be done.
func (p *somebody) operator() {
	p.comes()
	for p.pause(400 * time.Millisecond) {
		v, has := p.engine.CallOf(p.name)
		switch {
		case p.often(4):
			p.fails()
		case has && v.State == call.StateOffered:
			p.do(one(p, CmdAccept, CmdAccept, CmdAccept, CmdAccept, CmdReject), v)
		case has:
			p.deals(v)
		case p.often(30):
			p.do(CmdReady, CallView{}) // after a refusal, or an offer missed
		}
	}
}

// comes sits down at the desk.
func (p *somebody) comes() {
	p.audio.set(p.name, true)
	p.engine.MediaUp(p.name)
	p.engine.DeskUp(p.name, Want{Ready: !strings.HasPrefix(p.name, leader), Profile: Profile{Queues: []string{"q0"}}})
}

// fails loses the browser, or the whole desk, for a time.
func (p *somebody) fails() {
	if p.often(50) {
		p.audio.set(p.name, false)
		p.engine.MediaDown(p.name)
	} else {
		p.engine.DeskDown(p.name)
	}
	p.pause(3 * time.Second)
	p.comes()
}

// deals asks for one of the things that the desk offers. It may be too late for it.
func (p *somebody) deals(v CallView) {
	can := strings.Fields(v.Can)
	can = slices.DeleteFunc(can, func(wish string) bool { return (wish == "hangup" || wish == "dtmf") && !p.often(20) })
	if len(can) > 0 {
		p.do(CommandKind(one(p, can...)), v)
	}
}

func (p *somebody) do(kind CommandKind, v CallView) {
	n := p.luck.IntN(randomCitizens)
	cmd := Command{Operator: p.name, Kind: kind, Call: v.ID, Digits: "5", About: "1", Unit: "cap-nuoc"}
	switch kind {
	case CmdConsult:
		cmd.Numbers = []string{outside(n, one(p, rings, ready, ready, busy)), outside(n, also)}
	case CmdEmergency:
		cmd.Unit = fmt.Sprintf("%sq%d", one(p, "rings", "hunts", "hunts"), n)
	default:
	}
	err := p.engine.Do(p.t.Context(), cmd)
	for _, late := range []error{nil, ErrNotNow, ErrNotYours, ErrUnknownCall, ErrNoMedia} {
		if errors.Is(err, late) {
			return
		}
	}
	p.t.Errorf("%s %s: %v", p.name, kind, err)
}

// leads supervises now this call, now that, and is an operator once they have taken one over.
func (p *somebody) leads() {
	p.comes()
	for p.pause(700 * time.Millisecond) {
		v, has := p.engine.CallOf(p.name)
		all := p.engine.Calls()
		at := slices.IndexFunc(all, func(v CallView) bool { return v.Leader == p.name })
		switch {
		case p.often(4):
			p.fails()
		case has:
			p.deals(v)
		case at >= 0:
			p.do(one(p, CmdListen, CmdWhisper, CmdBarge, CmdTakeOver, CmdLeave), all[at])
		case len(all) > 0:
			p.do(one(p, CmdListen, CmdListen, CmdWhisper, CmdBarge), one(p, all...))
		}
	}
}

// picks is somebody at a telephone outside, or a machine that presses nothing.
func (p *somebody) picks(o *callsim.OfficerCall) {
	if p.pause(300*time.Millisecond) && p.often(80) {
		_ = o.Audio().Press(one(p, "1", "1", "1", "21", "9")) // who has been hung up on presses in vain
	}
	p.pause(4 * time.Second)
	if p.often(60) {
		o.Hangup()
	}
}

// 200 calls of people who do as they like: each ends once, nobody stays busy, all of it is
// recorded, and no citizen is left with nothing to hear.
func TestRealRandomCalls(t *testing.T) {
	seed := *randomSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	fmt.Printf("TestRealRandomCalls: -random.seed=%d\n", seed)
	luck := rand.New(rand.NewPCG(seed, 0))
	ctx, over := context.WithCancel(t.Context())
	defer over()
	c := &crowd{
		ctx: ctx, calls: make(chan *callsim.Citizen, randomCalls),
		stage: newStage(t, randomCitizens, Config{
			OfferTimeout: time.Second, Grace: 2 * time.Second, OfficerRing: 1500 * time.Millisecond, KeyWait: time.Second,
		}),
	}
	is := func(name string, does func(*somebody)) {
		p := &somebody{crowd: c, name: name, luck: rand.New(rand.NewPCG(seed, luck.Uint64()))}
		c.people.Go(func() { does(p) })
	}
	c.picksUp = func(o *callsim.OfficerCall) { // the stage has its lock
		is(o.To, func(p *somebody) { p.picks(o) })
	}
	for n := range randomOperators {
		is(fmt.Sprintf("op%03d", n), (*somebody).operator)
	}
	for n := range randomLeaders {
		is(fmt.Sprintf("%s%03d", leader, n), (*somebody).leads)
	}
	var calling sync.WaitGroup
	for n := range randomCitizens {
		p := &somebody{crowd: c, name: fmt.Sprint(n), luck: rand.New(rand.NewPCG(seed, luck.Uint64()))}
		calling.Go(p.citizen)
	}
	calling.Wait()
	close(c.calls)
	c.clear()
	over()
	c.people.Wait()
	for _, o := range c.engine.Operators() {
		if o.Call != "" || o.Status == StatusBusy || o.Status == StatusOffered {
			t.Errorf("%+v", o)
		}
	}
	ids := c.journalled()
	if len(ids) != randomCalls {
		t.Errorf("%d calls on record, want %d", len(ids), randomCalls)
	}
	for z := range c.calls {
		r := z.Report()
		if id := ids[r.From]; id == "" || !r.Answered {
			t.Errorf("not on record: %+v", r)
		} else {
			c.whole(t, id, time.Duration(r.DurationMs)*time.Millisecond, r.Heard)
		}
	}
}

// journalled is every call that has arrived, by who called.
func (c *crowd) journalled() map[string]call.ID {
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	ids := map[string]call.ID{}
	for _, e := range c.journal.entries {
		if a, ok := e.Data.(call.Arrived); ok {
			ids[a.From] = e.Call
		}
	}
	return ids
}

// whole looks at a call that is over: what is on record, and what is recorded.
func (c *crowd) whole(t *testing.T, id call.ID, talked time.Duration, heard []int16) {
	t.Helper()
	life := c.journal.of(id)
	if strings.Count(life, "ended(") != strings.Count(life, "offer_ended(")+strings.Count(life, "consult_ended(")+
		strings.Count(life, "forward_ended(")+1 || !strings.Contains(life[strings.LastIndexByte(life, ' '):], " ended(") {
		t.Errorf("%s did not end once: %s", id, life)
	}
	if c.tape.open(id) {
		t.Errorf("%s: a consultation is still being recorded: %s", id, life)
	}
	c.await("the recording", func() bool { return c.isRecorded(id) })
	rx, tx := c.side(t, id, "rx"), c.side(t, id, "tx")
	length := time.Duration(len(tx)) * time.Second / g711.SampleRate
	if len(rx) != len(tx) || (length-talked).Abs() > time.Second {
		t.Errorf("%s: %d and %d samples, %v of a call of %v: %s", id, len(rx), len(tx), length, talked, life)
	}
	keys := time.Duration(strings.Count(life, "digit(operator")) * 350 * time.Millisecond // no voice passes meanwhile
	for what, sound := range map[string][]int16{"heard": heard, "recorded": tx} {
		// A second, and a half for a machine that has other work beside.
		if quiet, both := alone(sound); quiet > 1500*time.Millisecond+keys || both > 300*time.Millisecond {
			t.Errorf("%s: %s was nothing for %v, and music beside a voice for %v: %s", id, what, quiet, both, life)
		}
	}
}

// alone is the longest time for which a recording has nothing to hear, but for the pauses
// of a ringing, and for which it has music beside a voice.
func alone(tx []int16) (quiet, both time.Duration) {
	const window = 50 * time.Millisecond
	var silent, mixed, sinceRing time.Duration = 0, 0, time.Hour
	for part := range slices.Chunk(tx, recordedWindow) {
		has := func(source string) bool {
			return tone.Share(part, g711.SampleRate, float64(sources[source])) > severalVoices
		}
		voice := slices.ContainsFunc(voices, has)
		sinceRing += window
		switch {
		case tone.RMS(part) < 100:
			silent += window
		case has("ring"):
			silent, sinceRing = 0, 0
		default:
			silent, sinceRing = 0, time.Hour
		}
		if mixed += window; !has("music") || !voice {
			mixed = 0
		}
		if sinceRing > 4*time.Second+window {
			quiet = max(quiet, silent)
		}
		both = max(both, mixed)
	}
	return quiet, both
}
