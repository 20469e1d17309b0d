package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"hotline1022/internal/callsim"
	"hotline1022/internal/wav"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// capture runs a command and gives its exit code and standard output's lines.
func capture(t *testing.T, args ...string) (int, []string) {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "stdout"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	old := os.Stdout
	os.Stdout = f
	code := run(t.Context(), args)
	os.Stdout = old
	if _, err := f.Seek(0, 0); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for s := bufio.NewScanner(f); s.Scan(); {
		lines = append(lines, s.Text())
	}
	return code, lines
}

func network(t *testing.T) string {
	t.Helper()
	plan, err := callsim.ParsePlan("1=answer,2=busy,3=answer:0s:100ms")
	if err != nil {
		t.Fatal(err)
	}
	o, err := callsim.NewOfficer(callsim.OfficerOptions{Listen: "127.0.0.1:0", Plan: plan})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(o.Close)
	return o.Addr()
}

func TestCitizenExitCodes(t *testing.T) {
	trunk := network(t)
	for _, c := range []struct {
		name string
		args []string
		code int
	}{
		{"answered and lasted", []string{"--to", "1", "--duration", "100ms"}, 0},
		{"cut short", []string{"--to", "3", "--duration", "10s", "--expect", "lasted"}, 1},
		{"cut short, but only the answer was asked", []string{"--to", "3", "--duration", "10s"}, 0},
		{"busy", []string{"--to", "2"}, 1},
		{"busy as asked", []string{"--to", "2", "--expect", "rejected:486"}, 0},
		{"another status than asked", []string{"--to", "2", "--expect", "rejected:603"}, 1},
		{"anything", []string{"--to", "2", "--expect", "any"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, lines := capture(t, append([]string{"citizen", "--trunk", trunk}, c.args...)...)
			if code != c.code || len(lines) != 1 {
				t.Errorf("exit %d, want %d; printed %q", code, c.code, lines)
			}
		})
	}
}

func TestCitizenPrintsALineACall(t *testing.T) {
	recorded := filepath.Join(t.TempDir(), "heard.wav")
	code, lines := capture(t, "citizen", "--trunk", network(t), "--to", "1", "--from", "anonymous", "--tone", "440",
		"--calls", "3", "--rate", "100", "--duration", "200ms", "--record", recorded, "--listen", "880", "--dtmf", "50ms:1")
	if code != 0 || len(lines) != 3 {
		t.Fatalf("exit %d, %q", code, lines)
	}
	for _, key := range []string{
		"call_id", "from", "to", "answered", "answer_ms", "first_audio_ms", "packets_in", "packets_out",
		"packets_lost", "jitter_ms", "ended_by", "sip_status", "duration_ms", "started_at", "tones",
	} {
		var m map[string]any
		if err := json.Unmarshal([]byte(lines[0]), &m); err != nil {
			t.Fatal(err)
		}
		if _, ok := m[key]; !ok {
			t.Errorf("%s is missing in %s", key, lines[0])
		}
	}
	b, err := os.ReadFile(strings.TrimSuffix(recorded, ".wav") + "-3.wav")
	if err != nil {
		t.Fatal(err)
	}
	if a, err := wav.ReadBytes(b); err != nil || a.Rate != 8000 || len(a.Channel(0)) < 800 {
		t.Errorf("recorded %d samples, %v", len(a.Channel(0)), err)
	}
}

func TestOfficerAndAgentEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // as SIGTERM would
	if code := run(ctx, []string{"officer", "--listen", "127.0.0.1:0", "--plan", "1=answer", "--dtmf", "3s:1"}); code != 0 {
		t.Errorf("officer: exit %d", code)
	}
	if code := run(ctx, []string{"agent", "--desk", "http://127.0.0.1:1", "--count", "3"}); code != 0 {
		t.Errorf("agent: exit %d", code)
	}
}

func TestWrongCommandLines(t *testing.T) {
	for _, args := range [][]string{
		{},
		{"telephone"},
		{"citizen", "extra"},
		{"citizen", "--nonsense"},
		{"citizen", "--calls", "0"},
		{"citizen", "--dtmf", "soon"},
		{"citizen", "--expect", "luck"},
		{"citizen", "--codec", "opus"},
		{"citizen", "--tone", "4000"},
		{"citizen", "--audio", "none.wav"},
		{"citizen", "--listen", "x"},
		{"citizen", "--audio", "a.wav", "--tone", "1"},
		{"citizen", "--to", ""},
		{"officer", "--plan", "1"},
		{"officer", "--dtmf", "1"},
		{"agent", "--user", "lan", "--count", "2"},
		{"agent", "--desk", "8080"},
	} {
		if code := run(t.Context(), args); code != exitUsage {
			t.Errorf("%q: exit %d", args, code)
		}
	}
	for _, args := range [][]string{{"--help"}, {"citizen", "--help"}} {
		if code := run(t.Context(), args); code != 0 {
			t.Errorf("%q: exit %d", args, code)
		}
	}
}

func TestOperatorsInTurn(t *testing.T) {
	if got, err := inTurn("op09", 3); err != nil || !slices.Equal(got, []string{"op09", "op10", "op11"}) {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := inTurn("lan", 1); err != nil || !slices.Equal(got, []string{"lan"}) {
		t.Errorf("%q, %v", got, err)
	}
}
