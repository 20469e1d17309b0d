package telephony

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
)

// A shift leader in a call.
//
//	listen, whisper   leader ─ bridge watch-<call> ─ ear ⊃ the operator's channel, or the officer's
//	barge             leader ─ the call's bridge
//
// The ear is Asterisk's snoop channel: it hears what passes at another channel in both
// directions, and, made for whispering, is heard there by that one alone. A listening
// leader's words end at the ear, whatever the browser sends.
//
// Both are made beside the call's requests, which wait for neither: an emergency service is
// not called later because somebody begins to listen. Only what changes who hears whom, and
// how the call's bridge mixes, is asked for in its turn.

// watcher is the leader's part in the call. The actor alone uses it.
type watcher struct {
	*leg
	turn int
	ear  *ear // nil: there is none
	// inside: the channel is in the call's bridge; the hands' own. To add it once more
	// would take it out for a moment.
	inside bool
}

// ear is a snoop channel.
type ear struct {
	channel, target string
	whisper         bool
	ctx             context.Context // done when it is dropped
	cancel          context.CancelFunc
	stasis          signal
	made            chan struct{} // closed when its making is over, however that ended
}

// joinLeader makes the leader's channel, as an operator's, but into no bridge yet.
func (a *actor) joinLeader(e call.JoinLeader) {
	media, err := a.e.media.Open(e.Leader, a.id)
	if err != nil {
		a.happens(call.LeaderLost{Turn: e.Turn})
		return
	}
	l := &leg{
		channel: a.name(watchName), operator: e.Leader, media: media,
		stasis: make(signal), entered: make(signal), joined: make(chan struct{}),
	}
	l.ctx, l.cancel = context.WithCancel(a.hands.ctx)
	w := &watcher{leg: l, turn: e.Turn}
	a.watch, a.watched = w, true
	a.e.spawn(func() {
		defer close(l.joined)
		limit, err := a.makeChannel(l, roleLeader)
		if err == nil {
			limit.Stop()
		}
		a.post(func() { a.leaderMade(w, err) })
	})
}

func (a *actor) leaderMade(w *watcher, err error) {
	if a.watch != w || w.ctx.Err() != nil {
		return
	}
	if err == nil {
		err = w.media.Connect(w.address)
	}
	if err != nil {
		a.log.Warn("a shift leader's channel could not be made", "leader", w.operator, "error", err)
		_ = a.happen(call.LeaderLost{Turn: w.turn}) // refused when the leader has left
		return
	}
	w.ready = true
	_ = a.happen(call.LeaderUp{Turn: w.turn}) // refused when the leader has left
}

// attach puts the leader where they belong now.
func (a *actor) attach(e call.Attach) {
	w := a.watch
	if w == nil {
		return
	}
	a.dropEar(w)
	if e.Mode == call.ModeBarge {
		a.hands.do(func(ctx context.Context) {
			err := a.ensureMixed(w.ctx)
			if err == nil {
				err = a.e.try(w.ctx, "join_leader", func(ctx context.Context) error {
					return a.e.phone.AddChannel(ctx, bridgeName(a.id), w.channel)
				})
			}
			w.inside = err == nil
			a.attached(ctx, w, err)
		})
		return
	}
	target := a.channelOf(e.At)
	if target == "" { // nobody speaks: the leader is kept where nobody is
		a.hands.do(func(ctx context.Context) { a.attached(ctx, w, a.toWatchRoom(w)) })
		return
	}
	w.ear = &ear{
		channel: a.name(earName), target: target, whisper: e.Mode == call.ModeWhisper, stasis: make(signal), made: make(chan struct{}),
	}
	w.ear.ctx, w.ear.cancel = context.WithCancel(w.ctx)
	ear := w.ear
	if !a.hands.do(func(ctx context.Context) {
		// The leader leaves the call's bridge before they hear anything.
		err := a.toWatchRoom(w)
		if err == nil {
			err = a.ensureMixed(w.ctx)
		}
		if err != nil {
			close(ear.made)
			a.attached(ctx, w, err)
			return
		}
		a.e.spawn(func() {
			defer close(ear.made)
			if err := a.overhear(ear); ear.ctx.Err() == nil {
				a.attached(ctx, w, err)
			}
		})
	}) {
		close(ear.made)
	}
}

// channelOf is a party's channel; "" if it has none.
func (a *actor) channelOf(p call.Party) string {
	switch {
	case p == call.PartyOperator && a.leg != nil:
		return a.leg.channel
	case p == call.PartyOfficer && a.out != nil:
		return a.out.channel
	}
	return ""
}

// overhear makes the ear, and puts it beside the leader.
func (a *actor) overhear(ear *ear) error {
	if ear.ctx.Err() != nil {
		return context.Cause(ear.ctx)
	}
	err := a.e.once("snoop", func(ctx context.Context) error {
		return a.e.phone.Snoop(ctx, ari.SnoopRequest{ChannelID: ear.channel, Target: ear.target, Whisper: ear.whisper})
	})
	if err != nil {
		return err
	}
	limit := time.NewTimer(a.e.cfg.JoinLimit)
	defer limit.Stop()
	select {
	case <-ear.stasis:
	case <-ear.ctx.Done():
		return context.Cause(ear.ctx)
	case <-limit.C:
		return fmt.Errorf("enter Stasis: %w", errJoinLimit)
	}
	return a.e.try(ear.ctx, "join_leader", func(ctx context.Context) error {
		return a.e.phone.AddChannel(ctx, watchBridge(a.id), ear.channel)
	})
}

// toWatchRoom runs on the hands: it puts the leader into the bridge beside the call's.
func (a *actor) toWatchRoom(w *watcher) error {
	if !a.hands.watch {
		err := a.e.try(w.ctx, "create_bridge", func(ctx context.Context) error {
			return a.e.phone.CreateBridge(ctx, watchBridge(a.id), bridgeTypes)
		})
		if err != nil {
			return err
		}
		a.hands.watch = true
	}
	w.inside = false
	return a.e.try(w.ctx, "join_leader", func(ctx context.Context) error {
		return a.e.phone.AddChannel(ctx, watchBridge(a.id), w.channel)
	})
}

// attached: a leader who cannot be put where they belong hears what they should not, or
// nothing: they are let go. What is gone meanwhile is told by its own event.
func (a *actor) attached(ctx context.Context, w *watcher, err error) {
	if err == nil || lost(err) || ctx.Err() != nil || errors.Is(err, context.Canceled) {
		return
	}
	a.log.Warn("a shift leader could not be attached", "leader", w.operator, "error", err)
	a.happens(call.LeaderLost{Turn: w.turn})
}

func (a *actor) dropEar(w *watcher) {
	if w.ear != nil {
		w.ear.cancel()
		a.e.clearChannel(w.ear.made, w.ear.channel)
		w.ear = nil
	}
}

// dropLeader ends the leader's part.
func (a *actor) dropLeader() {
	w := a.watch
	if w == nil {
		return
	}
	a.watch = nil
	a.dropEar(w)
	w.close()
	a.e.clearChannel(w.joined, w.channel)
}

// promote makes the leader's channel the operator's: in the bridge first, then the
// operator until now is gone.
func (a *actor) promote(e call.Promote) {
	w, old := a.watch, a.leg
	if w == nil {
		a.happens(call.LegFailed{Turn: e.Turn})
		return
	}
	a.watch = nil
	a.dropEar(w)
	a.leg = w.leg
	a.leg.wanted, a.leg.turn = true, e.Turn
	a.hands.do(func(ctx context.Context) {
		var err error
		if !w.inside {
			err = a.enterAsOperator(w.leg)
		}
		if old != nil {
			old.close()
			a.e.clearChannel(old.joined, old.channel)
		}
		if err != nil && ctx.Err() == nil {
			a.happens(call.LegFailed{Turn: e.Turn})
		}
	})
}

// leaderGone: the leader's channel went away without our doing.
func (a *actor) leaderGone(channel string) {
	if w := a.watch; w != nil && w.channel == channel {
		_ = a.happen(call.LeaderLost{Turn: w.turn}) // refused when the leader has left
	}
}

// watchInStasis: the leader's channel, or their ear, has arrived.
func (a *actor) watchInStasis(channel string) {
	switch w := a.watch; {
	case w != nil && w.channel == channel:
		w.stasis.set()
	case w != nil && w.ear != nil && w.ear.channel == channel:
		w.ear.stasis.set()
	default:
		a.e.clearChannel(nil, channel)
	}
}

// engageLeader marks the leader as busy; they are shown the call from now on.
func (a *actor) engageLeader(e call.EngageLeader) {
	a.e.floor.post(func() { a.e.floor.engageLeader(e.Leader, a, e.Turn) })
}

// freeLeader takes the call from the leader's desk and gives them back.
func (a *actor) freeLeader(leader string) {
	v := a.view
	v.Watching, v.Gone = leader, string(call.GoneEnded)
	a.e.desk.Call(leader, v)
	a.toldLeader = CallView{}
	a.e.floor.post(func() { a.e.floor.freeLeader(leader, a.id) })
}

// showLeader gives the view to the leader's desk, with what they may ask.
func (a *actor) showLeader() {
	if a.m.Leader.Name == "" || a.m.State == call.StateEnded {
		return
	}
	v := a.view
	v.Watching, v.Can = a.m.Leader.Name, possible(a.m, a.m.Leader.Name)
	if v != a.toldLeader {
		a.toldLeader = v
		a.e.desk.Call(v.Watching, v)
	}
}

// askedByLeader is a shift leader's wish.
func (a *actor) askedByLeader(cmd Command) (call.Event, error) {
	mode, watches := map[CommandKind]call.Mode{
		CmdListen: call.ModeListen, CmdWhisper: call.ModeWhisper, CmdBarge: call.ModeBarge,
	}[cmd.Kind]
	switch {
	case watches && a.m.Leader.Name != cmd.Operator && !a.e.media.Up(cmd.Operator):
		return nil, ErrNoMedia
	case watches:
		place, _ := placeOf(a.flow.Plan, queueNode(a.flow.Plan, ""))
		return call.WatchAsked{Leader: cmd.Operator, Mode: mode, Place: place}, nil
	case cmd.Kind == CmdTakeOver:
		return call.TakeOverAsked{Leader: cmd.Operator}, nil
	case cmd.Kind == CmdLeave:
		return call.WatchLeft{Leader: cmd.Operator}, nil
	}
	return nil, ErrBadCommand
}
