package directory

import (
	"slices"
	"strings"

	"hotline1022/internal/worktime"
)

// Place is an area that an address names, with who answers for it.
type Place struct {
	// Named is the unit of the area as it was named; perhaps of former days.
	Named Unit
	Heirs []Heir
}

// sort of an area, as its name begins. Addresses abbreviate it.
type sort struct {
	name     string // bare
	short    []string
	district bool
}

var sorts = []sort{
	{"phuong", []string{"p", "f", "ph"}, false},
	{"xa", []string{"x"}, false},
	{"thi tran", []string{"tt"}, false},
	{"dac khu", []string{"dk"}, false},
	{"quan", []string{"q"}, true},
	{"huyen", []string{"h"}, true},
	{"thanh pho", []string{"tp"}, true},
}

// named is an area's name in the index, without its sort.
type named struct {
	unit  Unit
	sort  *sort
	words []word
}

// index finds areas by the first word of their names, the longest names first.
func index(t *Tree) map[string][]named {
	byWord := map[string][]named{}
	for _, u := range t.units {
		if !u.Territorial() {
			continue
		}
		for _, name := range append([]string{u.Area()}, u.Aliases...) {
			n := named{unit: u, words: words(name)}
			if s, size := sortAt(n.words, 0); s != nil && len(n.words) > size {
				n.sort, n.words = s, n.words[size:]
			}
			if len(n.words) > 0 {
				byWord[n.words[0].bare] = append(byWord[n.words[0].bare], n)
			}
		}
	}
	for _, list := range byWord {
		slices.SortFunc(list, func(a, b named) int {
			if d := len(b.words) - len(a.words); d != 0 {
				return d
			}
			return strings.Compare(a.unit.Code, b.unit.Code)
		})
	}
	return byWord
}

// sortAt reads a sort, whole or abbreviated, and tells how many words it is.
func sortAt(in []word, at int) (*sort, int) {
	for i := range sorts {
		s := &sorts[i]
		if first, second, two := strings.Cut(s.name, " "); two {
			if at+1 < len(in) && in[at].bare == first && in[at+1].bare == second {
				return s, 2
			}
		} else if in[at].bare == s.name {
			return s, 1
		}
		if slices.Contains(s.short, in[at].bare) {
			return s, 1
		}
	}
	return nil, 0
}

// otherwise are words before a name that make it another thing's: many streets are called as
// wards are.
var otherwise = map[string]bool{
	"duong": true, "pho": true, "ngo": true, "ngach": true, "hem": true, "kiet": true, "cau": true, "cho": true, "song": true,
	"truong": true, "cang": true, "ben": true, "cong": true, "kdt": true, "tinh": true, "chua": true, "dinh": true, "den": true, "ho": true,
	"so": true, "nha": true, "benh": true, "vien": true, "quoc": true, "lo": true, "ong": true, "ba": true, "anh": true, "chi": true,
}

// hit is where a name stands in the address.
type hit struct {
	candidates []named
	typed      bool // its sort was said
}

// Places finds the areas that an address names, in its order; on a day, of today and of
// before. Where an area and one of former days have the same name, today's is meant,
// unless the address names the former district beside it.
func (g *Guide) Places(address string, day worktime.Date) []Place {
	hits := g.hits(words(address))
	chosen := confirmed(g.tree, hits)
	if chosen == nil {
		typed := slices.ContainsFunc(hits, func(h hit) bool { return h.typed })
		for _, h := range hits {
			if h.typed || !typed {
				chosen = append(chosen, h.likeliest(day)...)
			}
		}
	}
	var places []Place
	seen := map[string]bool{}
	for _, u := range chosen {
		if !seen[u.Code] {
			seen[u.Code] = true
			places = append(places, Place{u, g.tree.Heirs(u.Code, day)})
		}
	}
	return places
}

// hits reads the address from left to right; what belongs to one name belongs to no other.
func (g *Guide) hits(in []word) []hit {
	var hits []hit
	for at, free := 0, 0; at < len(in); at++ {
		candidates, size := g.namesAt(in, at)
		if size == 0 {
			continue
		}
		said, before := said(in, free, at)
		switch {
		case said != nil:
			candidates = fitting(candidates, said)
		case before != "" && (otherwise[before] || isDigit(before[0])):
			candidates = nil
		}
		if len(candidates) > 0 {
			hits = append(hits, hit{candidates, said != nil})
			at += size - 1
			free = at + 1
		}
	}
	return hits
}

// said is the sort that stands before a name, and the word before it. Words before free belong to another name.
func said(in []word, free, at int) (*sort, string) {
	for size := 2; size >= 1; size-- {
		if at-size >= free {
			if s, n := sortAt(in, at-size); n == size {
				return s, ""
			}
		}
	}
	if at > free {
		return nil, in[at-1].bare
	}
	return nil, ""
}

// namesAt gives the longest names that stand there. Accents that were typed must be right;
// of names that differ in them alone, those are meant that have the same.
func (g *Guide) namesAt(in []word, at int) (found []named, size int) {
	best := -1
	for _, n := range g.index[in[at].bare] {
		if len(n.words) < size || at+len(n.words) > len(in) {
			continue
		}
		same := alike(in[at:at+len(n.words)], n.words)
		switch {
		case same < 0:
			continue
		case len(n.words) > size || same > best:
			found, size, best = nil, len(n.words), same
		case same < best:
			continue
		}
		found = append(found, n)
	}
	return found, size
}

// alike counts the words that are the same with their marks; negative: they are others.
func alike(typed, name []word) (same int) {
	for i, w := range name {
		switch {
		case typed[i].spoken == w.spoken:
			same++
		case typed[i].bare != w.bare, typed[i].spoken != typed[i].bare:
			return -1
		}
	}
	return same
}

// fitting are those of the sort that was said, else those that people may call so.
func fitting(candidates []named, said *sort) []named {
	var same, near []named
	for _, c := range candidates {
		switch {
		case c.sort == said:
			same = append(same, c)
		case c.sort == nil || c.sort.district == said.district:
			near = append(near, c)
		}
	}
	if same != nil {
		return same
	}
	return near
}

// confirmed are the areas of former days whose district the address names, too.
func confirmed(t *Tree, hits []hit) []Unit {
	var units []Unit
	for i, h := range hits {
		for _, c := range h.candidates {
			district, known := t.Unit(c.unit.Parent)
			if !known || district.Kind != KindDistrict {
				continue
			}
			for j, other := range hits {
				if i != j && slices.ContainsFunc(other.candidates, func(o named) bool { return o.unit.Code == district.Code }) {
					units = append(units, c.unit)
					break
				}
			}
		}
	}
	return units
}

// likeliest is what is meant by a name alone: what is there on the day, else the last that
// was. A district that is no more may be meant beside it by a name without its sort.
func (h hit) likeliest(day worktime.Date) []Unit {
	var now, former []Unit
	for _, c := range h.candidates {
		if c.unit.Holds(day) {
			now = append(now, c.unit)
		} else {
			former = append(former, c.unit)
		}
	}
	slices.SortStableFunc(former, func(a, b Unit) int { return int(b.Until - a.Until) })
	if now == nil {
		return slices.DeleteFunc(former, func(u Unit) bool { return u.Until != former[0].Until })
	}
	if !h.typed {
		for _, u := range former {
			if u.Kind == KindDistrict {
				return append(now, u)
			}
		}
	}
	return now
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
