package recordings

import (
	"testing"

	"hotline1022/internal/config"
	"hotline1022/internal/devstack"
)

// An earlier key that is left out of the configuration is told of at the start, while the spool still has every sound; and no more when it is back.
func TestAKeyThatIsLeftOutIsToldOfAtTheStart(t *testing.T) {
	m, authority := devstack.MinIOTLS(t)
	r := newRigOn(t, m.S3())
	first, second := newKey(), newKey()
	started := func(key string, earlier ...string) *Service {
		t.Helper()
		a, err := OpenArchive(config.Storage{
			Endpoint: m.Endpoint, AccessKey: m.AccessKey, SecretKey: m.SecretKey, Bucket: "recordings", TLS: true, CA: authority, Key: key, EarlierKeys: earlier,
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(a.Close)
		s, _ := r.serviceOn(a)
		if err := s.EnsureBucket(t.Context()); err != nil {
			t.Fatal(err)
		}
		return s
	}
	r.arrived("pbx1-1764000000.1")
	r.recorded("pbx1-1764000000.1", citizen, staff)
	s := started(first)
	if err := s.takeOver(t.Context(), own("pbx1-1764000000.1"), false); err != nil {
		t.Fatal(err)
	}
	if err := s.archiveOne(t.Context(), mustRow(r, "pbx1-1764000000.1")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		s       *Service
		lacking int
	}{
		{"changed as it should be", started(second, first), 0},
		{"left out", started(second), 1},
		{"none at all", started(""), 1},
		{"put back", started(second, first), 0},
	} {
		if !c.s.tryKeys(t.Context()) {
			t.Fatalf("%s: not tried", c.name)
		}
		found, err := c.s.lastFindings(t.Context())
		if err != nil || len(found) != c.lacking || c.lacking == 1 && (found[0].Kind != OrphanUnreadable || c.s.health.orphans != 1) {
			t.Errorf("%s: %+v, %v, %d said", c.name, found, err, c.s.health.orphans)
		}
	}
	m.Stop()
	if s.tryKeys(t.Context()) {
		t.Error("tried while the archive was away")
	}
}
