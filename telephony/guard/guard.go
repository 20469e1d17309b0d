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
// Who has a voice outside needs no controller: a citizen whom an officer or an emergency
// service can speak with is left to them, and put beside them if they are not yet, by the
// rule by which a controller adopts. That one gone, the citizen is sent on, too. A service
// that must be called on whatever happens ([varEmergency]), or a telephone that the flow
// puts the citizen through to, may ring on for [Config.Ring]: whoever answers is worth more
// than a message, and nobody but us has called them. Nobody outside is left alone: their
// channel is hung up when its citizen is gone, and so is that of a citizen whom we were
// calling, and who has not answered. Who has is brought through the dialplan as any caller,
// and with a dead controller to its fallback.
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
	"time"

	"hotline1022/telephony/ari"
)

// Phone is what the guard asks of Asterisk; *ari.Link.
type Phone interface {
	Snapshot(ctx context.Context) (ari.Snapshot, error)
	Continue(ctx context.Context, channel, dialplanContext, exten string, priority int) error
	Hangup(ctx context.Context, channel string, reason ari.HangupReason) error
	AddChannel(ctx context.Context, bridge string, channels ...string) error
	StopRing(ctx context.Context, channel string) error
	StopMOH(ctx context.Context, channel string) error
}

// Config of the guard. Zero durations take the defaults.
type Config struct {
	Healthz  string        // the controller's, http://127.0.0.1:8080/healthz
	App      string        // Stasis application
	Fallback string        // dialplan's context; default "fallback"
	CallBack string        // of citizens who were called and have answered; default "callback"
	After    time.Duration // without an answer; default 5 s
	Every    time.Duration // between two questions; default 1 s
	Ring     time.Duration // a telephone outside that is being called may go on ringing; default 30 s
}

func (c Config) withDefaults() Config {
	if c.Fallback == "" {
		c.Fallback = "fallback"
	}
	if c.CallBack == "" {
		c.CallBack = "callback"
	}
	if c.After <= 0 {
		c.After = 5 * time.Second
	}
	if c.Every <= 0 {
		c.Every = time.Second
	}
	if c.Ring <= 0 {
		c.Ring = 30 * time.Second
	}
	return c
}

// Guard watches one controller.
type Guard struct {
	cfg   Config
	phone Phone
	http  *http.Client
	log   *slog.Logger
	rings map[string]time.Time // since when we wait for a telephone outside to be answered
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
			answered, dead, g.rings = time.Now(), false, nil
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

// rescue does for every call of the dead controller what is best for its citizen. It may
// be repeated: who was sent on is no longer in the application.
func (g *Guard) rescue(ctx context.Context) {
	snapshot, err := g.phone.Snapshot(ctx)
	if err != nil {
		g.log.Error("Asterisk does not list its channels", "err", err)
		return
	}
	for _, ch := range called(snapshot, g.cfg.App) {
		if ch.State == "Up" {
			g.did("who was called and has answered is a caller", ch, g.phone.Continue(ctx, ch.ID, g.cfg.CallBack, "s", 1))
		} else {
			g.did("a citizen is not called in vain", ch, g.phone.Hangup(ctx, ch.ID, ari.HangupNormal))
		}
	}
	for _, o := range orphans(snapshot, g.cfg.App) {
		kept := g.attend(ctx, o)
		for _, out := range o.outs {
			if out.ID != kept {
				g.did("a telephone outside is hung up, for it would be alone", out,
					g.phone.Hangup(ctx, out.ID, ari.HangupNormal))
			}
		}
	}
}

// attend names the telephone outside that the citizen is left with, or waits for; "": none.
func (g *Guard) attend(ctx context.Context, o *orphan) (kept string) {
	if o.citizen == nil {
		return ""
	}
	if out := o.through(); out != nil && g.bringTogether(ctx, o, *out) {
		return out.ID
	}
	if out := o.ringing(); out != nil && g.mayRing(out.ID) {
		return out.ID
	}
	g.did("a caller was sent to the fallback", *o.citizen, g.phone.Continue(ctx, o.citizen.ID, g.cfg.Fallback, "s", 1))
	return ""
}

func (g *Guard) mayRing(channel string) bool {
	since, known := g.rings[channel]
	if !known {
		if g.rings == nil {
			g.rings = map[string]time.Time{}
		}
		since = time.Now()
		g.rings[channel] = since
	}
	return time.Since(since) < g.cfg.Ring
}

// bringTogether puts the two into one bridge, in which one of them is; false: it cannot be.
func (g *Guard) bringTogether(ctx context.Context, o *orphan, out ari.Channel) bool {
	if o.bridge == nil {
		return false
	}
	for _, ch := range []ari.Channel{*o.citizen, out} {
		if o.inBridge(ch.ID) {
			continue
		}
		// What they hear ends first, see package call's StopMusic.
		err := errors.Join(g.phone.StopRing(ctx, ch.ID), g.phone.StopMOH(ctx, ch.ID))
		if err == nil {
			err = g.phone.AddChannel(ctx, o.bridge.ID, ch.ID)
		}
		g.did("a caller is put beside who has answered", ch, err)
		if err != nil {
			return false
		}
	}
	return true
}

// did tells of something done about a channel, which may be gone or on its way.
func (g *Guard) did(what string, ch ari.Channel, err error) {
	switch {
	case err == nil:
		g.log.Warn(what, "call", ch.Vars[varCall], "channel", ch.ID)
	case ari.IsGone(err) || ari.IsNotInStasis(err) || errors.Is(err, context.Canceled):
	default:
		g.log.Error("this failed, and is tried again: "+what, "channel", ch.ID, "err", err)
	}
}
