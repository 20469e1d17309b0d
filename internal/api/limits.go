package api

import (
	recent "container/list"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"hotline1022/internal/lang"
)

// What one address may do at the doors that are open to everybody: at once, and then one in so long.
// Many citizens come from one address of a mobile network; who guesses is stopped by what they miss.
var (
	mayAsk  = bound{burst: 120, every: time.Second}
	mayMiss = bound{burst: 20, every: 15 * time.Second} // codes and keys that are none
	maySay  = bound{burst: 30, every: 20 * time.Second} // acts of a ticket's sender
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
}

func newLimits() *limits {
	return &limits{known: map[netip.Prefix]*recent.Element{}, order: recent.New()}
}

// of gives what is known of whoever asks. One IPv6 subscriber has a whole /64.
func (l *limits) of(address string) *guest {
	var at netip.Prefix
	if ip, err := netip.ParseAddr(address); err == nil {
		ip = ip.Unmap().WithZone("")
		bits := ip.BitLen()
		if ip.Is6() {
			bits = 64
		}
		at, _ = ip.Prefix(bits)
	}
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

// enter says how long an address has to wait before it may ask, or say, something; none: it may now.
func (l *limits) enter(address string, says bool, now time.Time) time.Duration {
	who := l.of(address)
	if who.misses.TokensAt(now) < 1 {
		return mayMiss.every
	}
	if !who.asks.AllowN(now, 1) {
		return mayAsk.every
	}
	if says && !who.say.AllowN(now, 1) {
		return maySay.every
	}
	return 0
}

// missed counts what was not there.
func (l *limits) missed(address string, now time.Time) { l.of(address).misses.AllowN(now, 1) }

// isOpenToAll says that an address on our side is everybody's to ask.
func isOpenToAll(path string) bool {
	return strings.HasPrefix(path, v1+"/public/") || isPage(path)
}

// admit holds who asks at an open door to what one address may; false: they were refused.
func (a *API) admit(w http.ResponseWriter, r *http.Request) bool {
	wait := a.limits.enter(a.address(r), r.Method == http.MethodPost, a.cfg.Now())
	if wait == 0 {
		return true
	}
	refused := &refusal{status: http.StatusTooManyRequests, key: lang.TooManyAsked, retryAfter: wait}
	if !isPage(r.URL.Path) {
		a.fail(w, r, refused)
		return false
	}
	p := a.problem(r.Context(), refused)
	w.Header().Set("Retry-After", p.GetHeaders().Get("Retry-After"))
	http.Error(w, p.Detail, p.Status)
	return false
}
