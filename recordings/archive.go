package recordings

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/minio/minio-go/v7/pkg/encrypt"

	"hotline1022/internal/config"
)

var (
	// ErrUnavailable: the archive cannot be reached, or is not able to serve; later it may.
	ErrUnavailable = errors.New("the archive cannot be reached")
	// errUnserved: the archive was reached and says that it is not able to; it may be the one object's fault.
	errUnserved = unserved{}
	// ErrChecksum: what arrived, or lies in the archive, is not what we have.
	ErrChecksum = errors.New("checksum mismatch")
	// ErrNotFound: no such recording, or no such object.
	ErrNotFound = errors.New("recording not found")
	// ErrRefused: the archive does not open it to us: we may not, or it lies under a key that we do not have ([ErrNoKey]).
	ErrRefused = errors.New("the archive refuses it")
	// ErrNoKey is an [ErrRefused]: the object is encrypted (SSE-C).
	ErrNoKey error = noKey{}
)

// noKey is an [ErrRefused] in other words.
type noKey struct{}

func (noKey) Error() string {
	return "it is encrypted, and no key that is configured opens it (storage.key, storage.earlier_keys)"
}
func (noKey) Is(target error) bool { return target == ErrRefused }

// unserved is an [ErrUnavailable] in other words.
type unserved struct{}

func (unserved) Error() string        { return "the archive answers that it cannot" }
func (unserved) Is(target error) bool { return target == ErrUnavailable }

// Archive is the bucket that recordings are kept in (MinIO, or any S3 with
// versions and SHA-256 checksums). Safe for use by several goroutines.
type Archive struct {
	core      minio.Core
	transport *dated
	bucket    string
	region    string
	secrecy   secrecy
	tried     atomic.Bool // it encrypts what comes with a key
	made      atomic.Bool // the bucket was made by us, and was not compared with the rows since
}

// OpenArchive makes the handle without connecting.
func OpenArchive(c config.Storage) (*Archive, error) {
	trust, err := transportTLS(c)
	if err != nil {
		return nil, err
	}
	transport := &dated{Transport: &http.Transport{
		TLSClientConfig:       trust,
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout:   5 * time.Second,
		ResponseHeaderTimeout: 60 * time.Second, // MinIO answers a PUT only when the disk has it
		IdleConnTimeout:       60 * time.Second,
		MaxIdleConnsPerHost:   8,
		DisableCompression:    true, // ranges are of the bytes as they are
	}}
	client, err := minio.New(c.Endpoint, &minio.Options{
		Creds:      credentials.NewStaticV4(c.AccessKey, c.SecretKey, ""),
		Secure:     c.TLS,
		Region:     c.Region,
		Transport:  transport,
		MaxRetries: 1, // the job queue retries; a hidden second loop would only delay its knowing
	})
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	return &Archive{core: minio.Core{Client: client}, transport: transport, bucket: c.Bucket, region: c.Region, secrecy: secrecy{c.Keys()}}, nil
}

// Close drops idle connections.
func (a *Archive) Close() { a.transport.CloseIdleConnections() }

// Bucket is the bucket's name.
func (a *Archive) Bucket() string { return a.bucket }

// EnsureBucket makes the bucket, with versions and object lock, if it is
// missing, and turns on versions where they are off. Idempotent. A bucket of
// others without object lock is taken as it is: locked says so. The error is [ErrPlain] where it would keep in plain what is to be encrypted.
func (a *Archive) EnsureBucket(ctx context.Context) (locked bool, err error) {
	exists, err := a.core.BucketExists(ctx, a.bucket)
	if err != nil {
		return false, a.fault("look for the bucket", err)
	}
	if !exists {
		err := a.core.MakeBucket(ctx, a.bucket, minio.MakeBucketOptions{Region: a.region, ObjectLocking: true})
		if code := minio.ToErrorResponse(err).Code; err != nil && code != "BucketAlreadyOwnedByYou" {
			return false, a.fault("make the bucket", err)
		} else if err == nil {
			a.made.Store(true)
		}
	}
	versions, err := a.core.GetBucketVersioning(ctx, a.bucket)
	if err != nil {
		return false, a.fault("ask for the bucket's versioning", err)
	}
	if !versions.Enabled() {
		if err := a.core.EnableVersioning(ctx, a.bucket); err != nil {
			return false, a.fault("turn on the bucket's versioning", err)
		}
	}
	if err := a.encrypts(ctx); err != nil {
		return false, err
	}
	return a.Locks(ctx, a.bucket)
}

// Locks says whether a bucket, which may be that of before the configuration named another, can keep its objects from being removed.
func (a *Archive) Locks(ctx context.Context, bucket string) (bool, error) {
	lock, _, _, _, err := a.core.GetObjectLockConfig(ctx, bucket)
	if code := minio.ToErrorResponse(err).Code; err != nil && code != "ObjectLockConfigurationNotFoundError" {
		return false, a.fault("ask for the bucket's object lock", err)
	}
	return lock == "Enabled", nil
}

// Put stores size bytes of r, whose SHA-256 is sum (hex), under key with a media type, and
// returns the version. The server compares the checksum with what arrives and
// keeps nothing when it differs; then we ask back what it keeps. An object that
// is there already with this checksum is not sent again. r must be at its beginning.
func (a *Archive) Put(ctx context.Context, key, contentType string, r io.ReadSeeker, size int64, sum string) (version string, err error) {
	return a.PutUntil(ctx, key, contentType, r, size, sum, time.Time{})
}

// PutUntil is Put of what nobody may remove before until, whoever asks (object lock in compliance mode); the zero time locks
// nothing. The error is [ErrLock] when the bucket refuses that: then it keeps nothing.
func (a *Archive) PutUntil(ctx context.Context, key, contentType string, r io.ReadSeeker, size int64, sum string, until time.Time) (version string, err error) {
	raw, err := hex.DecodeString(sum)
	if err != nil || len(raw) != 32 {
		return "", fmt.Errorf("archive %s: %q is no SHA-256", key, sum)
	}
	want := base64.StdEncoding.EncodeToString(raw)
	version, err = a.verify(ctx, key, "", size, want)
	if err == nil {
		return version, a.hold(ctx, a.bucket, key, version, until)
	}
	if !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrChecksum) {
		return "", err
	}
	if err := a.encrypts(ctx); err != nil {
		return "", err
	}
	sse, err := a.secrecy.fresh(a.bucket, key)
	if err != nil {
		return "", fmt.Errorf("archive %s: %w", key, err)
	}
	o := minio.PutObjectOptions{
		ContentType:          contentType,
		ServerSideEncryption: sse,
		// The first is sent as it is: the signature covers it, and so the body's hash. The other stays with the
		// object wherever it is copied.
		UserMetadata: map[string]string{"x-amz-checksum-sha256": want, metaSum: sum},
		// No signature for each chunk: the body is already bound by sum.
		DisableContentSha256: true,
	}
	if !until.IsZero() {
		o.Mode, o.RetainUntilDate = minio.Compliance, until.UTC()
	}
	info, err := a.core.PutObject(ctx, a.bucket, key, r, size, "", sum, o)
	if err != nil {
		return "", a.refusedLock(until, a.fault("store "+key, err))
	}
	return a.verify(ctx, key, info.VersionID, size, want)
}

// verify asks what the archive keeps under key.
func (a *Archive) verify(ctx context.Context, key, version string, size int64, want string) (string, error) {
	info, err := a.stat(ctx, a.bucket, key, version)
	if err != nil {
		return "", err
	}
	if info.Size != size || info.ChecksumSHA256 != want {
		return "", fmt.Errorf("archive %s: %w: it keeps %d bytes with %q, not %d with %q", key, ErrChecksum, info.Size, info.ChecksumSHA256, size, want)
	}
	return info.VersionID, nil
}

// Away says of an error that the archive cannot be reached now, and later may.
func (a *Archive) Away(err error) bool { return errors.Is(err, ErrUnavailable) }

// Get reads an object, any part of it.
func (a *Archive) Get(ctx context.Context, bucket, key, version string) (io.ReadSeekCloser, error) {
	var o *minio.Object
	err := a.secrecy.open(bucket, key, func(sse encrypt.ServerSide) (err error) {
		if o, err = a.core.Client.GetObject(ctx, bucket, key, minio.GetObjectOptions{VersionID: version, ServerSideEncryption: sse}); err != nil {
			return err
		}
		// The first byte shows whether it is there at all; an answer must not begin otherwise.
		if _, err = o.Stat(); err != nil {
			_ = o.Close()
		}
		return err
	})
	if err != nil {
		return nil, a.fault("read "+key, err)
	}
	return o, nil
}

// fault sorts an error into those that callers tell apart.
func (a *Archive) fault(doing string, err error) error {
	if errors.Is(err, ErrNoKey) {
		return fmt.Errorf("archive %s: %s: %w", a.bucket, doing, err)
	}
	kind := error(nil)
	answer := minio.ToErrorResponse(err)
	if remedy := a.misspoken(err, answer); remedy != "" {
		return fmt.Errorf("archive %s: %s: %w: %s: %w", a.bucket, doing, ErrUnavailable, remedy, err)
	}
	switch answer.Code {
	case "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch", "BadDigest", "InvalidDigest", "IncompleteBody":
		kind = ErrChecksum
	case "NoSuchKey", "NoSuchVersion":
		kind = ErrNotFound
	default:
		switch {
		case answer.StatusCode == 0:
			kind = ErrUnavailable
		case answer.StatusCode >= 500 || answer.StatusCode == http.StatusTooManyRequests:
			kind = errUnserved
		case answer.StatusCode == http.StatusForbidden:
			kind = ErrRefused
		}
	}
	if kind == nil || errors.Is(err, context.Canceled) {
		return fmt.Errorf("archive %s: %s: %w", a.bucket, doing, err)
	}
	return fmt.Errorf("archive %s: %s: %w: %w", a.bucket, doing, kind, err)
}
