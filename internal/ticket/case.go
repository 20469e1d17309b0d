package ticket

import (
	"slices"
	"time"
)

// Case is all of a ticket that its acts go by and change. What is empty was not yet.
// The history's before and after are of its fields, by their names on the wire. Lists grow at their end alone.
type Case struct {
	Code       Code      `json:"-"`
	Version    int64     `json:"-"` // counts the changes
	Policy     string    `json:"-"`
	ReceivedAt time.Time `json:"-"`

	State         State    `json:"state"`
	Emergency     bool     `json:"emergency"`      // khẩn cấp (Điều 9.1)
	Unrelated     []int64  `json:"-"`              // emergencies of its calls of which somebody said that they are about another matter
	Urgent        bool     `json:"urgent"`         // cấp bách (9.6)
	Confidential  bool     `json:"confidential"`   // 12.1
	EverOverdue   bool     `json:"ever_overdue"`   // never cleared (9.4)
	OutsideTTHC   bool     `json:"outside_tthc"`   // beside the regulation, led by its own department (1.2, 16.1)
	NeedsDocument bool     `json:"needs_document"` // the answer has to be an official document (17.6)
	Unit          string   `json:"unit"`           // who leads, or is thought to have to
	Through       string   `json:"through"`        // unit whose officer the call or message was given to, the last time (9.2)
	Precheck      string   `json:"precheck"`       // what the hotline found out itself (13.1)
	IdentityFor   []string `json:"identity_for"`   // units that may know the sender of what is confidential
	Matter        Matter   `json:"kind"`
	Group         Group    `json:"group"` // 0: nobody has heard yet what it is about
	Field         string   `json:"field"`
	Content       string   `json:"content"`
	Address       string   `json:"address"` // of the matter
	Directive     string   `json:"directive"`
	Sender        Sender   `json:"sender"`

	Asked       *Question    `json:"asked"`      // by the hotline, the last time (8.3)
	UnitAsked   *Question    `json:"unit_asked"` // the one of 18.1
	Refusal     *Refusal     `json:"refusal"`
	Assignments []Assignment `json:"assignments"`
	Tasks       []Task       `json:"tasks"`
	Lead        *Leading     `json:"lead"` // by the Office
	Directives  []Directive  `json:"directives"`
	Result      *Answered    `json:"result"`
	Public      *Public      `json:"public"`
	ToldAt      time.Time    `json:"told_at,omitzero"`
	Objection   *Objection   `json:"objection"` // the sender's last one
	Rating      *Mark        `json:"rating"`
	Parent      Code         `json:"parent"` // into which it was merged

	Dossiers   []Dossier   `json:"dossiers"`
	Documents  []Document  `json:"documents"`
	Reminders  []Reminder  `json:"reminders"`
	Rewards    []Reward    `json:"rewards"`
	Warnings   []Warning   `json:"warnings"`
	Recordings []Recording `json:"recordings"`
}

// Active is a unit's assignment that is not over; nil: it has none.
func (c *Case) Active(unit string) *Assignment {
	for i := range c.Assignments {
		if a := &c.Assignments[i]; a.State.Active() && a.Unit == unit {
			return a
		}
	}
	return nil
}

// Leader is the assignment of the unit that leads; nil while none does.
func (c *Case) Leader() *Assignment {
	for i := range c.Assignments {
		if a := &c.Assignments[i]; a.State.Active() && a.Lead {
			return a
		}
	}
	return nil
}

// Had says that a unit has a part or a task in the ticket, or did it. What it gave back, or what
// was taken from it, is another's now: it neither does anything to the ticket nor reads it any
// more (Điều 12.2, 18.3).
func (c *Case) Had(unit string) bool {
	return unit != "" && slices.Contains(c.Units(), unit)
}

// Units are those of which Had says so, sorted.
func (c *Case) Units() []string {
	units := []string{}
	for _, a := range c.Assignments {
		if a.State.Active() || a.State == Done {
			units = append(units, a.Unit)
		}
	}
	for _, t := range c.Tasks {
		if t.EndedAt.IsZero() {
			units = append(units, t.Unit)
		}
	}
	slices.Sort(units)
	return slices.Compact(units)
}

// Readers are the units whose people may read it: of which Had says so and, while that lasts, who
// was told of it without a part in it: it is put through there (Điều 9.2), or theirs to lead (16.1).
func (c *Case) Readers() []string {
	units := c.Units()
	if c.State == StateLiveTransfer && c.Through != "" {
		units = append(units, c.Through)
	}
	if c.OutsideTTHC && c.Unit != "" && slices.Contains(deskStates, c.State) {
		units = append(units, c.Unit)
	}
	slices.Sort(units)
	return slices.Compact(units)
}

// MayKnowSender says that a unit may know who sent it: always of what is not
// confidential, else when the Office has allowed it, until its part is taken from it.
func (c *Case) MayKnowSender(unit string) bool {
	return !c.Confidential || slices.Contains(c.IdentityFor, unit)
}

// clone is a case of which everything may be changed.
func (c Case) clone() Case {
	c.IdentityFor, c.Unrelated = slices.Clone(c.IdentityFor), slices.Clone(c.Unrelated)
	c.Assignments, c.Tasks, c.Directives = slices.Clone(c.Assignments), slices.Clone(c.Tasks), slices.Clone(c.Directives)
	c.Dossiers, c.Documents, c.Reminders = slices.Clone(c.Dossiers), slices.Clone(c.Documents), slices.Clone(c.Reminders)
	c.Rewards, c.Warnings, c.Recordings = slices.Clone(c.Rewards), slices.Clone(c.Warnings), slices.Clone(c.Recordings)
	c.Asked, c.UnitAsked, c.Refusal, c.Lead = copied(c.Asked), copied(c.UnitAsked), copied(c.Refusal), copied(c.Lead)
	c.Result, c.Public, c.Objection, c.Rating = copied(c.Result), copied(c.Public), copied(c.Objection), copied(c.Rating)
	return c
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}
