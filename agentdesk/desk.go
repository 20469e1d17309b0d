package agentdesk

import (
	"context"
	"crypto/rand"
	"slices"
	"sync"
	"time"

	"hotline1022/agentdesk/protocol"
	"hotline1022/telephony"
)

// desk is one operator's: what is to be shown, the session that shows it, the
// connection that carries it. It outlives sessions and connections.
//
// Two kinds of goroutine use it: whoever brings news (engine, gateway, card,
// connection) changes it under its lock and returns at once; its own worker
// carries out, one after another, all that may take time (commands, coming and
// going towards the engine). Nobody calls the engine or the gateway under the lock,
// but for Gateway.Doubt, which only takes note: it must be told in the order of the
// connections, and not after a command that takes its time.
type desk struct {
	hub      *Hub
	operator string
	ctx      context.Context // the hub's
	tasks    *tasks
	up       bool // the engine knows the desk; the worker's own

	mu      sync.Mutex
	st      *stream     // nil: signed out, or the grace time ran out
	conn    *conn       // nil: away
	user    User        // as the newest connection has it
	grace   *time.Timer // runs while st is there and conn is not
	visit   uint64      // counts connections, so that an old grace timer is known
	status  telephony.OperatorView
	call    *protocol.Call // the newest, even when gone
	watched *protocol.Call // that its shift leader supervises
	recent  []string       // calls shown lately, to tell a late command from a lie
	card    *protocol.Card
	lookup  context.CancelFunc // of call's card
	queue   telephony.QueueView
	stale   bool          // queue was not sent yet
	media   bool          // audio is up
	seen    seen          // what the engine has shown since the session began
	shown   chan struct{} // closed when the engine has shown the status; replaced with the session
}

// seen says what needs not be asked for when a session's snapshot is made.
type seen struct{ status, call, queue bool }

// recentCalls is how many calls back a late command is still taken for honest.
const recentCalls = 16

func newDesk(h *Hub, operator string) *desk {
	return &desk{
		hub: h, operator: operator, ctx: h.ctx, tasks: newTasks(), shown: make(chan struct{}),
		status: telephony.OperatorView{Operator: operator, Status: telephony.StatusOffline},
	}
}

// work is the desk's worker.
func (d *desk) work() { d.tasks.run(d.ctx) }

// later hands the worker something to do; it never blocks.
func (d *desk) later(f func()) { d.tasks.put(f) }

// stop ends what runs by itself; the hub's context ends the rest.
func (d *desk) stop() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.grace != nil {
		d.grace.Stop()
	}
	if d.lookup != nil {
		d.lookup()
	}
}

// hello attaches a connection: to the session it asks for, or to a new one.
func (d *desk) hello(c *conn, user User, h *protocol.Hello) protocol.Welcome {
	d.mu.Lock()
	defer d.mu.Unlock()
	old := d.conn
	d.conn, d.user = c, user
	d.visit++
	d.hub.p.Gateway.Doubt(d.operator, false)
	if d.grace != nil {
		d.grace.Stop()
	}
	if old != nil {
		old.kick(closing{code: protocol.CloseReplaced, text: "replaced", last: &protocol.ServerMessage{Type: protocol.ServerReplaced}})
	}
	resumed := d.st != nil && h.Session == d.st.id && d.st.has(h.LastSeq)
	if resumed {
		c.cursor = h.LastSeq
		d.hub.metrics.hellos.WithLabelValues("resumed").Inc()
	} else {
		other := d.st != nil
		d.st = newStream(rand.Text(), d.hub.cfg.Kept)
		d.seen, d.shown = seen{}, make(chan struct{})
		c.cursor = 0
		st, want := d.st, user.want(h)
		d.later(func() { d.begin(st, want, other) })
		d.hub.metrics.hellos.WithLabelValues("new").Inc()
	}
	c.st, c.since = d.st, d.st.seq
	return protocol.Welcome{
		Version: protocol.Version, Session: d.st.id, Resumed: resumed, LastID: d.st.lastID,
		Operator: d.operator, Name: user.Name, Now: time.Now(), Supervisor: user.Supervisor,
	}
}

// signedInBy is the session of whoever has the desk now; "": nobody has.
func (d *desk) signedInBy() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.st == nil {
		return ""
	}
	return d.user.Session
}

// detach notes that a connection is over; the grace time begins.
func (d *desk) detach(c *conn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.conn != c {
		return
	}
	d.conn = nil
	if d.st == nil || d.ctx.Err() != nil {
		return
	}
	d.hub.p.Gateway.Doubt(d.operator, true)
	visit := d.visit
	d.grace = time.AfterFunc(d.hub.cfg.Grace, func() { d.later(func() { d.expire(visit) }) })
}

// expire ends the session when nobody came back in time. The worker's.
func (d *desk) expire(visit uint64) {
	d.mu.Lock()
	if d.st == nil || d.conn != nil || d.visit != visit {
		d.mu.Unlock()
		return
	}
	d.st = nil
	d.mu.Unlock()
	d.hub.log.Info("desk gone: grace time over", "operator", d.operator)
	d.leave()
}

// signOut ends the session at once; st nil means whichever there is. The worker's.
func (d *desk) signOut(st *stream) {
	d.mu.Lock()
	if d.st == nil || st != nil && d.st != st {
		d.mu.Unlock()
		return
	}
	d.st = nil
	if d.grace != nil {
		d.grace.Stop()
	}
	if d.conn != nil {
		d.conn.kick(closing{code: closeNormal, text: "bye"})
		d.conn = nil
	}
	d.mu.Unlock()
	d.hub.log.Info("desk signed out", "operator", d.operator)
	d.leave()
}

// leave tells gateway and engine that the desk is gone. The worker's.
func (d *desk) leave() {
	d.mu.Lock()
	if d.lookup != nil {
		d.lookup()
	}
	d.mu.Unlock()
	d.hub.p.Gateway.Drop(d.operator)
	if d.up {
		d.up = false
		d.hub.p.Engine.DeskDown(d.operator)
	}
}

// statusWait is how long a new desk's snapshot waits for the engine to say what
// the desk's coming has changed. A status that comes later is told as a change.
const statusWait = 200 * time.Millisecond

// begin opens a new session with its snapshot. The worker's.
func (d *desk) begin(st *stream, want telephony.Want, other bool) {
	d.mu.Lock()
	shown, current := d.shown, d.st == st
	d.mu.Unlock()
	if !current {
		return
	}
	e := d.hub.p.Engine
	if other { // another page's audio: its microphone must not stay open
		d.hub.p.Gateway.Drop(d.operator)
	}
	if !d.up {
		d.up = true
		d.hub.log.Info("desk up", "operator", d.operator, "ready", want.Ready)
		e.DeskUp(d.operator, want)
		timer := time.NewTimer(statusWait)
		select {
		case <-shown:
		case <-timer.C:
		case <-d.ctx.Done():
		}
		timer.Stop()
	}
	status, known := d.hub.statusOf(d.operator)
	view, has := e.CallOf(d.operator)
	queue, media := e.Queue(), d.hub.p.Gateway.Up(d.operator)

	d.mu.Lock()
	defer d.mu.Unlock()
	if d.st != st {
		return
	}
	// What the engine has shown meanwhile is at least as new as what it answered.
	if known && !d.seen.status {
		d.status = status
	}
	if !d.seen.call {
		if has {
			if !d.setCall(view) && (d.card == nil || !d.card.Complete) {
				d.findCard(d.call.ID, view.From) // the search ended with the desk
			}
		} else if d.call != nil && d.call.Gone == "" {
			d.call, d.card = nil, nil
		}
	}
	if !d.seen.queue {
		d.queue = queue
	}
	d.media = media
	st.open = true
	d.post(protocol.ServerMessage{Type: protocol.ServerSnapshot, Snapshot: d.snapshot()}, nil)
}

// snapshot is everything the desk shows. A call that is over belongs to it only
// as long as its ticket is being written.
func (d *desk) snapshot() *protocol.Snapshot {
	s := &protocol.Snapshot{Status: wireStatus(d.status), Queue: wireQueue(d.queue), Media: wireMedia(d.media)}
	d.stale = false
	if d.call != nil && (d.call.Gone == "" || d.status.Status == telephony.StatusWrapUp) {
		call := *d.call
		s.Call, s.Card = &call, d.card
	}
	if d.watched != nil {
		s.Watched = copyOf(d.watched)
	}
	return s
}

// post adds a message to the session, if it is open, and wakes the connection. d.mu is held.
func (d *desk) post(m protocol.ServerMessage, p *pop) {
	if d.st == nil || !d.st.open {
		return
	}
	d.st.add(m, p)
	d.wake()
}

// wake lets the connection write what is new, or gives it up as too slow: the
// session keeps the messages, and the desk will resume. d.mu is held.
func (d *desk) wake() {
	c := d.conn
	if c == nil {
		return
	}
	if d.st.seq-max(c.cursor, c.since) > uint64(d.hub.cfg.Behind) {
		c.kick(closing{code: closeTryAgain, text: "too slow"})
		return
	}
	c.wake()
}

// answer answers a command in the session it came from, if that is still there.
func (d *desk) answer(st *stream, id uint64, m protocol.ServerMessage) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.st != st {
		return
	}
	st.answer(id, m)
	d.wake()
}

// next is what the connection is to write now. ok is false when it has fallen
// further behind than is kept, or the session is another's.
func (d *desk) next(c *conn) (batch []entry, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.conn != c || d.st != c.st {
		return nil, false
	}
	if c.cursor == d.st.seq && d.stale && d.st.open {
		// Only now: figures that nobody could read are not worth keeping.
		d.stale = false
		queue := wireQueue(d.queue)
		d.st.add(protocol.ServerMessage{Type: protocol.ServerQueue, Queue: &queue}, nil)
	}
	batch, ok = d.st.after(c.cursor, 32)
	c.cursor += uint64(len(batch))
	return slices.Clone(batch), ok
}
