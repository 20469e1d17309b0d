package recordings

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"hotline1022/internal/g711"
	"hotline1022/internal/wav"
)

const channels = 2

// stereo describes a finished stereo file.
type stereo struct {
	sha256 string // hex
	bytes  int64  // of the whole file
	frames int64  // samples a channel
	short  int64  // samples that the shorter side lacked at its end
	side   string // which one: "citizen" or "officer", "staff", or "" when equal
	sides  [channels]lane
}

// lane is what one side brought, in samples.
type lane struct {
	size  int64 // of its file
	heard int64 // until when something is to be heard; 0: nothing is
}

// lasting is how long so many samples last, in milliseconds.
func lasting(samples int64) int64 { return samples * 1000 / g711.SampleRate }

func (s stereo) duration() time.Duration {
	return time.Duration(s.frames) * time.Second / g711.SampleRate
}

// detail says what is odd about it, or nothing.
func (s stereo) detail() string {
	if s.short == 0 {
		return ""
	}
	return fmt.Sprintf("the %s side ended %d ms early and was filled with silence", s.side, s.short*1000/g711.SampleRate)
}

// errNoAudio: neither side has a sample. A caller who hangs up while it rings
// leaves such files.
var errNoAudio = errors.New("no audio was exchanged")

// assemble makes a recording's stereo file of its two sides. A side that is not
// there counts as empty. Of one that was made before want is the checksum: where the sides give another, the file stays as it is ([ErrChecksum]), for
// what they have lost it may have still. "" takes what comes.
func (s spool) assemble(ctx context.Context, l leg, want string) (stereo, error) {
	left, err := openSide(s.path(l, endCitizen))
	if err != nil {
		return stereo{}, err
	}
	defer left.close()
	right, err := openSide(s.path(l, endStaff))
	if err != nil {
		return stereo{}, err
	}
	defer right.close()
	made := stereo{frames: max(left.size, right.size), sides: [channels]lane{{size: left.size}, {size: right.size}}}
	switch made.short = made.frames - min(left.size, right.size); {
	case made.frames == 0:
		return made, errNoAudio
	case left.size < right.size:
		made.side = "citizen"
		if !l.asterisk() {
			made.side = "officer"
		}
	case right.size < left.size:
		made.side = "staff"
	}
	header, err := wav.ALawHeader(channels, channels*made.frames)
	if err != nil {
		return made, fmt.Errorf("recording %s: %w", l, err)
	}
	made.bytes = int64(len(header)) + channels*made.frames
	sum := sha256.New()
	err = writeWhole(s.path(l, endStereo), func(file io.Writer) error {
		both := io.MultiWriter(file, sum)
		if _, err := both.Write(header); err != nil {
			return err
		}
		if made.sides[0].heard, made.sides[1].heard, err = interleave(ctx, both, left, right, made.frames); err != nil {
			return err
		}
		if made.sha256 = hex.EncodeToString(sum.Sum(nil)); want != "" && made.sha256 != want {
			return ErrChecksum
		}
		return nil
	})
	if err != nil {
		return made, fmt.Errorf("recording %s: %w", l, err)
	}
	return made, nil
}

// side is one of the two files, at the length it had when it was opened.
type side struct {
	io.Reader
	size int64
	file *os.File
}

func openSide(path string) (side, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return side{Reader: bytes.NewReader(nil)}, nil
	}
	if err != nil {
		return side{}, fmt.Errorf("recording's side: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return side{}, fmt.Errorf("recording's side: %w", err)
	}
	return side{Reader: io.LimitReader(f, info.Size()), size: info.Size(), file: f}, nil
}

func (s side) close() {
	if s.file != nil {
		_ = s.file.Close()
	}
}

// block is how many samples a side are worked on at once: 8 s.
const block = 64 << 10

// interleave writes the given number of frames, left and right by turns; a side
// that ends before is followed by silence. It tells until which sample each was heard.
func interleave(ctx context.Context, w io.Writer, left, right io.Reader, frames int64) (heardLeft, heardRight int64, err error) {
	l, r, both := make([]byte, block), make([]byte, block), make([]byte, channels*block)
	for at := int64(0); at < frames; at += block {
		if err := ctx.Err(); err != nil {
			return 0, 0, err
		}
		n := int(min(frames-at, block))
		if err := fill(left, l[:n]); err != nil {
			return 0, 0, err
		}
		if err := fill(right, r[:n]); err != nil {
			return 0, 0, err
		}
		for i := range n {
			both[2*i], both[2*i+1] = l[i], r[i]
		}
		if _, err := w.Write(both[:channels*n]); err != nil {
			return 0, 0, err
		}
		if end := lastSound(l[:n]); end > 0 {
			heardLeft = at + int64(end)
		}
		if end := lastSound(r[:n]); end > 0 {
			heardRight = at + int64(end)
		}
	}
	return heardLeft, heardRight, nil
}

// fill reads a full buffer, with silence in place of what is no longer there.
func fill(r io.Reader, b []byte) error {
	n, err := io.ReadFull(r, b)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	for i := n; i < len(b); i++ {
		b[i] = g711.Silence
	}
	return nil
}

const (
	// hearing is how many samples are judged together: 20 ms, a packet.
	hearing = g711.SampleRate / 50
	// audible is the mean amplitude above which they are a sound and not a line's noise: -50 dB of full scale.
	audible = 100
)

// lastSound is the end of the last of a block's packets in which something is to be heard; 0: none.
func lastSound(b []byte) int {
	for end := len(b); end > 0; end -= hearing {
		packet, sum := b[max(0, end-hearing):end], 0
		for _, v := range packet {
			sum += int(amplitudes[v])
		}
		if sum > audible*len(packet) {
			return end
		}
	}
	return 0
}

// amplitudes are those of the A-law bytes.
var amplitudes = func() (t [256]int16) {
	for i := range t {
		t[i] = max(g711.Decode(byte(i)), -g711.Decode(byte(i)))
	}
	return t
}()

// readable reads a stereo file's beginning again, as a player will.
func (s spool) readable(l leg, made stereo) error {
	f, err := os.Open(s.path(l, endStereo))
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err != nil {
		return err
	}
	head := make([]byte, wav.HeaderSize)
	if _, err := io.ReadFull(f, head); err != nil {
		return fmt.Errorf("its header: %w", err)
	}
	want, err := wav.ALawHeader(channels, info.Size()-wav.HeaderSize)
	switch {
	case err != nil:
		return err
	case info.Size() != made.bytes || !bytes.Equal(head, want):
		return fmt.Errorf("%w: %d bytes, %d were written", wav.ErrFormat, info.Size(), made.bytes)
	}
	return nil
}

// writeWhole lets write fill a file that appears under its name only when it is
// complete and on the disk.
func writeWhole(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), halfPrefix+"*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // fails once renamed
	buffered := bufio.NewWriterSize(f, channels*block)
	err = write(buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = f.Chmod(0o640)
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncDirectory(filepath.Dir(path))
}

func syncDirectory(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	return d.Sync()
}

// sumFile is a file's SHA-256 and length.
func sumFile(path string) (sum string, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = f.Close() }()
	return sumOfAll(f)
}

// sumOfAll is the SHA-256 and length of what is read to its end.
func sumOfAll(r io.Reader) (sum string, size int64, err error) {
	h := sha256.New()
	size, err = io.Copy(h, r)
	if err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(h.Sum(nil)), size, nil
}
