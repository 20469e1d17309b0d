package directory

import (
	"hotline1022/internal/lang"
	"hotline1022/internal/worktime"
)

// StaffChange is a note of who leaves a post and who takes it (phiếu thay đổi, Điều 17.9). The unit
// writes it, or the Office; the Office applies it.
type StaffChange struct {
	Unit string
	Post Post
	Rank int
	// Leaver is the officer's ID; 0: nobody held the post.
	Leaver int64
	// Successor takes the post from From; nil: nobody does.
	Successor *Officer
	From      worktime.Date
	// Document is the decision on which it rests.
	Document string
}

// CheckChange normalises a note; leaver is who holds the post, nil for nobody.
func CheckChange(s StaffChange, leaver *Officer, t *Tree) (StaffChange, []Fault) {
	c := &checker{}
	switch {
	case leaver == nil && s.Leaver != 0, leaver != nil && (leaver.Unit != s.Unit || leaver.Until != 0):
		c.fault("leaver", lang.ChangeLeaver)
	case leaver == nil && s.Successor == nil:
		c.fault("successor", lang.ChangeNobody)
	}
	if leaver != nil {
		s.Post, s.Rank = leaver.Post, leaver.Rank
	}
	if s.From == 0 || leaver != nil && s.From <= leaver.Since {
		c.fault("from", lang.ChangeFrom)
	}
	s.Document = c.line("document", s.Document)
	if s.Successor != nil {
		o := *s.Successor
		o.Unit, o.Post, o.Rank, o.Span = s.Unit, s.Post, s.Rank, Span{Since: s.From}
		checked, faults := CheckOfficer(o, t)
		for _, f := range faults {
			if f.Location == "post" || f.Location == "rank" || f.Location == "unit" {
				c.fault(f.Location, f.Key, f.Args...)
			} else {
				c.fault("successor."+f.Location, f.Key, f.Args...)
			}
		}
		s.Successor = &checked
	}
	return s, c.faults
}
