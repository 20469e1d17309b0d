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
// the externalMedia channel in Asterisk. The hands make it, the actor owns it.
type leg struct {
	channel  string
	operator string
	media    Leg

	ctx     context.Context // done when the leg is dropped
	cancel  context.CancelFunc
	stasis  signal        // its StasisStart has come
	entered signal        // it is in the bridge
	joined  chan struct{} // closed when the hands are done with it, however that ended

	// The actor alone uses what follows.
	early    bool      // made before it was wanted: should that fail, another is made
	wanted   bool      // its operator has the call: audio passes, and turn is told how the making ends
	turn     int       // of the JoinOperator that wants it
	accepted time.Time // zero on a return
	address  string    // Asterisk's RTP address, once it is known
	ready    bool      // it is in the bridge, and the hands are done with it
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

// prepare makes the operator's leg while the call rings at their desk, so that
// the accept need not wait for it. What fails here is made up for by join.
func (a *actor) prepare(operator string) {
	media, err := a.e.media.Open(operator, a.id)
	if err != nil {
		a.log.Debug("the operator's leg is not prepared", "operator", operator, "error", err)
		return
	}
	a.newLeg(operator, media).early = true
}

// openAudio makes sure of the operator's audio before they get the call.
func (a *actor) openAudio() (err error) {
	if a.leg != nil {
		if !a.e.media.Up(a.m.Operator) {
			return ErrNoMedia
		}
		return nil
	}
	a.opened, err = a.e.media.Open(a.m.Operator, a.id)
	if err != nil {
		a.opened = nil
	}
	return err
}

// join lets the operator's audio pass. A leg that is prepared is up at once; one
// that is being made is waited for; without one, the path that was opened is
// made into one.
func (a *actor) join(e call.JoinOperator) {
	a.endReconnecting()
	accepted := a.accepted
	a.accepted = time.Time{}
	if a.leg == nil {
		a.newLeg(e.Operator, a.opened)
		a.opened = nil
	}
	a.want(a.leg, e.Turn, accepted)
}

// want lets a leg's audio pass as soon as Asterisk's address is known, and the
// call hear when it is up.
func (a *actor) want(l *leg, turn int, accepted time.Time) {
	l.wanted, l.turn, l.accepted = true, turn, accepted
	a.measure(l)
	if l.address != "" {
		a.connect(l)
	}
	if l.ready && l.ctx.Err() == nil {
		a.happens(call.LegUp{Turn: turn})
	}
}

// connect opens the gateway's path. Its failure is posted: the effects under way come first.
func (a *actor) connect(l *leg) {
	err := l.media.Connect(l.address)
	if err == nil {
		return
	}
	l.cancel()
	a.post(func() { a.legFailed(l, fmt.Errorf("connect the operator's audio to %s: %w", l.address, err)) })
}

// newLeg begins a leg on an audio path.
func (a *actor) newLeg(operator string, media Leg) *leg {
	l := &leg{
		channel: a.name(legName), operator: operator, media: media,
		stasis: make(signal), entered: make(signal), joined: make(chan struct{}),
	}
	l.ctx, l.cancel = context.WithCancel(a.hands.ctx)
	a.leg = l
	if !a.hands.do(func(context.Context) {
		defer close(l.joined)
		err := a.makeLeg(l)
		a.post(func() { a.legMade(l, err) })
	}) {
		close(l.joined)
	}
	return l
}

// legMade is how the hands' work on a leg ended. Who dropped it needs no telling.
func (a *actor) legMade(l *leg, err error) {
	switch {
	case l.ctx.Err() != nil:
	case err != nil:
		a.legFailed(l, err)
	default:
		l.ready = true
		if l.wanted {
			_ = a.happen(call.LegUp{Turn: l.turn}) // refused when the call has moved on
		}
	}
}

// legFailed: a leg that was begun before the accept may fail without harm,
// another is made.
func (a *actor) legFailed(l *leg, err error) {
	if a.leg != l {
		return
	}
	a.log.Warn("the operator's leg could not be joined", "operator", l.operator, "channel", l.channel, "accepted", l.wanted, "error", err)
	if l.early {
		a.dropLeg()
		if !l.wanted {
			return
		}
		if media, err := a.e.media.Open(l.operator, a.id); err == nil {
			a.want(a.newLeg(l.operator, media), l.turn, l.accepted)
			return
		}
	}
	_ = a.happen(call.LegFailed{Turn: l.turn}) // refused when the call has moved on
}

// makeLeg runs on the hands.
func (a *actor) makeLeg(l *leg) error {
	if err := a.ensureBridge(l.ctx); err != nil {
		return err
	}
	limit, err := a.makeChannel(l, roleOperator)
	if err != nil {
		return err
	}
	defer limit.Stop()
	return a.bringIn(l, limit.C)
}

// makeChannel makes the leg's channel, which is in Stasis then, and in no bridge. The limit
// runs from when it is there.
func (a *actor) makeChannel(l *leg, role string) (limit *time.Timer, err error) {
	if l.ctx.Err() != nil {
		return nil, context.Cause(l.ctx)
	}
	var made ari.Channel
	// Never tried again: the first request may have made the channel after all,
	// and its name is taken then.
	err = a.e.once("external_media", func(ctx context.Context) error {
		var err error
		made, err = a.e.phone.ExternalMedia(ctx, ari.ExternalMediaRequest{
			ChannelID: l.channel, Host: l.media.Addr(), Format: mediaFormat,
			Vars: map[string]string{varCallID: string(a.id), varRole: role, varOperator: l.operator},
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	address, err := a.rtpAddress(l, made)
	if err != nil {
		return nil, err
	}
	a.post(func() {
		l.address = address
		if l.wanted && a.leg == l {
			a.connect(l)
		}
	})
	limit = time.NewTimer(a.e.cfg.JoinLimit)
	if err := l.await(l.stasis, limit.C); err != nil {
		limit.Stop()
		return nil, fmt.Errorf("enter Stasis: %w", err)
	}
	return limit, nil
}

// bringIn puts the leg, which has reached Stasis, into the bridge: before, Asterisk refuses.
func (a *actor) bringIn(l *leg, limit <-chan time.Time) error {
	if err := a.enterAsOperator(l); err != nil {
		return err
	}
	if err := l.await(l.entered, limit); err != nil {
		return fmt.Errorf("enter the bridge: %w", err)
	}
	return nil
}

// enterAsOperator runs on the hands. A bridge that went without our doing is missing before
// we are told of it: it is made once more, or a citizen who has an operator would wait again.
func (a *actor) enterAsOperator(l *leg) error {
	enter := func() error {
		return a.e.try(l.ctx, "join_operator", func(ctx context.Context) error {
			return a.e.phone.AddChannel(ctx, bridgeName(a.id), l.channel)
		})
	}
	err := enter()
	if !ari.IsGone(err) {
		return err
	}
	a.hands.noBridge(l.ctx)
	if err := a.ensureBridge(l.ctx); err != nil {
		return err
	}
	return enter()
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

// ensureMixed has Asterisk mix what is said in the bridge from now on, by silence that is a
// third there: of two alone it hands the packets of the one to the other. It has to before
// anybody joins them or listens in (tried with Asterisk 22.10):
//
//   - A bridge that has mixed and does not any more is lost for the citizen's recording:
//     what they hear from then on is not in it.
//   - The decoder of a recording, or of a listener's ear, drops what has a sequence number
//     behind that of the last packet, whoever sent that. Operators' packets are numbered by
//     a clock (package agentdesk/gateway), but an officer's numbers may lie anywhere.
//   - A whisper is mixed into what is written to the operator. While nobody speaks to her,
//     nothing is written.
//
// Mixing costs more than handing on, so all other conversations are spared it. It ends
// when nobody else is left in the bridge.
func (a *actor) ensureMixed(ctx context.Context) error {
	if err := a.ensureBridge(ctx); err != nil || a.hands.mixed {
		return err
	}
	err := a.e.try(ctx, "mix_bridge", func(ctx context.Context) error {
		return a.e.phone.PlayInBridge(ctx, bridgeName(a.id), mixName(a.id, a.e.cfg.Now().UnixNano()), silence)
	})
	a.hands.mixed = err == nil
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
