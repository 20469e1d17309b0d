package ari

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"
)

func TestMailboxKeepsOrderAndAll(t *testing.T) {
	m := NewMailbox[int]()
	const writers, each = 4, 5000
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				m.Put(w*each + i)
			}
		})
	}
	go func() { wg.Wait(); m.Close() }()
	next := [writers]int{}
	for {
		v, err := m.Get(t.Context())
		if errors.Is(err, ErrMailboxClosed) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if w := v / each; v%each != next[w] {
			t.Fatalf("writer %d: got %d, want %d", w, v%each, next[w])
		} else {
			next[w]++
		}
	}
	for w, n := range next {
		if n != each {
			t.Errorf("writer %d: %d of %d arrived", w, n, each)
		}
	}
	if m.Put(1) {
		t.Error("a closed mailbox took something")
	}
}

// A mailbox against a plain slice, over any sequence of operations.
func TestMailboxIsAQueue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, model, next := NewMailbox[*int](), []*int{}, 0
		t.Repeat(map[string]func(*rapid.T){
			"put": func(t *rapid.T) {
				for range rapid.IntRange(1, 200).Draw(t, "n") {
					v := next
					next++
					m.Put(&v)
					model = append(model, &v)
				}
			},
			"get": func(t *rapid.T) {
				for range rapid.IntRange(1, 200).Draw(t, "n") {
					v, ok, _ := m.TryGet()
					if ok != (len(model) > 0) {
						t.Fatalf("got %v with %d inside", ok, len(model))
					}
					if ok {
						if v != model[0] {
							t.Fatalf("got %d, want %d", *v, *model[0])
						}
						model = model[1:]
					}
				}
			},
			"": func(t *rapid.T) {
				if m.Len() != len(model) {
					t.Fatalf("length %d, want %d", m.Len(), len(model))
				}
				if len(m.items) > 2*len(model)+400 {
					t.Fatalf("%d slots for %d items", len(m.items), len(model))
				}
			},
		})
	})
}

func TestMailboxGetWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := NewMailbox[string]()
		got := make(chan string)
		go func() {
			v, err := m.Get(t.Context())
			if err != nil {
				t.Error(err)
			}
			got <- v
		}()
		synctest.Wait() // the reader waits
		m.Put("a")
		if v := <-got; v != "a" {
			t.Errorf("got %q", v)
		}
	})
}

func TestMailboxGetEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := NewMailbox[string]()
		why := errors.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		got := make(chan error)
		go func() {
			_, err := m.Get(ctx)
			got <- err
		}()
		synctest.Wait()
		cancel(why)
		if err := <-got; !errors.Is(err, why) {
			t.Errorf("got %v", err)
		}
		m.Put("kept")
		if v, err := m.Get(t.Context()); v != "kept" || err != nil {
			t.Errorf("got %q, %v", v, err)
		}
	})
}

func TestMailboxCloseWakesReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := NewMailbox[string]()
		got := make(chan error)
		go func() {
			_, err := m.Get(t.Context())
			got <- err
		}()
		synctest.Wait()
		m.Close()
		m.Close()
		if err := <-got; !errors.Is(err, ErrMailboxClosed) {
			t.Errorf("got %v", err)
		}
	})
}
