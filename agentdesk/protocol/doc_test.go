package protocol

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"testing"
	"unicode"
)

// example is one message of the package comment.
type example struct{ from, json string }

var exampleLine = regexp.MustCompile(`(?m)^//\t(desk|server) +(\{.*\})$`)

func examples(tb testing.TB) []example {
	tb.Helper()
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		tb.Fatal(err)
	}
	var all []example
	for _, m := range exampleLine.FindAllSubmatch(doc, -1) {
		// Session IDs and descriptions are shortened there by an ellipsis.
		all = append(all, example{string(m[1]), string(bytes.ReplaceAll(m[2], []byte("…"), nil))})
	}
	return all
}

// TestExamples: the package comment shows every message there is, and each of
// its examples is a true one.
func TestExamples(t *testing.T) {
	seen := map[string]bool{}
	for _, ex := range examples(t) {
		if ex.from == "desk" {
			m, err := Decode([]byte(ex.json))
			if err != nil {
				t.Errorf("%s: %v", ex.json, err)
			}
			seen[string(m.Type)] = true
			continue
		}
		var m ServerMessage
		dec := json.NewDecoder(bytes.NewReader([]byte(ex.json)))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&m); err != nil {
			t.Errorf("%s: %v", ex.json, err)
		}
		if m.Error != nil && *m.Error != *NewError(m.Error.Code) {
			t.Errorf("the example's text of %q is not the catalogue's", m.Error.Code)
		}
		seen["server:"+string(m.Type)] = true
	}
	for typ := range payloads {
		if !seen[string(typ)] {
			t.Errorf("no example of the desk's %q", typ)
		}
	}
	for _, typ := range []ServerType{
		ServerWelcome, ServerSnapshot, ServerStatus, ServerCall, ServerCard, ServerQueue,
		ServerMediaAnswer, ServerMedia, ServerAck, ServerError, ServerReplaced,
	} {
		if !seen["server:"+string(typ)] {
			t.Errorf("no example of the server's %q", typ)
		}
	}
}

// TestCatalogue: every code of the wire has its sentence in both languages.
func TestCatalogue(t *testing.T) {
	for code, text := range Catalogue {
		for _, s := range []string{text.Vietnamese, text.English} {
			if r := []rune(s); len(r) == 0 || !unicode.IsUpper(r[0]) || r[len(r)-1] != '.' {
				t.Errorf("%s: %q is not a sentence", code, s)
			}
		}
		if !bytes.Contains([]byte(enumOf(t)), []byte(code)) {
			t.Errorf("%s is missing in the enum of Error.Code", code)
		}
	}
	if NewError("no such code").Code != CodeInternal {
		t.Error("an unknown code must become internal")
	}
}

func enumOf(t *testing.T) string {
	t.Helper()
	f, _ := reflect.TypeFor[Error]().FieldByName("Code")
	return f.Tag.Get("enum")
}
