package config

import (
	"fmt"
	"reflect"
	"strings"
)

func keysOf(t reflect.Type) []string {
	keys := make([]string, 0, t.NumField())
	for f := range t.Fields() {
		keys = append(keys, f.Tag.Get("yaml"))
	}
	return keys
}

func fieldOf(v reflect.Value, key string) (reflect.Value, bool) {
	for i, k := range keysOf(v.Type()) {
		if k == key {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

// suggest gives the remedy for an unknown key: the known one that was probably meant.
func suggest(key string, known []string) string {
	best, least := "", 1+len(key)/3
	for _, k := range known {
		if n := distance(strings.ToLower(clip(key)), k); n <= least {
			best, least = k, n-1
		}
	}
	if best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return "known here: " + strings.Join(known, ", ")
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

func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func parent(path string) string {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[:i]
	}
	return ""
}

func lastKey(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

func orFile(path string) string {
	if path == "" {
		return "the file"
	}
	return path
}
