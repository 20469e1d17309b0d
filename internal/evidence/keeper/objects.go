package keeper

import (
	"context"
	"io"
	"time"
)

// Objects is the archive.
type Objects interface {
	Bucket() string
	// Place keeps bytes under a key until then, where the bucket can lock; bytes that are there are taken as they are.
	Place(ctx context.Context, key, contentType string, body []byte, until time.Time) (version string, err error)
	// LockUntil has nobody remove a version before then; one that is locked for longer stays so.
	LockUntil(ctx context.Context, bucket, key, version string, until time.Time) error
	// LegalHold has nobody remove a version, whatever its lock, until it is taken off again.
	LegalHold(ctx context.Context, bucket, key, version string, on bool) error
	Look(ctx context.Context, bucket, key, version string) (Object, error)
	Get(ctx context.Context, bucket, key, version string) (io.ReadSeekCloser, error)
	// Versions tells what lies in a bucket under each key that begins so, whoever put it there, the newest first.
	Versions(ctx context.Context, bucket, prefix string) (map[string][]Layer, error)
	// Gone says of an error that there is no such object.
	Gone(err error) bool
	// NoBucket says of an error that there is no such bucket.
	NoBucket(err error) bool
	// Refused says of an error that the archive does not open the object to us, so that nothing is known of it.
	Refused(err error) bool
	// Locks says whether a bucket can keep its objects from being removed.
	Locks(ctx context.Context, bucket string) (bool, error)
	// Answers asks whether the archive and its bucket are there at all.
	Answers(ctx context.Context) error
}

// Object is what the archive says of what it keeps.
type Object struct {
	Size   int64
	SHA256 string    // of its bytes as they came, in hexadecimal digits
	Meta   string    // in its own metadata, likewise; "" where it has none
	Until  time.Time // nobody removes it before; zero: anybody may
}

// Layer is a version of an object, or a delete marker.
type Layer struct {
	Version string
	Deleted bool
}
