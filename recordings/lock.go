package recordings

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"

	"hotline1022/internal/store/db"
)

// ErrLock: the bucket does not keep an object from being removed, as it should.
var ErrLock = errors.New("the bucket refuses object lock")

// metaSum is the object's own metadata (x-amz-meta-sha256) with its SHA-256 in hexadecimal digits.
const metaSum = "sha256"

// refusedLock tells a refusal of object lock from others: by the codes that servers give for it, of a request that asked for it.
func (a *Archive) refusedLock(until time.Time, err error) error {
	if err == nil || until.IsZero() {
		return err
	}
	var answer minio.ErrorResponse
	if !errors.As(err, &answer) {
		return err
	}
	switch answer.Code {
	case "InvalidRequest", "ObjectLockConfigurationNotFoundError", "InvalidRetentionDate", "PastObjectLockRetainDate", "NotImplemented", "MethodNotAllowed":
		return fmt.Errorf("%w: %w", ErrLock, err)
	}
	return err
}

// hold locks a version that is there until then, if it is not; it is never let go earlier. The zero time holds nothing.
func (a *Archive) hold(ctx context.Context, bucket, key, version string, until time.Time) error {
	if until.IsZero() {
		return nil
	}
	held, err := a.lockOf(ctx, bucket, key, version)
	if err != nil {
		return a.refusedLock(until, err)
	}
	if !held.Before(until.Truncate(time.Second)) {
		return nil
	}
	how, at := minio.Compliance, until.UTC()
	err = a.core.PutObjectRetention(ctx, bucket, key, minio.PutObjectRetentionOptions{Mode: &how, RetainUntilDate: &at, VersionID: version})
	if err != nil {
		return a.refusedLock(until, a.fault("lock "+key, err))
	}
	return nil
}

// lockOf is until when a version is locked; the zero time: it is not.
func (a *Archive) lockOf(ctx context.Context, bucket, key, version string) (time.Time, error) {
	mode, held, err := a.core.GetObjectRetention(ctx, bucket, key, version)
	var unknown xml.UnmarshalError
	switch {
	case errors.As(err, &unknown): // versitygw calls its answer by another name (ObjectLockRetention), and tells the same of the object itself, if none lies over it
		kept, err := a.Look(ctx, bucket, key, version)
		return kept.Until, err
	case err != nil && minio.ToErrorResponse(err).Code != "NoSuchObjectLockConfiguration":
		return time.Time{}, a.fault("ask for the lock of "+key, err)
	case err == nil && mode != nil && *mode == minio.Compliance && held != nil:
		return *held, nil
	}
	return time.Time{}, nil
}

// Kept is what the archive says of an object that it keeps, without reading it.
type Kept struct {
	Size   int64
	SHA256 string    // that the server computed when it came, base64
	Meta   string    // in the object's own metadata, hexadecimal; "" in those of before it was
	Until  time.Time // nobody removes it before; zero: anybody may
}

// Look asks for a version of an object; the error is [ErrNotFound] or [ErrUnavailable], or what the server says.
func (a *Archive) Look(ctx context.Context, bucket, key, version string) (Kept, error) {
	info, err := a.stat(ctx, bucket, key, version)
	if err != nil {
		return Kept{}, err
	}
	k := Kept{Size: info.Size, SHA256: info.ChecksumSHA256, Meta: info.UserMetadata[http.CanonicalHeaderKey(metaSum)]}
	if info.Metadata.Get("X-Amz-Object-Lock-Mode") == minio.Compliance.String() {
		if at, err := time.Parse(time.RFC3339, info.Metadata.Get("X-Amz-Object-Lock-Retain-Until-Date")); err == nil {
			k.Until = at
		}
	}
	return k, nil
}

// retainUntil is until when a recording is locked: months from its call, where the bucket can; to the second, which is what is kept.
func (s *Service) retainUntil(row db.Recording) time.Time {
	s.health.mu.Lock()
	defer s.health.mu.Unlock()
	if s.Retain == 0 || !s.health.locked {
		return time.Time{}
	}
	until := MonthsAfter(row.CreatedAt, s.Retain)
	if !until.After(s.Now()) {
		return time.Time{} // a call of long ago, taken up late: its time is over
	}
	return until
}

// MonthsAfter is n months later, to the second; where that month has no such day, its very end. So what began later ends no
// earlier, as it would with time's AddDate (31 January and 1 March, a month on).
func MonthsAfter(t time.Time, n int) time.Time {
	t = t.UTC().Truncate(time.Second)
	first := t.AddDate(0, 0, 1-t.Day()).AddDate(0, n, 0)
	if next := first.AddDate(0, 1, 0); t.Day() > next.AddDate(0, 0, -1).Day() {
		return time.Date(next.Year(), next.Month(), 1, 0, 0, 0, 0, time.UTC).Add(-time.Second)
	}
	return first.AddDate(0, 0, t.Day()-1)
}

// bucketRefuses says of an error that no recording is taken, whichever it is: we may not store, the bucket does not lock, or does not encrypt.
func bucketRefuses(err error) bool {
	return errors.Is(err, ErrLock) || errors.Is(err, ErrPlain) || errors.Is(err, ErrRefused) && !errors.Is(err, ErrNoKey)
}

// taken notes whether the archive refused what it was last given: an alarm until it takes one again.
func (h *health) taken(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case bucketRefuses(err):
		h.refused = err
	case err == nil:
		h.refused = nil
	}
}

// whole is a time as a row has it; null for none.
func whole(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
