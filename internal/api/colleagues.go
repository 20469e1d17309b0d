package api

import (
	"context"
	"net/http"
	"slices"

	"hotline1022/internal/auth"
	"hotline1022/internal/ticket"
)

// Colleague is somebody who can take over what a unit has of a ticket.
type Colleague struct {
	Username string `json:"username"`
	Name     string `json:"name"`
	Unit     string `json:"unit" doc:"Code of the unit for which they would have it"`
	UnitName string `json:"unit_name"`
}

func (a *API) colleagueOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/tickets/{code}/colleagues", id: "colleaguesOfTicket", tag: "acts", rights: []auth.Right{auth.HandOverTickets},
		summary: "Who can be given it by hand-over (17.9): by unit, who leads first; not who has it now",
		errors:  []int{http.StatusNotFound},
	}, a.colleagues)
}

// colleagues are, as ticket.HandOver wants it, of a head's own unit alone.
func (a *API) colleagues(ctx context.Context, in *struct {
	Code string `path:"code" maxLength:"32"`
},
) (*listed[Colleague], error) {
	by := partyBy(visitOf(ctx).who)
	_, c, err := a.ticketToRead(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	has := map[string]string{} // by unit
	var units []string
	for _, part := range c.Assignments {
		if !part.State.Active() || (by.Party == ticket.Head && part.Unit != by.Unit) {
			continue
		}
		has[part.Unit] = part.Officer
		if part.Lead {
			units = slices.Insert(units, 0, part.Unit)
		} else {
			units = append(units, part.Unit)
		}
	}
	rows, err := a.p.Store.ColleaguesOf(ctx, units)
	if err != nil {
		return nil, err
	}
	items := make([]Colleague, 0, len(rows))
	for _, r := range rows {
		if has[r.Unit] != r.Username {
			items = append(items, Colleague(r))
		}
	}
	return list(items, ""), nil
}
