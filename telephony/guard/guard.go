// Package guard looks after callers whose controller has died with them in its
// hands (design: a call outlives us).
//
// New calls need no guard: with no application connected, or a dead one, the
// dialplan's Stasis() fails or times out and its fallback answers. Callers who
// are in Stasis already would hear their last sound for ever. The guard asks the
// controller's /healthz; when it has not answered for a while, every citizen's
// channel that is still in the application is sent on to the fallback, once.
// A controller that restarts within that time finds its calls untouched.
//
// It is a program of its own, so that it lives when the controller does not, and
// it only needs Asterisk's REST interface.
package guard

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"hotline1022/telephony/ari"
)

// Phone is what the guard asks of Asterisk; *ari.Link.
type Phone interface {
	Snapshot(ctx context.Context) (ari.Snapshot, error)
	Continue(ctx context.Context, channel, dialplanContext, exten string, priority int) error
}

// Config of the guard. Zero durations take the defaults.
type Config struct {
	Healthz  string        // the controller's, http://127.0.0.1:8080/healthz
	App      string        // Stasis application
	Fallback string        // dialplan's context; default "fallback"
	After    time.Duration // without an answer; default 5 s
	Every    time.Duration // between two questions; default 1 s
}

func (c Config) withDefaults() Config {
	if c.Fallback == "" {
		c.Fallback = "fallback"
	}
	if c.After <= 0 {
		c.After = 5 * time.Second
	}
	if c.Every <= 0 {
		c.Every = time.Second
	}
	return c
}

// Guard watches one controller.
type Guard struct {
	cfg   Config
	phone Phone
	http  *http.Client
	log   *slog.Logger
}

// New makes a guard; client asks for /healthz.
func New(cfg Config, phone Phone, client *http.Client, log *slog.Logger) *Guard {
	return &Guard{cfg: cfg.withDefaults(), phone: phone, http: client, log: log}
}

// Run watches until ctx ends.
func (g *Guard) Run(ctx context.Context) {
	tick := time.NewTicker(g.cfg.Every)
	defer tick.Stop()
	answered := time.Now() // as if: the controller gets its time from our start on
	dead := false
	for {
		err := g.ask(ctx)
		switch silent := time.Since(answered); {
		case ctx.Err() != nil:
			return
		case err == nil:
			if dead {
				g.log.Info("the controller answers again")
			}
			answered, dead = time.Now(), false
		case silent >= g.cfg.After:
			if !dead {
				g.log.Error("the controller does not answer; its callers are sent to the fallback", "silent", silent.Round(time.Millisecond), "err", err)
			}
			dead = true
			g.rescue(ctx)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// ask fails when the controller does not answer well within the pace.
func (g *Guard) ask(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, g.cfg.Every)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, g.cfg.Healthz, nil)
	if err != nil {
		return fmt.Errorf("guard: %w", err)
	}
	res, err := g.http.Do(req)
	if err != nil {
		return fmt.Errorf("guard: %w", err)
	}
	if err := res.Body.Close(); err != nil {
		return fmt.Errorf("guard: %w", err)
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("guard: %s", res.Status)
	}
	return nil
}

// rescue sends every citizen who is in the application to the fallback. Who
// was sent there is no longer in the application, so it may be repeated.
func (g *Guard) rescue(ctx context.Context) {
	snapshot, err := g.phone.Snapshot(ctx)
	if err != nil {
		g.log.Error("Asterisk does not list its channels", "err", err)
		return
	}
	for _, ch := range snapshot.Channels {
		if !g.ours(ch) {
			continue
		}
		err := g.phone.Continue(ctx, ch.ID, g.cfg.Fallback, "s", 1)
		switch {
		case err == nil:
			g.log.Warn("a caller was sent to the fallback", "call", ch.Vars["CALL_ID"], "channel", ch.ID)
		case ari.IsGone(err) || ari.IsNotInStasis(err) || errors.Is(err, context.Canceled):
		default:
			g.log.Error("a caller could not be sent to the fallback; it is tried again", "channel", ch.ID, "err", err)
		}
	}
}

// ours tells a citizen's channel in the application. A channel whose call has
// ended is not sent anywhere, nor are operators' media.
func (g *Guard) ours(ch ari.Channel) bool {
	return ch.App == g.cfg.App && ch.Vars["HOTLINE_ROLE"] == "citizen" && !strings.HasPrefix(ch.Name, "UnicastRTP/")
}
