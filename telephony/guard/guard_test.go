package guard

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"hotline1022/telephony/ari"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// asterisk has channels, and takes those away that are sent on or hung up.
type asterisk struct {
	mu       sync.Mutex
	channels []ari.Channel
	bridges  []ari.Bridge
	down     bool
	stuck    bool // no channel can be put into a bridge
	sent     []string
	places   []string
	done     []string // everything that was asked for
}

func (a *asterisk) Snapshot(context.Context) (ari.Snapshot, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.down {
		return ari.Snapshot{}, errors.New("connection refused")
	}
	s := ari.Snapshot{Channels: slices.Clone(a.channels)}
	for _, b := range a.bridges {
		s.Bridges = append(s.Bridges, ari.Bridge{ID: b.ID, Channels: slices.Clone(b.Channels)})
	}
	return s, nil
}

func (a *asterisk) Continue(_ context.Context, channel, dialplanContext, exten string, _ int) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sent = append(a.sent, channel)
	a.places = append(a.places, dialplanContext+","+exten)
	a.done = append(a.done, channel+" to the "+dialplanContext)
	a.remove(channel)
	return nil
}

func (a *asterisk) remove(channel string) {
	a.channels = slices.DeleteFunc(a.channels, func(c ari.Channel) bool { return c.ID == channel })
	for i := range a.bridges {
		a.bridges[i].Channels = slices.DeleteFunc(a.bridges[i].Channels, func(c string) bool { return c == channel })
	}
}

func (a *asterisk) Hangup(_ context.Context, channel string, _ ari.HangupReason) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.done = append(a.done, channel+" hung up")
	a.remove(channel)
	return nil
}

func (a *asterisk) AddChannel(_ context.Context, bridge string, channels ...string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stuck {
		return errors.New("internal error")
	}
	a.done = append(a.done, strings.Join(channels, " ")+" into "+bridge)
	i := slices.IndexFunc(a.bridges, func(b ari.Bridge) bool { return b.ID == bridge })
	a.bridges[i].Channels = append(a.bridges[i].Channels, channels...)
	return nil
}

func (a *asterisk) StopRing(_ context.Context, channel string) error {
	return a.note(channel + " rings not")
}

func (a *asterisk) StopMOH(_ context.Context, channel string) error {
	return a.note(channel + " silent")
}

func (a *asterisk) note(what string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.done = append(a.done, what)
	return nil
}

// happens changes what there is.
func (a *asterisk) happens(change func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	change()
}

// did is what was asked for since the last look.
func (a *asterisk) did() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	done := strings.Join(a.done, ", ")
	a.done = nil
	return done
}

func (a *asterisk) gone() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.sent)
}

func (a *asterisk) set(down bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.down = down
}

// controller answers, hangs, refuses or fails.
type controller struct {
	mu   sync.Mutex
	mode string
}

func (c *controller) set(mode string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mode = mode
}

func (c *controller) RoundTrip(r *http.Request) (*http.Response, error) {
	c.mu.Lock()
	mode := c.mode
	c.mu.Unlock()
	status := http.StatusOK
	switch mode {
	case "refuses":
		return nil, errors.New("connection refused")
	case "hangs":
		<-r.Context().Done()
		return nil, r.Context().Err()
	case "fails":
		status = http.StatusInternalServerError
	}
	return &http.Response{StatusCode: status, Status: http.StatusText(status), Body: io.NopCloser(strings.NewReader("ok")), Request: r}, nil
}

func citizen(id string) ari.Channel {
	return ari.Channel{ID: id, Name: "PJSIP/trunk-1", App: "hotline", Vars: map[string]string{"HOTLINE_ROLE": "citizen", "CALL_ID": id}}
}

// watch runs a guard in a bubble of time.
func watch(t *testing.T, a *asterisk, scenario func(c *controller)) {
	synctest.Test(t, func(t *testing.T) {
		c := &controller{}
		g := New(Config{Healthz: "http://controller/healthz", App: "hotline"}, a, &http.Client{Transport: c}, slog.New(slog.DiscardHandler))
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { g.Run(ctx); close(done) }()
		scenario(c)
		cancel()
		<-done
	})
}

func TestCallersOfADeadControllerAreSentToTheFallback(t *testing.T) {
	for _, mode := range []string{"refuses", "hangs", "fails"} {
		t.Run(mode, func(t *testing.T) {
			operator := citizen("op-1")
			operator.Vars = map[string]string{"HOTLINE_ROLE": "operator"}
			ended := citizen("ended")
			ended.Vars = map[string]string{"HOTLINE_ROLE": "ended"}
			inFallback := citizen("fallen")
			inFallback.App = ""
			other := citizen("other")
			other.App = "another"
			a := &asterisk{channels: []ari.Channel{citizen("c1"), operator, ended, inFallback, other, citizen("c2")}}
			watch(t, a, func(c *controller) {
				<-time.After(time.Minute)
				if sent := a.gone(); len(sent) != 0 {
					t.Errorf("the controller lives, but %v were sent away", sent)
				}
				c.set(mode)
				<-time.After(3500 * time.Millisecond)
				if sent := a.gone(); len(sent) != 0 {
					t.Errorf("too early: %v", sent)
				}
				<-time.After(3 * time.Second)
				if sent := a.gone(); !slices.Equal(sent, []string{"c1", "c2"}) || a.places[0] != "fallback,s" {
					t.Errorf("sent %v to %v", sent, a.places)
				}
			})
		})
	}
}

func TestControllerThatRestartsInTimeKeepsItsCallers(t *testing.T) {
	a := &asterisk{channels: []ari.Channel{citizen("c1")}}
	watch(t, a, func(c *controller) {
		for range 3 {
			<-time.After(20 * time.Second)
			c.set("refuses")
			<-time.After(3 * time.Second)
			c.set("")
		}
		<-time.After(20 * time.Second)
	})
	if sent := a.gone(); len(sent) != 0 {
		t.Errorf("sent %v", sent)
	}
}

func TestAsteriskAwayIsTriedAgain(t *testing.T) {
	a := &asterisk{channels: []ari.Channel{citizen("c1")}, down: true}
	watch(t, a, func(c *controller) {
		c.set("refuses")
		<-time.After(10 * time.Second)
		a.set(false)
		<-time.After(3 * time.Second)
	})
	if sent := a.gone(); !slices.Equal(sent, []string{"c1"}) {
		t.Errorf("sent %v", sent)
	}
}
