package callsim

import (
	"fmt"
	"io"
	"slices"
	"time"

	"hotline1022/internal/callsim/media"
)

// EndedBy tells who ended a call.
type EndedBy string

const (
	EndedByCitizen  EndedBy = "citizen"
	EndedByOfficer  EndedBy = "officer"
	EndedByOperator EndedBy = "operator"
	EndedByRemote   EndedBy = "remote"   // the other side hung up, or the call was taken away
	EndedByRejected EndedBy = "rejected" // refused with a SIP status
	EndedByTimeout  EndedBy = "timeout"  // nobody answered in time
	EndedByCanceled EndedBy = "canceled" // the caller gave up before the answer
	EndedByError    EndedBy = "error"
)

// Audio is what passed in one call, as one side saw it.
type Audio struct {
	FirstAudioMs *int64  `json:"first_audio_ms"` // to the first audio packet; null if none came
	FirstSoundMs *int64  `json:"first_sound_ms"` // to the first packet that is not silence
	PacketsIn    uint64  `json:"packets_in"`
	PacketsOut   uint64  `json:"packets_out"`
	PacketsLost  uint64  `json:"packets_lost"`
	JitterMs     float64 `json:"jitter_ms"`
	Digits       string  `json:"digits,omitempty"` // key presses received
	Tones        []Tone  `json:"tones,omitempty"`  // of those that were listened for

	FirstAudioAt time.Time `json:"-"`
	FirstSoundAt time.Time `json:"-"`
	Heard        []int16   `json:"-"` // all that was received, at 8000 Hz, if it was to be kept
}

// Tone tells for how long a tone was heard.
type Tone struct {
	Hz      int   `json:"hz"`
	HeardMs int64 `json:"heard_ms"`
}

// audioOf reads a receiver; times count from start.
func audioOf(r *media.Receiver, sent uint64, start time.Time) Audio {
	s := r.Stats()
	a := Audio{
		PacketsIn: s.Packets, PacketsOut: sent, PacketsLost: s.Lost,
		JitterMs: float64(s.Jitter.Microseconds()) / 1000, Digits: s.Digits,
		FirstAudioAt: s.FirstAt, FirstSoundAt: s.SoundAt,
		FirstAudioMs: since(start, s.FirstAt), FirstSoundMs: since(start, s.SoundAt),
		Heard: r.Heard(),
	}
	for _, t := range s.Tones {
		a.Tones = append(a.Tones, Tone{Hz: t.Hz, HeardMs: t.Heard.Milliseconds()})
	}
	return a
}

// since gives milliseconds from start to at, nil when at did not happen.
func since(start, at time.Time) *int64 {
	if at.IsZero() {
		return nil
	}
	ms := at.Sub(start).Milliseconds()
	return &ms
}

// Summary adds up many calls of citizens.
type Summary struct {
	Calls, Answered, Failed            int
	PacketsIn, PacketsOut, PacketsLost uint64
	answer, firstAudio, firstSound     []int64
	jitter                             float64
	rejected                           map[int]int
	started, ended                     time.Time
}

// Add takes one call's report; failed tells that it fared otherwise than asked.
func (s *Summary) Add(r CitizenReport, failed bool) {
	s.Calls++
	if failed {
		s.Failed++
	}
	if r.Answered {
		s.Answered++
		s.answer = append(s.answer, *r.AnswerMs)
	} else {
		if s.rejected == nil {
			s.rejected = make(map[int]int)
		}
		s.rejected[r.SIPStatus]++
	}
	if r.FirstAudioMs != nil {
		s.firstAudio = append(s.firstAudio, *r.FirstAudioMs)
	}
	if r.FirstSoundMs != nil {
		s.firstSound = append(s.firstSound, *r.FirstSoundMs)
	}
	s.PacketsIn += r.PacketsIn
	s.PacketsOut += r.PacketsOut
	s.PacketsLost += r.PacketsLost
	s.jitter = max(s.jitter, r.JitterMs)
	if s.started.IsZero() || r.StartedAt.Before(s.started) {
		s.started = r.StartedAt
	}
	if r.EndedAt.After(s.ended) {
		s.ended = r.EndedAt
	}
}

// WriteTo prints the sums, for people.
func (s *Summary) WriteTo(w io.Writer) (int64, error) {
	n, err := fmt.Fprintf(w, "%d calls in %v: %d answered, %d otherwise than asked\n"+
		"answer after %s, first audio after %s, first sound after %s\n"+
		"packets: %d in, %d out, %d lost; jitter at most %.1f ms\n",
		s.Calls, s.ended.Sub(s.started).Round(time.Millisecond), s.Answered, s.Failed,
		quantiles(s.answer), quantiles(s.firstAudio), quantiles(s.firstSound),
		s.PacketsIn, s.PacketsOut, s.PacketsLost, s.jitter)
	if err == nil && len(s.rejected) > 0 {
		var m int
		m, err = fmt.Fprintf(w, "not answered, by SIP status: %v\n", s.rejected)
		n += m
	}
	return int64(n), err
}

func quantiles(ms []int64) string {
	if len(ms) == 0 {
		return "–"
	}
	slices.Sort(ms)
	at := func(q float64) int64 { return ms[int(q*float64(len(ms)-1)+0.5)] }
	return fmt.Sprintf("%d/%d/%d ms (median/95 %%/max)", at(0.5), at(0.95), at(1))
}
