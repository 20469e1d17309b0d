package telephony

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/asterisk-conf/asterisktest"
	"hotline1022/dialplan"
	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
	"hotline1022/internal/devstack"
	"hotline1022/internal/g711"
	"hotline1022/internal/tone"
	"hotline1022/internal/wav"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
	"hotline1022/telephony/trunk"
	"hotline1022/telephony/trunk/watch"
)

// What is heard on a real call, in Hz.
const (
	citizenTone, operatorTone = 1300, 2100
	officerTone, leaderTone   = 2750, 3050
	briefTone                 = 2900
	ringTone                  = 425 // Asterisk's own, indications.conf
	musicTone                 = 500 // asterisktest's
)

// severalVoices is the part of a frame that the tone of one of three who speak at once
// has, and more.
const severalVoices = 0.15

// promptTime is how long each prompt lasts.
const promptTime = 1200 * time.Millisecond

// patience is for how long is waited for what must come: nothing is measured by it, and machines are busy.
const patience = 90 * time.Second

// prompts are those of the plans here, each a tone of its own; none at the music's
// harmonics.
var prompts = map[string]int{
	"greeting": 600, "menu": 700, "wrong": 800, "welcome": 900, "offer": 1000, "busy": 1100, "code": 1200, "mark": 1400,
	"thanks": 1600, "goodbye": 1700, "leave": 1800, "beep": 1900, "incident": 2000, "state": 2200, "kept": 2300, "again": 2400,
}

// prompt writes a prompt's sound file.
func (c *city) prompt(name string, hz int, lasts time.Duration) {
	c.t.Helper()
	var b bytes.Buffer
	samples := tone.Sine(float64(hz), g711.SampleRate, lasts, tone.Amplitude)
	if err := wav.WritePCM(&b, g711.SampleRate, samples); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.asterisk.Values.PromptsDir, name+".wav"), b.Bytes(), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// city is a real Asterisk with citizens on SIP, operators whose audio is plain
// RTP, and an engine between them.
type city struct {
	t        *testing.T
	asterisk *asterisktest.Asterisk
	citizens *callsim.Citizens
	audio    *plainAudio
	journal  *fakeJournal
	meets    *fakeCity
	trunks   *trunk.Board
	claims   *fakeClaims
	tape     *plainTape
	reports  chan callsim.OfficerReport
	cfg      Config

	desk    *fakeDesk
	engine  *Engine
	link    *ari.Link
	figures *prometheus.Registry // of the trunks
	logged  logged
	cancel  context.CancelFunc
	ran     sync.WaitGroup
}

// logged is what was said in the log.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// lines are those with a word in them.
func (l *logged) lines(word string) (all []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.Lines(l.text.String()) {
		if strings.Contains(line, word) {
			all = append(all, line)
		}
	}
	return all
}

func newCity(t *testing.T, cfg Config) *city {
	t.Helper()
	return newCityWith(t, dialplan.Straight("tong-dai", ""), cfg)
}

func newCityWith(t *testing.T, plan *dialplan.Plan, cfg Config) *city {
	t.Helper()
	return newCityOver(t, plan, cfg, func(*asteriskconf.Values) {})
}

// newCityOver has other trunks than the one by which citizens call.
func newCityOver(t *testing.T, plan *dialplan.Plan, cfg Config, change func(*asteriskconf.Values)) *city {
	t.Helper()
	a := asterisktest.Start(t, func(v *asteriskconf.Values) { v.Trunks[0].Host = address(t) }, change)
	citizens, err := callsim.NewCitizens(callsim.CitizensOptions{Trunk: a.SIP})
	if err != nil {
		t.Fatal(err)
	}
	pacer := media.NewPacer()
	c := &city{
		t: t, asterisk: a, citizens: citizens, cfg: cfg, journal: &fakeJournal{},
		meets:   newFakeCity(plan, a.Values.PromptsDir),
		claims:  &fakeClaims{},
		reports: make(chan callsim.OfficerReport, 10),
		trunks:  trunk.NewBoard(lines(a.Values.Trunks), time.Now()),
		audio:   &plainAudio{t: t, pacer: pacer, up: map[string]bool{}, legs: map[string][]*media.Receiver{}},
	}
	c.tape = &plainTape{audio: c.audio, legs: map[call.ID][]string{}, live: map[call.ID]int{}}
	c.meets.spoken, c.meets.tells = a.Values.PromptsDir, filepath.Join(a.Values.PromptsDir, "state")
	for name, hz := range prompts {
		c.prompt(name, hz, promptTime)
	}
	c.start()
	t.Cleanup(func() {
		citizens.Close()
		c.stop()
		pacer.Close()
	})
	return c
}

// address is one that nobody has yet.
func address(t testing.TB) string { return fmt.Sprintf("127.0.0.1:%d", devstack.FreeUDPPort(t)) }

func lines(trunks []asteriskconf.Trunk) (all []trunk.Line) {
	for _, t := range trunks {
		all = append(all, trunk.Line{Name: t.Name, Limit: t.MaxCalls, Number: t.Number, Asserted: t.Asserted(), Address: t.Address(), Watched: t.Qualify})
	}
	return all
}

func (c *city) start() {
	log := slog.New(slog.NewTextHandler(&c.logged, nil))
	c.desk = &fakeDesk{calls: map[string][]CallView{}, status: map[string]OperatorView{}}
	c.link = ari.New(ari.Config{
		BaseURL: c.asterisk.BaseURL, User: c.asterisk.Values.ARI.User,
		Password: c.asterisk.Values.ARI.Password, App: c.asterisk.Values.ARI.App,
		PingEvery: 100 * time.Millisecond, StallAfter: 2 * time.Second,
	}, log, nil)
	c.engine = New(c.cfg, c.journal, log, nil)
	c.engine.Start(Ports{Phone: c.link, Desk: c.desk, Media: c.audio, Plans: c.meets, Voice: c.meets, Lookup: c.meets, Reach: c.meets, Trunks: c.trunks, CallBacks: c.claims, Recorder: c.tape})
	c.figures = prometheus.NewRegistry()
	watching := watch.New(c.trunks, c.engine, watch.Figures{}, log, c.figures)
	var ctx context.Context
	ctx, c.cancel = context.WithCancel(context.Background())
	c.ran.Go(func() { watching.Run(ctx) })
	c.ran.Go(func() {
		if err := c.link.Run(ctx, watching); !errors.Is(err, context.Canceled) {
			c.t.Errorf("link: %v", err)
		}
	})
	c.await("link", func() bool { return c.link.Ready() == nil && c.engine.link.isOpen() })
}

// stop is the controller's death: Asterisk is told nothing.
func (c *city) stop() {
	c.cancel()
	c.ran.Wait()
	c.engine.Stop()
}

// await polls, since the other side is another process.
func (c *city) await(what string, done func() bool) {
	c.t.Helper()
	deadline := time.After(patience)
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
		From: from, To: "02251022", Clip: media.Tone(citizenTone), Listen: slices.AppendSeq([]int{operatorTone, musicTone, ringTone, officerTone}, maps.Values(prompts)),
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
	legs  map[string][]*media.Receiver // all that an operator has had
}

type plainLeg struct {
	a       *plainAudio
	says    *media.Clip
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

// heard is for how long an operator has heard each tone, in all that they have had.
func (a *plainAudio) heard(operator string) map[int]time.Duration {
	a.mu.Lock()
	legs := slices.Clone(a.legs[operator])
	a.mu.Unlock()
	return tonesOf(legs...)
}

func tonesOf(receivers ...*media.Receiver) map[int]time.Duration {
	all := map[int]time.Duration{}
	for _, r := range receivers {
		for _, t := range r.Stats().Tones {
			all[t.Hz] += t.Heard
		}
	}
	return all
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
	s, err := media.Open(netip.MustParseAddr("127.0.0.1"), media.ReceiverOptions{
		Listen: []int{citizenTone, operatorTone, officerTone, leaderTone, briefTone, musicTone, ringTone, callsim.BeepTone}, Share: severalVoices,
	})
	if err != nil {
		return nil, err
	}
	says := media.Tone(operatorTone)
	if strings.HasPrefix(operator, leader) {
		says = media.Tone(leaderTone)
	}
	a.legs[operator] = append(a.legs[operator], s.Receiver())
	l := &plainLeg{a: a, says: says, session: s, twoWay: make(chan struct{}), closed: make(chan struct{})}
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
	l.start.Do(func() {
		l.session.Begin(uint16(time.Now().UnixMilli() / 20)) // as the gateway numbers packets
		l.session.Start(l.a.pacer, addr, media.ALaw, 101, l.says)
	})
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

// hears waits until a citizen hears a prompt.
func (c *city) hears(z *callsim.Citizen, prompt string) {
	c.t.Helper()
	c.more(prompt, z.Audio().Receiver(), prompts[prompt])
}

// press lets a citizen press keys.
func (c *city) press(z *callsim.Citizen, keys string) {
	c.t.Helper()
	if err := z.Audio().Press(keys); err != nil {
		c.t.Fatal(err)
	}
}

// silent is a citizen who says nothing yet.
func (c *city) silent(from string) *callsim.Citizen {
	z := c.calls(from)
	<-z.Answered()
	z.Audio().Play(nil)
	return z
}

// only waits until there is one call, in a state, and names it.
func (c *city) only(want call.State) call.ID {
	c.t.Helper()
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

// recorded is one side of a call's recording, once it is done.
func (c *city) recorded(id call.ID, side string) []int16 {
	c.t.Helper()
	c.await("the recording", func() bool { return c.isRecorded(id) })
	return c.side(c.t, id, side)
}

func (c *city) isRecorded(id call.ID) bool {
	return c.asterisk.Recorded(string(id))
}

// side is one side of a recording.
func (c *city) side(t *testing.T, id call.ID, side string) []int16 {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(c.asterisk.Spool, string(id)+"-"+side+".alaw"))
	if err != nil {
		t.Fatal(err)
	}
	samples := make([]int16, len(raw))
	for i, b := range raw {
		samples[i] = g711.Decode(b)
	}
	return samples
}
