package api

import (
	recent "container/list"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"hotline1022/internal/lang"
	citizens "hotline1022/internal/portal/page"
)

// What one address may do at the doors that are open to everybody: at once, and then one in so long.
// Many citizens come from one address of a mobile network. Who guesses codes is stopped by what they
// miss, and from looking up codes alone: whoever has a key goes on, whatever their neighbours do. Keys
// themselves nobody guesses (80 random bits).
var (
	mayAsk  = bound{burst: 120, every: time.Second}
	mayMiss = bound{burst: 20, every: 15 * time.Second} // codes that are none
	maySay  = bound{burst: 30, every: 20 * time.Second} // acts of a ticket's sender
)

// What a request at an open door may take of us. Nobody there is known, so whoever stands still
// is let go: a body that does not come, an answer that nobody takes.
const (
	// OpenRead is for a request to have come whole.
	OpenRead = 15 * time.Second
	// OpenWrite is for the answer to be taken, from the request's header on.
	OpenWrite = 30 * time.Second
	// mostUnderWay is how many requests of one address we have in hand at a time.
	mostUnderWay = 32
)

// mostAddresses bounds the memory: whoever was not seen for longest is forgotten.
const mostAddresses = 20_000

type bound struct {
	burst int
	every time.Duration
}

func (b bound) limiter() *rate.Limiter { return rate.NewLimiter(rate.Every(b.every), b.burst) }

// limits hold each address to those bounds; safe for use by several goroutines.
type limits struct {
	mu    sync.Mutex
	known map[netip.Prefix]*recent.Element // of *guest
	order *recent.List                     // seen last first
}

type guest struct {
	at                netip.Prefix
	asks, misses, say *rate.Limiter
	underWay          atomic.Int32
}

func newLimits() *limits {
	return &limits{known: map[netip.Prefix]*recent.Element{}, order: recent.New()}
}

// of gives what is known of whoever asks.
func (l *limits) of(address string) *guest {
	at := network(address)
	l.mu.Lock()
	defer l.mu.Unlock()
	if e, ok := l.known[at]; ok {
		l.order.MoveToFront(e)
		return e.Value.(*guest)
	}
	if l.order.Len() >= mostAddresses {
		oldest := l.order.Back()
		delete(l.known, oldest.Value.(*guest).at)
		l.order.Remove(oldest)
	}
	who := &guest{at: at, asks: mayAsk.limiter(), misses: mayMiss.limiter(), say: maySay.limiter()}
	l.known[at] = l.order.PushFront(who)
	return who
}

// asking is what somebody wants at an open door.
type asking struct {
	byCode bool // looks a ticket up by its code alone
	says   bool // changes something
}

func askingOf(r *http.Request) asking {
	code := strings.HasPrefix(r.URL.Path, v1+"/public/tickets/") || r.URL.Path == citizens.LookUp && r.URL.Query().Get("ma") != ""
	return asking{byCode: code, says: r.Method == http.MethodPost}
}

// enter says how long an address has to wait before it may ask something. None: it may now, and
// leave is called when it has its answer.
func (l *limits) enter(address string, what asking, now time.Time) (leave func(), wait time.Duration) {
	who := l.of(address)
	switch {
	case what.byCode && who.misses.TokensAt(now) < 1:
		return nil, mayMiss.every
	case !who.asks.AllowN(now, 1):
		return nil, mayAsk.every
	case what.says && !who.say.AllowN(now, 1):
		return nil, maySay.every
	case who.underWay.Add(1) > mostUnderWay:
		who.underWay.Add(-1)
		return nil, time.Second
	}
	return func() { who.underWay.Add(-1) }, 0
}

// missed counts a code that is none.
func (l *limits) missed(address string, now time.Time) { l.of(address).misses.AllowN(now, 1) }

// isOpenToAll says that an address on our side is everybody's to ask.
func isOpenToAll(path string) bool {
	return strings.HasPrefix(path, v1+"/public/") || isPage(path)
}

// admit holds who asks at an open door to what one address may, and to a time; nil: they were refused.
func (a *API) admit(w *answer, r *http.Request) (leave func()) {
	// Deadlines of this request alone: the server of the staff has none, for desks and recordings. One
	// that cannot be set is a connection that is gone.
	c, began := http.NewResponseController(w), time.Now()
	_ = c.SetReadDeadline(began.Add(OpenRead))
	_ = c.SetWriteDeadline(began.Add(OpenWrite))
	address, what := a.address(r), askingOf(r)
	over, wait := a.limits.enter(address, what, a.cfg.Now())
	if wait == 0 {
		return func() {
			over()
			if what.byCode && w.status == http.StatusNotFound {
				a.limits.missed(address, a.cfg.Now())
			}
		}
	}
	refused := &refusal{status: http.StatusTooManyRequests, key: lang.TooManyAsked, retryAfter: wait}
	if !isPage(r.URL.Path) {
		a.fail(w, r, refused)
		return nil
	}
	p := a.problem(r.Context(), refused)
	w.Header().Set("Retry-After", p.GetHeaders().Get("Retry-After"))
	http.Error(w, p.Detail, p.Status)
	return nil
}
