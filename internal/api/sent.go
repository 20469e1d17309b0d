package api

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/g711"
	"hotline1022/internal/store"
)

// sentEvery and sentBytes are after how much time, or how many bytes, what was sent is noted while more is sent: somebody may
// read slowly, for as long as they like, and a process may die. A listening is entered in the audit log 10 s after its link died.
const (
	sentEvery = 3 * time.Second
	sentBytes = 1 << 20
)

// sentLimit bounds a noting, also when whoever heard it has gone.
const sentLimit = 5 * time.Second

// errLinkDead ends an answer whose link has died while it was sent.
var errLinkDead = errors.New("api: the listening is over")

// sentParts notes which parts of a sound are read to be sent: a buffer more than what arrives, when whoever hears it goes.
// net/http may read several ranges in a goroutine of its own, which outlives the answer when that breaks off.
type sentParts struct {
	io.ReadSeeker
	head     int64 // bytes before the samples
	channels int
	clock    func() time.Time
	note     func([]store.Span) error

	mu     sync.Mutex
	at     int64
	parts  []store.Span // in bytes, that are not noted yet
	behind int64        // bytes in them
	noted  time.Time
}

func (s *sentParts) Seek(offset int64, whence int) (at int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, err = s.ReadSeeker.Seek(offset, whence)
	s.at = at
	return at, err
}

func (s *sentParts) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.behind >= sentBytes || s.behind > 0 && s.clock().Sub(s.noted) >= sentEvery {
		// One that the database does not take now is noted with the next, or the last.
		if err := s.flushLocked(); errors.Is(err, errLinkDead) {
			return 0, err
		}
	}
	n, err := s.ReadSeeker.Read(p)
	if n > 0 {
		if last := len(s.parts) - 1; last >= 0 && s.parts[last].Until == s.at {
			s.parts[last].Until += int64(n)
		} else {
			s.parts = append(s.parts, store.Span{From: s.at, Until: s.at + int64(n)})
		}
		s.at += int64(n)
		s.behind += int64(n)
	}
	return n, err
}

// flush notes what is not noted yet.
func (s *sentParts) flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.flushLocked()
}

func (s *sentParts) flushLocked() error {
	spans := s.spans()
	s.noted = s.clock()
	if len(spans) == 0 {
		return nil
	}
	err := s.note(spans)
	if err == nil || errors.Is(err, errLinkDead) {
		s.parts, s.behind = nil, 0
	}
	return err
}

// spans are the parts as they are heard; the file's header is none.
func (s *sentParts) spans() (all []store.Span) {
	for _, p := range s.parts {
		heard := store.Span{From: millisOf(p.From-s.head, s.channels), Until: millisOf(p.Until-s.head, s.channels)}
		if heard.From < heard.Until {
			all = append(all, heard)
		}
	}
	return all
}

// noteSent notes parts of a listening's sound; errLinkDead when that is over.
func (a *API) noteSent(ctx context.Context, id uuid.UUID) func([]store.Span) error {
	return func(spans []store.Span) error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sentLimit)
		defer cancel()
		lives, err := a.p.Store.Sent(ctx, id, spans, a.cfg.Now())
		if err == nil && !lives {
			err = errLinkDead
		}
		return err
	}
}

// millisOf is how long so many bytes of samples are heard.
func millisOf(bytes int64, channels int) int64 {
	return max(0, bytes) * 1000 / int64(g711.SampleRate*max(1, channels))
}
