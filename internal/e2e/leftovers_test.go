package e2e

import (
	"bufio"
	"os"
	"strings"
)

// leftBehind is looked at when a test is over: no channel and no bridge is left
// in Asterisk, and hotline's log tells of no data race and no panic.
func (s *stack) leftBehind() {
	s.citizens.Close()
	if s.asterisk.Running() && s.hotline.Running() {
		s.eventually(patience, "no channel and no bridge is left in Asterisk", func() bool {
			return len(s.channels()) == 0 && s.bridges() == 0
		})
	}
	s.hotline.Stop()
	for _, line := range s.logged("DATA RACE", "panic:", "panicked", "fatal error:") {
		s.t.Errorf("hotline's log: %s", line)
	}
}

// channels are the names of Asterisk's channels.
func (s *stack) channels() []string {
	s.t.Helper()
	var names []string
	for line := range strings.Lines(s.asterisk.CLI("core show channels concise")) {
		if name, _, ok := strings.Cut(line, "!"); ok {
			names = append(names, name)
		}
	}
	return names
}

// bridges counts Asterisk's bridges.
func (s *stack) bridges() int {
	s.t.Helper()
	return max(0, strings.Count(strings.TrimSpace(s.asterisk.CLI("bridge show all")), "\n"))
}

// logged gives the lines of hotline's log that hold any of the words.
func (s *stack) logged(words ...string) []string {
	s.t.Helper()
	f, err := os.Open(s.hotline.LogFile())
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var found []string
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		for _, w := range words {
			if strings.Contains(lines.Text(), w) {
				found = append(found, lines.Text())
				break
			}
		}
	}
	return found
}
