package wav

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"

	"hotline1022/internal/g711"
)

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
	return header(formatALaw, 8, channels, g711.SampleRate, data), nil
}

// WritePCM writes one channel of 16-bit linear samples, rate of them a second.
// It fails beyond the 4 GiB that RIFF can name.
func WritePCM(w io.Writer, rate int, samples []int16) error {
	if rate < minRate || rate > maxRate {
		return fmt.Errorf("wav: %d samples a second: from %d to %d are possible", rate, minRate, maxRate)
	}
	data := 2 * int64(len(samples))
	if data > math.MaxUint32-HeaderSize-1 {
		return fmt.Errorf("wav: %d samples are more than a RIFF file can hold", len(samples))
	}
	b := slices.Grow(header(formatPCM, 16, 1, rate, data), int(data))
	for _, s := range samples {
		b = binary.LittleEndian.AppendUint16(b, uint16(s))
	}
	_, err := w.Write(b)
	return err
}

// header is the beginning of a file of which data bytes of samples remain.
func header(tag uint16, bits, channels, rate int, data int64) []byte {
	frame := channels * bits / 8
	le := binary.LittleEndian
	b := make([]byte, 0, HeaderSize)
	b = append(b, "RIFF"...)
	b = le.AppendUint32(b, HeaderSize-8+uint32(data+data%2))
	b = append(b, "WAVEfmt "...)
	b = le.AppendUint32(b, 18)
	b = le.AppendUint16(b, tag)
	b = le.AppendUint16(b, uint16(channels))
	b = le.AppendUint32(b, uint32(rate))
	b = le.AppendUint32(b, uint32(rate*frame))
	b = le.AppendUint16(b, uint16(frame))
	b = le.AppendUint16(b, uint16(bits))
	b = le.AppendUint16(b, 0) // no extension
	b = append(b, "fact"...)
	b = le.AppendUint32(b, 4)
	b = le.AppendUint32(b, uint32(data/int64(frame)))
	b = append(b, "data"...)
	return le.AppendUint32(b, uint32(data))
}
