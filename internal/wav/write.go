package wav

import (
	"encoding/binary"
	"fmt"
	"math"

	"hotline1022/internal/g711"
)

// formatALaw is WAVE_FORMAT_ALAW.
const formatALaw = 6

// HeaderSize is the length of what [ALawHeader] returns, in bytes.
const HeaderSize = 12 + 8 + 18 + 8 + 4 + 8

// ALawHeader is the beginning of a WAVE file of 8000 Hz A-law whose data has
// the given number of bytes, channels interleaved. The data follows it
// directly; an odd number of bytes needs one zero byte at the end.
//
// It fails for data that is no whole number of frames, and beyond the 4 GiB
// that RIFF can name (74 hours of stereo).
func ALawHeader(channels int, data int64) ([]byte, error) {
	if channels < 1 || channels > 8 {
		return nil, fmt.Errorf("wav: %d channels: from 1 to 8 are possible", channels)
	}
	if data < 0 || data%int64(channels) != 0 {
		return nil, fmt.Errorf("wav: %d bytes are no whole number of frames of %d channels", data, channels)
	}
	if data > math.MaxUint32-HeaderSize-1 {
		return nil, fmt.Errorf("wav: %d bytes are more than a RIFF file can hold", data)
	}
	padded := uint32(data + data%2)
	le := binary.LittleEndian
	b := make([]byte, 0, HeaderSize)
	b = append(b, "RIFF"...)
	b = le.AppendUint32(b, HeaderSize-8+padded)
	b = append(b, "WAVEfmt "...)
	b = le.AppendUint32(b, 18)
	b = le.AppendUint16(b, formatALaw)
	b = le.AppendUint16(b, uint16(channels))
	b = le.AppendUint32(b, g711.SampleRate)
	b = le.AppendUint32(b, uint32(g711.SampleRate*channels))
	b = le.AppendUint16(b, uint16(channels)) // bytes a frame
	b = le.AppendUint16(b, 8)                // bits a sample
	b = le.AppendUint16(b, 0)                // no extension
	b = append(b, "fact"...)
	b = le.AppendUint32(b, 4)
	b = le.AppendUint32(b, uint32(data/int64(channels)))
	b = append(b, "data"...)
	return le.AppendUint32(b, uint32(data)), nil
}
