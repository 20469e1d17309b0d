package ari

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"

	cycore "github.com/CyCoreSystems/ari/v5"
	"github.com/gorilla/websocket"

	"hotline1022/asterisk-conf/asterisktest"
)

// rawEvents receives what Asterisk sends, through an application of its own,
// until it has seen the channel's destruction.
func rawEvents(t *testing.T, a *asterisktest.Asterisk, channel string) (events func() [][]byte) {
	t.Helper()
	done := make(chan [][]byte, 1)
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, a.BaseURL, nil)
	must(t, err)
	req.SetBasicAuth(a.Values.ARI.User, a.Values.ARI.Password)
	conn, resp, err := websocket.DefaultDialer.Dial("ws"+a.BaseURL[len("http"):]+"/events?app=witness&subscribeAll=true", req.Header)
	must(t, err)
	must(t, errors.Join(resp.Body.Close(), conn.SetReadDeadline(time.Now().Add(patience))))
	go func() {
		var all [][]byte
		for {
			_, data, err := conn.ReadMessage()
			if err != nil {
				t.Error(err)
				break
			}
			all = append(all, data)
			if e, ok := decode(data).event.(ChannelDestroyed); ok && e.Channel.ID == channel {
				break
			}
		}
		done <- all
	}()
	return func() [][]byte {
		all := <-done
		must(t, conn.Close())
		return all
	}
}

// keyed are the events to which the library assigns channels. StasisStart and
// StasisEnd go to the application concerned alone, so a witness has none.
var keyed = map[string]struct{}{
	"ChannelCreated": {}, "ChannelStateChange": {}, "ChannelDestroyed": {},
	"ChannelEnteredBridge": {}, "ChannelLeftBridge": {},
}

// What Asterisk really sends, the library and we understand alike.
func TestDecodesAsTheLibraryDoes(t *testing.T) {
	a := asterisktest.Start(t)
	l := newLink(t, configOf(a))
	h, _ := run(t, l)
	h.synced(t)
	raw := rawEvents(t, a, "c1-citizen")
	originate(t, l, "c1", "02251022")
	await(t, h, func(e StasisStart) bool { return e.Channel.ID == "c1-citizen" })
	ctx := t.Context()
	must(t, l.Answer(ctx, "c1-citizen"))
	must(t, l.Play(ctx, "c1-citizen", "p1", "sound:"+a.Values.PromptsDir+"/beep"))
	await(t, h, func(e PlaybackFinished) bool { return e.ID == "p1" })
	must(t, l.CreateBridge(ctx, "b1", "mixing"))
	must(t, l.AddChannel(ctx, "b1", "c1-citizen"))
	await(t, h, func(e BridgeEntered) bool { return e.Channel.ID == "c1-citizen" })
	must(t, l.DestroyBridge(ctx, "b1"))
	must(t, l.Hangup(ctx, "c1-citizen", HangupNormal))

	compared := map[string]int{}
	for _, data := range raw() {
		d := decode(data)
		if d.fault != faultNone {
			t.Errorf("%s: %s (%v)", data, d.fault, d.err)
		}
		if d.event == nil {
			continue
		}
		theirs, err := cycore.DecodeEvent(data)
		if err != nil {
			t.Errorf("%s: the library: %v", data, err)
			continue
		}
		compared[d.kind]++
		ours, bridge := Subjects(d.event)
		for _, id := range ours {
			if _, known := keyed[d.kind]; known && theirs.Keys().Channels().ID(id) == nil {
				t.Errorf("%s concerns channel %s, say we; the library: %v", d.kind, id, theirs.Keys())
			}
		}
		if bridge != "" && theirs.Keys().Bridges().ID(bridge) == nil {
			t.Errorf("%s concerns bridge %s, say we; the library: %v", d.kind, bridge, theirs.Keys())
		}
		if theirs.GetType() != d.kind {
			t.Errorf("%s is a %s for the library", d.kind, theirs.GetType())
		}
	}
	for _, kind := range append(slices.Collect(maps.Keys(keyed)), "PlaybackStarted", "PlaybackFinished", "BridgeDestroyed") {
		if compared[kind] == 0 {
			t.Errorf("no %s among %v", kind, compared)
		}
	}
}
