package api

import (
	"context"
	"net/http"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

func (a *API) finishOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/finish-times", id: "finishTimes", tag: "tickets", rights: []auth.Right{auth.ReadCalendar},
		summary: "When offices close next, by the working calendar: what a finish is usually promised for (Điều 9.3)",
	}, a.finishTimes)
}

// FinishTime is when offices close.
type FinishTime struct {
	At time.Time `json:"at"`
}

// usualFinishes is how many are offered; none is so near that it could hardly be kept.
const (
	usualFinishes = 6
	leastFinish   = time.Hour
)

func (a *API) finishTimes(ctx context.Context, _ *struct{}) (*listed[FinishTime], error) {
	now, err := a.p.Store.Now(ctx)
	if err != nil {
		return nil, err
	}
	calendar, _, err := a.p.Store.CurrentCalendar(ctx, a.p.Store.Queries)
	if err != nil {
		return nil, err
	}
	var items []FinishTime
	_, end := calendar.Span()
	for day := worktime.DateOf(now.In(ticket.Zone)); day < end && len(items) < usualFinishes; day++ {
		for _, session := range calendar.On(day) {
			if session.Close.After(now.Add(leastFinish)) && len(items) < usualFinishes {
				items = append(items, FinishTime{session.Close})
			}
		}
	}
	return list(items, ""), nil
}
