package queue

import (
	"math"
	"time"

	"hotline1022/telephony/call"
)

const (
	// fewestSamples is how many recent calls make a handling time that is told to people.
	fewestSamples = 10
	// longestTold is the longest wait that is told: beyond, the figure is no help.
	longestTold = time.Hour
)

// Range is how long somebody will probably wait; zero: that cannot be said.
type Range struct{ From, To time.Duration }

// Expect is position × handling time ÷ staffed operators, as a range: as far up and
// down as handling times have varied lately (the deviation of a sum of position
// calls), rounded outwards to steps that people say. It is zero when the figure
// would be unreliable: too few recent calls, nobody at work, more than an hour, or a
// range wider than twice its middle.
func Expect(position int, h Handling, staffed int) Range {
	if position < 1 || staffed < 1 || h.Samples < fewestSamples || h.Mean <= 0 {
		return Range{}
	}
	middle := float64(position) * float64(h.Mean) / float64(staffed)
	aside := math.Sqrt(float64(position)) * float64(h.Deviation) / float64(staffed)
	if middle > float64(longestTold) || aside > middle {
		return Range{}
	}
	r := Range{From: roundDown(time.Duration(middle - aside)), To: roundUp(time.Duration(middle + aside))}
	if r.To > longestTold {
		return Range{}
	}
	return r
}

// step is what times are rounded to: whole minutes, from ten minutes on by five.
func step(d time.Duration) time.Duration {
	if d <= 10*time.Minute {
		return time.Minute
	}
	return 5 * time.Minute
}

func roundDown(d time.Duration) time.Duration { return d.Truncate(step(d)) }

func roundUp(d time.Duration) time.Duration {
	s := step(d)
	return max(s, (d + s - 1).Truncate(s))
}

// Standing is where a call stands in its queue.
type Standing struct {
	Position int   // 1 is next; 0: it does not wait
	Wait     Range // expected; zero: cannot be said
}

// Stand finds where a call stands. Before it in its queue count all whose turn is
// earlier; the expected wait counts also those of other queues who wait for the
// same operators.
func Stand(id call.ID, line Line, floor Floor, h Handling) Standing {
	at := line.index(id)
	if at < 0 {
		return Standing{}
	}
	queue := line[at].Queue
	staffed := 0
	shared := map[string]bool{queue: true}
	for i := range floor.Operators {
		o := &floor.Operators[i]
		if !o.serves(queue) {
			continue
		}
		staffed++
		for j := range line[:at] {
			if q := line[j].Queue; !shared[q] && o.serves(q) {
				shared[q] = true
			}
		}
	}
	s := Standing{}
	ahead := 0
	for _, i := range line.order() {
		if shared[line[i].Queue] {
			ahead++
		}
		if line[i].Queue == queue {
			s.Position++
		}
		if i == at {
			break
		}
	}
	s.Wait = Expect(ahead, h, staffed)
	return s
}
