package ari

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hotline1022/asterisk-conf/asterisktest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience limits a wait for another process.
const patience = time.Minute

// told is one call of a Handler's method.
type told struct {
	synced *Snapshot
	event  Event
	down   error
}

// listener is a Handler that keeps what it is told.
type listener struct{ box *Mailbox[told] }

func (h listener) Synced(s Snapshot) { h.box.Put(told{synced: &s}) }
func (h listener) Event(e Event)     { h.box.Put(told{event: e}) }
func (h listener) Down(err error)    { h.box.Put(told{down: err}) }

// next is the next thing told, or the test fails.
func (h listener) next(t *testing.T) told {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	v, err := h.box.Get(ctx)
	if err != nil {
		t.Fatalf("nothing came: %v", err)
	}
	return v
}

// synced is the next Snapshot; events before it are an error, unless it is the
// very first thing.
func (h listener) synced(t *testing.T) Snapshot {
	t.Helper()
	for {
		v := h.next(t)
		switch {
		case v.synced != nil:
			return *v.synced
		case v.down != nil:
			t.Fatalf("down (%v) instead of synced", v.down)
		case v.event != nil:
			t.Fatalf("%T between Down and Synced", v.event)
		}
	}
}

// down is why the link went down; events before it are passed over.
func (h listener) down(t *testing.T) error {
	t.Helper()
	for {
		if v := h.next(t); v.down != nil {
			return v.down
		} else if v.synced != nil {
			t.Fatal("synced twice")
		}
	}
}

// await passes events over until one of type E meets want.
func await[E Event](t *testing.T, h listener, want func(E) bool) E {
	t.Helper()
	for {
		v := h.next(t)
		if v.down != nil {
			t.Fatalf("down: %v", v.down)
		}
		if e, ok := v.event.(E); ok && want(e) {
			return e
		}
	}
}

// run runs l until the test ends or stop is called, which blocks until it has
// ended.
func run(t *testing.T, l *Link) (h listener, stop func()) {
	t.Helper()
	h = listener{NewMailbox[told]()}
	why := errors.New("the test is over")
	ctx, cancel := context.WithCancelCause(context.Background())
	done := make(chan error, 1)
	go func() { done <- l.Run(ctx, h) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel(why)
		if err := <-done; !errors.Is(err, why) {
			t.Errorf("Run returned %v", err)
		}
	}
	t.Cleanup(stop)
	return h, stop
}

func configOf(a *asterisktest.Asterisk) Config {
	return Config{
		BaseURL: a.BaseURL, User: a.Values.ARI.User, Password: a.Values.ARI.Password, App: a.Values.ARI.App,
	}
}

func newLink(t *testing.T, cfg Config) *Link {
	t.Helper()
	l := New(cfg, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug})), nil)
	t.Cleanup(l.Close)
	return l
}

// eventually polls what another process does.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	limit, tick := time.After(patience), time.NewTicker(10*time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("never: %s", what)
		}
	}
}
