package telephony

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"hotline1022/internal/callsim"
	"hotline1022/telephony/call"
)

func TestRealConversation(t *testing.T) {
	c := newCity(t, Config{})
	c.ready("op01")
	citizen := c.calls("0912345678")
	v := c.offered("op01")
	if v.From != "0912345678" || v.To != "02251022" {
		t.Errorf("screen-pop %+v", v)
	}
	<-citizen.Answered()
	hears := citizen.Audio().Receiver()
	c.more("music before the operator", hears, musicTone)
	c.do("op01", CmdAccept, v.ID)
	c.state(v.ID, call.StateTalking)
	c.more("the operator", hears, operatorTone)
	c.more("the citizen", c.audio.receiver(), citizenTone)

	c.do("op01", CmdHold, v.ID)
	c.more("music on hold", hears, musicTone)
	c.do("op01", CmdResume, v.ID)
	c.more("the operator after hold", hears, operatorTone)
	c.more("the citizen after hold", c.audio.receiver(), citizenTone)

	c.do("op01", CmdDTMF, v.ID)
	c.await("a key from the operator", func() bool { return hears.Stats().Digits == "5" })
	if err := citizen.Audio().Press("7"); err != nil {
		t.Fatal(err)
	}
	c.await("a key from the citizen", func() bool { return strings.Contains(c.journal.of(v.ID), "digit(citizen 7)") })

	c.audio.set("op01", false)
	c.engine.MediaDown("op01")
	c.more("music while she is away", hears, musicTone)
	c.audio.set("op01", true)
	c.engine.MediaUp("op01")
	c.more("the operator again", hears, operatorTone)
	c.more("the citizen again", c.audio.receiver(), citizenTone)

	c.do("op01", CmdHangup, v.ID)
	<-citizen.Done()
	if r := citizen.Report(); r.EndedBy != callsim.EndedByRemote || !r.Answered {
		t.Errorf("%+v", r)
	}
	c.clear()
	if got, want := c.journal.of(v.ID), "arrived answered queued offered offer_ended(accepted) accepted connected held resumed "+
		"digit(operator 5) digit(citizen 7) operator_lost resumed ended(operator/hangup)"; got != want {
		t.Errorf("journal:\n got  %s\n want %s", got, want)
	}
}

func TestRealControllerDies(t *testing.T) {
	c := newCity(t, Config{})
	c.ready("op01")
	talking := c.calls("0912345678")
	v := c.offered("op01")
	c.do("op01", CmdAccept, v.ID)
	c.state(v.ID, call.StateTalking)
	waiting := c.calls("0987654321")
	<-waiting.Answered()
	c.await("the second caller in the queue", func() bool { return c.engine.Queue().Waiting == 1 })
	since := c.engine.Queue().LongestSince
	hears := talking.Audio().Receiver()
	c.more("the operator", hears, operatorTone)

	died := time.Now()
	c.stop()
	c.start()
	c.ready("op01")
	c.more("the operator again", hears, operatorTone)
	if silent := time.Since(died) - 200*time.Millisecond; silent > 3*time.Second {
		t.Errorf("%v without the operator", silent)
	} else {
		t.Logf("controller stopped → operator heard again: %v (the process's own start not within)", silent.Round(time.Millisecond))
	}
	c.more("the citizen again", c.audio.receiver(), citizenTone)
	if q := c.engine.Queue(); q.Waiting != 1 || !q.LongestSince.Equal(since) {
		t.Errorf("the queue lost its place: %+v, since %v", q, since)
	}
	c.more("music in the queue", waiting.Audio().Receiver(), musicTone)

	c.do("op01", CmdHangup, v.ID)
	<-talking.Done()
	next := c.offered("op01")
	if next.From != "0987654321" {
		t.Errorf("next: %+v", next)
	}
	waiting.Hangup()
	<-waiting.Done()
	c.clear()
	for _, id := range []call.ID{v.ID, next.ID} {
		if life := c.journal.of(id); strings.Count(life, " ended(") != 1 || !strings.Contains(life, "adopted(") {
			t.Errorf("%s: %s", id, life)
		}
	}
}

func TestRealCallerHangsUp(t *testing.T) {
	c := newCityWith(t, greeted("greeting"), Config{Queues: wrapUp(time.Hour)})
	end := func(citizen *callsim.Citizen, id call.ID, want string) {
		t.Helper()
		citizen.Hangup()
		<-citizen.Done()
		c.clear()
		if life := c.journal.of(id); !strings.HasSuffix(life, " ended("+want+")") {
			t.Errorf("%s: %s", want, life)
		}
	}
	citizen := c.calls("1")
	end(citizen, c.only(call.StateMenu), "citizen/abandoned_menu")
	citizen = c.calls("2")
	end(citizen, c.only(call.StateQueued), "citizen/abandoned_wait")
	c.ready("op01")
	citizen = c.calls("3")
	end(citizen, c.offered("op01").ID, "citizen/abandoned_wait")
	citizen = c.calls("4")
	v := c.offered("op01")
	c.do("op01", CmdAccept, v.ID)
	c.state(v.ID, call.StateTalking)
	end(citizen, v.ID, "citizen/hangup")
	c.await("after-call work", func() bool { return c.engine.Operators()[0].Status == StatusWrapUp })
}

func TestRealAsteriskDies(t *testing.T) {
	c := newCity(t, Config{})
	c.ready("op01")
	citizen := c.calls("0912345678")
	v := c.offered("op01")
	c.do("op01", CmdAccept, v.ID)
	c.state(v.ID, call.StateTalking)
	c.asterisk.Kill9()
	// The link knows it first; until the engine has heard, it takes what is asked, as it
	// would have a moment before.
	c.await("link down", func() bool { return !c.engine.link.isOpen() })
	if err := c.engine.Do(t.Context(), Command{Operator: "op01", Kind: CmdHold, Call: v.ID}); !errors.Is(err, ErrLinkDown) {
		t.Errorf("hold: %v", err)
	}
	c.asterisk.Start()
	c.await("the call's end", c.engine.Idle)
	if life := c.journal.of(v.ID); !strings.HasSuffix(life, "connected ended(system/asterisk_lost)") {
		t.Errorf("%s", life)
	}
	citizen.Hangup()
	<-citizen.Done()
	again := c.calls("0912345678")
	v = c.offered("op01")
	c.do("op01", CmdAccept, v.ID)
	c.state(v.ID, call.StateTalking)
	again.Hangup()
	<-again.Done()
	c.clear()
}

// An Asterisk that stands still for two seconds, in the middle of a
// conversation and in the middle of an accept.
func TestRealAsteriskStandsStill(t *testing.T) {
	c := newCity(t, Config{RequestLimit: time.Second})
	pause := func() {
		t.Helper()
		for _, s := range []syscall.Signal{syscall.SIGSTOP, syscall.SIGCONT} {
			if err := syscall.Kill(c.asterisk.PID(), s); err != nil {
				t.Fatal(err)
			}
			if s == syscall.SIGSTOP {
				c.await("the link's loss", func() bool { return !c.engine.link.isOpen() })
			}
		}
		c.await("the link", c.engine.link.isOpen)
	}
	c.ready("op01")
	citizen := c.calls("0912345678")
	v := c.offered("op01")
	c.do("op01", CmdAccept, v.ID)
	pause()
	c.await("an end of the accept", func() bool {
		now, ok := c.engine.CallOf("op01")
		return ok && now.State == call.StateTalking || c.engine.Queue().Waiting == 1
	})
	// What Asterisk was asked for as it stopped is asked for again, or found done. Not so the
	// operator's channel, whose name is taken if it was made after all: two are tried, and the
	// limits of both are shorter than the pause. Then the citizen is back at the queue's head,
	// and the operator asks once more; no oftener, as nothing stands still any more.
	if c.engine.Queue().Waiting == 1 {
		if len(c.logged.lines("effect=external_media")) != 2 {
			t.Errorf("the call went back to the queue, though the operator's channel was made:\n%s", strings.Join(c.logged.lines(""), ""))
		}
		c.do("op01", CmdReady, "")
		c.do("op01", CmdAccept, c.offered("op01").ID)
	}
	c.state(v.ID, call.StateTalking)
	hears := citizen.Audio().Receiver()
	c.more("the operator", hears, operatorTone)
	pause()
	c.state(v.ID, call.StateTalking)
	c.more("the operator, after the pause", hears, operatorTone)
	c.more("the citizen, after the pause", c.audio.receiver(), citizenTone)
	c.do("op01", CmdHangup, v.ID)
	<-citizen.Done()
	c.clear()
	if life := c.journal.of(v.ID); strings.Count(life, " ended(") != 1 || strings.Contains(life, "adopted") {
		t.Errorf("%s", life)
	}
}

// The guard of a controller that hangs gives its calls to the dialplan; this one
// does not hang, and must let go.
func TestRealFallbackTakesTheCall(t *testing.T) {
	c := newCity(t, Config{})
	c.ready("op01")
	citizen := c.calls("0912345678")
	v := c.offered("op01")
	c.do("op01", CmdAccept, v.ID)
	c.state(v.ID, call.StateTalking)
	if err := c.link.Continue(t.Context(), string(v.ID), "fallback", "s", 1); err != nil {
		t.Fatal(err)
	}
	c.await("the call out of our hands", c.engine.Idle)
	if life := c.journal.of(v.ID); !strings.HasSuffix(life, "connected ended(system/fallback)") {
		t.Errorf("%s", life)
	}
	c.await("only the citizen is left", func() bool {
		s, err := c.link.Snapshot(t.Context())
		return err == nil && len(s.Channels) == 1 && len(s.Bridges) == 0
	})
	if o := c.engine.Operators()[0]; o.Status != StatusReady {
		t.Errorf("%+v", o)
	}
	citizen.Hangup()
	<-citizen.Done()
	c.clear()
}

func TestRealManyAtOnce(t *testing.T) {
	const many = 20
	c := newCity(t, Config{})
	var operators []string
	for i := range many {
		operators = append(operators, fmt.Sprintf("op%02d", i+1))
	}
	c.ready(operators...)
	var citizens []*callsim.Citizen
	for i := range many {
		citizens = append(citizens, c.calls(fmt.Sprintf("09%08d", i)))
	}
	var ids []call.ID
	for _, o := range operators {
		v := c.offered(o)
		ids = append(ids, v.ID)
		c.do(o, CmdAccept, v.ID)
	}
	for _, id := range ids {
		c.state(id, call.StateTalking)
	}
	for _, z := range citizens {
		c.more("an operator", z.Audio().Receiver(), operatorTone)
	}
	for i, z := range citizens { // half of them hang up, half are hung up
		if i%2 == 0 {
			z.Hangup()
		}
	}
	for _, o := range operators {
		if v, ok := c.engine.CallOf(o); ok {
			// Its citizen may be hanging up at this very moment.
			_ = c.engine.Do(t.Context(), Command{Operator: o, Kind: CmdHangup, Call: v.ID})
		}
	}
	for _, z := range citizens {
		<-z.Done()
	}
	c.clear()
	for _, id := range ids {
		if life := c.journal.of(id); strings.Count(life, " ended(") != 1 || strings.Count(life, " connected") != 1 {
			t.Errorf("%s: %s", id, life)
		}
	}
}
