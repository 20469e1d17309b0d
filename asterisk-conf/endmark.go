package asteriskconf

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"golang.org/x/sys/unix"
)

// endMark is the name of the file that a call's end leaves.
var endMark = regexp.MustCompile(`^(.+)\.end-([0-9]{1,3})\.alaw$`)

// EndMark reads the name of the empty file that Asterisk makes in the spool as a call's
// channel is being hung up: <CALL_ID>.end-<cause>.alaw, with the cause by Q.850, 0 unknown.
// The file's time is the end's.
func EndMark(name string) (call string, cause int, ok bool) {
	m := endMark.FindStringSubmatch(name)
	if m == nil {
		return "", 0, false
	}
	cause, err := strconv.Atoi(m[2])
	return m[1], cause, err == nil && cause < causes
}

// causes is how many causes there are: seven bits (Q.850, 2.2.4), and Asterisk keeps no more.
const causes = 1 << 7

// FindEndMark finds the mark of a call's end in the spool dir. It asks for each name that there
// can be, which takes as long in a spool of 100 000 files as in an empty one.
func FindEndMark(dir, call string) (path string, cause int, ok bool) {
	for cause := range causes {
		path := filepath.Join(dir, fmt.Sprintf("%s.end-%d.alaw", call, cause))
		if _, err := os.Lstat(path); err == nil {
			return path, cause, true
		}
	}
	return "", 0, false
}

// ReadCall tells what Asterisk left in the spool dir about a call: its call file and the mark
// of its end. Where the call file cannot be read, that is the error, and the end is told all the same.
func ReadCall(dir, call string) (CallFile, error) {
	// The mark first: it is Asterisk's last, so that whatever it wrote of the call stands in the file that is read then.
	mark, cause, marked := FindEndMark(dir, call)
	c, err := readCallFile(filepath.Join(dir, call+".call"))
	if c.End.IsZero() && marked {
		if info, err := os.Stat(mark); err == nil {
			c.End, c.Cause = info.ModTime().UTC(), cause
		}
	}
	return c, err
}

func readCallFile(path string) (CallFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return CallFile{}, err
	}
	defer func() { _ = f.Close() }() // only read
	return ReadCallFile(f)
}

// Closed says whether both sides of a call's recording are in the spool dir and nobody writes
// them any more: MixMonitor does for some milliseconds after the mark. A side that is missing
// may yet come. The spool's system must know leases (fcntl(2), F_SETLEASE), and the files be
// ours; errors are the system's.
func Closed(dir, call string) (bool, error) {
	for _, side := range []string{"-rx.alaw", "-tx.alaw"} {
		switch closed, err := Unwritten(filepath.Join(dir, call+side)); {
		case errors.Is(err, fs.ErrNotExist):
			return false, nil
		case err != nil || !closed:
			return false, err
		}
	}
	return true, nil
}

// Leases says why files in dir cannot be asked about by [Closed] and [Unwritten], nil if they
// can: not every file system knows leases. Files of other users are not asked about here.
func Leases(dir string) error {
	f, err := os.CreateTemp(dir, ".lease-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	if err := f.Close(); err != nil {
		return err
	}
	_, err = Unwritten(f.Name())
	return err
}

// Unwritten says whether no process has the file open for writing: it asks the kernel for a
// read lease, which is refused meanwhile, and gives it back at once.
func Unwritten(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer func() { _ = f.Close() }() // only read; gives the lease back too
	_, err = unix.FcntlInt(f.Fd(), unix.F_SETLEASE, unix.F_RDLCK)
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, unix.EAGAIN):
		return false, nil
	}
	return false, fmt.Errorf("asking whether %s is being written: %w", path, err)
}
