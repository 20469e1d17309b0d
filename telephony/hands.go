package telephony

import (
	"context"
	"errors"
	"time"

	"hotline1022/telephony/ari"
)

// hands makes one call's requests to Asterisk, one after the other in the
// order in which its actor asked for them, so that the actor itself never
// waits for the network. Whatever it finds out it posts to the actor.
type hands struct {
	e      *Engine
	tasks  *ari.Mailbox[func(context.Context)]
	ctx    context.Context // done when the call is over: what was not begun is not done
	cancel context.CancelFunc
	done   chan struct{} // closed when every task has returned
	bridge bool          // the call's bridge is made; the tasks alone use it
	mixed  bool          // and mixes, see ensureMixed; the tasks alone use it
	// citizen: the citizen is in it, or may be; the tasks alone use it.
	citizen bool
	watch   bool // the bridge beside it is made; the tasks alone use it
}

func newHands(e *Engine) *hands {
	h := &hands{e: e, tasks: ari.NewMailbox[func(context.Context)](), done: make(chan struct{})}
	h.ctx, h.cancel = context.WithCancel(e.ctx)
	return h
}

// run is the hands' goroutine. Every task is called, also after stop: with a
// ctx that is done, so that it only tells that it was not carried out.
func (h *hands) run() {
	defer close(h.done)
	for {
		task, err := h.tasks.Get(context.Background())
		if err != nil {
			return
		}
		task(h.ctx)
	}
}

// do appends a task. After stop it does nothing and reports false.
func (h *hands) do(task func(ctx context.Context)) bool { return h.tasks.Put(task) }

// stop lets no further request begin. The one under way ends by itself: its
// outcome must be known before what it made can be cleared away.
func (h *hands) stop() {
	h.cancel()
	h.tasks.Close()
}

// hasBridge is a task: the call's bridge was made by somebody before us.
func (h *hands) hasBridge(context.Context) { h.bridge = true }

// noBridge is a task: the call's bridge is gone.
func (h *hands) noBridge(context.Context) { h.bridge, h.mixed = false, false }

const (
	attempts   = 3
	firstPause = 100 * time.Millisecond
	lastPause  = 5 * time.Second
)

// try makes one request for an effect until it succeeds, finds its object gone,
// or has failed three times. While the link is down a failure does not count: the
// next attempt waits until the link is up again. ctx ends the attempts, but
// never a request that has begun; that has its own limit.
func (e *Engine) try(ctx context.Context, effect string, request func(context.Context) error) error {
	pause := firstPause
	for failed := 0; ; {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		err := e.once(effect, request)
		if err == nil || lost(err) {
			return err
		}
		if e.link.isOpen() {
			failed++
		}
		if failed == attempts {
			return err
		}
		if e.sleep(ctx, pause) != nil || e.link.wait(ctx) != nil {
			return err
		}
		pause *= 3
		pause = min(pause, lastPause)
	}
}

// once makes one request within its limit.
func (e *Engine) once(effect string, request func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(e.ctx, e.cfg.RequestLimit)
	defer cancel()
	err := request(ctx)
	if err != nil && !lost(err) && !errors.Is(err, context.Canceled) {
		e.metrics.failed.WithLabelValues(effect).Inc()
		e.log.Warn("a request to Asterisk failed", "effect", effect, "error", err)
	}
	return err
}

// lost tells that what the request was about is gone, or on its way out of our
// hands: the event that says so follows, and decides.
func lost(err error) bool { return ari.IsGone(err) || ari.IsNotInStasis(err) }

func (e *Engine) sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// clear removes something from Asterisk, after the other goroutine named by
// after (or nil) is done with it, and does not give up before it is gone.
func (e *Engine) clear(after <-chan struct{}, effect string, request func(context.Context) error) {
	e.spawn(func() {
		if after != nil {
			select {
			case <-after:
			case <-e.ctx.Done():
				return
			}
		}
		for e.ctx.Err() == nil {
			if err := e.try(e.ctx, effect, request); err == nil || ari.IsGone(err) {
				return
			}
			if e.sleep(e.ctx, lastPause) != nil {
				return
			}
		}
	})
}

func (e *Engine) clearChannel(after <-chan struct{}, channel string) {
	e.clear(after, "hangup", func(ctx context.Context) error {
		return e.phone.Hangup(ctx, channel, ari.HangupNormal)
	})
}

func (e *Engine) clearBridge(after <-chan struct{}, bridge string) {
	e.clear(after, "destroy_bridge", func(ctx context.Context) error {
		return e.phone.DestroyBridge(ctx, bridge)
	})
}
