package api

import (
	"context"
	"errors"
	"slices"
	"time"

	"hotline1022/internal/directory"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

// Whoever leads the shift is told at once (Điều 9.1), and the journal's projection is not
// always at hand: the database may be away, while calls go on. What the engine's memory has
// of an emergency is told then, and gives way to the row as soon as there is one.

// openLimit is how long the database may take before what is in memory is told alone.
const openLimit = time.Second

// openEmergencies are those that nobody has acknowledged, and, first, those of living calls
// of which nothing is kept.
func (a *API) openEmergencies(ctx context.Context, s sight, p db.EmergenciesParams, limit int) (*listed[EmergencyAlert], error) {
	live := slices.DeleteFunc(slices.Clone(a.p.Live.Calls()), func(v telephony.CallView) bool { return !v.Emergency })
	asking, cancel := context.WithTimeout(ctx, openLimit)
	defer cancel()
	kept, err := a.keptEmergencies(asking, s, p, limit)
	known := map[string][]Emergency{}
	if err == nil && len(live) > 0 {
		ids := make([]string, len(live))
		for i, v := range live {
			ids[i] = string(v.ID)
		}
		known, err = a.emergenciesOf(asking, ids)
	}
	switch {
	case err == nil:
	case store.IsAway(err), errors.Is(asking.Err(), context.DeadlineExceeded):
		kept, known = list([]EmergencyAlert{}, ""), nil
	default:
		return nil, err
	}
	secret := a.secret(asking, s, live)
	unkept := []EmergencyAlert{}
	for _, v := range slices.Backward(live) { // newest first, as the others
		if len(known[string(v.ID)]) == 0 {
			e := a.livingEmergency(v)
			e.conceal(s.listed(secret(v.ID)))
			unkept = append(unkept, e)
		}
	}
	kept.Body.Items = append(unkept, kept.Body.Items...)
	return kept, nil
}

// secret tells which living calls are of a confidential ticket, for whoever sees of those nobody
// in a list; while that cannot be asked, all may be.
func (a *API) secret(ctx context.Context, s sight, live []telephony.CallView) func(call.ID) bool {
	none := func(call.ID) bool { return false }
	if s.secrets() || len(live) == 0 {
		return none
	}
	ids := make([]string, len(live))
	for i, v := range live {
		ids[i] = string(v.ID)
	}
	found, err := a.p.Store.CallsConfidential(ctx, ids)
	if err != nil {
		return func(call.ID) bool { return true }
	}
	return func(id call.ID) bool { return slices.Contains(found, string(id)) }
}

// livingEmergency is what the engine's memory tells of one.
func (a *API) livingEmergency(v telephony.CallView) EmergencyAlert {
	number, _ := directory.Number(v.From) // "": none
	out := EmergencyAlert{From: number, Live: true, Tickets: []string{}, Emergency: Emergency{
		CallID: string(v.ID), State: "unknown", Operator: v.Operator, OperatorName: v.Operator, AskedAt: v.EmergencyAt,
	}}
	if o := v.Officer; o.Urgent {
		out.Service, out.Number = o.Unit, o.Number
		switch o.Phase {
		case call.PhaseCalling, call.PhaseBriefed:
			out.State = "calling"
		case call.PhaseAside, call.PhaseWaiting, call.PhaseJoined:
			out.State = "answered"
		case call.PhaseNone:
		}
	}
	out.ServiceName = a.serviceName(out.Service)
	return out
}
