package recordings

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"io"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"hotline1022/internal/config"
	"hotline1022/internal/devstack"
)

// What the archive relies on, on each S3 that we know.
func TestAnyS3(t *testing.T) {
	devstack.OnEachS3(t, func(t *testing.T, s3 devstack.S3) {
		onAnyS3(t, openArchiveOn(t, s3, s3.Endpoint, "recordings"))
	})
}

// A server that pays no heed to keys would keep in plain what is to be encrypted, and nobody would know: it gets nothing.
func TestAServerThatDoesNotEncryptGetsNothing(t *testing.T) {
	v := devstack.VersityGW(t)
	proxy := httptest.NewTLSServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(&url.URL{Scheme: "http", Host: v.Endpoint})
		r.Out.Host = r.In.Host // the signature covers it
	}})
	t.Cleanup(proxy.Close)
	authority := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(authority, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: proxy.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	c := config.Storage{
		Endpoint: strings.TrimPrefix(proxy.URL, "https://"), AccessKey: v.AccessKey, SecretKey: v.SecretKey, Region: "us-east-1",
		Bucket: "recordings", TLS: true, CA: authority, Key: newKey(),
	}
	a, err := OpenArchive(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	if _, err := a.EnsureBucket(t.Context()); !errors.Is(err, ErrPlain) {
		t.Errorf("the bucket: %v", err)
	}
	body := []byte("một câu chuyện")
	if _, err := a.Put(t.Context(), "a.wav", contentType, bytes.NewReader(body), int64(len(body)), sumOf(body)); !errors.Is(err, ErrPlain) || !bucketRefuses(err) {
		t.Errorf("stored: %v", err)
	}
	for o, err := range a.everything(t.Context(), a.bucket, "") {
		t.Errorf("it has %+v, %v", o, err)
	}
}

func onAnyS3(t *testing.T, a *Archive) {
	ctx := t.Context()
	for range 2 {
		locked, err := a.EnsureBucket(ctx)
		if err != nil || !locked {
			t.Fatalf("the bucket: locked %v, %v", locked, err)
		}
	}
	body := []byte(strings.Repeat("xin chào ", 50_000))
	store := func(key string, body []byte) (string, error) {
		return a.Put(ctx, key, contentType, bytes.NewReader(body), int64(len(body)), sumOf(body))
	}
	stored := func(key string, body []byte) string {
		t.Helper()
		v, err := store(key, body)
		if err != nil || v == "" {
			t.Fatalf("%s: version %q, %v", key, v, err)
		}
		return v
	}
	read := func(key, version string, from int64) []byte {
		t.Helper()
		o, err := a.Get(ctx, a.bucket, key, version)
		if err != nil {
			t.Fatalf("%s: %v", key, err)
		}
		defer func() { _ = o.Close() }()
		if _, err := o.Seek(from, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(o)
		if err != nil {
			t.Fatalf("%s: %v", key, err)
		}
		return b
	}
	const key = "2026/11/28/pbx1-1.1/call.wav"
	first := stored(key, body)
	if again := stored(key, body); again != first {
		t.Errorf("the same again is sent again: %s, then %s", first, again)
	}
	if b := read(key, first, 100_000); !bytes.Equal(b, body[100_000:]) {
		t.Errorf("a range of it: %d bytes", len(b))
	}
	other := stored(key, []byte("something else"))
	if b := read(key, first, 0); other == first || !bytes.Equal(b, body) {
		t.Errorf("under another version %s: %d bytes", other, len(b))
	}
	wrong := bytes.ToUpper(body)
	if _, err := a.Put(ctx, "2026/11/28/pbx1-1.2/call.wav", contentType, bytes.NewReader(wrong), int64(len(wrong)), sumOf(body)); !errors.Is(err, ErrChecksum) {
		t.Errorf("other bytes than the checksum's: %v, want ErrChecksum", err)
	}
	if _, err := a.Get(ctx, a.bucket, "2026/11/28/pbx1-1.2/call.wav", ""); !errors.Is(err, ErrNotFound) {
		t.Errorf("they are kept: %v", err)
	}
	if k, err := a.Look(ctx, a.bucket, key, first); err != nil || k.Size != int64(len(body)) || k.Meta != sumOf(body) || k.SHA256 == "" {
		t.Errorf("what it says of it: %+v, %v", k, err)
	}
	var listed []object
	for o, err := range a.versions(ctx, a.bucket) {
		if err != nil {
			t.Fatal(err)
		}
		listed = append(listed, o)
	}
	if len(listed) != 1 || len(listed[0].versions) != 2 || listed[0].versions[0].id != other || listed[0].versions[1].size != int64(len(body)) {
		t.Errorf("listed: %+v", listed)
	}
	onLock(ctx, t, a, body)
	onRemoval(ctx, t, a, body)
	empty := []byte{}
	if b := read("empty", stored("empty", empty), 0); len(b) != 0 {
		t.Errorf("nothing is %d bytes", len(b))
	}
}

// onLock: what is locked is not removed by whoever has the key, before its time.
func onLock(ctx context.Context, t *testing.T, a *Archive, body []byte) {
	const key = "2026/11/28/pbx1-1.3/call.wav"
	until := time.Now().Add(time.Hour).Truncate(time.Second)
	v, err := a.PutUntil(ctx, key, contentType, bytes.NewReader(body), int64(len(body)), sumOf(body), until)
	if err != nil {
		t.Fatal(err)
	}
	if k, err := a.Look(ctx, a.bucket, key, v); err != nil || !k.Until.Equal(until) {
		t.Errorf("locked until %v, want %v (%v)", k.Until, until, err)
	}
	for _, bypass := range []bool{false, true} {
		err := a.core.RemoveObject(ctx, a.bucket, key, minio.RemoveObjectOptions{VersionID: v, GovernanceBypass: bypass})
		if err == nil {
			t.Errorf("it is removed (bypass %v)", bypass)
		}
	}
	if _, err := a.Look(ctx, a.bucket, key, v); err != nil {
		t.Error(err)
	}
}

// onRemoval: what retention does. What is held stays, and goes in all its versions when it is not; a lock may come later.
func onRemoval(ctx context.Context, t *testing.T, a *Archive, body []byte) {
	put := func(key string) string {
		t.Helper()
		v, err := a.Put(ctx, key, contentType, bytes.NewReader(body), int64(len(body)), sumOf(body))
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	const held, locked = "2026/11/28/pbx1-1.4/call.wav", "2026/11/28/pbx1-1.5/call.wav"
	v := put(held)
	for _, on := range []bool{true, false} {
		if err := a.LegalHold(ctx, a.bucket, held, v, on); err != nil {
			t.Fatal(err)
		}
		if err := a.Remove(ctx, a.bucket, held); errors.Is(err, ErrHeld) != on || err != nil && !on {
			t.Errorf("on hold %v, and removed: %v", on, err)
		}
		if _, err := a.Look(ctx, a.bucket, held, v); errors.Is(err, ErrNotFound) == on {
			t.Errorf("on hold %v, and then: %v", on, err)
		}
	}
	v = put(locked)
	until := time.Now().Add(time.Hour).Truncate(time.Second)
	for _, c := range []struct{ asked, want time.Time }{{until, until}, {until.Add(time.Hour), until.Add(time.Hour)}, {until, until.Add(time.Hour)}} { // made longer, and never shorter
		if err := a.LockUntil(ctx, a.bucket, locked, v, c.asked); err != nil {
			t.Fatal(err)
		}
		if k, err := a.Look(ctx, a.bucket, locked, v); err != nil || !k.Until.Equal(c.want) {
			t.Errorf("locked later, until %s, want %s (%v)", k.Until, c.want, err)
		}
	}
	if err := a.Remove(ctx, a.bucket, locked); !errors.Is(err, ErrHeld) {
		t.Errorf("locked, and removed: %v", err)
	}
}
