package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/incident"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
)

// IncidentDraft is what a shift leader writes of what is going on in the city.
type IncidentDraft struct {
	Area        string     `json:"area"`
	Text        string     `json:"text" doc:"What callers hear"`
	ExpectedEnd *time.Time `json:"expected_end,omitempty" doc:"Callers are told it until it has passed"`
}

func (d IncidentDraft) draft() incident.Draft {
	out := incident.Draft{Area: d.Area, Text: d.Text}
	if d.ExpectedEnd != nil {
		out.ExpectedEnd = *d.ExpectedEnd
	}
	return out
}

// Incident is something that callers hear of first.
type Incident struct {
	ID int64 `json:"id"`
	IncidentDraft
	Revision int             `json:"revision" doc:"Counts the changes of what callers hear; a change names the one it was made of"`
	Open     bool            `json:"open"`
	OpenedBy string          `json:"opened_by"`
	OpenedAt time.Time       `json:"opened_at"`
	ClosedBy string          `json:"closed_by,omitempty"`
	ClosedAt *time.Time      `json:"closed_at,omitempty"`
	Joined   int             `json:"joined" doc:"Numbers that are told by SMS when it is over; others who pressed 1 have their ticket alone"`
	Reported int             `json:"reported" doc:"Everybody who pressed 1, each with a ticket: those, and who calls from where no SMS reaches"`
	Voice    IncidentVoice   `json:"voice"`
	History  []IncidentEvent `json:"history,omitempty"`
}

// IncidentVoice is how callers hear it.
type IncidentVoice struct {
	Recorded bool   `json:"recorded" doc:"A person's voice, else the synthesiser's"`
	State    string `json:"state" enum:"making,ready,failed,over" doc:"ready: callers hear this revision now; until then they hear the one before"`
}

// IncidentEvent is one thing that was done to an incident.
type IncidentEvent struct {
	At    time.Time       `json:"at"`
	Actor string          `json:"actor"`
	Kind  string          `json:"kind" enum:"incident.opened,incident.edited,incident.voice,incident.closed"`
	Data  json.RawMessage `json:"data,omitempty"`
}

// IncidentPreview is what callers would hear.
type IncidentPreview struct {
	Words string `json:"words" doc:"As the synthesiser reads it"`
	Sound []byte `json:"sound" doc:"A WAVE file"`
}

type incidentRequest struct {
	ID int64 `path:"id"`
}

type incidentChange struct {
	ID   int64 `path:"id"`
	Body struct {
		IncidentDraft
		Revision int `json:"revision" doc:"The one that was edited"`
	}
}

type incidentsRequest struct {
	State  string `query:"state" enum:"open,closed"`
	Sort   string `query:"sort" enum:"opened,-opened,closed,-closed,area,-area,joined,-joined,reported,-reported" default:"-opened" doc:"A minus: the greatest first"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"400"`
}

type incidentAnswer struct{ Body Incident }

func (a *API) incidentOperations() {
	read, manage := []auth.Right{auth.ReadIncidents}, []auth.Right{auth.OpenIncidents}
	wrong := []int{http.StatusConflict, http.StatusUnprocessableEntity}
	handleList(a, operation{
		method: http.MethodGet, path: "/incidents", id: "incidents", summary: "Incidents", tag: "incidents",
		rights: read, errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
	}, a.incidents, incidentColumns)
	handle(a, operation{
		method: http.MethodPost, path: "/incidents", id: "openIncident", summary: "Open an incident: from now on callers hear it first", tag: "incidents",
		status: http.StatusCreated, rights: manage, errors: wrong, lenient: true,
	}, a.openIncident)
	handle(a, operation{
		method: http.MethodPost, path: "/incidents/preview", id: "previewIncident", summary: "What callers would hear of a draft", tag: "incidents",
		rights: manage, errors: []int{http.StatusUnprocessableEntity}, lenient: true,
	}, a.previewIncident)
	handle(a, operation{
		method: http.MethodGet, path: "/incidents/{id}", id: "incident", summary: "An incident with its history", tag: "incidents",
		rights: read, errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, in *incidentRequest) (*incidentAnswer, error) { return a.incident(ctx, in.ID) })
	handle(a, operation{
		method: http.MethodPatch, path: "/incidents/{id}", id: "editIncident", summary: "Put other words in the place of a revision's", tag: "incidents",
		rights: manage, errors: append(wrong, http.StatusNotFound), lenient: true,
	}, a.editIncident)
	handle(a, operation{
		method: http.MethodPost, path: "/incidents/{id}/close", id: "closeIncident", tag: "incidents",
		summary: "It is over: callers hear it no more, and whoever joined is told by SMS",
		rights:  manage, errors: []int{http.StatusConflict, http.StatusNotFound},
	}, a.closeIncident)
	handle(a, operation{
		method: http.MethodDelete, path: "/incidents/{id}/voice", id: "dropIncidentVoice", tag: "incidents",
		summary: "Let the synthesiser speak in the place of a recorded voice", rights: manage, errors: append(wrong, http.StatusNotFound),
	}, func(ctx context.Context, in *struct {
		ID       int64 `path:"id"`
		Revision int   `query:"revision" required:"true"`
	},
	) (*struct{}, error) {
		return nil, a.giveVoice(ctx, in.ID, in.Revision, nil)
	})
	a.voiceOperations()
}

// incidentSorts: incidents are numbered as they are opened.
var incidentSorts = sorts{
	by: map[string]store.Key{
		"opened": numberKey("q.id"), "closed": whenKey("coalesce(q.closed_at, 'infinity')"), "area": wordsKey("q.area"),
		"joined": numberKey("q.joined"), "reported": numberKey("q.reported"),
	},
	id: []store.Key{numberKey("q.id")},
}

func (a *API) incidents(ctx context.Context, in *incidentsRequest) (*listed[Incident], error) {
	page, err := a.sorted(incidentSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	var open *bool
	if in.State != "" {
		wanted := in.State == "open"
		open = &wanted
	}
	rows, err := store.Incidents(ctx, page.Queries, open)
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	items := make([]Incident, len(rows))
	for n, row := range rows {
		items[n] = a.incidentOf(row)
	}
	return list(items, next), nil
}

func (a *API) openIncident(ctx context.Context, in *struct{ Body IncidentDraft }) (*incidentAnswer, error) {
	draft, err := a.checkIncident(in.Body)
	if err != nil {
		return nil, err
	}
	id, err := a.p.Store.OpenIncident(ctx, draft, visitOf(ctx).who.Actor, a.cfg.Now())
	if err != nil {
		return nil, err
	}
	a.p.Incidents.Refresh()
	return a.incident(ctx, id)
}

func (a *API) previewIncident(ctx context.Context, in *struct{ Body IncidentDraft }) (*struct{ Body IncidentPreview }, error) {
	draft, err := a.checkIncident(in.Body)
	if err != nil {
		return nil, err
	}
	words, sound, err := a.p.Incidents.Say(ctx, draft)
	if err != nil {
		a.log.Error("an incident's preview cannot be spoken", "request", visitOf(ctx).id, "err", err)
		return nil, refuse(http.StatusServiceUnavailable, lang.VoiceAway)
	}
	return &struct{ Body IncidentPreview }{IncidentPreview{words, sound}}, nil
}

func (a *API) editIncident(ctx context.Context, in *incidentChange) (*incidentAnswer, error) {
	draft, err := a.checkIncident(in.Body.IncidentDraft)
	if err != nil {
		return nil, err
	}
	if err := a.p.Store.EditIncident(ctx, in.ID, in.Body.Revision, draft, visitOf(ctx).who.Actor, a.cfg.Now()); err != nil {
		return nil, err
	}
	a.p.Incidents.Refresh()
	return a.incident(ctx, in.ID)
}

func (a *API) closeIncident(ctx context.Context, in *incidentRequest) (*incidentAnswer, error) {
	if err := a.p.Store.CloseIncident(ctx, in.ID, visitOf(ctx).who.Actor, a.cfg.Now()); err != nil {
		return nil, err
	}
	a.p.Incidents.Refresh()
	return a.incident(ctx, in.ID)
}

func (a *API) checkIncident(d IncidentDraft) (incident.Draft, error) {
	draft, faults := incident.Check(d.draft(), a.cfg.Now())
	if len(faults) == 0 {
		return draft, nil
	}
	r := &refusal{status: http.StatusUnprocessableEntity, key: lang.Invalid}
	for _, f := range faults {
		r.items = append(r.items, refused{location: "body." + f.Location, key: f.Key, args: f.Args})
	}
	return draft, r
}

func (a *API) incident(ctx context.Context, id int64) (*incidentAnswer, error) {
	row, err := a.p.Store.Incident(ctx, id)
	if err != nil {
		return nil, err
	}
	events, err := a.p.Store.IncidentEventsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	out := a.incidentOf(row)
	for _, e := range events {
		out.History = append(out.History, IncidentEvent(e))
	}
	return &incidentAnswer{out}, nil
}

func (a *API) incidentOf(i store.Incident) Incident {
	out := Incident{
		ID: i.ID, IncidentDraft: IncidentDraft{Area: i.Area, Text: i.Text, ExpectedEnd: orNull(i.ExpectedEnd)}, Revision: i.Revision,
		Open: i.ClosedAt.IsZero(), OpenedBy: i.OpenedBy, OpenedAt: i.OpenedAt, ClosedBy: i.ClosedBy, ClosedAt: orNull(i.ClosedAt),
		Joined: i.Joined, Reported: i.Reported, Voice: IncidentVoice{Recorded: i.Recorded, State: "making"},
	}
	ready, err := a.p.Incidents.Voice(i.ID, i.Revision)
	switch {
	case !out.Open:
		out.Voice.State = "over"
	case ready:
		out.Voice.State = "ready"
	case err != nil:
		out.Voice.State = "failed"
	}
	return out
}
