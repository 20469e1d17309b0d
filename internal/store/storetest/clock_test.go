package storetest

import (
	"log/slog"
	"testing"
	"time"

	"hotline1022/internal/devstack"
	"hotline1022/internal/store"
)

func TestTheClockShowsWhatItIsSetTo(t *testing.T) {
	s, err := store.Open(devstack.PostgresTemplate(t, "store", store.Migrate), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	if now, err := s.Now(t.Context()); err != nil || time.Since(now).Abs() > time.Minute {
		t.Errorf("not set: %s, %v", now, err)
	}
	for _, to := range []time.Time{time.Date(2031, 5, 1, 12, 0, 0, 1000, time.UTC), time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)} {
		SetClock(t, s, to)
		if now, err := s.Now(t.Context()); err != nil || now.Before(to) || now.Sub(to) > time.Minute {
			t.Errorf("set to %s: %s, %v", to, now, err)
		}
	}
}
