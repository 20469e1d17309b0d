package api

import (
	"context"
	"net/http"
	"time"

	"hotline1022/internal/auth"
)

// Trunk is a carrier's line as it stands now.
type Trunk struct {
	Name   string    `json:"name"`
	State  string    `json:"state" enum:"up,down,unknown" doc:"unknown: not supervised, or nothing heard yet"`
	Since  time.Time `json:"since"`
	Reason string    `json:"reason" enum:",not_supervised,not_heard,silent,not_registered,refused" doc:"Why it is not up; silent: it does not answer OPTIONS, refused: registration is refused or fails"`
	Calls  int       `json:"calls" doc:"Channels on it, in and out"`
	Limit  int       `json:"limit" doc:"Of simultaneous calls; 0: none"`
	Number string    `json:"number" doc:"What calls out show"`
}

func (a *API) trunkOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/trunks", id: "trunks", summary: "The carriers' lines, in the order in which calls go out", tag: "trunks",
		rights: []auth.Right{auth.ReadTrunks},
	}, a.trunks)
}

func (a *API) trunks(context.Context, *struct{}) (*listed[Trunk], error) {
	var items []Trunk
	for _, t := range a.p.Trunks.Trunks() {
		items = append(items, Trunk{
			Name: t.Name, State: string(t.State), Since: t.Since, Reason: string(t.Reason),
			Calls: t.Calls, Limit: t.Limit, Number: t.Number,
		})
	}
	return list(items, ""), nil
}
