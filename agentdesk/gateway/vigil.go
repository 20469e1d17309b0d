package gateway

import "time"

// Timing of a browser's audio: it sends a packet each 20 ms, muted or not.
const (
	// QuietAfter is how long a browser that has sent audio may send none before its
	// audio counts as down.
	QuietAfter = 2 * time.Second
	// DoubtedAfter is the same while its desk's connection is lost (Doubt).
	DoubtedAfter = 400 * time.Millisecond
	// overslept is how late we may look and still blame the browser: later, it was us who
	// stood still, and what it sent may wait in the socket.
	overslept = 200 * time.Millisecond
)

// Doubt says that the desk's connection of an operator is lost, or there again. It decides
// nothing: it makes the gateway quicker to believe that a browser which sends no audio is
// gone. It returns at once, and calls nobody.
func (g *Gateway) Doubt(operator string, on bool) {
	st := g.lookup(operator)
	if st == nil {
		return
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	st.doubted = on
	if p := st.peer.Load(); p != nil && p.awake.Load() {
		p.look(time.Now())
	}
}

// patience is how long the browser may be quiet. st.mu is held.
func (st *station) patience() time.Duration {
	if st.doubted {
		return DoubtedAfter
	}
	return QuietAfter
}

// heardAt notes that the browser sends; the first packet, and one after a silence, begins
// the watch. It is on the way of every packet.
func (p *peer) heardAt(now time.Time) {
	p.heard.Store(int64(now.Sub(p.made)))
	if !p.awake.Load() {
		p.wake(now)
	}
}

// silence is how long no packet has come.
func (p *peer) silence(now time.Time) time.Duration {
	return now.Sub(p.made) - time.Duration(p.heard.Load())
}

func (p *peer) wake(now time.Time) {
	p.st.mu.Lock()
	defer p.st.mu.Unlock()
	p.awake.Store(true)
	p.quiet = false
	p.lookIn(p.st.patience(), now)
	p.settle()
}

// lookIn sets when to look next. st.mu is held.
func (p *peer) lookIn(d time.Duration, now time.Time) {
	p.due = now.Add(d)
	p.watch.Reset(d)
}

// look decides whether the browser is quiet for too long. st.mu is held.
func (p *peer) look(now time.Time) {
	left := p.st.patience() - p.silence(now)
	if now.Sub(p.due) > overslept {
		left = max(left, DoubtedAfter)
	}
	if left > 0 {
		p.lookIn(left, now)
		return
	}
	// Either a packet that comes now finds it asleep, or it is found here.
	p.awake.Store(false)
	if p.silence(now) < p.st.patience() {
		p.awake.Store(true)
		p.lookIn(p.st.patience(), now)
		return
	}
	p.quiet = true
	p.gw.log.Info("a browser sends no audio", "operator", p.st.operator, "for", p.silence(now), "desk_lost", p.st.doubted)
	p.settle()
}

// onWatch is what the timer does.
func (p *peer) onWatch() {
	p.st.mu.Lock()
	defer p.st.mu.Unlock()
	if p.st.peer.Load() == p && p.awake.Load() {
		p.look(time.Now())
	}
}

// settle makes what is told of the station's audio follow from the connection's state and
// the browser's audio. st.mu is held.
func (p *peer) settle() {
	if p.st.peer.Load() == p {
		p.gw.setUp(p.st, p.connected() && !p.quiet)
	}
}
