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
	"time"

	"hotline1022/internal/wav"
)

// How espeak-ng speaks: Northern Vietnamese, a little slower than its default
// of 175 words a minute, with a short pause (20 ms) between words. Part of the hash
// that says whether a file is current.
var voice = []string{"-v", "vi", "-s", "150", "-p", "45", "-g", "2", "-a", "120"}

// studioLimit is the longest studio recording taken, in bytes: 5 minutes of
// 48 kHz, 24-bit stereo.
const studioLimit = 5 * 60 * 48000 * 6

// Say gives a text as a prompt's WAVE file, spoken by the synthesiser. What it
// would misread must be spelled.
func Say(ctx context.Context, program, text string) ([]byte, error) {
	v, err := spoken(ctx, program, text, sentence)
	if err != nil {
		return nil, err
	}
	return encode(v)
}

func spoken(ctx context.Context, program, text string, around silence) ([]float64, error) {
	a, err := speak(ctx, program, text)
	if err != nil {
		return nil, err
	}
	return shapeVoice(a.Mono(), a.Rate, around)
}

var (
	// ErrVoice: what was given is no WAVE file with something to be heard in it.
	ErrVoice = errors.New("no voice can be heard in it")
	// ErrLong: it lasts longer than allowed.
	ErrLong = errors.New("too long")
)

// Voice brings a person's recording, a WAVE file of any rate and number of
// channels, into the form of a prompt. Errors: ErrVoice, ErrLong.
func Voice(file []byte, most time.Duration) ([]byte, error) {
	a, err := wav.ReadBytes(file)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrVoice, err)
	}
	mono := a.Mono()
	if float64(len(mono)) > most.Seconds()*float64(a.Rate) {
		return nil, ErrLong
	}
	v, err := shapeVoice(mono, a.Rate, sentence)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrVoice, err)
	}
	return encode(v)
}

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
