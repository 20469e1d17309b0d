package gateway

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/rtp"
)

// mortal is a browser whose microphone can be taken away, and given back.
func (h *house) mortal(t *testing.T, operator string) (*browser, *atomic.Bool) {
	t.Helper()
	b, dumb := h.join(t, operator), new(atomic.Bool)
	speak(t, operatorTone, func(p *rtp.Packet) {
		if !dumb.Load() {
			_ = b.track.WriteRTP(p)
		}
	})
	return b, dumb
}

// TestQuietBrowser: whose desk's connection is gone is missed sooner, who only loses that
// connection is not missed at all, and whoever speaks again is back at once.
func TestQuietBrowser(t *testing.T) {
	for _, c := range []struct {
		name    string
		doubt   bool
		earlier bool // the desk's connection is lost before the audio is
		after   time.Duration
	}{
		{"closed its tab: audio and desk", true, false, DoubtedAfter},
		{"the desk's connection was lost before", true, true, DoubtedAfter},
		{"lost its audio only", false, false, QuietAfter},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			_, dumb := h.mortal(t, "op01")
			h.expect(t, "op01", true)
			l, a := h.call(t, "op01", "c1")
			await(t, "two-way audio", l.TwoWay())
			if c.earlier {
				h.Doubt("op01", true)
				listen(t, a.heard, int(2*DoubtedAfter/(20*time.Millisecond)))
				if !h.Up("op01") {
					t.Fatal("a lost desk took the audio with it")
				}
			}
			start := time.Now()
			dumb.Store(true)
			if c.doubt {
				h.Doubt("op01", true)
			}
			h.expect(t, "op01", false)
			// How much later is the machine's; whoever is in doubt is not waited for as long as another.
			if took := time.Since(start); took < c.after-50*time.Millisecond || c.doubt && took >= QuietAfter {
				t.Errorf("noticed after %v, want %v", took, c.after)
			}
			drainAll(a.heard)
			start = time.Now()
			dumb.Store(false)
			h.expect(t, "op01", true)
			if took := time.Since(start); took >= QuietAfter {
				t.Errorf("back after %v", took)
			}
			listen(t, a.heard, 10)
			h.Doubt("op01", false)
		})
	}
}

// TestWhoStoodStill: a timer that rings late says nothing of the browser, whose packets may
// wait for us; it has its time again.
func TestWhoStoodStill(t *testing.T) {
	h := newHouse(t)
	b := h.join(t, "op01")
	if err := b.track.WriteRTP(&rtp.Packet{Header: rtp.Header{Version: 2, PayloadType: payloadPCMA}, Payload: make([]byte, frame)}); err != nil {
		t.Fatal(err)
	}
	h.expect(t, "op01", true)
	st := h.lookup("op01")
	p := st.peer.Load()
	eventually(t, p.awake.Load)
	st.mu.Lock()
	defer st.mu.Unlock()
	late := p.due.Add(overslept + time.Millisecond)
	if p.look(late); !st.up {
		t.Fatal("the browser was blamed for our standing still")
	}
	if p.due != late.Add(DoubtedAfter) {
		t.Fatalf("looks again %v later", p.due.Sub(late))
	}
	if p.look(p.due); st.up {
		t.Error("and is not missed then")
	}
}

// eventually waits for what another goroutine does.
func eventually(t *testing.T, done func() bool) {
	t.Helper()
	tick, end := time.NewTicker(time.Millisecond), time.NewTimer(patience)
	defer tick.Stop()
	defer end.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-end.C:
			t.Fatal("waited in vain")
		}
	}
}
