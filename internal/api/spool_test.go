package api

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/attachment"
	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
)

func refusedWith(t *testing.T, err error, key lang.Key) {
	t.Helper()
	var r *refusal
	if !errors.As(err, &r) || r.status != 503 || r.key != key || r.retryAfter == 0 {
		t.Errorf("%v, not %s", err, key)
	}
}

// Places on the disk are bounded for each and for all, and come back; a disk that is nearly full is left alone.
func TestFilesOnTheirWayAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSpools()
		s.free = func() (int64, error) { return 1 << 40, nil }
		var open []*spooled
		for i := range filesSpooled {
			f, err := s.open(t.Context(), string(rune('a'+i/spooledEach)))
			if err != nil {
				t.Fatal(err)
			}
			open = append(open, f)
		}
		_, err := s.open(t.Context(), "nobody yet")
		refusedWith(t, err, lang.FilesBusy)
		for _, f := range open {
			_, _ = f.Close(), f.Close() // a second time gives back nothing
		}
		if len(s.places) != 0 || len(s.each) != 0 {
			t.Errorf("%d places, %d people left", len(s.places), len(s.each))
		}
		for range spooledEach {
			f, err := s.open(t.Context(), "op01")
			if err != nil {
				t.Fatal(err)
			}
			open = append(open, f)
		}
		began := time.Now()
		_, err = s.open(t.Context(), "op01")
		refusedWith(t, err, lang.FilesBusy)
		if waited := time.Since(began); waited != spoolRetry {
			t.Errorf("waited %s for their own", waited)
		}
		time.AfterFunc(time.Second, func() { _ = open[filesSpooled].Close() })
		f, err := s.open(t.Context(), "op01")
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait() // until the one that left is gone altogether: its place is free a moment before
		for _, f := range append(open[filesSpooled+1:], f) {
			_ = f.Close()
		}
		s.free = func() (int64, error) { return spoolLeaves + attachment.MaxBytes - 1, nil }
		_, err = s.open(t.Context(), "op01")
		refusedWith(t, err, lang.FilesNoSpace)
		if len(s.places) != 0 || len(s.each) != 0 {
			t.Errorf("%d places, %d people left", len(s.places), len(s.each))
		}
	})
}

// still gives one small file.
type still struct{}

func (still) Read(context.Context, db.Attachment) (attachment.File, error) {
	return attachment.File{Name: "a.pdf", Kind: attachment.PDF, Data: []byte("%PDF-")}, nil
}

// A file that is being given holds no place in memory, however slowly it is read.
func TestASlowReaderHoldsNoPlaceInMemory(t *testing.T) {
	a := &API{files: make(chan struct{}, 1), spools: newSpools(), p: Ports{Files: still{}}}
	ctx := context.WithValue(t.Context(), visitKey{}, &visit{who: &Principal{Actor: "op01"}})
	for range 3 {
		f, err := a.fetched(ctx, db.Attachment{ID: uuid.New()}, viewOriginal)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.body.Close() }()
		if len(a.files) != 0 {
			t.Error("it does")
		}
	}
	if len(a.spools.places) != 3 {
		t.Errorf("%d on the disk", len(a.spools.places))
	}
}
