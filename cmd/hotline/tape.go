package main

import (
	"hotline1022/agentdesk/gateway"
	"hotline1022/recordings"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

// tape lets the operators' audio be recorded into the spool that recordings takes up.
type tape struct{ gateway *gateway.Gateway }

var _ telephony.Recorder = tape{}

func (t tape) Record(operator string, id call.ID, leg string, lost func()) (end func()) {
	return t.gateway.Record(operator, string(id), leg, lost)
}

func sides(spool string) func(call, leg string) gateway.Sides {
	return func(id, leg string) gateway.Sides {
		outside, staff, done := recordings.LegFiles(spool, call.ID(id), leg)
		return gateway.Sides{Heard: outside, Said: staff, Done: done}
	}
}
