package ticket

import (
	"net/mail"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
)

// Fault is one thing wrong with a draft.
type Fault struct {
	Location string // the draft's item: "group", "sender.phone", …
	Key      lang.Key
	Args     []any // of the text
}

// Check normalises a draft and finds everything that is wrong with it. The
// draft given back may be filed when there are no faults.
func Check(d Draft, known Known) (Draft, []Fault) {
	c := &checker{}
	c.matter(d.Matter)
	d.Directive = c.classified(d.Group, d.Field, d.Directive, known)
	d.Content = c.content(d.Content)
	d.Address = c.text("address", d.Address, MaxAddress)
	if d.Pin != nil && !d.Pin.inCountry() {
		c.fault("pin", lang.TicketPin)
	}
	if !slices.Contains(Channels, d.Channel) {
		c.fault("channel", lang.TicketChannel)
	}
	if d.Unit != "" && !known.HasUnit(d.Unit) {
		c.fault("unit", lang.TicketUnit)
	}
	d.Sender = c.sender(d.Sender)
	return d, c.faults
}

type checker struct{ faults []Fault }

func (c *checker) fault(location string, key lang.Key, args ...any) {
	c.faults = append(c.faults, Fault{Location: location, Key: key, Args: args})
}

func (c *checker) content(text string) string {
	if text = c.text("content", text, MaxContent); text == "" {
		c.fault("content", lang.TicketContent)
	}
	return text
}

func (c *checker) matter(m Matter) {
	if m != "" && !slices.Contains(Matters, m) {
		c.fault("kind", lang.TicketMatter)
	}
}

// classified checks a group, its field, and the directive that group 4 needs, which it gives back.
func (c *checker) classified(g Group, field, directive string, known Known) string {
	directive = c.text("directive", directive, MaxDirective)
	if !g.Valid() {
		c.fault("group", lang.TicketGroup)
	}
	if g == GroupDirective && directive == "" {
		c.fault("directive", lang.TicketDirective)
	}
	if field == "" {
		return directive
	}
	switch group, ok := known.FieldGroup(field); {
	case !ok:
		c.fault("field", lang.TicketField)
	case g.Valid() && group != g:
		c.fault("field", lang.TicketFieldGroup)
	}
	return directive
}

func (c *checker) sender(s Sender) Sender {
	if s.Type != Individual && s.Type != Organisation {
		c.fault("sender.type", lang.TicketSenderType)
	}
	s.Name = c.line("sender.name", s.Name, MaxName)
	s.Address = c.line("sender.address", s.Address, MaxAddress)
	s.Email = c.line("sender.email", s.Email, MaxEmail)
	if number, err := directory.Number(s.Phone); err != nil || (number == "" && strings.TrimSpace(s.Phone) != "") {
		c.fault("sender.phone", lang.TicketPhone, directory.WhyNot(err))
	} else {
		s.Phone = number
	}
	if s.Email != "" && !isEmail(s.Email) {
		c.fault("sender.email", lang.TicketEmail)
	}
	for _, item := range []struct {
		location string
		none     bool
		value    string
	}{
		{"sender.state_servant", s.Servant && s.Type == Organisation, string(s.Type)},
		{"sender.no_address", s.NoAddress, s.Address},
		{"sender.no_phone", s.NoPhone, s.Phone},
		{"sender.no_email", s.NoEmail, s.Email},
	} {
		if item.none && item.value != "" {
			c.fault(item.location, lang.TicketContradiction)
		}
	}
	return s
}

// isEmail accepts a plain address with a domain (RFC 5322 addr-spec).
func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s {
		return false
	}
	_, domain, _ := strings.Cut(s, "@")
	return strings.Contains(domain, ".")
}

// text normalises to NFC, with line feeds at lines' ends and nothing around it, without what turns its
// direction; "" where nothing of it is seen.
func (c *checker) text(location, s string, most int) string {
	s = norm.NFC.String(directory.Straight(strings.ToValidUTF8(s, "\uFFFD")))
	s = strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
	if utf8.RuneCountInString(s) > most {
		c.fault(location, lang.TicketTooLong, most)
	}
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
		c.fault(location, lang.TicketControl)
		return s
	}
	if !directory.Seen(s) {
		return ""
	}
	return s
}

// Note is a word that is kept with a ticket; what is wrong with it is told of this place.
func Note(location, s string) (string, []Fault) {
	c := &checker{}
	return c.text(location, s, MaxNote), c.faults
}

// line is text on one line.
func (c *checker) line(location, s string, most int) string {
	return strings.Join(strings.Fields(c.text(location, s, most)), " ")
}
