package worktime

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of a table of days.
const (
	MaxTable  = 1 << 20 // bytes
	MaxRange  = 31      // days in one row; the longest Tết has nine
	maxFaults = 100
)

var header = []string{"date", "kind", "name", "basis"}

// ReadDays reads the table date,kind,name,basis (CSV, UTF-8). A date is 2026-04-27
// or a range 2026-02-16..2026-02-20, both ends included. Kinds are those of [Kind], and
// two that say how little is known: "holiday?" is [Proposed], and "Tết day 1" is a
// holiday whose neighbours are still to be announced. It reads all or nothing: the
// error is [Faults], or the reader's own.
func ReadDays(r io.Reader) ([]Day, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxTable+1))
	if err != nil {
		return nil, fmt.Errorf("worktime: read days: %w", err)
	}
	var t table
	switch {
	case len(text) > MaxTable:
		t.faults.add("line 1", TooMuch, fmt.Sprintf("more than %d bytes", MaxTable))
	case !utf8.Valid(text):
		t.faults.add("line 1", BadRow, "not UTF-8")
	default:
		t.read(bytes.TrimPrefix(text, []byte("\uFEFF"))) // as spreadsheets write it
	}
	if err := t.faults.err(); err != nil {
		return nil, err
	}
	slices.SortFunc(t.days, func(a, b Day) int { return int(a.Date) - int(b.Date) })
	return t.days, nil
}

type table struct {
	days   []Day
	seen   map[Date]bool
	faults Faults
}

func (t *table) read(text []byte) {
	rows := csv.NewReader(bytes.NewReader(text))
	rows.FieldsPerRecord = -1 // said here, with the place
	t.seen = make(map[Date]bool)
	for first := true; ; first = false {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			if first {
				t.faults.add("line 1", BadHeader, "")
			}
			return
		}
		if err != nil { // a quote out of place: where rows end is no longer known
			at := 1
			if wrong := new(csv.ParseError); errors.As(err, &wrong) {
				at, err = wrong.Line, wrong.Err
			}
			t.faults.add(fmt.Sprintf("line %d", at), BadRow, err.Error())
			return
		}
		line, _ := rows.FieldPos(0)
		at := fmt.Sprintf("line %d", line)
		switch {
		case first && !slices.Equal(row, header):
			t.faults.add(at, BadHeader, strings.Join(row, ","))
			return
		case first:
		case len(row) != len(header):
			t.faults.add(at, BadRow, fmt.Sprintf("%d columns, not %d", len(row), len(header)))
		default:
			t.row(at, row[0], row[1], row[2], row[3])
		}
		if len(t.faults) >= maxFaults {
			return
		}
	}
}

func (t *table) row(at, dates, kind, name, basis string) {
	day := Day{Name: strings.TrimSpace(name), Basis: strings.TrimSpace(basis)}
	day.Grade, day.Open = Judge(basis)
	switch k := Kind(kind); k {
	case Holiday, Compensation, SwappedOff, MakeUp:
		day.Kind = k
	case "holiday?":
		day.Kind = Proposed
	case "Tết day 1":
		day.Kind, day.Open = Holiday, true
	default:
		t.faults.add(at, BadKind, kind)
		return
	}
	from, to, ok := span(dates)
	switch {
	case !ok:
		t.faults.add(at, BadDate, dates)
		return
	case to < from || to-from >= MaxRange:
		t.faults.add(at, BadRange, dates)
		return
	}
	for d := from; d <= to; d++ {
		if t.seen[d] {
			t.faults.add(at, Twice, d.String())
			continue
		}
		if day.Kind == MakeUp && d.Weekday() != time.Saturday {
			t.faults.add(at, NotSaturday, d.String())
		}
		t.seen[d] = true
		day.Date = d
		t.days = append(t.days, day)
	}
}

// span reads a date, or two with .. between them.
func span(s string) (from, to Date, ok bool) {
	first, last, two := strings.Cut(s, "..")
	if !two {
		last = first
	}
	from, err1 := ParseDate(first)
	to, err2 := ParseDate(last)
	return from, to, err1 == nil && err2 == nil
}
