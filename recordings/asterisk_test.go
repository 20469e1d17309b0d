package recordings

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hotline1022/asterisk-conf/asterisktest"
	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
	"hotline1022/internal/g711"
	"hotline1022/internal/store"
	"hotline1022/internal/tone"
	"hotline1022/internal/wav"
	"hotline1022/telephony/call"
)

// newAsteriskRig is a rig whose spool a real Asterisk records into; no
// controller is connected, so the fallback takes every call.
func newAsteriskRig(t *testing.T) (*rig, *asterisktest.Asterisk, *callsim.Citizens) {
	t.Helper()
	r := newRig(t)
	a := asterisktest.Start(t)
	r.spool = spool(a.Spool)
	r.opts.Spool, r.opts.Node = a.Spool, a.Values.Node
	citizens, err := callsim.NewCitizens(callsim.CitizensOptions{Trunk: a.SIP})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(citizens.Close)
	return r, a, citizens
}

// citizenCall says a tone of 440 Hz.
func citizenCall(t *testing.T, d time.Duration) callsim.CitizenCall {
	t.Helper()
	return callsim.CitizenCall{
		From: "0912345678", To: "02251022", Duration: d,
		Clip: media.NewClip(tone.Sine(440, g711.SampleRate, time.Second, 8000)),
	}
}

// onlyCall waits for the one call's .call file.
func (r *rig) onlyCall() (id call.ID) {
	r.t.Helper()
	r.until("a call in the spool", func() bool {
		found, err := filepath.Glob(filepath.Join(string(r.spool), "*"+endCall))
		if err != nil || len(found) == 0 {
			return false
		}
		l, _, _ := split(filepath.Base(found[0]))
		id = l.call
		return true
	})
	return id
}

func channel(t *testing.T, r io.Reader, n int) []int16 {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	var samples []int16
	for i := wav.HeaderSize + n; i < len(b); i += channels {
		samples = append(samples, g711.Decode(b[i]))
	}
	return samples
}

func TestRealCallInTheFallback(t *testing.T) {
	r, _, citizens := newAsteriskRig(t)
	s, _ := r.run(r.minio.Endpoint)
	report := citizens.Call(t.Context(), citizenCall(t, 3*time.Second))
	if !report.Answered {
		t.Fatalf("%+v", report)
	}
	id := r.onlyCall()
	row := r.in(id, store.RecordingArchived)
	if row.Salvaged || row.Detail != "" {
		t.Errorf("the sides of a call that ended well differ: %+v", row)
	}
	if d := *row.DurationMs - report.DurationMs; d < -300 || d > 300 {
		t.Errorf("recorded %d ms of %d", *row.DurationMs, report.DurationMs)
	}
	b := r.object(s, row)
	left := channel(t, bytes.NewReader(b), 0)
	if !tone.Heard(left[8000:16000], g711.SampleRate, 440) {
		t.Error("the citizen's tone is not on the left")
	}
	if right := channel(t, bytes.NewReader(b), 1); tone.Heard(right, g711.SampleRate, 440) || tone.RMS(right) < 100 {
		t.Error("the right is not what the citizen heard")
	}
	c := r.callRow(id)
	if c.FromNumber != "0912345678" || c.ToNumber != "02251022" || *c.EndReason != string(call.ReasonFallback) || *c.EndClass != string(call.EndCitizen) {
		t.Errorf("call %+v", c)
	}
}

func TestRealAsteriskKilled(t *testing.T) {
	r, a, citizens := newAsteriskRig(t)
	ctx, hangUp := context.WithCancel(t.Context())
	defer hangUp()
	citizen := citizens.Start(ctx, citizenCall(t, 0))
	id := r.onlyCall()
	r.until("a first block of audio", func() bool {
		info, err := os.Stat(r.spool.path(own(id), endCitizen))
		return err == nil && info.Size() > 0
	})
	a.Kill9()
	hangUp()
	<-citizen.Done()
	r.opts.SalvageAfter = 50 * time.Millisecond
	s, _ := r.run(r.minio.Endpoint)
	row := r.in(id, store.RecordingArchived)
	if !row.Salvaged || *row.DurationMs < 3900 {
		t.Errorf("%+v", row)
	}
	// In some two whole seconds of it: a machine that is busy with Asterisk's death may have lost a part of others.
	left, heard := channel(t, bytes.NewReader(r.object(s, row)), 0), false
	for at := 0; at+2*g711.SampleRate <= len(left); at += g711.SampleRate / 4 {
		heard = heard || tone.Heard(left[at:at+2*g711.SampleRate], g711.SampleRate, 440)
	}
	if !heard {
		t.Error("the citizen's tone is not on the left")
	}
	if c := r.callRow(id); *c.EndReason != string(call.ReasonAsteriskLost) {
		t.Errorf("call %+v", c)
	}
}
