package portal

import (
	"context"
	"slices"
	"time"

	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// Own is a ticket as its sender sees it.
type Own struct {
	Code                  ticket.Code
	Into                  ticket.Code // it goes on in that; "": in itself, or in one that is nobody's to see
	Version               int64       // of the ticket in which it goes on: whoever does something says what they saw
	State                 ticket.State
	Confidential          bool
	ReceivedAt, UpdatedAt time.Time

	Content   string
	Refusal   *ticket.Refusal   // why it is not taken, and where to go (8.2)
	Question  *ticket.Question  // to which the answer is waited for (8.3, 18.1)
	Promised  time.Time         // when it will be done (9.3)
	Result    string            // as the sender was told it; "": they were not
	UnitURL   string            // where the unit has published it too (11.3)
	Objection *ticket.Objection // the sender's last one (9.5)
	Rating    *ticket.Mark
	May       []ticket.Kind // what the sender may do now
}

// sender is who comes by a key.
var sender = ticket.By{Name: "sender", Party: ticket.Citizen}

// Sayings are the acts that are a text, by the last part of their address at either door.
var Sayings = map[string]func(text string) ticket.Act{
	"reply":          func(text string) ticket.Act { return ticket.SenderReplied{Text: text} },
	"contest":        func(text string) ticket.Act { return ticket.Contest{Text: text} },
	"go-on":          func(text string) ticket.Act { return ticket.TakeByOffice{Cause: ticket.SenderContests, Reason: text} },
	"report-conduct": func(text string) ticket.Act { return ticket.ReportConduct{Text: text} },
	"keep-confidential": func(text string) ticket.Act {
		return ticket.MarkConfidential{Confidential: true, Reason: text}
	},
}

// whereItGoesOn are acts that concern what becomes of the matter: of a ticket that was merged, the one
// in which it goes on. The others are the sender's own ticket's.
var whereItGoesOn = []ticket.Kind{ticket.SenderReplied{}.Kind(), ticket.Contest{}.Kind(), ticket.TakeByOffice{}.Kind()}

// Own shows the ticket that a key opens; store.ErrNotFound for what opens none.
func (p *Portal) Own(ctx context.Context, key string) (Own, error) {
	code, err := p.store.TicketOfKey(ctx, key)
	if err != nil {
		return Own{}, err
	}
	c, updated, err := p.store.CaseOf(ctx, code)
	if err != nil {
		return Own{}, err
	}
	own := Own{
		Code: code, Version: c.Version, State: c.State, Confidential: c.Confidential, ReceivedAt: c.ReceivedAt, UpdatedAt: updated,
		Content: c.Content, Refusal: c.Refusal, Question: c.OpenQuestion(), Result: c.Told(), Objection: c.Objection, Rating: c.Rating, May: c.SenderMay(),
	}
	if c.State != ticket.StateDeclined {
		own.Refusal = nil
	}
	if lead := c.Leader(); lead != nil {
		own.Promised = lead.Promised
	}
	if c.Public != nil {
		own.UnitURL = c.Public.UnitURL
	}
	if c.State != ticket.StateMerged {
		return own, nil
	}
	return p.goingOn(ctx, own, c.Parent)
}

// goingOn adds what is known of the ticket in which another goes on.
func (p *Portal) goingOn(ctx context.Context, own Own, parent ticket.Code) (Own, error) {
	head, err := p.head(ctx, parent)
	if err != nil {
		return Own{}, err
	}
	own.Version, own.Question = head.Version, head.OpenQuestion()
	if !head.Confidential {
		own.Into = head.Code
	}
	if lead := head.Leader(); lead != nil {
		own.Promised = lead.Promised
	}
	if head.Public != nil && !head.Confidential {
		own.Result, own.UnitURL = head.Public.Result, head.Public.UnitURL
	}
	if head.Told() == "" { // Điều 11.2: after the answer
		own.May = slices.DeleteFunc(own.May, func(k ticket.Kind) bool { return k == ticket.Rate{}.Kind() })
	}
	for _, kind := range head.SenderMay() {
		if slices.Contains(whereItGoesOn, kind) {
			own.May = append(own.May, kind)
		}
	}
	return own, nil
}

// mostMerged is how often a matter may have been merged on; it bounds a way that has no circle.
const mostMerged = 20

// head is the ticket in which one goes on in the end.
func (p *Portal) head(ctx context.Context, code ticket.Code) (ticket.Case, error) {
	for range mostMerged {
		c, _, err := p.store.CaseOf(ctx, code)
		if err != nil || c.State != ticket.StateMerged {
			return c, err
		}
		code = c.Parent
	}
	return ticket.Case{}, store.ErrNotFound
}

// Do has the sender do something to their ticket, of which they saw a version. Errors:
// store.ErrNotFound for what opens no ticket, *store.TicketChanged, those of package ticket.
func (p *Portal) Do(ctx context.Context, key string, version int64, act ticket.Act) error {
	code, err := p.store.TicketOfKey(ctx, key)
	if err != nil {
		return err
	}
	if slices.Contains(whereItGoesOn, act.Kind()) {
		head, err := p.head(ctx, code)
		if err != nil {
			return err
		}
		code = head.Code
	}
	return p.casework.Do(ctx, code, version, sender, act)
}
