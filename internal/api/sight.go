package api

import (
	"context"
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// sight is how much one request may be shown of who people are (Điều 12.2, 19): by the rights
// of a role, and by the reason given where the role has to give one. It is decided here alone.
//
//	                              of what is not confidential   of what is
//	who sees senders              in full                       in full; in a list the hotline alone
//	who has to say why, and does  in full, noted                in full, noted; in no list
//	who has to, and does not      numbers without their middle  nothing
//	anybody else                  in full                       nothing
//
// A unit's people see besides what the Office lets their unit know; see mayKnow.
type sight struct {
	who    *Principal
	reason string
}

func sightOf(ctx context.Context, reason string) sight {
	return sight{visitOf(ctx).who, oneLine(ticket.Reason(reason))}
}

// oneLine is a text without what cannot be seen and yet acts: line ends, the signs by which a terminal is told something, those that turn the
// direction of writing. A reason stands in logs, copies and packages of evidence, where a line of its own would be taken for one of ours.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }), " ")
}

// why is the reason that counts. A program's is what its token was made for, except for what is
// confidential: that it has to say each time.
func (s sight) why(confidential bool) string {
	if s.reason == "" && !confidential {
		return s.who.Purpose
	}
	return s.reason
}

// one is what is shown of somebody who is looked at alone.
func (s sight) one(confidential bool) showing {
	switch {
	case confidential && !s.who.may(auth.SeeSenders):
		return hidden
	case !s.who.Role.SaysWhy() || s.why(confidential) != "":
		return inFull
	case confidential:
		return hidden
	}
	return masked
}

// listed is what is shown of one among many: of what is confidential, a look at somebody is a
// look at one thing, except for those who do the hotline's work.
func (s sight) listed(confidential bool) showing {
	if confidential && !s.secrets() {
		return hidden
	}
	return s.one(confidential)
}

// secrets says whether lists tell also who sent what is confidential, and find it by that.
func (s sight) secrets() bool { return s.who.may(auth.HandleTickets) }

// search refuses to look for somebody by their number or name where the reason is missing:
// what is found tells whose it is.
func (s sight) search() error {
	if s.one(false) != inFull {
		return invalid("query.reason", lang.LookNeedsReason)
	}
	return nil
}

// showing is how much is shown of somebody: the one place where it is taken out.
type showing int

const (
	inFull showing = iota
	masked         // enough to tell one from the next
	hidden
)

// number is a telephone number, or an e-mail address.
func (s showing) number(n string) string {
	switch {
	case s == inFull, n == "":
		return n
	case s == masked:
		return directory.Masked(n)
	}
	return ""
}

// text is what says more than a number: a name, an address, what was written beside.
func (s showing) text(t string) string {
	if s == inFull {
		return t
	}
	return ""
}

// call is the id of a call by which somebody would be found.
func (s showing) call(id string) string {
	if s == hidden {
		return ""
	}
	return id
}

func (s showing) sender(from Sender) Sender {
	switch s {
	case inFull:
		return from
	case masked:
		from.Name, from.Address = "", ""
		from.Phone, from.Email = s.number(from.Phone), s.number(from.Email)
		return from
	case hidden:
	}
	return Sender{Type: from.Type}
}

// someNumber is a telephone number in a text; a ticket's code begins with a year.
var someNumber = regexp.MustCompile(`(?:\+?84|\b0)[0-9]{8,10}\b`)

// ofCitizens are the acts of the audit log whose details can tell of a citizen.
var ofCitizens = []string{"call", "callback", "hold", "message", "people", "recording", "ticket"}

// detail is what a row of the audit log says besides: of an act that concerns citizens without
// the numbers in it, and without what was noted of them.
func (s showing) detail(action string, d map[string]any) map[string]any {
	family, _, _ := strings.Cut(action, ".")
	if s == inFull || !slices.Contains(ofCitizens, family) {
		return d
	}
	delete(d, "note")
	for key, value := range d {
		if said, ok := value.(string); ok {
			d[key] = s.told(said)
		}
	}
	return d
}

// told is what somebody wrote, without the middle of numbers in it.
func (s showing) told(text string) string {
	if s == inFull {
		return text
	}
	return someNumber.ReplaceAllStringFunc(text, directory.Masked)
}

// noteListed counts the people that a list is about to show, and notes it where somebody has to
// say why: one row, whatever its length. A page that is left open asks again and again; that is
// one look.
func (a *API) noteListed(ctx context.Context, s sight, list string, shown int) error {
	if s.one(false) != inFull || shown == 0 {
		return nil
	}
	filter := asked(visitOf(ctx).r.URL.Query())
	var detail map[string]any
	if s.who.Role.SaysWhy() {
		detail = map[string]any{"filter": filter, "count": shown}
	}
	return a.noteLook(ctx, s, "people.list", list, filter, detail, store.Reading{Kind: store.ReadNames, Seen: shown})
}

// asked is what a list was asked for.
func asked(q url.Values) string {
	for _, name := range []string{"reason", "limit"} {
		q.Del(name)
	}
	said, err := url.QueryUnescape(q.Encode())
	if err != nil {
		return q.Encode()
	}
	return said
}

// noteLook counts a look before anything is seen, once for as long as it lasts, and notes it by a
// row of the audit log, unless there is no detail of it.
func (a *API) noteLook(ctx context.Context, s sight, action, object, more string, detail map[string]any, look store.Reading) error {
	key, now := noting{s.who.Actor, action, object + "\n" + more + "\n" + s.reason}, a.cfg.Now()
	if a.noted.recently(key, now) {
		return nil
	}
	look.Actor, look.At = s.who.Actor, now
	if detail != nil {
		detail["reason"], detail["role"] = s.why(false), s.who.Role
		act, err := a.act(s.who.Actor, action, object, detail)
		if err != nil {
			return err
		}
		look.Act = &act
	}
	if err := a.read(ctx, look); err != nil {
		return err
	}
	a.noted.note(key, now)
	return nil
}

// read counts a look, with its row of the audit log; what is unusual about it is told by then.
func (a *API) read(ctx context.Context, r store.Reading) error {
	unusual, err := a.p.Store.Read(ctx, r)
	var limit *store.ReadingLimit
	if errors.As(err, &limit) {
		unusual = []string{string(r.Kind) + "_day"}
	}
	for _, rule := range unusual {
		a.unusual.WithLabelValues(rule).Inc()
		a.log.Warn("somebody looks at much", "request", visitOf(ctx).id, "actor", r.Actor, "rule", rule)
	}
	return err
}
