package api

import (
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"

	"hotline1022/internal/lang"
	"hotline1022/internal/store"
)

// notedAnswer begins when bytes are about to be sent: what is answered without any (a
// copy that is still good, a range that is none) is no look. For a range that is
// none our sentence stands in the place of net/http's.
type notedAnswer struct {
	http.ResponseWriter
	begin  func() error
	fail   func(error)
	failed bool
}

func (w *notedAnswer) WriteHeader(status int) {
	var err error
	switch status {
	case http.StatusOK, http.StatusPartialContent:
		if err = w.begin(); err != nil {
			for _, name := range []string{"Accept-Ranges", "Content-Disposition", "Content-Length", "Content-Range", "Etag", "Last-Modified"} {
				w.Header().Del(name) // they were the bytes'
			}
		}
	case http.StatusRequestedRangeNotSatisfiable:
		err = refuse(status, lang.BadRange)
	}
	if err != nil {
		w.failed = true
		w.fail(err)
		return
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *notedAnswer) Write(b []byte) (int, error) {
	if w.failed {
		return len(b), nil
	}
	return w.ResponseWriter.Write(b)
}

// noteOnce writes the audit row before anything is heard or seen. A player fetches one
// thing in several ranges: those that do not begin at its beginning belong to the look
// noted shortly before. Who asks for the headers alone sees nothing.
func (a *API) noteOnce(r *http.Request, kind store.ReadingKind, action, object string, detail map[string]any) error {
	if r.Method == http.MethodHead {
		return nil
	}
	who := visitOf(r.Context()).who
	key := noting{who.Actor, action, object}
	begins := r.Header.Get("Range")
	continues := begins != "" && !strings.HasPrefix(begins, "bytes=0-")
	now := a.cfg.Now()
	if continues && a.noted.recently(key, now) {
		return nil
	}
	all := map[string]any{"range": begins, "remote": a.address(r), "reason": sightOf(r.Context(), r.URL.Query().Get("reason")).why(false)}
	maps.Copy(all, detail)
	act, err := a.act(who.Actor, action, object, all)
	if err == nil {
		err = a.read(r.Context(), store.Reading{Actor: who.Actor, Kind: kind, Seen: 1, At: now, Act: &act})
	}
	if err == nil {
		a.noted.note(key, now)
	}
	return err
}

type noting struct {
	actor, action, object string
}

// noted knows what was noted lately.
type noted struct {
	mu sync.Mutex
	at map[noting]time.Time
}

const sameLook = 10 * time.Minute

func newNoted() *noted { return &noted{at: map[noting]time.Time{}} }

func (l *noted) recently(k noting, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return now.Sub(l.at[k]) < sameLook
}

func (l *noted) note(k noting, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for old, at := range l.at {
		if now.Sub(at) >= sameLook {
			delete(l.at, old)
		}
	}
	l.at[k] = now
}
