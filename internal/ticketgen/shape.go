package ticketgen

import (
	"errors"
	"sort"
	"time"

	"hotline1022/internal/ticket"
)

// Shape is what is to be made.
type Shape struct {
	Seed    uint64
	Tickets int
	Units   int // that there are today, the city's own among them
	// From when until when they came. The regulation came into force on 5 March 2024.
	From, Until time.Time
	// Hash is that of every account's password, as package auth makes it.
	Hash string
}

// Check tells what cannot be made.
func (s Shape) Check() error {
	switch {
	case s.Tickets < 1, !s.From.Before(s.Until), s.Hash == "":
		return errors.New("ticketgen: a shape needs tickets, a time for them, and a password's hash")
	case s.From.Before(time.Date(2024, time.March, 5, 0, 0, 0, 0, ticket.Zone)):
		return errors.New("ticketgen: there was no regulation yet")
	}
	return nil
}

// arrivals says when tickets come: more by day than by night, fewer at weekends, and most in
// the months of rain.
type arrivals struct {
	from, until time.Time
	upTo        []float64 // the share of all that has come by the end of each hour
}

var (
	byHour = [24]float64{
		.15, .1, .08, .08, .1, .25, .6, 1.3, 2, 2.1, 1.9, 1.2, .8, 1.1, 1.9, 2, 1.8, 1.2, .9, .9, .8, .6, .4, .25,
	}
	byMonth = [12]float64{.8, .7, .9, .95, 1.05, 1.15, 1.25, 1.3, 1.35, 1, .9, .85}
)

func newArrivals(from, until time.Time) *arrivals {
	a := &arrivals{from: from, until: until}
	total := 0.0
	for at := from; at.Before(until); at = at.Add(time.Hour) {
		local := at.In(ticket.Zone)
		weight := byHour[local.Hour()] * byMonth[local.Month()-1]
		if d := local.Weekday(); d == time.Saturday || d == time.Sunday {
			weight *= .45
		}
		total += weight * min(1, until.Sub(at).Hours())
		a.upTo = append(a.upTo, total)
	}
	for i := range a.upTo {
		a.upTo[i] /= total
	}
	return a
}

// at is when the share of all has come.
func (a *arrivals) at(share float64) time.Time {
	hour := min(sort.SearchFloat64s(a.upTo, share), len(a.upTo)-1)
	before := 0.0
	if hour > 0 {
		before = a.upTo[hour-1]
	}
	into := (share - before) / (a.upTo[hour] - before)
	begins := a.from.Add(time.Duration(hour) * time.Hour)
	long := min(time.Hour, a.until.Sub(begins)) // the last one may be shorter
	return begins.Add(time.Duration(into * float64(long))).Truncate(time.Microsecond)
}

// schedule numbers tickets in the order in which they come.
type schedule struct {
	*arrivals
	tickets int
	first   map[int]int // of a year: the place of its first ticket
}

func newSchedule(s Shape) *schedule {
	c := &schedule{arrivals: newArrivals(s.From, s.Until), tickets: s.Tickets, first: map[int]int{}}
	for year := s.From.In(ticket.Zone).Year(); year <= s.Until.In(ticket.Zone).Year(); year++ {
		c.first[year] = sort.Search(s.Tickets, func(i int) bool { return c.when(i).In(ticket.Zone).Year() >= year })
	}
	return c
}

// when is when the ticket of a place came.
func (c *schedule) when(place int) time.Time {
	return c.at((float64(place) + .5) / float64(c.tickets))
}

// number is the year of a ticket's code, and its number in that.
func (c *schedule) number(place int) (year, number int) {
	year = c.when(place).In(ticket.Zone).Year()
	return year, place - c.first[year] + 1
}
