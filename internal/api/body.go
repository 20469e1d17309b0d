package api

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"hotline1022/internal/lang"
)

// strictJSON reads every body in one way, whoever checks its values: nothing of it is
// dropped, taken twice or mended in silence. See walk.go.
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

// readBody reads a body into what into points to: into an interface for the schema, which
// looks for kinds and names itself, and into the operation's own type.
func readBody(body []byte, into any) error {
	if !json.Valid(body) {
		return bodyFaults{{"body", lang.BrokenJSON}}
	}
	t := reflect.TypeOf(into).Elem()
	if t.Kind() == reflect.Interface {
		t = nil
	}
	if found := walk(body, t); found != nil {
		return found
	}
	if err := json.Unmarshal(body, into); err != nil {
		return bodyFaults{{"body", lang.BadValue}}
	}
	return nil
}
