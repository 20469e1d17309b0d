package watermark

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/wav"
)

// Note is what a copy says of itself.
type Note struct {
	Listening uuid.UUID
	Title     string // what is heard
	By        string // who took it
	At        time.Time
	Reason    string
	Source    string // the call
	SHA256    string // of the original, hex
}

// ErrOriginal: the original is none of our recordings' files.
var ErrOriginal = errors.New("watermark: the original is no A-law WAVE file of ours")

// Reader is a copy: the original's bytes with the note and the mark, made while they are read.
type Reader struct {
	head     []byte
	original io.ReadSeeker
	size     int64 // of the copy
	channels int
	word     [wordBits / 8]byte
	at       int64 // where the next byte is read
	under    int64 // where the original stands; -1: nobody knows
}

// Copy makes the copy of a recording of so many channels, whose file has size bytes. The original is read by this from
// then on, and closed by whoever opened it. [ErrOriginal], or what reading it fails with.
func Copy(original io.ReadSeeker, size int64, channels int, n Note) (*Reader, error) {
	header := make([]byte, wav.HeaderSize)
	if _, err := original.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("watermark: %w", err)
	}
	if _, err := io.ReadFull(original, header); err != nil {
		return nil, fmt.Errorf("watermark: %w", err)
	}
	ours, err := wav.ALawHeader(channels, size-wav.HeaderSize)
	if err != nil || !bytes.Equal(header, ours) {
		return nil, ErrOriginal
	}
	info := n.chunk()
	const data = 8 // the data chunk's name and length, which stay the last before the samples
	head := append(header[:wav.HeaderSize-data:wav.HeaderSize-data], info...)
	head = append(head, ours[wav.HeaderSize-data:]...)
	binary.LittleEndian.PutUint32(head[4:], uint32(size+int64(len(info))-8))
	return &Reader{head: head, original: original, size: size + int64(len(info)), channels: channels, word: word(n.Listening), under: -1}, nil
}

// Size is how many bytes the copy has.
func (r *Reader) Size() int64 { return r.size }

// chunk is the note as a LIST/INFO chunk: fields of text in UTF-8, each ended by a zero.
func (n Note) chunk() []byte {
	le := binary.LittleEndian
	body := []byte("INFO")
	for _, field := range []struct{ name, text string }{
		{"INAM", n.Title},
		{"IART", n.By},
		{"ICRD", n.At.UTC().Format(time.RFC3339)},
		{"ICMT", "Bản sao " + n.Listening.String() + "; lý do: " + n.Reason + "; SHA-256 bản gốc: " + n.SHA256},
		{"ISRC", n.Source},
	} {
		text := append([]byte(field.text), 0)
		body = append(body, field.name...)
		body = le.AppendUint32(body, uint32(len(text)))
		if body = append(body, text...); len(body)%2 != 0 {
			body = append(body, 0)
		}
	}
	return append(le.AppendUint32([]byte("LIST"), uint32(len(body))), body...)
}

// Read reads the copy on; see [io.Reader].
func (r *Reader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if r.at >= r.size {
		return 0, io.EOF
	}
	if r.at < int64(len(r.head)) {
		n := copy(p, r.head[r.at:])
		r.at += int64(n)
		return n, nil
	}
	from := r.at - int64(len(r.head)) // of the samples
	if at := wav.HeaderSize + from; r.under != at {
		if _, err := r.original.Seek(at, io.SeekStart); err != nil {
			return 0, fmt.Errorf("watermark: %w", err)
		}
		r.under = at
	}
	n, err := r.original.Read(p[:min(int64(len(p)), r.size-r.at)])
	mark(p[:n], &r.word, from, r.channels)
	r.at, r.under = r.at+int64(n), r.under+int64(n)
	if errors.Is(err, io.EOF) && r.at < r.size {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// Seek says where is read next; see [io.Seeker].
func (r *Reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return r.at, errors.New("watermark: a place before the beginning")
	}
	r.at = offset
	return offset, nil
}
