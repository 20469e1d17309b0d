package gateway

import (
	"io"
	"os"
	"sync"
	"time"
)

// Sides is where a recording is written: A-law without a header, in step, and a file that
// appears when both are closed.
type Sides struct{ Heard, Said, Done string }

// The two sides of a recording.
const (
	sideHeard = iota // what the operator hears
	sideSaid         // what she says; silence while she is muted
)

// writeEvery is how often sound goes to the disk: what our death costs at most, beside
// what may still be late.
const writeEvery = 500 * time.Millisecond

// tape records an operator in one call. The audio path gives it packets, and waits for
// nothing but a copy of 20 ms; a goroutine writes.
type tape struct {
	gw    *Gateway
	call  string
	leg   string
	began time.Time
	files [2]tapeFile // the writing goroutine's own, as
	lost  func()      // told once that something could not be written; nil from then on
	out   [2][]byte

	over sync.Once
	quit chan struct{} // closed by end

	mu      sync.Mutex // of what follows
	lanes   [2]lane
	written int64 // samples a side that have left the ring
	length  int64 // of the whole; negative while it goes on
}

// Record records what an operator hears and says in a call as a leg of it, from now until
// end is called, whichever of her browser's connections and of the call's legs carry it.
// It does not block. A recording that the operator has already ends. lost is called once, and
// must not block, when something of it could not be kept: at once, or as soon as it is known.
func (g *Gateway) Record(operator, call, leg string, lost func()) (end func()) {
	t := &tape{gw: g, call: call, leg: leg, began: time.Now(), lost: lost, quit: make(chan struct{}), length: -1}
	sides := g.cfg.Sides(call, leg)
	for side, path := range []string{sideHeard: sides.Heard, sideSaid: sides.Said} {
		t.files[side].open = func() (io.WriteCloser, error) { return g.create(path) }
	}
	for i := range t.lanes {
		hush(t.lanes[i].ring[:])
		t.out[i] = make([]byte, ringSize/4)
	}
	st, err := g.claim(operator)
	if err != nil {
		g.metrics.tapeFailed("closed")
		g.log.Error("a consultation is not recorded", "call", call, "leg", leg, "error", err)
		lost()
		return func() {}
	}
	if before := st.tape.Swap(t); before != nil {
		before.end(t.began)
	}
	g.mu.Lock()
	closed := g.closed
	g.mu.Unlock()
	if closed { // Close may not have seen it
		t.end(t.began)
	}
	g.metrics.tapes.Inc()
	go func() {
		defer g.wg.Done()
		defer g.metrics.tapes.Dec()
		t.write(sides.Done)
	}()
	return func() {
		st.tape.CompareAndSwap(t, nil)
		t.end(time.Now())
	}
}

// end: nothing is recorded from now on. Idempotent; it does not wait for the disk.
func (t *tape) end(now time.Time) {
	t.over.Do(func() {
		t.mu.Lock()
		t.length = position(now.Sub(t.began))
		t.mu.Unlock()
		close(t.quit)
	})
}

// record gives a packet to the recording of the call, if there is one.
func (st *station) record(call string, side int, source uint64, p *packet, samples []byte, now time.Time) {
	if t := st.tape.Load(); t != nil && t.call == call {
		t.put(side, source, p, samples, now)
	}
}

func (t *tape) put(side int, source uint64, p *packet, samples []byte, now time.Time) {
	if len(samples) > maxPayload {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.length >= 0 {
		return
	}
	at, ok := t.lanes[side].place(source, p, len(samples), position(now.Sub(t.began)), t.written)
	if !ok {
		t.gw.metrics.tapeLost.Inc()
		return
	}
	t.lanes[side].put(at, samples)
}

// write is the goroutine that has the files.
func (t *tape) write(done string) {
	tick := time.NewTicker(writeEvery)
	defer tick.Stop()
	for running := true; running; {
		select {
		case <-tick.C: // of when it stood still, perhaps
			t.flush(position(time.Since(t.began)) - lateness)
		case <-t.quit:
			t.flush(t.length) // no longer changes
			running = false
		}
	}
	opened := false
	for i := range t.files {
		f := &t.files[i]
		t.check("pad", f.write(t.length, nil))
		opened = opened || f.file != nil
		t.check("close", f.close())
	}
	if opened { // else there is nothing to take up, and the missing recording is found out
		f, err := t.gw.create(done)
		if err == nil {
			err = f.Close()
		}
		t.check("done", err)
	}
	result := "whole"
	if t.lost == nil {
		result = "broken"
	}
	t.gw.metrics.taped.WithLabelValues(result).Inc()
	t.gw.log.Info("a consultation was recorded", "call", t.call, "leg", t.leg, "ms", t.length*1000/sampleRate, "result", result)
}

// flush writes both sides up to a place.
func (t *tape) flush(upto int64) {
	for {
		t.mu.Lock()
		at := t.written
		n := int(min(upto-at, int64(len(t.out[0]))))
		if n <= 0 {
			t.mu.Unlock()
			return
		}
		for i := range t.lanes {
			t.lanes[i].take(at, t.out[i][:n])
		}
		t.written += int64(n)
		t.mu.Unlock()
		for i := range t.files {
			t.check("write", t.files[i].write(at, t.out[i][:n]))
		}
	}
}

// check counts what fails, and says so once: a full disk would say it twice a second. The
// writing goroutine's.
func (t *tape) check(step string, err error) {
	if err == nil {
		return
	}
	t.gw.metrics.tapeFailed(step)
	if t.lost != nil {
		t.lost()
		t.lost = nil
		t.gw.log.Error("a consultation is not recorded whole", "call", t.call, "leg", t.leg, "step", step, "error", err)
	}
}

// tapeFile is one side on the disk. What could not be written becomes silence as soon as
// something can, so that the sides stay in step.
type tapeFile struct {
	open func() (io.WriteCloser, error)
	file io.WriteCloser // nil until it could be opened
	size int64
}

// write puts samples at their place, which is at the end or behind it.
func (f *tapeFile) write(at int64, samples []byte) (err error) {
	if f.file == nil {
		if f.file, err = f.open(); err != nil {
			f.file = nil
			return err
		}
	}
	var quiet [frame]byte
	hush(quiet[:])
	for f.size < at {
		if err := f.add(quiet[:min(at-f.size, frame)]); err != nil {
			return err
		}
	}
	return f.add(samples)
}

func (f *tapeFile) add(samples []byte) error {
	n, err := f.file.Write(samples)
	f.size += int64(n)
	return err
}

func (f *tapeFile) close() error {
	if f.file == nil {
		return nil
	}
	return f.file.Close()
}

// create makes a file that was not there.
func create(path string) (io.WriteCloser, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o640)
}
