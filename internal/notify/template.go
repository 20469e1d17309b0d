package notify

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"hotline1022/internal/lang"
)

// Template is how a kind of message is worded, with {name} where its values go. An
// e-mail's first line is its subject.
type Template struct {
	Kind    Kind
	Version int // 0: the program's own
	Text    string
	Accents *bool // of an SMS; nil: as [Style] has it
}

// Fault is why a template is refused, as package lang says it.
type Fault struct {
	Key  lang.Key
	Args []any
}

// placeholder is what a value takes the place of; a lone brace is a fault.
var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// stopped is one with the full stop behind it, if there is one.
var stopped = regexp.MustCompile(`\{([^{}]*)\}\.?`)

// MaxTemplate bounds a template, in bytes.
const MaxTemplate = 8 << 10

// Check finds everything that is wrong with a template.
func (t Template) Check(style Style) []Fault {
	text := norm.NFC.String(t.Text)
	switch {
	case strings.TrimSpace(text) == "":
		return []Fault{{Key: lang.TemplateEmpty}}
	case len(text) > MaxTemplate:
		return []Fault{{Key: lang.TemplateTooBig, Args: []any{MaxTemplate}}}
	}
	if t.Kind.Keyed {
		style = style.Keyed()
	}
	var faults []Fault
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && (r != '\n' || t.Kind.Channel == SMS) }) {
		faults = append(faults, Fault{Key: lang.TemplateControl})
	}
	faults = append(faults, t.checkPlaceholders(text)...)
	if subject, body, _ := strings.Cut(text, "\n"); t.Kind.Channel == Email && (strings.TrimSpace(subject) == "" || strings.TrimSpace(body) == "") {
		faults = append(faults, Fault{Key: lang.TemplateSubject})
	}
	if len(faults) > 0 || t.Kind.Channel != SMS {
		return faults
	}
	return t.checkLength(style)
}

func (t Template) checkPlaceholders(text string) []Fault {
	var faults []Fault
	known, seen := t.Kind.names(), map[string]bool{}
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		name := m[1]
		if !slices.Contains(known, name) && !seen[name] {
			faults = append(faults, Fault{Key: lang.TemplateUnknown, Args: []any{name, strings.Join(known, ", ")}})
		}
		seen[name] = true
	}
	if strings.ContainsAny(placeholder.ReplaceAllString(text, ""), "{}") {
		faults = append(faults, Fault{Key: lang.TemplateBrace})
	}
	for _, p := range t.Kind.Placeholders {
		if p.Needed && !seen[p.Name] {
			faults = append(faults, Fault{Key: lang.TemplateNeeds, Args: []any{p.Name}})
		}
	}
	return faults
}

// checkLength holds a template to what can be carried: with usual values as it is to be
// sent, and with the longest ones, which may cost it its diacritics, at all.
func (t Template) checkLength(style Style) []Fault {
	usual := t.fill(style, t.samples())
	if !t.accents(style) {
		usual = Plain(usual)
	}
	if n := Parts(usual); n > MaxParts {
		return []Fault{{Key: lang.TemplateTooLong, Args: []any{n, MaxParts}}}
	}
	longest := map[string]string{}
	for _, p := range t.Kind.Placeholders {
		longest[p.Name] = strings.Repeat("x", p.Longest)
	}
	style.LookUp = strings.Repeat("x", max(len(style.LookUp), longestLookUp))
	style.Staff = strings.Repeat("x", longestStaff)
	if n := Parts(Plain(t.fill(style, longest))); n > MaxParts {
		return []Fault{{Key: lang.TemplateTooLongFull, Args: []any{n, MaxParts}}}
	}
	return nil
}

func (t Template) accents(style Style) bool {
	if t.Accents != nil {
		return *t.Accents
	}
	return style.Accents
}

func (t Template) samples() map[string]string {
	values := make(map[string]string, len(t.Kind.Placeholders))
	for _, p := range t.Kind.Placeholders {
		values[p.Name] = p.Sample
	}
	return values
}

// fill puts values in. They are put in as they are: what looks like a placeholder in one
// stays, for citizens write some of them. A sentence that ends by itself is not ended again.
func (t Template) fill(style Style, values map[string]string) string {
	return stopped.ReplaceAllStringFunc(t.Text, func(m string) string {
		inner, stop, _ := strings.Cut(m[1:], "}")
		switch inner {
		case lookup:
			return style.LookUp + stop
		case link:
			return style.link(values[code.Name]) + stop
		}
		value := oneLine(values[inner])
		if strings.HasSuffix(value, ".") || strings.HasSuffix(value, "!") || strings.HasSuffix(value, "?") {
			return value
		}
		return value + stop
	})
}

// Preview is a text as somebody would get it.
type Preview struct {
	Text
	Accents    bool // kept
	Characters int
	Encoding   Encoding
	Units      int // septets of GSM-7, code units of UCS-2
}

// Preview writes the text with some values; those that are not given are samples. The
// error is a *[TooLongError].
func (t Template) Preview(style Style, values map[string]string) (Preview, error) {
	args := make([]string, len(t.Kind.Placeholders))
	for i, p := range t.Kind.Placeholders {
		args[i] = p.Sample
		if v, ok := values[p.Name]; ok {
			args[i] = v
		}
	}
	if t.Kind.Keyed {
		style = style.Keyed()
	}
	text, err := Compose(style, t, args)
	if err != nil {
		return Preview{}, err
	}
	p := Preview{Text: text, Characters: len([]rune(text.Body))}
	p.Encoding, p.Units = Measure(text.Body)
	p.Accents = t.Kind.Channel != SMS || text.Body != Plain(text.Body)
	return p, nil
}
