package agentdesk

import (
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
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seen.call = true
	popped := d.setCall(v)
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
	muted := same && !offeredAgain && d.call.Muted
	next := wireCall(v, muted)
	d.call = &next
	if same && !offeredAgain {
		return false
	}
	if !same {
		d.recent = append(d.recent, next.ID)
		if len(d.recent) > recentCalls {
			d.recent = d.recent[1:]
		}
		d.card = nil
	}
	if v.Gone == "" {
		d.findCard(next.ID, v.From)
	}
	return true
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
	if d.call == nil || d.call.ID != id || d.call.Muted == on {
		return
	}
	d.call.Muted = on
	d.post(protocol.ServerMessage{Type: protocol.ServerCall, Call: copyOf(d.call)}, nil)
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
