package directory

import (
	"slices"

	"hotline1022/internal/worktime"
)

// Post is what somebody is to a unit.
type Post string

const (
	// PostFocal receives and answers reports (Điều 17.2). Those of a unit are called in the
	// order of their ranks: the first is the main one, the others stand in.
	PostFocal Post = "focal"
	// PostHead is the unit's head, to whom what was not answered goes (Điều 9.4); the others are deputies.
	PostHead Post = "head"
)

// Valid reports whether p is a post.
func (p Post) Valid() bool { return p == PostFocal || p == PostHead }

// Officer holds a post of a unit. Beside the telephone on which a focal officer is
// reached, which is made known (Điều 17.3), what is told of them stays inside.
type Officer struct {
	ID    int64
	Unit  string
	Post  Post
	Rank  int
	Name  string
	Title string
	Phone string // on which calls are put through
	// Mobile gets the SMS; "": Phone does, if it can.
	Mobile   string
	Email    string
	Username string // the account; "" for none
	Span
}

// SMS is the number that gets their SMS; "" for none.
func (o Officer) SMS() string {
	if o.Mobile == "" && Mobile(o.Phone) {
		return o.Phone
	}
	return o.Mobile
}

// Gap is a unit for which nobody answers.
type Gap struct {
	Unit Unit
	// Focal: no focal officer (Điều 17.2). Head: nobody to whom it could go on (Điều 9.4).
	// Phone: a focal officer, whom no call reaches (Điều 9.2).
	Focal, Head, Phone bool
}

// Gaps lists the units that want for people on a day, in the tree's order.
func Gaps(t *Tree, officers []Officer, day worktime.Date) []Gap {
	of := map[string][]Officer{}
	for _, o := range officers {
		if o.Holds(day) {
			of[o.Unit] = append(of[o.Unit], o)
		}
	}
	var gaps []Gap
	for _, n := range t.At(day) {
		g := Gap{Unit: n.Unit}
		held := func(is func(Officer) bool) bool { return slices.ContainsFunc(of[n.Code], is) }
		g.Focal = !held(func(o Officer) bool { return o.Post == PostFocal })
		g.Head = !held(func(o Officer) bool { return o.Post == PostHead })
		g.Phone = !g.Focal && !held(func(o Officer) bool { return o.Post == PostFocal && o.Phone != "" })
		if g.Focal || g.Head || g.Phone {
			gaps = append(gaps, g)
		}
	}
	return gaps
}
