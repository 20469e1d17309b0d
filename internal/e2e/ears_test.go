package e2e

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hotline1022/internal/callsim/media"
)

// Each party's tone, whole multiples of 50 Hz, so that several are told apart at once.
const (
	citizensTone  = 450
	operatorsTone = 850
	officersTone  = 1250
	leadersTone   = 1650
)

var everyTone = []int{citizensTone, operatorsTone, officersTone, leadersTone}

// severalVoices is the share of a frame's energy that a tone has at least, of three that sound together.
const severalVoices = 0.15

// hearsOnly waits until a telephone has heard, for a whole second, these tones and no other
// party's. A machine that schedules late leaves holes, and a change of parties a frame of both.
func hearsOnly(t testing.TB, who string, r *media.Receiver, tones ...int) {
	t.Helper()
	const window, held, slip = time.Second, 700 * time.Millisecond, 100 * time.Millisecond
	type look struct {
		at    time.Time
		heard []media.ToneStats
	}
	var looks []look
	var last string
	defer func() {
		if t.Failed() {
			t.Logf("%s heard in the last second: %s", who, last)
		}
	}()
	eventually(t, patience, fmt.Sprintf("%s hears %v alone", who, tones), func() bool {
		now := look{time.Now(), slices.Clone(r.Stats().Tones)}
		looks = append(looks, now)
		for len(looks) > 1 && now.at.Sub(looks[1].at) >= window {
			looks = looks[1:]
		}
		if now.at.Sub(looks[0].at) < window {
			return false
		}
		good := true
		last = ""
		for i, tone := range now.heard {
			heard := tone.Heard - looks[0].heard[i].Heard
			last += fmt.Sprintf("%d Hz for %s; ", tone.Hz, heard)
			if slices.Contains(tones, tone.Hz) {
				good = good && heard >= held
			} else {
				good = good && heard <= slip
			}
		}
		return good
	})
}

// listenIn keeps the browser's connections where a test finds them, before there is one.
func (b *browser) listenIn() {
	b.t.Helper()
	b.do("keep the audio connection in sight", evaluate(`(() => {
		const Own = window.RTCPeerConnection;
		window.RTCPeerConnection = class extends Own { constructor(...a) { super(...a); window.heardOver = this; } };
		window.tonesHeard = async (wanted) => {
			const context = (window.ears ??= new AudioContext());
			const track = window.heardOver?.getReceivers()[0]?.track;
			if (!track) return [];
			const source = context.createMediaStreamSource(new MediaStream([track])), analyser = context.createAnalyser();
			Object.assign(analyser, {fftSize: 16384, smoothingTimeConstant: 0});
			source.connect(analyser);
			await new Promise((done) => setTimeout(done, 600));
			const levels = new Float32Array(analyser.frequencyBinCount);
			analyser.getFloatFrequencyData(levels);
			source.disconnect();
			return wanted.filter((hz) => {
				const bin = Math.round(hz * analyser.fftSize / context.sampleRate);
				return Math.max(...levels.slice(bin - 2, bin + 3)) > -50;
			});
		};
	})()`))
}

// hearsOnly waits until the person hears, in the browser, these parties' tones and no other's.
func (b *browser) hearsOnly(what string, tones ...int) {
	b.t.Helper()
	var heard []int
	err := pollFor(patience, func() bool {
		ctx, cancel := context.WithTimeout(b.ctx, patience)
		defer cancel()
		got, err := chromedp.Run(ctx, chromedp.Evaluate[[]int](fmt.Sprintf(`tonesHeard(%s)`, asJSON(everyTone)), chromedp.EvalAwaitPromise))
		heard = got
		return err == nil && slices.Equal(got, tones)
	})
	if err != nil {
		b.keeps("stuck")
		b.t.Fatalf("%s: %s: hears %v, want %v", b.name, what, heard, tones)
	}
}
