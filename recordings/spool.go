package recordings

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"hotline1022/telephony/call"
)

// The endings of a call's files in the spool.
const (
	endCall    = ".call"
	endCitizen = "-rx.alaw"
	endStaff   = "-tx.alaw"
	endDone    = ".done"
	endSpooled = ".spooled"
	endStereo  = "-call.wav"

	halfPrefix = ".stereo-" // of a stereo file that is being written
)

// idRule is what PostgreSQL's check on calls.id allows; no path can be made of it.
var idRule = regexp.MustCompile(`^[A-Za-z0-9._-]{1,80}$`)

// spool is the directory that Asterisk records into.
type spool string

func (s spool) path(id call.ID, ending string) string {
	return filepath.Join(string(s), string(id)+ending)
}

// files is what lies in the spool for one call.
type files struct {
	done, spooled bool
	audio, stereo bool      // one of Asterisk's two, ours
	note          bool      // the .call file
	changed       time.Time // newest modification of what Asterisk wrote
}

// split takes a file's name apart; ok is false for what is not a call's file.
func split(name string) (id call.ID, ending string, ok bool) {
	for _, e := range []string{endCall, endCitizen, endStaff, endDone, endSpooled, endStereo} {
		if base, found := strings.CutSuffix(name, e); found && idRule.MatchString(base) {
			return call.ID(base), e, true
		}
	}
	return "", "", false
}

// scan reads the directory.
func (s spool) scan() (map[call.ID]files, error) {
	entries, err := os.ReadDir(string(s))
	if err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	found := map[call.ID]files{}
	for _, entry := range entries {
		id, ending, ok := split(entry.Name())
		if !ok {
			continue
		}
		f := found[id]
		switch ending {
		case endDone:
			f.done = true
		case endSpooled:
			f.spooled = true
		case endCall:
			f.note = true
		case endStereo:
			f.stereo = true
		case endCitizen, endStaff:
			f.audio = true
		}
		if ending == endCall || ending == endCitizen || ending == endStaff {
			info, err := entry.Info()
			if err != nil {
				continue // removed meanwhile
			}
			if info.ModTime().After(f.changed) {
				f.changed = info.ModTime()
			}
		}
		found[id] = f
	}
	return found, nil
}

// halfAge is when a stereo file that was begun is not being written any more.
const halfAge = time.Hour

// tidy removes what killed processes had begun to write.
func (s spool) tidy(now time.Time) error {
	begun, err := filepath.Glob(filepath.Join(string(s), halfPrefix+"*"))
	if err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	for _, path := range begun {
		info, err := os.Lstat(path)
		if err != nil || now.Sub(info.ModTime()) < halfAge {
			continue
		}
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("spool: %w", err)
		}
	}
	return nil
}

// has says whether any file of a call is there.
func (s spool) has(id call.ID) bool {
	return s.hasAny(id, endCall, endCitizen, endStaff, endDone, endSpooled, endStereo)
}

// hasAny says whether one of a call's files with these endings is there.
func (s spool) hasAny(id call.ID, endings ...string) bool {
	for _, e := range endings {
		if _, err := os.Lstat(s.path(id, e)); err == nil {
			return true
		}
	}
	return false
}

// closedAt is when Asterisk closed the files: .done's time, else the last
// change of a side, else zero.
func (s spool) closedAt(id call.ID) time.Time {
	var at time.Time
	for _, e := range []string{endDone, endSpooled} {
		if info, err := os.Stat(s.path(id, e)); err == nil {
			return info.ModTime()
		}
	}
	for _, e := range []string{endCitizen, endStaff, endCall} {
		if info, err := os.Stat(s.path(id, e)); err == nil && info.ModTime().After(at) {
			at = info.ModTime()
		}
	}
	return at
}

// handled marks that the row is committed, so that scans pass it over. .done's
// time stays with it.
func (s spool) handled(id call.ID) error {
	err := os.Rename(s.path(id, endDone), s.path(id, endSpooled))
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(s.path(id, endSpooled), os.O_CREATE|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	return f.Close()
}

// remove deletes all of a call's files, the sound first and what speaks of it last.
func (s spool) remove(id call.ID) error {
	for _, e := range []string{endStereo, endCitizen, endStaff, endCall, endDone, endSpooled} {
		if err := os.Remove(s.path(id, e)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("spool: %w", err)
		}
	}
	return nil
}

// contentType is what a browser needs to play our files.
const contentType = "audio/wav"
