package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"sync"
	"syscall"
	"time"

	"hotline1022/internal/attachment"
	"hotline1022/internal/lang"
)

// Bounds of the files on their way, which lie on disk without a name: whoever sends or reads slowly holds a
// place there, and none of those in memory.
const (
	filesSpooled = 96 // 2.4 GB
	spooledEach  = 12 // of one person's
	// spoolLeaves is what they leave free on the disk, which others need too.
	spoolLeaves = 1 << 30
	// spoolRetry is when to try again, and how long somebody waits for places of their own.
	spoolRetry = 30 * time.Second
)

// spools bounds them, in number, for each person, and by what the disk has left.
type spools struct {
	free   func() (int64, error) // bytes left where they lie
	places chan struct{}

	mu   sync.Mutex
	each map[string]*person
}

// person is somebody with files on their way, or about to be.
type person struct {
	places chan struct{}
	n      int
}

func newSpools() *spools {
	return &spools{free: leftInTemp, places: make(chan struct{}, filesSpooled), each: map[string]*person{}}
}

func leftInTemp() (int64, error) {
	var fs syscall.Statfs_t
	err := syscall.Statfs(os.TempDir(), &fs)
	return int64(fs.Bavail) * fs.Bsize, err
}

// spooled is a file without a name: when it is closed, or its process dies, nothing of it is left.
type spooled struct {
	*os.File
	closed func()
}

// Close gives the file's place back.
func (f *spooled) Close() error {
	defer f.closed()
	return f.File.Close()
}

// open makes an empty one for somebody, or refuses. Who has many on the way waits for their own; nobody
// waits for places that others hold.
func (s *spools) open(ctx context.Context, who string) (*spooled, error) {
	mine := s.join(who)
	full := &refusal{status: http.StatusServiceUnavailable, key: lang.FilesBusy, retryAfter: spoolRetry}
	waiting, cancel := context.WithTimeout(ctx, spoolRetry)
	defer cancel()
	leave, err := room(waiting, mine.places)
	if err != nil {
		s.leave(who)
		return nil, full
	}
	select {
	case s.places <- struct{}{}:
	default:
		leave()
		s.leave(who)
		return nil, full
	}
	giveBack := sync.OnceFunc(func() {
		<-s.places
		leave()
		s.leave(who)
	})
	f, err := s.create()
	if err != nil {
		giveBack()
		return nil, err
	}
	return &spooled{File: f, closed: giveBack}, nil
}

func (s *spools) create() (*os.File, error) {
	switch left, err := s.free(); {
	case err != nil:
		return nil, err
	case left < spoolLeaves+attachment.MaxBytes:
		return nil, &refusal{status: http.StatusServiceUnavailable, key: lang.FilesNoSpace, retryAfter: spoolRetry}
	}
	f, err := os.CreateTemp("", "hotline-attachment-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (s *spools) join(who string) *person {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.each[who]
	if p == nil {
		p = &person{places: make(chan struct{}, spooledEach)}
		s.each[who] = p
	}
	p.n++
	return p
}

func (s *spools) leave(who string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.each[who]; p.n > 1 {
		p.n--
		return
	}
	delete(s.each, who)
}

// keep has the file hold these bytes, from its beginning.
func (f *spooled) keep(data []byte) error {
	_, err := f.Write(data)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	return err
}
