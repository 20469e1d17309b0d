package directory

import (
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hotline1022/internal/lang"
)

// Fault is one thing wrong with what somebody wants to keep.
type Fault struct {
	Location string // "name", "phone", …
	Key      lang.Key
	Args     []any // of the text
}

// Limits, in characters.
const (
	maxLine     = 200
	maxAliases  = 10
	maxPriority = 1000
	maxRank     = 20
)

var unitCode = regexp.MustCompile(`^[A-Z0-9-]{2,24}$`)

type checker struct{ faults []Fault }

func (c *checker) fault(location string, key lang.Key, args ...any) {
	c.faults = append(c.faults, Fault{location, key, args})
}

// line brings a text of one line into its one form; "" where nothing of it is seen.
func (c *checker) line(location, s string) string {
	s = norm.NFC.String(strings.TrimSpace(Straight(s)))
	switch {
	case strings.ContainsFunc(s, unicode.IsControl):
		c.fault(location, lang.TicketControl)
	case !Seen(s):
		return ""
	case utf8.RuneCountInString(s) > maxLine:
		c.fault(location, lang.TicketTooLong, maxLine)
	}
	return s
}

func (c *checker) number(location, s string) string {
	number, err := Number(s)
	if err != nil || number == "" && strings.TrimSpace(s) != "" || strings.HasPrefix(number, "+") {
		c.fault(location, lang.BadNumber, WhyNot(err))
		return s
	}
	return number
}

func (c *checker) email(location, s string) string {
	s = c.line(location, s)
	if s == "" {
		return s
	}
	if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
		c.fault(location, lang.DirectoryEmail)
	}
	return s
}

func (c *checker) span(s Span) {
	if !s.Valid() {
		c.fault("until", lang.DirectoryDays)
	}
}

// CheckUnit normalises a unit and finds everything that is wrong with it among the others.
func CheckUnit(u Unit, t *Tree) (Unit, []Fault) {
	c := &checker{}
	if !unitCode.MatchString(u.Code) {
		c.fault("code", lang.UnitCode)
	}
	if u.Name = c.line("name", u.Name); u.Name == "" {
		c.fault("name", lang.DirectoryName)
	}
	if !slices.Contains(Kinds, u.Kind) {
		c.fault("kind", lang.UnitKind)
	}
	u.Phone = c.number("phone", u.Phone)
	u.Address = c.line("address", u.Address)
	u.Email = c.email("email", u.Email)
	if u.Website = c.line("website", u.Website); u.Website != "" && !isWebsite(u.Website) {
		c.fault("website", lang.UnitWebsite)
	}
	if len(u.Aliases) > maxAliases {
		c.fault("aliases", lang.TooMany, maxAliases)
	}
	aliases := []string{}
	for _, a := range u.Aliases {
		if a = c.line("aliases", a); a != "" && !slices.Contains(aliases, a) {
			aliases = append(aliases, a)
		}
	}
	u.Aliases = aliases
	u.Decision = c.line("decision", u.Decision)
	c.span(u.Span)
	if u.Parent != "" {
		c.parent(u, t)
	}
	return u, c.faults
}

// parent: it is there all the days that the unit is, and not below it.
func (c *checker) parent(u Unit, t *Tree) {
	p, known := t.Unit(u.Parent)
	switch {
	case !known || u.Parent == u.Code:
		c.fault("parent", lang.UnitParent)
	case slices.ContainsFunc(t.Path(u.Parent), func(above Unit) bool { return above.Code == u.Code }):
		c.fault("parent", lang.UnitBelowItself)
	case p.Since > u.Since || p.Until != 0 && (u.Until == 0 || u.Until > p.Until):
		c.fault("parent", lang.UnitParentDays)
	}
}

func isWebsite(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}

// CheckClosing normalises by what a unit is no more, and finds everything that is wrong with that and with
// who takes over from it.
func CheckClosing(u Unit, heirs []Link, t *Tree) (Unit, []Fault) {
	c := &checker{}
	if u.Until == 0 {
		c.fault("until", lang.DirectoryDays)
	}
	c.span(u.Span)
	u.Decision = c.line("decision", u.Decision)
	seen := map[string]bool{}
	for _, l := range heirs {
		to, known := t.Unit(l.To)
		if !known || l.To == u.Code || seen[l.To] || !to.Holds(u.Until) {
			c.fault("heirs", lang.UnitHeir)
		}
		seen[l.To] = true
		if l.Part != (len(heirs) > 1) {
			c.fault("heirs", lang.UnitHeirPart)
		}
	}
	return u, c.faults
}

// CheckOfficer normalises an officer and finds everything that is wrong.
func CheckOfficer(o Officer, t *Tree) (Officer, []Fault) {
	c := &checker{}
	if u, known := t.Unit(o.Unit); !known || !u.Meets(o.Span) {
		c.fault("unit", lang.TicketUnit)
	}
	if !o.Post.Valid() {
		c.fault("post", lang.OfficerPost)
	}
	if o.Rank < 1 || o.Rank > maxRank {
		c.fault("rank", lang.OfficerRank, maxRank)
	}
	if o.Name = c.line("name", o.Name); o.Name == "" {
		c.fault("name", lang.DirectoryName)
	}
	o.Title = c.line("title", o.Title)
	o.Phone = c.number("phone", o.Phone)
	if o.Phone == "" && o.Post == PostFocal {
		c.fault("phone", lang.OfficerPhone)
	}
	if o.Mobile = c.number("mobile", o.Mobile); o.Mobile != "" && !Mobile(o.Mobile) {
		c.fault("mobile", lang.OfficerMobile)
	}
	o.Email = c.email("email", o.Email)
	c.span(o.Span)
	return o, c.faults
}

// CheckDuty normalises a duty and finds everything that is wrong with it.
func CheckDuty(d Duty, t *Tree, fields []Field) (Duty, []Fault) {
	c := &checker{}
	if d.Field == "" && d.Group == 0 && d.Area == "" {
		c.fault("field", lang.DutyEmpty)
	}
	if d.Group < 0 || d.Group > 5 {
		c.fault("group", lang.TicketGroup)
	}
	if d.Field != "" {
		switch i := slices.IndexFunc(fields, func(f Field) bool { return f.Code == d.Field }); {
		case i < 0:
			c.fault("field", lang.TicketField)
		case d.Group != 0 && d.Group != fields[i].Group:
			c.fault("field", lang.TicketFieldGroup)
		}
	}
	if area, known := t.Unit(d.Area); d.Area != "" && (!known || !area.Territorial()) {
		c.fault("area", lang.DutyArea)
	}
	if u, known := t.Unit(d.Unit); d.Unit != "" && (!known || !u.Meets(d.Span)) {
		c.fault("unit", lang.TicketUnit)
	}
	if d.Priority < 1 || d.Priority > maxPriority {
		c.fault("priority", lang.DutyPriority, maxPriority)
	}
	d.Basis = c.line("basis", d.Basis)
	c.span(d.Span)
	return d, c.faults
}
