package simulator

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"hotline1022/internal/notify"
)

// Sent is a message that was taken.
type Sent struct {
	ID      string         `json:"id"` // ours, as a gateway's
	Ref     string         `json:"ref"`
	At      time.Time      `json:"at"`
	Channel notify.Channel `json:"channel"`
	To      string         `json:"to"`
	Subject string         `json:"subject,omitempty"`
	Body    string         `json:"body"`
	Parts   int            `json:"parts"`
}

// Kept is how many messages stay.
const Kept = 1000

// Simulator is a notify.Gateway and a notify.Finder.
type Simulator struct {
	now  func() time.Time
	path string

	mu    sync.Mutex
	file  *os.File
	lines int    // in the file: at most twice Kept, for it is written anew in one go
	sent  []Sent // oldest first
	byRef map[string]Sent
	taken int // by the last one's ID
}

// Open reads what the file at path says was taken, and goes on from there.
func Open(path string, now func() time.Time) (*Simulator, error) {
	s := &Simulator{now: now, path: path, byRef: map[string]Sent{}}
	if err := s.open(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(s.file)
	for lines.Scan() {
		var m Sent
		if json.Unmarshal(lines.Bytes(), &m) == nil && m.Ref != "" { // a torn line was not answered with a yes
			s.add(m)
		}
	}
	err := lines.Err()
	if err == nil {
		err = s.shorten()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("simulator: %w", err), s.file.Close())
	}
	return s, nil
}

func (s *Simulator) open() (err error) {
	s.file, err = os.OpenFile(s.path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o640)
	if err != nil {
		return fmt.Errorf("simulator: %w", err)
	}
	return nil
}

// shorten writes the file anew with what is kept, once it has grown to twice that.
// Whenever the process is killed, one whole file or the other stands there.
func (s *Simulator) shorten() error {
	if s.lines <= 2*Kept {
		return nil
	}
	var out bytes.Buffer
	for _, m := range s.sent {
		line, err := json.Marshal(m)
		if err != nil {
			return err
		}
		out.Write(line)
		out.WriteByte('\n')
	}
	short := s.path + ".short"
	if err := os.WriteFile(short, out.Bytes(), 0o640); err != nil {
		return err
	}
	if err := os.Rename(short, s.path); err != nil {
		return err
	}
	old := s.file
	if err := s.open(); err != nil {
		s.file = old
		return err
	}
	s.lines = len(s.sent)
	return old.Close()
}

// Close closes the file; nothing is taken afterwards.
func (s *Simulator) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.file.Close()
}

func (s *Simulator) add(m Sent) {
	s.byRef[m.Ref] = m
	s.sent = append(s.sent, m)
	s.lines++
	if n, err := strconv.Atoi(strings.TrimPrefix(m.ID, idPrefix)); err == nil {
		s.taken = n
	}
	if len(s.sent) > Kept {
		delete(s.byRef, s.sent[0].Ref)
		s.sent = s.sent[1:]
	}
}

const idPrefix = "sim-"

// Name implements notify.Gateway.
func (*Simulator) Name() string { return "simulator" }

// Send implements notify.Gateway.
func (s *Simulator) Send(_ context.Context, m notify.Outgoing) (notify.Receipt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if before, ok := s.byRef[m.Ref]; ok {
		return notify.Receipt{ID: before.ID}, nil
	}
	if err := s.shorten(); err != nil {
		return notify.Receipt{}, &notify.Error{Outcome: notify.Temporary, Err: fmt.Errorf("simulator: %w", err)}
	}
	taken := Sent{
		ID: idPrefix + strconv.Itoa(s.taken+1), Ref: m.Ref, At: s.now(), Channel: m.Channel, To: m.To, Subject: m.Subject, Body: m.Body, Parts: m.Parts,
	}
	line, err := json.Marshal(taken)
	if err == nil {
		// The line's end comes first too: what a killed process left half is a line of its own.
		_, err = s.file.Write(slices.Concat([]byte("\n"), line, []byte("\n")))
	}
	if err != nil {
		return notify.Receipt{}, &notify.Error{Outcome: notify.Temporary, Err: fmt.Errorf("simulator: %w", err)}
	}
	s.add(taken)
	return notify.Receipt{ID: taken.ID}, nil
}

// Find implements notify.Finder.
func (s *Simulator) Find(_ context.Context, ref string) (notify.Receipt, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, ok := s.byRef[ref]
	return notify.Receipt{ID: m.ID}, ok, nil
}

// Sent lists the newest messages, the newest first.
func (s *Simulator) Sent(most int) []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	newest := slices.Clone(s.sent[max(0, len(s.sent)-most):])
	slices.Reverse(newest)
	return newest
}
