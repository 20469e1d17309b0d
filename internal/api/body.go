package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"hotline1022/internal/lang"
)

// strictJSON reads every body in one way, whoever checks its values: what its type does
// not have is refused. A misspelt property would otherwise be dropped in silence.
func strictJSON() huma.Format {
	f := huma.DefaultJSONFormat
	f.Unmarshal = readBody
	return f
}

// bodyFault is one thing wrong with a body.
type bodyFault struct {
	Location string
	Key      lang.Key
}

// bodyFaults: huma hands on the words of an error, and nothing else of it; so the words
// carry what was found, to foundIn.
type bodyFaults []bodyFault

const foundMark = "body faults: "

func (f bodyFaults) Error() string {
	var b strings.Builder
	b.WriteString(foundMark)
	for _, fault := range f {
		fmt.Fprintf(&b, "%q %q\n", fault.Location, fault.Key)
	}
	return b.String()
}

// foundIn is Error's way back; false: it is another's words.
func foundIn(words string) (found bodyFaults, ok bool) {
	list, ok := strings.CutPrefix(words, foundMark)
	for line := range strings.Lines(list) {
		var f bodyFault
		if _, err := fmt.Sscanf(line, "%q %q", &f.Location, &f.Key); err == nil {
			found = append(found, f)
		}
	}
	return found, ok
}

func readBody(body []byte, into any) error {
	err := json.Unmarshal(body, into)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return bodyFaults{{"body", lang.BrokenJSON}}
	case errors.As(err, &kind):
		return bodyFaults{{placeOf(kind.Field), kindOf(kind.Type)}}
	case err != nil:
		return bodyFaults{{"body", lang.BadValue}}
	}
	t := reflect.TypeOf(into).Elem()
	if t.Kind() == reflect.Interface {
		return nil // for the schema, which looks for itself
	}
	var parsed any
	if err := json.Unmarshal(body, &parsed); err != nil {
		return err
	}
	var found bodyFaults
	for _, at := range strange(t, parsed, "body") {
		found = append(found, bodyFault{at, lang.UnknownProperty})
	}
	if found == nil {
		return nil
	}
	return found
}

// placeOf is a field's place; the names of embedded types are none of the body's.
func placeOf(field string) string {
	at := "body"
	for part := range strings.SplitSeq(field, ".") {
		if part != "" && strings.ToLower(part) == part {
			at += "." + part
		}
	}
	return at
}

func kindOf(t reflect.Type) lang.Key {
	switch t.Kind() {
	case reflect.Bool:
		return lang.NoBoolean
	case reflect.Int, reflect.Int32, reflect.Int64:
		return lang.NoInteger
	case reflect.String:
		return lang.NoText
	case reflect.Slice:
		return lang.NoList
	case reflect.Struct, reflect.Map:
		return lang.NoObject
	default:
		return lang.BadValue
	}
}

// strange lists what a value has and its type has not, by place.
func strange(t reflect.Type, value any, at string) (places []string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch v := value.(type) {
	case []any:
		for i, item := range v {
			if t.Kind() == reflect.Slice {
				places = append(places, strange(t.Elem(), item, fmt.Sprintf("%s[%d]", at, i))...)
			}
		}
	case map[string]any:
		if t.Kind() != reflect.Struct {
			return nil
		}
		properties := propertiesOf(t)
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if of := properties[strings.ToLower(name)]; of != nil {
				places = append(places, strange(of, v[name], at+"."+name)...)
			} else {
				places = append(places, at+"."+name)
			}
		}
	}
	return places
}

// propertiesOf are a struct's properties, in lower case: letters count for JSON's reader
// as they do for huma's, whatever their case.
func propertiesOf(t reflect.Type) map[string]reflect.Type {
	all := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "", !f.IsExported(), name == "-":
			continue
		case name == "":
			name = f.Name
		}
		all[strings.ToLower(name)] = f.Type
	}
	return all
}
