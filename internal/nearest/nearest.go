// Package nearest finds the name that was probably meant by one that is not known.
package nearest

import (
	"strings"

	"hotline1022/internal/lang"
)

// Clip shortens what somebody wrote, to be shown in a message.
func Clip(s string) string {
	if len(s) > 40 {
		return strings.ToValidUTF8(s[:40], "") + "…"
	}
	return s
}

// Suggest gives the remedy for an unknown name: the known one at most a third of
// its letters away or, failing that, all of them.
func Suggest(name string, known []string) lang.Phrase {
	best, least := "", 1+len(name)/3
	for _, k := range known {
		if n := distance(strings.ToLower(Clip(name)), k); n <= least {
			best, least = k, n-1
		}
	}
	switch {
	case best != "":
		return lang.Phrase{English: "did you mean %q?", Args: []any{best}}
	case len(known) == 0:
		return lang.Phrase{English: "there is none yet"}
	}
	return lang.Phrase{English: "known here: %s", Args: []any{strings.Join(known, ", ")}}
}

// distance is Levenshtein's: single-letter changes between a and b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
