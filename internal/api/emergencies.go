package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// Emergency is one time that an emergency service was called for a citizen (Điều 9.1).
type Emergency struct {
	ID               int64      `json:"id" doc:"0: it is not kept yet, and cannot be acknowledged yet"`
	CallID           string     `json:"call_id"`
	Service          string     `json:"service" doc:"ID among /emergency-services"`
	ServiceName      string     `json:"service_name" doc:"In Vietnamese; the ID of one that is there no more"`
	State            string     `json:"state" enum:"calling,answered,unanswered,unknown" doc:"unknown: it is over, and what came of it is not kept yet"`
	Operator         string     `json:"operator" doc:"Who forwarded it; empty: the caller's own key did"`
	OperatorName     string     `json:"operator_name"`
	AskedAt          time.Time  `json:"asked_at"`
	Number           string     `json:"number" doc:"The last that was called"`
	AnsweredAt       *time.Time `json:"answered_at"`
	Outcome          string     `json:"outcome" doc:"Why the last did not answer"`
	AcknowledgedBy   string     `json:"acknowledged_by" doc:"The shift leader who has seen it; empty: nobody yet"`
	AcknowledgedName string     `json:"acknowledged_name"`
	AcknowledgedAt   *time.Time `json:"acknowledged_at"`
}

// EmergencyAlert is an emergency as whoever leads the shift is told of it.
type EmergencyAlert struct {
	Emergency
	From    string   `json:"from" doc:"The citizen's number, normalised; empty when withheld, and empty or without its middle for whoever may not know who that is, or has not said why"`
	Live    bool     `json:"live" doc:"The call goes on"`
	Tickets []string `json:"tickets" doc:"Codes"`
}

type emergenciesRequest struct {
	Open   bool   `query:"open" doc:"Only those that nobody has acknowledged; nor, of a call that is over, those that are said to be no matter of any of its tickets"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"400"`
	Why
}

func (a *API) emergencyOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/emergencies", id: "emergencies", tag: "calls",
		summary: "Emergency services that were called, newest first; the open ones also while the database is away, then those of calls that go on",
		rights:  []auth.Right{auth.ReadCalls}, errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
	}, a.emergencies)
	handle(a, operation{
		method: http.MethodPost, path: "/emergencies/{id}/acknowledge", id: "acknowledgeEmergency", tag: "calls",
		summary: "Note that one has seen it; the first counts",
		rights:  []auth.Right{auth.LeadShift}, errors: []int{http.StatusNotFound, http.StatusConflict},
	}, a.acknowledgeEmergency)
}

func (a *API) emergencies(ctx context.Context, in *emergenciesRequest) (*listed[EmergencyAlert], error) {
	_, before, err := behind(in.Cursor)
	if err != nil {
		return nil, err
	}
	p, s := db.EmergenciesParams{Open: in.Open, Before: before, Page: int32(in.Limit) + 1}, sightOf(ctx, in.Reason)
	find := a.keptEmergencies
	if before == nil && in.Open {
		find = a.openEmergencies
	}
	found, err := find(ctx, s, p, in.Limit)
	if err != nil {
		return nil, err
	}
	shown := 0
	for _, e := range found.Body.Items {
		if e.CallID != "" { // else it is hidden
			shown++
		}
	}
	return found, a.noteListed(ctx, s, "emergencies", shown)
}

func (a *API) keptEmergencies(ctx context.Context, s sight, p db.EmergenciesParams, limit int) (*listed[EmergencyAlert], error) {
	rows, err := a.p.Store.Emergencies(ctx, p)
	if err != nil {
		return nil, err
	}
	rows, next := cut(rows, limit, func(r db.EmergenciesRow) cursor {
		return cursor{At: r.Emergency.AskedAt, ID: strconv.FormatInt(r.Emergency.ID, 10)}
	})
	items := make([]EmergencyAlert, len(rows))
	for i, r := range rows {
		items[i] = EmergencyAlert{
			Emergency: a.emergencyOf(r.Emergency, r.OperatorName, r.AcknowledgedName),
			From:      r.Call.FromNumber, Live: r.Call.EndedAt == nil, Tickets: codes(r.Tickets),
		}
		items[i].conceal(s.listed(r.Confidential))
	}
	return list(items, next), nil
}

// conceal takes out who was in danger.
func (e *EmergencyAlert) conceal(as showing) { e.From, e.CallID = as.number(e.From), as.call(e.CallID) }

func (a *API) acknowledgeEmergency(ctx context.Context, in *struct {
	ID int64 `path:"id"`
},
) (*struct{}, error) {
	who := visitOf(ctx).who
	if who.Username == "" {
		return nil, refuse(http.StatusForbidden, lang.NotAllowed) // a person has seen it
	}
	err := a.p.Store.AcknowledgeEmergency(ctx, in.ID, who.Username, who.Actor, a.cfg.Now())
	if errors.Is(err, store.ErrAcknowledged) {
		return nil, refuse(http.StatusConflict, lang.EmergencySeen)
	}
	return nil, err
}

// emergenciesOf gives the emergencies of some calls, by call.
func (a *API) emergenciesOf(ctx context.Context, calls []string) (map[string][]Emergency, error) {
	rows, err := a.p.Store.EmergenciesOfCalls(ctx, calls)
	if err != nil {
		return nil, err
	}
	byCall := map[string][]Emergency{}
	for _, r := range rows {
		e := r.Emergency
		byCall[e.CallID] = append(byCall[e.CallID], a.emergencyOf(e, r.OperatorName, r.AcknowledgedName))
	}
	return byCall, nil
}

func (a *API) emergencyOf(e db.Emergency, operator, acknowledged string) Emergency {
	out := Emergency{
		ID: e.ID, CallID: e.CallID, Service: e.Service, ServiceName: a.serviceName(e.Service), State: "calling", Operator: e.Operator, OperatorName: operator,
		AskedAt: e.AskedAt, Number: e.Number, AnsweredAt: e.AnsweredAt, Outcome: e.Outcome,
		AcknowledgedBy: value(e.AcknowledgedBy), AcknowledgedName: acknowledged, AcknowledgedAt: e.AcknowledgedAt,
	}
	switch {
	case e.AnsweredAt != nil:
		out.State = "answered"
	case e.Outcome != "":
		out.State = "unanswered"
	}
	return out
}

func (a *API) serviceName(service string) string {
	if s, ok := a.p.Dialplans.Current().Emergency[service]; ok && s.Name != "" {
		return s.Name
	}
	return service
}
