package asteriskconf_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/asterisk-conf/asterisktest"
	"hotline1022/telephony/ari"
)

// listener answers calls, and keeps the keys that it hears.
type listener struct {
	nobody
	link *ari.Link
	mu   sync.Mutex
	keys strings.Builder
}

func (l *listener) Event(e ari.Event) {
	switch e := e.(type) {
	case ari.StasisStart:
		go func() { _ = l.link.Answer(context.Background(), e.Channel.ID) }() // a call that is over is none to answer
	case ari.ChannelDtmfReceived:
		l.mu.Lock()
		l.keys.WriteString(e.Digit)
		l.mu.Unlock()
	}
}

func (l *listener) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.keys.Reset()
}

func (l *listener) heard() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.keys.String()
}

// Keys from several sources: each press is one key, whichever way it comes; on a trunk of
// INFO also when the carrier would tell it both ways, parted as two presses could be.
// Such a carrier sends events where they are agreed to.
func TestKeysFromSeveralSources(t *testing.T) {
	const both = "8 101"
	type source struct {
		codecs string // that the carrier offers
		agreed bool   // to telephone-event
		events bool   // are sent, where they are agreed to
		info   bool   // is sent
	}
	for keys, sources := range map[asteriskconf.TrunkKeys]map[string]source{
		asteriskconf.KeysAuto: {
			"RFC 4733":                           {both, true, true, false},
			"INFO, though RFC 4733 is agreed to": {both, true, false, true},
			"INFO, the carrier has nothing else": {"8", false, false, true},
		},
		asteriskconf.KeysINFO: {
			"both ways": {both, false, true, true},
			"INFO":      {both, false, false, true},
		},
	} {
		a := asterisktest.Start(t, func(v *asteriskconf.Values) { v.Trunks[0].Keys = keys })
		l := listenFor(t, a)
		for name, c := range sources {
			t.Run(string(keys)+"/"+name, func(t *testing.T) {
				l.forget()
				p := dial(t, a.SIP, invite{to: "1022", codecs: c.codecs})
				if agreed := strings.Contains(string(p.answer), "telephone-event"); agreed != c.agreed {
					t.Errorf("telephone-event agreed: %v, want %v", agreed, c.agreed)
				}
				const pressed = "1135"
				for i, key := range []byte(pressed) {
					if c.events && c.agreed {
						p.press(key - '0')
						p.say(10)
					}
					if c.info {
						p.info(2+i, string(key))
					}
					eventually(t, "key "+string(key), func() bool { return len(l.heard()) > i })
					p.say(15) // a person's pause
				}
				if got := l.heard(); got != pressed {
					t.Errorf("heard %q, pressed %q", got, pressed)
				}
				p.request("BYE", 9, token(), "")
			})
		}
	}
}

// listenFor takes all calls of an Asterisk.
func listenFor(t *testing.T, a *asterisktest.Asterisk) *listener {
	t.Helper()
	v := a.Values.ARI
	l := &listener{link: ari.New(ari.Config{BaseURL: a.BaseURL, User: v.User, Password: v.Password, App: v.App}, slog.New(slog.DiscardHandler), nil)}
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = l.link.Run(ctx, l) })
	t.Cleanup(func() { cancel(); running.Wait() })
	eventually(t, "the link", func() bool { return l.link.Ready() == nil })
	return l
}
