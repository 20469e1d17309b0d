package outbox

import (
	"context"
	"errors"
	"fmt"

	"hotline1022/internal/notify"
	"hotline1022/internal/store/db"
)

// round is one claim's way along the gateways. Its row is as it was noted last: the
// gateway that has the message in hand stands there before it gets it.
type round struct {
	o    *Outbox
	row  db.Message
	line []notify.Gateway
}

var (
	errNoReceipt = errors.New("the gateway gave no ID")
	errMayHaveIt = errors.New("the gateway may have it and cannot be asked; it is sent again only by hand")
)

// run hands the message over: to the first gateway, and on to the next one only when the
// one before certainly has not taken it.
func (r *round) run(ctx context.Context) (notify.Receipt, error) {
	if r.row.Doubts > 0 || r.row.Ref != nil {
		receipt, found, err := r.ask(ctx)
		if found || err != nil {
			return receipt, err
		}
	}
	var names []string
	var errs []error
	for i, g := range r.line {
		if i > 0 {
			if err := r.passOn(ctx, g, errs[i-1]); err != nil {
				return notify.Receipt{}, err
			}
		}
		receipt, err := r.hand(ctx, g)
		if err == nil {
			return receipt, nil
		}
		names, errs = append(names, g.Name()), append(errs, err)
		if notify.OutcomeOf(err) == notify.Unknown {
			break
		}
	}
	return notify.Receipt{}, together(names, errs)
}

// ask settles what an earlier attempt has left in doubt, where that can be done. A
// gateway that says no gets it again, and the others after it.
func (r *round) ask(ctx context.Context) (notify.Receipt, bool, error) {
	g := r.line[0]
	finder, ok := g.(notify.Finder)
	if !ok {
		if r.row.Doubts > 0 && cautious(g) {
			return notify.Receipt{}, false, &notify.Error{Outcome: notify.Permanent, Err: errMayHaveIt}
		}
		return notify.Receipt{}, false, nil
	}
	asking, cancel := context.WithTimeout(ctx, r.o.SendLimit)
	defer cancel()
	receipt, found, err := finder.Find(asking, reference(r.row))
	switch {
	case err != nil:
		// Nothing was sent now; what was before is as doubtful as it was.
		return receipt, false, &notify.Error{Outcome: notify.Temporary, Err: fmt.Errorf("asked for an earlier attempt: %w", err)}
	case found:
		return receipt, true, nil
	}
	row, err := r.o.store.MessageCleared(ctx, db.MessageClearedParams{ID: r.row.ID, Attempt: r.row.Attempts})
	if err != nil {
		return receipt, false, &notify.Error{Outcome: notify.Temporary, Err: errors.New("our database did not answer")}
	}
	r.row = row
	for _, other := range r.o.Gateways[notify.Channel(row.Channel)] {
		if other.Name() != g.Name() {
			r.line = append(r.line, other)
		}
	}
	return receipt, false, nil
}

// passOn notes that the next gateway has it in hand, and what the one before said.
func (r *round) passOn(ctx context.Context, g notify.Gateway, before error) error {
	now, err := r.o.store.Now(ctx)
	row := r.row
	if err == nil {
		row, err = r.o.store.MessagePassOn(ctx, db.MessagePassOnParams{
			ID: row.ID, Attempt: row.Attempts, Gateway: g.Name(), HeldUntil: now.Add(r.o.lease()), Error: clip(before.Error()),
		})
	}
	if err != nil {
		return &notify.Error{Outcome: notify.Temporary, Err: fmt.Errorf("%w; our database did not answer", before)}
	}
	r.o.metrics.refused.WithLabelValues(row.Channel, notify.OutcomeOf(before).String()).Inc()
	r.row = row
	return nil
}

func (r *round) hand(ctx context.Context, g notify.Gateway) (notify.Receipt, error) {
	ctx, cancel := context.WithTimeout(ctx, r.o.SendLimit)
	defer cancel()
	row := r.row
	body := row.Body
	if row.Secret != nil {
		body = notify.WithKey(body, *row.Secret)
	}
	receipt, err := g.Send(ctx, notify.Outgoing{
		Ref: reference(row), Channel: notify.Channel(row.Channel), To: row.Recipient, Subject: row.Subject, Body: body, Parts: int(row.Parts),
	})
	if err == nil && receipt.ID == "" {
		return receipt, errNoReceipt
	}
	return receipt, err
}

// reference is the row's own ID, or that of the message that it tries again where that
// one may have been taken.
func reference(row db.Message) string {
	if row.Ref != nil {
		return row.Ref.String()
	}
	return row.ID.String()
}

func cautious(g notify.Gateway) bool {
	c, ok := g.(notify.Cautious)
	return ok && c.Cautious()
}
