package telephony

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
)

// leg is one operator's audio in one call: the path at the WebRTC gateway and
// the externalMedia channel in Asterisk. The actor owns it; the hands join it.
type leg struct {
	channel  string
	operator string
	turn     int
	media    Leg
	accepted time.Time // zero on a return

	ctx     context.Context // done when the leg is dropped
	cancel  context.CancelFunc
	stasis  signal        // its StasisStart has come
	entered signal        // it is in the bridge
	joined  chan struct{} // closed when the hands are done with it, however that ended
}

// signal tells the hands that something came. The actor alone sets it.
type signal chan struct{}

func (s signal) set() {
	if !closed(s) {
		close(s)
	}
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// close ends the leg at the gateway, and the hands' work on it.
func (l *leg) close() {
	l.cancel()
	l.media.Close()
}

var errJoinLimit = errors.New("the operator's channel did not come in time")

// join makes the operator's leg from the path that was opened for it.
func (a *actor) join(e call.JoinOperator) {
	l := &leg{
		channel: a.name(legName), operator: e.Operator, turn: e.Turn, media: a.opened, accepted: a.accepted,
		stasis: make(signal), entered: make(signal), joined: make(chan struct{}),
	}
	a.opened, a.accepted = nil, time.Time{}
	l.ctx, l.cancel = context.WithCancel(a.hands.ctx)
	a.leg = l
	announcement := a.reconnect
	a.reconnect = ""
	if !a.hands.do(func(context.Context) {
		defer close(l.joined)
		a.joined(l, a.makeLeg(l, announcement))
	}) {
		close(l.joined)
	}
	a.measure(l)
}

// joined tells the actor how the join ended. Who dropped the leg needs no telling.
func (a *actor) joined(l *leg, err error) {
	switch {
	case l.ctx.Err() != nil:
	case err != nil:
		a.log.Warn("the operator's leg could not be joined", "operator", l.operator, "channel", l.channel, "error", err)
		a.happens(call.LegFailed{Turn: l.turn})
	default:
		a.happens(call.LegUp{Turn: l.turn})
	}
}

// makeLeg runs on the hands. The time from here to the last request is what an
// operator waits after "accept".
func (a *actor) makeLeg(l *leg, announcement string) error {
	if err := a.ensureBridge(l.ctx); err != nil {
		return err
	}
	if l.ctx.Err() != nil {
		return context.Cause(l.ctx)
	}
	var made ari.Channel
	// Never tried again: the first request may have made the channel after all,
	// and its name is taken then.
	err := a.e.once("external_media", func(ctx context.Context) error {
		var err error
		made, err = a.e.phone.ExternalMedia(ctx, ari.ExternalMediaRequest{
			ChannelID: l.channel, Host: l.media.Addr(), Format: mediaFormat,
			Vars: map[string]string{varCallID: string(a.id), varRole: roleOperator, varOperator: l.operator},
		})
		return err
	})
	if err != nil {
		return err
	}
	address, err := a.rtpAddress(l, made)
	if err != nil {
		return err
	}
	if err := l.media.Connect(address); err != nil {
		return fmt.Errorf("connect the operator's audio to %s: %w", address, err)
	}
	if announcement != "" {
		// The channel obeys nothing else while the words are being spoken.
		a.stopPlayback(announcement)
	}
	return a.bringIn(l)
}

// bringIn puts the leg into the bridge when it has reached Stasis: before, Asterisk refuses.
func (a *actor) bringIn(l *leg) error {
	limit := time.NewTimer(a.e.cfg.JoinLimit)
	defer limit.Stop()
	if err := l.await(l.stasis, limit.C); err != nil {
		return fmt.Errorf("enter Stasis: %w", err)
	}
	err := a.e.try(l.ctx, "join_operator", func(ctx context.Context) error {
		return a.e.phone.AddChannel(ctx, bridgeName(a.id), l.channel)
	})
	if err != nil {
		return err
	}
	if err := l.await(l.entered, limit.C); err != nil {
		return fmt.Errorf("enter the bridge: %w", err)
	}
	return nil
}

func (l *leg) await(c <-chan struct{}, limit <-chan time.Time) error {
	select {
	case <-c:
		return nil
	case <-l.ctx.Done():
		return context.Cause(l.ctx)
	case <-limit:
		return errJoinLimit
	}
}

func (a *actor) rtpAddress(l *leg, made ari.Channel) (string, error) {
	get := func(name string) (string, error) {
		if v := made.Vars[name]; v != "" {
			return v, nil
		}
		var v string
		err := a.e.try(l.ctx, "get_variable", func(ctx context.Context) (err error) {
			v, err = a.e.phone.GetVar(ctx, l.channel, name)
			return err
		})
		return v, err
	}
	host, err := get(varRTPHost)
	if err != nil {
		return "", err
	}
	port, err := get(varRTPPort)
	if err != nil {
		return "", err
	}
	return net.JoinHostPort(host, port), nil
}

// ensureBridge makes the call's bridge; a second time it changes nothing.
func (a *actor) ensureBridge(ctx context.Context) error {
	if a.hands.bridge {
		return nil
	}
	err := a.e.try(ctx, "create_bridge", func(ctx context.Context) error {
		return a.e.phone.CreateBridge(ctx, bridgeName(a.id), bridgeTypes)
	})
	a.hands.bridge = err == nil
	return err
}

// dropLeg ends the operator's part in the call, as far as it has come.
func (a *actor) dropLeg() {
	for _, channel := range a.stale {
		a.e.clearChannel(nil, channel)
	}
	a.stale = nil
	l := a.leg
	if l == nil {
		return
	}
	a.leg = nil
	l.close()
	a.e.clearChannel(l.joined, l.channel)
}

// measure times accept → first packet in each direction.
func (a *actor) measure(l *leg) {
	if l.accepted.IsZero() {
		return
	}
	a.e.spawn(func() {
		select {
		case <-l.media.TwoWay():
			a.e.metrics.audio.Observe(a.e.cfg.Now().Sub(l.accepted).Seconds())
		case <-l.ctx.Done():
		}
	})
}
