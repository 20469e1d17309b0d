package agentdesk

import (
	"context"
	"slices"
	"testing"
	"time"

	"hotline1022/agentdesk/protocol"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

// watched is another operator's call as a leader's desk is shown it.
func watched(id string, mode call.Mode) telephony.CallView {
	return telephony.CallView{
		ID: call.ID(id), From: "0912345678", To: "02251022", State: call.StateTalking, Operator: "op01", ArrivedAt: time.Now(),
		Hears:  "citizen:operator operator:citizen leader:citizen,operator",
		Leader: "leader", Mode: mode, Watching: "leader", Can: "whisper barge take_over leave",
	}
}

// TestALeadersDesk: a shift leader who takes no calls has a desk all the same, and asks for
// any call; the one that they watch becomes theirs when they take it over.
func TestALeadersDesk(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	p := h.dial(t, "leader")
	p.hello(protocol.Hello{Ready: true})
	if !p.welcome.Supervisor {
		t.Error("the leader is not told to be one")
	}
	if s := p.want(protocol.ServerSnapshot).Snapshot; s.Status.Status != "paused" || s.Status.Reason != telephony.ReasonSupervises {
		t.Errorf("status %+v", s.Status)
	}
	h.expect(t, "leader up")
	ack := func(typ protocol.ClientType, id string, asked ...string) {
		t.Helper()
		n := p.command(protocol.ClientMessage{Type: typ, Call: id})
		for _, want := range asked {
			h.expect(t, want)
		}
		if m := p.want(protocol.ServerAck); m.ID != n {
			t.Errorf("ack of %d, want %d", m.ID, n)
		}
	}
	shown := func() *protocol.Call {
		t.Helper()
		return p.want(protocol.ServerCall).Call
	}

	ack(protocol.ClientListen, "c1", "leader listen c1")
	h.Call("leader", watched("c1", call.ModeListen))
	if c := shown(); !c.Watching || c.Operator != "op01" || c.Mode != "listen" || c.Leader != "leader" ||
		!slices.Equal(c.Can, []string{"whisper", "barge", "take_over", "leave"}) || !slices.Equal(c.Hears["leader"], []string{"citizen", "operator"}) {
		t.Errorf("watched: %+v", c)
	}
	ack(protocol.ClientWhisper, "c1", "leader whisper c1")
	h.Call("leader", watched("c1", call.ModeWhisper))
	shown()
	p.command(protocol.ClientMessage{Type: protocol.ClientMute, Call: "c1", On: true})
	if c := shown(); !c.Muted || !c.Watching {
		t.Errorf("muted: %+v", c)
	}
	p.want(protocol.ServerAck)

	// The page is loaded anew: the watched call is in the snapshot, beside no call of one's own.
	p = h.dial(t, "leader")
	p.hello(protocol.Hello{})
	if s := p.want(protocol.ServerSnapshot).Snapshot; s.Call != nil || s.Watched == nil || s.Watched.ID != "c1" || !s.Watched.Watching {
		t.Errorf("snapshot %+v", s)
	}

	// Another call: the first is left.
	ack(protocol.ClientBarge, "c2", "leader leave c1", "leader barge c2")
	gone := watched("c1", call.ModeWhisper)
	gone.Gone = "ended"
	h.Call("leader", gone)
	if c := shown(); c.ID != "c1" || c.Gone != "ended" || !c.Watching {
		t.Errorf("left: %+v", c)
	}
	h.Call("leader", watched("c2", call.ModeBarge))
	shown()
	p.command(protocol.ClientMessage{Type: protocol.ClientMute, Call: "c2", On: true})
	shown()
	p.want(protocol.ServerAck)

	ack(protocol.ClientTakeOver, "c2", "leader take_over c2")
	own := watched("c2", "")
	own.Watching, own.Leader, own.Operator, own.Can = "", "", "leader", "hold hangup"
	h.Call("leader", own)
	if c := shown(); c.Watching || c.Operator != "" || !c.Muted || !slices.Equal(c.Can, []string{"hold", "hangup"}) {
		t.Errorf("taken over: %+v", c)
	}
	if card := p.want(protocol.ServerCard).Card; card.Call != "c2" || !card.Complete {
		t.Errorf("card %+v", card)
	}
	p.command(protocol.ClientMessage{Type: protocol.ClientListen, Call: "c3"})
	if m := p.want(protocol.ServerError); m.Error.Code != protocol.CodeNotNow {
		t.Errorf("watching beside one's own call: %+v", m.Error)
	}
	ack(protocol.ClientHold, "c2", "leader hold c2")
}

// What a leader who writes a ticket watches does not take its call from them.
func TestAWatchedCallStandsBesideTheLastOne(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	p := h.open(t, "lead-op", protocol.Hello{Ready: true})
	v := offered("c1")
	h.Call("lead-op", v)
	p.want(protocol.ServerCall)
	p.want(protocol.ServerCard)
	v.State, v.Gone = call.StateEnded, "ended"
	h.Call("lead-op", v)
	p.want(protocol.ServerCall)
	wrapUp := telephony.OperatorView{Operator: "lead-op", Status: telephony.StatusWrapUp}
	h.engine.mu.Lock()
	h.engine.view["lead-op"] = wrapUp
	h.engine.mu.Unlock()
	h.Status(wrapUp)
	p.want(protocol.ServerStatus)
	h.Call("lead-op", watched("c2", call.ModeListen))
	p.want(protocol.ServerCall)
	h.Refresh("c1") // a ticket was filed
	if card := p.want(protocol.ServerCard).Card; card.Call != "c1" {
		t.Errorf("card of %s", card.Call)
	}
	again := h.dial(t, "lead-op")
	again.hello(protocol.Hello{})
	if s := again.want(protocol.ServerSnapshot).Snapshot; s.Call == nil || s.Call.ID != "c1" || s.Watched == nil || s.Watched.ID != "c2" {
		t.Errorf("snapshot %+v", s)
	}
}

// A call that is over is no lie of a leader's, and a leader who takes no calls is not ready
// and places none.
func TestALeadersErrors(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	h.engine.do = func(context.Context, telephony.Command) error { return telephony.ErrUnknownCall }
	p := h.open(t, "leader", protocol.Hello{})
	for _, tt := range []struct {
		send protocol.ClientMessage
		code string
	}{
		{protocol.ClientMessage{Type: protocol.ClientListen, Call: "c9"}, protocol.CodeUnknownCall},
		{protocol.ClientMessage{Type: protocol.ClientTakeOver, Call: "c9"}, protocol.CodeUnknownCall},
		{protocol.ClientMessage{Type: protocol.ClientReady}, protocol.CodeNotAllowed},
		{protocol.ClientMessage{Type: protocol.ClientPlace, Number: "0912345678"}, protocol.CodeNotAllowed},
		{protocol.ClientMessage{Type: protocol.ClientHangup, Call: "c9"}, protocol.CodeNotYours}, // not theirs to end
		{protocol.ClientMessage{Type: protocol.ClientMute, Call: "c9", On: true}, protocol.CodeNotYours},
	} {
		p.command(tt.send)
		if m := p.want(protocol.ServerError); m.Error.Code != tt.code {
			t.Errorf("%s: %+v", tt.send.Type, m.Error)
		}
	}
	if y, a := h.offences(t, "not_yours"), h.offences(t, "not_allowed"); y != 2 || a != 2 {
		t.Errorf("%d and %d offences", y, a)
	}
}

// TestWhatAnOperatorIsShownOfALeader: everything, or all but a listener, of whom then
// not even a message tells.
func TestWhatAnOperatorIsShownOfALeader(t *testing.T) {
	for _, discreet := range []bool{false, true} {
		h := newHouse(t, Config{Discreet: discreet}, nil)
		p := h.open(t, "op01", protocol.Hello{})
		v := offered("c1")
		v.State, v.Hears = call.StateTalking, "citizen:operator operator:citizen"
		h.Call("op01", v)
		p.want(protocol.ServerCall)
		p.want(protocol.ServerCard)
		v.Leader, v.Mode, v.Hears = "leader", call.ModeListen, "citizen:operator operator:citizen leader:citizen,operator"
		h.Call("op01", v)
		if !discreet {
			if c := p.want(protocol.ServerCall).Call; c.Leader != "leader" || c.Mode != "listen" || c.Hears["leader"] == nil {
				t.Errorf("a listener is shown as %+v", c)
			}
		}
		v.Mode, v.Hears = call.ModeWhisper, "citizen:operator operator:citizen,leader leader:citizen,operator"
		h.Call("op01", v)
		if c := p.want(protocol.ServerCall).Call; c.Leader != "leader" || c.Mode != "whisper" || len(c.Hears) != 3 {
			t.Errorf("a whisperer is shown as %+v", c)
		}
		v.Mode, v.Hears = call.ModeListen, "citizen:operator operator:citizen leader:citizen,operator"
		h.Call("op01", v)
		if c := p.want(protocol.ServerCall).Call; discreet == (c.Leader != "") || discreet == (c.Hears["leader"] != nil) {
			t.Errorf("discreet %t: afterwards %+v", discreet, c)
		}
	}
}

// An operator who is paused by a leader is told by whom and why, while her call goes on too.
func TestAForcedPauseIsTold(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	p := h.open(t, "op01", protocol.Hello{Ready: true})
	v := telephony.OperatorView{Operator: "op01", Status: telephony.StatusBusy, Pause: telephony.Pause{By: "Trưởng ca", Reason: "Họp gấp"}}
	h.Status(v)
	want := protocol.Pause{By: "Trưởng ca", Reason: "Họp gấp"}
	if s := p.want(protocol.ServerStatus).Status; s.Pause == nil || *s.Pause != want || s.Status != "busy" {
		t.Errorf("told: %+v", s)
	}
	h.engine.mu.Lock()
	h.engine.view["op01"] = v
	h.engine.mu.Unlock()
	again := h.dial(t, "op01")
	again.hello(protocol.Hello{})
	if s := again.want(protocol.ServerSnapshot).Snapshot.Status; s.Pause == nil || *s.Pause != want {
		t.Errorf("a page that is loaded anew: %+v", s)
	}
	v.Pause, v.Status = telephony.Pause{}, telephony.StatusReady
	h.Status(v)
	if s := again.want(protocol.ServerStatus).Status; s.Pause != nil {
		t.Errorf("afterwards: %+v", s)
	}
}
