package directory

import (
	"strings"
	"unicode"
)

// Straight is a text without what turns its direction: what is read is what was written.
func Straight(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
}

// Seen says that something is seen of a text: one of which nothing is, is none.
func Seen(s string) bool { return strings.ContainsFunc(s, seen) }

func seen(r rune) bool {
	switch r {
	case '\u115f', '\u1160', '\u2800', '\u3164', '\uffa0': // fillers, and Braille's blank
		return false
	}
	return unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Mn, r)
}
