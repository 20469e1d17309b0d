package prompts

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"hotline1022/internal/wav"
)

// How espeak-ng speaks: Northern Vietnamese, a little slower than its default
// of 175 words a minute, with a short pause (20 ms) between words. Part of the hash
// that says whether a file is current.
var voice = []string{"-v", "vi", "-s", "150", "-p", "45", "-g", "2", "-a", "120"}

// studioLimit is the longest studio recording taken, in bytes: 5 minutes of
// 48 kHz, 24-bit stereo.
const studioLimit = 5 * 60 * 48000 * 6

// speak lets the synthesiser say a text.
func speak(ctx context.Context, program, text string) (wav.Audio, error) {
	dir, err := os.MkdirTemp("", "hotline-prompt-")
	if err != nil {
		return wav.Audio{}, fmt.Errorf("speak: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "speech.wav")
	cmd := exec.CommandContext(ctx, program, append(voice, "-b", "1", "-w", file, "--stdin")...)
	cmd.Stdin = strings.NewReader(text)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
			return wav.Audio{}, fmt.Errorf("%s, which speaks the prompts, is not installed (Debian: apt-get install espeak-ng): %w", program, err)
		}
		return wav.Audio{}, fmt.Errorf("%s: %w: %s", program, err, strings.TrimSpace(said.String()))
	}
	return readWAV(file)
}

func readWAV(path string) (wav.Audio, error) {
	f, err := os.Open(path)
	if err != nil {
		return wav.Audio{}, err
	}
	defer func() { _ = f.Close() }()
	a, err := wav.Read(f, studioLimit)
	if err != nil {
		return wav.Audio{}, fmt.Errorf("%s: %w", path, err)
	}
	return a, nil
}
