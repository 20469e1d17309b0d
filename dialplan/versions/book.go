package versions

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
	"hotline1022/dialplan/prompts"
)

// Source is where versions are kept: *store.Store.
type Source interface {
	// ActiveDialplan gives the version to meet; false: the configured file's.
	ActiveDialplan(context.Context) (version, source string, ok bool, err error)
}

// Options of a book. Zero values take the defaults.
type Options struct {
	Directory string         // of plans and of the sounds that they changed; Asterisk reads it
	Base      *dialplan.Plan // of the configured file
	// BaseSource is Base as it was written.
	BaseSource string
	Prompts    string // directory of Base's sounds
	Espeak     string
	Every      time.Duration // between two looks; default 2 s
	// Changed is told of another current plan, from Run's goroutine.
	Changed func(*dialplan.Plan)
	Log     *slog.Logger
}

// Book gives the plans that calls meet.
type Book struct {
	Options
	source  Source
	kick    chan struct{}
	current atomic.Pointer[dialplan.Plan] // written by New and Run

	mu    sync.Mutex
	plans map[string]*dialplan.Plan

	refused string // the version that could not be taken up last time; Run's own
	away    bool   // the database did not answer last time; Run's own
}

const active = "active"

var versionName = regexp.MustCompile(`^[0-9a-f]{16}$`)

// New makes a book whose current plan is the last one that was, if it is on the disk.
func New(o Options, source Source) (*Book, error) {
	if o.Every == 0 {
		o.Every = 2 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Changed == nil {
		o.Changed = func(*dialplan.Plan) {}
	}
	if err := os.MkdirAll(o.Directory, 0o755); err != nil {
		return nil, fmt.Errorf("dialplan versions: %w", err)
	}
	b := &Book{Options: o, source: source, kick: make(chan struct{}, 1), plans: map[string]*dialplan.Plan{o.Base.Version: o.Base}}
	b.current.Store(o.Base)
	last, err := os.ReadFile(filepath.Join(o.Directory, active))
	if err != nil {
		return b, nil //nolint:nilerr // no version was current here: the configured file holds
	}
	if p, ok := b.ByVersion(string(last)); ok {
		b.current.Store(p)
	}
	return b, nil
}

// Current is what a call that begins now meets.
func (b *Book) Current() *dialplan.Plan { return b.current.Load() }

// ByVersion finds the plan that a call began under.
func (b *Book) ByVersion(version string) (*dialplan.Plan, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if p, ok := b.plans[version]; ok {
		return p, true
	}
	if !versionName.MatchString(version) {
		return nil, false
	}
	src, err := os.ReadFile(b.file(version))
	if err != nil || planfile.Version(src) != version {
		return nil, false
	}
	p, err := planfile.Parse(version, src)
	if err != nil {
		return nil, false
	}
	b.plans[version] = &p
	return &p, true
}

// Sound is the file, without its ending, in which a plan's prompt is said. What
// the plan does not name is the program's own.
func (b *Book) Sound(p *dialplan.Plan, prompt string) string {
	if b.changes(p, prompt) {
		return filepath.Join(b.Directory, p.Version, prompt)
	}
	return filepath.Join(b.Prompts, prompt)
}

// changes says whether the plan says something else than the configured file.
func (b *Book) changes(p *dialplan.Plan, prompt string) bool {
	said, named := p.Prompts[prompt]
	return named && said != b.Base.Prompts[prompt]
}

// Prepare makes every sound of a version that is not there yet, so that it can
// be met. The error is planfile's, or says which prompt cannot be spoken.
func (b *Book) Prepare(ctx context.Context, source string) (*dialplan.Plan, error) {
	p, err := planfile.Parse("dialplan", []byte(source))
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(b.Directory, p.Version)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	for name, said := range p.Prompts {
		file := filepath.Join(dir, name+".wav")
		if _, err := os.Stat(file); err == nil || !b.changes(&p, name) {
			continue
		}
		words := said.Spoken
		if words == "" {
			words = said.Vi
		}
		sound, err := prompts.Say(ctx, b.Espeak, words)
		if err == nil {
			err = prompts.Replace(file, sound)
		}
		if err != nil {
			return nil, fmt.Errorf("prompt %s: %w", name, err)
		}
	}
	return &p, prompts.Replace(b.file(p.Version), []byte(source))
}

func (b *Book) file(version string) string { return filepath.Join(b.Directory, version+".yaml") }

// Configured is the file that holds while no version was activated.
func (b *Book) Configured() (version, source string) { return b.Base.Version, b.BaseSource }

// Refresh has the book look at once. It does not wait.
func (b *Book) Refresh() {
	select {
	case b.kick <- struct{}{}:
	default: // it is about to look anyway
	}
}

// Run looks until ctx ends.
func (b *Book) Run(ctx context.Context) {
	b.Changed(b.Current())
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

func (b *Book) look(ctx context.Context) {
	version, source, ok, err := b.source.ActiveDialplan(ctx)
	if err != nil {
		if ctx.Err() == nil && !b.away {
			b.Log.Warn("the active dialplan cannot be asked for; callers meet what they met last", "err", err)
			b.away = true
		}
		return
	}
	b.away = false
	if !ok || version == b.Current().Version {
		return
	}
	p, err := b.Prepare(ctx, source)
	if err == nil && p.Version != version {
		err = errors.New("its text is not what its version says")
	}
	if err == nil {
		err = prompts.Replace(filepath.Join(b.Directory, active), []byte(version))
	}
	if err != nil {
		if ctx.Err() == nil && b.refused != version {
			b.Log.Error("a dialplan version cannot be taken up; callers meet the one before", "version", version, "err", err)
			b.refused = version
		}
		return
	}
	b.mu.Lock()
	b.plans[version] = p
	b.mu.Unlock()
	b.current.Store(p)
	b.refused = ""
	b.Log.Info("callers meet another dialplan", "version", version)
	b.Changed(p)
}
