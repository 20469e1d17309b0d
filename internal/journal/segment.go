package journal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"hotline1022/telephony/call"
)

// A line is the CRC-32C of the JSON in 8 hexadecimal digits, a space, the JSON,
// a line feed.
const (
	crcDigits = 8
	maxLine   = 1 << 20
	suffix    = ".jsonl"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func encodeLine(e call.Entry) ([]byte, error) {
	raw, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("journal: encode entry: %w", err)
	}
	if len(raw) > maxLine-crcDigits-2 {
		return nil, fmt.Errorf("journal: entry of %d bytes is too long", len(raw))
	}
	return fmt.Appendf(make([]byte, 0, len(raw)+crcDigits+2), "%08x %s\n", crc32.Checksum(raw, castagnoli), raw), nil
}

// decodeLine takes a line without its line feed.
func decodeLine(line []byte) (call.Entry, error) {
	if len(line) < crcDigits+1 || line[crcDigits] != ' ' {
		return call.Entry{}, errors.New("journal: line has no checksum")
	}
	want, err := strconv.ParseUint(string(line[:crcDigits]), 16, 32)
	if err != nil {
		return call.Entry{}, fmt.Errorf("journal: line's checksum: %w", err)
	}
	raw := line[crcDigits+1:]
	if crc32.Checksum(raw, castagnoli) != uint32(want) {
		return call.Entry{}, errors.New("journal: line's checksum is wrong")
	}
	return Decode(raw)
}

// position is a place in the journal: all before it is applied.
type position struct {
	Segment int   `json:"segment"`
	Offset  int64 `json:"offset"`
}

// segments is the directory.
type segments struct{ dir string }

func (s segments) path(n int) string { return filepath.Join(s.dir, fmt.Sprintf("%012d%s", n, suffix)) }

// list gives the numbers of the segments that exist, ascending.
func (s segments) list() ([]int, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, err
	}
	var numbers []int
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), suffix)
		if n, err := strconv.Atoi(name); ok && err == nil && n > 0 {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

func (s segments) loadPosition() (position, error) {
	raw, err := os.ReadFile(filepath.Join(s.dir, "position"))
	if errors.Is(err, os.ErrNotExist) {
		return position{}, nil
	}
	var p position
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	return p, err
}

// savePosition is not synced: an older position only repeats what the sink knows.
func (s segments) savePosition(p position) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	path := filepath.Join(s.dir, "position")
	if err := os.WriteFile(path+".new", raw, 0o640); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// batch is what read found between two positions.
type batch struct {
	entries []call.Entry
	next    position
	lines   int // entries and damaged lines
	damaged int
}

// read takes up to most lines from p on, and nothing behind end.
func (s segments) read(p, end position, most int) (batch, error) {
	b := batch{next: p}
	numbers, err := s.list()
	if err != nil {
		return b, err
	}
	for _, n := range numbers {
		if n < b.next.Segment || n > end.Segment {
			continue
		}
		if n > b.next.Segment {
			b.next = position{Segment: n}
		}
		if err := s.readSegment(&b, end, most); err != nil {
			return b, err
		}
		if b.lines >= most {
			break
		}
	}
	return b, nil
}

func (s segments) readSegment(b *batch, end position, most int) (err error) {
	f, err := os.Open(s.path(b.next.Segment))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Seek(b.next.Offset, io.SeekStart); err != nil {
		return err
	}
	var src io.Reader = f
	if b.next.Segment == end.Segment {
		src = io.LimitReader(f, max(0, end.Offset-b.next.Offset))
	}
	r := bufio.NewReaderSize(src, 64<<10)
	for b.lines < most {
		line, size, err := readLine(r)
		if size > 0 {
			b.lines++
			b.next.Offset += size
			if e, bad := decodeLine(line); bad == nil {
				b.entries = append(b.entries, e)
			} else {
				b.damaged++
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readLine gives a line without its line feed and its size with it. A line
// beyond maxLine is read past, and given empty.
func readLine(r *bufio.Reader) (line []byte, size int64, err error) {
	for {
		part, err := r.ReadSlice('\n')
		size += int64(len(part))
		if size <= maxLine {
			line = append(line, part...)
		} else {
			line = nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimSuffix(line, []byte("\n")), size, err
		}
	}
}

// cutTorn removes what follows the last line feed of a segment: a write that
// a crash interrupted. It gives the size that is left, and what was cut.
func cutTorn(f *os.File) (size, cut int64, err error) {
	info, err := f.Stat()
	if err != nil {
		return 0, 0, err
	}
	whole := info.Size()
	buf := make([]byte, 64<<10)
	for end := whole; end > 0; {
		start := max(0, end-int64(len(buf)))
		n, err := f.ReadAt(buf[:end-start], start)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, 0, err
		}
		if i := bytes.LastIndexByte(buf[:n], '\n'); i >= 0 {
			size = start + int64(i) + 1
			break
		}
		end = start
	}
	if size == whole {
		return size, 0, nil
	}
	return size, whole - size, f.Truncate(size)
}
