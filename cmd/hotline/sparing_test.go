package main

import (
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestSparingLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		log := slog.New(newSparing(slog.NewTextHandler(&out, nil))).With("from", "river")
		for range 5 {
			log.Error("database away", "err", "refused")
			log.Info("job done")
		}
		log.Error("something else")
		time.Sleep(sparingly)
		log.Error("database away", "err", "refused")
		text := out.String()
		for words, n := range map[string]int{"database away": 2, "job done": 5, "something else": 1, "kept_back=4": 1, "from=river": 8} {
			if got := strings.Count(text, words); got != n {
				t.Errorf("%q is said %d times, want %d:\n%s", words, got, n, text)
			}
		}
	})
}
