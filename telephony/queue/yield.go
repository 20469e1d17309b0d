package queue

import "time"

// Reserved is a call-back whose citizen has not answered yet, and the operator who is
// kept for it.
type Reserved struct {
	Waiting  Waiting
	Operator string
}

// Yield says which call-backs give their operators up, each to one caller on the line,
// in the order of these. line and floor are what [Assign] left: who waits still, and who
// is ready still. Of the reserved operators floor knows as of all others; that they are
// ready counts for nothing.
//
// A call-back goes on beside callers who come after it: it was its turn. It yields to
// one whom only its operator can take, and who
//
//   - is of a higher rank: an emergency, or one who was with an operator already; or
//   - has waited longer: a wish was dropped, a share began anew.
func Yield(now time.Time, line Line, floor Floor, reserved []Reserved) []Reserved {
	if len(reserved) == 0 || len(line) == 0 {
		return nil
	}
	of := make(map[string]*Reserved, len(reserved))
	for i := range reserved {
		of[reserved[i].Operator] = &reserved[i]
	}
	operators := make([]Operator, len(floor.Operators))
	for i, o := range floor.Operators {
		o.Ready = of[o.Name] != nil
		operators[i] = o
	}
	floor.Operators = operators
	a := assigner{now: now, line: line, floor: &floor, halls: map[string]*hall{}, ready: readyOnes(operators)}
	a.taken, a.served = make(map[*Operator]bool, len(a.ready)), make([]bool, len(line))
	a.may = func(w *Waiting, o *Operator) bool { return w.displaces(&of[o.Name].Waiting) }
	var yielding []Reserved
	for _, i := range line.order() {
		a.serve(i)
		if len(a.given) == len(yielding) {
			continue
		}
		if line[i].CallBack {
			break // it would be next itself: nobody on the line behind it gains
		}
		yielding = append(yielding, *of[a.given[len(yielding)].operator.Name])
	}
	return yielding
}

// displaces says whether a call goes before a call-back that is under way.
func (w *Waiting) displaces(back *Waiting) bool {
	return w.rank() < back.rank() || w.Since.Before(back.Since)
}
