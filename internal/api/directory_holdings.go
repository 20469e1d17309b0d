package api

import (
	"context"
	"time"

	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// Holdings is what a unit has that would be nobody's if it were no more.
type Holdings struct {
	Leads      int       `json:"leads" doc:"Tickets that it leads"`
	Cooperates int       `json:"cooperates" doc:"Tickets in which it has another part"`
	Tasks      int       `json:"tasks" doc:"Open tasks that others gave it (Điều 17.4)"`
	Thought    int       `json:"thought" doc:"Tickets at the hotline that are thought to be its own"`
	Officers   int       `json:"officers" doc:"People who hold a post of it today"`
	Duties     int       `json:"duties" doc:"Rules that name it, whose heirs are suggested then"`
	Tickets    []Holding `json:"tickets" doc:"Those that are due first"`
}

// Holding is one of them.
type Holding struct {
	Ticket     string     `json:"ticket" doc:"Code"`
	State      string     `json:"state"`
	StateLabel string     `json:"state_label"`
	Lead       bool       `json:"lead"`
	Task       bool       `json:"task"`
	Due        *time.Time `json:"due,omitempty"`
}

// holdingsShown are as many as somebody looks through before a decision; the numbers tell of all.
const holdingsShown = 200

func (a *API) holdings(ctx context.Context, in *unitRequest) (*struct{ Body Holdings }, error) {
	tree, today, err := a.p.Store.TreeToday(ctx, a.p.Store.Queries)
	if err != nil {
		return nil, err
	}
	if _, known := tree.Unit(in.Code); !known {
		return nil, store.ErrNotFound
	}
	rows, err := a.p.Store.HeldBy(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	out := Holdings{Tickets: []Holding{}}
	for _, r := range rows {
		switch state := ticket.State(r.State); {
		case r.Task:
			out.Tasks++
		case r.Lead:
			out.Leads++
		case state.Held():
			out.Cooperates++
		default:
			out.Thought++
		}
		if len(out.Tickets) < holdingsShown {
			out.Tickets = append(out.Tickets, Holding{
				Ticket: ticket.Code(r.Code).String(), State: r.State, StateLabel: ticket.State(r.State).Label(), Lead: r.Lead, Task: r.Task, Due: r.DueAt,
			})
		}
	}
	people, err := a.p.Store.OfficersOnAllDays(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	for _, o := range people {
		if o.Holds(today) {
			out.Officers++
		}
	}
	duties, err := a.p.Store.Duties(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range duties {
		if d := store.DutyOf(r); d.Holds(today) && (d.Unit == in.Code || d.Area == in.Code) {
			out.Duties++
		}
	}
	return &struct{ Body Holdings }{out}, nil
}
