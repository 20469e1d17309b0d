package recordings

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

const (
	workers       = 2
	uploadTimeout = 10 * time.Minute // 230 MB, four hours of talk, at 400 kB/s
	longestRetry  = 5 * time.Minute
	maxAttempts   = 1000 // of failures that are not the archive's being away
)

// archiveArgs names the recording to be archived.
type archiveArgs struct {
	Recording uuid.UUID `json:"recording"`
}

// Kind implements river.JobArgs.
func (archiveArgs) Kind() string { return "recording.archive" }

// Queue is the name of the node's job queue: only this node has the files.
func (s *Service) Queue() string { return "recordings-" + s.Node }

// Configure adds the worker and the queue to a River client's configuration,
// before the client is made. Who starts the client has the jobs of a killed process begin
// anew (store.ReclaimJobs); those of the other queues are taken up again after
// RescueStuckJobsAfter, which it shortens from River's hour.
func (s *Service) Configure(c *river.Config) error {
	if c.Workers == nil {
		c.Workers = river.NewWorkers()
	}
	if c.Queues == nil {
		c.Queues = map[string]river.QueueConfig{}
	}
	if err := river.AddWorkerSafely(c.Workers, &archiveWorker{service: s}); err != nil {
		return fmt.Errorf("recordings: %w", err)
	}
	c.Queues[s.Queue()] = river.QueueConfig{MaxWorkers: workers}
	if c.RescueStuckJobsAfter == 0 {
		c.RescueStuckJobsAfter = uploadTimeout + 2*time.Minute
	}
	return nil
}

// enqueue adds the row's job within tx, unless one is waiting or at work.
func (s *Service) enqueue(ctx context.Context, tx pgx.Tx, row db.Recording) error {
	client := s.client.Load()
	if client == nil {
		return errors.New("recordings: the service does not run")
	}
	_, err := (*client).InsertTx(ctx, tx, archiveArgs{Recording: row.ID}, &river.InsertOpts{
		Queue:       s.Queue(),
		MaxAttempts: maxAttempts,
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
			rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
			rivertype.JobStateRunning, rivertype.JobStateScheduled,
		}},
	})
	if err != nil {
		return fmt.Errorf("enqueue the archiving of %s: %w", row.ID, err)
	}
	return nil
}

// archiveWorker is River's side of archiving.
type archiveWorker struct {
	river.WorkerDefaults[archiveArgs]
	service *Service
}

// Timeout implements river.Worker.
func (*archiveWorker) Timeout(*river.Job[archiveArgs]) time.Duration { return uploadTimeout }

// NextRetry implements river.Worker: twice as long each time, at most longestRetry.
func (w *archiveWorker) NextRetry(job *river.Job[archiveArgs]) time.Time {
	wait := w.service.RetryAfter << min(job.Attempt, 16)
	return w.service.Now().Add(spread(min(wait, longestRetry)))
}

// Work implements river.Worker.
func (w *archiveWorker) Work(ctx context.Context, job *river.Job[archiveArgs]) error {
	s := w.service
	row, err := s.store.Recording(ctx, job.Args.Recording)
	if errors.Is(err, store.ErrNotFound) {
		return river.JobCancel(err)
	}
	if err != nil {
		return err
	}
	if row.State != store.RecordingSpooled {
		return nil // done before
	}
	err = s.archiveOne(ctx, row)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrUnavailable), bucketRefuses(err):
		// The probe logs this once; here it would be once for each recording, and each of its tries.
		s.metrics.failures.WithLabelValues("archived").Inc()
		s.Log.Debug("the archive is away, or takes nothing; a recording waits", "call", row.CallID, "err", err)
		// The longer it has waited already, the less often it asks.
		wait := min(max(s.RetryAfter, s.spooledFor(row)/10), longestRetry)
		return river.JobSnooze(spread(wait))
	default:
		s.failed(ctx, "archived", row.CallID, err)
		return err
	}
}

// spread keeps jobs that failed together from coming back together.
func spread(d time.Duration) time.Duration { return d + rand.N(d/4+1) }

// objectKey is the same whenever it is asked for: it comes from what never changes in a row.
func objectKey(row db.Recording) string {
	return fmt.Sprintf("%s/%s/%s.wav", row.CreatedAt.UTC().Format("2006/01/02"), row.CallID, row.Leg)
}

// archiveOne stores one recording and marks its row.
func (s *Service) archiveOne(ctx context.Context, row db.Recording) error {
	if row.Sha256 == nil || row.Bytes == nil || row.DurationMs == nil || row.Channels == nil {
		return fmt.Errorf("recording %s is spooled without its checksum", row.ID)
	}
	if err := s.bucketReady(ctx); err != nil {
		return err
	}
	file, err := s.local(ctx, row)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	key := objectKey(row)
	until := s.retainUntil(row)
	version, err := s.archive.PutUntil(ctx, key, contentType, file, *row.Bytes, *row.Sha256, until)
	s.health.taken(err)
	if err != nil {
		return err
	}
	_, err = s.store.RecordingArchived(ctx, db.RecordingArchivedParams{
		ID: row.ID, Sha256: *row.Sha256, Bytes: *row.Bytes, DurationMs: *row.DurationMs, Channels: *row.Channels,
		Bucket: s.archive.Bucket(), Object: key, Version: version, ArchivedAt: s.Now(), RetainUntil: whole(until),
	})
	if err != nil {
		return fmt.Errorf("mark recording %s archived: %w", row.ID, err)
	}
	s.metrics.archived.Inc()
	s.metrics.archivedBytes.Add(float64(*row.Bytes))
	s.metrics.delay.Observe(s.spooledFor(row).Seconds())
	s.Log.Info("recording archived", "call", row.CallID, "leg", row.Leg, "object", key, "version", version, "sha256", *row.Sha256)
	return nil
}

// local opens the stereo file after checking that it is what the row says. One
// that is gone or damaged is made again of its sides, which are kept as long.
func (s *Service) local(ctx context.Context, row db.Recording) (*os.File, error) {
	l := legOf(row)
	path := s.spool.path(l, endStereo)
	sum, size, err := sumFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil || sum != *row.Sha256 || size != *row.Bytes {
		s.working.Lock()
		_, err := s.spool.assemble(ctx, l, *row.Sha256)
		s.working.Unlock()
		switch {
		case errors.Is(err, ErrChecksum):
			return nil, fmt.Errorf("the stereo file of %s was damaged, and so are its sides; all are kept as they are: %w", l, err)
		case err != nil:
			return nil, fmt.Errorf("the stereo file of %s is lost: %w", l, err)
		}
		s.Log.Warn("a damaged stereo file was made again from its sides", "call", l.call, "leg", l.name)
	}
	return os.Open(path)
}
