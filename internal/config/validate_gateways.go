package config

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"hotline1022/internal/nearest"
)

// gatewayValue is what a gateway's description may have put in.
var gatewayValue = regexp.MustCompile(`\{([a-z_]+)\}`)

var gatewayName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)

func (m Messages) validateGateways(r report) {
	if m.Simulator != "" && len(m.SMS)+len(m.Email) > 0 {
		r("messages.simulator", "takes every message, and gateways are described too", "keep one of the two")
	}
	names := map[string]bool{}
	name := func(at, v string) {
		r.matches(at, v, gatewayName, "is not a gateway's name", "use a-z, 0-9 and -, a letter first")
		if names[v] || v == "simulator" || v == "none" {
			r(at, fmt.Sprintf("%q is another gateway's too", nearest.Clip(v)), "give each a name of its own")
		}
		names[v] = true
	}
	for i, g := range m.SMS {
		at := fmt.Sprintf("messages.sms.%d", i)
		name(at+".name", g.Name)
		g.validate(r, at)
	}
	for i, s := range m.Email {
		at := fmt.Sprintf("messages.email.%d", i)
		name(at+".name", s.Name)
		s.validate(r, at)
	}
	_, from := clock(m.Quiet.From)
	_, to := clock(m.Quiet.To)
	if !from || !to {
		r("messages.quiet", "has no times of day", `write for example {from: "22:00", to: "06:00"}; the same twice: never`)
	}
}

func (g SMSGateway) validate(r report, at string) {
	r.oneOf(at+".format", g.Format, "json", "form", "xml")
	r.oneOf(at+".answer", g.Answer, "json", "xml", "text")
	r.oneOf(at+".number", g.Number, NumberLocal, NumberInternational, NumberPlus)
	r.oneOf(at+".in_doubt", g.InDoubt, InDoubtHold, InDoubtAgain)
	r.within(at+".timeout", g.Timeout, time.Second, 15*time.Second)
	if g.CA != "" {
		r.path(at+".ca", g.CA)
	}
	values := []string{"ref", "to", "text", "parts", "unicode"}
	g.request(r, at, g.URL, g.Method, g.Body, values)
	for name, v := range g.Headers {
		placeholders(r, at+".headers", v, values)
		if !headerName.MatchString(name) || strings.ContainsAny(v, "\r\n") {
			r(at+".headers", fmt.Sprintf("has %q, which is no header", nearest.Clip(name)), "write Name: value on one line")
		}
	}
	if len(g.Accepted) == 0 {
		r(at+".accepted", "is missing: no answer would be a yes", `write for example [{path: CodeResult, match: "^100$"}]`)
	}
	for key, signs := range map[string][]Sign{"accepted": g.Accepted, "seen": g.Seen, "temporary": g.Temporary, "permanent": g.Permanent} {
		validateSigns(r, at+"."+key, signs)
	}
	for key, q := range map[string]Question{"find": g.Find, "delivery": g.Delivery} {
		if q.URL == "" {
			continue
		}
		in := at + "." + key
		g.request(r, in, q.URL, q.Method, q.Body, []string{"ref", "id"})
		validateSigns(r, in+".yes", q.Yes)
		validateSigns(r, in+".no", q.No)
		if len(q.Yes) == 0 || len(q.No) == 0 {
			r(in, "needs yes and no: anything else is no answer", "write both")
		}
	}
	if p := g.Reports; p.Secret != "" {
		in := at + ".reports"
		r.oneOf(in+".read", p.Read, "query", "form", "json")
		if len(p.Secret) < 16 || !word.MatchString(p.Secret) {
			r(in+".secret", "is no secret", "use 16 to 64 letters, digits, - and _, by ${HOTLINE_…}")
		}
		if p.Ref == "" && p.ID == "" {
			r(in, "needs ref or id: whose report is it?", "write the path of one")
		}
		validateSigns(r, in+".delivered", p.Delivered)
		validateSigns(r, in+".undelivered", p.Undelivered)
	}
}

var headerName = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)

// request holds what is asked to what its kind of body can be.
func (g SMSGateway) request(r report, at, address, method, body string, values []string) {
	r.oneOf(at+".method", method, "POST", "GET")
	u, err := url.Parse(gatewayValue.ReplaceAllString(address, "x"))
	switch {
	case err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "":
		r(at+".url", "is no web address", "write for example https://sms.example.vn/send")
	case u.Scheme == "http" && !g.Insecure:
		r(at+".url", "is not https: numbers and texts could be read on their way", "write https, or insecure: true where the way is your own")
	}
	placeholders(r, at+".url", address, values)
	placeholders(r, at+".body", body, values)
	filled := gatewayValue.ReplaceAllString(body, "1")
	if body == "" {
		return
	}
	if g.Format == "json" && !json.Valid([]byte(filled)) {
		r(at+".body", "is no JSON", "write it with the values in quotation marks: {\"Phone\": \"{to}\"}")
	}
	if g.Format == "xml" && !wellFormed(filled) {
		r(at+".body", "is no XML", "close every element")
	}
}

func wellFormed(s string) bool {
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := d.Token(); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}

func placeholders(r report, at, text string, known []string) {
	for _, m := range gatewayValue.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(known, m[1]) {
			r(at, fmt.Sprintf("has {%s}, which is no value", nearest.Clip(m[1])), "use {"+strings.Join(known, "}, {")+"}")
		}
	}
}

func validateSigns(r report, at string, signs []Sign) {
	for i, s := range signs {
		if _, err := regexp.Compile(s.Match); err != nil || (s.Match == "" && len(s.Status) == 0) {
			r(fmt.Sprintf("%s.%d", at, i), "is no sign", `write status: [200], or path and match: a regular expression such as "^100$"`)
		}
	}
}

func (s MailServer) validate(r report, at string) {
	r.hostPort(at+".host", s.Host)
	r.oneOf(at+".tls", s.TLS, MailStartTLS, MailTLS, MailPlain)
	r.within(at+".timeout", s.Timeout, time.Second, 15*time.Second)
	if s.CA != "" {
		r.path(at+".ca", s.CA)
	}
	if _, err := mail.ParseAddress(s.From); err != nil {
		r(at+".from", "is no address", "write for example Tổng đài 1022 <1022@example.vn>")
	}
	if s.User != "" {
		r.secret(at+".password", s.Password, "HOTLINE_MAIL_PASSWORD")
		if s.TLS == MailPlain {
			r(at+".tls", "is none: the password could be read on its way", "use starttls or tls")
		}
	}
}

// clock reads a time of day.
func clock(s string) (time.Duration, bool) {
	t, err := time.Parse("15:04", s)
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err == nil
}

// Times gives the quiet hours since midnight, once they were checked.
func (q Quiet) Times() (from, to time.Duration) {
	from, _ = clock(q.From)
	to, _ = clock(q.To)
	return from, to
}
