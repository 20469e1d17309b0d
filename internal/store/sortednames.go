package store

import (
	"fmt"
	"slices"
)

// Names order a list of millions by what the few values of a column are called: by what stands elsewhere, no index has it, and
// to sort all rows by it takes seconds. So the values are put in order, and of each the first rows are read, by an index that
// begins with the column and goes on with the order's keys.
type Names struct {
	Table, Column string // where the values are; none is NULL, and the list's rows have the column too
	Called        string // what a value, v, is called: a text, never NULL
}

// ends are what comes before and behind all that a list's first key can be, by its type.
var ends = map[string][2]string{
	"timestamptz": {"-infinity", "infinity"},
	"bigint":      {"-9223372036854775808", "9223372036854775807"},
}

// all are an order's keys, the names and whose they are before the others.
func (o Order) all() []Key {
	if o.By == nil {
		return o.Keys
	}
	return slices.Concat([]Key{{"n.called", "text"}, {"n.v", "text"}}, o.Keys)
}

// named is where the rows are read from: the first of each value that has any behind a place (nil: from the beginning), the values in
// order. What the index has next beyond a value is the next value. Of the place's own value come those behind it, of others all:
// said in one comparison, so that the index goes right to them.
func (o Order) named(sql string, place []string, limit string) string {
	from, behind := "", ""
	if place != nil {
		end := ends[o.Keys[0].Type][0]
		if o.Down {
			end = ends[o.Keys[0].Type][1]
		}
		from = fmt.Sprintf("AND (%s, v) %s= (%s, %s)", o.By.Called, o.sign(), place[0], place[1])
		first := fmt.Sprintf("CASE WHEN n.v = %s THEN %s ELSE '%s' END", place[1], place[2], end)
		behind = "AND " + o.comparison(o.Keys, slices.Concat([]string{first}, place[3:]))
	}
	return fmt.Sprintf(`(WITH RECURSIVE held AS (
			(SELECT %[2]s AS v FROM %[1]s ORDER BY 1 LIMIT 1)
			UNION ALL SELECT (SELECT t.%[2]s FROM %[1]s t WHERE t.%[2]s > held.v ORDER BY 1 LIMIT 1) FROM held WHERE held.v IS NOT NULL
		) SELECT %[3]s AS called, v FROM held WHERE v IS NOT NULL %[4]s %[5]s) n
		CROSS JOIN LATERAL (SELECT * FROM (%[6]s
		) q WHERE q.%[2]s = n.v %[7]s %[8]s %[9]s) q`,
		o.By.Table, o.By.Column, o.By.Called, from, ordered([]Key{{"1", ""}, {"2", ""}}, o.Down), sql, behind, ordered(o.Keys, o.Down), limit)
}
