package directory

import (
	"cmp"
	"slices"
	"strings"

	"hotline1022/internal/worktime"
)

// Tree is the units of all days, and what became of those that are no more.
type Tree struct {
	units    map[string]Unit
	children map[string][]string // by parent, in order; "" has the roots
	heirs    map[string][]Link
	heirOf   map[string][]string // by heir: those from whom it took over
}

// NewTree makes one. What refers to nothing is left out of the order: a unit whose parent is not
// there is a root, a link to nowhere leads nowhere; [Unfit] tells of such before they are kept.
func NewTree(units []Unit, links []Link) *Tree {
	t := &Tree{units: make(map[string]Unit, len(units)), children: map[string][]string{}, heirs: map[string][]Link{}, heirOf: map[string][]string{}}
	for _, u := range units {
		t.units[u.Code] = u
	}
	for _, u := range units {
		parent := u.Parent
		if _, known := t.units[parent]; !known {
			parent = ""
		}
		t.children[parent] = append(t.children[parent], u.Code)
	}
	for _, below := range t.children {
		slices.SortFunc(below, t.order)
	}
	for _, l := range links {
		if _, known := t.units[l.To]; known {
			t.heirs[l.From] = append(t.heirs[l.From], l)
			t.heirOf[l.To] = append(t.heirOf[l.To], l.From)
		}
	}
	for _, of := range t.heirs {
		slices.SortStableFunc(of, func(a, b Link) int { return t.order(a.To, b.To) })
	}
	return t
}

// order is that of Điều 2, within a kind by code: the order in which areas are counted.
func (t *Tree) order(a, b string) int {
	return cmp.Or(cmp.Compare(slices.Index(Kinds, t.units[a].Kind), slices.Index(Kinds, t.units[b].Kind)), strings.Compare(a, b))
}

// Unit gives a unit of any day.
func (t *Tree) Unit(code string) (Unit, bool) {
	u, ok := t.units[code]
	return u, ok
}

// Node is a unit with its place below others.
type Node struct {
	Unit
	Depth int
}

// At lists the units that there are on a day, each before those below it. One whose parent is
// no more (or not yet) stands as high as its parent did.
func (t *Tree) At(day worktime.Date) []Node {
	return t.below(nil, "", 0, day)
}

func (t *Tree) below(nodes []Node, code string, depth int, day worktime.Date) []Node {
	for _, child := range t.children[code] {
		under := depth
		if u := t.units[child]; u.Holds(day) {
			nodes = append(nodes, Node{u, depth})
			under++
		}
		nodes = t.below(nodes, child, under, day)
	}
	return nodes
}

// Within lists a unit and all below it on a day: to whom it may give work (Điều 17.4). Of a unit
// that is not there, nobody.
func (t *Tree) Within(code string, day worktime.Date) []string {
	u, known := t.units[code]
	if !known || !u.Holds(day) {
		return nil
	}
	codes := []string{code}
	for _, n := range t.below(nil, code, 0, day) {
		codes = append(codes, n.Code)
	}
	return codes
}

// Keeper is whose people know on a day of what was a unit's: the unit while it is there, then
// its certain heir; where nobody is that, the first above it that is there. "": nobody.
func (t *Tree) Keeper(code string, day worktime.Date) string {
	if heir, certain := t.Heir(code, day); certain {
		return heir
	}
	path := t.Path(code)
	slices.Reverse(path)
	for _, above := range path {
		if above.Holds(day) {
			return above.Code
		}
	}
	return ""
}

// Reach lists the units whose tickets a unit's people may read on a day: its own, those of the
// units below it, and those that either keep of units that are no more.
func (t *Tree) Reach(code string, day worktime.Date) []string {
	within := t.Within(code, day)
	reach, seen := slices.Clone(within), map[string]bool{}
	for next := slices.Clone(within); len(next) > 0; {
		near := next[0]
		next = next[1:]
		for _, u := range slices.Concat(t.children[near], t.heirOf[near]) {
			if seen[u] {
				continue
			}
			seen[u], next = true, append(next, u)
			if !t.units[u].Holds(day) && slices.Contains(within, t.Keeper(u, day)) {
				reach = append(reach, u)
			}
		}
	}
	slices.Sort(reach)
	return reach
}

// Path lists those above a unit, the highest first, and the unit itself.
func (t *Tree) Path(code string) []Unit {
	var path []Unit
	for u, known := t.units[code]; known && len(path) <= len(t.units); u, known = t.units[u.Parent] {
		path = append(path, u)
	}
	slices.Reverse(path)
	return path
}

// Heir answers on a day for what was a unit's.
type Heir struct {
	Unit
	// Part: one of several, each for a part.
	Part bool
}

// Heir is the one who certainly answers on a day for what was a unit's: the unit itself while it is there.
func (t *Tree) Heir(code string, day worktime.Date) (heir string, certain bool) {
	if heirs := t.Heirs(code, day); len(heirs) == 1 && !heirs[0].Part {
		return heirs[0].Code, true
	}
	return "", false
}

// Heirs are who answers on a day for what was a unit's: the unit itself while it is there,
// else whoever took over, to the last one. One that is not part is certain. None: the unit
// is not there and nobody is known to have taken over.
func (t *Tree) Heirs(code string, day worktime.Date) []Heir {
	found := map[string]bool{} // → part
	var order []string
	var follow func(code string, part bool, way []string)
	follow = func(code string, part bool, way []string) {
		u, known := t.units[code]
		switch {
		case !known || slices.Contains(way, code):
			return
		case u.Holds(day):
			if was, again := found[code]; !again {
				order = append(order, code)
				found[code] = part
			} else {
				found[code] = was && part
			}
			return
		}
		for _, l := range t.heirs[code] {
			follow(l.To, part || l.Part, append(slices.Clone(way), code))
		}
	}
	follow(code, false, nil)
	slices.SortFunc(order, t.order)
	heirs := make([]Heir, len(order))
	for i, c := range order {
		heirs[i] = Heir{t.units[c], found[c]}
	}
	return heirs
}
