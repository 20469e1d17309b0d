package directory

import "hotline1022/internal/worktime"

// Span is the days on which something holds: from Since, up to the day before Until. The
// zero date leaves that side open.
type Span struct {
	Since, Until worktime.Date
}

// Holds reports whether the day is among them.
func (s Span) Holds(day worktime.Date) bool {
	return s.Since <= day && (s.Until == 0 || day < s.Until)
}

// Valid reports whether there is a day among them.
func (s Span) Valid() bool { return s.Until == 0 || s.Since < s.Until }

// Meets reports whether two have a day in common.
func (s Span) Meets(other Span) bool {
	return s.Valid() && other.Valid() && (s.Until == 0 || other.Since < s.Until) && (other.Until == 0 || s.Since < other.Until)
}
