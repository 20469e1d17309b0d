package config

import (
	"encoding/base64"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline1022/internal/nearest"
)

// report takes one fault: the key it concerns, what is wrong with it (the key
// is put in front) and the remedy.
type report func(path, what, remedy string)

// validate checks every value and the rules between values. It has no effect
// outside report.
func (c *Config) validate(r report) {
	r.matches("node", c.Node, nodeName, "is not a node's name", "use 1 to 16 of a-z, 0-9 and -, for example pbx1")
	c.HTTP.validate(r)
	c.Accounts.validate(r, c.Demonstration)
	c.Database.validate(r)
	c.Asterisk.validate(r)
	c.Media.validate(r)
	if c.Dialplan.File != "" {
		r.path("dialplan.file", c.Dialplan.File)
	}
	c.Calls.validate(r)
	c.Spool.validate(r)
	c.Storage.validate(r)
	c.Retention.validate(r)
	c.Grants.validate(r)
	c.Evidence.validate(r)
	c.Transcription.validate(r)
	r.path("prompts.directory", c.Prompts.Directory)
	r.path("prompts.music", c.Prompts.Music)
	r.path("prompts.incidents", c.Prompts.Incidents)
	r.path("prompts.plans", c.Prompts.Plans)
	if c.Prompts.Studio != "" {
		r.path("prompts.studio", c.Prompts.Studio)
	}
	c.Messages.validate(r, c.Demonstration)
	if c.Documents.Roots != "" {
		r.path("documents.roots", c.Documents.Roots)
	}
	c.Map.validate(r)
	r.oneOf("log.level", c.Log.Level, "debug", "info", "warn", "error")
	r.oneOf("log.format", c.Log.Format, "text", "json")
	c.between(r)
}

// between holds the rules that concern two sections.
func (c *Config) between(r report) {
	if mediaPort, ok := portOf(c.Media.Listen); ok && mediaPort >= c.Asterisk.RTPFirst && mediaPort <= c.Asterisk.RTPLast {
		r("media.listen", "lies within Asterisk's own RTP ports", fmt.Sprintf("choose a port outside %d–%d", c.Asterisk.RTPFirst, c.Asterisk.RTPLast))
	}
	if sipPort, ok := portOf(c.Asterisk.SIP.Listen); ok && c.Media.Listen == c.Asterisk.SIP.Listen {
		r("media.listen", "is the trunk's own address", fmt.Sprintf("choose a UDP port other than %d", sipPort))
	}
	if inside(c.Spool.Journal, c.Spool.Recordings) || inside(c.Spool.Recordings, c.Spool.Journal) {
		r("spool.journal", "and spool.recordings lie within one another", "give each a directory of its own")
	}
	if c.Retention.Delete && !c.Evidence.Signs() {
		r("retention.delete", "is on, and nothing could be certified", "set evidence.key: make it with `hotline keys new FILE`; or evidence.pkcs11")
	}
}

func (m Messages) validate(r report, demonstration bool) {
	if m.Simulator != "" {
		r.path("messages.simulator", m.Simulator)
		if !demonstration {
			r("messages.simulator", "is for the demonstration: nobody would get a message", "leave it out, or set demonstration: true")
		}
	}
	if !webAddress(m.LookUp) {
		r("messages.lookup", "is no web address", "write for example http://1022.haiphong.gov.vn")
	}
	if m.Staff != "" && !webAddress(m.Staff) {
		r("messages.staff", "is no web address", "write for example https://noibo1022.haiphong.gov.vn, or leave it out")
	}
	m.validateGateways(r)
	r.within("messages.give_up_after", m.GiveUpAfter, time.Hour, 7*24*time.Hour)
}

// webAddress: one that stands in an SMS.
func webAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && len(address) <= 80
}

// origin is a scheme and a host that may stand in a Content-Security-Policy.
var origin = regexp.MustCompile(`^https?://[A-Za-z0-9.-]+(:[0-9]+)?$`)

func (m Map) validate(r report) {
	if m.Tiles == "" {
		if m.Attribution != "" {
			r("map.attribution", "is of no map", "give map.tiles too, or leave it out")
		}
		return
	}
	if !origin.MatchString(m.Origin()) || len(m.Tiles) > 300 {
		r("map.tiles", "is no web address", "write for example https://bando.haiphong.gov.vn/{z}/{x}/{y}.png")
	}
	for _, part := range []string{"{z}", "{x}", "{y}"} {
		if strings.Count(m.Tiles, part) != 1 {
			r("map.tiles", "does not say "+part+" once", "write it where the tile server wants it: https://bando.haiphong.gov.vn/{z}/{x}/{y}.png")
		}
	}
	if m.Attribution == "" || len(m.Attribution) > 200 {
		r("map.attribution", "does not say whose map it is", "write what its licence asks for, in at most 200 bytes")
	}
}

func (h HTTP) validate(r report) {
	r.hostPort("http.staff", h.Staff)
	if h.Public != "" {
		r.hostPort("http.public", h.Public)
	}
	r.networks("http.proxies", h.Proxies)
	for _, o := range h.Origins {
		u, err := url.Parse(o)
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.Path != "" || u.RawQuery != "" || u.User != nil || u.Fragment != "" {
			r("http.origins", fmt.Sprintf("has %q, which is no origin", nearest.Clip(o)), "write scheme and host only, for example https://1022.example.vn")
		}
	}
}

// Trusted is Proxies, of which validate has found that they are networks.
func (h HTTP) Trusted() []netip.Prefix {
	trusted := make([]netip.Prefix, 0, len(h.Proxies))
	for _, p := range h.Proxies {
		if prefix, err := netip.ParsePrefix(p); err == nil {
			trusted = append(trusted, prefix.Masked())
		}
	}
	return trusted
}

// keyBytes is the length of Accounts.Key.
const keyBytes = 32

// KeyBytes is Key; nil if there is none.
func (a Accounts) KeyBytes() []byte { return decoded(a.Key) }

// EarlierKeyBytes is EarlierKey; nil if there is none.
func (a Accounts) EarlierKeyBytes() []byte { return decoded(a.EarlierKey) }

func decoded(text string) []byte {
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(key) != keyBytes {
		return nil
	}
	return key
}

func (a Accounts) validate(r report, demonstration bool) {
	const remedy = "write ${HOTLINE_ACCOUNTS_KEY} and set that variable to what `openssl rand -base64 32` prints; keep it as you keep the database's backups"
	switch {
	case a.Key == "" && !demonstration:
		r("accounts.key", "is missing: nobody but operators could sign in", remedy)
	case a.Key != "" && a.KeyBytes() == nil:
		r("accounts.key", "is not 32 bytes in base64", remedy)
	}
	switch {
	case a.EarlierKey != "" && a.EarlierKeyBytes() == nil:
		r("accounts.earlier_key", "is not 32 bytes in base64", "write what accounts.key was, or leave it out")
	case a.EarlierKey != "" && a.EarlierKey == a.Key:
		r("accounts.earlier_key", "is accounts.key", "leave it out")
	}
	if a.PasswordAlone && !demonstration {
		r("accounts.password_alone", "is for the demonstration: Điều 17.3 asks for a second factor", "leave it out, or set demonstration: true")
	}
	if a.SingleSignOn.Issuer != "" {
		a.SingleSignOn.validate(r)
	}
}

func (s SingleSignOn) validate(r report) {
	for _, l := range []struct{ key, address string }{{"issuer", s.Issuer}, {"site", s.Site}} {
		u, err := url.Parse(l.address)
		loopback := err == nil && (u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1")
		if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil || u.Scheme != "https" && (u.Scheme != "http" || !loopback) {
			r("accounts.single_sign_on."+l.key, "is no https address", "write for example https://sso.example.vn, as the provider names itself")
		}
	}
	if strings.HasSuffix(s.Site, "/") {
		r("accounts.single_sign_on.site", "ends with /", "leave it out")
	}
	if s.ClientID == "" {
		r("accounts.single_sign_on.client_id", "is missing", "write the name under which the provider knows us")
	}
	r.secret("accounts.single_sign_on.client_secret", s.ClientSecret, "HOTLINE_SIGN_ON_SECRET")
	r.matches("accounts.single_sign_on.claim", s.Claim, word, "is not a claim's name", "use sub, preferred_username or email")
}

func (d Database) validate(r report) {
	u, err := url.Parse(d.URL)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") || u.Path == "" || u.Path == "/" {
		r("database.url", "is not a PostgreSQL address", "write postgres://user:${DATABASE_PASSWORD}@127.0.0.1:5432/hotline")
	}
}

func (a Asterisk) validate(r report) {
	u, err := url.Parse(a.ARI.URL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		r("asterisk.ari.url", "is not ARI's address", "write http://127.0.0.1:8088/ari")
	}
	r.matches("asterisk.ari.user", a.ARI.User, word, "is not a user's name", "use letters, digits, - and _")
	r.secret("asterisk.ari.password", a.ARI.Password, "HOTLINE_ARI_PASSWORD")
	r.matches("asterisk.ari.application", a.ARI.Application, word, "is not an application's name", "use letters, digits, - and _")
	r.within("asterisk.ari.timeout", a.ARI.Timeout, 100*time.Millisecond, 30*time.Second)
	if n := len(a.ARI.Password); n > 0 && n < minARIPassword {
		r("asterisk.ari.password", "is too short", fmt.Sprintf("use at least %d characters", minARIPassword))
	}
	r.networks("asterisk.ari.allow", a.ARI.Allow)
	a.SIP.validate(r, slices.ContainsFunc(a.Trunks, func(t Trunk) bool { return t.TLS }))
	if a.RTPFirst < 1024 || a.RTPLast > 65535 || a.RTPLast-a.RTPFirst < 19 {
		r("asterisk.rtp_first", "and rtp_last are no usable range", "leave at least 20 ports between 1024 and 65535, for example 20000 and 20999")
	}
	validateTrunks(r, a.Trunks)
	a.Fallback.validate(r)
	r.path("asterisk.directory", a.Directory)
	r.path("asterisk.modules_dir", a.ModulesDir)
	r.path("asterisk.data_dir", a.DataDir)
}

func (s SIP) validate(r report, tls bool) {
	for _, l := range []struct{ key, address string }{{"listen", s.Listen}, {"listen_tls", s.ListenTLS}} {
		if _, err := netip.ParseAddrPort(l.address); err != nil {
			r("asterisk.sip."+l.key, "is not an IP address with a port", "write for example 127.0.0.1:5060")
		}
	}
	if _, err := netip.ParseAddr(s.ExternalAddress); s.ExternalAddress != "" && err != nil {
		r("asterisk.sip.external_address", "is not an IP address", "write our public address, for example 203.0.113.9, or leave it out")
	}
	r.networks("asterisk.sip.local_nets", s.LocalNets)
	for _, f := range []struct{ key, path string }{
		{"tls_cert", s.TLSCert}, {"tls_key", s.TLSKey}, {"tls_ca", s.TLSCA},
	} {
		if tls || f.path != "" {
			r.path("asterisk.sip."+f.key, f.path)
		}
	}
}

func (f Fallback) validate(r report) {
	r.within("asterisk.fallback.guard_after", f.GuardAfter, 3*time.Second, time.Minute)
}

func validateTrunks(r report, trunks []Trunk) {
	if len(trunks) == 0 {
		r("asterisk.trunks", "is empty: no call could come in", "describe at least one carrier: trunks: [{name: …, host: …, peers: […]}]")
		return
	}
	names, in := map[string]bool{}, false
	for i, t := range trunks {
		at := fmt.Sprintf("asterisk.trunks.%d", i)
		t.validate(r, at)
		if names[t.Name] {
			r(at+".name", fmt.Sprintf("%q is another trunk's too", nearest.Clip(t.Name)), "give each a name of its own")
		}
		names[t.Name] = true
		in = in || len(t.Peers) > 0
		for _, other := range trunks[:i] {
			if overlap(t.Peers, other.Peers) {
				r(at+".peers", fmt.Sprintf("share addresses with those of %q", nearest.Clip(other.Name)), "give each address to one trunk: whose is a call from there?")
			}
		}
	}
	if !in {
		r("asterisk.trunks", "has no peers: no call could come in", "list the carrier's networks, for example peers: [203.0.113.8/32]")
	}
}

// overlap says that an address lies in both; what is no network is a fault of its own.
func overlap(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			p, err := netip.ParsePrefix(x)
			q, other := netip.ParsePrefix(y)
			if err == nil && other == nil && p.Overlaps(q) {
				return true
			}
		}
	}
	return false
}

func (t Trunk) validate(r report, at string) {
	r.matches(at+".name", t.Name, trunkName, "is not a trunk's name", "use 1 to 16 of a-z, 0-9 and -, a letter first, for example vnpt")
	if slices.Contains(notTrunks, t.Name) {
		r(at+".name", fmt.Sprintf("%q means something else to Asterisk", t.Name), "choose another, for example vnpt")
	}
	r.oneOf(at+".mode", t.Mode, TrunkIP, TrunkRegistration)
	r.hostPort(at+".host", t.Host)
	r.networks(at+".peers", t.Peers)
	if t.Mode == TrunkRegistration {
		r.matches(at+".user", t.User, sipUser, "is needed with mode: registration", "write the account the carrier gave")
		r.secret(at+".password", t.Password, "HOTLINE_TRUNK_PASSWORD")
	}
	if t.Number != "" && !dialable.MatchString(t.Number) {
		r(at+".number", "is not a number", "write digits only, for example 02251022")
	}
	r.oneOf(at+".caller_id", t.CallerID, CallerIDOwn, CallerIDCaller)
	if t.CallerID == CallerIDCaller && t.Number == "" {
		r(at+".caller_id", "is caller, and there is no number of ours to assert", "write number: with the one that the carrier gave us")
	}
	r.oneOf(at+".keys", t.Keys, KeysAuto, KeysINFO)
	r.within(at+".qualify", t.Qualify, 0, time.Hour)
	if t.Qualify%time.Second != 0 {
		r(at+".qualify", fmt.Sprintf("is %s", t.Qualify), "use whole seconds, for example 30s: Asterisk counts in them")
	}
	if t.SRTP && !t.TLS {
		r(at+".srtp", "needs tls: the media's keys travel in SIP", "set tls: true, or srtp: false")
	}
	r.count(at+".max_calls", t.MaxCalls, 0, maxMaxCalls)
}

func (m Media) validate(r report) {
	r.hostPort("media.listen", m.Listen)
	for _, a := range m.Announce {
		if _, err := netip.ParseAddr(a); err != nil {
			r("media.announce", fmt.Sprintf("has %q, which is no IP address", nearest.Clip(a)), "write addresses without a port, for example 203.0.113.9")
		}
	}
	if host, _, err := net.SplitHostPort(m.Listen); err == nil {
		if ip, err := netip.ParseAddr(host); err == nil && ip.IsUnspecified() {
			r("media.listen", "is every address", "name the one that operators reach, and media.announce behind NAT")
		}
	}
	if _, err := netip.ParseAddr(m.RTPHost); err != nil {
		r("media.rtp_host", "is not an IP address", "write our address as Asterisk reaches it, for example 127.0.0.1")
	}
}

func (c Calls) validate(r report) {
	r.within("calls.offer_timeout", c.OfferTimeout, time.Second, 2*time.Minute)
	r.within("calls.reconnect_grace", c.ReconnectGrace, time.Second, 5*time.Minute)
	r.within("calls.desk_grace", c.DeskGrace, time.Second, 5*time.Minute)
	r.within("calls.wrapup", c.WrapUp, 0, time.Hour)
	r.matches("calls.queue", c.Queue, nodeName, "is not a queue's name", "use 1 to 16 of a-z, 0-9 and -, for example tong-dai")
	r.within("calls.officer_ring", c.OfficerRing, 5*time.Second, 2*time.Minute)
	r.within("calls.key_wait", c.KeyWait, 3*time.Second, time.Minute)
	c.Toll.validate(r)
}

func (t Toll) validate(r report) {
	for _, p := range t.Prefixes {
		if !tollPrefix.MatchString(p) {
			r("calls.toll.prefixes", fmt.Sprintf("has %q, which begins no number in this country", nearest.Clip(p)), `write 0 and the digits that follow it, for example "0225"; what is dearer cannot be allowed`)
		}
	}
	r.count("calls.toll.digits", t.Digits, 8, 15)
	r.count("calls.toll.at_once", t.AtOnce, 0, 1000)
	r.count("calls.toll.per_hour", t.PerHour, 0, 1000)
	r.count("calls.toll.per_hour_all", t.PerHourAll, 0, 10000)
}

func (s Spool) validate(r report) {
	r.path("spool.recordings", s.Recordings)
	r.path("spool.journal", s.Journal)
	r.within("spool.keep_for", s.KeepFor, 0, 365*24*time.Hour)
	r.within("spool.salvage_after", s.SalvageAfter, 10*time.Second, time.Hour)
}

func (s Storage) validate(r report) {
	r.hostPort("storage.endpoint", s.Endpoint)
	r.secret("storage.access_key", s.AccessKey, "HOTLINE_STORAGE_ACCESS_KEY")
	r.secret("storage.secret_key", s.SecretKey, "HOTLINE_STORAGE_SECRET_KEY")
	r.matches("storage.bucket", s.Bucket, bucketName, "is not a bucket's name", "use 3 to 63 of a-z, 0-9 and -")
	if s.CA != "" {
		r.path("storage.ca", s.CA)
	}
	const remedy = "write ${HOTLINE_STORAGE_KEY} and set that variable to what `openssl rand -base64 32` prints; keep it in two places, for without it no recording can be heard"
	if s.Key != "" && decoded(s.Key) == nil {
		r("storage.key", "is not 32 bytes in base64", remedy)
	}
	for i, key := range s.EarlierKeys {
		if decoded(key) == nil || key == s.Key {
			r(fmt.Sprintf("storage.earlier_keys.%d", i), "is not 32 bytes in base64, other than storage.key", "write what storage.key was, or leave it out")
		}
	}
	switch {
	case s.Key == "" && len(s.EarlierKeys) > 0:
		r("storage.key", "is missing, and there are earlier ones", remedy)
	case s.Key != "" && !s.TLS:
		r("storage.tls", "is off, and storage.key would be sent in the clear", "set tls: true, and storage.ca if the server's certificate is your own authority's")
	case s.CA != "" && !s.TLS:
		r("storage.ca", "is of no use without storage.tls", "set tls: true, or leave it out")
	}
}

// Keys are the keys that objects lie under: the one for new ones first.
func (s Storage) Keys() [][]byte {
	if s.Key == "" {
		return nil
	}
	keys := [][]byte{decoded(s.Key)}
	for _, earlier := range s.EarlierKeys {
		keys = append(keys, decoded(earlier))
	}
	return keys
}

// minARIPassword is what the rendered configuration of Asterisk accepts.
const minARIPassword = 12

const maxMaxCalls = 10000

// notTrunks are names that Asterisk's configuration gives to other things.
var notTrunks = []string{"global", "system", "only-the-carriers", "transport-udp", "transport-tls"}

var (
	trunkName  = regexp.MustCompile(`^[a-z][a-z0-9-]{0,15}$`)
	nodeName   = regexp.MustCompile(`^[a-z0-9-]{1,16}$`)
	word       = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	sipUser    = regexp.MustCompile(`^[A-Za-z0-9_.+-]{1,64}$`)
	dialable   = regexp.MustCompile(`^\+?[0-9]{3,15}$`)
	tollPrefix = regexp.MustCompile(`^0[1-9][0-9]{0,8}$`)
	bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$`)
)

func (r report) matches(path, v string, form *regexp.Regexp, what, remedy string) {
	if !form.MatchString(v) {
		r(path, what, remedy)
	}
}

func (r report) oneOf(path, v string, allowed ...string) {
	if !slices.Contains(allowed, v) {
		r(path, fmt.Sprintf("is %q", nearest.Clip(v)), "use one of "+strings.Join(allowed, ", "))
	}
}

// secret values may hold anything printable but a line's end: they are written
// into Asterisk's files, where a new line would begin another setting.
func (r report) secret(path, v, variable string) {
	switch {
	case v == "":
		r(path, "is missing", fmt.Sprintf("write ${%s} and set that variable", variable))
	case strings.ContainsFunc(v, func(c rune) bool { return c < ' ' || c == 0x7f }):
		r(path, "holds a control character", "use printable characters only")
	}
}

func (r report) networks(path string, networks []string) {
	for _, n := range networks {
		if _, err := netip.ParsePrefix(n); err != nil {
			r(path, fmt.Sprintf("has %q, which is no network", nearest.Clip(n)), "write CIDR, for example 203.0.113.8/32")
		}
	}
}

func (r report) count(path string, n, low, high int) {
	if n < low || n > high {
		r(path, fmt.Sprintf("is %d", n), fmt.Sprintf("use %d to %d", low, high))
	}
}

func (r report) within(path string, v, low, high time.Duration) {
	if v < low || v > high {
		r(path, fmt.Sprintf("is %s", v), fmt.Sprintf("use %s to %s", low, high))
	}
}

func (r report) path(path, v string) {
	if !filepath.IsAbs(v) || strings.ContainsAny(v, "\n\r\x00;") {
		r(path, "is not an absolute path", "write it from the root, for example /var/lib/hotline")
	}
}

func (r report) hostPort(path, v string) {
	host, _, err := net.SplitHostPort(v)
	if _, ok := portOf(v); err != nil || !ok || host == "" || strings.ContainsAny(host, "/ \t\n\r;@") {
		r(path, "is not host:port", "write for example 127.0.0.1:8080")
	}
}

func portOf(addr string) (int, bool) {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return 0, false
	}
	n, err := strconv.Atoi(port)
	return n, err == nil && n > 0 && n < 65536
}

func inside(a, b string) bool {
	rel, err := filepath.Rel(b, a)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, "../")
}
