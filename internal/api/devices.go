package api

import (
	"context"
	"encoding/hex"
	"net/http"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// deviceCookie tells a browser again. It lets nobody in; it only keeps what others fail at elsewhere from
// locking out who has signed in there before.
const (
	deviceCookie = "hotline_device"
	deviceLife   = 180 * 24 * time.Hour
)

// from is from where somebody tries to sign in.
func (a *API) from(ctx context.Context, username string) (auth.From, error) {
	r := visitOf(ctx).r
	if sum, ok := deviceOf(r); ok {
		known, err := a.p.Store.DeviceKnown(ctx, db.DeviceKnownParams{Sum: sum[:], Username: store.Text(username), Since: a.cfg.Now().Add(-deviceLife)})
		if err != nil {
			return auth.From{}, err
		}
		if known {
			return auth.From{Source: "device:" + hex.EncodeToString(sum[:]), Known: true}, nil
		}
	}
	address := a.address(r)
	if net := network(address); net.IsValid() {
		address = net.String()
	}
	return auth.From{Source: address}, nil
}

func deviceOf(r *http.Request) (sum [32]byte, ok bool) {
	c, err := r.Cookie(deviceCookie)
	if err != nil {
		return sum, false
	}
	return auth.DeviceSum(c.Value)
}

// rememberDevice notes that somebody has signed in on this browser; several people may share it.
func (a *API) rememberDevice(ctx context.Context, username string) error {
	v, now := visitOf(ctx), a.cfg.Now()
	sum, ok := deviceOf(v.r)
	if !ok {
		var secret string
		secret, sum = auth.NewDevice()
		http.SetCookie(v.w, &http.Cookie{
			Name: deviceCookie, Value: secret, Path: "/", MaxAge: int(deviceLife / time.Second), HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: a.cfg.Secure,
		})
	}
	return a.p.Store.DeviceRemember(ctx, db.DeviceRememberParams{Sum: sum[:], Username: username, At: now, Since: now.Add(-deviceLife)})
}
