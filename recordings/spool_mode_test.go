package recordings

import (
	"os"
	"strings"
	"testing"
)

func TestSpoolThatAnybodyMayReadIsSaid(t *testing.T) {
	r := newRig(t)
	s, _ := r.service(r.minio.Endpoint)
	for mode, said := range map[os.FileMode]bool{0o700: false, 0o750: false, 0o755: true, 0o751: true} {
		if err := os.Chmod(r.opts.Spool, mode); err != nil {
			t.Fatal(err)
		}
		s.probe(t.Context())
		if c := s.Checks()["spool"]; !c.OK || strings.Contains(c.Detail, "chmod o=") != said {
			t.Errorf("%o: %+v", mode, c)
		}
	}
}
