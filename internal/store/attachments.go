package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"hotline1022/internal/attachment"
	"hotline1022/internal/signature"
	"hotline1022/internal/store/db"
)

// What a file was added for (attachments.purpose).
const (
	PurposeEvidence = "evidence"
	PurposeProgress = "progress"
	PurposeReply    = "reply"
)

// What one ticket may hold.
const (
	MaxAttachments     = 50
	MaxAttachmentBytes = 200 << 20
)

// ErrTicketFull: the ticket holds as many files, or as much, as it may.
var ErrTicketFull = errors.New("store: the ticket holds no more files")

// NewAttachment is a file to be added to a ticket.
type NewAttachment struct {
	Ticket  db.Ticket
	File    attachment.File
	Purpose string
	Unit    string // of an officer who adds it
	Actor   string // username
	// Report is of a signed PDF; nil: it is none. A reply has one that is sound.
	Report *signature.Report
}

// KeepAttachment keeps a file with the ticket's history and the audit row, and has it carried to
// the archive. The error may be [ErrTicketFull].
func (s *Store) KeepAttachment(ctx context.Context, n NewAttachment) (kept db.Attachment, err error) {
	err = s.Tx(ctx, func(tx pgx.Tx, q *db.Queries) error {
		// One after the other: two uploads at once would both find room for one.
		if _, err := tx.Exec(ctx, "SELECT 1 FROM tickets WHERE id = $1 FOR UPDATE", n.Ticket.ID); err != nil {
			return err
		}
		holds, err := q.AttachmentBytesOfTicket(ctx, n.Ticket.ID)
		if err != nil {
			return err
		}
		if holds.Files >= MaxAttachments || holds.Bytes+int64(len(n.File.Data)) > MaxAttachmentBytes {
			return ErrTicketFull
		}
		at, err := q.Now(ctx)
		if err != nil {
			return err
		}
		if kept, err = n.keep(ctx, q, at); err != nil {
			return err
		}
		if err := n.note(ctx, q, kept, at); err != nil {
			return err
		}
		return s.EnqueueAttachments(ctx, tx, kept.ID)
	})
	if err != nil {
		return db.Attachment{}, fmt.Errorf("store: keep attachment: %w", err)
	}
	return kept, nil
}

func (n NewAttachment) keep(ctx context.Context, q *db.Queries, at time.Time) (kept db.Attachment, err error) {
	sum := sha256.Sum256(n.File.Data)
	p := db.AttachmentKeepParams{
		TicketID: n.Ticket.ID, Name: Text(n.File.Name), Kind: string(n.File.Kind), Bytes: int64(len(n.File.Data)), Sha256: sum[:],
		Purpose: n.Purpose, Unit: orNull(n.Unit), AddedBy: n.Actor, AddedAt: at,
	}
	if n.Report != nil {
		p.Trusted = n.Report.Trusted()
		if p.Signatures, err = json.Marshal(n.Report.Signatures); err != nil {
			return kept, err
		}
		p.Signatures = withoutNUL(p.Signatures)
	}
	if kept, err = q.AttachmentKeep(ctx, p); err != nil {
		return kept, err
	}
	return kept, q.AttachmentContentKeep(ctx, db.AttachmentContentKeepParams{AttachmentID: kept.ID, Content: n.File.Data})
}

func (n NewAttachment) note(ctx context.Context, q *db.Queries, kept db.Attachment, at time.Time) error {
	raw, err := json.Marshal(map[string]any{
		"attachment": kept.ID, "name": kept.Name, "kind": kept.Kind, "bytes": kept.Bytes, "purpose": kept.Purpose, "sha256": hex.EncodeToString(kept.Sha256),
	})
	if err != nil {
		return err
	}
	err = q.TicketEventAppend(ctx, db.TicketEventAppendParams{TicketID: n.Ticket.ID, At: at, Actor: n.Actor, Kind: "ticket.attached", Data: raw})
	if err != nil {
		return err
	}
	return q.AuditAppend(ctx, db.AuditAppendParams{At: at, Actor: n.Actor, Action: "ticket.attach", Object: "ticket:" + n.Ticket.Code, Detail: raw})
}

// Signatures reads what was found of a document's signatures when it was added; none: it is not signed.
func Signatures(a db.Attachment) (list []signature.Signature, err error) {
	if a.Signatures == nil {
		return nil, nil
	}
	if err := json.Unmarshal(a.Signatures, &list); err != nil {
		return nil, fmt.Errorf("store: signatures of attachment %s: %w", a.ID, err)
	}
	return list, nil
}

// ArchiveAttachment is the job that carries a file to the archive; package shelf works it.
type ArchiveAttachment struct {
	Attachment uuid.UUID `json:"attachment"`
}

// Kind implements river.JobArgs.
func (ArchiveAttachment) Kind() string { return "attachment.archive" }

// AttachmentJobs is the job queue of attachments, which every node works.
const AttachmentJobs = "attachments"

// EnqueueAttachments has files carried to the archive. A second job for one of them finds nothing to do.
func (s *Store) EnqueueAttachments(ctx context.Context, tx pgx.Tx, ids ...uuid.UUID) error {
	for _, id := range ids {
		if _, err := s.jobs.InsertTx(ctx, tx, ArchiveAttachment{Attachment: id}, &river.InsertOpts{Queue: AttachmentJobs}); err != nil {
			return fmt.Errorf("store: enqueue attachment: %w", err)
		}
	}
	return nil
}

// Attachment gives one; ErrNotFound.
func (s *Store) Attachment(ctx context.Context, id uuid.UUID) (db.Attachment, error) {
	a, err := s.AttachmentByID(ctx, id)
	if err != nil {
		return a, fmt.Errorf("store: attachment %s: %w", id, notFound(err))
	}
	return a, nil
}

// AttachmentInArchive marks a file as archived and lets its bytes leave the database, both or neither.
func (s *Store) AttachmentInArchive(ctx context.Context, p db.AttachmentArchivedParams) error {
	return s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if _, err := q.AttachmentArchived(ctx, p); err != nil {
			return err
		}
		return q.AttachmentContentDrop(ctx, p.ID)
	})
}
