package telephony

import (
	"strings"
	"time"

	"hotline1022/telephony/call"
)

// That a call is an emergency, for whoever leads the shift, and for whoever has it next.

// dateEmergency notes when an emergency service was asked for, each time anew, and writes it
// on the citizen's channel, with what became of one that has not come.
func (a *actor) dateEmergency() {
	before, o := a.alarm, a.view.Officer
	a.alarm = ""
	if o.Urgent && o.Phase != call.PhaseNone {
		a.alarm = o.Unit
	}
	if !a.view.Emergency {
		return
	}
	if a.view.EmergencyAt.IsZero() || a.alarm != "" && a.alarm != before {
		a.view.EmergencyAt = a.e.cfg.Now()
	}
	if a.m.State != call.StateEnded {
		a.mark(varAlarm, alarmMark(a.view.EmergencyAt, o))
	}
}

func alarmMark(since time.Time, o OfficerView) string {
	mark := since.UTC().Format(time.RFC3339Nano)
	if o.Urgent && o.Outcome != "" {
		mark += " " + o.Unit + " " + o.Outcome
	}
	return mark
}

// readAlarm is the same of a call that is adopted; no time: it is no emergency.
func readAlarm(mark string) (since time.Time, unreached OfficerView) {
	parts := strings.Fields(mark)
	if len(parts) > 0 {
		since, _ = time.Parse(time.RFC3339Nano, parts[0])
	}
	if len(parts) == 3 {
		unreached = OfficerView{Unit: parts[1], Urgent: true, Outcome: parts[2]}
	}
	return since, unreached
}
