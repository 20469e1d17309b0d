//go:build bench

package e2e

import (
	"fmt"
	"testing"
	"time"
)

// The steps of TestBenchWaiting: so many callers wait. A step is held while everybody
// hears everything and assignments keep their limit; the first that is not ends the climb,
// for beyond it the machine is short of time and every figure tells of that alone.
var waitingSteps = []int{100, 150, 200, 250, 300, 350, 400, 450, 500}

const (
	waitingTalkers  = 50
	waitingTalk     = 25 * time.Second      // of each conversation; then the next caller is taken
	waitingApart    = 60 * time.Millisecond // between two calls of those who come to wait
	waitingSettling = 8 * time.Second       // until the last have been welcomed
	waitingWindow   = 15 * time.Second

	fewestPackets = 49.  // a second and caller, of 50: between music and words there is a moment of nothing
	assignLimit   = .050 // seconds, of 99 %
)

// TestBenchWaiting: how many callers can wait, with music and announcements, beside fifty
// conversations, everything recorded, on this machine with callsim on it. Who is served
// calls again, so that as many go on waiting.
func TestBenchWaiting(t *testing.T) {
	s := staffed(t, waitingTalkers, options{Plan: waitingPlan, RTPPorts: 1600})
	freed := &freedom{by: "hangup"}
	staff := s.sit(waitingTalkers, waitingTalk, freed.watch)
	all := []*lines{s.dial(waitingTalkers, waitingApart, true)}
	s.eventually(patience, "all operators are talking", func() bool { return s.connected() == waitingTalkers })
	fmt.Printf("\nCallers who wait beside %d conversations, all recorded; %s\n", waitingTalkers, machine(t))
	fmt.Printf("  %7s %-21s %-16s %-22s %s\n", "waiting", "packets/s of 50 (least)", "lost of", "assigned, 99 % within", "% of a core: Asterisk, hotline, PostgreSQL, MinIO, callsim")
	held, coming := 0, 0
	for _, n := range waitingSteps {
		all = append(all, s.dial(n-coming, waitingApart, true))
		coming = n
		s.eventually(2*time.Minute, fmt.Sprintf("%d wait", n), func() bool { return s.queued() >= n*97/100 })
		if !s.hold(n, all) {
			break
		}
		held = n
	}
	for _, l := range all {
		l.close()
	}
	staff.leave()
	s.eventually(2*time.Minute, "all calls are over", func() bool { return len(s.channels()) == 0 })

	fmt.Printf("  held: %d waiting beside %d conversations\n", held, waitingTalkers)
	fmt.Printf("  operator's hang-up sent → next caller's screen-pop received, over all steps, %d times: %s\n", len(freed.took), spread(freed.took))
	failed, calls, such := staff.failed, staff.calls, staff.worst
	for _, l := range all {
		failed, calls = failed+l.failed, calls+l.calls
		if l.failed > 0 {
			such = l.worst
		}
	}
	fmt.Printf("  calls that fared otherwise than they should, the last step included: %d of %d\n", failed, calls)
	if failed > 0 {
		fmt.Println("  such a one:", such)
	}
}

// hold measures one step, prints it, and says whether it was held.
func (s *stack) hold(n int, all []*lines) bool {
	s.t.Helper()
	pass(waitingSettling)
	parts, before, dropped, link := s.parts(), s.metrics(), drops(s.t), watchLink(s.ports.ARI)
	audio := listen(all)
	used := during(s.t, parts, waitingWindow)
	mean, least, lost, came := audio()
	backlog, after := link(), s.metrics()
	assigned, bound := quantile(before, after, "hotline_assign_seconds", .99)
	fmt.Printf("  %7d %5.2f (%.2f)             %4d of %-8d %4.0f ms (%3.0f times)  ",
		n, mean, least, lost, lost+came, bound*1000, assigned)
	for _, p := range parts {
		fmt.Printf(" %5.1f", used[p.name]/waitingWindow.Seconds()*100)
	}
	fmt.Printf("\n          kernel dropped %.0f datagrams on the whole machine; at most %d bytes unread between Asterisk's ARI and hotline; load average %s\n",
		drops(s.t)-dropped, backlog, load(s.t))
	return mean >= fewestPackets && bound <= assignLimit
}

// listen counts what comes to the callers who are there all the time until it is asked:
// packets a second of each, their mean and the least, and what was lost.
func listen(all []*lines) func() (mean, least float64, lost, came uint64) {
	begun, before := time.Now(), map[*lines]map[int]sound{}
	for _, l := range all {
		before[l] = l.sounds()
	}
	return func() (mean, least float64, lost, came uint64) {
		seconds, callers := time.Since(begun).Seconds(), 0
		for _, l := range all {
			for i, now := range l.sounds() {
				was, ok := before[l][i]
				if !ok || was.call != now.call {
					continue
				}
				came, lost = came+now.packets-was.packets, lost+now.lost-was.lost
				rate := float64(now.packets-was.packets) / seconds
				if callers == 0 || rate < least {
					least = rate
				}
				callers++
			}
		}
		return float64(came) / seconds / float64(max(callers, 1)), least, lost, came
	}
}

// The gauges of hotline's metrics that tell how many there are now.
const (
	waitingNow = "hotline_queue_waiting"
	talkingNow = `hotline_calls_live{state="talking"}`
)

// watchLink looks at the connections to ARI until it is asked for the most that ever
// waited in them.
func watchLink(port int) (most func() int64) {
	stop, result := make(chan struct{}), make(chan int64)
	go func() {
		ticker := time.NewTicker(20 * time.Millisecond)
		defer ticker.Stop()
		var worst int64
		for {
			select {
			case <-ticker.C:
				worst = max(worst, unread(port))
			case <-stop:
				result <- worst
				return
			}
		}
	}()
	return func() int64 {
		close(stop)
		return <-result
	}
}
