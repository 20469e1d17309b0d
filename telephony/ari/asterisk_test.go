package ari

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/asterisk-conf/asterisktest"
)

// originate makes a call from this Asterisk to itself: the half named id is put
// into our application, the other walks through the real dialplan, as a citizen
// who dialled number.
func originate(t *testing.T, l *Link, id, number string) {
	t.Helper()
	err := l.rest.do(t.Context(), request{
		op: "Originate", method: http.MethodPost, path: "/channels", query: url.Values{
			"endpoint": {"Local/" + number + "@from-trunk"}, "app": {l.cfg.App}, "appArgs": {"caller"},
			"channelId": {id}, "otherChannelId": {id + "-citizen"}, "callerId": {"An <0912345678>"},
		},
		body: map[string]any{"variables": map[string]string{"CALL_ID": "none", "HOTLINE_ROLE": "test"}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestCallFromStartToEnd(t *testing.T) {
	a := asterisktest.Start(t)
	l := newLink(t, configOf(a))
	h, _ := run(t, l)
	if s := h.synced(t); s.Node != "test" || len(s.Channels) != 0 || time.Since(s.AsteriskStarted) > time.Minute {
		t.Errorf("snapshot %+v", s)
	}
	ctx := t.Context()
	originate(t, l, "c1", "02251022")

	// The citizen's half comes through the dialplan.
	const id = "c1-citizen"
	start := await(t, h, func(e StasisStart) bool { return e.Channel.ID == id })
	if !slices.Equal(start.Args, []string{"inbound", "02251022"}) || start.Channel.DialledExten != "02251022" ||
		start.Channel.App != "hotline" || start.Channel.Vars["CALL_ID"] != id || start.Channel.Vars["HOTLINE_ROLE"] != "citizen" {
		t.Errorf("StasisStart %+v", start)
	}
	must(t, l.Answer(ctx, id))
	// The answer reaches both halves, each in its own time.
	for up, entered := false, false; !up || !entered; {
		switch e := h.next(t).event.(type) {
		case ChannelStateChange:
			up = up || e.Channel.ID == id && e.Channel.State == "Up"
		case StasisStart:
			entered = entered || e.Channel.ID == "c1"
		}
	}

	must(t, l.Play(ctx, id, "p1", "sound:"+a.Values.PromptsDir+"/beep", "sound:"+a.Values.PromptsDir+"/fallback-thanks"))
	if e := await(t, h, func(e PlaybackStarted) bool { return e.ID == "p1" }); e.TargetChannel != id {
		t.Errorf("PlaybackStarted %+v", e)
	}
	if e := await(t, h, func(e PlaybackFinished) bool { return e.ID == "p1" }); e.Failed || e.TargetChannel != id {
		t.Errorf("PlaybackFinished %+v", e)
	}
	must(t, l.Play(ctx, id, "p2", "sound:/no/such/file"))
	if e := await(t, h, func(e PlaybackFinished) bool { return e.ID == "p2" }); !e.Failed {
		t.Errorf("PlaybackFinished %+v", e)
	}
	must(t, l.Play(ctx, id, "p3", "sound:"+a.Values.MusicDir+"/music"))
	await(t, h, func(e PlaybackStarted) bool { return e.ID == "p3" })
	must(t, l.StopPlayback(ctx, "p3"))
	await(t, h, func(e PlaybackFinished) bool { return e.ID == "p3" })
	// Asterisk says that it is finished a moment before it forgets it.
	soon, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	err := l.StopPlayback(soon, "p3")
	for err == nil {
		err = l.StopPlayback(soon, "p3")
	}
	if !IsGone(err) {
		t.Errorf("stopping a finished playback: %v", err)
	}

	must(t, l.StartMOH(ctx, id, "default"))
	must(t, l.SetVar(ctx, id, "HOTLINE_HELD", "1"))
	if v, err := l.GetVar(ctx, id, "HOTLINE_HELD"); v != "1" || err != nil {
		t.Errorf("GetVar %q, %v", v, err)
	}
	must(t, l.StopMOH(ctx, id))

	must(t, l.SendDTMF(ctx, "c1", "5"))
	if e := await(t, h, func(e ChannelDtmfReceived) bool { return e.Channel.ID == id }); e.Digit != "5" || e.DurationMs < 50 {
		t.Errorf("DTMF %+v", e)
	}
	if _, err := l.ExternalMedia(ctx, ExternalMediaRequest{ChannelID: "op", Host: "127.0.0.1:9", Format: "alaw"}); err != nil {
		t.Fatal(err)
	}
	await(t, h, func(e StasisStart) bool { return e.Channel.ID == "op" })
	for range 2 { // the first answer may have come too late
		must(t, l.CreateBridge(ctx, "b1", "mixing,dtmf_events"))
	}
	must(t, l.AddChannel(ctx, "b1", id, "op"))
	for inside := map[string]bool{}; len(inside) < 2; { // each joins when its own thread gets to it
		inside[await(t, h, func(e BridgeEntered) bool { return e.Bridge.ID == "b1" }).Channel.ID] = true
	}
	s, err := l.Snapshot(ctx)
	if err != nil || len(s.Bridges) != 1 || len(s.Bridges[0].Channels) != 2 || len(s.Channels) != 3 {
		t.Errorf("snapshot %+v, %v", s, err)
	}
	for _, c := range s.Channels {
		if c.ID == id && (c.Vars["HOTLINE_HELD"] != "1" || c.App != "hotline") {
			t.Errorf("channel %+v", c)
		}
	}
	must(t, l.RemoveChannel(ctx, "b1", "op"))
	await(t, h, func(e BridgeLeft) bool { return e.Channel.ID == "op" })
	must(t, l.DestroyBridge(ctx, "b1"))
	await(t, h, func(e BridgeDestroyed) bool { return e.Bridge.ID == "b1" })
	if err := l.AddChannel(ctx, "b1", id); !IsGone(err) {
		t.Errorf("adding to a bridge that is no more: %v", err)
	}

	must(t, l.Hangup(ctx, id, HangupBusy))
	await(t, h, func(e StasisEnd) bool { return e.Channel.ID == id })
	if e := await(t, h, func(e ChannelDestroyed) bool { return e.Channel.ID == id }); e.Cause != 17 || e.CauseText == "" {
		t.Errorf("ChannelDestroyed %+v", e)
	}
	for what, err := range map[string]error{
		"Hangup": l.Hangup(ctx, id, HangupNormal), "Answer": l.Answer(ctx, id), "Play": l.Play(ctx, id, "p4", "sound:x"),
		"StartMOH": l.StartMOH(ctx, id, "default"), "SetVar": l.SetVar(ctx, id, "A", "b"), "SendDTMF": l.SendDTMF(ctx, id, "1"),
		"Ring": l.Ring(ctx, id), "Continue": l.Continue(ctx, id, "fallback", "s", 1), "DestroyBridge": l.DestroyBridge(ctx, "b1"),
	} {
		if !IsGone(err) {
			t.Errorf("%s of a channel that is no more: %v", what, err)
		}
	}
}

func TestExternalMediaTellsItsAddress(t *testing.T) {
	a := asterisktest.Start(t)
	l := newLink(t, configOf(a))
	h, _ := run(t, l)
	h.synced(t)
	vars := map[string]string{"CALL_ID": "test-1.0", "HOTLINE_ROLE": "operator", "HOTLINE_OPERATOR": "op01"}
	made, err := l.ExternalMedia(t.Context(), ExternalMediaRequest{ChannelID: "op-1", Host: "127.0.0.1:9", Format: "alaw", Vars: vars})
	must(t, err)
	start := await(t, h, func(e StasisStart) bool { return e.Channel.ID == "op-1" })
	for where, c := range map[string]Channel{"answer": made, "StasisStart": start.Channel} {
		for name, want := range vars {
			if c.Vars[name] != want {
				t.Errorf("%s: %s is %q", where, name, c.Vars[name])
			}
		}
		if c.Vars["UNICASTRTP_LOCAL_ADDRESS"] != "127.0.0.1" || c.Vars["UNICASTRTP_LOCAL_PORT"] == "" {
			t.Errorf("%s: no address in %v", where, c.Vars)
		}
	}
	port, err := l.GetVar(t.Context(), "op-1", "UNICASTRTP_LOCAL_PORT")
	if err != nil || port != start.Channel.Vars["UNICASTRTP_LOCAL_PORT"] {
		t.Errorf("GetVar %q, %v", port, err)
	}
}

func TestWrongPasswordIsNamed(t *testing.T) {
	a := asterisktest.Start(t)
	cfg := configOf(a)
	cfg.Password = "not the password"
	l := newLink(t, cfg)
	run(t, l)
	eventually(t, "refused", func() bool { return l.Status().State == Unauthorized && errors.Is(l.Ready(), ErrUnauthorized) })
	if err := l.Answer(t.Context(), "a"); !errors.Is(err, ErrUnauthorized) {
		t.Errorf("Answer: %v", err)
	}
}

func TestAsteriskKilledAndStartedAgain(t *testing.T) {
	a := asterisktest.Start(t)
	l := newLink(t, configOf(a))
	h, _ := run(t, l)
	before := h.synced(t)
	originate(t, l, "c1", "02251022")
	await(t, h, func(e StasisStart) bool { return e.Channel.ID == "c1-citizen" })
	a.Kill9()
	if err := h.down(t); err == nil {
		t.Error("down for no reason")
	}
	if err := l.Answer(t.Context(), "c1-citizen"); !IsUnanswered(err) {
		t.Errorf("Answer: %v", err)
	}
	if l.Ready() == nil {
		t.Error("ready without Asterisk")
	}
	a.Start()
	after := h.synced(t)
	if !after.AsteriskStarted.After(before.AsteriskStarted) {
		t.Errorf("started %s, before %s", after.AsteriskStarted, before.AsteriskStarted)
	}
	if len(after.Channels) != 0 {
		t.Errorf("channels %v", after.Channels)
	}
	originate(t, l, "c2", "1022") // and events flow again
	await(t, h, func(e StasisStart) bool { return e.Channel.ID == "c2-citizen" })
}

func TestStoppedAsteriskIsNoticed(t *testing.T) {
	a := asterisktest.Start(t)
	cfg := configOf(a)
	cfg.PingEvery, cfg.StallAfter, cfg.RequestTimeout = 50*time.Millisecond, 500*time.Millisecond, 300*time.Millisecond
	l := newLink(t, cfg)
	h, _ := run(t, l)
	h.synced(t)
	signal := func(s syscall.Signal) {
		if err := syscall.Kill(a.PID(), s); err != nil {
			t.Fatal(err)
		}
	}
	signal(syscall.SIGSTOP)
	if err := h.down(t); !errors.Is(err, ErrStalled) {
		t.Errorf("down: %v", err)
	}
	if err := l.Answer(t.Context(), "a"); !IsUnanswered(err) {
		t.Errorf("Answer: %v", err)
	}
	signal(syscall.SIGCONT)
	h.synced(t)
}

// Channels survive the controller: what was missed is in the next snapshot.
func TestReconnectFindsTheCallAgain(t *testing.T) {
	a := asterisktest.Start(t)
	first := newLink(t, configOf(a))
	h, stop := run(t, first)
	h.synced(t)
	originate(t, first, "c1", "02251022")
	await(t, h, func(e StasisStart) bool { return e.Channel.ID == "c1-citizen" })
	must(t, first.Answer(t.Context(), "c1-citizen"))
	// The other half enters when it is answered; without a controller it could not.
	await(t, h, func(e StasisStart) bool { return e.Channel.ID == "c1" })
	must(t, first.SetVar(t.Context(), "c1-citizen", "HOTLINE_QUEUED_AT", "2026-01-01T00:00:00Z"))
	stop()

	second := newLink(t, configOf(a))
	h, _ = run(t, second)
	s := h.synced(t)
	i := slices.IndexFunc(s.Channels, func(c Channel) bool { return c.ID == "c1-citizen" })
	if i < 0 || s.Channels[i].Vars["HOTLINE_QUEUED_AT"] != "2026-01-01T00:00:00Z" || s.Channels[i].State != "Up" {
		t.Fatalf("channels %+v", s.Channels)
	}
	must(t, second.Hangup(t.Context(), "c1-citizen", HangupNormal))
	await(t, h, func(e ChannelDestroyed) bool { return e.Channel.ID == "c1-citizen" })
}

// A guard may give the calls of a dead controller to the dialplan's fallback.
func TestContinueReachesTheFallback(t *testing.T) {
	a := asterisktest.Start(t)
	l := newLink(t, configOf(a))
	h, _ := run(t, l)
	h.synced(t)
	originate(t, l, "c1", "02251022")
	await(t, h, func(e StasisStart) bool { return e.Channel.ID == "c1-citizen" })
	must(t, l.Answer(t.Context(), "c1-citizen"))
	must(t, l.StartMOH(t.Context(), "c1-citizen", "default"))
	must(t, l.Continue(t.Context(), "c1-citizen", "fallback", "s", 1))
	await(t, h, func(e StasisEnd) bool { return e.Channel.ID == "c1-citizen" })
	if err := l.Answer(t.Context(), "c1-citizen"); !IsNotInStasis(err) || IsGone(err) {
		t.Errorf("Answer of a channel in the dialplan: %v", err)
	}
	eventually(t, "the fallback asks for a message", func() bool {
		c, err := asteriskconf.ReadCall(a.Spool, "c1-citizen")
		return err == nil && !c.Fallback.IsZero() && !c.Message.IsZero()
	})
}

func TestNewControllerReplacesOldAndOldComesBack(t *testing.T) {
	a := asterisktest.Start(t)
	old, young := newLink(t, configOf(a)), newLink(t, configOf(a))
	h, _ := run(t, old)
	h.synced(t)
	originate(t, old, "c1", "02251022") // a call is in the application all the time
	await(t, h, func(e StasisStart) bool { return e.Channel.ID == "c1-citizen" })
	h2, stopYoung := run(t, young)
	if s := h2.synced(t); len(s.Channels) != 2 {
		t.Errorf("the new controller sees %+v", s.Channels)
	}
	if err := h.down(t); !errors.Is(err, ErrReplaced) {
		t.Fatalf("down: %v", err)
	}
	if err := old.Hangup(t.Context(), "c1-citizen", HangupNormal); !errors.Is(err, ErrReplaced) {
		t.Errorf("the old controller acts: %v", err)
	}
	stopYoung()
	if s := h.synced(t); len(s.Channels) != 2 {
		t.Errorf("the old controller sees %+v", s.Channels)
	}
}

// slow is a Handler that is slower than Asterisk.
type slow struct {
	listener
	gate chan struct{}
}

func (h slow) Event(e Event) {
	<-h.gate
	h.listener.Event(e)
}

func TestSlowHandlerLosesNothing(t *testing.T) {
	a := asterisktest.Start(t)
	l := newLink(t, configOf(a))
	h := slow{listener{NewMailbox[told]()}, make(chan struct{})}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = l.Run(ctx, h) }()
	t.Cleanup(func() { cancel(); <-done })
	h.synced(t)

	// Each bridge gives a BridgeDestroyed, in the order of our requests.
	const many = 400
	for i := range many {
		id := fmt.Sprintf("b%d", i)
		must(t, l.CreateBridge(t.Context(), id, "mixing"))
		must(t, l.DestroyBridge(t.Context(), id))
	}
	close(h.gate)
	for i := range many {
		e := await(t, h.listener, func(BridgeDestroyed) bool { return true })
		if want := fmt.Sprintf("b%d", i); e.Bridge.ID != want {
			t.Fatalf("event %d is about %s", i, e.Bridge.ID)
		}
	}
	if l.Status().State != Live {
		t.Errorf("state %s", l.Status().State)
	}
}

func TestUnwantedEventsAreNotSent(t *testing.T) {
	a := asterisktest.Start(t)
	l := newLink(t, configOf(a))
	h, _ := run(t, l)
	h.synced(t)
	var filter struct {
		Disallowed []struct {
			Type string `json:"type"`
		} `json:"events_disallowed"`
	}
	must(t, l.rest.do(t.Context(), request{
		op: "Application", method: http.MethodGet, path: "/applications/hotline", out: &filter, look: true,
	}))
	names := make([]string, 0, len(filter.Disallowed))
	for _, e := range filter.Disallowed {
		names = append(names, e.Type)
	}
	slices.Sort(names)
	want := slices.Sorted(slices.Values(unwanted))
	if !slices.Equal(names, want) {
		t.Errorf("Asterisk filters %s, want %s", strings.Join(names, " "), strings.Join(want, " "))
	}
}
