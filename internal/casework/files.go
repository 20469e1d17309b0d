package casework

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Attach adds a file to a ticket: bytes, row, history and the job that carries it to the
// archive, all or nothing. Errors: those of [Casework.Do], store.ErrTicketFull.
func (w *Casework) Attach(ctx context.Context, code ticket.Code, by ticket.By, n store.NewAttachment) (kept db.Attachment, err error) {
	id := uuid.New()
	err = w.do(ctx, code, 0, by, n.Act(id), func(c *change) (err error) {
		kept, err = c.store.KeepAttachment(ctx, c.tx, c.q, id, c.row.ID, n, by, c.now)
		return err
	})
	if err != nil {
		return db.Attachment{}, err
	}
	return kept, nil
}

// files keeps what became of those that a step changed.
func (c *change) files(ctx context.Context, s step) error {
	for _, f := range s.Files {
		id, err := uuid.Parse(f.ID)
		if err != nil {
			return fmt.Errorf("casework: file: %w", err)
		}
		p := db.AttachmentMarkParams{ID: id, Public: f.Public}
		if f.Removed {
			of := s.Changes[0]
			p.RemovedAt, p.RemovedBy, p.RemovedReason = &of.At, of.Actor, of.Reason
		}
		if err := c.q.AttachmentMark(ctx, p); err != nil {
			return err
		}
	}
	return nil
}
