package lang

import "fmt"

// Phrase is a sentence about a file that people write. Programs for the command line say
// it in English; its Vietnamese is in the table of phrases, found by the English.
type Phrase struct {
	English string // fmt's format
	Args    []any  // a Phrase among them is said in the same language
}

func (p Phrase) String() string { return p.In(English) }

// In gives the phrase in a language; one that the table lacks, in English.
func (p Phrase) In(l Lang) string {
	format := p.English
	if l == Vietnamese {
		if vi, ok := phrases[p.English]; ok {
			format = vi
		}
	}
	if len(p.Args) == 0 {
		return format
	}
	return fmt.Sprintf(format, said(l, p.Args)...)
}

// said are arguments, of which phrases are in a language.
func said(l Lang, args []any) []any {
	all := make([]any, len(args))
	for i, a := range args {
		if inner, ok := a.(Phrase); ok {
			a = inner.In(l)
		}
		all[i] = a
	}
	return all
}

// HasPhrase says whether a phrase has its Vietnamese.
func HasPhrase(english string) bool {
	_, ok := phrases[english]
	return ok
}
