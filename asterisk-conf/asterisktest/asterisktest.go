// Package asterisktest starts a real Asterisk with the real configuration for a
// test: rendered by asteriskconf, run by devstack, on free ports, with all its
// files in a folder that goes with the test. Only tests may import it.
package asterisktest

import (
	"bytes"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/internal/devstack"
	"hotline1022/internal/g711"
	"hotline1022/internal/wav"
)

// rtpPorts is the size of a test's audio port range: a hundred legs.
const rtpPorts = 200

// Asterisk is a running Asterisk.
type Asterisk struct {
	*devstack.AsteriskService
	// Values are what its configuration was rendered from.
	Values asteriskconf.Values
	// BaseURL is ARI's: http://127.0.0.1:port/ari. The account is Values.ARI's.
	BaseURL string
	// SIP is where the trunk's INVITEs go: 127.0.0.1:port.
	SIP string
	// Spool is where recordings and call files appear.
	Spool string
}

// Recorded says whether a call has ended and both sides of it are written.
func (a *Asterisk) Recorded(call string) bool {
	if _, _, ended := asteriskconf.FindEndMark(a.Spool, call); !ended {
		return false
	}
	closed, err := asteriskconf.Closed(a.Spool, call)
	return err == nil && closed
}

// Start starts Asterisk. change may alter the Values first; their defaults are a
// demonstration's: a trunk by address from 127.0.0.1, duty phones none, prompts
// that are short tones.
func Start(t testing.TB, change ...func(*asteriskconf.Values)) *Asterisk {
	t.Helper()
	installed := devstack.AsteriskBinary(t)
	dir := devstack.ShortDir(t)
	sub := func(name string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(path, 0o700); err != nil {
			t.Fatal(err)
		}
		return path
	}
	loopback := netip.MustParseAddr("127.0.0.1")
	rtp := devstack.FreeUDPRange(t, rtpPorts)
	v := asteriskconf.Values{
		Node:       "test",
		StateDir:   sub("state"),
		ModulesDir: installed.ModDir,
		DataDir:    installed.DataDir,
		SpoolDir:   sub("spool"),
		PromptsDir: sub("prompts"), FallbackDir: sub("fallback"),
		MusicDir: sub("music"),
		SIP:      asteriskconf.SIP{Listen: netip.AddrPortFrom(loopback, uint16(devstack.FreeUDPPort(t)))},
		RTP:      asteriskconf.RTP{First: rtp, Last: rtp + rtpPorts - 1},
		ARI: asteriskconf.ARI{
			Listen: netip.AddrPortFrom(loopback, uint16(devstack.FreeTCPPort(t))),
			User:   "hotline", Password: devstack.RandomSecret(16), App: "hotline",
		},
		Trunks: []asteriskconf.Trunk{{
			Name: "trunk", Mode: asteriskconf.TrunkIP, Host: "127.0.0.1:5080",
			Peers: []netip.Prefix{netip.PrefixFrom(loopback, 32)},
		}},
	}
	for _, f := range change {
		f(&v)
	}
	for _, name := range asteriskconf.Prompts {
		Tone(t, filepath.Join(v.PromptsDir, name+".wav"), 0.2)
	}
	Tone(t, filepath.Join(v.MusicDir, "music.wav"), 5)
	conf := sub("etc")
	if err := asteriskconf.Render(conf, v); err != nil {
		t.Fatal(err)
	}
	return &Asterisk{
		AsteriskService: devstack.StartAsterisk(t, conf),
		Values:          v,
		BaseURL:         fmt.Sprintf("http://%s/ari", v.ARI.Listen),
		SIP:             v.SIP.Listen.String(),
		Spool:           v.SpoolDir,
	}
}

// Tone writes some seconds of a square wave of 500 Hz as a WAVE file.
func Tone(t testing.TB, name string, seconds float64) {
	t.Helper()
	samples := make([]int16, int(seconds*g711.SampleRate))
	for i := range samples {
		samples[i] = g711.Decode(0xa0) // a loud positive sample
		if i/8%2 == 1 {
			samples[i] = g711.Decode(0x20) // and its negative
		}
	}
	var b bytes.Buffer
	if err := wav.WritePCM(&b, g711.SampleRate, samples); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
