package main

import (
	"encoding/json"
	"strings"
	"testing"

	"hotline1022/recordings/retention"
)

func TestRetentionFromTheCommandLine(t *testing.T) {
	p := newProven(t)
	if code, stdout, stderr := hotline(t, "", "recordings", "retention", "--config", p.config); code != 0 || !strings.Contains(stdout, "0 plans under way") || !strings.Contains(stdout, "deletion is off") {
		t.Errorf("as text: exit %d, %s%s", code, stdout, stderr)
	}
	code, stdout, stderr := hotline(t, "", "recordings", "retention", "--json", "--config", p.config)
	var shown retention.Preview
	if err := json.Unmarshal([]byte(stdout), &shown); err != nil || code != 0 || shown.Deletes || len(shown.Plans) != 0 || len(shown.Announce) != 0 {
		t.Errorf("exit %d, %v: %s%s", code, err, stdout, stderr)
	}
}
