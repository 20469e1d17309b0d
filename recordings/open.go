package recordings

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

var (
	// ErrNotReady: the call lives, or its files are not closed yet, or another node has them alone.
	ErrNotReady = errors.New("recording is not ready yet")
	// ErrDeleted: its time was over (recordings/retention).
	ErrDeleted = errors.New("the recording's time was over, and it was deleted")
	// ErrMissing: the call left no recording.
	ErrMissing = errors.New("there is no recording of this call")
)

// Info describes what Open returns.
type Info struct {
	Name        string // for a download
	Size        int64  // bytes
	Channels    int
	SHA256      string // hex, of all bytes
	ModTime     time.Time
	ContentType string
}

// Open gives a recording to be heard: from the local disk while it is there and
// unaltered, else from the archive, where ranges are read as ranges. The reader
// must be closed, and not be used after ctx has ended.
//
// Errors: ErrNotFound, ErrNotReady, ErrMissing, ErrDeleted, ErrUnavailable, or the database's.
func (s *Service) Open(ctx context.Context, id uuid.UUID) (io.ReadSeekCloser, Info, error) {
	row, err := s.store.Recording(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, Info{}, fmt.Errorf("%w: %w", ErrNotFound, err)
	}
	if err != nil {
		return nil, Info{}, err
	}
	switch row.State {
	case store.RecordingExpected:
		return nil, Info{}, ErrNotReady
	case store.RecordingMissing:
		return nil, Info{}, ErrMissing
	case store.RecordingDeleted:
		return nil, Info{}, ErrDeleted
	}
	if row.Sha256 == nil || row.Bytes == nil || row.SpooledAt == nil {
		return nil, Info{}, ErrNotReady
	}
	info := Info{
		Name: row.CallID + "-" + row.Leg + ".wav", Size: *row.Bytes, Channels: channels, SHA256: *row.Sha256,
		ModTime: *row.SpooledAt, ContentType: contentType,
	}
	if f := s.openLocal(row); f != nil {
		return f, info, nil
	}
	if row.State == store.RecordingArchived {
		version := ""
		if row.Version != nil {
			version = *row.Version
		}
		o, err := s.archive.Get(ctx, *row.Bucket, *row.Object, version)
		if err != nil {
			return nil, Info{}, err
		}
		return o, info, nil
	}
	if err := s.here(ctx, row); err != nil {
		return nil, Info{}, err
	}
	f, err := s.local(ctx, row) // makes it again if it can
	if err != nil {
		return nil, Info{}, err
	}
	return f, info, nil
}

// here says ErrNotReady of a recording that waits for the archive in another node's spool.
func (s *Service) here(ctx context.Context, row db.Recording) error {
	if s.spool.hasAny(legOf(row), endStereo, endCitizen, endStaff) {
		return nil
	}
	c, err := s.store.CallByID(ctx, row.CallID)
	if err == nil && c.Call.Node != s.Node {
		err = fmt.Errorf("%w: it is with node %s until the archive has it", ErrNotReady, c.Call.Node)
	}
	return err
}

// verified remembers that a file had its checksum when it looked so. Who writes into it can set the time of its content back, and not that of its
// last change.
type verified struct {
	size    int64
	written time.Time
	changed syscall.Timespec
}

func verifiedAs(info fs.FileInfo) verified {
	v := verified{size: info.Size(), written: info.ModTime()}
	if told, ok := info.Sys().(*syscall.Stat_t); ok {
		v.changed = told.Ctim
	}
	return v
}

// openLocal opens the stereo file if it is here and what the row says. It reads
// the whole file once; afterwards length and times of change must be the same. What is
// read is what is given out: another may take its name meanwhile.
func (s *Service) openLocal(row db.Recording) *os.File {
	path := s.spool.path(legOf(row), endStereo)
	f, err := os.Open(path)
	if err != nil {
		return nil // released, or another node's
	}
	info, err := f.Stat()
	if err == nil && info.Size() == *row.Bytes {
		mark := verifiedAs(info)
		if known, ok := s.seen.Load(row.ID); ok && known == mark {
			return f
		}
		sum, _, err := sumOfAll(f)
		if err == nil && sum == *row.Sha256 {
			if _, err = f.Seek(0, io.SeekStart); err == nil {
				s.seen.Store(row.ID, mark)
				return f
			}
		}
	}
	_ = f.Close()
	s.metrics.failures.WithLabelValues("damaged").Inc()
	s.Log.Error("a stereo file in the spool is not what it was", "call", row.CallID, "leg", row.Leg)
	return nil
}
