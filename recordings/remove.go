package recordings

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/minio/minio-go/v7"
)

// ErrHeld: the archive does not let an object be removed: its time is not over, or it is on legal hold.
var ErrHeld = errors.New("the archive keeps the object from being removed")

// LockUntil has nobody remove a version before then, as [Archive.PutUntil] does; one that is locked for longer stays so.
func (a *Archive) LockUntil(ctx context.Context, bucket, key, version string, until time.Time) error {
	return a.hold(ctx, bucket, key, version, until)
}

// LegalHold has nobody remove a version, whatever its lock, until it is taken off again (S3 object legal hold).
func (a *Archive) LegalHold(ctx context.Context, bucket, key, version string, on bool) error {
	status := minio.LegalHoldDisabled
	if on {
		status = minio.LegalHoldEnabled
	}
	err := a.core.PutObjectLegalHold(ctx, bucket, key, minio.PutObjectLegalHoldOptions{VersionID: version, Status: &status})
	if err != nil {
		return a.fault("hold "+key, err)
	}
	return nil
}

// Remove removes all versions of an object for ever, and makes sure that none is left. One that is not there is removed. The
// error is [ErrHeld], [ErrUnavailable], or what the server says; then some versions may be gone.
func (a *Archive) Remove(ctx context.Context, bucket, key string) error {
	all, err := a.versionsOf(ctx, bucket, key)
	if err != nil {
		return err
	}
	for _, version := range all {
		err := a.core.RemoveObject(ctx, bucket, key, minio.RemoveObjectOptions{VersionID: version})
		if err != nil {
			return refusedRemoval(a.fault("remove "+key, err))
		}
	}
	left, err := a.versionsOf(ctx, bucket, key)
	if err != nil {
		return err
	}
	if len(left) > 0 {
		return fmt.Errorf("%w: %d versions of %s are there still", ErrHeld, len(left), key)
	}
	// A list has nothing of an object that the archive cannot read, and its bytes may be there.
	switch _, err := a.stat(ctx, bucket, key, ""); {
	case err == nil:
		return fmt.Errorf("%w: %s is there still", ErrHeld, key)
	case !errors.Is(err, ErrNotFound):
		return err
	}
	return nil
}

// refusedRemoval tells a lock's refusal from others, by the codes that servers give for it.
func refusedRemoval(err error) error {
	var answer minio.ErrorResponse
	if !errors.As(err, &answer) {
		return err
	}
	switch answer.Code {
	case "InvalidRequest", "AccessDenied", "ObjectLocked", "MethodNotAllowed":
		return fmt.Errorf("%w: %w", ErrHeld, err)
	}
	return err
}

// versionsOf names the versions under a key, delete markers too.
func (a *Archive) versionsOf(ctx context.Context, bucket, key string) (all []string, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for info := range a.core.Client.ListObjects(ctx, bucket, minio.ListObjectsOptions{Prefix: key, WithVersions: true}) {
		if info.Err != nil {
			return nil, a.fault("list "+key, info.Err)
		}
		if info.Key == key {
			all = append(all, info.VersionID)
		}
	}
	return all, nil
}
