package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/g711"
	"hotline1022/internal/wav"
	"hotline1022/recordings/watermark"
)

// TestWhoseCopyItIs: of a copy, of a piece cut out of it without its header, of one that another database made, and of what is no copy.
func TestWhoseCopyItIs(t *testing.T) {
	p := newProven(t)
	at := time.Date(2026, 11, 27, 2, 30, 0, 0, time.UTC)
	id := uuid.New()
	if _, err := p.store.Pool().Exec(t.Context(), `INSERT INTO listenings (id, what, recording, length_ms, actor, role, reason, remote, download, at, until)
		VALUES ($1, 'recording', $2, 60000, 'kiemtra', 'auditor', 'Thanh tra số 12', '10.0.0.7', true, $3, $3::timestamptz + interval '10 minutes')`, id, p.ids[0], at); err != nil {
		t.Fatal(err)
	}
	ours, foreign := marked(t, id), marked(t, uuid.New())
	header, err := wav.ALawHeader(2, int64(len(ours)))
	if err != nil {
		t.Fatal(err)
	}
	piece := 2 * int(watermark.Shortest.Seconds()*g711.SampleRate+1)
	for name, tc := range map[string]struct {
		file []byte
		code int
		says []string
	}{
		"a copy":                {ours, 0, []string{id.String(), "kiemtra, auditor", "2026-11-27 09:30:00", "10.0.0.7", "Thanh tra số 12", p.ids[0].String(), "c3\tconsult-1"}},
		"a piece out of it":     {ours[len(header)+8*g711.SampleRate:][:piece+64], 0, []string{id.String()}},
		"a copy of another's":   {foreign, 1, []string{"this database knows nothing"}},
		"no copy, but silence":  {append(bytes.Clone(header), bytes.Repeat([]byte{g711.Silence}, len(ours))...), 1, []string{watermark.ErrNone.Error()}},
		"a file of no sound":    {[]byte("%PDF-1.7"), 1, []string{watermark.ErrNone.Error()}},
		"a file of nothing yet": {nil, 1, []string{watermark.ErrNone.Error()}},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "copy.wav")
			if err := os.WriteFile(file, tc.file, 0o600); err != nil {
				t.Fatal(err)
			}
			code, stdout, stderr := hotline(t, "", "recordings", "whose", file, "--config", p.config)
			if code != tc.code {
				t.Errorf("exit %d", code)
			}
			for _, want := range tc.says {
				if !strings.Contains(stdout+stderr, want) {
					t.Errorf("%q is not in\n%s%s", want, stdout, stderr)
				}
			}
		})
	}
}

// marked is a copy of a minute of silence, as somebody takes it away.
func marked(t *testing.T, id uuid.UUID) []byte {
	t.Helper()
	data := bytes.Repeat([]byte{g711.Silence}, 2*60*g711.SampleRate)
	header, err := wav.ALawHeader(2, int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	original := append(header, data...)
	r, err := watermark.Copy(bytes.NewReader(original), int64(len(original)), 2, watermark.Note{Listening: id, Title: "Cuộc gọi", By: "kiemtra", At: time.Now(), Reason: "Thanh tra", Source: "c3"})
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
