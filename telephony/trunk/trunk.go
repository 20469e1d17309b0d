package trunk

import (
	"strings"
	"time"
)

// State is what supervision says of a trunk.
type State string

const (
	Up      State = "up"
	Down    State = "down"
	Unknown State = "unknown" // not supervised, or nothing heard yet
)

// Reason says why a trunk is not up: a code, for a screen to put into words.
type Reason string

const (
	NotSupervised Reason = "not_supervised" // nobody watches it
	NotHeard      Reason = "not_heard"      // nothing is known of it yet, or any more
	Silent        Reason = "silent"         // it does not answer OPTIONS
	NotRegistered Reason = "not_registered" // not yet, or not any more
	// Refused: registration is refused, for a wrong password say, or fails for the
	// time being; Asterisk tells no difference, and repeats both.
	Refused Reason = "refused"
)

// Words is the reason for a log and for /readyz.
func (r Reason) Words() string {
	switch r {
	case NotSupervised:
		return "not supervised"
	case NotHeard:
		return "not heard of yet"
	case Silent:
		return "does not answer OPTIONS"
	case NotRegistered:
		return "not registered"
	case Refused:
		return "registration is refused or fails"
	default:
		return string(r)
	}
}

// Trunk is one trunk as it stands at one moment.
type Trunk struct {
	Name  string
	State State
	// Since is when State began to be so.
	Since time.Time
	// Reason says why it is not Up; "" when it is.
	Reason Reason
	// Calls are channels on it, in both directions, and claims to come.
	Calls int
	// Limit is how many there may be; 0: no limit of ours.
	Limit int
	// Number is what calls out show; "": what the carrier puts there.
	Number string
	// Asserted, if not "", says that calls out for a citizen show the citizen's number; it
	// is the identity that is asserted all the same, Number's.
	Asserted string
	// Address is the carrier's, as it follows the @ of a SIP URI; "": Asterisk alone knows it.
	Address string
}

// Caller is the citizen for whom a call goes out; the zero one: nobody, it is our own.
type Caller struct {
	Number   string // as the network gave it; "": not known
	Withheld bool   // who is called may not see it
}

// kept is how many places below a trunk's limit our own calls leave free for an emergency
// service; a trunk of a single place keeps none.
const kept = 1

// Full says that another call would take the place that is kept, or be beyond the limit.
func (t Trunk) Full() bool { return t.Limit > 0 && t.Calls >= max(1, t.Limit-kept) }

// Try is one attempt of the call in question.
type Try struct {
	Trunk   string
	Outcome Outcome
}

// Next is the trunk that a call out takes next. trunks stand in the configured
// order, tries in the order of time, one a trunk at most. None is left (false)
// when the last try reached the callee, whatever came of it; when every trunk was
// tried; or when the others are down or full. Urgent calls, to an emergency
// service, are not held to that and take a trunk that is believed to be down
// after all others.
func Next(trunks []Trunk, tries []Try, urgent bool) (next Trunk, ok bool) {
	if n := len(tries); n > 0 && !tries[n-1].Outcome.GoesOn() {
		return Trunk{}, false
	}
	tried := func(name string) bool {
		for _, t := range tries {
			if t.Trunk == name {
				return true
			}
		}
		return false
	}
	for _, t := range trunks {
		if t.State != Down && !tried(t.Name) && (urgent || !t.Full()) {
			return t, true
		}
	}
	if !urgent {
		return Trunk{}, false
	}
	for _, t := range trunks {
		if !tried(t.Name) {
			return t, true
		}
	}
	return Trunk{}, false
}

// Endpoint is what ARI dials to reach number over the trunk. By the trunk's name Asterisk finds
// no address while it believes the carrier to be unreachable, and does not even try; so an
// urgent call names the address itself.
func (t Trunk) Endpoint(number string, urgent bool) string {
	if urgent && t.Address != "" {
		return "PJSIP/" + t.Name + "/sip:" + number + "@" + t.Address
	}
	return "PJSIP/" + number + "@" + t.Name
}

// Vars are variables that a channel to the trunk must be created with: the
// dialplan counts calls out by them (they take their share of MaxCalls from
// calls in), and the callee sees our number, or, where the trunk shows the caller's,
// that. Who withholds theirs is nobody then (RFC 3323): ours in its place would not be
// theirs, and the number itself stays here. What is asserted is ours (RFC 3325).
func (t Trunk) Vars(c Caller) map[string]string {
	vars := map[string]string{"GROUP(trunk)": t.Name}
	if t.Number == "" {
		return vars
	}
	vars["CONNECTEDLINE(num,i)"], vars["CONNECTEDLINE(num-pres,i)"] = t.Number, "allowed"
	if t.Asserted == "" {
		return vars
	}
	vars["PJSIP_HEADER(add,P-Asserted-Identity)"] = t.Asserted
	switch {
	case c.Withheld:
		vars["CONNECTEDLINE(num-pres,i)"] = "prohib"
		vars["PJSIP_HEADER(add,Privacy)"] = "id"
	case c.Number != "":
		vars["CONNECTEDLINE(num,i)"] = c.Number
	}
	return vars
}

// Of is the trunk of a channel, by Asterisk's name for it: PJSIP/<trunk>-<hexadecimal>.
func Of(channelName string) (name string, ok bool) {
	rest, ok := strings.CutPrefix(channelName, "PJSIP/")
	if !ok {
		return "", false
	}
	i := strings.LastIndexByte(rest, '-')
	if i <= 0 {
		return "", false
	}
	return rest[:i], true
}
