package board

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"hotline1022/dialplan/prompts"
	"hotline1022/internal/incident"
)

// Source is where incidents are kept: *store.Store.
type Source interface {
	// CurrentIncident gives the open one, if any.
	CurrentIncident(context.Context) (incident.Incident, bool, error)
	// IncidentRecording gives the recorded voice of a revision, as prompts.Voice made it.
	IncidentRecording(ctx context.Context, id int64, revision int) ([]byte, error)
}

// Options of a board. Zero values take the defaults.
type Options struct {
	Directory string // of the sound files; Asterisk reads it
	Espeak    string // the synthesiser; default espeak-ng
	Zone      *time.Location
	Every     time.Duration // between two looks; default 2 s
	Log       *slog.Logger
	Now       func() time.Time
}

// Heard is what callers hear.
type Heard struct {
	Incident int64  `json:"incident"`
	Revision int    `json:"revision"`
	Sound    string `json:"sound"` // the file's name, without ending
}

// Board announces the open incident.
type Board struct {
	Options
	source Source
	kick   chan struct{}
	heard  atomic.Pointer[Heard]   // nil: nothing is announced; written by Run
	failed atomic.Pointer[failure] // why the newest revision has no sound; written by Run
	away   bool                    // the database did not answer last time; Run's own
}

type failure struct {
	id       int64
	revision int
	err      error
}

const (
	current   = "current.json"
	extension = ".wav"
	keepFor   = 24 * time.Hour // a call may be about to play it, a reviewer may ask for it
)

// New makes a board that announces what was announced last, if its sound is there.
func New(o Options, source Source) (*Board, error) {
	if o.Every == 0 {
		o.Every = 2 * time.Second
	}
	if o.Espeak == "" {
		o.Espeak = "espeak-ng"
	}
	if o.Zone == nil {
		o.Zone = time.Local
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := os.MkdirAll(o.Directory, 0o755); err != nil {
		return nil, fmt.Errorf("incidents: %w", err)
	}
	b := &Board{Options: o, source: source, kick: make(chan struct{}, 1)}
	var last Heard
	raw, err := os.ReadFile(filepath.Join(o.Directory, current))
	if err == nil && json.Unmarshal(raw, &last) == nil && last.Incident != 0 && b.exists(last.Sound) {
		b.heard.Store(&last)
	}
	return b, nil
}

// Open gives the incident to announce and its sound, as Asterisk wants it: the
// file's path without ending.
func (b *Board) Open() (id int64, sound string, ok bool) {
	h := b.heard.Load()
	if h == nil {
		return 0, "", false
	}
	return h.Incident, filepath.Join(b.Directory, h.Sound), true
}

// Voice tells whether callers hear a revision already, and if not, what hinders it.
func (b *Board) Voice(id int64, revision int) (ready bool, err error) {
	if h := b.heard.Load(); h != nil && h.Incident == id && h.Revision == revision {
		return true, nil
	}
	if f := b.failed.Load(); f != nil && f.id == id && f.revision == revision {
		return false, f.err
	}
	return false, nil
}

// Sound is the file that callers hear of a revision; fs.ErrNotExist while it is not made.
func (b *Board) Sound(id int64, revision int) (*os.File, error) {
	if h := b.heard.Load(); h != nil && h.Incident == id && h.Revision == revision {
		return os.Open(filepath.Join(b.Directory, h.Sound+extension))
	}
	return nil, fs.ErrNotExist
}

// Say gives what callers would hear of a draft.
func (b *Board) Say(ctx context.Context, d incident.Draft) (words string, sound []byte, err error) {
	words = incident.Announcement(d, b.Now(), b.Zone)
	sound, err = prompts.Say(ctx, b.Espeak, words)
	return words, sound, err
}

// Shape brings a person's recording into the form of what callers hear.
// Errors: incident.ErrVoice, incident.ErrLongVoice.
func (b *Board) Shape(file []byte) ([]byte, error) {
	sound, err := prompts.Voice(file, incident.MaxVoice)
	switch {
	case errors.Is(err, prompts.ErrLong):
		return nil, incident.ErrLongVoice
	case errors.Is(err, prompts.ErrVoice):
		return nil, fmt.Errorf("%w: %w", incident.ErrVoice, err)
	}
	return sound, err
}

// Refresh has the board look at once. It does not wait.
func (b *Board) Refresh() {
	select {
	case b.kick <- struct{}{}:
	default: // it is about to look anyway
	}
}

// Run looks until ctx ends.
func (b *Board) Run(ctx context.Context) {
	tick := time.NewTicker(b.Every)
	defer tick.Stop()
	for {
		b.look(ctx)
		select {
		case <-tick.C:
		case <-b.kick:
		case <-ctx.Done():
			return
		}
	}
}

func (b *Board) look(ctx context.Context) {
	i, open, err := b.source.CurrentIncident(ctx)
	if err != nil {
		if ctx.Err() == nil && !b.away {
			b.Log.Warn("the open incident cannot be asked for; callers hear what they heard last", "err", err)
			b.away = true
		}
		return
	}
	b.away = false
	if !open {
		b.failed.Store(nil)
		b.announce(nil)
		return
	}
	want := &Heard{Incident: i.ID, Revision: i.Revision, Sound: i.Sound(b.Now())}
	if h := b.heard.Load(); h != nil && *h == *want && b.exists(h.Sound) {
		return
	}
	if err := b.make(ctx, i, want.Sound); err != nil {
		if ctx.Err() == nil {
			b.fails(i, err)
		}
		if h := b.heard.Load(); h != nil && h.Incident != i.ID {
			b.announce(nil) // the one that callers hear is over
		}
		return
	}
	b.failed.Store(nil)
	b.announce(want)
}

func (b *Board) fails(i incident.Incident, err error) {
	if f := b.failed.Load(); f == nil || f.id != i.ID || f.revision != i.Revision {
		b.Log.Error("an incident's voice cannot be made; it is tried again", "incident", i.ID, "revision", i.Revision, "err", err)
	}
	b.failed.Store(&failure{i.ID, i.Revision, err})
}

// make puts the sound file there, whole.
func (b *Board) make(ctx context.Context, i incident.Incident, name string) error {
	if b.exists(name) {
		return nil
	}
	var sound []byte
	var err error
	if i.Recorded {
		sound, err = b.source.IncidentRecording(ctx, i.ID, i.Revision)
	} else {
		_, sound, err = b.Say(ctx, i.Draft)
	}
	if err != nil {
		return err
	}
	return prompts.Replace(filepath.Join(b.Directory, name+extension), sound)
}

func (b *Board) exists(name string) bool {
	info, err := os.Stat(filepath.Join(b.Directory, name+extension))
	return err == nil && info.Mode().IsRegular() && filepath.Base(name) == name
}

// announce changes what callers hear, remembers it for the next process, and
// clears away what nobody has heard for long.
func (b *Board) announce(h *Heard) {
	before := b.heard.Load()
	if before == h || before != nil && h != nil && *before == *h {
		return
	}
	b.heard.Store(h)
	if before != nil {
		// What was announced until now is kept from now on: a call may be about to play it.
		now, file := b.Now(), filepath.Join(b.Directory, before.Sound+extension)
		if err := os.Chtimes(file, now, now); err != nil && !errors.Is(err, fs.ErrNotExist) {
			b.Log.Warn("an announcement that is over cannot be kept", "err", err)
		}
	}
	var kept Heard // zero: nothing
	if h != nil {
		kept = *h
		b.Log.Info("callers hear of an incident", "incident", h.Incident, "revision", h.Revision)
	} else {
		b.Log.Info("callers hear of no incident any more")
	}
	raw, err := json.Marshal(kept)
	if err == nil {
		err = prompts.Replace(filepath.Join(b.Directory, current), raw)
	}
	if err = errors.Join(err, b.clear(kept.Sound)); err != nil {
		b.Log.Warn("the incidents' directory cannot be written", "err", err)
	}
}

func (b *Board) clear(but string) error {
	files, err := filepath.Glob(filepath.Join(b.Directory, "incident-*"+extension))
	if err != nil {
		return err
	}
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil || strings.TrimSuffix(filepath.Base(f), extension) == but || b.Now().Sub(info.ModTime()) < keepFor {
			continue
		}
		if err := os.Remove(f); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
