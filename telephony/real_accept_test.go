package telephony

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/g711"
	"hotline1022/internal/tone"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
)

// inBridge is what Asterisk has in a call's bridge.
func (c *city) inBridge(id call.ID) (in []ari.Channel) {
	c.t.Helper()
	s, err := c.link.Snapshot(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	for _, b := range s.Bridges {
		for _, ch := range s.Channels {
			if b.ID == bridgeName(id) && slices.Contains(b.Channels, ch.ID) {
				in = append(in, ch)
			}
		}
	}
	return in
}

// prepared waits until the operator's leg is made while the call rings.
func (c *city) prepared(id call.ID) {
	c.t.Helper()
	c.await("the prepared leg", func() bool {
		a := c.engine.actor(id)
		ready := make(chan bool, 1)
		return a != nil && a.post(func() { ready <- a.leg != nil && a.leg.ready }) && <-ready
	})
}

// While it rings nobody hears anybody, even if the operator's audio did reach
// Asterisk: the citizen is not in the bridge. And none of it is recorded.
func TestRealNobodyIsHeardBeforeTheAccept(t *testing.T) {
	c := newCity(t, Config{})
	c.ready("op01")
	citizen := c.calls("0912345678")
	v := c.offered("op01")
	<-citizen.Answered()
	c.prepared(v.ID)
	hears, operator := citizen.Audio().Receiver(), c.audio.receiver()
	leg := c.inBridge(v.ID)
	if len(leg) != 1 || !strings.HasPrefix(leg[0].ID, legPrefix) {
		t.Fatalf("in the bridge: %+v", leg)
	}
	c.more("music", hears, musicTone)
	if err := c.audio.last.Connect("127.0.0.1:" + leg[0].Vars[varRTPPort]); err != nil { // the gateway would not
		t.Fatal(err)
	}
	for range 3 {
		c.more("music while it rings", hears, musicTone)
	}
	if spoken, heard := hears.Stats().Tones[0].Heard, operator.Stats().Packets; spoken > 0 || heard > 0 {
		t.Errorf("before the accept the citizen heard %v of the operator, the operator %d packets", spoken, heard)
	}

	c.stop() // the controller dies while it rings: no conversation is found
	c.start()
	c.await("the call in the queue", func() bool { return c.engine.Queue().Waiting == 1 })
	if _, busy := c.engine.CallOf("op01"); busy {
		t.Error("taken for a conversation")
	}
	c.await("the leg gone", func() bool { return len(c.inBridge(v.ID)) == 0 })
	c.more("music after it", hears, musicTone)
	c.ready("op01")
	c.offered("op01")
	c.prepared(v.ID)
	c.do("op01", CmdReject, v.ID)
	c.await("the leg gone", func() bool { return len(c.inBridge(v.ID)) == 0 })
	citizen.Hangup()
	<-citizen.Done()
	c.clear()

	files, err := filepath.Glob(filepath.Join(c.asterisk.Spool, "*-?x.alaw"))
	if err != nil || len(files) != 2 {
		t.Fatalf("recording: %v %v", files, err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		recorded := make([]int16, len(b))
		g711.DecodeTo(recorded, b)
		for at := 0; at+1600 <= len(recorded); at += 1600 { // each 200 ms
			if tone.Heard(recorded[at:at+1600], 8000, operatorTone) {
				t.Errorf("%s: the operator is recorded %d ms after its beginning", filepath.Base(name), at/8)
			}
		}
	}
}

// The two figures that the design promises, measured at the engine, and what
// both people hear: the first packet of the other's voice. The operator accepts
// at once, or, as people do, when her leg has been made.
func TestRealSpeed(t *testing.T) {
	t.Run("accept at once", func(t *testing.T) { measureSpeed(t, false) })
	t.Run("accept later", func(t *testing.T) { measureSpeed(t, true) })
}

func measureSpeed(t *testing.T, later bool) {
	const calls = 20
	c := newCity(t, Config{})
	c.ready("op01")
	var pop, audio, both []time.Duration
	for range calls {
		invited := time.Now()
		citizen := c.calls("0912345678")
		v := c.offered("op01")
		pop = append(pop, time.Since(invited))
		<-citizen.Answered()
		if later {
			c.prepared(v.ID)
		}
		accepted := time.Now()
		c.do("op01", CmdAccept, v.ID)
		c.state(v.ID, call.StateTalking)
		hears := citizen.Audio().Receiver()
		c.await("the operator", func() bool { return hears.Stats().Tones[0].Heard > 0 })
		c.audio.mu.Lock()
		leg := c.audio.last
		c.audio.mu.Unlock()
		<-leg.TwoWay()
		first := leg.session.Receiver().Stats().FirstAt
		audio = append(audio, first.Sub(accepted))
		if at := hears.Stats().Tones[0].FirstAt; at.After(first) {
			first = at
		}
		both = append(both, first.Sub(accepted))
		citizen.Hangup()
		<-citizen.Done()
		c.clear()
	}
	slices.Sort(pop)
	slices.Sort(audio)
	slices.Sort(both)
	t.Logf("INVITE → screen-pop: median %v, worst %v; accept → the operator hears: median %v, worst %v; → both hear: median %v, worst %v",
		pop[calls/2], pop[calls-1], audio[calls/2], audio[calls-1], both[calls/2], both[calls-1])
	if pop[calls/2] > 250*time.Millisecond || audio[calls/2] > 250*time.Millisecond {
		t.Error("far from 50 ms and 30 ms, even for a machine that does much else")
	}
}
