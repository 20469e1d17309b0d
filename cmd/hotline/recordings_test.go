package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hotline1022/recordings"
)

func TestScanFromTheCommandLine(t *testing.T) {
	p := newProven(t)
	spool := filepath.Join(filepath.Dir(p.config), "recordings")
	if err := os.MkdirAll(spool, 0o700); err != nil {
		t.Fatal(err)
	}
	if code, stdout, stderr := hotline(t, "", "recordings", "scan", "--checksums", "--config", p.config); code != 0 || !strings.Contains(stdout, "3 rows, 3 objects, 0 files in the spool: 0 findings") {
		t.Errorf("in order: exit %d, %s%s", code, stdout, stderr)
	}
	stray := filepath.Join(spool, "holiday.mp3")
	if err := os.WriteFile(stray, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := hotline(t, "", "recordings", "scan", "--json", "--config", p.config)
	var c recordings.Comparison
	if err := json.Unmarshal([]byte(stdout), &c); err != nil || code != 1 || len(c.Findings) != 1 || c.Findings[0].Kind != recordings.OrphanUnknownFile || !strings.Contains(stderr, "do not agree") {
		t.Errorf("exit %d, %v: %s%s", code, err, stdout, stderr)
	}
	if _, err := os.Stat(stray); err != nil {
		t.Error(err)
	}
	if code, stdout, _ := hotline(t, "", "recordings", "scan", "--config", p.config); code != 1 || !strings.Contains(stdout, "unknown_file holiday.mp3") {
		t.Errorf("as text: exit %d, %s", code, stdout)
	}
}
