package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// held is a connection's answer that remembers its deadlines.
type held struct {
	*httptest.ResponseRecorder
	read, write time.Time
}

func (h *held) SetReadDeadline(at time.Time) error  { h.read = at; return nil }
func (h *held) SetWriteDeadline(at time.Time) error { h.write = at; return nil }

// Of whom nobody knows, no request lasts longer than its time, whatever is read of it or taken from us;
// the staff's desks and recordings last as long as they last.
func TestOpenDoorsEndInTime(t *testing.T) {
	h := build(t)
	for path, open := range map[string]bool{
		"/api/v1/public/tickets?limit=100": true, "/api/v1/public/own-ticket": true, "/tra-cuu": true, "/x/aaaaaaaaaaaaaaaa": true,
		"/api/v1/recordings/1/audio": false, "/api/v1/desk": false, "/": false,
	} {
		w, began := &held{ResponseRecorder: httptest.NewRecorder()}, time.Now()
		h.api.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if !open {
			if !w.read.IsZero() || !w.write.IsZero() {
				t.Errorf("%s is ended", path)
			}
			continue
		}
		if in := w.read.Sub(began); in <= 0 || in > OpenRead+time.Minute {
			t.Errorf("%s is read for %v", path, in)
		}
		if in := w.write.Sub(began); in <= 0 || in > OpenWrite+time.Minute {
			t.Errorf("%s is answered for %v", path, in)
		}
	}
	if OpenWrite <= handleLimit {
		t.Error("an answer ends before it can be given")
	}
}

// What one address has under way has a bound; what is over counts no more, and others go on.
func TestRequestsUnderWay(t *testing.T) {
	l, now := newLimits(), time.Now()
	leave := make([]func(), mostUnderWay)
	for i := range leave {
		var wait time.Duration
		if leave[i], wait = l.enter("203.0.113.7", asking{}, now); wait != 0 {
			t.Fatalf("the %d-th waits %v", i+1, wait)
		}
	}
	for range 2 { // what is refused counts for nothing
		if _, wait := l.enter("203.0.113.7", asking{}, now); wait == 0 {
			t.Error("there is no bound")
		}
	}
	if _, wait := l.enter("203.0.113.8", asking{}, now); wait != 0 {
		t.Error("another waits")
	}
	leave[0]()
	if _, wait := l.enter("203.0.113.7", asking{}, now); wait != 0 {
		t.Errorf("one has left, and it waits %v", wait)
	}

	h := build(t)
	for range 3 * mostUnderWay {
		h.from("203.0.113.9").ask("GET", "/tra-cuu", nil).want(200)
	}
	if n := h.api.limits.of("203.0.113.9").underWay.Load(); n != 0 {
		t.Errorf("%d are under way for ever", n)
	}
}

// A proxy that nobody named is told of once, however many come by it.
func TestAProxyThatIsNotTrustedIsToldOf(t *testing.T) {
	h := build(t)
	ask := func(peer string) string {
		r := httptest.NewRequest(http.MethodGet, "/tra-cuu", nil)
		r.RemoteAddr = peer + ":40000"
		r.Header.Set("X-Forwarded-For", "203.0.113.7")
		return h.api.address(r)
	}
	told := func() int { return strings.Count(h.logged.String(), "X-Forwarded-For") }
	if at := ask("127.0.0.1"); at != "203.0.113.7" || told() != 0 {
		t.Errorf("%s, told %d times", at, told())
	}
	for range 3 {
		if at := ask("10.0.0.9"); at != "10.0.0.9" {
			t.Errorf("believed: %s", at)
		}
	}
	if told() != 1 {
		t.Errorf("told %d times", told())
	}
}
