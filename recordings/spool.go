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

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// The endings of a recording's files in the spool. A call's own, Asterisk's, are named by the
// call; a leg's beside it, the gateway's, by call and leg with legMark between.
const (
	endCall    = ".call"
	endCitizen = "-rx.alaw"
	endStaff   = "-tx.alaw"
	endDone    = ".done"
	endSpooled = ".spooled"
	endStereo  = "-call.wav"
	endMarked  = ".end" // a call's end, by Asterisk; in full it names the cause ([asteriskconf.EndMark])

	halfPrefix = ".stereo-" // of a stereo file that is being written
	legMark    = "+"        // is in no call's name
)

// idRule is what PostgreSQL's check on calls.id allows; no path can be made of it.
var idRule = regexp.MustCompile(`^[A-Za-z0-9._-]{1,80}$`)

// isID says whether it may be a call's. "." and ".." are names of directories, which no archive takes.
func isID(id string) bool { return idRule.MatchString(id) && strings.Trim(id, ".") != "" }

// legRule is what PostgreSQL's check on recordings.leg allows.
var legRule = regexp.MustCompile(`^[a-z0-9-]{1,32}$`)

// leg names a recording: which leg of which call.
type leg struct {
	call call.ID
	name string // store.LegCall: what Asterisk records
}

// own is the recording of the citizen's own channel.
func own(id call.ID) leg { return leg{id, store.LegCall} }

// legOf is the recording that a row is about.
func legOf(row db.Recording) leg { return leg{call.ID(row.CallID), row.Leg} }

// asterisk says whether Asterisk records it; else the gateway does.
func (l leg) asterisk() bool { return l.name == store.LegCall }

// String is how its files' names begin.
func (l leg) String() string {
	if l.asterisk() {
		return string(l.call)
	}
	return string(l.call) + legMark + l.name
}

// LegFiles is where the sides of a leg beside Asterisk's recording are written, as headerless
// A-law in step, each from the leg's first moment: what came from outside, and what the
// staff said to it. done is made when both are closed.
func LegFiles(dir string, id call.ID, name string) (outside, staff, done string) {
	s, l := spool(dir), leg{id, name}
	return s.path(l, endCitizen), s.path(l, endStaff), s.path(l, endDone)
}

// spool is the directory that Asterisk and the gateway record into.
type spool string

func (s spool) path(l leg, ending string) string {
	return filepath.Join(string(s), l.String()+ending)
}

// files is what lies in the spool for one recording.
type files struct {
	done, spooled bool      // nobody writes any more; the row is committed
	ended         bool      // Asterisk hangs the call up, or has
	audio, stereo bool      // one of the two sides, ours
	note          bool      // the .call file
	changed       time.Time // newest modification of what was recorded or noted
}

// split takes a file's name apart; ok is false for what is no recording's file.
func split(name string) (l leg, ending string, ok bool) {
	if id, _, ok := asteriskconf.EndMark(name); ok && isID(id) {
		return own(call.ID(id)), endMarked, true
	}
	for _, e := range []string{endCall, endCitizen, endStaff, endDone, endSpooled, endStereo} {
		base, found := strings.CutSuffix(name, e)
		if !found {
			continue
		}
		id, of, beside := strings.Cut(base, legMark)
		switch {
		case !isID(id):
		case !beside:
			return own(call.ID(id)), e, true
		case legRule.MatchString(of) && of != store.LegCall && e != endCall:
			return leg{call.ID(id), of}, e, true
		}
	}
	return leg{}, "", false
}

// scan reads the directory.
func (s spool) scan() (map[leg]files, error) {
	entries, err := os.ReadDir(string(s))
	if err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	found := map[leg]files{}
	for _, entry := range entries {
		l, ending, ok := split(entry.Name())
		if !ok || !entry.Type().IsRegular() { // a link would bring another file of this machine into the archive
			continue
		}
		f := found[l]
		switch ending {
		case endDone:
			f.done = true
		case endMarked:
			f.ended = true
		case endSpooled:
			f.spooled = true
		case endCall:
			f.note = true
		case endStereo:
			f.stereo = true
		case endCitizen, endStaff:
			f.audio = true
		}
		if ending == endCall || ending == endCitizen || ending == endStaff || ending == endMarked {
			info, err := entry.Info()
			if err != nil {
				continue // removed meanwhile
			}
			if info.ModTime().After(f.changed) {
				f.changed = info.ModTime()
			}
		}
		found[l] = f
	}
	return found, nil
}

// readableByAll says that others than owner and group (Asterisk's) may read the spool, if so.
func (s spool) readableByAll() string {
	info, err := os.Stat(string(s))
	if err != nil || info.Mode().Perm()&0o007 == 0 {
		return ""
	}
	return fmt.Sprintf("everybody on this machine may look into the spool (mode %#o): chmod o= %s", info.Mode().Perm(), s)
}

// takes finds out whether the directory takes a file, and what is written into it: room alone does not tell of one that was mounted to be read, that
// another user owns, or whose share is used up. Calls go on without being recorded then, and nothing else would tell before a recording is missed.
func (s spool) takes() error {
	f, err := os.CreateTemp(string(s), halfPrefix+"*")
	if err == nil {
		_, err = f.Write(make([]byte, 4096))
		err = errors.Join(err, f.Close(), os.Remove(f.Name()))
	}
	if err != nil {
		return fmt.Errorf("nothing can be written into the spool, calls are not recorded: %w", err)
	}
	return nil
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

// has says whether any file of a recording is there.
func (s spool) has(l leg) bool {
	if s.hasAny(l, endCall, endCitizen, endStaff, endDone, endSpooled, endStereo) {
		return true
	}
	_, ended := s.mark(l)
	return ended
}

// mark finds the mark of a call's end.
func (s spool) mark(l leg) (path string, ok bool) {
	if !l.asterisk() {
		return "", false
	}
	path, _, ok = asteriskconf.FindEndMark(string(s), l.String())
	return path, ok
}

// hasAny says whether one of its files with these endings is there.
func (s spool) hasAny(l leg, endings ...string) bool {
	for _, e := range endings {
		if _, err := os.Lstat(s.path(l, e)); err == nil {
			return true
		}
	}
	return false
}

// closedAt is when the files were closed: the time of .done or .spooled, else the last
// change of a side, the .call file or the mark, else zero.
func (s spool) closedAt(l leg) time.Time {
	var at time.Time
	for _, e := range []string{endDone, endSpooled} {
		if info, err := os.Stat(s.path(l, e)); err == nil {
			return info.ModTime()
		}
	}
	for _, e := range []string{endCitizen, endStaff, endCall} {
		if info, err := os.Stat(s.path(l, e)); err == nil && info.ModTime().After(at) {
			at = info.ModTime()
		}
	}
	if mark, ok := s.mark(l); ok {
		if info, err := os.Stat(mark); err == nil && info.ModTime().After(at) {
			at = info.ModTime()
		}
	}
	return at
}

// written says whether somebody has a side open to write into it. Where the system does not
// tell, nobody has: age alone must decide then.
func (s spool) written(l leg) bool {
	for _, e := range []string{endCitizen, endStaff} {
		if unwritten, err := asteriskconf.Unwritten(s.path(l, e)); err == nil && !unwritten {
			return true
		}
	}
	return false
}

// unheld says for sure that nobody has a recording's sides open to write into them, which MixMonitor and the gateway have
// for as long as they record. Where a side is missing, or the system does not tell, it is not sure. An Asterisk
// that does not answer may have calls all the same: this alone tells then what it is done with.
func (s spool) unheld(l leg) bool {
	closed, err := asteriskconf.Closed(string(s), l.String())
	return closed && err == nil
}

// handled marks that the row is committed, so that scans pass it over. The time at
// which the files were closed stays with it.
func (s spool) handled(l leg) error {
	err := os.Rename(s.path(l, endDone), s.path(l, endSpooled))
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	at := s.closedAt(l)
	f, err := os.OpenFile(s.path(l, endSpooled), os.O_CREATE|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil || at.IsZero() {
		return err
	}
	return os.Chtimes(s.path(l, endSpooled), at, at)
}

// remove deletes all files of a recording, the sound first and what speaks of it last.
func (s spool) remove(l leg) error {
	for _, e := range []string{endStereo, endCitizen, endStaff, endCall, endDone} {
		if err := removeFile(s.path(l, e)); err != nil {
			return err
		}
	}
	for mark, ok := s.mark(l); ok; mark, ok = s.mark(l) { // a restored backup may bring a second
		if err := removeFile(mark); err != nil {
			return err
		}
	}
	return removeFile(s.path(l, endSpooled))
}

// removeFile is content when somebody else was faster.
func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("spool: %w", err)
	}
	return nil
}

// contentType is what a browser needs to play our files.
const contentType = "audio/wav"
