// Package lang is the catalogue of what the server says to people: Vietnamese
// first, English beside it. Programs go by keys, people read texts; nothing said
// to people stands elsewhere in the server's code.
package lang

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Lang is a language that the catalogue has.
type Lang string

const (
	Vietnamese Lang = "vi"
	English    Lang = "en"
)

// Key names a text. It is also the code that programs see in problem answers.
type Key string

// Say gives the text of key with args put in, as fmt does; a Phrase among them is said in
// the same language. A key that is not in the catalogue gives itself.
func Say(l Lang, key Key, args ...any) string {
	t, ok := catalogue[key]
	if !ok {
		return string(key)
	}
	text := t.vi
	if l == English {
		text = t.en
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, said(l, args)...)
}

// Known says whether the catalogue has a text.
func Known(key Key) bool {
	_, ok := catalogue[key]
	return ok
}

// Keys lists the catalogue, in order.
func Keys() []Key { return slices.Sorted(maps.Keys(catalogue)) }

// Accepted reads an Accept-Language header (RFC 9110, section 12.5.4): English
// when it is preferred over Vietnamese, else Vietnamese.
func Accepted(header string) Lang {
	best, weight := Vietnamese, 0.0
	for part := range strings.SplitSeq(header, ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		l := Lang(primary)
		if l != Vietnamese && l != English {
			continue
		}
		q := 1.0
		if v, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			parsed, err := strconv.ParseFloat(v, 64)
			if err != nil || parsed < 0 || parsed > 1 {
				continue
			}
			q = parsed
		}
		if q > weight {
			best, weight = l, q
		}
	}
	return best
}
