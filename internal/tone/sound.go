package tone

import "math"

const (
	// pieceTime and seekTime are parts of a second: a sound is known again piece by
	// piece, and a piece may lie so far from where the one before said.
	pieceTime, seekTime = 0.3, 0.2
	// wide is how many times as far it may lie behind what a sender left out.
	wide = 10
	// coarse is how many samples are made one to look for a piece everywhere.
	coarse = 4
	// likeness is the correlation from which on a piece is the same: G.711 leaves
	// 0.99, a hole of one packet in it 0.9, other words hardly ever 0.5.
	likeness = 0.8
)

// Find looks for a known sound, such as a spoken sentence, in what was heard, whatever
// its level. It gives the part, 0 to 1, of the sound's audible pieces that are heard in
// their order, and where the sound ends, or will. Pieces that a late packet has moved are
// found; so are those of a sentence that was cut short.
func Find(heard, sound []int16, rate int) (part float64, end int) {
	length := int(pieceTime * float64(rate))
	var pieces []int // where the audible ones begin
	for at := 0; at+length <= len(sound); at += length {
		if RMS(sound[at:at+length]) > 100 {
			pieces = append(pieces, at)
		}
	}
	if len(pieces) == 0 || len(heard) < length {
		return 0, 0
	}
	f := finder{length: length, seek: int(seekTime * float64(rate)), heard: samplesOf(heard), sound: samplesOf(sound)}
	f.low, f.lowSound = lower(heard), lower(sound)
	for _, n := range []int{0, len(pieces) / 4, len(pieces) / 2, len(pieces) * 3 / 4, len(pieces) - 1} {
		at, like := f.nearest(pieces[n], 0, len(heard))
		if like < likeness {
			continue
		}
		if p, e := f.follow(pieces, at-pieces[n]); p > part {
			part, end = p, e
		}
		if part > likeness {
			break // what is left are moved or missing packets
		}
	}
	return part, end
}

type finder struct {
	length, seek  int
	heard, sound  samples
	low, lowSound samples // the same at a lower rate
}

// follow counts the pieces that are heard, if the sound begins at shift.
func (f finder) follow(pieces []int, shift int) (part float64, end int) {
	found := 0
	for _, piece := range pieces {
		at, like := f.nearest(piece, piece+shift-f.seek, piece+shift+f.seek)
		if like < likeness { // all that follows may have come late
			at, like = f.nearest(piece, piece+shift+f.seek, piece+shift+wide*f.seek)
		}
		if like >= likeness {
			found++
			shift = at - piece
		}
	}
	return float64(found) / float64(len(pieces)), max(shift+len(f.sound.values), 0)
}

// nearest is where, from from on and before to, what was heard is most like a piece.
func (f finder) nearest(piece, from, to int) (at int, like float64) {
	last := len(f.heard.values) - f.length
	from, to = min(max(from, 0), last), min(to, last)
	at, _ = likest(f.low, f.lowSound, piece/coarse, f.length/coarse, from/coarse, to/coarse)
	return likest(f.heard, f.sound, piece, f.length, max((at-1)*coarse, 0), min((at+1)*coarse, last))
}

// likest correlates a part of b with a, from one place to another, and gives the best.
func likest(a, b samples, part, length, from, to int) (at int, like float64) {
	at, like = from, -1
	short, energy := b.values[part:part+length], b.energy(part, length)
	for n := from; n <= to && n+length <= len(a.values); n++ {
		if c := dot(a.values[n:n+length], short) / math.Sqrt(1+energy*a.energy(n, length)); c > like {
			at, like = n, c
		}
	}
	return at, like
}

// samples know their energy up to each of them.
type samples struct{ values, upTo []float64 }

func samplesOf(of []int16) samples {
	s := samples{make([]float64, len(of)), make([]float64, len(of)+1)}
	for i, v := range of {
		s.values[i] = float64(v)
		s.upTo[i+1] = s.upTo[i] + float64(v)*float64(v)
	}
	return s
}

func (s samples) energy(from, length int) float64 { return s.upTo[from+length] - s.upTo[from] }

// lower takes the mean of each few samples.
func lower(of []int16) samples {
	out := make([]int16, len(of)/coarse)
	for i := range out {
		sum := 0
		for _, v := range of[i*coarse : (i+1)*coarse] {
			sum += int(v)
		}
		out[i] = int16(sum / coarse)
	}
	return samplesOf(out)
}

// dot is most of the work, on memory that nobody else knows: the race detector would
// make seconds of it.
//
//go:norace
func dot(a, b []float64) (sum float64) {
	a = a[:len(b)]
	for i, v := range b {
		sum += a[i] * v
	}
	return sum
}
