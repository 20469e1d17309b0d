package e2e

import (
	"net"
	"net/url"
	"sync"
	"testing"
)

// way is a TCP path to a server that a test can cut or stop, and open again.
type way struct {
	to       string
	listener net.Listener
	work     sync.WaitGroup

	mu     sync.Mutex
	moves  *sync.Cond // signalled at every change of the following
	still  bool       // nothing passes, and nobody is told
	shut   bool       // connections are closed as they come
	closed bool
	conns  map[net.Conn]struct{}
}

// newWay opens a path to an address.
func newWay(t testing.TB, to string) *way {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &way{to: to, listener: l, conns: map[net.Conn]struct{}{}}
	w.moves = sync.NewCond(&w.mu)
	w.work.Go(w.serve)
	t.Cleanup(w.close)
	return w
}

// wayTo opens a path to the server that an address names, and gives the address over it.
func wayTo(t testing.TB, address string) (*way, string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	w := newWay(t, u.Host)
	u.Host = w.addr()
	return w, u.String()
}

func (w *way) addr() string { return w.listener.Addr().String() }

// cut closes what is open, and whatever comes.
func (w *way) cut() { w.change(false, true) }

// stop lets nothing pass any more: new connections are taken, and nobody answers.
func (w *way) stop() { w.change(true, false) }

// open lets all pass; what was stopped arrives.
func (w *way) open() { w.change(false, false) }

// interrupt closes what is open.
func (w *way) interrupt() {
	w.cut()
	w.open()
}

func (w *way) change(still, shut bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.still, w.shut = still, shut
	if shut {
		for c := range w.conns {
			_ = c.Close()
		}
	}
	w.moves.Broadcast()
}

func (w *way) close() {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	_ = w.listener.Close()
	w.cut()
	w.work.Wait()
}

func (w *way) serve() {
	for {
		c, err := w.listener.Accept()
		if err != nil {
			return
		}
		w.work.Go(func() { w.carry(c) })
	}
}

// carry is one connection's life.
func (w *way) carry(near net.Conn) {
	if !w.enter(near) {
		return
	}
	defer w.leave(near)
	w.wait()
	far, err := net.Dial("tcp", w.to)
	if err != nil || !w.enter(far) {
		return
	}
	defer w.leave(far)
	var both sync.WaitGroup
	both.Go(func() { w.copy(far, near) })
	both.Go(func() { w.copy(near, far) })
	both.Wait()
}

// enter notes a connection; one that may not pass is closed.
func (w *way) enter(c net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.shut || w.closed {
		_ = c.Close()
		return false
	}
	w.conns[c] = struct{}{}
	return true
}

func (w *way) leave(c net.Conn) {
	_ = c.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.conns, c)
}

// wait blocks while nothing passes.
func (w *way) wait() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.still && !w.closed {
		w.moves.Wait()
	}
}

// copy carries one direction; its end is the connection's.
func (w *way) copy(to, from net.Conn) {
	defer func() { _, _ = to.Close(), from.Close() }()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		w.wait()
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
