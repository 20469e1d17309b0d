package ticket

import "hotline1022/internal/lang"

// Audience is whom a notice is for.
type Audience string

const (
	// ToSender: and those of the tickets that were merged into this one.
	ToSender Audience = "sender"
	// ToItsSender: of this ticket alone, once; see [step.reached].
	ToItsSender Audience = "its_sender"
	ToOfficers  Audience = "officers" // of a unit
	ToHead      Audience = "head"     // of a unit
	ToOffice    Audience = "office"
	ToLeader    Audience = "leader"  // of the shift
	ToHotline   Audience = "hotline" // whoever works on it there
)

// Notice is what somebody is told of a change. Staff see it in the system; an SMS or an
// e-mail goes besides to whoever has an address for it.
type Notice struct {
	To     Audience
	Unit   string // of officers and heads
	Key    lang.Key
	Args   []string // may be [SlipArg] and [DueArg], which whoever keeps the change fills in
	Exempt bool     // from quiet hours: somebody is in danger
}

// Stand-ins for what is known when the change is kept: the number of the unit's slip,
// and until when the unit has time.
const (
	SlipArg = "{slip}"
	DueArg  = "{due}"
)

// Slipped is a slip (phiếu chuyển) that goes out to a unit with a change, or on to the
// unit's head (Điều 9.3, 9.4).
type Slipped struct {
	Unit       string
	Assignment int
	ToHead     bool // the one that its officer has
	Of         int  // the part that it goes on from, with its slip; 0: none
}

// Report is a row of the report to the city's leadership, sent through the Office
// (Điều 9.4).
type Report struct {
	Unit       string
	Assignment int
	Clause     string
}
