package ticket

import (
	"bytes"
	"encoding/json"
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
	// Before and After are the fields of the case that it changed, as they were and are.
	Before, After map[string]json.RawMessage
	// Note is what it says beside that.
	Note map[string]any
}

// difference gives those fields of two cases that are not the same.
func difference(was, is Case) (before, after map[string]json.RawMessage, err error) {
	a, err := fields(was)
	if err != nil {
		return nil, nil, err
	}
	b, err := fields(is)
	if err != nil {
		return nil, nil, err
	}
	before, after = map[string]json.RawMessage{}, map[string]json.RawMessage{}
	for _, side := range []map[string]json.RawMessage{a, b} {
		for name := range side {
			if !bytes.Equal(a[name], b[name]) {
				before[name], after[name] = or(a[name]), or(b[name])
			}
		}
	}
	return before, after, nil
}

func fields(c Case) (all map[string]json.RawMessage, err error) {
	raw, err := json.Marshal(c)
	if err == nil {
		err = json.Unmarshal(raw, &all)
	}
	return all, err
}

// or gives null for what is not there.
func or(raw json.RawMessage) json.RawMessage {
	if raw == nil {
		return json.RawMessage("null")
	}
	return raw
}
