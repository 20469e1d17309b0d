package shelf

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"hotline1022/internal/attachment"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

var (
	// ErrAltered: what the archive holds is not what was added.
	ErrAltered = errors.New("shelf: the file in the archive is not the one that was added")
	// ErrAway: the archive cannot be reached now.
	ErrAway = errors.New("shelf: the archive does not answer")
)

// Objects is the archive. Errors that later may be none satisfy Away.
type Objects interface {
	Bucket() string
	// Put keeps bytes under a key, and compares their SHA-256 (hex) with what it keeps; an object
	// that is there with this checksum is taken as it is.
	Put(ctx context.Context, key, contentType string, r io.ReadSeeker, size int64, sum string) (version string, err error)
	Get(ctx context.Context, bucket, key, version string) (io.ReadSeekCloser, error)
	// Away says that an error is of an archive that cannot be reached now.
	Away(err error) bool
}

// Options of a Shelf. Zero durations take the defaults.
type Options struct {
	RetryAfter    time.Duration // the archive is away; default 30 s
	SweepEvery    time.Duration // default 1 min
	StrandedAfter time.Duration // not archived for so long: the job may be lost; default 15 min
	Log           *slog.Logger
	Now           func() time.Time
}

const (
	workers   = 1 // these are large, and nobody waits for them
	sweepPage = 100
	limit     = 5 * time.Minute // of one file on its way
)

// Shelf is safe for use by several goroutines.
type Shelf struct {
	Options
	store   *store.Store
	objects Objects
}

// New starts nothing.
func New(o Options, st *store.Store, objects Objects) *Shelf {
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{{&o.RetryAfter, 30 * time.Second}, {&o.SweepEvery, time.Minute}, {&o.StrandedAfter, 15 * time.Minute}} {
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
	return &Shelf{o, st, objects}
}

// Read gives a file's bytes as they were added. The error is store.ErrNotFound, [ErrAltered],
// [ErrAway], the archive's, or the database's.
func (s *Shelf) Read(ctx context.Context, a db.Attachment) (attachment.File, error) {
	f := attachment.File{Name: a.Name, Kind: attachment.Kind(a.Kind)}
	data, err := s.store.AttachmentContent(ctx, a.ID)
	if errors.Is(err, pgx.ErrNoRows) {
		if a, err = s.store.Attachment(ctx, a.ID); err == nil { // it may have left meanwhile
			data, err = s.fetch(ctx, a)
		}
	}
	switch {
	case err != nil && s.objects.Away(err):
		return f, fmt.Errorf("%w: attachment %s: %w", ErrAway, a.ID, err)
	case err != nil:
		return f, fmt.Errorf("shelf: attachment %s: %w", a.ID, err)
	}
	if sum := sha256.Sum256(data); !bytes.Equal(sum[:], a.Sha256) {
		return f, fmt.Errorf("%w: %s", ErrAltered, a.ID)
	}
	f.Data = data
	return f, nil
}

func (s *Shelf) fetch(ctx context.Context, a db.Attachment) ([]byte, error) {
	if a.Object == nil || a.Bucket == nil || a.Version == nil {
		return nil, store.ErrNotFound
	}
	r, err := s.objects.Get(ctx, *a.Bucket, *a.Object, *a.Version)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	return io.ReadAll(io.LimitReader(r, a.Bytes+1))
}

// Configure adds the worker and the queue to a River client's configuration.
func (s *Shelf) Configure(c *river.Config) error {
	if c.Workers == nil {
		c.Workers = river.NewWorkers()
	}
	if c.Queues == nil {
		c.Queues = map[string]river.QueueConfig{}
	}
	if err := river.AddWorkerSafely(c.Workers, &worker{shelf: s}); err != nil {
		return fmt.Errorf("shelf: %w", err)
	}
	c.Queues[store.AttachmentJobs] = river.QueueConfig{MaxWorkers: workers}
	return nil
}

// Run gives files whose job was lost another, until ctx ends.
func (s *Shelf) Run(ctx context.Context) {
	tick := time.NewTicker(s.SweepEvery)
	defer tick.Stop()
	for {
		if err := s.sweep(ctx); err != nil && ctx.Err() == nil {
			s.Log.Debug("attachments were not looked through; they will be", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// sweep carries on itself: with a job each, those of an archive that is away for days would be
// given more and more.
func (s *Shelf) sweep(ctx context.Context) error {
	ids, err := s.store.AttachmentsWaiting(ctx, db.AttachmentsWaitingParams{Before: s.Now().Add(-s.StrandedAfter), Page: sweepPage})
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.archive(ctx, id); err != nil {
			return err
		}
		s.Log.Warn("an attachment had lost its job", "attachment", id)
	}
	return nil
}

// archive carries one file over; one that is there already is left alone.
func (s *Shelf) archive(ctx context.Context, id uuid.UUID) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	a, err := s.store.Attachment(ctx, id)
	if err != nil || a.ArchivedAt != nil {
		return err
	}
	data, err := s.store.AttachmentContent(ctx, id)
	if err != nil {
		return err
	}
	key := "attachments/" + a.AddedAt.UTC().Format("2006/01/02") + "/" + a.ID.String()
	version, err := s.objects.Put(ctx, key, a.Kind, bytes.NewReader(data), a.Bytes, hex.EncodeToString(a.Sha256))
	if err != nil {
		return err
	}
	return s.store.AttachmentInArchive(ctx, db.AttachmentArchivedParams{ID: id, At: s.Now(), Bucket: s.objects.Bucket(), Object: key, Version: version})
}

// worker is River's side of archiving.
type worker struct {
	river.WorkerDefaults[store.ArchiveAttachment]
	shelf *Shelf
}

// Timeout implements river.Worker.
func (*worker) Timeout(*river.Job[store.ArchiveAttachment]) time.Duration { return limit }

// Work implements river.Worker.
func (w *worker) Work(ctx context.Context, job *river.Job[store.ArchiveAttachment]) error {
	err := w.shelf.archive(ctx, job.Args.Attachment)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return river.JobCancel(err)
	case err != nil && w.shelf.objects.Away(err):
		return river.JobSnooze(w.shelf.RetryAfter)
	}
	return err
}
