package httpgateway

import (
	"encoding/json"
	"encoding/xml"
	"net/url"
	"regexp"
	"strings"
)

var placeholder = regexp.MustCompile(`\{([a-z_]+)\}`)

// escape writes a value so that it stays one value where it is put.
type escape func(string) string

// escapes by the format of bodies.
var escapes = map[string]escape{"json": inJSON, "form": url.QueryEscape, "xml": inXML}

var contentTypes = map[string]string{
	"json": "application/json; charset=utf-8", "form": "application/x-www-form-urlencoded", "xml": "application/xml; charset=utf-8",
}

// fill puts values in, in one pass: what looks like a placeholder in one stays.
func fill(template string, values map[string]string, e escape) string {
	return placeholder.ReplaceAllStringFunc(template, func(m string) string {
		if v, ok := values[m[1:len(m)-1]]; ok {
			return e(v)
		}
		return m
	})
}

func inJSON(s string) string {
	quoted, err := json.Marshal(s)
	if err != nil { // a string always can be
		return ""
	}
	return string(quoted[1 : len(quoted)-1])
}

func inXML(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes all
	return b.String()
}

// inURL holds in a path and in a query: a space is %20 in both.
func inURL(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// inHeader keeps a value on its line.
func inHeader(s string) string { return strings.NewReplacer("\r", " ", "\n", " ").Replace(s) }
