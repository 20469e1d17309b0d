package gateway

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"pgregory.net/rapid"

	"hotline1022/internal/g711"
	"hotline1022/internal/tone"
)

// sidesIn is a folder as the spool of recordings.
func sidesIn(dir string) func(call, leg string) Sides {
	return func(call, leg string) Sides {
		base := filepath.Join(dir, call+"+"+leg)
		return Sides{Heard: base + "-rx.alaw", Said: base + "-tx.alaw", Done: base + ".done"}
	}
}

// deck is a gateway without sockets, for what is recorded alone.
func deck(t testing.TB, dir string) *Gateway {
	t.Helper()
	m, err := newMetrics(prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	return &Gateway{
		cfg: Config{Sides: sidesIn(dir)}, log: slog.New(slog.DiscardHandler), metrics: m,
		stations: map[string]*station{}, create: create, events: newEvents(),
	}
}

// read gives the two sides of a recording that is closed.
func read(t testing.TB, s Sides) (heard, said []byte) {
	t.Helper()
	if _, err := os.Stat(s.Done); err != nil {
		t.Error("the recording is not closed")
	}
	var sides [2][]byte
	for i, path := range []string{s.Heard, s.Said} {
		var err error
		if sides[i], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	if len(sides[0]) != len(sides[1]) {
		t.Errorf("%d samples were heard, and %d said", len(sides[0]), len(sides[1]))
	}
	return sides[0], sides[1]
}

// source is who sends 20 ms packets of one value.
type source struct {
	st     *station
	side   int
	id     uint64
	seq    uint16
	ts     uint32
	marker bool
}

func (s *source) send(value byte) {
	s.seq++
	s.ts += frame
	s.put(&packet{seq: s.seq, ts: s.ts, marker: s.marker}, value)
}

func (s *source) put(p *packet, value byte) {
	s.st.record("c1", s.side, s.id, p, bytes.Repeat([]byte{value}, frame), time.Now())
}

// runs are the values and lengths of what was recorded, in ms.
func runs(samples []byte) (out [][2]int) {
	for len(samples) > 0 {
		n := 1
		for n < len(samples) && samples[n] == samples[0] {
			n++
		}
		out = append(out, [2]int{int(samples[0]), n * 1000 / sampleRate})
		samples = samples[n:]
	}
	return out
}

const ms = time.Millisecond

func TestTapeKeepsThePlaces(t *testing.T) {
	tests := map[string]struct {
		play func(heard, said *source)
		want [2][][2]int
	}{
		"one speaks, then the other": {
			func(heard, said *source) {
				for range 50 {
					time.Sleep(20 * ms)
					heard.send(1)
				}
				for range 25 {
					time.Sleep(20 * ms)
					said.send(2)
				}
			},
			[2][][2]int{{{1, 1000}, {silence, 500}}, {{silence, 1000}, {2, 500}}},
		},
		"a packet is missing": {
			func(heard, _ *source) {
				for i := range 10 {
					time.Sleep(20 * ms)
					if heard.send(1); i == 4 {
						heard.seq, heard.ts = heard.seq+1, heard.ts+frame
						time.Sleep(20 * ms)
					}
				}
			},
			[2][][2]int{{{1, 100}, {silence, 20}, {1, 100}}, {{silence, 220}}},
		},
		"packets come late, and all at once": {
			func(heard, _ *source) {
				time.Sleep(20 * ms)
				heard.send(1)
				time.Sleep(600 * ms)
				for range 30 {
					heard.send(2)
				}
			},
			[2][][2]int{{{1, 20}, {2, 600}}, {{silence, 620}}},
		},
		"a packet overtakes another": {
			func(heard, _ *source) {
				time.Sleep(20 * ms)
				heard.send(1)
				time.Sleep(40 * ms)
				late := packet{seq: heard.seq + 1, ts: heard.ts + frame}
				heard.seq, heard.ts = heard.seq+1, heard.ts+frame
				heard.send(3)
				heard.put(&late, 2)
			},
			[2][][2]int{{{1, 20}, {2, 20}, {3, 20}}, {{silence, 60}}},
		},
		"sound begins again after a pause of which the timestamps know nothing": {
			func(heard, _ *source) {
				time.Sleep(20 * ms)
				heard.send(1)
				time.Sleep(980 * ms)
				heard.marker = true
				heard.send(2)
			},
			[2][][2]int{{{1, 20}, {silence, 960}, {2, 20}}, {{silence, 1000}}},
		},
		"another source": {
			func(heard, _ *source) {
				time.Sleep(20 * ms)
				heard.send(1)
				time.Sleep(500 * ms)
				heard.id, heard.ts = 9, 77
				heard.send(2)
			},
			[2][][2]int{{{1, 20}, {silence, 480}, {2, 20}}, {{silence, 520}}},
		},
		"what is older than a second is dropped, and a clock that stays behind believed": {
			func(heard, _ *source) {
				time.Sleep(20 * ms)
				heard.send(1)
				time.Sleep(1980 * ms)
				heard.ts -= 10 * sampleRate
				for range mostLate {
					heard.send(2)
				}
			},
			[2][][2]int{{{1, 20}, {silence, 1960}, {2, 20}}, {{silence, 2000}}},
		},
		"too long a packet": {
			func(heard, _ *source) {
				time.Sleep(100 * ms)
				heard.st.record("c1", sideHeard, 1, &packet{}, make([]byte, maxPayload+1), time.Now())
			},
			[2][][2]int{{{silence, 100}}, {{silence, 100}}},
		},
		"another call's": {
			func(heard, _ *source) {
				time.Sleep(100 * ms)
				heard.st.record("c2", sideHeard, 1, &packet{}, make([]byte, frame), time.Now())
			},
			[2][][2]int{{{silence, 100}}, {{silence, 100}}},
		},
		"nothing at all": {func(_, _ *source) {}, [2][][2]int{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				g := deck(t, dir)
				end := g.Record("op01", "c1", "consult-1", whole(t))
				st := g.lookup("op01")
				tt.play(&source{st: st, side: sideHeard, id: 1}, &source{st: st, side: sideSaid, id: 2})
				end()
				end() // twice is as once
				g.wg.Wait()
			})
			heard, said := read(t, sidesIn(dir)("c1", "consult-1"))
			for i, got := range [][][2]int{runs(heard), runs(said)} {
				if !slices.Equal(got, tt.want[i]) {
					t.Errorf("side %d: value and ms %v, want %v", i, got, tt.want[i])
				}
			}
		})
	}
}

// whole is for a recording of which nothing may be lost.
func whole(t testing.TB) (lost func()) {
	return func() { t.Error("something of the recording is lost") }
}

// TestTapeInStep: whatever the network does to the packets of both, each lies where it was
// spoken, but for what the network itself made uncertain.
func TestTapeInStep(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			r.Fatal(err)
		}
		const packets = 150
		jitter := time.Duration(rapid.IntRange(0, 300).Draw(r, "jitter")) * ms
		loss := rapid.IntRange(0, 30).Draw(r, "loss")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 0))
		synctest.Test(t, func(t *testing.T) {
			g := deck(t, dir)
			end := g.Record("op01", "c1", "l", whole(t))
			st := g.lookup("op01")
			for side := range 2 {
				ts := random.Uint32()
				for i := range packets {
					if random.IntN(100) < loss {
						continue
					}
					arrives := time.Duration(i+1)*20*ms + time.Duration(random.Int64N(int64(jitter)+1))
					g.wg.Go(func() {
						time.Sleep(arrives)
						p := packet{seq: uint16(i), ts: ts + uint32(i*frame)}
						st.record("c1", side, uint64(side), &p, bytes.Repeat([]byte{byte(i + 1)}, frame), time.Now())
					})
				}
			}
			time.Sleep(packets*20*ms + jitter + 20*ms)
			end()
			g.wg.Wait()
		})
		heard, said := read(t, sidesIn(dir)("c1", "l"))
		uncertain := position(jitter) + ahead
		for _, lane := range [][]byte{heard, said} {
			for at, v := range lane {
				spoken := (int64(v) - 1) * frame
				if off := int64(at) - spoken; v != silence && (off < -uncertain || off >= frame+uncertain) {
					r.Fatalf("what was spoken from %d on lies at %d; the jitter is %v", spoken, at, jitter)
				}
			}
		}
	})
}

// disk is one that fails while it is told to.
type disk struct {
	failing atomic.Bool
	stuck   atomic.Pointer[chan struct{}] // writes wait for it
}

var errFull = errors.New("no space left on device")

type diskFile struct {
	io.WriteCloser
	disk *disk
}

func (d *disk) create(path string) (io.WriteCloser, error) {
	if d.failing.Load() {
		return nil, errFull
	}
	f, err := create(path)
	return diskFile{f, d}, err
}

func (f diskFile) Write(b []byte) (int, error) {
	if c := f.disk.stuck.Load(); c != nil {
		<-*c
	}
	if f.disk.failing.Load() {
		n, _ := f.WriteCloser.Write(b[:len(b)/2]) // a disk that becomes full takes a part
		return n, errFull
	}
	return f.WriteCloser.Write(b)
}

func TestTapeOnADiskThatFails(t *testing.T) {
	tests := map[string]struct {
		fail   func(d *disk) // after 2.2 s, of six
		mend   func(d *disk) // after 4.2 s
		result string
		lost   float64
		want   [][2]int // of what was heard; nil: nothing was kept
	}{
		"well": {func(*disk) {}, func(*disk) {}, "whole", 0, [][2]int{{1, 6000}}},
		"full, and there is space again": {
			func(d *disk) { d.failing.Store(true) }, func(d *disk) { d.failing.Store(false) }, "broken", 0,
			// A second is on the disk, and of the half second that follows the disk takes a half.
			[][2]int{{1, 1250}, {silence, 1750}, {1, 3000}},
		},
		"stands still for two seconds": {
			func(d *disk) { c := make(chan struct{}); d.stuck.Store(&c) },
			func(d *disk) { close(*d.stuck.Swap(nil)) }, "whole", 0,
			[][2]int{{1, 6000}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				d := &disk{}
				g := deck(t, dir)
				g.create = d.create
				told := 0
				end := g.Record("op01", "c1", "l", func() { told++ })
				st := g.lookup("op01")
				s := &source{st: st, side: sideHeard, id: 1}
				for i := range 300 {
					switch i {
					case 110:
						tt.fail(d)
					case 210:
						tt.mend(d)
					}
					time.Sleep(20 * ms)
					s.send(1)
				}
				end()
				g.wg.Wait()
				if n := testutil.ToFloat64(g.metrics.taped.WithLabelValues(tt.result)); n != 1 {
					t.Errorf("%v recordings are %s", n, tt.result)
				}
				if told != 1 != (tt.result == "whole") {
					t.Errorf("told %d times that something is lost", told)
				}
				if n := testutil.ToFloat64(g.metrics.tapeLost); n != tt.lost {
					t.Errorf("%v packets lost, want %v", n, tt.lost)
				}
			})
			heard, _ := read(t, sidesIn(dir)("c1", "l"))
			if got := runs(heard); !slices.Equal(got, tt.want) {
				t.Errorf("value and ms %v, want %v", got, tt.want)
			}
		})
	}
}

// A disk that stands still for longer than the memory lasts costs the sound of that time,
// and nothing of what follows; the audio path never waits.
func TestTapeOnADiskThatStandsStillForLong(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		d := &disk{}
		stuck := make(chan struct{})
		d.stuck.Store(&stuck)
		g := deck(t, dir)
		g.create = d.create
		end := g.Record("op01", "c1", "l", whole(t))
		s := &source{st: g.lookup("op01"), side: sideSaid, id: 1}
		for i := range 10 * sampleRate / frame {
			if i == 8*sampleRate/frame {
				d.stuck.Store(nil)
				close(stuck)
				synctest.Wait()
			}
			time.Sleep(20 * ms)
			s.send(1)
		}
		end()
		g.wg.Wait()
		if testutil.ToFloat64(g.metrics.tapeLost) == 0 {
			t.Error("nothing was lost")
		}
	})
	_, said := read(t, sidesIn(dir)("c1", "l"))
	got := runs(said)
	if len(said) != 10*sampleRate || len(got) != 3 || got[0][1] < 4000 || got[1][0] != silence || got[2][1] < 2000 {
		t.Errorf("%d ms: value and ms %v", len(said)*1000/sampleRate, got)
	}
}

func TestTapeWithoutASpool(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sides := sidesIn("/proc/nowhere")
		g := deck(t, "/proc/nowhere")
		told := 0
		end := g.Record("op01", "c1", "l", func() { told++ })
		s := &source{st: g.lookup("op01"), side: sideHeard, id: 1}
		for range 200 {
			time.Sleep(20 * ms)
			s.send(1)
		}
		synctest.Wait()
		if told != 1 {
			t.Errorf("told %d times while it goes on", told)
		}
		end()
		g.wg.Wait()
		if _, err := os.Stat(sides("c1", "l").Done); err == nil {
			t.Error("what does not exist is done")
		}
		if n := testutil.ToFloat64(g.metrics.tapeFailures.WithLabelValues("write")); n == 0 {
			t.Error("nobody is told")
		}
		if n := testutil.ToFloat64(g.metrics.tapes); n != 0 {
			t.Errorf("%v recordings go on", n)
		}
	})
}

// Two recordings of one operator: the later ends the earlier. What goes on when the
// gateway closes is closed as well; after that nothing is recorded.
func TestTapesEnd(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		g := deck(t, dir)
		end := g.Record("op01", "c1", "l1", whole(t))
		time.Sleep(time.Second)
		g.Record("op01", "c1", "l2", whole(t))
		time.Sleep(time.Second)
		end() // of the earlier: the later goes on
		s := &source{st: g.lookup("op01"), side: sideHeard, id: 1}
		s.send(1)
		g.closed = true
		told := 0
		g.Record("op01", "c1", "l3", func() { told++ })()
		if told != 1 {
			t.Errorf("told %d times that a closed gateway records nothing", told)
		}
		g.lookup("op01").tape.Load().end(time.Now())
		g.wg.Wait()
	})
	for leg, want := range map[string]int{"l1": sampleRate, "l2": sampleRate} {
		if heard, _ := read(t, sidesIn(dir)("c1", leg)); len(heard) != want {
			t.Errorf("%s has %d samples, want %d", leg, len(heard), want)
		}
	}
	if _, err := os.Stat(sidesIn(dir)("c1", "l3").Heard); err == nil {
		t.Error("a closed gateway records")
	}
}

// TestRecord is the real way: a browser, Asterisk's RTP, and what is on the disk.
func TestRecord(t *testing.T) {
	h := newHouse(t)
	b := h.connect(t, "op01")
	h.expect(t, "op01", true)
	l, a := h.call(t, "op01", "c1")
	await(t, "two-way audio", l.TwoWay())
	end := h.Record("op01", "c1", "consult-1", whole(t))
	listen(t, a.heard, 60)
	listen(t, b.heard, 60)
	if err := h.Mute("op01", "c1", true); err != nil {
		t.Fatal(err)
	}
	drainAll(a.heard)
	listen(t, a.heard, 60)
	if err := h.Close(); err != nil { // ends it, and waits for the disk
		t.Fatal(err)
	}
	end()
	heard, said := read(t, h.cfg.Sides("c1", "consult-1"))
	decoded := func(b []byte) []int16 {
		out := make([]int16, len(b))
		for i, v := range b {
			out[i] = g711.Decode(v)
		}
		return out
	}
	second := min(len(heard), sampleRate)
	if !tone.Heard(decoded(heard[:second]), sampleRate, citizenTone) || tone.Heard(decoded(heard), sampleRate, operatorTone) {
		t.Error("what the operator heard is not what Asterisk said")
	}
	if !tone.Heard(decoded(said[:second]), sampleRate, operatorTone) || tone.Heard(decoded(said), sampleRate, citizenTone) {
		t.Error("what the operator said is not there")
	}
	if end := said[len(said)-sampleRate/2:]; tone.RMS(decoded(end)) > 50 {
		t.Error("a muted operator is recorded")
	}
	if h.counter(t, "recordings_total", "whole") != 1 {
		t.Error("the recording is not whole")
	}
}
