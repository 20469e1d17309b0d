package api

import (
	"net"
	"net/url"
	"sync"
	"testing"

	"hotline1022/internal/auth"
	"hotline1022/internal/devstack"
)

// line is the way to the database, which can stand still: nothing is refused,
// nothing is answered.
type line struct {
	listener net.Listener
	to       string
	wg       sync.WaitGroup

	mu     sync.Mutex
	open   chan struct{} // closed while data flows
	conns  []net.Conn
	closed chan struct{}
}

func newLine(t *testing.T, dsn string) (l *line, through string) {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l = &line{listener: listener, to: u.Host, open: make(chan struct{}), closed: make(chan struct{})}
	close(l.open)
	l.wg.Go(l.accept)
	t.Cleanup(l.close)
	u.Host = listener.Addr().String()
	return l, u.String()
}

func (l *line) accept() {
	for {
		near, err := l.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", l.to)
		if err != nil {
			near.Close()
			continue
		}
		l.mu.Lock()
		l.conns = append(l.conns, near, far)
		l.mu.Unlock()
		l.wg.Go(func() { l.pump(near, far) })
		l.wg.Go(func() { l.pump(far, near) })
	}
}

func (l *line) pump(from, to net.Conn) {
	defer to.Close()
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		l.mu.Lock()
		open := l.open
		l.mu.Unlock()
		select {
		case <-open:
		case <-l.closed:
			return
		}
		if _, werr := to.Write(buf[:n]); err != nil || werr != nil {
			return
		}
	}
}

func (l *line) freeze() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = make(chan struct{})
}

func (l *line) thaw() {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.open)
}

func (l *line) close() {
	close(l.closed)
	l.listener.Close()
	l.mu.Lock()
	for _, c := range l.conns {
		c.Close()
	}
	l.mu.Unlock()
	l.wg.Wait()
}

func TestDatabaseThatStandsStill(t *testing.T) {
	l, dsn := newLine(t, devstack.PostgresTemplate(t, "api", prepare))
	h := buildOn(t, dsn)
	operator, program := h.signedIn("op01"), h.as(auth.RoleAuditor)
	operator.ask("GET", "/api/v1/sessions/current", nil).want(200)
	program.ask("GET", "/api/v1/groups", nil).want(200)
	l.freeze()
	operator.ask("GET", "/api/v1/sessions/current", nil).want(200)
	program.ask("GET", "/api/v1/groups", nil).want(200)
	h.unknownToken().ask("GET", "/api/v1/groups", nil).problem(503, "database_away")
}
