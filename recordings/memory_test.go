package recordings

import (
	"os"
	"runtime"
	"testing"
	"time"

	"hotline1022/internal/g711"
)

// What is allocated for an hour is what is allocated for a second: files are streamed.
func TestMemoryDoesNotGrowWithLength(t *testing.T) {
	s := spool(t.TempDir())
	allocated := func(lasting time.Duration) uint64 {
		t.Helper()
		for _, end := range []string{endCitizen, endStaff} {
			put(t, s, "a", end, nil)
			if err := os.Truncate(s.path(own("a"), end), int64(lasting.Seconds())*g711.SampleRate); err != nil {
				t.Fatal(err)
			}
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		made, err := s.assemble(t.Context(), own("a"), "")
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := sumFile(s.path(own("a"), endStereo)); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		if made.duration() != lasting {
			t.Fatalf("made of %v", made.duration())
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	short, long := allocated(time.Second), allocated(time.Hour)
	if long > short+256<<10 {
		t.Errorf("%d bytes for an hour, %d for a second", long, short)
	}
}
