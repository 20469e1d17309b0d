package versions

import (
	"os"
	"path/filepath"
	"slices"

	"hotline1022/dialplan"
	"hotline1022/dialplan/prompts"
)

// FallbackDir is where, below a book's directory, Asterisk's fallback finds the
// current version's words: notice.wav, ask.wav and thanks.wav.
const FallbackDir = "fallback"

// tell gives Asterisk's fallback a plan's words. A file that cannot be put there
// leaves the one before, or what was rendered: a caller hears something.
func (b *Book) tell(p *dialplan.Plan) {
	f := p.Fallback
	for part, prompt := range map[string]string{"notice": f.Notice, "ask": f.Ask, "thanks": f.Thanks} {
		if prompt == "" {
			continue // of no file's plan
		}
		if err := b.put(p, prompt, part); err != nil {
			b.Log.Warn("Asterisk's fallback does not have the words of the current dialplan", "version", p.Version, "prompt", prompt, "err", err)
		}
	}
	base := b.Base.Fallback
	if f.Ring != base.Ring || f.Limit != base.Limit || f.Silence != base.Silence || !slices.Equal(p.OnCall[f.OnCall], b.Base.OnCall[base.OnCall]) {
		b.Log.Warn("Asterisk's fallback rings the duty phones of the configured dialplan file, not of the current version, for its times; put them into the file and render Asterisk's configuration", "version", p.Version)
	}
}

func (b *Book) put(p *dialplan.Plan, prompt, part string) error {
	sound, err := os.ReadFile(b.Sound(p, prompt) + ending)
	if err != nil {
		return err
	}
	dir := filepath.Join(b.Directory, FallbackDir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return prompts.Replace(filepath.Join(dir, part+ending), sound)
}
