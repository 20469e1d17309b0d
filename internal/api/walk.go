package api

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"hotline1022/internal/lang"
)

// walker goes through a well-formed body beside the type that it is read into, and finds
// what encoding/json makes the best of: names that the type has not, or has in other
// letters, or that come twice (the last would count); a decision that was not said (it
// would be a no); half a surrogate pair, and bytes that
// are no UTF-8 (they would become U+FFFD); and what fits no kind, with its place, which
// types with a form of their own do not tell.
type walker struct {
	body  []byte
	dec   *json.Decoder
	found bodyFaults
}

// walk gives what is wrong. A nil type is one that anything fits.
func walk(body []byte, t reflect.Type) bodyFaults {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	w := &walker{body: body, dec: dec}
	w.value(t, "body")
	return w.found
}

func (w *walker) fault(at string, key lang.Key) { w.found = append(w.found, bodyFault{at, key}) }

// next is a token, as it is meant and as it is written.
func (w *walker) next() (token json.Token, raw []byte) {
	from := w.dec.InputOffset()
	token, _ = w.dec.Token() // of what is well-formed
	return token, bytes.TrimLeft(w.body[from:w.dec.InputOffset()], " \t\r\n,:")
}

// value says whether anything is said; null is nothing said.
func (w *walker) value(t reflect.Type, at string) bool {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t != nil && t.Kind() == reflect.Interface {
		t = nil
	}
	token, raw := w.next()
	switch token := token.(type) {
	case json.Delim:
		if t != nil && !composite(t, token) {
			w.fault(at, kindOf(t))
			t = nil
		}
		if token == '[' {
			w.list(t, at)
		} else {
			w.object(t, at)
		}
	case nil:
		return false
	default:
		if key := textFault(token, raw); key != "" {
			w.fault(at, key)
		} else if t != nil && json.Unmarshal(raw, reflect.New(t).Interface()) != nil {
			w.fault(at, kindOf(t))
		}
	}
	return true
}

func (w *walker) list(t reflect.Type, at string) {
	if t != nil {
		t = t.Elem()
	}
	for i := 0; w.dec.More(); i++ {
		w.value(t, fmt.Sprintf("%s[%d]", at, i))
	}
	w.next()
}

func (w *walker) object(t reflect.Type, at string) {
	var properties map[string]property
	if t != nil && t.Kind() == reflect.Struct {
		properties = propertiesOf(t)
	}
	said := map[string]bool{} // by the names that came: whether anything stands there
	for w.dec.More() {
		token, raw := w.next()
		name, _ := token.(string) // an object's key is nothing else
		place := at + "." + name
		p, known := properties[name]
		of := p.Type
		_, again := said[name]
		switch key := textFault(token, raw); {
		case key != "":
			w.fault(place, key)
		case again:
			w.fault(place, lang.Repeated)
		case properties != nil && !known:
			w.fault(place, lang.UnknownProperty)
		case properties == nil && t != nil:
			of = t.Elem() // of a map
		}
		said[name] = w.value(of, place)
	}
	w.next()
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if properties[name].decision && !said[name] {
			w.fault(at+"."+name, lang.Missing)
		}
	}
}

// composite says that a list, or an object, fits a type.
func composite(t reflect.Type, begins json.Delim) bool {
	p := reflect.PointerTo(t)
	switch {
	case p.Implements(reflect.TypeFor[json.Unmarshaler]()), p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return false // such as times and days: one text
	case begins == '[':
		return t.Kind() == reflect.Slice || t.Kind() == reflect.Array
	}
	return t.Kind() == reflect.Struct || t.Kind() == reflect.Map
}

// kindOf is what a value of a type has to be.
func kindOf(t reflect.Type) lang.Key {
	if t == reflect.TypeFor[time.Time]() {
		return lang.NoTime
	}
	switch t.Kind() {
	case reflect.Bool:
		return lang.NoBoolean
	case reflect.Int, reflect.Int32, reflect.Int64:
		return lang.NoInteger
	case reflect.Float64:
		return lang.NoNumber
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

// property is one of a struct's.
type property struct {
	reflect.Type
	decision bool // it has to be said: left out, it would be read as a no
}

// propertiesOf are a struct's properties by the names that they have in JSON.
func propertiesOf(t reflect.Type) map[string]property {
	all := map[string]property{}
	for _, f := range reflect.VisibleFields(t) {
		name, how, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "", !f.IsExported(), name == "-":
			continue
		case name == "":
			name = f.Name
		}
		all[name] = property{f.Type, f.Type.Kind() == reflect.Bool && how == "" && f.Tag.Get("required") != "false"}
	}
	return all
}

// textFault is what makes a token, as it is written, no text.
func textFault(token json.Token, raw []byte) lang.Key {
	text, ok := token.(string)
	switch {
	case !ok:
		return ""
	case halfPair(raw):
		return lang.NoUnicode
	}
	return notText(string(raw), text)
}

// halfPair finds an escaped surrogate without its other half in a JSON string.
func halfPair(raw []byte) bool {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		i++ // what is escaped
		first := escaped(raw[i:])
		if first < 0 {
			continue
		}
		i += 4
		if !utf16.IsSurrogate(first) {
			continue
		}
		if raw[i+1] != '\\' || utf16.DecodeRune(first, escaped(raw[i+2:])) == utf8.RuneError { // the quotation mark at least follows
			return true
		}
		i += 6
	}
	return false
}

// escaped is the code unit of u0000 to uffff, at the beginning of what follows a backslash; -1: it is another escape.
func escaped(s []byte) rune {
	if s[0] != 'u' {
		return -1
	}
	unit, _ := strconv.ParseUint(string(s[1:5]), 16, 16) // of what is well-formed
	return rune(unit)
}
