package callsim

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// OutcomeKind is what becomes of a call to an officer.
type OutcomeKind string

const (
	OutcomeAnswer    OutcomeKind = "answer"    // rings, then answers
	OutcomeEarly     OutcomeKind = "early"     // early media (183), then answers, and sends another source's packets
	OutcomeFax       OutcomeKind = "fax"       // rings, then a fax machine answers
	OutcomeVoicemail OutcomeKind = "voicemail" // rings, then an answering machine does
	OutcomeForwarded OutcomeKind = "forwarded" // 181, for the network calls another telephone; it rings, then answers
	OutcomeNoAnswer  OutcomeKind = "noanswer"  // rings until the caller gives up
	OutcomeSilent    OutcomeKind = "silent"    // nothing but 100: it does not even ring
	OutcomeAnnounced OutcomeKind = "announced" // the network says why in early media (183), then refuses with Status
	OutcomeRedirect  OutcomeKind = "redirect"  // 302 to another number
	OutcomeStatus    OutcomeKind = "status"    // refused with Status, perhaps after having rung
)

// Outcome is what becomes of a call to one number.
type Outcome struct {
	Kind   OutcomeKind
	After  time.Duration // until the answer, the refusal, or the announcement's end
	Hangup time.Duration // the officer hangs up so long after the answer; 0: never
	Status int           // of OutcomeStatus and OutcomeAnnounced
	Target string        // of OutcomeRedirect
}

// Plan gives an outcome to each number.
type Plan struct {
	exact  map[string]Outcome
	prefix map[string]Outcome
}

// SIP statuses that have a name in a plan.
var named = map[string]int{"busy": 486, "reject": 603}

// ParsePlan reads "NUMBER=OUTCOME,…". A NUMBER that ends with * is a prefix; the
// exact number counts before prefixes, a longer prefix before a shorter one.
// Outcomes: answer, early, forwarded, fax and voicemail, each with [:AFTER[:HANGUP]], noanswer,
// silent, announced:STATUS:AFTER, redirect:NUMBER (302), or busy (486), reject (603), a status 400 to
// 699, each with [:AFTER] that it rings before.
func ParsePlan(s string) (Plan, error) {
	p := Plan{exact: make(map[string]Outcome), prefix: make(map[string]Outcome)}
	if strings.TrimSpace(s) == "" {
		return p, nil
	}
	for item := range strings.SplitSeq(s, ",") {
		number, what, ok := strings.Cut(strings.TrimSpace(item), "=")
		if !ok || number == "" {
			return p, fmt.Errorf("plan %q: want NUMBER=OUTCOME", item)
		}
		o, err := parseOutcome(what)
		if err != nil {
			return p, fmt.Errorf("plan %q: %w", item, err)
		}
		into := p.exact
		if rest, isPrefix := strings.CutSuffix(number, "*"); isPrefix {
			number, into = rest, p.prefix
		}
		if _, twice := into[number]; twice {
			return p, fmt.Errorf("plan %q: the number is there twice", item)
		}
		into[number] = o
	}
	return p, nil
}

func parseOutcome(s string) (Outcome, error) {
	parts := strings.Split(s, ":")
	kind, args := parts[0], parts[1:]
	switch OutcomeKind(kind) {
	case OutcomeNoAnswer, OutcomeSilent, OutcomeStatus: // take no argument; below
	case OutcomeAnnounced:
		return parseAnnounced(args)
	case OutcomeAnswer, OutcomeEarly, OutcomeForwarded, OutcomeFax, OutcomeVoicemail:
		o := Outcome{Kind: OutcomeKind(kind)}
		if len(args) > 2 {
			return o, fmt.Errorf("want %s:AFTER:HANGUP", kind)
		}
		for i, into := range []*time.Duration{&o.After, &o.Hangup}[:len(args)] {
			d, err := time.ParseDuration(args[i])
			if err != nil || d < 0 {
				return o, fmt.Errorf("%q is not a duration", args[i])
			}
			*into = d
		}
		return o, nil
	case OutcomeRedirect:
		if len(args) != 1 || args[0] == "" {
			return Outcome{}, fmt.Errorf("want redirect:NUMBER")
		}
		return Outcome{Kind: OutcomeRedirect, Target: args[0]}, nil
	}
	if k := OutcomeKind(kind); k == OutcomeNoAnswer || k == OutcomeSilent {
		if len(args) > 0 {
			return Outcome{}, fmt.Errorf("%s takes no argument", kind)
		}
		return Outcome{Kind: k}, nil
	}
	return parseRefusal(kind, args)
}

func parseRefusal(kind string, args []string) (Outcome, error) {
	o := Outcome{Kind: OutcomeStatus}
	var ok bool
	if o.Status, ok = parseStatus(kind); !ok {
		return o, fmt.Errorf("%q is no outcome", kind)
	}
	if len(args) > 1 {
		return o, fmt.Errorf("want %s:AFTER", kind)
	}
	if len(args) == 1 {
		var err error
		if o.After, err = time.ParseDuration(args[0]); err != nil || o.After < 0 {
			return o, fmt.Errorf("%q is not a duration", args[0])
		}
	}
	return o, nil
}

func parseAnnounced(args []string) (Outcome, error) {
	o := Outcome{Kind: OutcomeAnnounced}
	if len(args) != 2 {
		return o, fmt.Errorf("want announced:STATUS:AFTER")
	}
	var ok bool
	if o.Status, ok = parseStatus(args[0]); !ok {
		return o, fmt.Errorf("%q is no status", args[0])
	}
	var err error
	if o.After, err = time.ParseDuration(args[1]); err != nil || o.After < 0 {
		return o, fmt.Errorf("%q is not a duration", args[1])
	}
	return o, nil
}

// parseStatus reads a refusal: its name, or 400 to 699.
func parseStatus(s string) (status int, ok bool) {
	if status, ok = named[s]; ok {
		return status, true
	}
	status, err := strconv.Atoi(s)
	return status, err == nil && status >= 400 && status <= 699
}

// Lookup returns the outcome of a number; a number without one does not exist: 404.
func (p Plan) Lookup(number string) Outcome {
	if o, ok := p.exact[number]; ok {
		return o
	}
	for i := len(number); i >= 0; i-- {
		if o, ok := p.prefix[number[:i]]; ok {
			return o
		}
	}
	return Outcome{Kind: OutcomeStatus, Status: 404}
}

// String writes the outcome as it stands in a plan.
func (o Outcome) String() string {
	switch o.Kind {
	case OutcomeStatus:
		if o.After > 0 {
			return fmt.Sprintf("%d:%v", o.Status, o.After)
		}
		return strconv.Itoa(o.Status)
	case OutcomeRedirect:
		return string(o.Kind) + ":" + o.Target
	case OutcomeAnswer, OutcomeEarly, OutcomeForwarded, OutcomeFax, OutcomeVoicemail:
		return fmt.Sprintf("%s:%v:%v", o.Kind, o.After, o.Hangup)
	case OutcomeAnnounced:
		return fmt.Sprintf("%s:%d:%v", o.Kind, o.Status, o.After)
	case OutcomeNoAnswer, OutcomeSilent:
	}
	return string(o.Kind)
}
