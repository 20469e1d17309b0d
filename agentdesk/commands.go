package agentdesk

import (
	"context"
	"errors"
	"slices"

	"hotline1022/agentdesk/gateway"
	"hotline1022/agentdesk/protocol"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

// maxCommands bounds a session's commands that wait to be carried out.
const maxCommands = 64

// engineCommands are the commands that are the engine's to carry out.
var engineCommands = map[protocol.ClientType]telephony.CommandKind{
	protocol.ClientAccept:    telephony.CmdAccept,
	protocol.ClientReject:    telephony.CmdReject,
	protocol.ClientHangup:    telephony.CmdHangup,
	protocol.ClientHold:      telephony.CmdHold,
	protocol.ClientResume:    telephony.CmdResume,
	protocol.ClientDTMF:      telephony.CmdDTMF,
	protocol.ClientConsult:   telephony.CmdConsult,
	protocol.ClientEmergency: telephony.CmdEmergency,
	protocol.ClientNext:      telephony.CmdNext,
	protocol.ClientSwap:      telephony.CmdSwap,
	protocol.ClientThreeWay:  telephony.CmdThreeWay,
	protocol.ClientTakeBack:  telephony.CmdTakeBack,
	protocol.ClientComplete:  telephony.CmdComplete,
	protocol.ClientPlace:     telephony.CmdCall,
	protocol.ClientVoicemail: telephony.CmdVoicemail,
	protocol.ClientListen:    telephony.CmdListen,
	protocol.ClientWhisper:   telephony.CmdWhisper,
	protocol.ClientBarge:     telephony.CmdBarge,
	protocol.ClientTakeOver:  telephony.CmdTakeOver,
	protocol.ClientLeave:     telephony.CmdLeave,
	protocol.ClientReady:     telephony.CmdReady,
	protocol.ClientPause:     telephony.CmdPause,
}

// command takes up one message of the connection's session: noted at once, so
// that it is done even if the connection is lost now, and carried out by the
// worker in its turn.
func (d *desk) command(c *conn, o *offender, m protocol.ClientMessage) {
	switch m.Type { //nolint:exhaustive // all others are commands
	case protocol.ClientHello:
		o.offend("bad_message", "a second hello")
		d.answer(c.st, m.ID, failure(protocol.CodeBadMessage))
		return
	case protocol.ClientBye:
		d.later(func() { d.signOut(c.st) })
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	st := c.st
	if d.st != st {
		return // replaced or signed out; the connection learns it
	}
	if !st.take(m.ID) {
		st.again(m.ID)
		d.wake()
		return
	}
	if len(st.pending) > maxCommands {
		st.answer(m.ID, failure(protocol.CodeNotNow))
		d.wake()
		return
	}
	d.later(func() { d.carryOut(st, o, m) })
}

// refuse answers what Decode refused.
func (d *desk) refuse(c *conn, o *offender, fault *protocol.DecodeError) {
	d.mu.Lock()
	if d.st == c.st {
		if fault.ID > 0 {
			c.st.take(fault.ID)
		}
		c.st.answer(fault.ID, failure(fault.Code))
		d.wake()
	}
	d.mu.Unlock()
	o.offend(fault.Code, fault.Detail)
}

// carryOut does one command and answers it. The worker's.
func (d *desk) carryOut(st *stream, o *offender, m protocol.ClientMessage) {
	d.mu.Lock()
	current := d.st == st
	honest := m.Call == "" || slices.Contains(d.recent, m.Call) || supervises(m.Type) // every live call is a leader's to ask for
	d.mu.Unlock()
	if !current {
		return
	}
	ctx, cancel := context.WithTimeout(d.ctx, d.hub.cfg.CommandLimit)
	defer cancel()
	answer, err := d.do(ctx, m)
	if err == nil {
		d.hub.metrics.answers.WithLabelValues("ok").Inc()
		d.answer(st, m.ID, answer)
		return
	}
	code := codeOf(err)
	if !honest && (code == protocol.CodeUnknownCall || code == protocol.CodeNotYours) {
		// A call that never was hers: whether it exists is none of her business.
		code = protocol.CodeNotYours
		o.offend("not_yours", string(m.Type)+" of call "+m.Call)
	}
	if code == protocol.CodeNotAllowed {
		o.offend("not_allowed", string(m.Type)+" "+m.Call)
	}
	if code == protocol.CodeInternal {
		d.hub.log.Error("desk command failed", "operator", d.operator, "command", m.Type, "call", m.Call, "error", err)
	}
	d.hub.metrics.answers.WithLabelValues(code).Inc()
	d.answer(st, m.ID, failure(code))
}

// do carries the command out.
func (d *desk) do(ctx context.Context, m protocol.ClientMessage) (protocol.ServerMessage, error) {
	done := protocol.ServerMessage{Type: protocol.ServerAck}
	if err := d.may(m.Type); err != nil {
		return done, err
	}
	switch m.Type { //nolint:exhaustive // all others are the engine's
	case protocol.ClientMediaOffer:
		answer, err := d.hub.p.Gateway.Answer(ctx, d.operator, m.SDP)
		return protocol.ServerMessage{Type: protocol.ServerMediaAnswer, SDP: answer}, err
	case protocol.ClientEcho:
		return done, d.hub.p.Gateway.Echo(d.operator, m.On)
	case protocol.ClientMute:
		return done, d.mute(m.Call, m.On)
	case protocol.ClientListen, protocol.ClientWhisper, protocol.ClientBarge:
		if err := d.turnTo(ctx, m.Call); err != nil {
			return done, err
		}
	}
	cmd := telephony.Command{
		Operator: d.operator, Kind: engineCommands[m.Type], Call: call.ID(m.Call), Digits: m.Digits, Reason: m.Reason,
		Unit: m.Unit, About: m.About, Ticket: m.Ticket,
	}
	if m.Type == protocol.ClientPlace {
		cmd.Numbers = []string{m.Number}
	}
	if m.Type == protocol.ClientConsult {
		var err error
		if cmd.Numbers, err = d.hub.onCall(ctx, m.Unit, m.Officer); err != nil {
			return done, err
		}
	}
	return done, d.hub.p.Engine.Do(ctx, cmd)
}

// errNobody: a unit has no officer to be called, or not the one who was named.
var errNobody = errors.New("nobody of the unit can be called")

// onCall is a unit's telephones in the order in which they are called; first, if named, is
// one of them.
func (h *Hub) onCall(ctx context.Context, unit, first string) ([]string, error) {
	numbers, err := h.p.Officers.OnCall(ctx, unit)
	if err != nil {
		return nil, err
	}
	at := slices.Index(numbers, first)
	switch {
	case len(numbers) == 0 || first != "" && at < 0:
		return nil, errNobody
	case at > 0:
		numbers = slices.Concat(numbers[at:at+1], numbers[:at], numbers[at+1:])
	}
	return numbers, nil
}

// mute silences the operator in her present call, or the leader in the one they watch.
func (d *desk) mute(id string, on bool) error {
	d.mu.Lock()
	present := d.present(id) != nil
	d.mu.Unlock()
	if !present {
		return telephony.ErrUnknownCall
	}
	if err := d.hub.p.Gateway.Mute(d.operator, id, on); err != nil {
		return err
	}
	d.showMuted(id, on)
	return nil
}

func failure(code string) protocol.ServerMessage {
	return protocol.ServerMessage{Type: protocol.ServerError, Error: protocol.NewError(code)}
}

// codeOf is what the desk is told of an error.
func codeOf(err error) string {
	for _, c := range []struct {
		err  error
		code string
	}{
		{telephony.ErrNotYours, protocol.CodeNotYours},
		{telephony.ErrNotNow, protocol.CodeNotNow},
		{telephony.ErrUnknownCall, protocol.CodeUnknownCall},
		{telephony.ErrNoMedia, protocol.CodeNoMedia},
		{telephony.ErrLinkDown, protocol.CodeLinkDown},
		{telephony.ErrBadCommand, protocol.CodeBadMessage},
		{telephony.ErrOwnNumber, protocol.CodeOwnNumber},
		{telephony.ErrDenied, protocol.CodeDenied},
		{errNobody, protocol.CodeNobody},
		{errNotAllowed, protocol.CodeNotAllowed},
		{gateway.ErrBadOffer, protocol.CodeBadMessage},
		{gateway.ErrNoMedia, protocol.CodeNoMedia},
		{gateway.ErrBusy, protocol.CodeNotNow},
	} {
		if errors.Is(err, c.err) {
			return c.code
		}
	}
	return protocol.CodeInternal
}
