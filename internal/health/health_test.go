package health

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// What no call needs takes no node out, whatever is wrong with it; what one needs does, beside it.
func TestAside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var down atomic.Bool
		away := func(context.Context) (string, error) { return "", errors.New("away") }
		m, err := New(map[string]Probe{"transcription": Aside(away), "database": func(context.Context) (string, error) {
			if down.Load() {
				return "", errors.New("away")
			}
			return "", nil
		}}, time.Second, time.Second, slog.New(slog.DiscardHandler), nil)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { m.Run(ctx); close(done) }()
		for _, c := range []struct {
			down bool
			want State
			code int
		}{{false, Degraded, 200}, {true, Failing, 503}} {
			down.Store(c.down)
			time.Sleep(2 * time.Second) // of the bubble's clock
			synctest.Wait()
			w := httptest.NewRecorder()
			m.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
			if r := m.Report(); r.Status != c.want || r.Checks["transcription"].State != Degraded || w.Code != c.code {
				t.Errorf("%d %+v, want %s", w.Code, r, c.want)
			}
		}
		cancel()
		<-done
	})
}

func TestMonitor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var down atomic.Bool
		m, err := New(map[string]Probe{
			"database": func(context.Context) (string, error) {
				if down.Load() {
					return "", errors.New("connection refused")
				}
				return "schema 4", nil
			},
			"unsigned": func(context.Context) (string, error) {
				return "", fmt.Errorf("wrapped: %w", Notice("no key", "nothing is signed"))
			},
			"stuck": func(ctx context.Context) (string, error) {
				if !down.Load() {
					return "", nil
				}
				<-ctx.Done()
				return "", ctx.Err()
			},
		}, time.Second, 2*time.Second, slog.New(slog.DiscardHandler), nil)
		if err != nil {
			t.Fatal(err)
		}
		answer := func() (int, Report) {
			w := httptest.NewRecorder()
			m.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
			var r Report
			if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil {
				t.Fatal(err)
			}
			return w.Code, r
		}
		if code, r := answer(); code != 503 || r.Checks["database"].State != Unknown {
			t.Errorf("before the first probe: %d %+v", code, r)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { m.Run(ctx); close(done) }()
		synctest.Wait()
		if code, r := answer(); code != 200 || r.Status != OK || r.Checks["database"].Detail != "schema 4" || r.Checks["unsigned"].State != OK || r.Checks["unsigned"].Notice != "no key" || r.Checks["unsigned"].Detail != "nothing is signed" {
			t.Errorf("in order: %d %+v", code, r)
		}
		if testutil.ToFloat64(m.up.WithLabelValues("database")) != 1 {
			t.Error("metric is not 1")
		}
		down.Store(true)
		<-time.After(10 * time.Second)
		code, r := answer()
		if code != 503 || r.Checks["database"].Detail != "connection refused" || r.Checks["stuck"].State != Failing {
			t.Errorf("down: %d %+v", code, r)
		}
		if since := time.Since(r.Checks["database"].Since); since < 8*time.Second || since > 10*time.Second {
			t.Errorf("failing since %v", since)
		}
		down.Store(false)
		<-time.After(5 * time.Second)
		if code, r := answer(); code != 200 {
			t.Errorf("again: %d %+v", code, r)
		}
		cancel()
		<-done
	})
}

// What is wrong from the start (a wrong password, an unknown certificate) is not only a word at the start, said before
// its first answer: it is warned of with its reason, once.
func TestWhatNeverWasInOrderIsWarnedOf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var answered atomic.Bool
		var said bytes.Buffer
		m, err := New(map[string]Probe{"storage": func(context.Context) (string, error) {
			if answered.Load() {
				return "", errors.New("the archive refuses it")
			}
			return "", errors.New("not asked yet")
		}}, time.Second, time.Second, slog.New(slog.NewTextHandler(&said, nil)), nil)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { m.Run(ctx); close(done) }()
		time.Sleep(500 * time.Millisecond) // of the bubble's clock
		answered.Store(true)
		time.Sleep(time.Minute)
		cancel()
		<-done
		if got := said.String(); strings.Count(got, "level=WARN") != 1 || strings.Count(got, `err="the archive refuses it"`) != 1 {
			t.Errorf("%s", got)
		}
	})
}
