package callsim

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/gorilla/websocket"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/callsim/media"
)

// run is the operator's one goroutine.
func (a *Agent) run(ctx context.Context) error {
	a.first, a.backoff = time.Now(), firstBackoff
	background, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer a.work.Wait()
	defer close(a.over)
	defer cancel()
	a.connect(background, 0, true)
	err := a.loop(ctx, background)
	a.leave()
	return err
}

func (a *Agent) loop(ctx, background context.Context) error {
	for {
		var err error
		select {
		case <-ctx.Done():
			return nil
		case r := <-a.dialled:
			err = a.opened(background, r)
		case f := <-a.frames:
			switch {
			case f.conn != a.conn: // of a connection given up
			case f.err != nil:
				err = a.lost(background, f.err)
			default:
				err = a.message(f.msg, f.at)
			}
		case e := <-a.links:
			a.linkChanged(e)
		case m := <-a.asked:
			a.send(m)
		case <-a.accept.C:
			a.acceptNow()
		case <-a.handle.C:
			a.hangUp()
		}
		if err != nil {
			return err
		}
	}
}

// leave ends the shift: a call under way, the session, the audio.
func (a *Agent) leave() {
	if a.call != nil {
		if a.call.report.AcceptedAt != nil {
			a.hangUp()
		}
		a.finish(protocol.Call{}, time.Now())
	}
	if a.conn != nil {
		a.write(protocol.ClientMessage{Type: protocol.ClientBye})
		deadline := time.Now().Add(writeTimeout)
		if err := a.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), deadline); err == nil {
			a.drain()
		}
		a.conn.Close()
	}
	if a.link != nil {
		a.link.close()
	}
	if a.http != nil {
		a.http.CloseIdleConnections()
	}
}

// drain waits shortly for the desk's goodbye, so that what was sent is read.
func (a *Agent) drain() {
	t := time.NewTimer(time.Second)
	defer t.Stop()
	for {
		select {
		case f := <-a.frames:
			if f.conn == a.conn && f.err != nil {
				return
			}
		case <-a.links:
		case <-t.C:
			return
		}
	}
}

// message takes one message of the desk.
func (a *Agent) message(m protocol.ServerMessage, at time.Time) error {
	if m.Seq != 0 {
		if m.Seq != a.lastSeq+1 {
			a.losses.Add(1)
			a.log.Error("desk messages are not in order", "after", a.lastSeq, "came", m.Seq)
		}
		a.lastSeq = m.Seq
	}
	switch m.Type {
	case protocol.ServerWelcome:
		return a.welcome(m.Welcome)
	case protocol.ServerSnapshot:
		a.snapshot(m.Snapshot, at)
	case protocol.ServerStatus:
		a.statusChanged(m.Status)
	case protocol.ServerCall:
		switch {
		case m.Call == nil:
		case m.Call.Watching:
			a.watchChanged(*m.Call)
		default:
			a.callChanged(*m.Call, at)
		}
	case protocol.ServerMedia:
		a.deskMedia(m.Media)
	case protocol.ServerMediaAnswer:
		a.answered(m.ID)
		if a.link != nil && a.link.offerID == m.ID {
			a.link.answer(m.SDP)
		}
	case protocol.ServerAck:
		a.answered(m.ID)
	case protocol.ServerError:
		return a.refused(m.ID, m.Error)
	case protocol.ServerReplaced:
		return ErrReplaced
	case protocol.ServerCard, protocol.ServerQueue:
	}
	return nil
}

func (a *Agent) welcome(w *protocol.Welcome) error {
	if w == nil {
		return nil
	}
	if w.Version != protocol.Version {
		return ErrVersion
	}
	if !w.Resumed {
		a.session, a.lastSeq, a.lastID, a.unacked, a.readying = w.Session, 0, 0, nil, false
		return nil
	}
	for _, m := range a.unacked {
		if m.ID > w.LastID {
			a.write(m)
		}
	}
	return nil
}

// answered forgets a message of ours.
func (a *Agent) answered(id uint64) protocol.ClientMessage {
	i := slices.IndexFunc(a.unacked, func(m protocol.ClientMessage) bool { return m.ID == id })
	if i < 0 {
		return protocol.ClientMessage{}
	}
	m := a.unacked[i]
	a.unacked = slices.Delete(a.unacked, i, i+1)
	if m.Type == protocol.ClientReady {
		a.readying = false
	}
	return m
}

// refused takes an error; one without an ID refuses the session, which is opened anew.
func (a *Agent) refused(id uint64, e *protocol.Error) error {
	if e == nil {
		return nil
	}
	m := a.answered(id)
	a.log.Debug("desk refused", "type", m.Type, "code", e.Code)
	switch {
	case id == 0:
		a.session, a.lastSeq = "", 0
	case m.Type == protocol.ClientAccept && a.call != nil && a.call.acceptID == id:
		a.call.report.Error, a.call.refusedAt = "accept: "+e.Code, time.Now()
		a.call.report.AcceptedAt = nil
	case m.Type == protocol.ClientMediaOffer && a.link != nil && a.link.offerID == id:
		return errors.New("the desk refused our audio: " + e.Code)
	}
	return nil
}

// snapshot replaces all that was known.
func (a *Agent) snapshot(s *protocol.Snapshot, at time.Time) {
	if s == nil {
		return
	}
	if s.Call != nil {
		a.callChanged(*s.Call, at)
	} else if a.call != nil {
		a.finish(protocol.Call{}, at)
	}
	if s.Watched != nil {
		a.watchChanged(*s.Watched)
	} else if a.watched != "" {
		a.watchChanged(protocol.Call{ID: a.watched, Gone: "ended"})
	}
	a.deskUp = s.Media == mediaUp
	if a.link == nil || !a.deskUp {
		a.renewLink()
	}
	a.statusChanged(&s.Status)
}

const mediaUp = "up"

const (
	// acceptRetry is how often an accept is tried while our audio is not up.
	acceptRetry = 50 * time.Millisecond
	// crossing is how long after a refused accept the end of its call excuses it:
	// the caller hung up while the accept was on its way.
	crossing = time.Second
)

func (a *Agent) deskMedia(state string) {
	was := a.deskUp
	a.deskUp = state == mediaUp
	if was && !a.deskUp {
		a.renewLink()
	}
	a.readyIfAble()
}

func (a *Agent) statusChanged(s *protocol.Status) {
	if s == nil {
		return
	}
	a.status = s.Status
	a.readyIfAble()
}

// readyIfAble asks for calls whenever none could come: after the start, after
// wrap-up, after an unanswered offer.
func (a *Agent) readyIfAble() {
	if !a.deskUp || !a.linkUp {
		return
	}
	if a.opt.Leads {
		a.once.Do(func() { close(a.ready) })
		return
	}
	switch a.status {
	case "ready":
		a.once.Do(func() { close(a.ready) })
	case "paused", "wrapup", "unavailable":
		if !a.readying && (!a.opt.Away || a.status != "unavailable") {
			a.readying = true
			a.send(protocol.ClientMessage{Type: protocol.ClientReady})
		}
	}
}

// callChanged takes the present state of the operator's call.
func (a *Agent) callChanged(c protocol.Call, at time.Time) {
	if c.Gone != "" || c.State == "ended" {
		if a.call != nil && a.call.report.Call == c.ID {
			a.finish(c, at)
		}
		return
	}
	if a.call != nil && a.call.report.Call != c.ID {
		a.finish(protocol.Call{}, at)
	}
	if a.call == nil {
		a.call = &agentCall{report: AgentReport{Operator: a.opt.User, Call: c.ID, From: c.From, PoppedAt: at}}
		if a.opt.OnPop != nil {
			a.opt.OnPop(c, at)
		}
		if c.State == "offered" {
			a.accept.Reset(a.opt.AcceptAfter)
		} else { // found again after a restart
			a.hear(at)
		}
	}
	if c.State == "talking" && a.call.report.ConnectedAt.IsZero() {
		a.call.report.ConnectedAt = at
		if a.opt.Handle > 0 {
			a.handle.Reset(a.opt.Handle)
		}
	}
}

// watchChanged takes the present state of the call that a shift leader supervises. When
// they take it over, callChanged goes on with it.
func (a *Agent) watchChanged(c protocol.Call) {
	switch {
	case c.Gone == "" && a.watched != c.ID:
		a.watched = c.ID
		a.listening.Store(a.receiver())
	case c.Gone != "" && a.watched == c.ID:
		a.watched = ""
		a.listening.Store(nil)
	}
	if a.opt.OnWatch != nil {
		a.opt.OnWatch(c)
	}
}

func (a *Agent) receiver() *media.Receiver {
	return media.NewReceiver(0, media.ReceiverOptions{Capture: a.opt.Record, Listen: a.opt.Listen, Share: a.opt.Share})
}

// acceptNow accepts the call that rings.
func (a *Agent) acceptNow() {
	if a.call == nil || a.call.report.AcceptedAt != nil {
		return
	}
	if !a.linkUp { // not without our audio
		a.accept.Reset(acceptRetry)
		return
	}
	a.hear(time.Now())
	a.call.acceptID = a.send(protocol.ClientMessage{Type: protocol.ClientAccept, Call: a.call.report.Call})
}

// hear counts from now on what comes as the call's audio.
func (a *Agent) hear(at time.Time) {
	a.call.report.AcceptedAt = &at
	a.watched, a.call.receiver = "", a.receiver()
	if a.link != nil {
		a.call.sentBase = a.link.sender.Count()
	}
	a.listening.Store(a.call.receiver)
}

func (a *Agent) hangUp() {
	if a.call == nil {
		return
	}
	a.call.hungUp = true
	a.send(protocol.ClientMessage{Type: protocol.ClientHangup, Call: a.call.report.Call})
}

// finish reports the end of the call. An empty last message means that the desk
// no longer knows the call, or that the shift ends.
func (a *Agent) finish(last protocol.Call, at time.Time) {
	c := a.call
	a.call = nil
	a.accept.Stop()
	a.handle.Stop()
	a.listening.Store(nil)
	r := &c.report
	r.EndedAt, r.Gone, r.EndReason = at, last.Gone, last.EndReason
	if r.Error != "" && last.Gone == "ended" && at.Sub(c.refusedAt) < crossing {
		r.Error = ""
	}
	switch {
	case r.Error != "":
		r.EndedBy = EndedByError
	case c.hungUp || last.EndClass == string(EndedByOperator):
		r.EndedBy = EndedByOperator
	case last.Gone == "timeout":
		r.EndedBy = EndedByTimeout
	default:
		r.EndedBy = EndedByRemote
	}
	if c.receiver != nil && r.AcceptedAt != nil {
		r.DurationMs = at.Sub(*r.AcceptedAt).Milliseconds()
		sent := c.sentBase
		if a.link != nil {
			sent = a.link.sender.Count()
		}
		r.Audio = audioOf(c.receiver, sent-min(sent, c.sentBase), *r.AcceptedAt)
	}
	if a.opt.OnCall != nil {
		a.opt.OnCall(*r)
	}
}
