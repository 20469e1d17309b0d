package watch

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"hotline1022/telephony/ari"
	"hotline1022/telephony/trunk"
)

// next counts what is passed on.
type next struct{ synced, events, downs int }

func (n *next) Synced(ari.Snapshot) { n.synced++ }
func (n *next) Event(ari.Event)     { n.events++ }
func (n *next) Down(error)          { n.downs++ }

func board() *trunk.Board {
	return trunk.NewBoard([]trunk.Line{{Name: "vnpt", Watched: 30 * time.Second}, {Name: "viettel", Watched: 30 * time.Second, Registers: true}}, time.Now())
}

func states(b *trunk.Board) (all []trunk.State) {
	for _, t := range b.Trunks() {
		all = append(all, t.State)
	}
	return all
}

func TestLearnsFromTheLinkAndPassesAllOn(t *testing.T) {
	b, n, reg := board(), &next{}, prometheus.NewRegistry()
	w := New(b, n, Figures{}, slog.New(slog.DiscardHandler), reg)
	now := time.Now()
	offline := []ari.Endpoint{{Name: "vnpt"}, {Name: "viettel"}}

	w.Synced(ari.Snapshot{TakenAt: now, AsteriskStarted: now.Add(-10 * time.Second), Endpoints: offline})
	if d := cmp.Diff([]trunk.State{trunk.Unknown, trunk.Unknown}, states(b)); d != "" {
		t.Errorf("an Asterisk that has only just started cannot know: %s", d)
	}
	w.Synced(ari.Snapshot{
		TakenAt: now, AsteriskStarted: now.Add(-time.Hour), Endpoints: offline,
		Channels: []ari.Channel{{ID: "1", Name: "PJSIP/vnpt-00000001"}, {ID: "2", Name: "UnicastRTP/x-1"}},
	})
	if d := cmp.Diff([]trunk.State{trunk.Down, trunk.Down}, states(b)); d != "" {
		t.Error(d)
	}
	w.Event(ari.ContactStatus{Endpoint: "vnpt", Status: "Reachable"})
	w.Event(ari.ChannelCreated{Channel: ari.Channel{ID: "3", Name: "PJSIP/vnpt-00000002"}})
	w.Event(ari.ChannelCreated{Channel: ari.Channel{ID: "4", Name: "PJSIP/vnpt-00000003"}})
	w.Event(ari.ChannelDestroyed{Channel: ari.Channel{ID: "4"}})
	if all := b.Trunks(); all[0].State != trunk.Up || all[0].Calls != 2 {
		t.Errorf("%+v", all[0])
	}
	if err := testutil.GatherAndCompare(reg, strings.NewReader(`
# HELP hotline_trunk_up 1 while the trunk is up, 0 while it is down or nothing is known of it.
# TYPE hotline_trunk_up gauge
hotline_trunk_up{trunk="viettel"} 0
hotline_trunk_up{trunk="vnpt"} 1
`), "hotline_trunk_up"); err != nil {
		t.Error(err)
	}
	w.Down(errors.New("lost"))
	if d := cmp.Diff([]trunk.State{trunk.Unknown, trunk.Unknown}, states(b)); d != "" {
		t.Errorf("nothing is known without a link: %s", d)
	}
	if *n != (next{synced: 2, events: 4, downs: 1}) {
		t.Errorf("passed on: %+v", *n)
	}
}

// Asterisk tells of changes alone: who is offline when the link comes up, soon
// after Asterisk, is told of never again.
func TestDoubtEndsWhenAsteriskHasAsked(t *testing.T) {
	started := time.Now()
	for name, c := range map[string]struct {
		after time.Duration // Asterisk's start
		event func(*Watch)
		want  trunk.State
	}{
		"not asked yet":   {34 * time.Second, func(*Watch) {}, trunk.Unknown},
		"asked, in vain":  {36 * time.Second, func(*Watch) {}, trunk.Down},
		"answered since":  {36 * time.Second, func(w *Watch) { w.Event(ari.ContactStatus{Endpoint: "vnpt", Status: "Reachable"}) }, trunk.Up},
		"link lost since": {36 * time.Second, func(w *Watch) { w.Down(errors.New("lost")) }, trunk.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			b := trunk.NewBoard([]trunk.Line{{Name: "vnpt", Watched: 30 * time.Second}}, started)
			w := New(b, &next{}, Figures{}, slog.New(slog.DiscardHandler), nil)
			w.now = func() time.Time { return started.Add(c.after) }
			w.Synced(ari.Snapshot{TakenAt: started.Add(10 * time.Second), AsteriskStarted: started, Endpoints: []ari.Endpoint{{Name: "vnpt"}}})
			c.event(w)
			w.believe()
			if got := b.Trunks()[0].State; got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestRegistrations(t *testing.T) {
	const text = "# HELP asterisk_pjsip_outbound_registration_status x\n" +
		`asterisk_pjsip_outbound_registration_status{eid="02:aa",username="sip:u@h;transport=tls",domain="sip:h",channel_type="PJSIP"} `
	clients := map[string]string{"sip:u@h;transport=tls": "viettel"}
	for name, c := range map[string]struct {
		answer string
		status int
		want   trunk.State
		reason trunk.Reason
	}{
		"registered":   {text + "1\n", 200, trunk.Up, ""},
		"not yet":      {text + "0\n", 200, trunk.Down, trunk.NotRegistered},
		"refused":      {text + "2\n", 200, trunk.Down, trunk.Refused},
		"of another":   {strings.Replace(text, "u@h", "v@h", 1) + "1\n", 200, trunk.Unknown, trunk.NotHeard},
		"nothing":      {"", 200, trunk.Unknown, trunk.NotHeard},
		"not let in":   {text + "1\n", 401, trunk.Unknown, trunk.NotHeard},
		"not a number": {text + "x\n", 200, trunk.Unknown, trunk.NotHeard},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if user, password, _ := r.BasicAuth(); user != "hotline" || password != "secret" {
					t.Errorf("asked as %q, %q", user, password)
				}
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(c.answer))
			}))
			defer s.Close()
			b := trunk.NewBoard([]trunk.Line{{Name: "viettel", Registers: true}}, time.Now())
			w := New(b, &next{}, Figures{URL: s.URL, User: "hotline", Password: "secret", Clients: clients, HTTP: s.Client()}, slog.New(slog.DiscardHandler), nil)
			w.lookUp(context.Background())
			if got := b.Trunks()[0]; got.State != c.want || got.Reason != c.reason {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	since := time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)
	up, down := trunk.Trunk{Name: "a", State: trunk.Up}, trunk.Trunk{Name: "b", State: trunk.Down, Since: since, Reason: trunk.NotRegistered}
	const told = "b is down since 2026-01-05T08:00:00Z: not registered"
	for name, c := range map[string]struct {
		trunks []trunk.Trunk
		detail string
		fails  bool
	}{
		"all up":          {[]trunk.Trunk{up}, "", false},
		"one of two down": {[]trunk.Trunk{up, down}, told, false},
		"all down":        {[]trunk.Trunk{down}, "", true},
		"down, unknown":   {[]trunk.Trunk{down, {Name: "c", State: trunk.Unknown}}, told, false},
	} {
		t.Run(name, func(t *testing.T) {
			detail, err := Check(c.trunks)
			if detail != c.detail || (err != nil) != c.fails || c.fails && !strings.Contains(err.Error(), told) {
				t.Errorf("%q, %v", detail, err)
			}
		})
	}
}
