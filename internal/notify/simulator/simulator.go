package simulator

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
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

// Simulator is a notify.Gateway and a notify.Finder.
type Simulator struct {
	now func() time.Time

	mu    sync.Mutex
	file  *os.File
	sent  []Sent
	byRef map[string]int // index in sent
}

// Open reads what the file at path says was taken, and goes on from there.
func Open(path string, now func() time.Time) (*Simulator, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o640)
	if err != nil {
		return nil, fmt.Errorf("simulator: %w", err)
	}
	s := &Simulator{now: now, file: file, byRef: map[string]int{}}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var m Sent
		if json.Unmarshal(lines.Bytes(), &m) == nil && m.Ref != "" { // a torn line was not answered with a yes
			s.add(m)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, errors.Join(fmt.Errorf("simulator: %w", err), file.Close())
	}
	return s, nil
}

// Close closes the file; nothing is taken afterwards.
func (s *Simulator) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.file.Close()
}

func (s *Simulator) add(m Sent) {
	s.byRef[m.Ref] = len(s.sent)
	s.sent = append(s.sent, m)
}

// Name implements notify.Gateway.
func (*Simulator) Name() string { return "simulator" }

// Send implements notify.Gateway.
func (s *Simulator) Send(_ context.Context, m notify.Outgoing) (notify.Receipt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i, ok := s.byRef[m.Ref]; ok {
		return notify.Receipt{ID: s.sent[i].ID}, nil
	}
	taken := Sent{
		ID: "sim-" + strconv.Itoa(len(s.sent)+1), Ref: m.Ref, At: s.now(), Channel: m.Channel, To: m.To, Subject: m.Subject, Body: m.Body, Parts: m.Parts,
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
	i, ok := s.byRef[ref]
	if !ok {
		return notify.Receipt{}, false, nil
	}
	return notify.Receipt{ID: s.sent[i].ID}, true, nil
}

// Sent lists the newest messages, the newest first.
func (s *Simulator) Sent(most int) []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	newest := slices.Clone(s.sent[max(0, len(s.sent)-most):])
	slices.Reverse(newest)
	return newest
}
