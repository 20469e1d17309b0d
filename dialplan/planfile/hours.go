package planfile

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"hotline1022/dialplan"
	"hotline1022/internal/nearest"
	"hotline1022/internal/strictyaml"
)

// closed stands for no time at all.
const closed = "closed"

var days = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// hours are keys for days of the week and, under dates, for days of the calendar.
type hours struct{ dialplan.Hours }

func (h *hours) DecodeYAML(v strictyaml.Value) {
	h.Week, h.Dates = map[time.Weekday][]dialplan.Span{}, map[string][]dialplan.Span{}
	for _, pair := range v.Pairs() {
		if pair.Key == "dates" {
			for _, date := range pair.Value.Pairs() {
				h.dates(v.Path()+".dates.", date)
			}
			continue
		}
		h.week(v.Path()+".", pair)
	}
}

func (h *hours) week(path string, pair strictyaml.Pair) {
	first, last, several := strings.Cut(pair.Key, "-")
	if !several {
		last = first
	}
	from, to := day(first), day(last)
	if from < 0 || to < from {
		pair.Fault(strictyaml.Say("write mon, tue, wed, thu, fri, sat or sun, the first and the last of several (mon-fri), or dates"), "%q is no day of the week", nearest.Clip(pair.Key))
		return
	}
	spans := readSpans(pair.Value)
	for d := from; d <= to; d++ {
		weekday := time.Weekday((d + 1) % 7)
		if _, twice := h.Week[weekday]; twice {
			pair.Fault(strictyaml.Say("name each day once"), "%s has its hours already", days[d])
			return
		}
		h.Week[weekday] = spans
		pair.Value.Alias(path + days[d])
	}
}

func day(name string) int {
	for i, d := range days {
		if d == name {
			return i
		}
	}
	return -1
}

// maxDates is the longest row of dates that one key may name.
const maxDates = 62

func (h *hours) dates(path string, pair strictyaml.Pair) {
	from, to, ok := Dates(pair.Key)
	if !ok {
		pair.Fault(strictyaml.Say("write year, month and day, 2026-02-17, or the first and the last of some days, 2026-02-16..2026-02-20"), "%q is no date", nearest.Clip(pair.Key))
		return
	}
	spans := readSpans(pair.Value)
	for d := from; !d.After(to); d = d.AddDate(0, 0, 1) {
		date := d.Format(time.DateOnly)
		if _, twice := h.Dates[date]; twice {
			pair.Fault(strictyaml.Say("name each date once"), "%s has its hours already", date)
			return
		}
		h.Dates[date] = spans
		pair.Value.Alias(path + date)
	}
}

// Dates reads a key of dates, 2026-02-17 or 2026-02-16..2026-02-20: the first and the
// last; false: it is none.
func Dates(key string) (from, to time.Time, ok bool) {
	first, last, several := strings.Cut(key, "..")
	if !several {
		last = first
	}
	from, err := time.Parse(time.DateOnly, first)
	to, err2 := time.Parse(time.DateOnly, last)
	return from, to, err == nil && err2 == nil && !to.Before(from) && !to.After(from.AddDate(0, 0, maxDates))
}

// Times reads one day's times as a person types them, without the file's signs:
// closed, or "07:30-11:30, 13:00-17:00"; false: they are none. That they follow one
// another is dialplan's to check.
func Times(typed string) (spans []dialplan.Span, ok bool) {
	if strings.TrimSpace(typed) == closed {
		return nil, true
	}
	for text := range strings.SplitSeq(typed, ",") {
		s, err := parseSpan(strings.TrimSpace(text))
		if err != nil {
			return nil, false
		}
		spans = append(spans, s)
	}
	return spans, true
}

// readSpans reads ["07:30-11:30", "13:00-17:00"], "07:30-11:30" or closed.
func readSpans(v strictyaml.Value) []dialplan.Span {
	var texts []string
	if v.List() {
		v.Decode(&texts)
	} else if text, ok := v.Text(); ok && text != closed {
		texts = []string{text}
	}
	spans := []dialplan.Span{}
	for _, text := range texts {
		s, err := parseSpan(text)
		if err != nil {
			v.Fault(strictyaml.Say(`write "07:30-11:30", a list of such, or closed`), "%s has %q, which is no time of day", v.Path(), nearest.Clip(text))
			continue
		}
		spans = append(spans, s)
	}
	return spans
}

var spanForm = regexp.MustCompile(`^(\d\d):([0-5]\d)-(\d\d):([0-5]\d)$`)

func parseSpan(text string) (dialplan.Span, error) {
	m := spanForm.FindStringSubmatch(text)
	if m == nil {
		return dialplan.Span{}, fmt.Errorf("%q is no span", text)
	}
	at := func(hour, minute string) time.Duration {
		h, _ := strconv.Atoi(hour) // two digits each, by the form
		m, _ := strconv.Atoi(minute)
		return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
	}
	return dialplan.Span{From: at(m[1], m[2]), To: at(m[3], m[4])}, nil
}
