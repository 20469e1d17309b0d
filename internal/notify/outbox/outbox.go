package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"

	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// Options of an Outbox. Zero durations take the defaults.
type Options struct {
	Style    notify.Style
	Policy   notify.Policy // zero: notify.DefaultPolicy
	Gateways map[notify.Channel]notify.Gateway

	SendLimit     time.Duration // of one attempt at the gateway; default 20 s
	SweepEvery    time.Duration // default 15 s
	StrandedAfter time.Duration // a message is due for so long: its job is lost; default 1 min

	Log *slog.Logger
	Now func() time.Time
}

func (o *Options) setDefaults() {
	if o.Policy == (notify.Policy{}) {
		o.Policy = notify.DefaultPolicy
	}
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{{&o.SendLimit, 20 * time.Second}, {&o.SweepEvery, 15 * time.Second}, {&o.StrandedAfter, time.Minute}} {
		if *d.field == 0 {
			*d.field = d.value
		}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
}

// lease is how long an attempt may take with all its bookkeeping.
func (o *Options) lease() time.Duration { return 3 * o.SendLimit }

const (
	workers   = 4   // messages under way at once, on each node
	sweepPage = 200 // messages given a new job at once
)

// Outbox sends messages.
type Outbox struct {
	Options
	store   *store.Store
	metrics *metrics
}

// New registers the metrics; it starts nothing.
func New(o Options, st *store.Store, reg prometheus.Registerer) (*Outbox, error) {
	o.setDefaults()
	m, err := newMetrics(reg)
	if err != nil {
		return nil, fmt.Errorf("outbox: metrics: %w", err)
	}
	return &Outbox{Options: o, store: st, metrics: m}, nil
}

// Configure adds the worker and the queue to a River client's configuration.
func (o *Outbox) Configure(c *river.Config) error {
	if c.Workers == nil {
		c.Workers = river.NewWorkers()
	}
	if c.Queues == nil {
		c.Queues = map[string]river.QueueConfig{}
	}
	if err := river.AddWorkerSafely(c.Workers, &worker{outbox: o}); err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	c.Queues[store.MessageJobs] = river.QueueConfig{MaxWorkers: workers}
	return nil
}

// Run looks for messages whose job was lost, until ctx ends.
func (o *Outbox) Run(ctx context.Context) {
	tick := time.NewTicker(o.SweepEvery)
	defer tick.Stop()
	for {
		if err := errors.Join(o.sweep(ctx), o.count(ctx)); err != nil && ctx.Err() == nil {
			o.Log.Debug("messages were not looked through; they will be", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (o *Outbox) sweep(ctx context.Context) error {
	now := o.Now()
	return o.store.Tx(ctx, func(tx pgx.Tx, q *db.Queries) error {
		ids, err := q.MessagesStranded(ctx, db.MessagesStrandedParams{Now: now, Before: now.Add(-o.StrandedAfter), Page: sweepPage})
		if err != nil {
			return err
		}
		revived, err := o.store.ReviveMessages(ctx, tx, ids...)
		if err != nil {
			return err
		}
		lost, err := o.store.EnqueueMessages(ctx, tx, ids...)
		if lost > 0 || revived > 0 {
			o.Log.Warn("messages had lost their jobs, or the process at them", "given others", lost, "begin anew", revived)
		}
		return err
	})
}

func (o *Outbox) count(ctx context.Context) error {
	rows, err := o.store.MessageCounts(ctx)
	if err != nil {
		return err
	}
	o.metrics.states.Reset()
	for _, r := range rows {
		o.metrics.states.WithLabelValues(r.Channel, r.State).Set(float64(r.N))
	}
	return nil
}

// worker is River's side of sending.
type worker struct {
	river.WorkerDefaults[store.SendMessage]
	outbox *Outbox
}

// Timeout implements river.Worker.
func (w *worker) Timeout(*river.Job[store.SendMessage]) time.Duration { return w.outbox.lease() }

// NextRetry implements river.Worker: of what went wrong on our own side.
func (w *worker) NextRetry(job *river.Job[store.SendMessage]) time.Time {
	return w.outbox.Now().Add(min(time.Second<<min(job.Attempt, 16), time.Minute))
}

// Work implements river.Worker.
func (w *worker) Work(ctx context.Context, job *river.Job[store.SendMessage]) error {
	next, err := w.outbox.send(ctx, job.Args.Message)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return river.JobCancel(err)
	case err != nil:
		return err
	case !next.IsZero():
		return river.JobSnooze(max(0, next.Sub(w.outbox.Now())))
	}
	return nil
}

// send makes one attempt. next is when to come back; zero: never.
func (o *Outbox) send(ctx context.Context, id uuid.UUID) (next time.Time, err error) {
	row, err := o.store.Message(ctx, id)
	if err != nil {
		return time.Time{}, err
	}
	if row.State != store.MessageQueued {
		return time.Time{}, nil // done before
	}
	gateway := o.Gateways[notify.Channel(row.Channel)]
	if gateway == nil {
		gateway = notify.None{}
	}
	text, tooLong := o.text(row)
	now := o.Now()
	claimed, err := o.store.MessageClaim(ctx, db.MessageClaimParams{
		ID: id, Now: now, HeldUntil: now.Add(o.lease()), Body: text.Body, Parts: int32(text.Parts), Gateway: gateway.Name(),
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return later(row, now), nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("outbox: begin an attempt: %w", err)
	}
	var receipt notify.Receipt
	if tooLong != nil {
		err = &notify.Error{Outcome: notify.Permanent, Err: tooLong}
	} else {
		receipt, err = o.attempt(ctx, gateway, claimed, text.Subject)
	}
	// Noted also when we are being stopped: the attempt was made, and what the gateway
	// has it must not be given again.
	noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), o.lease())
	defer cancel()
	if err != nil {
		return o.refused(noting, claimed, err)
	}
	return time.Time{}, o.sent(noting, claimed, receipt)
}

// later is when a row that could not be claimed may be looked at again: somebody
// else's attempt may come to nothing, and its job be lost.
func later(row db.Message, now time.Time) time.Time {
	if row.HeldUntil != nil && row.HeldUntil.After(now) {
		return *row.HeldUntil
	}
	if row.NextAt != nil && row.NextAt.After(now) {
		return *row.NextAt
	}
	return now.Add(time.Second) // it was taken between our two looks
}

// text composes the message; one that was attempted before keeps its text.
func (o *Outbox) text(row db.Message) (notify.Text, error) {
	text, err := notify.Compose(notify.Channel(row.Channel), o.Style, lang.Key(row.TextKey), row.TextArgs)
	if row.Body != "" {
		return notify.Text{Subject: text.Subject, Body: row.Body, Parts: int(row.Parts)}, nil
	}
	return text, err
}

// attempt hands the message to the gateway, unless an earlier attempt did and
// nobody knew.
func (o *Outbox) attempt(ctx context.Context, g notify.Gateway, row db.Message, subject string) (notify.Receipt, error) {
	ctx, cancel := context.WithTimeout(ctx, o.SendLimit)
	defer cancel()
	ref := row.ID.String()
	if finder, ok := g.(notify.Finder); ok && row.Doubts > 0 {
		receipt, found, err := finder.Find(ctx, ref)
		if err != nil {
			// Nothing was sent now; what was before is as doubtful as it was.
			return notify.Receipt{}, &notify.Error{Outcome: notify.Temporary, Err: fmt.Errorf("asked for an earlier attempt: %w", err)}
		}
		if found {
			return receipt, nil
		}
	}
	receipt, err := g.Send(ctx, notify.Outgoing{
		Ref: ref, Channel: notify.Channel(row.Channel), To: row.Recipient, Subject: subject, Body: row.Body, Parts: int(row.Parts),
	})
	if err == nil && receipt.ID == "" {
		return receipt, errNoReceipt
	}
	return receipt, err
}

var errNoReceipt = errors.New("the gateway gave no ID")

func (o *Outbox) sent(ctx context.Context, row db.Message, receipt notify.Receipt) error {
	now := o.Now()
	n, err := o.store.MessageSent(ctx, db.MessageSentParams{ID: row.ID, At: now, GatewayID: store.Text(receipt.ID)})
	if err != nil {
		return fmt.Errorf("outbox: the gateway has message %s, the row does not say so yet: %w", row.ID, err)
	}
	if n > 0 {
		o.metrics.done.WithLabelValues(row.Channel, store.MessageSent).Inc()
		o.metrics.delay.Observe(now.Sub(row.CreatedAt).Seconds())
		o.Log.Info("message sent", "message", row.ID, "channel", row.Channel, "gateway", row.Gateway, "gateway_id", receipt.ID, "attempt", row.Attempts, "doubts", row.Doubts)
	}
	return nil
}

// refused notes an attempt that did not succeed.
func (o *Outbox) refused(ctx context.Context, row db.Message, cause error) (next time.Time, err error) {
	now := o.Now()
	outcome := notify.OutcomeOf(cause)
	d := o.Policy.Decide(outcome, int(row.Attempts), row.CreatedAt, now)
	doubt := int32(0)
	if d.Doubt {
		doubt = 1
	}
	o.metrics.refused.WithLabelValues(row.Channel, outcome.String()).Inc()
	reason := clip(store.Text(cause.Error()))
	if d.Failed {
		_, err = o.store.MessageFailed(ctx, db.MessageFailedParams{ID: row.ID, At: now, Error: reason, Doubt: doubt, Attempt: row.Attempts})
		o.metrics.done.WithLabelValues(row.Channel, store.MessageFailed).Inc()
		o.Log.Error("a message could not be sent", "message", row.ID, "channel", row.Channel, "attempts", row.Attempts, "err", reason)
		return time.Time{}, wrap(err)
	}
	_, err = o.store.MessageAgain(ctx, db.MessageAgainParams{ID: row.ID, NextAt: d.Next, Error: reason, Doubt: doubt, Attempt: row.Attempts})
	o.Log.Debug("a message is tried again later", "message", row.ID, "attempt", row.Attempts, "next", d.Next, "err", reason)
	return d.Next, wrap(err)
}

func wrap(err error) error {
	if err != nil {
		return fmt.Errorf("outbox: note an attempt: %w", err)
	}
	return nil
}
