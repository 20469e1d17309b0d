package asteriskconf

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const maxMaxCalls = 10000

// reserved are the sections of pjsip.conf that are no trunk's.
var reserved = []string{"global", "system", "only-the-carriers", "transport-udp", "transport-tls"}

// maxStateDir leaves room for "/run/asterisk.ctl" in a Unix socket's 107 bytes.
const maxStateDir = 90

var (
	reNode   = regexp.MustCompile(`^[a-z0-9-]{1,16}$`)
	reTrunk  = regexp.MustCompile(`^[a-z][a-z0-9-]{0,15}$`)
	reName   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)
	rePath   = regexp.MustCompile(`^(/[A-Za-z0-9._-]+)+$`)
	reHost   = regexp.MustCompile(`^[A-Za-z0-9.-]{1,253}$`)
	reNumber = regexp.MustCompile(`^\+?[0-9]{2,20}$`)
	rePrompt = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
	reUser   = regexp.MustCompile(`^[A-Za-z0-9._+-]{1,64}$`)
	// A secret stands at the end of a line: ';' would begin a comment, '\' escape
	// one, and a leading '>' belong to "=>".
	reSecret = regexp.MustCompile("^[A-Za-z0-9!#$%&'()*+,./:<=?@^_`{|}~-][A-Za-z0-9!#$%&'()*+,./:<=>?@^_`{|}~-]*$")
)

// WithDefaults returns v with the documented defaults in the empty fields.
func (v Values) WithDefaults() Values {
	orDefault(&v.RegisterAgain, 30*time.Second)
	orDefault(&v.RefusedAgain, 5*time.Minute)
	v.Fallback = v.Fallback.withDefaults()
	if len(v.ARI.Allow) == 0 && v.ARI.Listen.IsValid() {
		a := v.ARI.Listen.Addr()
		v.ARI.Allow = []netip.Prefix{netip.PrefixFrom(a, a.BitLen())}
	}
	return v
}

func orDefault[T comparable](p *T, v T) {
	var none T
	if *p == none {
		*p = v
	}
}

// Validate reports every value that must not be rendered, each with its field's
// name and what is allowed. It never repeats a secret.
func (v Values) Validate() error {
	v = v.WithDefaults()
	var c check
	c.match("Node", v.Node, reNode, "[a-z0-9-], 1 to 16 characters")
	for _, p := range []struct{ field, path string }{
		{"ConfigDir", v.ConfigDir},
		{"StateDir", v.StateDir},
		{"ModulesDir", v.ModulesDir},
		{"DataDir", v.DataDir},
		{"SpoolDir", v.SpoolDir},
		{"PromptsDir", v.PromptsDir},
		{"FallbackDir", v.FallbackDir},
		{"MusicDir", v.MusicDir},
	} {
		c.path(p.field, p.path)
	}
	c.that(len(v.StateDir) <= maxStateDir, "StateDir", "must be at most %d characters long: a Unix socket lies below it", maxStateDir)
	c.that(v.RTP.First >= 1024 && v.RTP.Last <= 65535 && v.RTP.Last-v.RTP.First >= 3, "RTP",
		"must be a range of at least four ports between 1024 and 65535, is %d-%d", v.RTP.First, v.RTP.Last)
	v.SIP.check(&c, v.Trunks)
	v.ARI.check(&c)
	checkTrunks(&c, v.Trunks)
	c.between("RegisterAgain", v.RegisterAgain, time.Second, 10*time.Minute)
	c.between("RefusedAgain", v.RefusedAgain, time.Second, time.Hour)
	v.Fallback.check(&c)
	return errors.Join(c...)
}

func (f Fallback) withDefaults() Fallback {
	orDefault(&f.Notice, "fallback-notice")
	orDefault(&f.Ask, "fallback-message")
	orDefault(&f.Thanks, "fallback-thanks")
	orDefault(&f.Ring, 25*time.Second)
	orDefault(&f.MessageLimit, 3*time.Minute)
	orDefault(&f.MessageSilence, 5*time.Second)
	return f
}

func (f Fallback) check(c *check) {
	const prompt = "a prompt's name: a letter, then [a-z0-9-], 40 at most"
	c.match("Fallback.Notice", f.Notice, rePrompt, prompt)
	c.match("Fallback.Ask", f.Ask, rePrompt, prompt)
	c.match("Fallback.Thanks", f.Thanks, rePrompt, prompt)
	for i, n := range f.DutyPhones {
		c.match(fmt.Sprintf("Fallback.DutyPhones[%d]", i), n, reNumber, "an optional + and 2 to 20 digits")
	}
	c.between("Fallback.Ring", f.Ring, time.Second, 2*time.Minute)
	c.between("Fallback.MessageLimit", f.MessageLimit, 10*time.Second, 10*time.Minute)
	c.between("Fallback.MessageSilence", f.MessageSilence, time.Second, 30*time.Second)
}

func (s SIP) check(c *check, trunks []Trunk) {
	tls := slices.ContainsFunc(trunks, func(t Trunk) bool { return t.TLS })
	if s.Listen.IsValid() || slices.ContainsFunc(trunks, func(t Trunk) bool { return !t.TLS }) {
		c.listen("SIP.Listen", s.Listen)
	}
	if s.ListenTLS.IsValid() || tls {
		c.listen("SIP.ListenTLS", s.ListenTLS)
	}
	for i, n := range s.LocalNets {
		c.that(n.IsValid(), fmt.Sprintf("SIP.LocalNets[%d]", i), "is not a network")
	}
	for _, p := range []struct{ field, path string }{
		{"SIP.TLSCert", s.TLSCert},
		{"SIP.TLSKey", s.TLSKey},
		{"SIP.TLSCA", s.TLSCA},
	} {
		if tls || p.path != "" {
			c.path(p.field, p.path)
		}
	}
}

func (a ARI) check(c *check) {
	c.listen("ARI.Listen", a.Listen)
	c.match("ARI.User", a.User, reName, "[A-Za-z0-9_-], 1 to 32 characters")
	c.that(!strings.EqualFold(a.User, "general"), "ARI.User", "must not be a section of ari.conf")
	c.match("ARI.App", a.App, reName, "[A-Za-z0-9_-], 1 to 32 characters")
	c.that(len(a.Password) >= 12 && len(a.Password) <= 128 && printable(a.Password), "ARI.Password",
		"must have 12 to 128 printable ASCII characters; make one by: openssl rand -hex 24")
	for i, p := range a.Allow {
		c.that(p.IsValid(), fmt.Sprintf("ARI.Allow[%d]", i), "is not a network")
	}
}

func checkTrunks(c *check, trunks []Trunk) {
	c.that(len(trunks) > 0, "Trunks", "must have at least one trunk")
	in := false
	for i, t := range trunks {
		field := fmt.Sprintf("Trunks[%d]", i)
		t.check(c, field)
		in = in || len(t.Peers) > 0
		for _, other := range trunks[:i] {
			c.that(t.Name != other.Name, field+".Name", "must be unique, %q is another's too", t.Name)
			c.that(!overlap(t.Peers, other.Peers), field+".Peers", "must not share addresses with trunk %q: whose is a call from there?", other.Name)
		}
	}
	c.that(in || len(trunks) == 0, "Trunks[0].Peers", "must name the addresses that calls come in from, here or in another trunk")
}

// overlap says that an address lies in both.
func overlap(a, b []netip.Prefix) bool {
	return slices.ContainsFunc(a, func(p netip.Prefix) bool { return slices.ContainsFunc(b, p.Overlaps) })
}

func (t Trunk) check(c *check, field string) {
	c.match(field+".Name", t.Name, reTrunk, "[a-z0-9-], 1 to 16 characters, the first a letter")
	c.that(!slices.Contains(reserved, t.Name), field+".Name", "must not be a section of pjsip.conf: %q", t.Name)
	c.that(t.Mode == TrunkIP || t.Mode == TrunkRegistration, field+".Mode", "must be %q or %q, is %q", TrunkIP, TrunkRegistration, t.Mode)
	c.that(validHost(t.Host), field+".Host", "must be host or host:port, is %q", t.Host)
	for i, p := range t.Peers {
		c.that(p.IsValid() && p.Bits() > 0, fmt.Sprintf("%s.Peers[%d]", field, i), "must be a network, and not the whole Internet")
	}
	if t.Mode == TrunkRegistration || t.User != "" || t.Password != "" {
		c.match(field+".User", t.User, reUser, "[A-Za-z0-9._+-], 1 to 64 characters")
		c.that(len(t.Password) <= 128 && reSecret.MatchString(t.Password), field+".Password",
			"must have 1 to 128 printable ASCII characters without space, quotation mark, ';', '[', ']' and '\\'")
	}
	if t.Number != "" {
		c.match(field+".Number", t.Number, reNumber, "an optional + and 2 to 20 digits")
	}
	c.that(t.CallerID == "" || t.CallerID == CallerIDOwn || t.CallerID == CallerIDCaller && t.Number != "", field+".CallerID",
		"must be %q, or %q with a Number of ours to assert, is %q", CallerIDOwn, CallerIDCaller, t.CallerID)
	c.that(t.Keys == "" || t.Keys == KeysAuto || t.Keys == KeysINFO, field+".Keys", "must be %q or %q, is %q", KeysAuto, KeysINFO, t.Keys)
	c.that(t.TLS || !t.SRTP, field+".SRTP", "needs TLS: its keys travel in the SDP")
	c.that(t.Qualify >= 0 && t.Qualify <= time.Hour && t.Qualify%time.Second == 0, field+".Qualify", "must be whole seconds between 0 and 1h, is %s", t.Qualify)
	c.that(t.MaxCalls >= 0 && t.MaxCalls <= maxMaxCalls, field+".MaxCalls", "must lie between 0 and %d, is %d", maxMaxCalls, t.MaxCalls)
}

// check gathers one error a wrong field.
type check []error

func (c *check) that(ok bool, field, format string, args ...any) {
	if !ok {
		*c = append(*c, fmt.Errorf("asterisk configuration: %s %s", field, fmt.Sprintf(format, args...)))
	}
}

func (c *check) match(field, value string, re *regexp.Regexp, want string) {
	c.that(re.MatchString(value), field, "must be %s, is %q", want, value)
}

func (c *check) path(field, path string) {
	c.that(rePath.MatchString(path) && !strings.Contains(path+"/", "/../"), field,
		"must be an absolute path of [A-Za-z0-9._/-], is %q", path)
}

func (c *check) listen(field string, a netip.AddrPort) {
	c.that(a.IsValid() && a.Port() > 0, field, "must be address:port, is %q", a)
}

func (c *check) between(field string, d, low, high time.Duration) {
	c.that(d >= low && d <= high, field, "must lie between %s and %s, is %s", low, high, d)
}

func validHost(s string) bool {
	host := s
	if h, port, err := net.SplitHostPort(s); err == nil {
		n, err := strconv.Atoi(port)
		if err != nil || n < 1 || n > 65535 {
			return false
		}
		host = h
	}
	return reHost.MatchString(host)
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < 0x21 || s[i] > 0x7e {
			return false
		}
	}
	return true
}
