//go:build bench

package e2e

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/callsim"
)

// TestBenchFree: an operator becomes free while callers wait, and the next caller's
// screen-pop comes; by the clock at the operator's end of the WebSocket. Without
// after-call work the hang-up frees them, with it the ready message.
func TestBenchFree(t *testing.T) {
	const (
		operators, callers = 5, 15
		talk               = 400 * time.Millisecond
		measured           = 15 * time.Second
	)
	afterCallWork := strings.Replace(waitingPlan, "strategy: longest-idle", "strategy: longest-idle\n    wrap_up: 60s", 1)
	for _, c := range []struct {
		freedBy protocol.ClientType
		plan    string
	}{
		{protocol.ClientHangup, waitingPlan},
		{protocol.ClientReady, afterCallWork},
	} {
		t.Run(string(c.freedBy), func(t *testing.T) {
			s := staffed(t, operators, options{Plan: c.plan})
			callers := s.dial(callers, 10*time.Millisecond, true)
			s.eventually(patience, "all wait", func() bool { return s.queued() == callers.n })
			freed := freedBy(c.freedBy)
			before := s.metrics()
			staff := s.sit(operators, talk, freed.watch)
			pass(measured)
			staff.leave()
			callers.close()
			fmt.Printf("operator's %s sent → next caller's screen-pop received, %d operators, callers waiting, %d times: %s\n",
				c.freedBy, operators, len(freed.took), spread(freed.took))
			n, bound := quantile(before, s.metrics(), "hotline_assign_seconds", .99)
			fmt.Printf("  of it in hotline, floor told → offer handed to the desk: %.0f times, 99 %% within %.1f ms\n", n, bound*1000)
			fmt.Printf("  %s\n", machine(t))
		})
	}
}

// freedom is how long operators waited for their next call, from the message that freed them.
type freedom struct {
	sync.Mutex
	by   protocol.ClientType
	took []time.Duration
}

func freedBy(message protocol.ClientType) *freedom { return &freedom{by: message} }

// watch is for crew's change.
func (f *freedom) watch(_ int, opt *callsim.AgentOptions) {
	var sent time.Time // of the operator's goroutine
	popped := opt.OnPop
	opt.OnSend = func(m protocol.ClientMessage, at time.Time) {
		if m.Type == f.by {
			sent = at
		}
	}
	opt.OnPop = func(c protocol.Call, at time.Time) {
		popped(c, at)
		if sent.IsZero() { // the shift's first
			return
		}
		f.Lock()
		f.took = append(f.took, at.Sub(sent))
		f.Unlock()
		sent = time.Time{}
	}
}
