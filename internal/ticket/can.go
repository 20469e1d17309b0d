package ticket

import "slices"

// Can lists the acts that somebody may do to a ticket as it stands, in the alphabet's order: what the table
// says, and what the ticket has to have for the act to be about anything. What else is wrong with what they
// say then, only doing it tells.
func Can(c Case, by By) (all []Kind) {
	for kind, row := range Table {
		s := &step{c: c, kind: kind, by: by}
		if s.mayDo(row) == nil && (ready[kind] == nil || ready[kind](&c, by)) {
			all = append(all, kind)
		}
	}
	slices.Sort(all)
	return all
}

// May says whether the table lets somebody who is of no unit do an act in a state: for lists, which know no more of a ticket.
func May(by By, kind Kind, in State) bool {
	return !by.Party.ofUnit() && (&step{c: Case{State: in}, kind: kind, by: by}).mayDo(Table[kind]) == nil
}

// ready is what has to be there for an act that the table allows, and would be refused whatever is said.
var ready = map[Kind]func(c *Case, by By) bool{
	"sort":             func(c *Case, _ By) bool { return c.Group == 0 },
	"decline":          func(c *Case, _ By) bool { return !c.OutsideTTHC },
	"accept":           acceptable,
	"contribute":       func(c *Case, by By) bool { mine := c.Active(by.Unit); return mine != nil && !mine.Lead },
	"ask_by_unit":      func(c *Case, _ By) bool { return c.UnitAsked == nil },
	"task_done":        hasTask,
	"rate_by_key":      func(*Case, By) bool { return false }, // by a call's survey alone
	"publish":          func(c *Case, _ By) bool { return !c.Confidential },
	"unmark_emergency": func(c *Case, _ By) bool { return c.Emergency },
	"want_review":      func(c *Case, _ By) bool { return !slices.ContainsFunc(c.Dossiers, ofReview) },
	"send_dossier":     func(c *Case, _ By) bool { return c.Urgent || slices.ContainsFunc(c.Dossiers, ofReview) },

	"sender_replied":       func(c *Case, _ By) bool { return c.OpenQuestion() != nil },
	"stop_waiting":         func(c *Case, _ By) bool { return c.OpenQuestion() != nil },
	"allow_identity":       func(c *Case, _ By) bool { return c.Confidential },
	"answer_confidential":  func(c *Case, _ By) bool { return c.Confidential },
	"mark_confidential":    func(c *Case, _ By) bool { return c.Public == nil || c.Confidential },
	"withdraw_publication": func(c *Case, _ By) bool { return c.Public != nil },
	"published_by_unit":    func(c *Case, _ By) bool { return c.Public != nil },

	"document_replied": func(c *Case, _ By) bool {
		return slices.ContainsFunc(c.Documents, func(d Document) bool { return d.RepliedAt.IsZero() })
	},
	"decide_reward": func(c *Case, _ By) bool {
		return slices.ContainsFunc(c.Rewards, func(r Reward) bool { return r.Decision.At.IsZero() })
	},
	"decide_warning": func(c *Case, _ By) bool {
		return slices.ContainsFunc(c.Warnings, func(w Warning) bool { return w.Decision.At.IsZero() })
	},
	"decide_recording": func(c *Case, _ By) bool {
		return slices.ContainsFunc(c.Recordings, func(r Recording) bool { return r.Decision.At.IsZero() })
	},
}

func acceptable(c *Case, by By) bool {
	mine := c.Active(by.Unit)
	return mine != nil && mine.State == Sent && (!mine.Lead || c.State == StateAssigned)
}

func hasTask(c *Case, by By) bool {
	return slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.Unit == by.Unit && t.Open() })
}

func ofReview(d Dossier) bool { return d.Kind == OfReview && d.SentAt.IsZero() }
