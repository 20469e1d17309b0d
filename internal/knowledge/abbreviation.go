package knowledge

import (
	"strings"

	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
)

// Abbreviation is what people say in short, or in other words, and all that it stands for.
type Abbreviation struct {
	Short string // as shown: GPLX
	Long  []string
}

// Plain is what it is known by: Short without accents and capitals.
func (a Abbreviation) Plain() string { return directory.Fold(a.Short) }

const (
	maxShort = 40
	maxLong  = 4
)

// Check brings it into its one form, and says all that is wrong with it.
func (a *Abbreviation) Check() []directory.Fault {
	c := &checker{}
	a.Short = c.text("short", a.Short, maxShort, false)
	if plain := a.Plain(); plain == "" || len(plain) > maxShort {
		c.fault("short", lang.TicketNeedsText)
	}
	var long []string
	for _, l := range a.Long {
		if l = c.text("long", l, MaxTitle, false); directory.Fold(l) != "" && directory.Fold(l) != a.Plain() {
			long = append(long, l)
		}
	}
	switch a.Long = long; {
	case len(long) == 0:
		c.fault("long", lang.TicketNeedsText)
	case len(long) > maxLong:
		c.fault("long", lang.ArticleTooMany, maxLong)
	}
	return c.faults
}

// table finds abbreviations in a row of words: by their first word, the longest first.
type table map[string][]entry

type entry struct {
	short []string   // bare
	long  []sentence // what it stands for
}

func newTable(all []Abbreviation) table {
	t := table{}
	for _, a := range all {
		short := strings.Fields(a.Plain())
		if len(short) == 0 {
			continue
		}
		e := entry{short: short}
		for _, l := range a.Long {
			e.long = append(e.long, sentenceOf(l))
		}
		at := 0
		for at < len(t[short[0]]) && len(t[short[0]][at].short) >= len(short) {
			at++
		}
		t[short[0]] = append(t[short[0]][:at:at], append([]entry{e}, t[short[0]][at:]...)...)
	}
	return t
}

// at gives the abbreviation that begins at a word.
func (t table) at(s sentence, i int) (entry, bool) {
	for _, e := range t[s.bare[i]] {
		if i+len(e.short) <= len(s.bare) && equal(s.bare[i:i+len(e.short)], e.short) {
			return e, true
		}
	}
	return entry{}, false
}

func equal(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return len(a) == len(b)
}

// spelled adds, behind each abbreviation of a text, what it stands for.
func (t table) spelled(s sentence) sentence {
	var out sentence
	for i := range s.bare {
		out.add(s.bare[i], s.spoken[i])
		e, ok := t.at(s, i)
		for j := range e.long {
			if ok && len(e.short) == 1 {
				out.join(e.long[j])
			}
		}
	}
	return out
}

// mostReadings bounds what a question with abbreviations is taken for.
const mostReadings = 6

// readings are the questions that one with abbreviations may be, itself included.
func (t table) readings(s sentence) []sentence {
	done := []sentence{{}}
	for i := 0; i < len(s.bare); {
		e, ok := t.at(s, i)
		if !ok {
			for j := range done {
				done[j].add(s.bare[i], s.spoken[i])
			}
			i++
			continue
		}
		var next []sentence
		for _, d := range done {
			own := d.clone()
			for j := i; j < i+len(e.short); j++ {
				own.add(s.bare[j], s.spoken[j])
			}
			next = append(next, own)
			for _, l := range e.long {
				read := d.clone()
				read.join(l)
				next = append(next, read)
			}
		}
		if len(next) <= mostReadings {
			done = next
		} else { // no more combinations: the first meaning alone
			for j := range done {
				done[j].join(e.long[0])
			}
		}
		i += len(e.short)
	}
	return done
}

// sentence is a text's words, bare and spoken (directory.Forms).
type sentence struct{ bare, spoken []string }

func sentenceOf(text string) sentence {
	bare, spoken := directory.Forms(text)
	return sentence{bare, spoken}
}

func (s *sentence) add(bare, spoken string) {
	s.bare, s.spoken = append(s.bare, bare), append(s.spoken, spoken)
}

func (s *sentence) join(o sentence) {
	s.bare, s.spoken = append(s.bare, o.bare...), append(s.spoken, o.spoken...)
}

func (s sentence) clone() sentence {
	return sentence{append([]string(nil), s.bare...), append([]string(nil), s.spoken...)}
}
