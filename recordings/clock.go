package recordings

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"time"
)

// dated keeps what time it is by the archive's clock, of which every answer of a server tells (RFC 9110, 6.6.1), a refusal too: of requests whose time is
// far off S3 says nothing else.
type dated struct {
	*http.Transport
	ahead atomic.Pointer[time.Duration] // of ours, to the second; nil: no answer told
}

// RoundTrip implements http.RoundTripper.
func (d *dated) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := d.Transport.RoundTrip(r)
	if err == nil {
		if theirs, bad := http.ParseTime(res.Header.Get("Date")); bad == nil {
			ahead := time.Until(theirs)
			d.ahead.Store(&ahead)
		}
	}
	return res, err
}

// Clock asks what time it is by the archive's clock, to the second.
func (a *Archive) Clock(ctx context.Context) (time.Time, error) {
	a.transport.ahead.Store(nil)
	_, err := a.Locks(ctx, a.bucket) // whatever it says
	if ahead := a.transport.ahead.Load(); ahead != nil {
		return time.Now().Add(*ahead), nil
	}
	return time.Time{}, errors.Join(err, errors.New("archive: no answer tells its time"))
}
