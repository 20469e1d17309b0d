package httpgateway

import (
	"context"
	"errors"
	"fmt"

	"hotline1022/internal/config"
	"hotline1022/internal/notify"
)

type question struct {
	config.Question
	yes, no signs
}

func readQuestion(q config.Question) question { return question{q, read(q.Yes), read(q.No)} }

func (q question) ask(ctx context.Context, g *Gateway, ref, id string) (a answer, yes bool, err error) {
	a, err = g.ask(ctx, q.URL, q.Method, q.Body, map[string]string{"ref": ref, "id": id})
	switch {
	case err != nil:
		return a, false, err
	case q.yes.in(a):
		return a, true, nil
	case q.no.in(a):
		return a, false, nil
	}
	return a, false, errNoAnswer{a.said(q.Yes)}
}

// errNoAnswer is neither yes nor no.
type errNoAnswer struct{ said error }

func (e errNoAnswer) Error() string { return fmt.Sprintf("no answer that is described: %v", e.said) }

type finder struct {
	g *Gateway
	q question
}

// Find implements notify.Finder.
func (f finder) Find(ctx context.Context, ref string) (notify.Receipt, bool, error) {
	a, yes, err := f.q.ask(ctx, f.g, ref, "")
	if err != nil || !yes {
		return notify.Receipt{}, false, err
	}
	id := a.at(f.q.ID)
	if f.q.ID == "" || id == "" {
		id = ref
	}
	return notify.Receipt{ID: id}, true, nil
}

type tracker struct {
	g *Gateway
	q question
}

// Track implements notify.Tracker.
func (t tracker) Track(ctx context.Context, ref, id string) (notify.Report, error) {
	a, yes, err := t.q.ask(ctx, t.g, ref, id)
	var open errNoAnswer
	switch {
	case errors.As(err, &open): // on its way still
		return notify.Report{Ref: ref, ID: id, State: notify.Pending}, nil
	case err != nil:
		return notify.Report{}, err
	case yes:
		return notify.Report{Ref: ref, ID: id, State: notify.Delivered}, nil
	}
	return notify.Report{Ref: ref, ID: id, State: notify.Undelivered, Reason: because(a, t.q.Reason)}, nil
}

func because(a answer, path string) string {
	if path == "" {
		return ""
	}
	return a.at(path)
}
