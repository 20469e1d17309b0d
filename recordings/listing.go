package recordings

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/minio/minio-go/v7"

	"hotline1022/internal/store/db"
)

// rowsByObject yields every archived row.
func (s *Service) rowsByObject(ctx context.Context) iter.Seq2[db.RecordingsByObjectRow, error] {
	return paged(func(after string) ([]db.RecordingsByObjectRow, error) {
		return s.store.RecordingsByObject(ctx, db.RecordingsByObjectParams{After: after, Page: comparePage})
	}, func(r db.RecordingsByObjectRow) string { return r.Object })
}

// object is all versions of what lies under a key, the newest first.
type object struct {
	key      string
	versions []version
}

type version struct {
	id      string
	size    int64
	at      time.Time
	deleted bool // a delete marker
}

// versions yields what lies in a bucket where recordings do, in the order of the keys.
func (a *Archive) versions(ctx context.Context, bucket string) iter.Seq2[object, error] {
	return func(yield func(object, error) bool) {
		for o, err := range a.everything(ctx, bucket, "") {
			if (err != nil || recordingKey.MatchString(o.key)) && !yield(o, err) {
				return
			}
		}
	}
}

// place is where a row's object lies, or should.
type place struct {
	bucket   string
	versions []version // under its key, the newest first
	listed   bool      // the bucket's list says so; else nobody has asked yet
}

// earlier is what lies in buckets of before the configuration named another: each is listed once, beside the rows, as far as they
// ask for it.
type earlier struct {
	archive *Archive
	lists   map[string]*earlierList
}

type earlierList struct {
	next func() (object, error, bool)
	stop func()
	at   object
	over bool
	err  error // why it cannot be listed: then each of its objects is asked for
}

// find is where a row's object lies; rows come in the order of their keys.
func (e *earlier) find(ctx context.Context, bucket, key string) place {
	l, ok := e.lists[bucket]
	if !ok {
		l = &earlierList{}
		l.next, l.stop = iter.Pull2(e.archive.versions(ctx, bucket))
		e.lists[bucket] = l
	}
	for !l.over && l.err == nil && l.at.key < key {
		var more bool
		l.at, l.err, more = l.next()
		l.over = !more
		if NoBucket(l.err) {
			l.err, l.over = nil, true
		}
	}
	p := place{bucket: bucket, listed: l.err == nil}
	if p.listed && !l.over && l.at.key == key {
		p.versions = l.at.versions
	}
	return p
}

// NoBucket says of an error that there is no such bucket, and nothing that was in it.
func NoBucket(err error) bool {
	var answer minio.ErrorResponse
	return errors.As(err, &answer) && answer.Code == "NoSuchBucket"
}

func (e *earlier) stop() {
	for _, l := range e.lists {
		l.stop()
	}
}

// Layer is a version of an object, or a delete marker.
type Layer struct {
	Version string
	Deleted bool // a delete marker
}

// Versions tells what lies in a bucket under each key that begins so, the newest first: that one is what is got without a number.
func (a *Archive) Versions(ctx context.Context, bucket, prefix string) (map[string][]Layer, error) {
	all := map[string][]Layer{}
	for o, err := range a.everything(ctx, bucket, prefix) {
		if err != nil {
			return nil, err
		}
		for _, v := range o.versions {
			all[o.key] = append(all[o.key], Layer{v.id, v.deleted})
		}
	}
	return all, nil
}

// everything yields what lies in a bucket under keys that begin so, in their order; after an error nothing.
func (a *Archive) everything(ctx context.Context, bucket, prefix string) iter.Seq2[object, error] {
	return func(yield func(object, error) bool) {
		var o object
		for v, err := range a.inOrder(ctx, bucket, prefix) {
			if err != nil {
				yield(object{}, a.fault("list it", err))
				return
			}
			if v.key != o.key && len(o.versions) > 0 {
				if !yield(o, nil) {
					return
				}
				o = object{}
			}
			o.key = v.key
			o.versions = append(o.versions, v.version)
		}
		if len(o.versions) > 0 {
			yield(o, nil)
		}
	}
}

// inOrder yields versions by their keys, of one key the newest first, whatever order a page of the list has.
func (a *Archive) inOrder(ctx context.Context, bucket, prefix string) iter.Seq2[arrival, error] {
	return func(yield func(arrival, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		var waiting arrivals
		n, last := 0, ""
		give := func(v arrival) bool {
			if v.key < last {
				yield(arrival{}, errNoOrder)
				return false
			}
			last = v.key
			return yield(v, nil)
		}
		for info := range a.core.Client.ListObjects(ctx, bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true, WithVersions: true, MaxKeys: listPage}) {
			if info.Err != nil {
				yield(arrival{}, info.Err)
				return
			}
			n++
			if first, ok := waiting.put(arrivalOf(info, n)); ok && !give(first) {
				return
			}
		}
		for first, ok := waiting.rest(); ok; first, ok = waiting.rest() {
			if !give(first) {
				return
			}
		}
	}
}

func (a *Archive) size(ctx context.Context, bucket, key, version string) (int64, error) {
	info, err := a.stat(ctx, bucket, key, version)
	return info.Size, err
}
