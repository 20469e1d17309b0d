package protocol

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// DecodeError says why a desk's message was refused. Code is the error to
// answer with, ID the message's own as far as it could be read, Detail is for
// the log and never quotes what was sent.
type DecodeError struct {
	Code   string
	ID     uint64
	Detail string
}

func (e *DecodeError) Error() string {
	return fmt.Sprintf("desk message refused (%s): %s", e.Code, e.Detail)
}

// payload is the set of fields that a message of a type may carry.
type payload struct {
	hello, sdp, call, digits, reason, on, unit, number bool
	officer                                            bool // may name an officer, and what it is about
	noID                                               bool // may go without an ID
}

// payloads lists every type a desk may send.
var payloads = map[ClientType]payload{
	ClientHello:      {hello: true, noID: true},
	ClientMediaOffer: {sdp: true},
	ClientAccept:     {call: true},
	ClientReject:     {call: true},
	ClientHangup:     {call: true},
	ClientHold:       {call: true},
	ClientResume:     {call: true},
	ClientMute:       {call: true, on: true},
	ClientDTMF:       {call: true, digits: true},
	ClientConsult:    {call: true, unit: true, officer: true},
	ClientEmergency:  {call: true, unit: true},
	ClientNext:       {call: true},
	ClientSwap:       {call: true},
	ClientThreeWay:   {call: true},
	ClientTakeBack:   {call: true},
	ClientComplete:   {call: true},
	ClientPlace:      {number: true},
	ClientVoicemail:  {call: true},
	ClientListen:     {call: true},
	ClientWhisper:    {call: true},
	ClientBarge:      {call: true},
	ClientTakeOver:   {call: true},
	ClientLeave:      {call: true},
	ClientReady:      {},
	ClientPause:      {reason: true},
	ClientEcho:       {on: true},
	ClientBye:        {noID: true},
}

// Known tells whether t is a type that a desk may send. What is not Known must
// not become a metric's label.
func (t ClientType) Known() bool {
	_, ok := payloads[t]
	return ok
}

const (
	maxCallID  = 128
	maxSession = 64
	maxUnit    = 64
	maxNumber  = 20
)

// Decode reads one message of a desk and checks all that can be checked without
// knowing any call: size, form, type, that the payload is the type's own, and
// each field's range. Fields it does not know are ignored. The error is a
// *DecodeError, always.
func Decode(data []byte) (ClientMessage, error) {
	if len(data) > MaxMessageBytes {
		return ClientMessage{}, &DecodeError{Code: CodeTooLarge, Detail: fmt.Sprintf("%d bytes", len(data))}
	}
	if !utf8.Valid(data) {
		return ClientMessage{}, &DecodeError{Code: CodeBadMessage, Detail: "not UTF-8"}
	}
	var m ClientMessage
	if err := json.Unmarshal(data, &m); err != nil {
		// encoding/json goes on after a field of a wrong type: m.ID may be there.
		return ClientMessage{}, &DecodeError{Code: CodeBadMessage, ID: m.ID, Detail: "not the JSON of a message"}
	}
	p, known := payloads[m.Type]
	if !known {
		return ClientMessage{}, &DecodeError{Code: CodeUnknownType, ID: m.ID, Detail: "unknown type"}
	}
	if fault := m.check(p); fault != "" {
		return ClientMessage{}, &DecodeError{Code: CodeBadMessage, ID: m.ID, Detail: string(m.Type) + ": " + fault}
	}
	return m, nil
}

// check compares what m carries with what its type may carry; "" when in order.
func (m *ClientMessage) check(p payload) string {
	switch {
	case m.ID == 0 && !p.noID:
		return "no id"
	case p.hello != (m.Hello != nil):
		return "hello missing or out of place"
	case p.sdp != (m.SDP != ""):
		return "sdp missing or out of place"
	case p.call != (m.Call != ""):
		return "call missing or out of place"
	case p.digits != (m.Digits != ""):
		return "digits missing or out of place"
	case m.Reason != "" && !p.reason:
		return "reason out of place"
	case m.On && !p.on:
		return "on out of place"
	case m.Call != "" && !isToken(m.Call, maxCallID):
		return "call is no call ID"
	case len(m.Digits) > MaxDigits || strings.Trim(m.Digits, "0123456789*#ABCD") != "":
		return "digits out of range"
	case !isReason(m.Reason):
		return "reason too long or with control characters"
	case p.unit != (m.Unit != ""):
		return "unit missing or out of place"
	case (m.Officer != "" || m.About != "") && !p.officer:
		return "officer or about out of place"
	case p.number != (m.Number != ""):
		return "number missing or out of place"
	case m.Ticket != "" && !p.number:
		return "ticket out of place"
	case len(m.Number) > maxNumber || strings.Trim(m.Number, "+0123456789") != "":
		return "number is no telephone"
	case !isToken(m.Ticket, maxUnit):
		return "ticket is no code"
	case !isToken(m.Unit, maxUnit):
		return "unit is no unit's code"
	case len(m.Officer) > maxNumber || strings.Trim(m.Officer, "+0123456789") != "":
		return "officer is no telephone"
	case len(m.About) > 1 || strings.Trim(m.About, "12345") != "":
		return "about is no group"
	case m.Hello != nil:
		return m.Hello.check()
	}
	return ""
}

func (h *Hello) check() string {
	switch {
	case h.Session != "" && !isToken(h.Session, maxSession):
		return "session is no session ID"
	case h.Session == "" && h.LastSeq != 0:
		return "last_seq without session"
	case !isReason(h.Reason):
		return "reason too long or with control characters"
	}
	return ""
}

// isToken accepts printable ASCII without spaces, quotes or backslashes: all
// that Asterisk's IDs and our session IDs are made of, and safe in any log.
func isToken(s string, limit int) bool {
	if len(s) > limit {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

func isReason(s string) bool {
	return utf8.RuneCountInString(s) <= MaxReasonRunes && strings.IndexFunc(s, unicode.IsControl) < 0
}
