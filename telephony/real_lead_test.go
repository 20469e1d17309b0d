package telephony

import (
	"strings"
	"testing"
	"time"

	"hotline1022/dialplan"
	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
	"hotline1022/internal/g711"
	"hotline1022/internal/tone"
	"hotline1022/telephony/call"
)

// talkative is the whole city's plan in a hurry.
func talkative() *dialplan.Plan {
	p := wholeCity()
	q := p.Queues["tong-dai"]
	q.Comfort.Every, q.Comfort.Position = 2*time.Second, false
	p.Queues["tong-dai"] = q
	return p
}

func TestRealMenuQueueSurvey(t *testing.T) {
	c := newCityWith(t, talkative(), Config{})
	citizen := c.calls("0912345678")
	<-citizen.Answered()
	c.hears(citizen, "greeting")
	c.hears(citizen, "menu")
	c.press(citizen, "9")
	c.hears(citizen, "wrong")
	c.press(citizen, "1")
	c.hears(citizen, "welcome")
	c.hears(citizen, "offer")
	c.more("music", citizen.Audio().Receiver(), musicTone)
	c.hears(citizen, "busy")
	c.more("music after an announcement", citizen.Audio().Receiver(), musicTone)
	c.hears(citizen, "busy")

	c.ready("op01") // while the announcement is being said
	v := c.offered("op01")
	c.more("music while it rings", citizen.Audio().Receiver(), musicTone)
	c.do("op01", CmdAccept, v.ID)
	c.more("the operator", citizen.Audio().Receiver(), operatorTone)
	c.more("the citizen", c.audio.receiver(), citizenTone)
	c.do("op01", CmdHangup, v.ID)
	c.hears(citizen, "mark")
	c.press(citizen, "4")
	c.hears(citizen, "thanks")
	c.hears(citizen, "goodbye")
	<-citizen.Done()
	if r := citizen.Report(); r.EndedBy != callsim.EndedByRemote {
		t.Errorf("%+v", r)
	}
	c.clear()
	if got, want := c.journal.of(v.ID), "arrived answered digit(citizen 9) digit(citizen 1) queued offered offer_ended(accepted) accepted connected "+
		"operator_left digit(citizen 4) rated(4) ended(system/completed)"; got != want {
		t.Errorf("journal:\n got  %s\n want %s", got, want)
	}
	// One recording from the first word to the last, both sides equally long.
	rx, tx := c.recorded(v.ID, "rx"), c.recorded(v.ID, "tx")
	length := time.Duration(len(tx)) * time.Second / g711.SampleRate
	if talked := time.Duration(citizen.Report().DurationMs) * time.Millisecond; len(rx) != len(tx) || (length-talked).Abs() > time.Second {
		t.Errorf("%d and %d samples, %v of a call of %v", len(rx), len(tx), length, talked)
	}
	for _, part := range []struct {
		what string
		hz   int
	}{{"greeting", prompts["greeting"]}, {"music", musicTone}, {"operator", operatorTone}, {"goodbye", prompts["goodbye"]}} {
		if !holds(tx, part.hz) {
			t.Errorf("%s is not in the recording", part.what)
		}
	}
}

// holds tells that a tone is heard somewhere in a sound for 200 ms.
func holds(samples []int16, hz int) bool {
	const window = g711.SampleRate / 5
	for at := 0; at+window <= len(samples); at += window / 2 {
		if tone.Share(samples[at:at+window], g711.SampleRate, float64(hz)) > 0.7 {
			return true
		}
	}
	return false
}

func TestRealMessage(t *testing.T) {
	c := newCityWith(t, talkative(), Config{})
	leave := func(ends func(z *callsim.Citizen)) (call.ID, string) {
		t.Helper()
		z := c.silent("0912345678")
		id := c.only(call.StateMenu)
		c.hears(z, "menu")
		c.press(z, "3")
		c.hears(z, "leave")
		c.hears(z, "beep")
		c.await("the listening", func() bool { return c.listens(id) })
		z.Audio().Play(media.Tone(citizenTone))
		spoken := z.Audio().Sent() + 50 // a second
		c.await("speech", func() bool { return z.Audio().Sent() > spoken && c.talked(id) })
		ends(z)
		<-z.Done()
		c.clear()
		return id, c.journal.of(id)
	}
	t.Run("a pause ends it", func(t *testing.T) {
		id, life := leave(func(z *callsim.Citizen) {
			z.Audio().Play(nil)
			c.hears(z, "kept")
			c.hears(z, "goodbye")
		})
		if !strings.Contains(life, "message_left(silence ") || !strings.HasSuffix(life, "ended(system/completed)") {
			t.Error(life)
		}
		if rx := c.recorded(id, "rx"); !holds(rx, citizenTone) || holds(rx, prompts["leave"]) {
			t.Error("the citizen's side does not hold the message alone")
		}
	})
	t.Run("# ends it", func(t *testing.T) {
		_, life := leave(func(z *callsim.Citizen) {
			c.press(z, "#")
			c.hears(z, "kept")
			z.Hangup()
		})
		if !strings.Contains(life, "message_left(key ") || !strings.HasSuffix(life, "ended(citizen/hangup)") {
			t.Error(life)
		}
	})
	t.Run("hanging up ends it", func(t *testing.T) {
		_, life := leave(func(z *callsim.Citizen) { z.Hangup() })
		if !strings.Contains(life, "message_left(hangup ") || !strings.HasSuffix(life, "ended(citizen/hangup)") {
			t.Error(life)
		}
	})
}

// listens and talked look into the flow of a call, where nothing is said or told.
func (c *city) listens(id call.ID) bool { return c.phase(id) == "talk" }

func (c *city) talked(id call.ID) (talked bool) {
	c.inside(id, func(a *actor) { talked = a.at.Talked })
	return talked
}

func (c *city) phase(id call.ID) (phase string) {
	c.inside(id, func(a *actor) { phase = string(a.at.Phase) })
	return phase
}

func (c *city) inside(id call.ID, look func(*actor)) {
	done := make(chan struct{})
	a := c.engine.actor(id)
	if a == nil || !a.post(func() { look(a); close(done) }) {
		return
	}
	select {
	case <-done:
	case <-a.over:
	}
}

// The controller dies in a menu, and in the queue: the caller goes on there.
func TestRealControllerDiesInTheFlow(t *testing.T) {
	c := newCityWith(t, talkative(), Config{})
	citizen := c.silent("0912345678")
	id := c.only(call.StateMenu)
	c.hears(citizen, "menu")
	c.stop()
	c.start()
	c.hears(citizen, "greeting")
	c.hears(citizen, "menu")
	c.press(citizen, "1")
	c.hears(citizen, "welcome")
	c.stop()
	c.start()
	c.state(id, call.StateQueued)
	c.more("music", citizen.Audio().Receiver(), musicTone)
	c.hears(citizen, "busy")
	citizen.Hangup()
	<-citizen.Done()
	c.clear()
	if got, want := c.journal.of(id), "arrived answered adopted(menu) digit(citizen 1) queued adopted(queued) ended(citizen/abandoned_wait)"; got != want {
		t.Errorf("journal:\n got  %s\n want %s", got, want)
	}
}
