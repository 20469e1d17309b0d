package agentdesk

import (
	"log/slog"

	"hotline1022/agentdesk/protocol"
)

// offender is who misbehaves on a connection: all is logged and counted, and
// after protocol.MaxOffences the connection is closed. The log is bounded by that too.
type offender struct {
	conn *conn
	log  *slog.Logger
}

// note logs and counts one offence.
func (o *offender) note(kind, detail string) {
	o.conn.hub.metrics.offences.WithLabelValues(kind).Inc()
	o.log.Warn("desk misbehaves", "kind", kind, "detail", detail)
}

// offend notes an offence that was answered by an error; too many end the connection.
func (o *offender) offend(kind, detail string) {
	o.note(kind, detail)
	o.conn.mu.Lock()
	o.conn.offences++
	over := o.conn.offences >= protocol.MaxOffences
	o.conn.mu.Unlock()
	if over {
		o.close(closeOffence, "offences", "too many offences")
	}
}

// close ends the connection for misbehaviour.
func (o *offender) close(code int, kind, detail string) {
	o.note(kind, detail)
	last := protocol.ServerMessage{Type: protocol.ServerError}
	switch {
	case code == closeTooLarge:
		last.Error = protocol.NewError(protocol.CodeTooLarge)
	case kind == "flood" || kind == "offences":
		last.Error = protocol.NewError(protocol.CodeTooMany)
	default:
		last.Error = protocol.NewError(protocol.CodeBadMessage)
	}
	o.conn.kick(closing{code: code, text: kind, last: &last, rest: true})
}

// owner is the operator whose live session has this ID; "" when nobody's has.
func (h *Hub) owner(session string) string {
	if session == "" {
		return ""
	}
	for _, d := range h.everyDesk() {
		if d.has(session) {
			return d.operator
		}
	}
	return ""
}

func (d *desk) has(session string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.st != nil && d.st.id == session
}
