package ari

import (
	"context"
	"errors"
	"sync"
)

// ErrMailboxClosed is returned by Get when a closed mailbox is empty.
var ErrMailboxClosed = errors.New("ari: mailbox closed")

// Mailbox is an unbounded first-in-first-out queue between goroutines: Put never
// blocks and never drops. It suits a reader that is slow for a while; a reader
// that stops for good must Close it. Any number of goroutines may put; one gets.
type Mailbox[T any] struct {
	mu     sync.Mutex
	items  []T // oldest first, from head on
	head   int
	closed bool
	wake   chan struct{} // holds one token when there may be something to see
}

// NewMailbox makes an empty mailbox.
func NewMailbox[T any]() *Mailbox[T] {
	return &Mailbox[T]{wake: make(chan struct{}, 1)}
}

// Put appends v. After Close it reports false and does nothing.
func (m *Mailbox[T]) Put(v T) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return false
	}
	m.items = append(m.items, v)
	m.signal()
	return true
}

// Get removes the oldest item, waiting for one if need be. A closed mailbox is
// emptied first, then returns ErrMailboxClosed. When ctx is done its cause is
// returned, and nothing is removed.
func (m *Mailbox[T]) Get(ctx context.Context) (T, error) {
	for {
		if ctx.Err() != nil {
			var none T
			return none, context.Cause(ctx)
		}
		v, ok, closed := m.TryGet()
		if ok {
			return v, nil
		}
		if closed {
			return v, ErrMailboxClosed
		}
		select {
		case <-m.wake:
		case <-ctx.Done():
		}
	}
}

// TryGet removes the oldest item if there is one. closed tells that none will
// come any more.
func (m *Mailbox[T]) TryGet() (v T, ok, closed bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.head == len(m.items) {
		return v, false, m.closed
	}
	var none T
	v, m.items[m.head] = m.items[m.head], none
	m.head++
	switch {
	case m.head == len(m.items):
		m.items, m.head = m.items[:0], 0
	case m.head >= 64 && m.head*2 >= len(m.items):
		// Give the room of what is gone back, so that a mailbox that is never
		// quite empty does not grow for ever.
		n := copy(m.items, m.items[m.head:])
		clear(m.items[n:])
		m.items, m.head = m.items[:n], 0
	}
	return v, true, m.closed
}

// Wake receives a token after a Put or Close; for a reader that must wait for
// other things too. It then calls TryGet until nothing comes.
func (m *Mailbox[T]) Wake() <-chan struct{} { return m.wake }

// Close lets no more in. What is inside can still be got. Idempotent.
func (m *Mailbox[T]) Close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	m.signal()
}

// Len is the number of items that wait.
func (m *Mailbox[T]) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.items) - m.head
}

// signal leaves a token for the reader; m.mu is held.
func (m *Mailbox[T]) signal() {
	select {
	case m.wake <- struct{}{}:
	default:
	}
}
