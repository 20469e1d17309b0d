package gateway

import "sync"

// event is a change of one operator's audio.
type event struct {
	operator string
	up       bool
}

// events calls the listener in order, from one goroutine. The queue has no bound
// of its own: an operator adds to it only by connecting or vanishing.
type events struct {
	mu      sync.Mutex
	queue   []event
	stopped bool
	wake    chan struct{} // capacity 1
	quit    chan struct{}
	done    chan struct{} // nil until started
}

func newEvents() *events {
	return &events{wake: make(chan struct{}, 1), quit: make(chan struct{})}
}

func (e *events) start(f func(operator string, up bool)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.stopped || e.done != nil {
		return
	}
	e.done = make(chan struct{})
	go e.run(f, e.done)
}

func (e *events) run(f func(operator string, up bool), done chan<- struct{}) {
	defer close(done)
	for {
		select {
		case <-e.quit:
			return
		case <-e.wake:
		}
		for {
			ev, ok := e.next()
			if !ok {
				break
			}
			f(ev.operator, ev.up)
		}
	}
}

func (e *events) next() (event, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.stopped || len(e.queue) == 0 {
		return event{}, false
	}
	ev := e.queue[0]
	e.queue = e.queue[1:]
	return ev, true
}

// add queues an event; it never blocks, so it may be called under a station's lock.
func (e *events) add(ev event) {
	e.mu.Lock()
	e.queue = append(e.queue, ev)
	e.mu.Unlock()
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// stop drops what is queued and waits for a call that is under way. Idempotent.
func (e *events) stop() {
	e.mu.Lock()
	done := e.done
	if !e.stopped {
		e.stopped = true
		close(e.quit)
	}
	e.mu.Unlock()
	if done != nil {
		<-done
	}
}
