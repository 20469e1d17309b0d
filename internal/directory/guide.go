package directory

import (
	"cmp"
	"slices"

	"hotline1022/internal/worktime"
)

// Duty says whose a matter is: field × area → unit.
type Duty struct {
	ID    int64
	Field string // "" for any
	Group int    // clause of Điều 5; 0 for any
	Area  string // a territorial unit's code; "" for the whole city
	Unit  string // "": whichever commune answers for the place
	// Priority: the smaller comes first. Of equal ones that which says more.
	Priority int
	Basis    string // what it rests on: a clause, a decision
	Span
}

// Guide tells whose a matter is.
type Guide struct {
	tree   *Tree
	duties []Duty
	fields map[string]Field
	index  map[string][]named
}

// NewGuide makes one.
func NewGuide(t *Tree, fields []Field, duties []Duty) *Guide {
	g := &Guide{tree: t, duties: slices.Clone(duties), fields: map[string]Field{}, index: index(t)}
	for _, f := range fields {
		g.fields[f.Code] = f
	}
	slices.SortStableFunc(g.duties, func(a, b Duty) int {
		return cmp.Or(
			cmp.Compare(a.Priority, b.Priority), cmp.Compare(b.says(), a.says()),
			cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.ID, b.ID),
		)
	})
	return g
}

// Tree is the units that it knows.
func (g *Guide) Tree() *Tree { return g.tree }

// FieldName is what people call a field.
func (g *Guide) FieldName(code string) string {
	if f, known := g.fields[code]; known {
		return f.Name
	}
	return code
}

// says weighs how much a duty says of a matter: its field more than its area, that more than its group.
func (d Duty) says() (weight int) {
	if d.Field != "" {
		weight += 4
	}
	if d.Area != "" {
		weight += 2
	}
	if d.Group != 0 {
		weight++
	}
	return weight
}

// Matter is what is known of a report while it is written; all may be empty.
type Matter struct {
	Field   string
	Group   int
	Address string
}

// Suggestion is a unit whose the matter may be, and why.
type Suggestion struct {
	Unit Unit
	// Duty is the rule that names it; nil: it answers for the place.
	Duty *Duty
	// Place is the area that made the difference; nil: none did.
	Place *Place
	// Part: it is one of several that took over what the rule or the address names.
	Part bool
	// Heir: it took over from the unit that the rule names.
	Heir bool
}

// suggestions are as many as a person looks through.
const suggestions = 6

// Suggest gives the units whose the matter may be on a day, the likeliest first.
func (g *Guide) Suggest(m Matter, day worktime.Date) []Suggestion {
	if f, known := g.fields[m.Field]; known {
		m.Group = f.Group
	}
	places := g.Places(m.Address, day)
	var all []Suggestion
	for i := range g.duties {
		d := &g.duties[i]
		if !d.Holds(day) || d.Field != "" && d.Field != m.Field || d.Group != 0 && d.Group != m.Group {
			continue
		}
		if d.says() == 0 && d.Unit == "" {
			continue // it says no more than the places do
		}
		place, here, part := g.here(d.Area, places, day)
		switch {
		case !here:
		case d.Unit == "":
			all = append(all, ofPlaces(places, d)...)
		default:
			heirs := g.tree.Heirs(d.Unit, day)
			for _, h := range heirs {
				all = append(all, Suggestion{Unit: h.Unit, Duty: d, Place: place, Part: h.Part || part, Heir: h.Code != d.Unit})
			}
		}
	}
	all = append(all, ofPlaces(places, nil)...)
	return first(all)
}

// here tells whether one of the places lies in the area of a duty. part: the area is no more, and the place
// is in what took it over, which may be more than that.
func (g *Guide) here(area string, places []Place, day worktime.Date) (place *Place, here, part bool) {
	if area == "" {
		return nil, true, false
	}
	for i := range places {
		p := &places[i]
		if slices.ContainsFunc(p.Heirs, func(h Heir) bool { return h.Code == area }) ||
			slices.ContainsFunc(g.tree.Path(p.Named.Code), func(u Unit) bool { return u.Code == area }) {
			return p, true, false
		}
	}
	took := g.tree.Heirs(area, day)
	for i := range places {
		if slices.ContainsFunc(places[i].Heirs, func(h Heir) bool {
			return slices.ContainsFunc(took, func(t Heir) bool { return t.Code == h.Code })
		}) {
			return &places[i], true, true
		}
	}
	return nil, false, false
}

// ofPlaces are the communes that answer for the places: whoever certainly does first.
func ofPlaces(places []Place, d *Duty) []Suggestion {
	var all []Suggestion
	for _, part := range []bool{false, true} {
		for i := range places {
			for _, h := range places[i].Heirs {
				if h.Part == part {
					all = append(all, Suggestion{Unit: h.Unit, Duty: d, Place: &places[i], Part: part, Heir: h.Code != places[i].Named.Code})
				}
			}
		}
	}
	return all
}

// first keeps a unit's best reason, and as many units as are of use.
func first(all []Suggestion) []Suggestion {
	seen := map[string]bool{}
	kept := all[:0]
	for _, s := range all {
		if !seen[s.Unit.Code] && len(kept) < suggestions {
			seen[s.Unit.Code] = true
			kept = append(kept, s)
		}
	}
	return kept
}
