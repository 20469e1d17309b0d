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
	"hotline1022/internal/ticket"
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
	File    attachment.File
	Purpose ticket.Purpose
	// Report is of a signed PDF; nil: it is none. A reply has one that is sound.
	Report *signature.Report
}

// Act is how it is told of in the ticket's history.
func (n NewAttachment) Act(id uuid.UUID) ticket.Attach {
	sum := sha256.Sum256(n.File.Data)
	return ticket.Attach{
		File: id.String(), Name: n.File.Name, Type: string(n.File.Kind), Bytes: int64(len(n.File.Data)), SHA256: hex.EncodeToString(sum[:]), Purpose: n.Purpose,
	}
}

// KeepAttachment keeps a file of a ticket that is locked, within tx, and has it carried to
// the archive. The error may be [ErrTicketFull].
func (s *Store) KeepAttachment(ctx context.Context, tx pgx.Tx, q *db.Queries, id uuid.UUID, to int64, n NewAttachment, by ticket.By, at time.Time) (db.Attachment, error) {
	holds, err := q.AttachmentBytesOfTicket(ctx, to)
	if err != nil {
		return db.Attachment{}, fmt.Errorf("store: what a ticket holds: %w", err)
	}
	if holds.Files >= MaxAttachments || holds.Bytes+int64(len(n.File.Data)) > MaxAttachmentBytes {
		return db.Attachment{}, ErrTicketFull
	}
	sum := sha256.Sum256(n.File.Data)
	p := db.AttachmentKeepParams{
		ID: id, TicketID: to, Name: Text(n.File.Name), Kind: string(n.File.Kind), Bytes: int64(len(n.File.Data)), Sha256: sum[:],
		Purpose: string(n.Purpose), Unit: orNull(by.Unit), AddedBy: by.Name, AddedAt: at,
	}
	if n.Report != nil {
		p.Trusted = n.Report.Trusted()
		if p.Signatures, err = json.Marshal(n.Report.Signatures); err != nil {
			return db.Attachment{}, err
		}
		p.Signatures = withoutNUL(p.Signatures)
	}
	kept, err := q.AttachmentKeep(ctx, p)
	if err == nil {
		err = q.AttachmentContentKeep(ctx, db.AttachmentContentKeepParams{AttachmentID: kept.ID, Content: n.File.Data})
	}
	if err != nil {
		return db.Attachment{}, fmt.Errorf("store: keep attachment: %w", err)
	}
	return kept, s.EnqueueAttachments(ctx, tx, kept.ID)
}

// Openable says that there is a form of a file that everybody may see: of a picture the
// one drawn anew; of documents the signed replies alone, which are published as they are.
func Openable(a db.Attachment) bool {
	kind := attachment.Kind(a.Kind)
	return kind.Publishable() && (kind != attachment.PDF || ticket.Purpose(a.Purpose) == ticket.FileReply)
}

// TicketFile is a file of a ticket's as acts go by it; [ErrNotFound].
func (s *Store) TicketFile(ctx context.Context, q *db.Queries, of int64, id string) (ticket.File, error) {
	key, err := uuid.Parse(id)
	if err != nil {
		return ticket.File{}, ErrNotFound
	}
	a, err := q.AttachmentByID(ctx, key)
	switch {
	case err != nil:
		return ticket.File{}, fmt.Errorf("store: file of a ticket: %w", notFound(err))
	case a.TicketID != of:
		return ticket.File{}, ErrNotFound
	}
	return fileOf(a), nil
}

// PublishedFiles are those of a ticket that are to be published with it.
func (s *Store) PublishedFiles(ctx context.Context, q *db.Queries, of int64) (all []ticket.File, err error) {
	rows, err := q.AttachmentsOfTicket(ctx, of)
	if err != nil {
		return nil, fmt.Errorf("store: files of a ticket: %w", err)
	}
	for _, a := range rows {
		if a.Public {
			all = append(all, fileOf(a))
		}
	}
	return all, nil
}

func fileOf(a db.Attachment) ticket.File {
	return ticket.File{
		ID: a.ID.String(), Purpose: ticket.Purpose(a.Purpose), At: a.AddedAt, Unit: deref(a.Unit), Open: Openable(a), Public: a.Public, Removed: a.RemovedAt != nil,
	}
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
