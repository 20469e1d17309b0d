package recordings

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hotline1022/internal/config"
	"hotline1022/internal/devstack"
)

func newKey() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails
	return base64.StdEncoding.EncodeToString(b)
}

// A server that is spoken to by TLS alone, whose disk has nothing that can be read, and keys that change.
func TestObjectsAreEncryptedUnderKeysOfOurOwn(t *testing.T) {
	m, authority := devstack.MinIOTLS(t)
	ctx := t.Context()
	first, second := newKey(), newKey()
	open := func(change func(*config.Storage)) *Archive {
		t.Helper()
		c := config.Storage{Endpoint: m.Endpoint, AccessKey: m.AccessKey, SecretKey: m.SecretKey, Bucket: "recordings", TLS: true, CA: authority}
		change(&c)
		a, err := OpenArchive(c)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(a.Close)
		return a
	}
	plain := open(func(*config.Storage) {})
	before := open(func(c *config.Storage) { c.Key = first })
	after := open(func(c *config.Storage) { c.Key, c.EarlierKeys = second, []string{first} })
	forgot := open(func(c *config.Storage) { c.Key = second })
	if _, err := plain.EnsureBucket(ctx); err != nil {
		t.Fatal(err)
	}
	body := []byte(strings.Repeat("một câu chuyện ", 20_000))
	put := func(a *Archive, key string) string {
		t.Helper()
		v, err := a.Put(ctx, key, contentType, bytes.NewReader(body), int64(len(body)), sumOf(body))
		if err != nil {
			t.Fatalf("%s: %v", key, err)
		}
		return v
	}
	read := func(a *Archive, key, version string) ([]byte, error) {
		o, err := a.Get(ctx, a.bucket, key, version)
		if err != nil {
			return nil, err
		}
		defer func() { _ = o.Close() }()
		if _, err := o.Seek(10, io.SeekStart); err != nil { // a range, as a player asks for it
			return nil, err
		}
		return io.ReadAll(o)
	}
	onLock(ctx, t, after, body)
	onRemoval(ctx, t, after, body)
	old, one, two := put(plain, "old.wav"), put(before, "one.wav"), put(after, "two.wav")
	for _, c := range []struct {
		name, key, version string
		a                  *Archive
	}{
		{"stored before there was a key", "old.wav", old, after},
		{"stored under the key before", "one.wav", one, after},
		{"stored under the key of now", "two.wav", two, after},
		{"before the change", "one.wav", one, before},
	} {
		if got, err := read(c.a, c.key, c.version); err != nil || !bytes.Equal(got, body[10:]) {
			t.Errorf("%s: %d bytes, %v", c.name, len(got), err)
		}
		if k, err := c.a.Look(ctx, c.a.bucket, c.key, c.version); err != nil || k.Size != int64(len(body)) || k.Meta != sumOf(body) {
			t.Errorf("%s: %+v, %v", c.name, k, err)
		}
	}
	if again := put(after, "one.wav"); again != one {
		t.Errorf("what lies under the earlier key was sent again, as %s", again)
	}
	stranger := open(func(c *config.Storage) { c.SecretKey += "x" })
	for name, c := range map[string]struct {
		a     *Archive
		noKey bool
	}{
		"without its key, with another": {forgot, true},
		"without any key":               {plain, true},
		"under a wrong password":        {stranger, false},
	} {
		for how, ask := range map[string]func() error{
			"read": func() error { _, err := read(c.a, "one.wav", one); return err },
			"look": func() error { _, err := c.a.Look(ctx, c.a.bucket, "one.wav", one); return err },
		} {
			err := ask()
			if !errors.Is(err, ErrRefused) || errors.Is(err, ErrNoKey) != c.noKey || errors.Is(err, ErrNotFound) || errors.Is(err, ErrUnavailable) {
				t.Errorf("%s, %s: %v", name, how, err)
			}
			if c.noKey != strings.Contains(err.Error(), "no key that is configured opens it") {
				t.Errorf("%s, %s, in words: %v", name, how, err)
			}
		}
	}
	sizes := map[string]int64{}
	for o, err := range after.everything(ctx, after.bucket, "") {
		if err != nil {
			t.Fatal(err)
		}
		sizes[o.key] = o.versions[0].size
	}
	if sizes["one.wav"] != int64(len(body)) {
		t.Errorf("the listing says %v", sizes)
	}

	// On the disk: only what has no key can be read.
	found := map[string]bool{}
	err := filepath.WalkDir(filepath.Join(m.Dir, "objects", "recordings"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, key := range []string{"old.wav", "one.wav", "two.wav"} {
			if strings.Contains(path, key) && bytes.Contains(b, body[1000:2000]) {
				found[key] = true
			}
		}
		return err
	})
	if err != nil || !found["old.wav"] || found["one.wav"] || found["two.wav"] {
		t.Errorf("readable on the server's disk: %v (%v)", found, err)
	}

	// The way there: another authority, and none.
	other := filepath.Join(t.TempDir(), "other.pem")
	_, theirs := devstack.MinIOTLS(t)
	if err := os.WriteFile(other, mustRead(t, theirs), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, ca := range map[string]string{"another's authority": other, "the system's": ""} {
		a := open(func(c *config.Storage) { c.CA = ca })
		if _, err := a.EnsureBucket(ctx); !a.Away(err) || !strings.Contains(err.Error(), "certificate") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := OpenArchive(config.Storage{Endpoint: m.Endpoint, TLS: true, CA: filepath.Join(t.TempDir(), "none")}); err == nil {
		t.Error("a file of authorities that is not there is no error")
	}
}

// Where TLS with the archive is not to be had, the setting is named that has to be put right; nothing is said of keys.
func TestTLSThatIsNotToBeHadIsToldBySetting(t *testing.T) {
	m, authority := devstack.MinIOTLS(t)
	without := devstack.MinIO(t)
	_, another := devstack.MinIOTLS(t)
	_, port, _ := strings.Cut(m.Endpoint, ":")
	for name, c := range map[string]struct {
		config config.Storage
		want   string
	}{
		"another authority": {config.Storage{Endpoint: m.Endpoint, TLS: true, CA: another}, "storage.ca vouches for"},
		"the system's":      {config.Storage{Endpoint: m.Endpoint, TLS: true}, "storage.ca vouches for"},
		"another name":      {config.Storage{Endpoint: "localhost:" + port, TLS: true, CA: authority}, "another name than storage.endpoint"},
		"no TLS there":      {config.Storage{Endpoint: without.Endpoint, TLS: true}, "storage.tls is on"},
		"TLS alone there":   {config.Storage{Endpoint: m.Endpoint}, "storage.tls is off"},
		"… in a region":     {config.Storage{Endpoint: m.Endpoint, Region: "us-east-1"}, "storage.tls is off"},
	} {
		c.config.AccessKey, c.config.SecretKey, c.config.Bucket = m.AccessKey, m.SecretKey, "recordings"
		a, err := OpenArchive(c.config)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(a.Close)
		for how, ask := range map[string]func() error{
			"bucket": func() error { _, err := a.EnsureBucket(t.Context()); return err },
			"look":   func() error { _, err := a.Look(t.Context(), a.bucket, "one.wav", ""); return err },
			"read":   func() error { _, err := a.Get(t.Context(), a.bucket, "one.wav", ""); return err },
		} {
			if err := ask(); !a.Away(err) || errors.Is(err, ErrNoKey) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s, %s: %v", name, how, err)
			}
		}
	}
}
