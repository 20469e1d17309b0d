package asteriskconf

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// CallFile is what Asterisk's dialplan wrote about one call into
// <spool>/<CALL_ID>.call: one JSON object a line, each with its "event" and the
// time "at" (RFC 3339, milliseconds, Z):
//
//	call         call, from, to, trunk, withheld   the INVITE arrived; numbers hold only [0-9+], from may be empty;
//	             withheld: the caller does not want the number shown
//	full                          the trunk's limit was reached: notice, and perhaps a message
//	fallback                      no controller took it, or a guard sent it on
//	duty         to, trunk        a duty phone is dialled; repeated, over each trunk until one does not fail
//	message                       the beep is over, the caller may speak
//	message-end  by               silence, key (#) or limit; missing when the caller hung up
//	end          cause, stage, duty, speaking  the channel is being hung up: Q.850 or 0; how far the dialplan's own
//	             service came (full, notice, duty, message, thanks; empty without one); ANSWER if a duty phone answered;
//	             since when (ms since 1970) the caller was leaving the controller a message, or 0
//
// The controller does not write here. Of a call that it had to its end only the first line is
// there, and the end is its mark ([EndMark]).
type CallFile struct {
	Call     string
	From, To string
	Trunk    string // "": an older file, which did not say
	Withheld bool
	At       time.Time
	// Full is when the caller was found to be beyond the trunk's limit; zero: was not.
	Full time.Time
	// Fallback is when the dialplan's fallback took the call; zero: never.
	Fallback time.Time
	Duty     []DutyAttempt
	// DutyAnswered: the caller spoke with the last of Duty.
	DutyAnswered bool
	// Message is when a message began, one for the fallback or one that the caller hung up
	// in for a controller, which may not have been there to see it; zero: none. MessageEnd is when it ended,
	// by what MessageEndedBy says ("hangup" when the caller hung up). What was
	// said is in <CALL_ID>-rx.alaw between the two, counted from At.
	Message, MessageEnd time.Time
	MessageEndedBy      string
	// End is zero while the call lives, if Asterisk was killed, and if neither the
	// dialplan's own service nor a message to the controller was the call's last.
	End   time.Time
	Cause int // Q.850; 0 unknown
}

// DutyAttempt is one duty phone dialled.
type DutyAttempt struct {
	To    string
	Trunk string
	At    time.Time
}

// ReadCallFile reads a call file. Lines that are unreadable (a crash cuts the last
// one short) or of an unknown event are passed over; a file without a readable
// first line, the call itself, is an error.
func ReadCallFile(r io.Reader) (CallFile, error) {
	var f CallFile
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		var l callLine
		if err := json.Unmarshal(lines.Bytes(), &l); err == nil {
			f.add(l)
		}
	}
	if err := lines.Err(); err != nil {
		return CallFile{}, fmt.Errorf("call file: %w", err)
	}
	if f.Call == "" {
		return CallFile{}, errors.New("call file: no line says which call it is")
	}
	return f, nil
}

type callLine struct {
	Event    string    `json:"event"`
	At       time.Time `json:"at"`
	Call     string    `json:"call"`
	From     string    `json:"from"`
	To       string    `json:"to"`
	Trunk    string    `json:"trunk"`
	Withheld bool      `json:"withheld"`
	By       string    `json:"by"`
	Cause    int       `json:"cause"`
	Stage    string    `json:"stage"`
	Duty     string    `json:"duty"`
	Speaking int64     `json:"speaking"`
}

func (f *CallFile) add(l callLine) {
	switch l.Event {
	case "call":
		f.Call, f.From, f.To, f.At = l.Call, l.From, l.To, l.At
		f.Trunk, f.Withheld = l.Trunk, l.Withheld
	case "full":
		f.Full = l.At
	case "fallback":
		f.Fallback = l.At
	case "duty":
		f.Duty = append(f.Duty, DutyAttempt{To: l.To, Trunk: l.Trunk, At: l.At})
	case "message":
		f.Message = l.At
	case "message-end":
		f.MessageEnd, f.MessageEndedBy = l.At, l.By
	case "end":
		f.End, f.Cause = l.At, l.Cause
		f.DutyAnswered = l.Duty == "ANSWER"
		if f.Message.IsZero() && l.Speaking > 0 {
			f.Message = time.UnixMilli(l.Speaking).UTC()
		}
		if !f.Message.IsZero() && f.MessageEnd.IsZero() {
			f.MessageEnd, f.MessageEndedBy = l.At, "hangup"
		}
	}
}
