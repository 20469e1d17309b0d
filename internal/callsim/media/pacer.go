package media

import (
	"sync"
	"time"
)

// A Pacer wakes four times a frame and ticks a quarter of its streams each time,
// so that many calls do not send all their packets in one burst.
const (
	phases     = 4
	phaseTime  = FrameTime / phases
	maxBacklog = time.Second / phaseTime
)

// Pacer calls the tick of each of its streams every 20 ms, all from one goroutine.
type Pacer struct {
	start time.Time
	stop  chan struct{}
	done  chan struct{}
	once  sync.Once

	mu      sync.Mutex
	streams [phases]map[*stream]struct{}
}

type stream struct {
	tick func()
	born int // the phase that was due when the stream was added; a backlog before it is not its own
}

// NewPacer starts a pacer.
func NewPacer() *Pacer {
	p := &Pacer{start: time.Now(), stop: make(chan struct{}), done: make(chan struct{})}
	for i := range p.streams {
		p.streams[i] = make(map[*stream]struct{})
	}
	go p.run()
	return p
}

// Add has tick called every 20 ms until remove is called; when remove has
// returned, tick does not run any more. Neither may be called from a tick.
func (p *Pacer) Add(tick func()) (remove func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := &stream{tick: tick, born: p.due()}
	phase := 0
	for i := range p.streams {
		if len(p.streams[i]) < len(p.streams[phase]) {
			phase = i
		}
	}
	p.streams[phase][s] = struct{}{}
	return func() {
		p.mu.Lock()
		delete(p.streams[phase], s)
		p.mu.Unlock()
	}
}

// Close stops all ticks. It may be called twice.
func (p *Pacer) Close() {
	p.once.Do(func() { close(p.stop) })
	<-p.done
}

// due counts the phases that have begun.
func (p *Pacer) due() int { return int(time.Since(p.start) / phaseTime) }

// run counts phases from a fixed beginning, so that lateness does not add up.
func (p *Pacer) run() {
	defer close(p.done)
	n := 0
	timer := time.NewTimer(phaseTime)
	defer timer.Stop()
	for {
		select {
		case <-p.stop:
			return
		case <-timer.C:
		}
		due := p.due()
		if due-n > int(maxBacklog) {
			n = due - 1
		}
		for ; n < due; n++ {
			p.tick(n)
		}
		timer.Reset(time.Until(p.start.Add(time.Duration(n+1) * phaseTime)))
	}
}

func (p *Pacer) tick(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for s := range p.streams[n%phases] {
		if n >= s.born {
			s.tick()
		}
	}
}
