package asteriskconf

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func TestEndMark(t *testing.T) {
	for name, want := range map[string]struct {
		call  string
		cause int
		ok    bool
	}{
		"pbx1-1764000000.42.end-16.alaw":   {"pbx1-1764000000.42", 16, true},
		"pbx1-1764000000.42.end-0.alaw":    {"pbx1-1764000000.42", 0, true},
		"pbx1-1764000000.42.end-127.alaw":  {"pbx1-1764000000.42", 127, true},
		"pbx1-1764000000.42.end-.alaw":     {},
		"pbx1-1764000000.42.end-128.alaw":  {"pbx1-1764000000.42", 128, false},
		"pbx1-1764000000.42.end-1600.alaw": {},
		"pbx1-1764000000.42.end-16":        {},
		"pbx1-1764000000.42-rx.alaw":       {},
		".end-16.alaw":                     {},
	} {
		call, cause, ok := EndMark(name)
		if call != want.call || cause != want.cause || ok != want.ok {
			t.Errorf("%s: %q, %d, %v", name, call, cause, ok)
		}
	}
}

func TestReadCall(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string, at time.Time) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := errors.Join(os.WriteFile(path, []byte(text), 0o600), os.Chtimes(path, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	end := time.Date(2026, 11, 23, 17, 51, 0, 0, time.UTC)
	put("a-1.1.call", lineCall, end)
	put("a-1.2.call", lineCall, end)
	put("a-1.2.end-38.alaw", "", end)
	put("a-1.3.call", lineCall+lineEnd, end)
	put("a-1.3.end-38.alaw", "", end)
	put("a-1.4.end-0.alaw", "", end)
	for call, want := range map[string]struct {
		end   time.Time
		cause int
		whole bool
	}{
		"a-1.1": {time.Time{}, 0, true},
		"a-1.2": {end, 38, true},
		"a-1.3": {time.Date(2026, 11, 23, 17, 50, 44, 534e6, time.UTC), 16, true}, // the file knows more
		"a-1.4": {end, 0, false},
		"a-1.5": {time.Time{}, 0, false},
	} {
		c, err := ReadCall(dir, call)
		if !c.End.Equal(want.end) || c.Cause != want.cause || (err == nil) != want.whole || (c.From != "") != want.whole {
			t.Errorf("%s: %+v, %v", call, c, err)
		}
	}
}

// A call that ends while it is looked at goes on, or is told of to its last line: never as ended without what the end's line says.
func TestACallThatEndsWhileItIsRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a-1.1.call")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	ends := make(chan error, 1)
	go func() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0) // once it is being read
		if err != nil {
			ends <- err
			return
		}
		_, err = f.WriteString(lineCall + lineFallback + lineMessage)
		mark := os.WriteFile(filepath.Join(dir, "a-1.1.end-16.alaw"), nil, 0o600)
		ends <- errors.Join(err, mark, f.Close())
	}()
	c, err := ReadCall(dir, "a-1.1")
	if err := errors.Join(err, <-ends); err != nil {
		t.Fatal(err)
	}
	if c.Message.IsZero() || !c.End.IsZero() {
		t.Errorf("%+v", c)
	}
}

func TestUnwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "side.alaw")
	if _, err := Unwritten(path); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("of no file: %v", err)
	}
	writer, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if closed, err := Unwritten(path); closed || err != nil {
		t.Errorf("while it is written: %v, %v", closed, err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the first question's lease is given back
		if closed, err := Unwritten(path); !closed || err != nil {
			t.Errorf("once it is closed: %v, %v", closed, err)
		}
	}
	if again, err := os.OpenFile(path, os.O_WRONLY, 0); err != nil {
		t.Errorf("cannot be written any more: %v", err)
	} else if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}
