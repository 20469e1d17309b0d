package portal

import (
	"context"
	"errors"
	"time"

	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// Casework changes tickets; *casework.Casework.
type Casework interface {
	Do(ctx context.Context, code ticket.Code, version int64, by ticket.By, act ticket.Act) error
}

// Portal is what citizens may see and do; safe for use by several goroutines.
type Portal struct {
	store    *store.Store
	casework Casework
}

// New makes it.
func New(st *store.Store, w Casework) *Portal { return &Portal{store: st, casework: w} }

// MaxSaid bounds a text that a sender writes here, in characters: who has more to say calls.
const MaxSaid = 4000

// Seen is what a code tells.
type Seen struct {
	Code                  ticket.Code
	State                 ticket.State
	ReceivedAt, UpdatedAt time.Time
	Into                  ticket.Code      // it was merged into that; "": it was not, or that is nobody's to see
	Published             *store.Published // nil: it is not
}

// LookUp tells what a code tells; store.ErrNotFound for one that nobody has, and for one that is
// confidential.
func (p *Portal) LookUp(ctx context.Context, code ticket.Code) (Seen, error) {
	row, err := p.store.Ticket(ctx, code)
	switch {
	case err != nil:
		return Seen{}, err
	case row.Ticket.Confidential:
		return Seen{}, store.ErrNotFound
	}
	t := row.Ticket
	seen := Seen{Code: code, State: ticket.State(t.State), ReceivedAt: t.CreatedAt, UpdatedAt: t.UpdatedAt}
	if t.ParentID != nil {
		parent, err := p.store.TicketCode(ctx, *t.ParentID)
		if err != nil {
			return Seen{}, err
		}
		if seen.Into, err = p.shown(ctx, ticket.Code(parent)); err != nil {
			return Seen{}, err
		}
	}
	if t.PublicContent == nil {
		return seen, nil
	}
	published, err := p.store.PublishedTicket(ctx, code)
	switch {
	case errors.Is(err, store.ErrNotFound): // it was taken back between our two looks
		return seen, nil
	case err != nil:
		return Seen{}, err
	}
	seen.Published = &published
	return seen, nil
}

// shown is a code that may be told; "" of what is confidential.
func (p *Portal) shown(ctx context.Context, code ticket.Code) (ticket.Code, error) {
	row, err := p.store.Ticket(ctx, code)
	if err != nil || row.Ticket.Confidential {
		return "", err
	}
	return code, nil
}

// List gives what is published.
func (p *Portal) List(ctx context.Context, f store.PublishedFilter, after *store.TicketPlace, most int) ([]store.Published, error) {
	return p.store.PublishedList(ctx, f, after, most)
}
