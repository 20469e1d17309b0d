package api

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline1022/internal/lang"
	"hotline1022/internal/ticket"
)

// What an entry of the audit log says besides who did what: by names, never in the log's own words where we have others.

// families are those of the words that tell a code, by the name under which it is kept.
var families = map[string]string{
	"role": "role", "origin": "origin", "queue": "queue", "queues": "queue", "reason": "auditreason", "way": "auditway", "next": "auditstep",
	"step": "auditstep", "kind": "unitkind", "post": "auditpost", "result": "result",
}

// accounts are the names under which a user name is kept.
var accounts = []string{"operator", "username", "by", "leader", "actor"}

var beginsAsTime = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}`)

// detail is an entry's detail in a line, without what is empty.
func (c called) detail(d map[string]any) string { return strings.Join(c.pairs(d), " · ") }

func (c called) pairs(d map[string]any) []string {
	all := make([]string, 0, len(d))
	for _, name := range slices.Sorted(maps.Keys(d)) {
		if said := c.said(name, d[name]); said != "" {
			all = append(all, c.part(name, d[name])+": "+said)
		}
	}
	return all
}

// part is what a part of a detail is called. "before" is what something was, or the version that was in use before.
func (c called) part(name string, value any) string {
	if _, was := value.(map[string]any); was && name == "before" {
		name = "was"
	}
	if word := lang.Word(c.lang, "auditkey", name); word != name {
		return word
	}
	return strings.ReplaceAll(name, "_", " ")
}

func (c called) said(name string, value any) string {
	switch value := value.(type) {
	case map[string]any:
		inner := strings.Join(c.pairs(value), ", ")
		if inner != "" && (name == "before" || name == "after") {
			inner = "(" + inner + ")"
		}
		return inner
	case []any:
		between, all := ", ", []string(nil)
		for _, one := range value {
			if _, structured := one.(map[string]any); structured {
				between = "; "
			}
			if said := c.said(name, one); said != "" {
				all = append(all, said)
			}
		}
		return strings.Join(all, between)
	case bool:
		return lang.Word(c.lang, "audit", strconv.FormatBool(value))
	case float64:
		return c.text(name, strconv.FormatFloat(value, 'f', -1, 64))
	case string:
		return c.text(name, value)
	}
	return ""
}

func (c called) text(name, text string) string {
	if at, err := time.Parse(time.RFC3339, text); err == nil && beginsAsTime.MatchString(text) {
		return at.In(ticket.Zone).Format("02/01/2006 15:04")
	}
	switch {
	case slices.Contains(accounts, name):
		return actor(text).in(c)
	case name == "field":
		return field(text).in(c)
	case name == "filters" || name == "filter":
		return c.filters(text)
	case name == "group":
		return lang.Word(c.lang, "group", "short."+text)
	case name == "state":
		if key := ticket.State(text).Key(); lang.Known(key) {
			return lang.Say(c.lang, key)
		}
		return text
	}
	return lang.Word(c.lang, families[name], text)
}

// filters are those of a list that was taken out, as its address had them.
func (c called) filters(text string) string {
	query, err := url.ParseQuery(text)
	if err != nil {
		return text
	}
	asked := map[string]any{}
	for name, values := range query {
		if name == "from" { // a caller's number there, else a day
			name = "number"
		}
		asked[name] = strings.Join(values, ", ")
	}
	return strings.Join(c.pairs(asked), ", ")
}

// audited is what an entry is about: "call:pbx1-1.2" is a call, "audit" a list; call is whose a recording or an emergency is.
type audited struct{ object, call string }

func (a audited) in(c called) string {
	kind, id, one := strings.Cut(a.object, ":")
	word := func(kind string) string { return lang.Word(c.lang, "auditobject", kind) }
	switch code, err := ticket.ParseCode(id); {
	case !one:
		return word(kind)
	case kind == "user":
		return actor(id).in(c)
	case (kind == "ticket" || kind == "message") && err == nil:
		id = code.String()
	case kind == "ticket" || kind == "message":
		return word("sms")
	case a.call != "":
		id = strings.TrimSpace(fmt.Sprintf("%s (%s %s)", id, word("call"), a.call))
	}
	return word(kind) + " " + id
}
