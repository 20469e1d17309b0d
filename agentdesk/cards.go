package agentdesk

import (
	"context"
	"time"

	"hotline1022/agentdesk/protocol"
)

// findCard begins to look for what is known of a call's caller; an earlier
// search ends. d.mu is held.
func (d *desk) findCard(id, number string) {
	if d.lookup != nil {
		d.lookup()
	}
	ctx, cancel := context.WithCancel(d.ctx)
	d.lookup = cancel
	known := d.card != nil && d.card.Call == id && d.card.Complete
	if !d.hub.spawn(func() { d.searchCard(ctx, id, number, known) }) {
		cancel()
	}
}

// found is a lookup's outcome.
type found struct {
	card protocol.Card
	err  error
}

// refreshCard looks anew for the caller's card, if the call is the desk's newest.
func (d *desk) refreshCard(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.call != nil && d.call.ID == id {
		d.findCard(id, d.call.From)
	}
}

// searchCard shows the card, or after a short wait an incomplete one (unless a
// whole card is known: an older one is better than none) and the card when it is
// there at last. It tries until the database answers or another call is the
// desk's.
func (d *desk) searchCard(ctx context.Context, id, number string, known bool) {
	start := time.Now()
	soon := time.NewTimer(d.hub.cfg.CardWait)
	defer soon.Stop()
	told := known
	incomplete := func() {
		if !told {
			told = true
			d.hub.metrics.cards.WithLabelValues("incomplete").Inc()
			d.showCard(id, completed(protocol.Card{Call: id}))
		}
	}
	retry := d.hub.cfg.CardRetry
	for wait := time.Duration(0); ; wait, retry = retry, min(2*retry, 16*d.hub.cfg.CardRetry) {
		if !pause(ctx, wait) {
			return
		}
		result := d.askCard(ctx, number)
		var f found
		select {
		case f = <-result:
		case <-soon.C:
			incomplete()
			f = <-result
		}
		if ctx.Err() != nil {
			return
		}
		if f.err == nil {
			f.card.Call, f.card.Complete = id, true
			d.showCard(id, completed(f.card))
			d.hub.metrics.cards.WithLabelValues("complete").Inc()
			d.hub.metrics.cardSeconds.Observe(time.Since(start).Seconds())
			return
		}
		d.hub.log.Warn("caller's card", "operator", d.operator, "call", id, "error", f.err)
		incomplete()
	}
}

// askCard asks once; the channel always yields.
func (d *desk) askCard(ctx context.Context, number string) <-chan found {
	result := make(chan found, 1)
	ask := func() {
		ctx, cancel := context.WithTimeout(ctx, d.hub.cfg.CardLimit)
		defer cancel()
		card, err := d.hub.p.Cards.Card(ctx, number)
		result <- found{card, err}
	}
	if !d.hub.spawn(ask) {
		result <- found{err: context.Canceled}
	}
	return result
}

// completed makes lists of what was nil, as the desk expects them.
func completed(c protocol.Card) protocol.Card {
	if c.Calls == nil {
		c.Calls = []protocol.CardCall{}
	}
	if c.Tickets == nil {
		c.Tickets = []protocol.CardTicket{}
	}
	return c
}

// pause waits; false when ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
