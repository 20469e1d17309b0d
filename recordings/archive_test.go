package recordings

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"hotline1022/internal/config"
	"hotline1022/internal/devstack"
)

// openArchive gives an archive on a server, or on a proxy before it.
func openArchive(t *testing.T, m *devstack.MinIOService, endpoint string) *Archive {
	t.Helper()
	return openArchiveOn(t, m.S3(), endpoint, "recordings")
}

// openArchiveOn opens it at a server, or at what stands before it.
func openArchiveOn(t *testing.T, s3 devstack.S3, endpoint, bucket string) *Archive {
	t.Helper()
	a, err := OpenArchive(config.Storage{Endpoint: endpoint, AccessKey: s3.AccessKey, SecretKey: s3.SecretKey, Region: s3.Region, Bucket: bucket})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

func sumOf(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// corrupter is a proxy before MinIO that changes one byte of each uploaded body
// while it is told to.
type corrupter struct {
	cuts atomic.Bool // the connection, in the middle, rather than change a bit
	*httptest.Server
	active atomic.Bool
	hits   atomic.Int32
	asked  atomic.Int32 // for single objects
}

func corrupt(t *testing.T, m *devstack.MinIOService) *corrupter {
	t.Helper()
	c := &corrupter{}
	transport := &http.Transport{DisableKeepAlives: true}
	proxy := &httputil.ReverseProxy{
		Transport: transport,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: m.Endpoint})
			r.Out.Host = r.In.Host // the signature covers it
			if r.In.Method == http.MethodHead && strings.HasSuffix(r.In.URL.Path, ".wav") {
				c.asked.Add(1)
			}
			if r.In.Method == http.MethodPut && strings.HasSuffix(r.In.URL.Path, ".wav") && c.active.Load() {
				c.hits.Add(1)
				if c.cuts.Load() {
					_, _ = io.CopyN(io.Discard, r.In.Body, r.In.ContentLength/2)
					panic(http.ErrAbortHandler) // the connection ends there
				}
				b, _ := io.ReadAll(r.In.Body)
				b[len(b)/2] ^= 1
				r.Out.Body = io.NopCloser(bytes.NewReader(b))
			}
		},
	}
	c.Server = httptest.NewServer(proxy)
	t.Cleanup(func() {
		c.Close()
		transport.CloseIdleConnections()
	})
	return c
}

func TestArchive(t *testing.T) {
	m := devstack.MinIO(t)
	proxy := corrupt(t, m)
	a := openArchive(t, m, strings.TrimPrefix(proxy.URL, "http://"))
	ctx := t.Context()
	for range 2 { // the second finds it done
		locked, err := a.EnsureBucket(ctx)
		if err != nil || !locked {
			t.Fatalf("EnsureBucket: locked %v, %v", locked, err)
		}
	}
	versions, err := a.core.GetBucketVersioning(ctx, a.bucket)
	if err != nil || !versions.Enabled() {
		t.Fatalf("versions: %+v, %v", versions, err)
	}
	body := bytes.Repeat([]byte("xin chào "), 100_000)
	sum := sumOf(body)

	t.Run("stored, and stored once", func(t *testing.T) {
		first, err := a.Put(ctx, "a.wav", contentType, bytes.NewReader(body), int64(len(body)), sum)
		if err != nil || first == "" {
			t.Fatalf("version %q, %v", first, err)
		}
		again, err := a.Put(ctx, "a.wav", contentType, bytes.NewReader(body), int64(len(body)), sum)
		if err != nil || again != first {
			t.Errorf("the second time: version %q, %v, want the first, %q", again, err, first)
		}
	})
	t.Run("changed on the way", func(t *testing.T) {
		proxy.active.Store(true)
		defer proxy.active.Store(false)
		_, err := a.Put(ctx, "b.wav", contentType, bytes.NewReader(body), int64(len(body)), sum)
		if !errors.Is(err, ErrChecksum) || proxy.hits.Load() == 0 {
			t.Fatalf("%v, want ErrChecksum", err)
		}
		if _, err := a.Get(ctx, a.bucket, "b.wav", ""); !errors.Is(err, ErrNotFound) {
			t.Errorf("the damaged body was kept: %v", err)
		}
		proxy.active.Store(false)
		if _, err := a.Put(ctx, "b.wav", contentType, bytes.NewReader(body), int64(len(body)), sum); err != nil {
			t.Errorf("once the way is clean: %v", err)
		}
	})
	t.Run("not what its checksum says", func(t *testing.T) {
		_, err := a.Put(ctx, "c.wav", contentType, bytes.NewReader(body), int64(len(body)), sumOf([]byte("other")))
		if !errors.Is(err, ErrChecksum) {
			t.Errorf("%v, want ErrChecksum", err)
		}
	})
	t.Run("something else under the key", func(t *testing.T) {
		other := []byte("someone else's")
		old, err := a.Put(ctx, "d.wav", contentType, bytes.NewReader(other), int64(len(other)), sumOf(other))
		if err != nil {
			t.Fatal(err)
		}
		mine, err := a.Put(ctx, "d.wav", contentType, bytes.NewReader(body), int64(len(body)), sum)
		if err != nil || mine == old {
			t.Fatalf("version %q, %v", mine, err)
		}
		o, err := a.Get(ctx, a.bucket, "d.wav", old)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = o.Close() }()
		if kept, err := io.ReadAll(o); err != nil || !bytes.Equal(kept, other) {
			t.Errorf("the older version is gone: %v", err)
		}
	})
	t.Run("cancelled is not unavailable", func(t *testing.T) {
		stopped, stop := context.WithCancel(ctx)
		stop()
		if _, err := a.EnsureBucket(stopped); errors.Is(err, ErrUnavailable) || !errors.Is(err, context.Canceled) {
			t.Errorf("%v, want Canceled alone", err)
		}
	})
	t.Run("wrong password", func(t *testing.T) {
		wrong, err := OpenArchive(config.Storage{Endpoint: m.Endpoint, AccessKey: m.AccessKey, SecretKey: "not it at all", Bucket: "recordings"})
		if err != nil {
			t.Fatal(err)
		}
		defer wrong.Close()
		if _, err := wrong.EnsureBucket(ctx); err == nil || errors.Is(err, ErrUnavailable) {
			t.Errorf("%v, want a refusal", err)
		}
	})
	t.Run("down", func(t *testing.T) {
		m.Stop()
		a := openArchive(t, m, m.Endpoint)
		if _, err := a.Put(ctx, "e.wav", contentType, bytes.NewReader(body), int64(len(body)), sum); !errors.Is(err, ErrUnavailable) {
			t.Errorf("%v, want ErrUnavailable", err)
		}
	})
}
