package outbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// worker is River's side of sending.
type worker struct {
	river.WorkerDefaults[store.SendMessage]
	outbox *Outbox
}

// Timeout implements river.Worker.
func (w *worker) Timeout(*river.Job[store.SendMessage]) time.Duration {
	most := 1
	for _, line := range w.outbox.Gateways {
		most = max(most, len(line))
	}
	return time.Duration(most) * w.outbox.lease()
}

// NextRetry implements river.Worker: of what went wrong on our own side.
func (w *worker) NextRetry(job *river.Job[store.SendMessage]) time.Time {
	return time.Now().Add(min(time.Second<<min(job.Attempt, 16), time.Minute))
}

// Work implements river.Worker.
func (w *worker) Work(ctx context.Context, job *river.Job[store.SendMessage]) error {
	wait, again, err := w.outbox.send(ctx, job.Args.Message)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return river.JobCancel(err)
	case err != nil:
		return err
	case again:
		return river.JobSnooze(max(0, wait))
	}
	return nil
}

// send makes one round at the gateways, and says how long to wait before the next, if
// there is to be one.
func (o *Outbox) send(ctx context.Context, id uuid.UUID) (wait time.Duration, again bool, err error) {
	next, err := o.Attempt(ctx, id)
	if err != nil || next.IsZero() {
		return 0, false, err
	}
	now, err := o.store.Now(ctx)
	return next.Sub(now), true, err
}

// Attempt is such a round, for who has no River. next is when to come back; zero: never.
func (o *Outbox) Attempt(ctx context.Context, id uuid.UUID) (next time.Time, err error) {
	row, err := o.store.Message(ctx, id)
	if err != nil {
		return time.Time{}, err
	}
	if row.State != store.MessageQueued {
		return time.Time{}, nil // done before
	}
	now, err := o.store.Now(ctx)
	if err != nil {
		return time.Time{}, err
	}
	if until, wait := o.Quiet.Until(notify.Channel(row.Channel), notify.Hours(row.Hours), row.CreatedAt, now); wait {
		return o.untilMorning(ctx, row, now, until)
	}
	line := o.line(row)
	text, version, err := o.text(ctx, row)
	var tooLong *notify.TooLongError
	if err != nil && !errors.As(err, &tooLong) {
		return time.Time{}, err
	}
	claimed, err := o.store.MessageClaim(ctx, db.MessageClaimParams{
		ID: id, Now: now, HeldUntil: now.Add(o.lease()), Gateway: line[0].Name(),
		Subject: text.Subject, Body: text.Body, Parts: int32(text.Parts), TemplateVersion: int32(version),
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return later(row, now), nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("outbox: begin an attempt: %w", err)
	}
	r := round{o: o, row: claimed, line: line}
	var receipt notify.Receipt
	if tooLong != nil {
		err = &notify.Error{Outcome: notify.Permanent, Err: tooLong}
	} else {
		receipt, err = r.run(ctx)
	}
	// Noted also when we are being stopped: the attempt was made, and what the gateway
	// has it must not be given again.
	noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), o.lease())
	defer cancel()
	if err != nil {
		return o.refused(noting, r, err)
	}
	return time.Time{}, o.sent(noting, r.row, receipt)
}

// untilMorning leaves a message for when people are awake. The night does not count
// among the time in which it is tried.
func (o *Outbox) untilMorning(ctx context.Context, row db.Message, now, until time.Time) (next time.Time, err error) {
	n, err := o.store.MessageDefer(ctx, db.MessageDeferParams{ID: row.ID, Now: now, Until: until, BeganAt: row.BeganAt.Add(until.Sub(now))})
	switch {
	case err != nil:
		return time.Time{}, fmt.Errorf("outbox: leave a message for the morning: %w", err)
	case n == 0:
		return later(row, now), nil
	}
	return until, nil
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
func (o *Outbox) text(ctx context.Context, row db.Message) (notify.Text, int, error) {
	if row.Body != "" {
		return notify.Text{Subject: row.Subject, Body: row.Body, Parts: int(row.Parts)}, int(row.TemplateVersion), nil
	}
	t, err := o.store.Template(ctx, notify.KindFor(notify.Channel(row.Channel), lang.Key(row.TextKey), row.TextArgs))
	if err != nil {
		return notify.Text{}, 0, err
	}
	style := o.Style
	if row.Keyed {
		style = style.Keyed()
	}
	text, err := notify.Compose(style, t, row.TextArgs)
	return text, t.Version, err
}

// line is the gateways that may get a message now. What one of them may have is that
// one's alone.
func (o *Outbox) line(row db.Message) []notify.Gateway {
	all := o.Gateways[notify.Channel(row.Channel)]
	if row.Doubts > 0 || row.HeldUntil != nil || row.Ref != nil {
		if g := named(all, row.Gateway); g != nil {
			return []notify.Gateway{g}
		}
		return []notify.Gateway{gone(row.Gateway)}
	}
	if len(all) == 0 {
		return []notify.Gateway{notify.None{}}
	}
	return all
}

func named(line []notify.Gateway, name string) notify.Gateway {
	if i := slices.IndexFunc(line, func(g notify.Gateway) bool { return g.Name() == name }); i >= 0 {
		return line[i]
	}
	return nil
}

// gone is a gateway that may have a message, and is no longer configured.
type gone string

func (g gone) Name() string { return string(g) }

func (g gone) Send(context.Context, notify.Outgoing) (notify.Receipt, error) {
	return notify.Receipt{}, &notify.Error{Outcome: notify.Temporary, Err: fmt.Errorf("the gateway %s may have it, and is not configured any more", string(g))}
}

func (o *Outbox) sent(ctx context.Context, row db.Message, receipt notify.Receipt) error {
	now, err := o.store.Now(ctx)
	if err != nil {
		return unsaid(row, err)
	}
	p := db.MessageSentParams{ID: row.ID, At: now, GatewayID: store.Text(receipt.ID)}
	if _, ok := named(o.Gateways[notify.Channel(row.Channel)], row.Gateway).(notify.Tracker); ok {
		if next, ok := notify.NextLook(now, now); ok {
			p.TrackAt = &next
		}
	}
	n, err := o.store.MessageSent(ctx, p)
	if err != nil {
		return unsaid(row, err)
	}
	if n > 0 {
		o.metrics.done.WithLabelValues(row.Channel, store.MessageSent).Inc()
		o.metrics.delay.Observe(now.Sub(row.CreatedAt).Seconds())
		o.Log.Info("message sent", "message", row.ID, "channel", row.Channel, "gateway", row.Gateway, "gateway_id", receipt.ID, "attempt", row.Attempts, "doubts", row.Doubts)
	}
	return nil
}

func unsaid(row db.Message, err error) error {
	return fmt.Errorf("outbox: the gateway has message %s, the row does not say so yet: %w", row.ID, err)
}

// refused notes a round that did not succeed.
func (o *Outbox) refused(ctx context.Context, r round, cause error) (next time.Time, err error) {
	row := r.row
	now, err := o.store.Now(ctx)
	if err != nil {
		return time.Time{}, wrap(err)
	}
	outcome := notify.OutcomeOf(cause)
	d := o.Policy.Decide(outcome, (int(row.Attempts)+len(r.line)-1)/len(r.line), row.BeganAt, now)
	if d.Doubt && cautious(named(r.line, row.Gateway)) {
		d = notify.Decision{Failed: true, Doubt: true}
	}
	doubt := int32(0)
	if d.Doubt {
		doubt = 1
	}
	o.metrics.refused.WithLabelValues(row.Channel, outcome.String()).Inc()
	reason := clip(store.Text(cause.Error()))
	if d.Failed {
		err = o.store.FailMessage(ctx, row, db.MessageFailedParams{ID: row.ID, At: now, Error: reason, Doubt: doubt, Attempt: row.Attempts})
		o.metrics.done.WithLabelValues(row.Channel, store.MessageFailed).Inc()
		o.Log.Error("a message could not be sent", "message", row.ID, "channel", row.Channel, "attempts", row.Attempts, "err", reason)
		return time.Time{}, wrap(err)
	}
	_, err = o.store.MessageAgain(ctx, db.MessageAgainParams{ID: row.ID, NextAt: d.Next, Error: reason, Doubt: doubt, Attempt: row.Attempts})
	o.Log.Debug("a message is tried again later", "message", row.ID, "attempt", row.Attempts, "next", d.Next, "err", reason)
	return d.Next, wrap(err)
}

// together is what several gateways said of one message. It may be sent later if one of
// them may take it later.
func together(names []string, errs []error) error {
	if len(errs) == 1 {
		return errs[0]
	}
	outcome, said := notify.Permanent, make([]string, len(errs))
	for i, err := range errs {
		said[i] = names[i] + ": " + err.Error()
		outcome = min(outcome, notify.OutcomeOf(err)) // Unknown before Temporary before Permanent
	}
	return &notify.Error{Outcome: outcome, Err: errors.New(strings.Join(said, "; "))}
}

func wrap(err error) error {
	if err != nil {
		return fmt.Errorf("outbox: note an attempt: %w", err)
	}
	return nil
}
