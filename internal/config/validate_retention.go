package config

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"time"
)

func (t Retention) validate(r report) {
	r.count("retention.months", t.Months, 1, 600)
	r.within("retention.notice", t.Notice, 7*24*time.Hour, 365*24*time.Hour)
	names := map[string]bool{}
	for i, rule := range t.Rules {
		path := func(key string) string { return fmt.Sprintf("retention.rules.%d.%s", i, key) }
		if rule.Name == "" || len(rule.Name) > 100 {
			r(path("name"), "is missing, or longer than 100 bytes", "say in a few words what it is for: certificates of deletion name it")
		} else if names[rule.Name] {
			r(path("name"), fmt.Sprintf("is another rule's too: %q", rule.Name), "give each a name of its own")
		}
		names[rule.Name] = true
		r.count(path("months"), rule.Months, 1, 600)
		for n, kind := range rule.Kinds {
			r.oneOf(path(fmt.Sprintf("kinds.%d", n)), kind, RetentionKinds...)
		}
		for n, group := range rule.Groups {
			r.count(path(fmt.Sprintf("groups.%d", n)), group, 1, 5)
		}
		if len(rule.Kinds)+len(rule.Groups) == 0 {
			r(path("kinds"), "and groups are both missing: it would be for all", "use retention.months for that")
		}
		if len(slices.Compact(slices.Sorted(slices.Values(rule.Kinds)))) != len(rule.Kinds) {
			r(path("kinds"), "names one twice", "name each once")
		}
	}
}

func (g Grants) validate(r report) {
	r.within("grants.longest", g.Longest, time.Hour, 365*24*time.Hour)
}

func (e Evidence) validate(r report) {
	if e.PKCS11 == (Token{}) {
		return
	}
	if e.Key != "" {
		r("evidence.key", "and evidence.pkcs11 are both given", "leave one out: the public half of the one that signed before belongs in evidence.trusted")
	}
	r.path("evidence.pkcs11.module", e.PKCS11.Module)
	for _, l := range []struct{ key, label string }{{"token", e.PKCS11.Token}, {"key", e.PKCS11.Key}} {
		if l.label == "" || len(l.label) > maxLabel {
			r("evidence.pkcs11."+l.key, "is no label", fmt.Sprintf("write the one that the token shows, 1 to %d bytes", maxLabel))
		}
	}
	r.secret("evidence.pkcs11.pin", e.PKCS11.PIN, "HOTLINE_TOKEN_PIN")
}

// maxLabel is how long a token's label can be (PKCS #11, CK_TOKEN_INFO), in bytes.
const maxLabel = 32

// language is an ISO 639-1 code.
var language = regexp.MustCompile(`^[a-z]{2}$`)

func (t Transcription) validate(r report) {
	if t.URL == "" {
		return
	}
	u, err := url.Parse(t.URL)
	loopback := err == nil && (u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1")
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil || u.Scheme != "https" && (u.Scheme != "http" || !loopback) {
		r("transcription.url", "is no https address", "write for example https://loinoi.haiphong.gov.vn, without /v1: what citizens say goes there")
	}
	if t.Model == "" || len(t.Model) > 100 {
		r("transcription.model", "is no model's name", "write the one that the service knows, for example whisper-1")
	}
	r.matches("transcription.language", t.Language, language, "is no language", "write two letters, for example vi")
	if t.Key != "" {
		r.secret("transcription.key", t.Key, "HOTLINE_TRANSCRIPTION_KEY")
	}
	r.within("transcription.timeout", t.Timeout, 10*time.Second, 30*time.Minute)
}
