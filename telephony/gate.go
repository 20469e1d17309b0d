package telephony

import (
	"context"
	"sync"
)

// gate is open or shut; goroutines wait at it.
type gate struct {
	mu   sync.Mutex
	open chan struct{} // closed while the gate is open
}

func (g *gate) set(open bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.open == nil {
		g.open = make(chan struct{})
	}
	isOpen := false
	select {
	case <-g.open:
		isOpen = true
	default:
	}
	switch {
	case open && !isOpen:
		close(g.open)
	case !open && isOpen:
		g.open = make(chan struct{})
	}
}

func (g *gate) shut() { g.set(false) }

func (g *gate) passage() <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.open
}

func (g *gate) isOpen() bool {
	select {
	case <-g.passage():
		return true
	default:
		return false
	}
}

// wait returns when the gate is open, or with ctx's cause.
func (g *gate) wait(ctx context.Context) error {
	select {
	case <-g.passage():
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
