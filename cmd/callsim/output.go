package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"hotline1022/internal/callsim/media"
	"hotline1022/internal/g711"
	"hotline1022/internal/wav"
)

// printer writes one JSON line a call, whole lines only.
type printer struct {
	mu     sync.Mutex
	w      io.Writer
	failed int
}

// line prints a report and counts it as failed if reason is not nil.
func (p *printer) line(report any, reason error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if reason != nil {
		p.failed++
		fmt.Fprintln(os.Stderr, "otherwise than asked:", reason)
	}
	if err := json.NewEncoder(p.w).Encode(report); err != nil {
		p.failed++
		fmt.Fprintln(os.Stderr, "print:", err)
	}
}

func (p *printer) result() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed > 0 {
		return errOtherwise
	}
	return nil
}

// sound gives what a party says: a file, a tone, or nothing.
func sound(file string, hz int) (*media.Clip, error) {
	switch {
	case file != "" && hz != 0:
		return nil, usageError{fmt.Errorf("--audio and --tone exclude each other")}
	case file != "":
		c, err := media.LoadClip(file)
		if err != nil {
			return nil, usageError{err}
		}
		return c, nil
	case hz < 0 || hz >= g711.SampleRate/2:
		return nil, usageError{fmt.Errorf("--tone %d: want 1 to %d Hz", hz, g711.SampleRate/2-1)}
	case hz > 0:
		return media.Tone(hz), nil
	}
	return nil, nil
}

// hertz reads a list of tones.
func hertz(s string) ([]int, error) {
	if s == "" {
		return nil, nil
	}
	var list []int
	for item := range strings.SplitSeq(s, ",") {
		hz, err := strconv.Atoi(strings.TrimSpace(item))
		if err != nil || hz < 1 || hz >= g711.SampleRate/2 {
			return nil, usageError{fmt.Errorf("--listen %q: want frequencies of 1 to %d Hz", item, g711.SampleRate/2-1)}
		}
		list = append(list, hz)
	}
	return list, nil
}

// record writes what was heard; of several calls each into a file of its own.
func record(path string, n, of int, heard []int16) error {
	if path == "" {
		return nil
	}
	if of > 1 {
		ext := filepath.Ext(path)
		path = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(path, ext), n, ext)
	}
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("--record: %w", err)
	}
	err = wav.WritePCM(f, g711.SampleRate, heard)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("--record: %w", err)
	}
	return nil
}
