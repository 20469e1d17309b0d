package notify

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hotline1022/internal/lang"
)

// Style is how texts are written.
type Style struct {
	// Accents keeps Vietnamese diacritics in SMS: readable, and more than twice as
	// many parts to pay for.
	Accents bool
	// LookUp is where people find their ticket; it takes the place of {lookup}.
	LookUp string
	// Staff is where the staff's application is; with a ticket's code it takes the place of {link}. "":
	// nothing does.
	Staff string
}

// Short is where, below [Style].Staff, staff open a ticket by its code.
const Short = "/t/"

// link leads staff to a ticket.
func (s Style) link(code string) string {
	if s.Staff == "" || code == "" {
		return ""
	}
	return strings.TrimSuffix(s.Staff, "/") + Short + code
}

// Doors is where, below [Style].LookUp, a ticket's sender comes in by their key.
const Doors = "/x/"

// mask stands for a key in a text that is kept: as long as a key, and none.
const mask = "****************"

// Keyed is the style of a text whose link opens the ticket to whoever gets it: who reads the text
// where it is kept does not.
func (s Style) Keyed() Style {
	s.LookUp = strings.TrimSuffix(s.LookUp, "/") + Doors + mask
	return s
}

// WithKey is the text as it is sent.
func WithKey(text, key string) string { return strings.ReplaceAll(text, Doors+mask, Doors+key) }

// Text is a message's text with the number of parts it is carried in.
type Text struct {
	Subject, Body string
	Parts         int
}

// MaxParts bounds an SMS: more are neither read nor carried whole by every network.
const MaxParts = 4

// TooLongError says that a text cannot be carried.
type TooLongError struct{ Parts int }

func (e *TooLongError) Error() string {
	return fmt.Sprintf("the text needs %d SMS, at most %d are sent", e.Parts, MaxParts)
}

// Compose writes a message, with the arguments of its kind. What somebody has written at
// length stands in an SMS whole, or not at all ([Placeholder].Elsewhere). The error is a
// *[TooLongError].
func Compose(style Style, t Template, args []string) (Text, error) {
	text, err := compose(style, t, args, false)
	if err != nil {
		text, err = compose(style, t, args, true)
	}
	return text, err
}

// Unlinked is a text of the catalogue without the place of its link: for whoever is where it leads.
func Unlinked(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(text, "{"+link+"}", ""))
}

// compose writes it; brief: with nothing of what can be read elsewhere.
func compose(style Style, t Template, args []string, brief bool) (Text, error) {
	values := make(map[string]string, len(args))
	for i, p := range t.Kind.Placeholders {
		if i >= len(args) {
			continue
		}
		values[p.Name] = args[i]
		if t.Kind.Channel == SMS && p.Elsewhere != "" && (brief || utf8.RuneCountInString(args[i]) > p.Longest) {
			values[p.Name] = strings.ReplaceAll(lang.Say(lang.Vietnamese, p.Elsewhere), "{"+lookup+"}", style.LookUp)
		}
	}
	text := strings.TrimSpace(norm.NFC.String(t.fill(style, values)))
	if t.Kind.Channel == Email {
		subject, body, letter := strings.Cut(text, "\n")
		if !letter { // an SMS's words
			subject, body = lang.Say(lang.Vietnamese, lang.MailSubject), text
		}
		return Text{Subject: oneLine(subject), Body: strings.TrimSpace(body), Parts: 1}, nil
	}
	out := Text{Body: text, Parts: Parts(text)}
	if !t.accents(style) || out.Parts > MaxParts { // better without diacritics than not at all
		text = Plain(text)
		out = Text{Body: text, Parts: Parts(text)}
	}
	if out.Parts > MaxParts {
		return Text{}, &TooLongError{out.Parts}
	}
	return out, nil
}

// oneLine keeps what people wrote from ending a line: an e-mail's header or subject.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }), " ")
}

var letters = strings.NewReplacer("đ", "d", "Đ", "D", "–", "-", "—", "-", "…", "...", "“", `"`, "”", `"`, "‘", "'", "’", "'", "\u00a0", " ")

// Plain writes Vietnamese without diacritics, in the characters of GSM-7; what is
// in neither becomes a question mark.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case !inGSM(r):
			return '?'
		}
		return r
	}, letters.Replace(norm.NFD.String(s)))
}
