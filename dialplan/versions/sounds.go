package versions

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
	"hotline1022/dialplan/prompts"
)

const ending = ".wav"

// Sound is the file, without its ending, in which a plan's prompt is said. What
// the plan does not name is the program's own.
func (b *Book) Sound(p *dialplan.Plan, prompt string) string {
	base := filepath.Join(b.Prompts, prompt)
	said, named := p.Prompts[prompt]
	if !named {
		return base
	}
	own := b.own(p, prompt)
	if said.Words() == b.Base.Prompts[prompt].Words() && there(base) {
		return base
	}
	if there(own) {
		return own
	}
	b.missed(p, prompt)
	return base
}

// own is where a version's sound of a prompt lies, without its ending.
func (b *Book) own(p *dialplan.Plan, prompt string) string {
	return filepath.Join(b.Directory, p.Version, prompt)
}

func there(sound string) bool {
	info, err := os.Stat(sound + ending)
	return err == nil && info.Mode().IsRegular()
}

// missed says once of each prompt that callers do not hear its words.
func (b *Book) missed(p *dialplan.Plan, prompt string) {
	key := p.Version + "/" + prompt
	b.mu.Lock()
	said := b.silent[key]
	b.silent[key] = true
	b.mu.Unlock()
	if !said {
		b.Log.Error("a prompt has no sound; callers hear the configured file's, or nothing", "version", p.Version, "prompt", prompt)
	}
}

// Prepare makes every sound of a version that is not there yet, so that it can
// be met. The error is planfile's, or says which prompt cannot be spoken.
func (b *Book) Prepare(ctx context.Context, source string) (*dialplan.Plan, error) {
	p, err := planfile.Parse("dialplan", []byte(source))
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(b.Directory, p.Version), 0o755); err != nil {
		return nil, err
	}
	for name, said := range p.Prompts {
		if there(b.own(&p, name)) {
			continue
		}
		err := b.lend(&p, name)
		if errors.Is(err, fs.ErrNotExist) {
			err = b.speak(ctx, b.own(&p, name), said)
		}
		if err != nil {
			return nil, fmt.Errorf("prompt %s: %w", name, err)
		}
	}
	return &p, prompts.Replace(b.file(p.Version), []byte(source))
}

func (b *Book) speak(ctx context.Context, to string, said dialplan.Prompt) error {
	sound, err := b.Say(ctx, said.Words())
	if err != nil {
		return err
	}
	return prompts.Replace(to+ending, sound)
}

// Say gives a text as callers would hear it.
func (b *Book) Say(ctx context.Context, text string) ([]byte, error) {
	return prompts.Say(ctx, b.Espeak, text)
}

// lend gives a version the sound that another has of the same words, if one has:
// fs.ErrNotExist.
func (b *Book) lend(p *dialplan.Plan, prompt string) error {
	said, to := p.Prompts[prompt].Words(), b.own(p, prompt)
	var from []string
	if b.Base.Prompts[prompt].Words() == said {
		from = append(from, filepath.Join(b.Prompts, prompt))
	}
	if now := b.Current(); now.Prompts[prompt].Words() == said {
		from = append(from, b.own(now, prompt))
	}
	at := slices.IndexFunc(from, there)
	if at < 0 {
		return fs.ErrNotExist
	}
	if there(to) {
		return nil
	}
	if os.Link(from[at]+ending, to+ending) == nil {
		return nil
	}
	sound, err := os.ReadFile(from[at] + ending) // another disk, or somebody else's file
	if err != nil {
		return err
	}
	return prompts.Replace(to+ending, sound)
}
