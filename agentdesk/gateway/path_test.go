package gateway

import (
	"log/slog"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
	"github.com/prometheus/client_golang/prometheus"
	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	plain := appendHeader(nil, true, 7, 8, 9)
	for _, tt := range []struct {
		name    string
		in      []byte
		ok      bool
		payload int
	}{
		{"plain", append(plain, 1, 2, 3), true, 3},
		{"no payload", plain, true, 0},
		{"empty", nil, false, 0},
		{"short", plain[:11], false, 0},
		{"version 1", append([]byte{0x40}, plain[1:]...), false, 0},
		{"two CSRCs", append(append([]byte{0x82}, plain[1:]...), make([]byte, 10)...), true, 2},
		{"CSRCs cut short", append([]byte{0x8f}, plain[1:]...), false, 0},
		{"extension", append(append([]byte{0x90}, plain[1:]...), 0xbe, 0xde, 0, 1, 0, 0, 0, 0, 5), true, 1},
		{"extension cut short", append(append([]byte{0x90}, plain[1:]...), 0xbe, 0xde, 0, 9, 0, 0), false, 0},
		{"extension without length", append(append([]byte{0x90}, plain[1:]...), 0xbe), false, 0},
		{"padding", append(append([]byte{0xa0}, plain[1:]...), 1, 2, 0, 2), true, 2},
		{"padding of nothing", append(append([]byte{0xa0}, plain[1:]...), 1, 0), false, 0},
		{"padding beyond", append(append([]byte{0xa0}, plain[1:]...), 1, 200), false, 0},
	} {
		p, ok := parse(tt.in)
		if ok != tt.ok || len(p.payload) != tt.payload {
			t.Errorf("%s: %v, payload %d", tt.name, ok, len(p.payload))
		}
		if ok && (p.seq != 7 || p.ts != 8 || p.ssrc != 9 || p.pt != payloadPCMA || !p.marker) {
			t.Errorf("%s: %+v", tt.name, p)
		}
	}
}

// FuzzParse: whatever pion's parser makes of a packet, ours makes too, and it
// never reads beyond the buffer.
func FuzzParse(f *testing.F) {
	f.Add(append(appendHeader(nil, true, 1, 2, 3), 1, 2, 3))
	f.Add(append(append([]byte{0xb2}, appendHeader(nil, false, 1, 2, 3)[1:]...), make([]byte, 30)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, ok := parse(b)
		if !ok {
			return
		}
		var ref rtp.Packet
		if ref.Unmarshal(append([]byte(nil), b...)) != nil {
			return // pion also refuses malformed extension contents, which we step over
		}
		if p.seq != ref.SequenceNumber || p.ts != ref.Timestamp || p.ssrc != ref.SSRC || p.pt != ref.PayloadType ||
			p.marker != ref.Marker || string(p.payload) != string(ref.Payload) {
			t.Fatalf("%+v, pion says %+v", p, ref)
		}
	})
}

func TestSplicerPlaces(t *testing.T) {
	at := time.Unix(0, 0)
	type in struct {
		source uint64
		seq    uint16
		ts     uint32
		after  time.Duration
	}
	type out struct {
		seq    int // after the first packet's
		ts     int
		marker bool
		gap    int
		late   bool
		drop   bool
	}
	for _, tt := range []struct {
		name string
		in   []in
		want []out
	}{
		{"in order over both wraps", []in{{1, 65535, 1<<32 - 160, 0}, {1, 0, 0, 20}, {1, 1, 160, 20}}, []out{{0, 0, true, 0, false, false}, {1, 160, false, 0, false, false}, {2, 320, false, 0, false, false}}},
		{"a gap stays", []in{{1, 10, 1600, 0}, {1, 13, 2080, 60}}, []out{{0, 0, true, 0, false, false}, {3, 480, false, 2, false, false}}},
		{"a late packet finds its place", []in{{1, 10, 1600, 0}, {1, 12, 1920, 40}, {1, 11, 1760, 0}}, []out{{0, 0, true, 0, false, false}, {2, 320, false, 1, false, false}, {1, 160, false, 0, true, false}}},
		{"a duplicate goes", []in{{1, 10, 1600, 0}, {1, 11, 1760, 20}, {1, 11, 1760, 0}, {1, 10, 1600, 0}}, []out{{0, 0, true, 0, false, false}, {1, 160, false, 0, false, false}, {drop: true}, {drop: true}}},
		{"late from before the splice goes", []in{{1, 10, 1600, 0}, {2, 500, 9, 20}, {2, 499, 0, 0}}, []out{{0, 0, true, 0, false, false}, {1, 160, true, 0, false, false}, {drop: true}}},
		{"another call, three seconds later", []in{{1, 10, 1600, 0}, {2, 999, 7, 3000}}, []out{{0, 0, true, 0, false, false}, {1, 24000, true, 0, false, false}}},
		{"another call at once", []in{{1, 10, 1600, 0}, {2, 999, 7, 0}}, []out{{0, 0, true, 0, false, false}, {1, 160, true, 0, false, false}}},
		{"the source jumps", []in{{1, 10, 1600, 0}, {1, 5000, 1760, 20}}, []out{{0, 0, true, 0, false, false}, {1, 160, true, 0, false, false}}},
		{"the source's clock jumps back", []in{{1, 10, 1600000, 0}, {1, 11, 0, 20}}, []out{{0, 0, true, 0, false, false}, {1, 160, true, 0, false, false}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := splicer{seq: 65530, ts: 1<<32 - 200}
			now, first := at, spliced{}
			for i, x := range tt.in {
				now = now.Add(x.after * time.Millisecond)
				got, ok := s.place(x.source, &packet{seq: x.seq, ts: x.ts}, now)
				if i == 0 {
					first = got
				}
				w := tt.want[i]
				if ok == w.drop || ok && got != (spliced{first.seq + uint16(w.seq), first.ts + uint32(w.ts), w.marker, w.gap, w.late}) {
					t.Fatalf("packet %d: %+v, %v after %+v; want %+v", i, got, ok, first, w)
				}
			}
		})
	}
}

// TestLaterLegIsAhead: Asterisk must not take a call's next operator for the
// last one's late packets.
func TestLaterLegIsAhead(t *testing.T) {
	for _, start := range []int64{0, 20 * 32767, 20 * 65530, 1767575000123} {
		for _, pause := range []time.Duration{time.Second, 20 * time.Second, 10 * time.Minute} {
			now := time.UnixMilli(start)
			first := newUplinkSplicer(now)
			var last spliced
			for i := range 500 { // ten seconds
				now = now.Add(20 * time.Millisecond)
				last, _ = first.place(1, &packet{seq: uint16(i), ts: uint32(i * frame)}, now)
			}
			now = now.Add(pause)
			second := newUplinkSplicer(now)
			next, _ := second.place(2, &packet{seq: 7}, now)
			if ahead := int16(next.seq - last.seq); ahead <= 0 {
				t.Errorf("from %d, after %v: %d follows %d", start, pause, next.seq, last.seq)
			}
		}
	}
}

// TestSplicerNeverRepeats: whatever sources send, no sequence number goes out
// twice within a window: with SRTP that would be one keystream used twice.
func TestSplicerNeverRepeats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, now := newSplicer(), time.Unix(0, 0)
		last := map[uint16]int{}
		seq, ts := rapid.Uint16().Draw(t, "seq"), rapid.Uint32().Draw(t, "ts")
		for i := range rapid.IntRange(1, 300).Draw(t, "packets") {
			step := rapid.SampledFrom([]int{1, 1, 1, 1, 2, 3, -1, -2, 0, -70, 70, 600}).Draw(t, "step")
			seq, ts = seq+uint16(step), ts+uint32(step*frame)
			now = now.Add(20 * time.Millisecond)
			out, ok := s.place(uint64(rapid.SampledFrom([]int{1, 1, 1, 1, 1, 1, 2}).Draw(t, "source")), &packet{seq: seq, ts: ts}, now)
			if !ok {
				continue
			}
			if before, seen := last[out.seq]; seen {
				t.Fatalf("packet %d goes out as %d, as did packet %d", i, out.seq, before)
			}
			last[out.seq] = i
		}
	})
}

// sink is the far side of pion, for measuring our own path alone.
type sink struct{ packets int }

func (s *sink) WriteRTP(*rtp.Header, []byte) (int, error) { s.packets++; return frame, nil }
func (s *sink) Write([]byte) (int, error)                 { return 0, net.ErrClosed }

// path is a station with a leg whose Asterisk is a socket that nobody reads.
func path(tb testing.TB) (*peer, *Leg, netip.AddrPort, *sink) {
	tb.Helper()
	g, err := New(Config{Listen: "127.0.0.1:0", RTPHost: "127.0.0.1", Sides: sidesIn(tb.TempDir())}, slog.New(slog.DiscardHandler), prometheus.NewRegistry())
	if err != nil {
		tb.Fatal(err)
	}
	hole, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		tb.Fatal(err)
	}
	pc, err := g.api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		tb.Fatal(err)
	}
	out := &sink{}
	st, err := g.claim("op01")
	if err != nil {
		tb.Fatal(err)
	}
	g.wg.Done()
	p := newPeer(g, st, pc)
	p.down.out = out
	st.peer.Store(p)
	st.up = true
	l, err := g.Open("op01", "c1")
	if err != nil {
		tb.Fatal(err)
	}
	from := hole.LocalAddr().(*net.UDPAddr).AddrPort()
	if err := l.Connect(from.String()); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		l.Close()
		_ = g.Close()
		_ = hole.Close()
	})
	return p, l, from, out
}

// ways are the three ways a packet can go through this package.
func ways(tb testing.TB) map[string]func() {
	p, l, from, _ := path(tb)
	tb.Cleanup(l.gw.Record("op01", "c1", "l", func() {}))
	quiet, _, _, _ := path(tb)
	quiet.st.leg.Load().Close()
	quiet.echoing.Store(true)
	now := time.Now()
	buf := append(appendHeader(nil, false, 0, 0, 5), make([]byte, frame)...)
	next := func(send func([]byte)) func() {
		var seq uint16
		var ts uint32
		return func() {
			seq++
			ts += frame
			send(append(appendHeader(buf[:0], false, seq, ts, 5), buf[rtpHeader:]...))
		}
	}
	return map[string]func(){
		"Asterisk to browser": next(func(b []byte) { l.fromAsterisk(b, from, now) }),
		"browser to Asterisk": next(func(b []byte) { p.fromBrowser(b, now) }),
		"echo":                next(func(b []byte) { quiet.fromBrowser(b, now) }),
	}
}

func TestNoAllocationPerPacket(t *testing.T) {
	for name, send := range ways(t) {
		if n := testing.AllocsPerRun(500, send); n != 0 {
			t.Errorf("%s: %v allocations a packet", name, n)
		}
	}
}

func BenchmarkPacket(b *testing.B) {
	for name, send := range ways(b) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				send()
			}
		})
	}
}
