package prompts

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
)

// Options say where Build finds and puts things.
type Options struct {
	// Directory receives <name>.wav for every prompt, and beep.wav.
	Directory string
	// Music receives hold.wav; empty: Directory/music.
	Music string
	// Studio may hold <name>.wav, which replaces the synthesiser's voice; empty: none.
	Studio string
	// Espeak is the synthesiser's program; empty: espeak-ng, from the PATH. It
	// is only needed for prompts that the studio has not recorded.
	Espeak string
	// Plan is what the dialplan says, beside what the program says by itself.
	Plan []Prompt
	Log  *slog.Logger
}

// Result lists the names of files made anew, and of those that were current.
type Result struct{ Built, Current []string }

const extension = ".wav"

// version changes whenever what Build makes of the same text changes.
const version = "2"

// list is the name of the file that says what the others were made from.
const list = "prompts.json"

type stamp struct {
	Source string `json:"source"` // hash of what it was made from
	Sound  string `json:"sound"`  // SHA-256 of the file
}

// Build makes every sound file that is missing or out of date. It may be run
// at any time: files are replaced whole. The first failure ends it; what was
// made before stays.
func Build(ctx context.Context, o Options) (Result, error) {
	if o.Espeak == "" {
		o.Espeak = "espeak-ng"
	}
	if o.Music == "" {
		o.Music = filepath.Join(o.Directory, "music")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	for _, dir := range []string{o.Directory, o.Music} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return Result{}, fmt.Errorf("prompts: %w", err)
		}
	}
	b := &builder{Options: o, stamps: readStamps(filepath.Join(o.Directory, list))}
	sounds, err := b.sounds()
	if err != nil {
		return Result{}, err
	}
	for _, s := range sounds {
		if err := ctx.Err(); err != nil {
			return b.result, err
		}
		if err := b.build(ctx, s); err != nil {
			return b.result, fmt.Errorf("prompt %s: %w", s.name, err)
		}
	}
	return b.result, nil
}

// sound is one file to be made.
type sound struct {
	name   string
	file   string
	source string // hash of what make uses
	make   func(context.Context) ([]float64, error)
}

type builder struct {
	Options
	stamps map[string]stamp
	result Result
}

func (b *builder) sounds() ([]sound, error) {
	var list []sound
	for _, p := range append(All(), b.Plan...) {
		around := sentence
		if p.Part {
			around = part
		}
		s := sound{
			name:   p.Name,
			source: hash("espeak", strings.Join(voice, " "), p.Spoken, around.String()),
			make:   func(ctx context.Context) ([]float64, error) { return spoken(ctx, b.Espeak, p.Spoken, around) },
		}
		if b.Studio != "" {
			if err := b.fromStudio(&s, around); err != nil {
				return nil, err
			}
		}
		list = append(list, s)
	}
	computed := func(name string, f func() []float64) sound {
		return sound{name: name, source: hash("computed", name), make: func(context.Context) ([]float64, error) { return f(), nil }}
	}
	list = append(list, computed(Beep, beep), computed(Echo, checkTones), computed(Pause, quiet), computed(Music, holdMusic))
	for i := range list {
		dir := b.Directory
		if list[i].name == Music {
			dir = b.Music
		}
		list[i].file = filepath.Join(dir, list[i].name+extension)
	}
	return list, nil
}

// fromStudio takes the studio's recording where there is one.
func (b *builder) fromStudio(s *sound, around silence) error {
	path := filepath.Join(b.Studio, s.name+".wav")
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("prompt %s: %w", s.name, err)
	}
	s.source = hash("studio", string(content), around.String())
	s.make = func(context.Context) ([]float64, error) {
		a, err := readWAV(path)
		if err != nil {
			return nil, err
		}
		v, err := shapeVoice(a.Mono(), a.Rate, around)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		return v, nil
	}
	return nil
}

func (b *builder) build(ctx context.Context, s sound) error {
	if old, err := os.ReadFile(s.file); err == nil && b.stamps[s.name] == (stamp{s.source, hash(string(old))}) {
		b.result.Current = append(b.result.Current, s.name)
		return nil
	}
	samples, err := s.make(ctx)
	if err != nil {
		return err
	}
	content, err := encode(samples)
	if err != nil {
		return err
	}
	if err := Replace(s.file, content); err != nil {
		return err
	}
	// Version 1 wrote these, and Asterisk would still play them.
	if err := os.Remove(strings.TrimSuffix(s.file, extension) + ".alaw"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	b.stamps[s.name] = stamp{s.source, hash(string(content))}
	if err := b.writeStamps(); err != nil {
		return err
	}
	b.result.Built = append(b.result.Built, s.name)
	b.Log.Info("prompt made", "name", s.name, "seconds", float64(len(samples))/8000)
	return nil
}

// hash is told the version too. Parts are separated, so that none runs into the next.
func hash(parts ...string) string {
	h := sha256.New()
	for _, p := range append([]string{version}, parts...) {
		_, _ = fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// readStamps takes an unreadable list for an empty one: then all is made again.
func readStamps(path string) map[string]stamp {
	stamps := map[string]stamp{}
	if content, err := os.ReadFile(path); err == nil && json.Unmarshal(content, &stamps) == nil {
		return stamps
	}
	return map[string]stamp{}
}

func (b *builder) writeStamps() error {
	content, err := json.MarshalIndent(b.stamps, "", "  ")
	if err != nil {
		return err
	}
	return Replace(filepath.Join(b.Directory, list), append(content, '\n'))
}

// Replace puts a file in its place in one step.
func Replace(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // fails once renamed
	_, err = f.Write(content)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
