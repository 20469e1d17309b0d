package directory

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// word is a word of a text, in the two forms in which words are compared.
type word struct {
	bare   string // a-z and digits
	spoken string // with its marks, wherever in the syllable they were typed; ends in tone's sign
}

// tones are the marks that belong to a whole syllable: people type them on one letter of it or
// the other (thuỷ, thủy).
const tones = "\u0300\u0301\u0303\u0309\u0323"

// words splits a text into its words, in whatever Unicode form it is written.
func words(text string) []word {
	var all []word
	var bare, spoken strings.Builder
	tone := ""
	end := func() {
		if bare.Len() > 0 {
			all = append(all, word{bare.String(), spoken.String() + tone})
		}
		bare.Reset()
		spoken.Reset()
		tone = ""
	}
	for _, r := range norm.NFD.String(strings.ToLower(text)) {
		switch {
		case strings.ContainsRune(tones, r):
			tone = string(r)
		case unicode.Is(unicode.Mn, r):
			spoken.WriteRune(r)
		case r == 'đ' || r == 'ð': // some keyboards have the other one
			bare.WriteByte('d')
			spoken.WriteRune('đ')
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			bare.WriteRune(r)
			spoken.WriteRune(r)
		default:
			end()
		}
	}
	end()
	return all
}

// Fold is a text as it is compared without its accents: words of a-z and digits, a space between two.
func Fold(text string) string {
	all := words(text)
	bare := make([]string, len(all))
	for i, w := range all {
		bare[i] = w.bare
	}
	return strings.Join(bare, " ")
}

// Forms are a text's words in the two forms in which words are compared: bare, of a-z and digits, and spoken,
// with their marks wherever in the syllable those were typed. Both have a word at the same place.
func Forms(text string) (bare, spoken []string) {
	for _, w := range words(text) {
		bare, spoken = append(bare, w.bare), append(spoken, w.spoken)
	}
	return bare, spoken
}

// Match reports whether every word of a query begins a word of the name, accents and case aside.
func Match(name, query string) bool {
	in := words(name)
	for _, q := range words(query) {
		found := false
		for _, w := range in {
			found = found || strings.HasPrefix(w.bare, q.bare)
		}
		if !found {
			return false
		}
	}
	return true
}
