package queue

import (
	"math"
	"slices"
	"time"

	"hotline1022/telephony/call"
)

const (
	// handledKept is how many handling times of a queue are kept at most, and
	// handledRecent how old they may be to count.
	handledKept   = 50
	handledRecent = 2 * time.Hour
	// handledFor is how long it is kept that an operator had a call: a whole local
	// day, also one of 25 hours.
	handledFor = 25 * time.Hour
)

// Handled is a call that an operator had: from the accept until they could take
// the next, after-call work included.
type Handled struct {
	Operator string
	Call     call.ID
	Queue    string
	From     time.Time
	Until    time.Time // zero: not over
}

// History is what operators have handled. The zero value is empty. Entries come in
// the order of their times.
type History struct {
	of       map[string][]Handled // by operator
	finished map[string][]Handled // by queue, at most handledKept
}

// Begin says that an operator has a call from at on. What they had before is over,
// unless it is the same call: one that goes on after a restart.
func (h *History) Begin(operator, queue string, id call.ID, at time.Time) {
	if all := h.of[operator]; len(all) > 0 {
		if last := all[len(all)-1]; last.Until.IsZero() && last.Call == id {
			return
		}
	}
	h.End(operator, at)
	if h.of == nil {
		h.of, h.finished = map[string][]Handled{}, map[string][]Handled{}
	}
	old := func(e Handled) bool { return e.From.Before(at.Add(-handledFor)) }
	h.of[operator] = append(slices.DeleteFunc(h.of[operator], old), Handled{Operator: operator, Call: id, Queue: queue, From: at})
}

// End says that the operator can take another.
func (h *History) End(operator string, at time.Time) {
	all := h.of[operator]
	if len(all) == 0 || !all[len(all)-1].Until.IsZero() {
		return
	}
	last := &all[len(all)-1]
	last.Until = at
	done := append(h.finished[last.Queue], *last)
	h.finished[last.Queue] = done[max(0, len(done)-handledKept):]
}

// Since is the operator's calls that began at t or later. It is not to be changed.
func (h *History) Since(operator string, t time.Time) []Handled {
	all := h.of[operator]
	at, _ := slices.BinarySearchFunc(all, t, func(e Handled, t time.Time) int { return e.From.Compare(t) })
	return all[at:]
}

// Hour is the operator's calls that count for a queue's MaxShare and for their own MaxHour.
func (h *History) Hour(operator string, now time.Time) []Handled {
	return h.Since(operator, now.Add(-shareTime))
}

// Handling is how long recent calls of a queue kept an operator.
type Handling struct {
	Samples   int
	Mean      time.Duration
	Deviation time.Duration // standard deviation of the samples
}

// Handling is the queue's figures at now.
func (h *History) Handling(queue string, now time.Time) Handling {
	var out Handling
	var sum, squares float64
	for _, e := range h.finished[queue] {
		if e.Until.Before(now.Add(-handledRecent)) {
			continue
		}
		d := e.Until.Sub(e.From).Seconds()
		out.Samples++
		sum += d
		squares += d * d
	}
	if out.Samples == 0 {
		return out
	}
	n := float64(out.Samples)
	mean := sum / n
	out.Mean = time.Duration(mean * float64(time.Second))
	out.Deviation = time.Duration(math.Sqrt(max(0, squares/n-mean*mean)) * float64(time.Second))
	return out
}
