package api

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"hotline1022/internal/auth"
)

// EmergencyService is whom a call is forwarded to in an emergency (Điều 9.1): the desk's
// emergency command names it by its ID, and no telephone.
type EmergencyService struct {
	ID      string `json:"id"`
	Name    string `json:"name" doc:"In Vietnamese"`
	NameEn  string `json:"name_en" doc:"In English; empty: the plan has none"`
	Kind    string `json:"kind" enum:"number,duty_list" doc:"number: one that citizens know, whose ID it is"`
	Numbers int    `json:"numbers" doc:"How many telephones are rung, one after the other"`
}

func (a *API) serviceOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/emergency-services", id: "emergencyServices", tag: "directory",
		summary: "Emergency services of what callers meet now: those with a number that citizens know, in its order, then the duty lists",
		rights:  []auth.Right{auth.ReadDirectory},
	}, a.emergencyServices)
}

func (a *API) emergencyServices(context.Context, *struct{}) (*listed[EmergencyService], error) {
	plan := a.p.Dialplans.Current()
	var items []EmergencyService
	for _, id := range slices.Sorted(maps.Keys(plan.Emergency)) { // digits come before letters
		e := plan.Emergency[id]
		kind := "duty_list"
		if e.Number != "" {
			kind = "number"
		}
		items = append(items, EmergencyService{ID: id, Name: e.Name, NameEn: e.En, Kind: kind, Numbers: len(plan.Service(id))})
	}
	return list(items, ""), nil
}
