package casework

import (
	"context"
	"encoding/json"
	"fmt"

	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// keep writes everything that has come of a ticket, in the order in which it came.
func (c *change) keep(ctx context.Context) error {
	if !c.changed() {
		return nil
	}
	if err := c.store.SaveCase(ctx, c.q, c.row.ID, c.was, c.is, c.now); err != nil {
		return err
	}
	if c.woke {
		if err := c.store.SaveSheet(ctx, c.tx, c.q, c.row.ID, c.sheet); err != nil {
			return err
		}
	}
	if err := c.withdraw(ctx); err != nil {
		return err
	}
	if err := c.article(ctx); err != nil {
		return err
	}
	for _, s := range c.steps {
		if err := c.keepStep(ctx, s); err != nil {
			return fmt.Errorf("casework: %s: %w", s.cause, err)
		}
	}
	return nil
}

func (c *change) keepStep(ctx context.Context, s step) error {
	for _, ch := range s.Changes {
		if err := c.history(ctx, s, ch); err != nil {
			return err
		}
	}
	if err := c.files(ctx, s); err != nil {
		return err
	}
	slips, err := c.slips(ctx, s)
	if err != nil {
		return err
	}
	for _, r := range s.Reports {
		err := c.q.ReportKeep(ctx, db.ReportKeepParams{
			TicketID: c.row.ID, Assignment: int32(r.Assignment), Unit: r.Unit, Clause: r.Clause, At: s.Changes[0].At,
		})
		if err != nil {
			return err
		}
	}
	for i, n := range s.Notices {
		if err := c.tell(ctx, s, i, n, slips); err != nil {
			return err
		}
	}
	return nil
}

// article counts the article that a result rests on (Điều 9.1).
func (c *change) article(ctx context.Context) error {
	r := c.is.Result
	if r == nil || r.Article == 0 || c.was.Result != nil && *c.was.Result == *r {
		return nil
	}
	_, err := c.q.ArticleUse(ctx, db.ArticleUseParams{Way: "answered", By: r.By, At: r.At, TicketID: &c.row.ID, Article: r.Article})
	if err != nil {
		return fmt.Errorf("casework: use of an article: %w", err)
	}
	return nil
}

// history keeps an entry, and the audit row of whoever did it.
func (c *change) history(ctx context.Context, s step, ch ticket.Change) error {
	version := s.Case.Version
	entry, err := EntryRow(c.row.ID, version, ch)
	if err != nil {
		return err
	}
	if err := c.q.ChangeAppend(ctx, entry); err != nil {
		return err
	}
	audit, err := store.Act(ch.At, ch.Actor, ch.Kind, "ticket:"+c.row.Code, map[string]any{"version": version, "state": s.Case.State, "clause": ch.Clause})
	if err != nil {
		return err
	}
	return c.q.AuditAppend(ctx, audit)
}

// EntryRow is how an entry of a ticket's history is kept, of the change that made a version.
func EntryRow(ticketID, version int64, ch ticket.Change) (row db.ChangeAppendParams, err error) {
	row = db.ChangeAppendParams{
		TicketID: ticketID, At: ch.At, Actor: ch.Actor, Kind: ch.Kind, Version: &version, Party: string(ch.Party), Unit: ch.Unit, Reason: ch.Reason, Clause: ch.Clause,
	}
	for _, part := range []struct {
		into *json.RawMessage
		from any
	}{{&row.Data, ch.Note}, {&row.Before, ch.Before}, {&row.After, ch.After}} {
		if *part.into, err = json.Marshal(part.from); err != nil {
			return row, err
		}
	}
	return row, nil
}

// slips numbers and sends those of a step: unit → number.
func (c *change) slips(ctx context.Context, s step) (map[string]string, error) {
	numbers := map[string]string{}
	for _, to := range s.Slips {
		var number string
		var err error
		if to.ToHead {
			number, err = c.store.SlipToHead(ctx, c.q, c.row.ID, to, s.Changes[0].At)
		} else {
			number, err = c.store.SendSlip(ctx, c.q, c.row, to, s.by.Name, s.Changes[0].At)
		}
		if err != nil {
			return nil, err
		}
		numbers[to.Unit] = number
	}
	return numbers, nil
}
