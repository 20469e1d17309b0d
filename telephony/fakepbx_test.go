package telephony

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"hotline1022/telephony/ari"
)

// fakePBX is an Asterisk in memory, as far as the engine's requests reach: it
// answers as ari.Link does, and sends the events that Asterisk was seen to send,
// in order. While the link is down they are lost.
type fakePBX struct {
	out  *ari.Mailbox[func(ari.Handler)]
	done chan struct{}

	mu        sync.Mutex
	up        bool // the link
	started   time.Time
	channels  map[string]*fakeChannel
	bridges   map[string]bool
	mixed     map[string]string // bridges that mix even for two, and the playback by which they do
	port      int
	latency   time.Duration
	fail      func(op, object string) error // nil: nothing fails
	requests  []string                      // op and object, in order
	rooms     []string                      // who was together in a bridge, one after the other
	alive     func(addr string) bool        // tells that an operator's audio flows through an address
	speech    time.Duration                 // how long a playback takes
	dark      map[string]bool               // trunks whose carrier the PBX takes for unreachable
	outside   map[string]string             // what a telephone outside does: "answer", "early", "busy", "fax"; its endpoint: "503", "dead", "stall"; else it rings
	hideRTP   bool                          // externalMedia's answer has no address
	slowMedia time.Duration                 // externalMedia is carried out so late, whether the requester waits or not
	slowEar   time.Duration                 // a snoop channel reaches Stasis so late
}

type fakeChannel struct {
	ari.Channel
	stasis  bool
	bridge  string
	music   bool
	ringing bool
	number  string   // of a telephone outside
	playing string   // the playback under way
	later   []func() // what waits for its end
	media   []string // of that, or of the one before
	host    string   // of externalMedia: external_host
	snoops  string   // of a snoop channel: its target
	whisper bool     // and that it is heard there
}

func newFakePBX() *fakePBX {
	return &fakePBX{
		out: ari.NewMailbox[func(ari.Handler)](), done: make(chan struct{}),
		started:  time.Now(),
		channels: map[string]*fakeChannel{}, bridges: map[string]bool{}, mixed: map[string]string{},
		port: 20000, latency: time.Millisecond, speech: 3 * time.Second,
	}
}

// run is the link's goroutine.
func (p *fakePBX) run(h ari.Handler) {
	defer close(p.done)
	for {
		tell, err := p.out.Get(context.Background())
		if err != nil {
			return
		}
		tell(h)
	}
}

// emit sends an event; p.mu is held.
func (p *fakePBX) emit(ev ari.Event) {
	if p.up {
		p.out.Put(func(h ari.Handler) { h.Event(ev) })
	}
}

func (p *fakePBX) connect() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.up {
		return
	}
	p.up = true
	s := p.snapshot()
	p.out.Put(func(h ari.Handler) { h.Synced(s) })
}

func (p *fakePBX) disconnect() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.up {
		return
	}
	p.up = false
	p.out.Put(func(h ari.Handler) { h.Down(errors.New("the test cut the link")) })
}

func (p *fakePBX) snapshot() ari.Snapshot {
	s := ari.Snapshot{AsteriskStarted: p.started, TakenAt: time.Now()}
	for _, id := range slices.Sorted(maps.Keys(p.channels)) {
		ch := p.channels[id].Channel
		ch.Vars = maps.Clone(ch.Vars)
		s.Channels = append(s.Channels, ch)
	}
	for id := range p.bridges {
		s.Bridges = append(s.Bridges, p.bridge(id))
	}
	return s
}

// bridge is a bridge with its channels; p.mu is held.
func (p *fakePBX) bridge(id string) ari.Bridge {
	b := ari.Bridge{ID: id}
	for _, ch := range p.channels {
		if ch.bridge == id {
			b.Channels = append(b.Channels, ch.ID)
		}
	}
	slices.Sort(b.Channels)
	return b
}

// restart kills Asterisk and starts another; the link goes down with it.
func (p *fakePBX) restart() {
	p.disconnect()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.channels, p.bridges = map[string]*fakeChannel{}, map[string]bool{}
	p.started = time.Now()
}

// citizen lets a call arrive from the trunk.
func (p *fakePBX) citizen(id, from string) { p.arrive(id, id, from) }

// hidden lets a call arrive whose number is withheld.
func (p *fakePBX) hidden(id, asserted string) {
	p.arriving(id, id, asserted, map[string]string{varWithheld: "1"})
}

// named lets a call arrive whose ID is not its channel's.
func (p *fakePBX) named(channel, id string) { p.arrive(channel, id, "1") }

func (p *fakePBX) arrive(channel, id, from string) { p.arriving(channel, id, from, nil) }

func (p *fakePBX) arriving(channel, id, from string, vars map[string]string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	ch := &fakeChannel{Channel: ari.Channel{
		ID: channel, Name: "PJSIP/trunk-" + channel, State: "Ring", CallerNumber: from, DialledExten: "02251022",
		Created: time.Now(), App: "hotline",
		Vars: map[string]string{varCallID: id, varRole: roleCitizen, varTo: "02251022"},
	}, stasis: true}
	maps.Copy(ch.Vars, vars)
	p.channels[channel] = ch
	p.emit(ari.StasisStart{At: time.Now(), Channel: ch.Channel, Args: []string{argInbound, "02251022"}})
}

// stranger lets a channel that is not ours into the application.
func (p *fakePBX) stranger(id, name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	ch := &fakeChannel{Channel: ari.Channel{ID: id, Name: name, State: "Up", App: "hotline", Created: time.Now()}, stasis: true}
	p.channels[id] = ch
	p.emit(ari.StasisStart{At: time.Now(), Channel: ch.Channel, Args: []string{"odd"}})
}

// gone ends a channel, as the far end or Asterisk would.
func (p *fakePBX) gone(id string, cause int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if ch := p.channels[id]; ch != nil {
		p.destroy(ch, cause)
	}
}

// untold ends a channel of which Asterisk then tells only that it left the application.
func (p *fakePBX) untold(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	ch := p.channels[id]
	delete(p.channels, id)
	p.leave(ch)
	p.emit(ari.StasisEnd{At: time.Now(), Channel: ch.Channel})
}

// picksUp answers a telephone outside that rings.
func (p *fakePBX) picksUp(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	ch := p.channels[id]
	ch.State = "Up"
	p.look(ch.bridge)
	p.emit(ari.Dial{At: time.Now(), Peer: ch.Channel, Status: "ANSWER"})
}

func (p *fakePBX) destroy(ch *fakeChannel, cause int) {
	p.leave(ch)
	if ch.playing != "" {
		p.finish(ch, ch.playing, true)
	}
	delete(p.channels, ch.ID)
	for _, ear := range p.channels {
		if ear.snoops == ch.ID {
			p.destroy(ear, 16)
		}
	}
	if ch.stasis {
		p.emit(ari.StasisEnd{At: time.Now(), Channel: ch.Channel})
	}
	p.emit(ari.ChannelDestroyed{At: time.Now(), Channel: ch.Channel, Cause: cause})
}

// look notes who is together in a bridge now; p.mu is held.
func (p *fakePBX) look(bridge string) {
	var in []string
	for _, ch := range p.channels {
		switch {
		case bridge == "" || ch.bridge != bridge:
		case ch.number != "" && ch.State != "Up":
			in = append(in, "ringing")
		case ch.host != "" && !p.alive(ch.host):
		default:
			in = append(in, ch.Vars[varRole])
		}
	}
	slices.Sort(in)
	if now := strings.Join(in, "+"); len(p.rooms) == 0 || p.rooms[len(p.rooms)-1] != now {
		p.rooms = append(p.rooms, now)
	}
}

// together is who was together since the last time that it was asked.
func (p *fakePBX) together() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	seen := strings.Join(p.rooms, " ")
	p.rooms = nil
	return seen
}

func (p *fakePBX) leave(ch *fakeChannel) {
	if ch.bridge != "" {
		old := ch.bridge
		ch.bridge = ""
		p.look(old)
		p.emit(ari.BridgeLeft{At: time.Now(), Bridge: p.bridge(old), Channel: ch.Channel})
		if playback := p.mixed[old]; playback != "" && len(p.bridge(old).Channels) == 0 {
			delete(p.mixed, old)
			p.emit(ari.PlaybackFinished{At: time.Now(), ID: playback, TargetBridge: old})
		}
	}
}

func (p *fakePBX) finish(ch *fakeChannel, playback string, failed bool) {
	if ch.playing == playback {
		ch.playing = ""
		for _, do := range ch.later {
			do()
		}
		ch.later = nil
		p.emit(ari.PlaybackFinished{At: time.Now(), ID: playback, TargetChannel: ch.ID, Failed: failed})
	}
}

func (p *fakePBX) press(id, digit string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if ch := p.channels[id]; ch != nil {
		p.emit(ari.ChannelDtmfReceived{At: time.Now(), Channel: ch.Channel, Digit: digit})
	}
}

// talks: the citizen begins to speak, or has stopped, where that is listened for.
func (p *fakePBX) talks(id string, started bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if ch := p.channels[id]; ch != nil && ch.Vars[varTalkDetect] != "" {
		p.emit(ari.ChannelTalking{At: time.Now(), Channel: ch.Channel, Started: started})
	}
}

// sounds: the tone comes from a channel with which a fax machine answers.
func (p *fakePBX) sounds(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if ch := p.channels[id]; ch != nil {
		p.emit(ari.ToneDetected{At: time.Now(), Channel: ch.Channel})
	}
}

// playing is the media that a citizen hears now.
func (p *fakePBX) playing(id string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if ch := p.channels[id]; ch != nil && ch.playing != "" {
		return strings.Join(ch.media, " ")
	}
	return ""
}

// setFail lets requests fail from now on; nil: none.
func (p *fakePBX) setFail(f func(op, object string) error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fail = f
}

// hears is what a citizen hears: "words", "music", "voice", "nothing"; "" when gone.
func (p *fakePBX) hears(id string, alive func(addr string) bool) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	ch := p.channels[id]
	switch {
	case ch == nil || !ch.stasis:
		return ""
	case ch.playing != "":
		return "words"
	case ch.music:
		return "music"
	case ch.ringing:
		return "ringing"
	}
	heard := "nothing"
	for _, other := range p.channels {
		switch {
		case ch.bridge == "" || other.bridge != ch.bridge:
		case other.host != "" && alive(other.host):
			return "voice"
		case other.number != "" && other.music:
			return "music beside the officer"
		case other.number != "":
			heard = map[bool]string{true: "officer", false: "early"}[other.State == "Up"]
		}
	}
	return heard
}

// left is what exists, for tests that want nothing to be left.
func (p *fakePBX) left() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := slices.Collect(maps.Keys(p.channels))
	all = slices.AppendSeq(all, maps.Keys(p.bridges))
	slices.Sort(all)
	return all
}

func (p *fakePBX) variable(channel, name string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if ch := p.channels[channel]; ch != nil {
		return ch.Vars[name]
	}
	return ""
}

func (p *fakePBX) asked(op, object string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, r := range p.requests {
		if r == op+" "+object {
			n++
		}
	}
	return n
}

var (
	errGone      = &ari.Error{Op: "test", Status: http.StatusNotFound, Message: "not found"}
	errNotStasis = &ari.Error{Op: "test", Status: http.StatusConflict, Message: "Channel not in Stasis application"}
	errBusy      = &ari.Error{Op: "test", Status: http.StatusInternalServerError, Message: "the test makes it fail"}
)

// do is one request: the network's time, an appointed failure, then the work.
func (p *fakePBX) do(ctx context.Context, op, object string, work func() error) error {
	p.mu.Lock()
	latency := p.latency
	p.requests = append(p.requests, op+" "+object)
	p.mu.Unlock()
	t := time.NewTimer(latency)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", op, ctx.Err())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail != nil {
		if err := p.fail(op, object); err != nil {
			return err
		}
	}
	return work()
}

// on is a request about a channel in Stasis.
func (p *fakePBX) on(ctx context.Context, op, channel string, work func(ch *fakeChannel) error) error {
	return p.do(ctx, op, channel, func() error {
		ch := p.channels[channel]
		if ch == nil {
			return errGone
		}
		if !ch.stasis && op != "hangup" && op != "set "+varRole {
			return errNotStasis
		}
		return work(ch)
	})
}

func (p *fakePBX) Answer(ctx context.Context, channel string) error {
	return p.on(ctx, "answer", channel, func(ch *fakeChannel) error {
		ch.State = "Up"
		p.emit(ari.ChannelStateChange{At: time.Now(), Channel: ch.Channel})
		return nil
	})
}

func (p *fakePBX) Hangup(ctx context.Context, channel string, reason ari.HangupReason) error {
	return p.on(ctx, "hangup", channel, func(ch *fakeChannel) error {
		p.destroy(ch, int(reason))
		return nil
	})
}

func (p *fakePBX) Continue(ctx context.Context, channel, dialplan, _ string, _ int) error {
	return p.on(ctx, "continue", channel, func(ch *fakeChannel) error {
		ch.stasis, ch.App, ch.music = false, "", false
		p.leave(ch)
		p.emit(ari.StasisEnd{At: time.Now(), Channel: ch.Channel})
		if dialplan == callBackContext { // it brings who has answered back as a citizen
			ch.Vars[varRole], ch.stasis, ch.App = roleCitizen, true, "hotline"
			p.emit(ari.StasisStart{At: time.Now(), Channel: ch.Channel, Args: []string{argCallBack, ch.number}})
			if p.outside[ch.number] == "fax" {
				time.AfterFunc(2*time.Second, func() { p.sounds(channel) })
			}
		}
		return nil
	})
}

func (p *fakePBX) Play(ctx context.Context, channel, playback string, media ...string) error {
	return p.on(ctx, "play", channel, func(ch *fakeChannel) error {
		ch.playing, ch.media = playback, media
		takes, failed := p.speech, media[0] == "sound:missing"
		if failed {
			takes = 0
		}
		time.AfterFunc(takes, func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.finish(ch, playback, failed)
		})
		return nil
	})
}

func (p *fakePBX) StopPlayback(ctx context.Context, playback string) error {
	return p.do(ctx, "stop_playback", playback, func() error {
		for _, ch := range p.channels {
			if ch.playing == playback {
				p.finish(ch, playback, false)
				return nil
			}
		}
		return errGone
	})
}

func (p *fakePBX) StartMOH(ctx context.Context, channel, _ string) error {
	return p.on(ctx, "start_music", channel, func(ch *fakeChannel) error { ch.music = true; return nil })
}

func (p *fakePBX) StopMOH(ctx context.Context, channel string) error {
	return p.on(ctx, "stop_music", channel, func(ch *fakeChannel) error { ch.music = false; return nil })
}

func (p *fakePBX) SendDTMF(ctx context.Context, channel, digits string) error {
	return p.on(ctx, "dtmf "+digits, channel, func(*fakeChannel) error { return nil })
}

func (p *fakePBX) SetVar(ctx context.Context, channel, name, value string) error {
	var later chan struct{}
	err := p.on(ctx, "set "+name, channel, func(ch *fakeChannel) error {
		set := func() {
			ch.Vars[name] = value
			if value == "" {
				delete(ch.Vars, name)
			}
		}
		if ch.playing == "" {
			set()
			return nil
		}
		// The thread that sets variables is the one that plays: it does so in its turn,
		// whether the requester still waits for it or not.
		later = make(chan struct{})
		ch.later = append(ch.later, func() { set(); close(later) })
		return nil
	})
	if err != nil || later == nil {
		return err
	}
	select {
	case <-later:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("set %s: %w", name, ctx.Err())
	}
}

func (p *fakePBX) GetVar(ctx context.Context, channel, name string) (value string, err error) {
	err = p.on(ctx, "get "+name, channel, func(ch *fakeChannel) error {
		value = ch.Vars[name]
		return nil
	})
	return value, err
}

func (p *fakePBX) CreateBridge(ctx context.Context, id, _ string) error {
	return p.do(ctx, "create_bridge", id, func() error { p.bridges[id] = true; return nil })
}

func (p *fakePBX) AddChannel(ctx context.Context, bridge string, channels ...string) error {
	return p.on(ctx, "add", cmp.Or(channels...), func(ch *fakeChannel) error {
		if !p.bridges[bridge] {
			return errGone
		}
		p.leave(ch)
		ch.bridge = bridge
		p.look(bridge)
		p.emit(ari.BridgeEntered{At: time.Now(), Bridge: p.bridge(bridge), Channel: ch.Channel})
		return nil
	})
}

func (p *fakePBX) RemoveChannel(ctx context.Context, bridge string, channels ...string) error {
	return p.on(ctx, "remove", cmp.Or(channels...), func(ch *fakeChannel) error {
		if ch.bridge != bridge {
			return errNotStasis
		}
		p.leave(ch)
		return nil
	})
}

func (p *fakePBX) PlayInBridge(ctx context.Context, bridge, playback, _ string) error {
	return p.do(ctx, "play_in", bridge, func() error {
		if !p.bridges[bridge] {
			return errGone
		}
		p.mixed[bridge] = playback
		return nil
	})
}

func (p *fakePBX) DestroyBridge(ctx context.Context, id string) error {
	return p.do(ctx, "destroy_bridge", id, func() error {
		if !p.bridges[id] {
			return errGone
		}
		p.dissolve(id)
		p.emit(ari.BridgeDestroyed{At: time.Now(), Bridge: ari.Bridge{ID: id}})
		return nil
	})
}

// dissolve ends a bridge that nobody is told the end of.
func (p *fakePBX) dissolve(id string) {
	for _, ch := range p.channels {
		if ch.bridge == id {
			p.leave(ch)
		}
	}
	delete(p.bridges, id)
	delete(p.mixed, id)
}

// lose ends a bridge, and tells only who has left it.
func (p *fakePBX) lose(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dissolve(id)
}

func (p *fakePBX) ExternalMedia(ctx context.Context, r ari.ExternalMediaRequest) (made ari.Channel, err error) {
	if p.slowMedia > 0 {
		time.AfterFunc(p.slowMedia, func() { _, _ = p.makeMedia(context.Background(), r) })
		<-ctx.Done()
		return made, ctx.Err()
	}
	return p.makeMedia(ctx, r)
}

func (p *fakePBX) makeMedia(ctx context.Context, r ari.ExternalMediaRequest) (made ari.Channel, err error) {
	err = p.do(ctx, "external_media", "", func() error {
		if p.channels[r.ChannelID] != nil {
			return errNotStasis
		}
		p.port += 2
		vars := maps.Clone(r.Vars)
		vars[varRTPHost], vars[varRTPPort] = "127.0.0.1", fmt.Sprint(p.port)
		ch := &fakeChannel{
			Channel: ari.Channel{ID: r.ChannelID, Name: "UnicastRTP/" + r.Host, State: "Up", Vars: vars, Created: time.Now()},
			stasis:  true, host: r.Host,
		}
		p.channels[r.ChannelID] = ch
		p.emit(ari.StasisStart{At: time.Now(), Channel: ch.Channel})
		made = ch.Channel
		made.Vars = maps.Clone(vars)
		if p.hideRTP {
			made.Vars = nil
		}
		return nil
	})
	return made, err
}

func (p *fakePBX) Snoop(ctx context.Context, r ari.SnoopRequest) error {
	return p.on(ctx, "snoop", r.Target, func(*fakeChannel) error {
		ch := &fakeChannel{
			Channel: ari.Channel{ID: r.ChannelID, Name: "Snoop/" + r.Target, State: "Up", Created: time.Now(), Vars: map[string]string{}},
			stasis:  true, snoops: r.Target, whisper: r.Whisper,
		}
		p.channels[r.ChannelID] = ch
		time.AfterFunc(p.slowEar, func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.emit(ari.StasisStart{At: time.Now(), Channel: ch.Channel})
		})
		return nil
	})
}

// leader is how a shift leader takes part: "listen operator", "whisper operator", "listen officer",
// "barge"; "deaf", and not heard, at a bridge that does not mix; "nobody" beside nobody; "" without a channel.
func (p *fakePBX) leader() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, ch := range p.channels {
		if ch.Vars[varRole] != roleLeader {
			continue
		}
		if strings.HasPrefix(ch.bridge, bridgePrefix) && p.mixed[ch.bridge] != "" {
			return "barge"
		}
		for _, ear := range p.channels {
			if ear.snoops != "" && ear.bridge == ch.bridge && ch.bridge != "" {
				if p.mixed[p.channels[ear.snoops].bridge] == "" {
					return "deaf"
				}
				return map[bool]string{true: "whisper ", false: "listen "}[ear.whisper] + p.channels[ear.snoops].Vars[varRole]
			}
		}
		return "nobody"
	}
	return ""
}

func (p *fakePBX) Ring(ctx context.Context, channel string) error {
	return p.on(ctx, "ring", channel, func(ch *fakeChannel) error { ch.ringing = true; return nil })
}

func (p *fakePBX) StopRing(ctx context.Context, channel string) error {
	return p.on(ctx, "stop_ring", channel, func(ch *fakeChannel) error { ch.ringing = false; return nil })
}

func (p *fakePBX) Create(ctx context.Context, r ari.CreateRequest) error {
	return p.do(ctx, "create", r.Endpoint, func() error {
		number, name, _ := strings.Cut(strings.TrimPrefix(r.Endpoint, "PJSIP/"), "@")
		if _, uri, byAddress := strings.Cut(strings.TrimPrefix(r.Endpoint, "PJSIP/"), "/"); byAddress {
			number, _, _ = strings.Cut(strings.TrimPrefix(uri, "sip:"), "@")
		} else if p.dark[name] {
			return errBusy
		}
		if p.outside[r.Endpoint] == "dead" {
			return errBusy
		}
		ch := &fakeChannel{
			Channel: ari.Channel{ID: r.ChannelID, Name: r.Endpoint + "-1", State: "Down", App: "hotline", Vars: maps.Clone(r.Vars), Created: time.Now()},
			stasis:  true, number: number,
		}
		p.channels[r.ChannelID] = ch
		p.emit(ari.StasisStart{At: time.Now(), Channel: ch.Channel})
		return nil
	})
}

func (p *fakePBX) Dial(ctx context.Context, channel string, limit time.Duration) error {
	return p.on(ctx, "dial", channel, func(ch *fakeChannel) error {
		if limit > 0 {
			time.AfterFunc(time.Second+limit, func() {
				p.mu.Lock()
				defer p.mu.Unlock()
				if p.channels[channel] == ch && ch.State != "Up" {
					p.destroy(ch, 19)
				}
			})
		}
		tell := func(status string) { p.emit(ari.Dial{At: time.Now(), Peer: ch.Channel, Status: status}) }
		tell("")
		time.AfterFunc(time.Second, func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			if p.channels[channel] != ch {
				return
			}
			switch does := p.outside[ch.number]; {
			case p.outside[strings.TrimSuffix(ch.Name, "-1")] == "stall":
			case does == "busy":
				p.destroy(ch, 17)
			case p.outside[strings.TrimSuffix(ch.Name, "-1")] == "503":
				p.destroy(ch, 34)
			case does == "answer", does == "fax":
				ch.State = "Up"
				p.look(ch.bridge)
				tell("ANSWER")
			case does == "early":
				tell("PROGRESS")
			default:
				ch.State = "Ringing"
				tell("RINGING")
			}
		})
		return nil
	})
}
