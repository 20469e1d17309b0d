package asteriskconf_test

import (
	"context"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/asterisk-conf/asterisktest"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/trunk"
	"hotline1022/telephony/trunk/watch"
)

// nobody has no use for what the watch passes on.
type nobody struct{}

func (nobody) Synced(ari.Snapshot) {}
func (nobody) Event(ari.Event)     {}
func (nobody) Down(error)          {}

// A carrier that no longer answers OPTIONS is down, with the reason; when it
// answers again it is up. Who asks Asterisk anew in between hears the same.
func TestACarrierGoesDownAndComesBack(t *testing.T) {
	const asked = time.Second
	door := listen(t, "127.0.0.1")
	address := door.LocalAddr().(*net.UDPAddr)
	carrier(t, door, nil)
	a := asterisktest.Start(t, func(v *asteriskconf.Values) {
		v.Trunks[0].Host, v.Trunks[0].Qualify = address.String(), asked
	})
	board := trunk.NewBoard([]trunk.Line{{Name: "trunk", Watched: asked}}, time.Now())
	watching := func() (stop func()) {
		v := a.Values.ARI
		link := ari.New(ari.Config{BaseURL: a.BaseURL, User: v.User, Password: v.Password, App: v.App}, slog.New(slog.DiscardHandler), nil)
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		w := watch.New(board, nobody{}, watch.Figures{}, slog.New(slog.DiscardHandler), nil)
		running.Go(func() { _ = link.Run(ctx, w) })
		running.Go(func() { w.Run(ctx) })
		return func() { cancel(); running.Wait() }
	}
	await := func(state trunk.State, reason trunk.Reason) {
		t.Helper()
		eventually(t, string(state), func() bool { return board.Trunks()[0].State == state })
		if got := board.Trunks()[0].Reason; got != reason {
			t.Errorf("%s for the reason %q, want %q", state, got, reason)
		}
	}
	stop := watching()
	t.Cleanup(func() { stop() })
	await(trunk.Up, "")

	if err := door.Close(); err != nil {
		t.Fatal(err)
	}
	await(trunk.Down, trunk.Silent)

	stop()
	await(trunk.Unknown, trunk.NotHeard)
	stop = watching()
	await(trunk.Down, trunk.Silent)

	again, err := net.ListenUDP("udp", address)
	if err != nil {
		t.Fatal(err)
	}
	carrier(t, again, nil)
	await(trunk.Up, "")
}
