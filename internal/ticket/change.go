package ticket

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"time"
)

// Change is an entry of a ticket's history.
type Change struct {
	Kind   string // "ticket.assign", …
	Actor  string
	Party  Party
	Unit   string
	At     time.Time
	Reason string
	Clause string
	// Before and After are the fields of the case that it changed, as they were and are; of a
	// list of parts, tasks and the like those that are not the same, for it may be long.
	Before, After map[string]json.RawMessage
	// Note is what it says beside that.
	Note map[string]any
}

// field is one of the case's that the history tells of.
type field struct {
	name  string // on the wire
	index int
}

// told are those fields, in their order.
var told = func() (all []field) {
	for i, f := range reflect.VisibleFields(reflect.TypeFor[Case]()) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "-" {
			all = append(all, field{name, i})
		}
	}
	return all
}()

// difference gives those fields of two cases that are not the same.
func difference(was, is Case) (before, after map[string]json.RawMessage, err error) {
	a, b := reflect.ValueOf(was), reflect.ValueOf(is)
	before, after = map[string]json.RawMessage{}, map[string]json.RawMessage{}
	for _, f := range told {
		x, y := a.Field(f.index), b.Field(f.index)
		if reflect.DeepEqual(x.Interface(), y.Interface()) {
			continue // most of them, at every act
		}
		if x.Kind() == reflect.Slice && x.Type().Elem().Kind() == reflect.Struct {
			x, y = changed(x, y)
		}
		old, err := asTold(x)
		if err != nil {
			return nil, nil, err
		}
		now, err := asTold(y)
		if err != nil {
			return nil, nil, err
		}
		if !bytes.Equal(old, now) {
			before[f.name], after[f.name] = old, now
		}
	}
	return before, after, nil
}

// changed gives the items of a list that are not the same: each keeps its place, and none is ever taken away.
func changed(was, is reflect.Value) (before, after reflect.Value) {
	before, after = reflect.Zero(was.Type()), reflect.Zero(is.Type())
	for i := range is.Len() {
		switch {
		case i >= was.Len():
			after = reflect.Append(after, is.Index(i))
		case !reflect.DeepEqual(was.Index(i).Interface(), is.Index(i).Interface()):
			before, after = reflect.Append(before, was.Index(i)), reflect.Append(after, is.Index(i))
		}
	}
	return before, after
}

// asTold is a field as the history has it; an instant that has not come is null.
func asTold(v reflect.Value) (json.RawMessage, error) {
	if t, ok := v.Interface().(time.Time); ok && t.IsZero() {
		return json.RawMessage("null"), nil
	}
	return json.Marshal(v.Interface())
}
