package trunk

// Outcome is what became of one try.
type Outcome string

const (
	Answered  Outcome = "answered"
	Busy      Outcome = "busy"
	NoAnswer  Outcome = "no-answer" // it rang, or the network says that the callee is away
	Rejected  Outcome = "rejected"
	NoNumber  Outcome = "no-number" // does not exist, or not any more
	Moved     Outcome = "moved"     // sends callers elsewhere, where nobody is followed to: who pays, and who it is, the callee would say
	Cancelled Outcome = "cancelled" // by us
	Failed    Outcome = "failed"    // the trunk: unreachable, silent, out of lines, does not let us in
)

// GoesOn says that another trunk may do better.
func (o Outcome) GoesOn() bool { return o == Failed }

// OutcomeOf reads how a try ended that was not answered. rang: the callee's
// telephone rang (180), so the callee was reached. sip and cause are
// ChannelDestroyed's tech_cause (0: no SIP answer came, or none that Asterisk
// keeps) and Q.850 cause. A channel that could not even be created is Failed.
//
// 408 is both a registrar's "nobody answered" and Asterisk's own word for a
// carrier that says nothing; ringing tells them apart. 403 is taken for the
// carrier's (it does not let us in): a callee who wants no call sends 603.
func OutcomeOf(sip, cause int, rang bool) Outcome {
	if o, known := bySIP[sip]; known {
		return o
	}
	switch {
	case sip == statusTimeout && rang:
		return NoAnswer
	case sip/100 == 3:
		return Moved
	case sip != 0:
		return Failed
	}
	if o, known := byCause[cause]; known {
		return o
	}
	if rang {
		return NoAnswer
	}
	return Failed
}

const statusTimeout = 408

// bySIP are the answers that speak of the callee (RFC 3261 section 21; 607 and
// 608: RFC 8197, RFC 8688), and ours. All others speak of the trunk.
var bySIP = map[int]Outcome{
	404: NoNumber,
	410: NoNumber,
	480: NoAnswer,
	484: NoNumber,
	485: NoNumber,
	486: Busy,
	487: Cancelled,
	600: Busy,
	603: Rejected,
	604: NoNumber,
	607: Rejected,
	608: Rejected,
}

// byCause are the causes of Q.850 that speak of the callee. 16 is what Asterisk
// gives a channel that we hung up before its answer.
var byCause = map[int]Outcome{
	1:  NoNumber,
	16: Cancelled,
	17: Busy,
	18: NoAnswer,
	19: NoAnswer,
	20: NoAnswer,
	21: Rejected,
	22: NoNumber,
	28: NoNumber,
}
