package api

import (
	"context"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/store/db"
)

// Watch ends the desks whose sessions have ended elsewhere (at another node, by the
// command line, by time) until ctx ends. While the database is away desks stay.
func (a *API) Watch(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		if err := a.endStale(ctx); err != nil && ctx.Err() == nil {
			a.log.Warn("whether the desks' sessions still hold cannot be asked", "err", err)
		}
	}
}

func (a *API) endStale(ctx context.Context) error {
	open := a.p.Desks.Sessions()
	if len(open) == 0 {
		return nil
	}
	ids := make([]uuid.UUID, 0, len(open))
	for session := range open {
		id, err := uuid.Parse(session)
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	live, err := a.p.Store.SessionsLive(ctx, db.SessionsLiveParams{Ids: ids, Now: a.cfg.Now()})
	if err != nil {
		return err
	}
	for _, id := range live {
		delete(open, id.String())
	}
	for session, username := range open {
		a.p.Desks.SignOut(username, session)
	}
	return nil
}
