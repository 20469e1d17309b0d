package agentdesk

import (
	"reflect"

	"hotline1022/agentdesk/protocol"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

// What the engine and the gateway show. None of these blocks.

func (d *desk) showStatus(v telephony.OperatorView) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.status = v
	if !d.seen.status {
		d.seen.status = true
		close(d.shown)
	}
	status := wireStatus(v)
	d.post(protocol.ServerMessage{Type: protocol.ServerStatus, Status: &status}, nil)
}

func (d *desk) showCall(v telephony.CallView) {
	if v.Watching != "" {
		d.showWatched(v)
		return
	}
	v = d.hub.discreet(v)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seen.call = true
	before := d.call
	popped := d.setCall(v)
	if before != nil && reflect.DeepEqual(before, d.call) && v.ID == call.ID(before.ID) {
		return // what has changed is not for this desk; a message would tell that something has
	}
	m := protocol.ServerMessage{Type: protocol.ServerCall, Call: copyOf(d.call)}
	if v.ID != call.ID(d.call.ID) { // an earlier call's end, told after the next one's beginning
		late := wireCall(v, false)
		m.Call = &late
	}
	var p *pop
	if popped && v.State == call.StateOffered {
		p = &pop{arrived: v.ArrivedAt, offered: v.OfferedAt}
	}
	d.post(m, p)
}

// setCall makes v the desk's call; true when it is another than before. The card
// is looked for from then on. d.mu is held.
func (d *desk) setCall(v telephony.CallView) bool {
	same := d.call != nil && d.call.ID == string(v.ID)
	if !same && v.Gone != "" && d.call != nil && d.call.Gone == "" {
		return false // not the desk's any more; the present one stays
	}
	offeredAgain := same && d.call.Gone != "" && v.Gone == ""
	muted := d.takenOver(v) || same && !offeredAgain && d.call.Muted
	next := wireCall(v, muted)
	d.call = &next
	if same && !offeredAgain {
		return false
	}
	if !same {
		d.know(next.ID)
		d.card = nil
	}
	if v.Gone == "" || !same { // one that was taken from her while we were dead has a ticket to write, too
		d.findCard(next.ID, v.From)
	}
	return true
}

// know remembers a call that the desk was shown. d.mu is held.
func (d *desk) know(id string) {
	d.recent = append(d.recent, id)
	if len(d.recent) > recentCalls {
		d.recent = d.recent[1:]
	}
}

// present is the call with this ID, if the desk's user speaks in it. d.mu is held.
func (d *desk) present(id string) *protocol.Call {
	switch {
	case d.call != nil && d.call.ID == id && d.call.Gone == "":
		return d.call
	case d.watched != nil && d.watched.ID == id:
		return d.watched
	}
	return nil
}

func (d *desk) showQueue(v telephony.QueueView) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seen.queue = true
	if d.queue == v {
		return
	}
	d.queue, d.stale = v, true
	if d.conn != nil {
		d.conn.wake()
	}
}

func (d *desk) showMedia(up bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.media = up
	d.post(protocol.ServerMessage{Type: protocol.ServerMedia, Media: wireMedia(up)}, nil)
}

func (d *desk) showMuted(id string, on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.present(id)
	if c == nil || c.Muted == on {
		return
	}
	c.Muted = on
	d.post(protocol.ServerMessage{Type: protocol.ServerCall, Call: copyOf(c)}, nil)
}

func (d *desk) showCard(id string, card protocol.Card) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.call == nil || d.call.ID != id {
		return
	}
	d.card = &card
	d.post(protocol.ServerMessage{Type: protocol.ServerCard, Card: &card}, nil)
}

func copyOf(c *protocol.Call) *protocol.Call {
	call := *c
	return &call
}
