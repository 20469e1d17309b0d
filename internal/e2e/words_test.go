package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline1022/dialplan/speech"
	"hotline1022/internal/callsim"
	"hotline1022/internal/tone"
	"hotline1022/internal/wav"
)

// known is how much of a sentence must be heard to be known again: of another one it is
// less than half, and a machine that schedules late leaves holes.
const known = 0.65

// ear follows what is said to one citizen, sentence by sentence.
type ear struct {
	*stack
	z  *callsim.Citizen
	at int // what was heard before is over
}

// asked calls and listens.
func (s *stack) asked(t *testing.T, from string) *ear {
	t.Helper()
	inner := *s
	inner.t = t
	e := &ear{stack: &inner, z: s.citizen(t, from)}
	e.eventually(patience, from+" is answered", func() bool { return e.z.Audio() != nil })
	return e
}

// sound is a spoken prompt's; the folder may be empty for the program's own.
func (s *stack) sound(folder string, names ...string) (samples []int16) {
	s.t.Helper()
	if folder == "" {
		folder = promptFiles(s.t)
	}
	for _, name := range names {
		a, err := wav.ReadBytes([]byte(read(s.t, filepath.Join(folder, name+".wav"))))
		if err != nil {
			s.t.Fatal(err)
		}
		samples = append(samples, tone.Resample(a.Channel(0), a.Rate, 8000)...)
	}
	return samples
}

// hears waits until the sounds of prompts, one after the other, have been said to their
// end, after all that was heard before.
func (e *ear) hears(folder string, prompts ...string) {
	e.t.Helper()
	e.hearsSound(strings.Join(prompts, " "), e.sound(folder, prompts...))
}

func (e *ear) hearsSound(what string, sound []int16) {
	e.t.Helper()
	limit := patience + time.Duration(len(sound))*time.Second/8000
	part := 0.0
	defer func() {
		if e.t.Failed() {
			e.t.Logf("of %q %.2f was heard", what, part)
			e.keep()
		}
	}()
	e.eventually(limit, "the citizen hears "+what, func() bool {
		heard := e.z.Audio().Receiver().Heard()[e.at:]
		p, end := tone.Find(heard, sound, 8000)
		if part = p; part < known || len(heard) < end-800 {
			return false
		}
		e.at += min(end, len(heard))
		return true
	})
}

// never checks that a prompt was not said in all the call.
func (e *ear) never(folder, prompt string) {
	e.t.Helper()
	if part, _ := tone.Find(e.z.Audio().Receiver().Heard(), e.sound(folder, prompt), 8000); part >= known {
		e.t.Errorf("%.2f of %q was heard", part, prompt)
		e.keep()
	}
}

// keep leaves what was heard for people to listen to.
func (e *ear) keep() {
	f, err := os.Create(artefact(e.t, "heard.wav"))
	if err != nil {
		e.t.Error(err)
		return
	}
	defer func() { _ = f.Close() }()
	if err := wav.WritePCM(f, 8000, e.z.Audio().Receiver().Heard()); err != nil {
		e.t.Error(err)
	}
}

func (e *ear) press(keys string) {
	e.t.Helper()
	if err := e.z.Audio().Press(keys); err != nil {
		e.t.Fatal(err)
	}
}

// over waits for the call's end, and checks that its recording has what was said.
func (e *ear) over(token, from, folder string, prompts ...string) record {
	e.t.Helper()
	<-e.z.Done()
	r := e.archived(token, from)
	w := e.fetch(r)
	parts := 0.0
	for _, name := range prompts {
		part, _ := tone.Find(w.Channel(1), e.sound(folder, name), w.Rate)
		parts += part
	}
	// Asterisk's recorder drops what comes too unevenly, sooner than the citizen's telephone.
	if mean := parts / float64(len(prompts)); mean < 0.5 {
		e.t.Errorf("%s: of %v %.2f are in the recording", from, prompts, mean)
	}
	// On a starved machine recordings have been longer, too (3 %): Asterisk filled in what came late after all.
	talked, keys := float64(e.z.Report().DurationMs)/1000, 0.15*float64(r.count("call.digit"))
	if length(w) > talked*1.15+1 || length(w) < talked*0.85-keys-1 {
		e.t.Errorf("%s: the recording lasts %.1f s, the call %.1f s", from, length(w), talked)
	}
	return r
}

// hearsTicket waits until the state of a ticket has been said.
func (e *ear) hearsTicket(code, state string) {
	e.t.Helper()
	e.hears("", speech.SayTicket(code, state)...)
}

// together runs parts of a test that do not touch each other at the same time.
func (s *stack) together(t *testing.T, parts map[string]func(*testing.T, *stack)) {
	t.Helper()
	var all sync.WaitGroup
	for name, part := range parts {
		all.Go(func() {
			t.Run(name, func(t *testing.T) {
				inner := *s
				inner.t = t
				part(t, &inner)
			})
		})
	}
	all.Wait()
}
