package strictyaml

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hotline1022/internal/lang"
)

// Fault is one thing wrong with a file.
type Fault struct {
	File   string
	Line   int // from 1; 0 when the file could not be read at all
	Column int
	What   lang.Phrase // what is wrong
	Remedy lang.Phrase // what to do about it
}

// Say is a phrase of a fault; its Vietnamese is in package lang.
func Say(format string, args ...any) lang.Phrase { return lang.Phrase{English: format, Args: args} }

func (f Fault) String() string { return f.In(lang.English) }

// In is the fault in a language, with its place.
func (f Fault) In(l lang.Lang) string {
	at := f.File
	if f.Line > 0 {
		at = fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
	}
	return fmt.Sprintf("%s: %s – %s", at, f.What.In(l), f.Remedy.In(l))
}

// Faults is everything that is wrong with a file, in its order. It is never empty.
type Faults struct {
	List []Fault
}

func (f *Faults) Error() string {
	lines := make([]string, len(f.List))
	for i, fault := range f.List {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}

func (f *Faults) sort() {
	slices.SortStableFunc(f.List, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}
