package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Format is a kind of file.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// Type is the format's media type (RFC 7111, IANA).
func (f Format) Type() string {
	if f == XLSX {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8"
}

// MaxRows is how many rows a spreadsheet can show, the headings included.
const MaxRows = 1 << 20

// written is how a time is written where it is text, toSecond how an instant is, ofDay how a day is.
const (
	written  = "02/01/2006 15:04"
	toSecond = "02/01/2006 15:04:05"
	ofDay    = "02/01/2006"
)

// Instant is a time of which the second counts: that of a call, or of what somebody did.
type Instant time.Time

// Day is a day of the calendar without a time, YYYY-MM-DD; "": none. In a workbook it is a date, which
// is ordered and reckoned with; what is no day stands as it is.
type Day string

func (d Day) time() (time.Time, bool) {
	at, err := time.Parse(time.DateOnly, string(d))
	return at, err == nil
}

// Writer writes one table, row by row. A cell is a string, a bool, an int, an int64, a
// float64, a [Day], a time.Time, an [Instant], or a pointer to one of them; nil and a time that is zero are an empty cell.
type Writer interface {
	// Row writes one row.
	Row(cells ...any) error
	// Close writes what is left of the file; nothing may be written after it.
	Close() error
}

// New begins a table with its headings.
func New(w io.Writer, f Format, zone *time.Location, headings []string) (Writer, error) {
	cells := make([]any, len(headings))
	for i, h := range headings {
		cells[i] = h
	}
	if f == XLSX {
		return newBook(w, zone, cells)
	}
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return nil, err
	}
	t := &table{csv.NewWriter(w), zone}
	t.csv.UseCRLF = true
	return t, t.Row(cells...)
}

type table struct {
	csv  *csv.Writer
	zone *time.Location
}

func (t *table) Row(cells ...any) error {
	line := make([]string, len(cells))
	for i, c := range cells {
		switch c := plain(c, t.zone).(type) {
		case nil:
		case string:
			line[i] = Inert(c)
		case Day:
			line[i] = Inert(string(c))
			if at, ok := c.time(); ok {
				line[i] = at.Format(ofDay)
			}
		case time.Time:
			line[i] = c.Format(written)
		case Instant:
			line[i] = time.Time(c).Format(toSecond)
		case bool:
			line[i] = mark(c)
		case float64:
			line[i] = strconv.FormatFloat(c, 'f', -1, 64)
		default:
			line[i] = fmt.Sprint(c)
		}
	}
	return t.csv.Write(line)
}

func (t *table) Close() error {
	t.csv.Flush()
	return t.csv.Error()
}

// Inert keeps a spreadsheet from running what people wrote as a formula: CSV has no types.
func Inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func mark(yes bool) string {
	if yes {
		return "x"
	}
	return ""
}

// plain is a cell without pointers, whatever they point to: a time of the zone, nil where there is nothing.
func plain(c any, zone *time.Location) any {
	v := reflect.ValueOf(c)
	for v.IsValid() && v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if !v.IsValid() {
		return nil
	}
	c = v.Interface()
	if at, ok := c.(time.Time); ok {
		if at.IsZero() {
			return nil
		}
		return at.In(zone)
	}
	if at, ok := c.(Instant); ok {
		if time.Time(at).IsZero() {
			return nil
		}
		return Instant(time.Time(at).In(zone))
	}
	return c
}

type book struct {
	to      io.Writer
	file    *excelize.File
	stream  *excelize.StreamWriter
	zone    *time.Location
	time    int // the style of a time
	instant int
	day     int // the style of a day
	row     int
}

const onlySheet = "Sheet1"

func newBook(w io.Writer, zone *time.Location, headings []any) (Writer, error) {
	b := &book{to: w, file: excelize.NewFile(), zone: zone}
	format, instantFormat, dayFormat := "dd/mm/yyyy hh:mm", "dd/mm/yyyy hh:mm:ss", "dd/mm/yyyy"
	bold, err := b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err == nil {
		b.time, err = b.file.NewStyle(&excelize.Style{CustomNumFmt: &format})
	}
	if err == nil {
		b.instant, err = b.file.NewStyle(&excelize.Style{CustomNumFmt: &instantFormat})
	}
	if err == nil {
		b.day, err = b.file.NewStyle(&excelize.Style{CustomNumFmt: &dayFormat})
	}
	if err == nil {
		b.stream, err = b.file.NewStreamWriter(onlySheet)
	}
	if err == nil {
		err = b.stream.SetColWidth(1, len(headings), 20)
	}
	if err == nil {
		err = b.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	}
	for i := range headings {
		headings[i] = excelize.Cell{StyleID: bold, Value: headings[i]}
	}
	if err == nil {
		err = b.put(headings)
	}
	if err != nil {
		return nil, fmt.Errorf("begin a workbook: %w", err)
	}
	return b, nil
}

func (b *book) Row(cells ...any) error {
	line := make([]any, len(cells))
	for i, c := range cells {
		switch c := plain(c, b.zone).(type) {
		case time.Time:
			line[i] = excelize.Cell{StyleID: b.time, Value: face(c)}
		case Instant:
			line[i] = excelize.Cell{StyleID: b.instant, Value: face(time.Time(c))}
		case Day:
			line[i] = string(c)
			if at, ok := c.time(); ok {
				line[i] = excelize.Cell{StyleID: b.day, Value: at}
			}
		case bool:
			line[i] = mark(c)
		case string:
			line[i] = short(c)
		default:
			line[i] = c
		}
	}
	return b.put(line)
}

// face is the clock's: a workbook's time has no zone.
func face(at time.Time) time.Time {
	year, month, day := at.Date()
	return time.Date(year, month, day, at.Hour(), at.Minute(), at.Second(), 0, time.UTC)
}

// short is as much of a text as a cell holds (ECMA-376, by Excel's limit).
func short(s string) string {
	if runes := []rune(s); len(runes) > excelize.TotalCellChars {
		return string(runes[:excelize.TotalCellChars])
	}
	return s
}

func (b *book) put(cells []any) error {
	b.row++
	at, err := excelize.CoordinatesToCellName(1, b.row)
	if err != nil {
		return err
	}
	return b.stream.SetRow(at, cells)
}

func (b *book) Close() error {
	if err := b.stream.Flush(); err != nil {
		return err
	}
	if _, err := b.file.WriteTo(b.to); err != nil {
		return err
	}
	return b.file.Close()
}
