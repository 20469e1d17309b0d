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
	Directory string         // of plans and their sounds; Asterisk reads it
	Base      *dialplan.Plan // of the configured file
	// BaseSource is Base as it was written; "": it is no file's, and there are no versions of it.
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

	mu     sync.Mutex
	plans  map[string]*dialplan.Plan
	silent map[string]bool // prompts of which the log has said that they have no sound: version/prompt

	refused string // the version that could not be taken up last time; Run's own
	away    bool   // the database did not answer last time; Run's own
}

const active = "active"

var versionName = regexp.MustCompile(`^[0-9a-f]{16}$`)

// New makes a book whose current plan is the last one that was, if it is on the
// disk and can be heard. It speaks what is missing of it, which ends with ctx.
func New(ctx context.Context, o Options, source Source) (*Book, error) {
	if o.Every == 0 {
		o.Every = 2 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Changed == nil {
		o.Changed = func(*dialplan.Plan) {}
	}
	b := &Book{
		Options: o, source: source, kick: make(chan struct{}, 1),
		plans: map[string]*dialplan.Plan{o.Base.Version: o.Base}, silent: map[string]bool{},
	}
	b.current.Store(o.Base)
	if err := b.keepBase(); err != nil {
		return nil, fmt.Errorf("dialplan versions: %w", err)
	}
	b.resume(ctx)
	b.tell(b.Current())
	return b, nil
}

// keepBase writes the configured file's plan beside the versions, with those of its
// sounds that were built: a call that begins under it may outlast its configuration.
func (b *Book) keepBase() error {
	if b.BaseSource == "" {
		return os.MkdirAll(b.Directory, 0o755)
	}
	dir := filepath.Join(b.Directory, b.Base.Version)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name := range b.Base.Prompts {
		if err := b.lend(b.Base, name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return prompts.Replace(b.file(b.Base.Version), []byte(b.BaseSource))
}

// resume takes up what was current before this process.
func (b *Book) resume(ctx context.Context) {
	last, err := os.ReadFile(filepath.Join(b.Directory, active))
	if err != nil {
		return // none was: the configured file holds
	}
	version := string(last)
	if version == b.Base.Version {
		return
	}
	src, ok := b.text(version)
	if !ok {
		b.Log.Error("the dialplan version that callers met last is not on the disk; they meet the configured file", "version", version)
		return
	}
	p, err := b.Prepare(ctx, string(src))
	if err != nil {
		b.Log.Error("the dialplan version that callers met last cannot be taken up; they meet the configured file", "version", version, "err", err)
		return
	}
	b.know(p)
	b.current.Store(p)
	b.Log.Warn("callers meet a version that was activated, not the configured dialplan file", "version", p.Version, "file", b.Base.Version)
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
	src, ok := b.text(version)
	if !ok {
		return nil, false
	}
	p, err := planfile.Parse(version, src)
	if err != nil {
		return nil, false
	}
	b.plans[version] = &p
	return &p, true
}

// text is a version as it lies on the disk.
func (b *Book) text(version string) ([]byte, bool) {
	if !versionName.MatchString(version) {
		return nil, false
	}
	src, err := os.ReadFile(b.file(version))
	return src, err == nil && planfile.Version(src) == version
}

func (b *Book) know(p *dialplan.Plan) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.plans[p.Version] = p
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
	b.know(p)
	b.current.Store(p)
	b.refused = ""
	b.Log.Info("callers meet another dialplan", "version", version)
	b.tell(p)
	b.Changed(p)
}
