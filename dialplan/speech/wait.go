package speech

import "time"

// SayPosition says how many wait before the n-th, who is counted from 1: nobody
// needs to know an ordinal number. It says nothing for n below 1.
func SayPosition(n int) []string {
	switch {
	case n < 1:
		return nil
	case n == 1:
		return []string{"wait-next"}
	}
	count := SayNumber(n - 1)
	if count == nil {
		return nil
	}
	return append(append([]string{"wait-before"}, count...), "wait-people")
}

// longest is the longest wait that is told: beyond it, a figure is no help.
const longest = time.Hour

// SayWait says an expected wait between lo and hi in whole minutes, lo rounded
// down and hi up, so that what is said holds. It says nothing when hi exceeds an
// hour, and when the two are no range.
func SayWait(lo, hi time.Duration) []string {
	if lo < 0 || hi <= 0 || hi < lo || hi > longest {
		return nil
	}
	from, to := int(lo/time.Minute), int((hi+time.Minute-1)/time.Minute)
	switch from {
	case 0:
		return []string{"wait-under", block(to), "wait-minutes"}
	case to:
		return []string{"wait-about", block(to), "wait-minutes"}
	}
	return []string{"wait-from", block(from), "wait-to", block(to), "wait-minutes"}
}
