package dialplan

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline1022/internal/lang"
	"hotline1022/internal/nearest"
)

// Fault is one thing wrong with a plan.
type Fault struct {
	// Path leads to it through the file's keys: "nodes.chao.menu.keys.1".
	Path   string
	What   lang.Phrase // what is wrong; Path stands before it
	Remedy lang.Phrase
	// Follows marks what is said of the ways through the plan as a whole. It may
	// follow from another fault, and means nothing where a part of the plan is missing.
	Follows bool
}

func (f Fault) String() string { return fmt.Sprintf("%s %s – %s", f.Path, f.What, f.Remedy) }

// Check lists everything that is wrong with a plan; nothing, when calls may meet
// it. A node that is nil counts as there, with nothing known of it.
func Check(p Plan) []Fault {
	c := checker{p: p}
	if p.Zone == nil {
		c.fault("zone", say("is missing"), say("write zone: Asia/Ho_Chi_Minh"))
	}
	c.numbers()
	c.hours()
	c.prompts()
	c.queues()
	c.telephones()
	c.fallback()
	for _, id := range sorted(p.Nodes) {
		c.name("nodes."+string(id), string(id))
		if n := p.Nodes[id]; n != nil {
			c.node("nodes."+string(id)+"."+n.Kind(), n)
		}
	}
	c.unreachable()
	c.loops()
	return c.faults
}

// say is a phrase of a fault; its Vietnamese is in package lang.
func say(format string, args ...any) lang.Phrase { return lang.Phrase{English: format, Args: args} }

type checker struct {
	p      Plan
	faults []Fault
}

func (c *checker) fault(path string, what, remedy lang.Phrase) {
	c.faults = append(c.faults, Fault{Path: path, What: what, Remedy: remedy})
}

var (
	nameForm   = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)
	promptForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
	queueForm  = regexp.MustCompile(`^[a-z0-9-]{1,16}$`)
	telephone  = regexp.MustCompile(`^\+?[0-9]{3,15}$`)
	service    = regexp.MustCompile(`^([0-9]{3,15}|[a-z][a-z0-9-]{0,39})$`)
	dialled    = regexp.MustCompile(`^([0-9]{2,15}|\*)$`)
)

func (c *checker) numbers() {
	for _, number := range sorted(c.p.Numbers) {
		path := "numbers." + number
		if !dialled.MatchString(number) {
			c.fault(path, say("is no number that can be dialled"), say(`write digits only, or "*" for every other number`))
		}
		c.to(path, c.p.Numbers[number])
	}
	if _, ok := c.p.Numbers["*"]; !ok {
		c.fault("numbers", say(`has no "*": a call to a number that is not named would meet nothing`), say(`add "*" with the first node`))
	}
}

func (c *checker) hours() {
	for _, name := range sorted(c.p.Hours) {
		h, path := c.p.Hours[name], "hours."+name
		c.name(path, name)
		for _, day := range sorted(h.Week) {
			c.spans(path+"."+strings.ToLower(day.String()[:3]), h.Week[day])
		}
		for _, date := range sorted(h.Dates) {
			if _, err := time.Parse(time.DateOnly, date); err != nil {
				c.fault(path+".dates."+date, say("is no date"), say("write year, month and day: 2026-02-17"))
			}
			c.spans(path+".dates."+date, h.Dates[date])
		}
	}
}

func (c *checker) spans(path string, spans []Span) {
	for _, f := range spanFaults(spans) {
		c.fault(path, f.What, f.Remedy)
	}
}

// InOrder says whether spans can be the times of one day.
func InOrder(spans []Span) bool { return len(spanFaults(spans)) == 0 }

// spanFaults: the spans of a day must follow one another.
func spanFaults(spans []Span) (list []Fault) {
	before := time.Duration(0)
	for _, s := range spans {
		switch {
		case s.From < 0 || s.To > 24*time.Hour || s.From >= s.To:
			list = append(list, Fault{What: say("has a time that ends before it begins, or lies outside the day"), Remedy: say("write 07:30-11:30; split at midnight what goes on past it: 22:00-24:00 and, the next day, 00:00-06:00")})
		case s.From < before:
			list = append(list, Fault{What: say("has times that overlap or are out of order"), Remedy: say("write them one after the other")})
		}
		before = s.To
	}
	return list
}

func (c *checker) prompts() {
	for _, name := range sorted(c.p.Prompts) {
		p, path := c.p.Prompts[name], "prompts."+name
		if !promptForm.MatchString(name) {
			c.fault(path, say("is not a prompt's name"), say("use a letter, then a-z, 0-9 and -, 40 at most"))
		}
		switch {
		case strings.TrimSpace(p.Vi) == "":
			c.fault(path, say("has no text"), say("write vi: with what is said"))
		case !p.Audible():
			c.fault(path+spokenAt(p), say("has nothing that can be spoken"), say("write words; of signs alone nothing is heard"))
		case !p.Speakable():
			c.fault(path, say("has digits, which would be read as one big number"), say("give the words in spoken"))
		}
		if strings.TrimSpace(p.En) == "" {
			c.fault(path, say("has no English"), say("write en: for those who do not read Vietnamese"))
		}
	}
}

// spokenAt is the key of what is read aloud.
func spokenAt(p Prompt) string {
	if p.Spoken != "" {
		return ".spoken"
	}
	return ".vi"
}

func (c *checker) queues() {
	for _, name := range sorted(c.p.Queues) {
		q, path := c.p.Queues[name], "queues."+name
		if !queueForm.MatchString(name) {
			c.fault(path, say("is not a queue's name"), say("use 1 to 16 of a-z, 0-9 and -, for example tong-dai"))
		}
		if all := []Strategy{LongestIdle, FewestCalls, RoundRobin, BySkill}; !slices.Contains(all, q.Strategy) {
			c.fault(path+".strategy", say("is %q", nearest.Clip(string(q.Strategy))), say("use one of longest-idle, fewest-calls, round-robin, skills"))
		}
		if !nameForm.MatchString(q.Music) {
			c.fault(path+".music", say("is not a class of hold music"), say("write music: default"))
		}
		c.orNone(path+".max_wait", q.MaxWait, 10*time.Second, 2*time.Hour)
		c.orNone(path+".wrap_up", q.WrapUp, time.Second, time.Hour)
		c.count(path+".max_length", q.MaxLength, 0, 10_000)
		c.count(path+".max_share", q.MaxShare, 0, 1000)
		c.orNone(path+".answer_within", q.AnswerWithin, time.Second, 10*time.Minute)
		c.comfort(path+".comfort", q.Comfort)
	}
}

func (c *checker) comfort(path string, m Comfort) {
	c.said(path+".welcome", m.Welcome)
	c.said(path+".prompt", m.Prompt)
	c.orNone(path+".every", m.Every, 10*time.Second, 10*time.Minute)
	if m.Every == 0 && (m.Position || m.Wait || m.Prompt != "") {
		c.fault(path, say("is never said"), say("write every: 45s"))
	}
}

// telephones are the on-call lists and the emergency services.
func (c *checker) telephones() {
	for _, name := range sorted(c.p.OnCall) {
		list, path := c.p.OnCall[name], "on_call."+name
		c.name(path, name)
		if len(list) == 0 {
			c.fault(path, say("is empty"), say("write at least one number"))
		}
		for i, number := range list {
			at := path + "." + strconv.Itoa(i)
			c.number(at, number)
			if c.forEmergencies(number) {
				c.fault(at, say("is %q, an emergency number", number), say("write the numbers of officers on duty; a node with dial: {emergency: …} leads to a service"))
			}
			if slices.Contains(list[:i], number) {
				c.fault(at, say("is in the list twice"), say("keep one of the two"))
			}
		}
	}
	for _, key := range sorted(c.p.Emergency) {
		c.service("emergency."+key, key, c.p.Emergency[key])
	}
}

// service: a name that is a number could be pressed, and must then be one that citizens
// know; emergencyKey holds the menus to it.
func (c *checker) service(path, key string, e Emergency) {
	if !service.MatchString(key) {
		c.fault(path, say("is neither a number that citizens know nor a service's name"), say(`write "113", or a name for a service with a duty list alone, for example dien`))
	}
	if strings.TrimSpace(e.Name) == "" {
		c.fault(path+".name", say("is missing"), say("write the service's name"))
	}
	if e.Number != "" {
		c.number(path+".number", e.Number)
	}
	if e.OnCall != "" {
		named(c, path+".on_call", e.OnCall, c.p.OnCall, "list of on_call")
	}
	switch {
	case e.Number == "" && e.OnCall == "":
		c.fault(path, say("has no telephone"), say("write number, on_call, or both"))
	case slices.Contains(c.p.OnCall[e.OnCall], e.Number):
		c.fault(path+".number", say("is in the duty list, too: it would be rung twice"), say("keep one of the two"))
	}
}

// forEmergencies: who is rung there has nothing to do with duty lists, which are rung one
// number after the other, in a fallback by Asterisk alone.
func (c *checker) forEmergencies(number string) bool {
	_, service := c.p.Emergency[number]
	return service || slices.Contains([]string{"112", "113", "114", "115"}, number)
}

func (c *checker) fallback() {
	f := c.p.Fallback
	c.says("fallback.notice", f.Notice)
	c.says("fallback.ask", f.Ask)
	c.says("fallback.thanks", f.Thanks)
	if f.OnCall != "" {
		named(c, "fallback.on_call", f.OnCall, c.p.OnCall, "list of on_call")
		c.within("fallback.ring", f.Ring, time.Second, 2*time.Minute)
	}
	c.within("fallback.limit", f.Limit, 10*time.Second, 10*time.Minute)
	c.within("fallback.silence", f.Silence, time.Second, 30*time.Second)
}

func (c *checker) name(path, name string) {
	if !nameForm.MatchString(name) {
		c.fault(path, say("is not a name"), say("use 1 to 40 of a-z, 0-9 and -"))
	}
}

func (c *checker) number(path, number string) {
	if !telephone.MatchString(number) {
		c.fault(path, say("is %q, which cannot be dialled", nearest.Clip(number)), say("write digits only, for example 0225300001"))
	}
	national := number
	if rest, ok := strings.CutPrefix(strings.TrimPrefix(number, "+"), "84"); ok {
		national = "0" + rest
	}
	if _, own := c.p.Numbers[national]; own {
		c.fault(path, say("is %q, the hotline itself: callers would be sent round", number), say("write the number of a telephone that somebody answers"))
	}
}

func (c *checker) within(path string, d, low, high time.Duration) {
	if d < low || d > high {
		c.fault(path, say("is %s", d), say("use %s to %s", low, high))
	}
}

func (c *checker) orNone(path string, d, low, high time.Duration) {
	if d != 0 {
		c.within(path, d, low, high)
	}
}

func (c *checker) count(path string, n, low, high int) {
	if n < low || n > high {
		c.fault(path, say("is %d", n), say("use %d to %d", low, high))
	}
}

// says is for a prompt that must be there, said for one that may be "".
func (c *checker) says(path, prompt string) {
	if prompt == "" {
		c.fault(path, say("is missing"), say("name one of prompts"))
	}
	c.said(path, prompt)
}

func (c *checker) said(path, prompt string) {
	if prompt != "" {
		named(c, path, prompt, c.p.Prompts, "prompt")
	}
}

// must is for a way that must be there, to for one that may be "".
func (c *checker) must(path string, id NodeID) {
	if id == "" {
		c.fault(path, say("is missing"), say("name one of nodes"))
	}
	c.to(path, id)
}

func (c *checker) to(path string, id NodeID) {
	if id != "" {
		named(c, path, id, c.p.Nodes, "node")
	}
}

func named[K ~string, V any](c *checker, path string, name K, known map[K]V, what string) {
	if _, ok := known[name]; ok {
		return
	}
	names := make([]string, 0, len(known))
	for _, k := range sorted(known) {
		names = append(names, string(k))
	}
	c.fault(path, say("names %q, and there is no such %s", nearest.Clip(string(name)), say(what)), nearest.Suggest(string(name), names))
}

func sorted[K interface{ ~string | ~int }, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
