//go:build bench

package e2e

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
)

// waitingPlan is what callers meet in the measurements: the queue at once, with music
// and an announcement of place and expected wait every half minute, which is more
// often than in the program's own dialplan. No after-call work: the next call comes
// at once.
const waitingPlan = `
zone: Asia/Ho_Chi_Minh
numbers: {"*": cho}
queues:
  tong-dai:
    strategy: longest-idle
    max_wait: 1h
    comfort: {welcome: queue-wait, every: 30s, position: true, wait: true}
nodes:
  cho: {queue: {queue: tong-dai, overflow: het}}
  het: {hangup: {}}
prompts:
  queue-wait: {vi: Xin vui lòng giữ máy., en: Please hold.}
  fallback-notice: {vi: Xin chào., en: Hello.}
  fallback-message: {vi: Xin chào., en: Hello.}
  fallback-thanks: {vi: Xin chào., en: Hello.}
fallback: {notice: fallback-notice, ask: fallback-message, limit: 3m, silence: 5s, thanks: fallback-thanks}
`

// What everybody says, encoded once.
var citizenClip, operatorClip = media.Tone(citizenTone), media.Tone(operatorTone)

// heard adds up what came of calls, of either side.
type heard struct {
	sync.Mutex
	calls, failed     int
	in, lost          uint64
	lasted            time.Duration // in which packets came
	worst             string        // the last call that failed
	fewest, mostJumpy float64       // packets a second, and jitter in ms, of the worst calls
}

func (h *heard) add(a callsim.Audio, lasted time.Duration, failure string) {
	h.Lock()
	defer h.Unlock()
	h.calls++
	if failure != "" {
		h.failed++
		h.worst = failure
	}
	h.in += a.PacketsIn
	h.lost += a.PacketsLost
	h.lasted += lasted
	h.mostJumpy = max(h.mostJumpy, a.JitterMs)
	if rate := float64(a.PacketsIn) / lasted.Seconds(); lasted > 10*time.Second && (h.fewest == 0 || rate < h.fewest) {
		h.fewest = rate
	}
}

func (h *heard) String() string {
	h.Lock()
	defer h.Unlock()
	s := fmt.Sprintf("%d of %d packets lost, %.2f a second came", h.lost, h.in+h.lost, float64(h.in)/h.lasted.Seconds())
	if h.fewest > 0 {
		s += fmt.Sprintf(" (%.2f at the worst call)", h.fewest)
	}
	return s + fmt.Sprintf(", jitter at most %.0f ms", h.mostJumpy)
}

// lines are telephones that call, and call again whenever their call is over.
type lines struct {
	heard
	n     int
	stop  context.CancelFunc
	done  sync.WaitGroup
	ended atomic.Int64 // calls that the other side ended after it had answered
	live  sync.Map     // the calls under way: *callsim.Citizen by the line's number
}

// dial starts n lines, one every apart. A call is well when it is answered and ended by
// the other side, or by us when the lines close.
func dial(citizens *callsim.Citizens, n int, apart time.Duration, again bool) *lines {
	ctx, stop := context.WithCancel(context.Background())
	l := &lines{n: n, stop: stop}
	for i := range n {
		l.done.Go(func() {
			timer := time.NewTimer(time.Duration(i) * apart)
			defer timer.Stop()
			select {
			case <-timer.C:
			case <-ctx.Done():
			}
			for ctx.Err() == nil {
				l.call(ctx, citizens, i)
				if !again {
					return
				}
			}
		})
	}
	return l
}

func (l *lines) call(ctx context.Context, citizens *callsim.Citizens, line int) {
	z := citizens.Start(ctx, callsim.CitizenCall{From: fmt.Sprintf("09140%05d", line), To: hotline, Clip: citizenClip})
	l.live.Store(line, z)
	r := z.Report()
	l.live.Delete(line)
	failure := ""
	switch {
	case !r.Answered && ctx.Err() != nil && r.EndedBy == callsim.EndedByCitizen: // while it was set up
	case r.Error != "", !r.Answered, r.EndedBy == callsim.EndedByCitizen && ctx.Err() == nil:
		r.Heard = nil
		failure = asJSON(r)
	case r.EndedBy == callsim.EndedByRemote:
		l.ended.Add(1)
	}
	lasted := time.Duration(r.DurationMs) * time.Millisecond
	l.add(r.Audio, lasted, failure)
}

// sound is what has come to a call so far.
type sound struct {
	call          *callsim.Citizen
	packets, lost uint64
}

// sounds is what has come to each line's present call, if it is answered.
func (l *lines) sounds() map[int]sound {
	all := map[int]sound{}
	for line, call := range l.live.Range {
		z := call.(*callsim.Citizen)
		if audio := z.Audio(); audio != nil {
			stats := audio.Receiver().Stats()
			all[line.(int)] = sound{z, stats.Packets, stats.Lost}
		}
	}
	return all
}

// close hangs all lines up and waits for them.
func (l *lines) close() {
	l.stop()
	l.done.Wait()
}

// crew are operators who accept every call at once, each with a browser of their own.
type crew struct {
	heard
	agents  *callsim.Agents
	stop    context.CancelFunc
	present sync.WaitGroup // until each is ready or has a call
}

// sit has n operators begin their shift. Each hangs up so long after the caller is
// connected (0: never). change, if given, alters what one of them does.
func (s *stack) sit(n int, talk time.Duration, change func(int, *callsim.AgentOptions)) *crew {
	s.t.Helper()
	agents, err := callsim.NewAgents(callsim.AgentsOptions{Desk: s.http})
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	c := &crew{agents: agents, stop: stop}
	s.t.Cleanup(c.leave)
	c.present.Add(n)
	for i := range n {
		var at sync.Once
		opt := callsim.AgentOptions{
			User: fmt.Sprintf("op%02d", i+1), Password: password, Clip: operatorClip, Handle: talk,
			OnPop: func(protocol.Call, time.Time) { at.Do(c.present.Done) },
			OnCall: func(r callsim.AgentReport) {
				failure := ""
				if r.Failed() {
					failure = asJSON(r)
				}
				c.add(r.Audio, time.Duration(r.DurationMs)*time.Millisecond, failure)
			},
		}
		if change != nil {
			change(i, &opt)
		}
		g := agents.Start(ctx, opt)
		go func() {
			select {
			case <-g.Ready(): // not told when a caller waits already
			case <-g.Done():
			}
			at.Do(c.present.Done)
		}()
	}
	c.present.Wait()
	return c
}

// leave ends the shift of all. It may be called twice.
func (c *crew) leave() {
	c.stop()
	c.agents.Close()
}

func (c *crew) report() *heard { return &c.heard }

// staffed is a stack whose accounts are enough for so many operators.
func staffed(t *testing.T, operators int, o options) *stack {
	t.Helper()
	o.Release, o.Greeting, o.OfferTimeout, o.ReconnectGrace = true, true, "15s", "20s"
	s := newStack(t, o)
	s.run("demo", "seed", "--config", s.config, "--operators", strconv.Itoa(operators))
	s.startHotline(true)
	return s
}
