package outbox

import (
	"context"
	"errors"
	"sync"

	"hotline1022/internal/notify"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

const trackPage = 40 // messages asked for at once

// track asks gateways what became of messages that they took.
func (o *Outbox) track(ctx context.Context) error {
	trackers, names := map[string]notify.Tracker{}, []string{}
	for _, line := range o.Gateways {
		for _, g := range line {
			if t, ok := g.(notify.Tracker); ok {
				trackers[g.Name()], names = t, append(names, g.Name())
			}
		}
	}
	if len(names) == 0 {
		return nil
	}
	now, err := o.store.Now(ctx)
	if err != nil {
		return err
	}
	rows, err := o.store.TrackMessages(ctx, names, trackPage, now)
	if err != nil {
		return err
	}
	var asking sync.WaitGroup
	turns := make(chan struct{}, workers)
	for _, row := range rows {
		turns <- struct{}{}
		asking.Go(func() {
			defer func() { <-turns }()
			o.trackOne(ctx, trackers[row.Gateway], row)
		})
	}
	asking.Wait()
	return nil
}

func (o *Outbox) trackOne(ctx context.Context, t notify.Tracker, row db.Message) {
	asking, cancel := context.WithTimeout(ctx, o.SendLimit)
	report, err := t.Track(asking, reference(row), row.GatewayID)
	cancel() // the limit is the gateway's: what it said is written down however long a busy database takes
	if err == nil && report.State != notify.Pending {
		report.Ref, report.ID = reference(row), row.GatewayID
		err = o.Reported(ctx, row.Gateway, report)
	}
	if err != nil {
		o.Log.Debug("a gateway did not say whether a message arrived; it is asked again", "message", row.ID, "gateway", row.Gateway, "err", err)
	}
}

// Reported writes down what a gateway says of a message's delivery; notify.ErrNotOurs.
func (o *Outbox) Reported(ctx context.Context, gateway string, r notify.Report) error {
	r.Reason = clip(r.Reason)
	now, err := o.store.Now(ctx)
	var rows []db.Message
	if err == nil {
		rows, err = o.store.ReportMessage(ctx, gateway, r, now)
	}
	for _, row := range rows {
		o.metrics.done.WithLabelValues(row.Channel, row.State).Inc()
		if row.State == store.MessageUndelivered {
			o.Log.Warn("a message did not arrive", "message", row.ID, "channel", row.Channel, "gateway", gateway, "why", row.Error)
		}
	}
	if err != nil && !errors.Is(err, notify.ErrNotOurs) {
		o.Log.Warn("a report of a gateway was not written down", "gateway", gateway, "err", err)
	}
	return err
}
