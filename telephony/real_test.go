package telephony

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/asterisk-conf/asterisktest"
	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
)

// What is heard on a real call, in Hz.
const (
	citizenTone, operatorTone = 1300, 2100
	musicTone                 = 500 // asterisktest's
)

// city is a real Asterisk with citizens on SIP, operators whose audio is plain
// RTP, and an engine between them.
type city struct {
	t        *testing.T
	asterisk *asterisktest.Asterisk
	citizens *callsim.Citizens
	audio    *plainAudio
	journal  *fakeJournal
	cfg      Config

	desk   *fakeDesk
	engine *Engine
	link   *ari.Link
	cancel context.CancelFunc
	ran    chan struct{}
}

func newCity(t *testing.T, cfg Config) *city {
	t.Helper()
	a := asterisktest.Start(t, func(v *asteriskconf.Values) {
		asterisktest.Tone(t, filepath.Join(v.PromptsDir, "greeting.wav"), 1.5)
	})
	citizens, err := callsim.NewCitizens(callsim.CitizensOptions{Trunk: a.SIP})
	if err != nil {
		t.Fatal(err)
	}
	pacer := media.NewPacer()
	c := &city{
		t: t, asterisk: a, citizens: citizens, cfg: cfg, journal: &fakeJournal{},
		audio: &plainAudio{t: t, pacer: pacer, up: map[string]bool{}},
	}
	c.start()
	t.Cleanup(func() {
		citizens.Close()
		c.stop()
		pacer.Close()
	})
	return c
}

func (c *city) start() {
	log := slog.New(slog.DiscardHandler)
	c.desk = &fakeDesk{calls: map[string][]CallView{}, status: map[string]OperatorView{}}
	c.link = ari.New(ari.Config{
		BaseURL: c.asterisk.BaseURL, User: c.asterisk.Values.ARI.User,
		Password: c.asterisk.Values.ARI.Password, App: c.asterisk.Values.ARI.App,
		PingEvery: 100 * time.Millisecond, StallAfter: 2 * time.Second,
	}, log, nil)
	c.engine = New(c.cfg, c.journal, log, nil)
	c.engine.Start(Ports{Phone: c.link, Desk: c.desk, Media: c.audio})
	var ctx context.Context
	ctx, c.cancel = context.WithCancel(context.Background())
	c.ran = make(chan struct{})
	go func() {
		defer close(c.ran)
		if err := c.link.Run(ctx, c.engine); !errors.Is(err, context.Canceled) {
			c.t.Errorf("link: %v", err)
		}
	}()
	c.await("link", func() bool { return c.link.Ready() == nil && c.engine.link.isOpen() })
}

// stop is the controller's death: Asterisk is told nothing.
func (c *city) stop() {
	c.cancel()
	<-c.ran
	c.engine.Stop()
}

// await polls, since the other side is another process.
func (c *city) await(what string, done func() bool) {
	c.t.Helper()
	deadline := time.After(10 * time.Second)
	tick := time.NewTicker(500 * time.Microsecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-deadline:
			c.t.Fatalf("waited in vain: %s; calls %+v", what, c.engine.Calls())
		}
	}
}

func (c *city) ready(operators ...string) {
	for _, o := range operators {
		c.audio.set(o, true)
		c.engine.MediaUp(o)
		c.engine.DeskUp(o, Want{Ready: true})
	}
}

func (c *city) calls(from string) *callsim.Citizen {
	return c.citizens.Start(c.t.Context(), callsim.CitizenCall{
		From: from, To: "02251022", Clip: media.Tone(citizenTone), Listen: []int{operatorTone, musicTone},
	})
}

func (c *city) do(operator string, kind CommandKind, id call.ID) {
	c.t.Helper()
	if err := c.engine.Do(c.t.Context(), Command{Operator: operator, Kind: kind, Call: id, Digits: "5"}); err != nil {
		c.t.Fatalf("%s: %v", kind, err)
	}
}

// offered waits for an operator's call.
func (c *city) offered(operator string) CallView {
	c.t.Helper()
	var v CallView
	c.await("an offer to "+operator, func() bool {
		var ok bool
		v, ok = c.engine.CallOf(operator)
		return ok && v.State == call.StateOffered
	})
	return v
}

func (c *city) state(id call.ID, want call.State) {
	c.t.Helper()
	c.await(string(want), func() bool {
		return slices.ContainsFunc(c.engine.Calls(), func(v CallView) bool { return v.ID == id && v.State == want })
	})
}

// more waits until a further 200 ms of a tone have been heard.
func (c *city) more(what string, r *media.Receiver, hz int) {
	c.t.Helper()
	heard := func() time.Duration {
		for _, tone := range r.Stats().Tones {
			if tone.Hz == hz {
				return tone.Heard
			}
		}
		return 0
	}
	from := heard()
	c.await(what, func() bool { return heard() >= from+200*time.Millisecond })
}

// clear waits until nothing is left in Asterisk.
func (c *city) clear() {
	c.t.Helper()
	c.await("an empty Asterisk", func() bool {
		s, err := c.link.Snapshot(c.t.Context())
		return err == nil && len(s.Channels) == 0 && len(s.Bridges) == 0 && c.engine.Idle()
	})
}

// plainAudio is operators' audio as RTP of this process.
type plainAudio struct {
	t     *testing.T
	pacer *media.Pacer
	mu    sync.Mutex
	up    map[string]bool
	last  *plainLeg
}

type plainLeg struct {
	a       *plainAudio
	session *media.Session
	twoWay  chan struct{}
	closed  chan struct{}
	once    sync.Once
	start   sync.Once
	wg      sync.WaitGroup
}

func (a *plainAudio) set(operator string, up bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.up[operator] = up
}

// receiver is what the operator's newest leg hears.
func (a *plainAudio) receiver() *media.Receiver {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.last.session.Receiver()
}

func (a *plainAudio) Up(operator string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.up[operator]
}

func (a *plainAudio) Open(operator string, _ call.ID) (Leg, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.up[operator] {
		return nil, ErrNoMedia
	}
	s, err := media.Open(netip.MustParseAddr("127.0.0.1"), media.ReceiverOptions{Listen: []int{citizenTone}})
	if err != nil {
		return nil, err
	}
	l := &plainLeg{a: a, session: s, twoWay: make(chan struct{}), closed: make(chan struct{})}
	l.wg.Go(func() {
		select {
		case <-s.Receiver().First(): // we have sent since Connect
			close(l.twoWay)
		case <-l.closed:
		}
	})
	a.last = l
	return l, nil
}

func (l *plainLeg) Addr() string { return l.session.Addr().String() }

func (l *plainLeg) Connect(asterisk string) error {
	addr, err := netip.ParseAddrPort(asterisk)
	if err != nil {
		return err
	}
	l.start.Do(func() { l.session.Start(l.a.pacer, addr, media.ALaw, 101, media.Tone(operatorTone)) })
	return nil
}

func (l *plainLeg) TwoWay() <-chan struct{} { return l.twoWay }

func (l *plainLeg) Close() {
	l.once.Do(func() {
		close(l.closed)
		l.wg.Wait()
		l.session.Close()
	})
}

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
	c := newCity(t, Config{WrapUp: time.Hour})
	c.cfg.Greeting = []string{"sound:" + c.asterisk.Values.PromptsDir + "/greeting"}
	c.stop()
	c.start()
	end := func(citizen *callsim.Citizen, id call.ID, want string) {
		t.Helper()
		citizen.Hangup()
		<-citizen.Done()
		c.clear()
		if life := c.journal.of(id); !strings.HasSuffix(life, " ended("+want+")") {
			t.Errorf("%s: %s", want, life)
		}
	}
	only := func(want call.State) call.ID {
		t.Helper()
		var id call.ID
		c.await(string(want), func() bool {
			calls := c.engine.Calls()
			if len(calls) == 1 && calls[0].State == want {
				id = calls[0].ID
			}
			return id != ""
		})
		return id
	}
	citizen := c.calls("1")
	end(citizen, only(call.StateGreeting), "citizen/abandoned_menu")
	citizen = c.calls("2")
	end(citizen, only(call.StateQueued), "citizen/abandoned_wait")
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
	c.await("link down", func() bool { return c.link.Ready() != nil })
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
	if c.engine.Queue().Waiting == 1 { // the leg came too late: the operator asks for the call again
		c.do("op01", CmdReady, "")
		c.do("op01", CmdAccept, c.offered("op01").ID)
		c.state(v.ID, call.StateTalking)
	}
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
