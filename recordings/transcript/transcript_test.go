package transcript

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"go.uber.org/goleak"

	"hotline1022/internal/config"
	"hotline1022/internal/devstack"
	"hotline1022/internal/g711"
	"hotline1022/internal/store"
	"hotline1022/internal/wav"
	"hotline1022/recordings"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// file is a stereo recording: so many seconds of speech (a loud sample) or silence in each lane.
func file(t *testing.T, left, right []bool) []byte {
	t.Helper()
	loud, silent := g711.Encode(8000), g711.Encode(0)
	header, err := wav.ALawHeader(2, int64(2*g711.SampleRate*len(left)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	b.Write(header)
	for second := range left {
		frame := []byte{silent, silent}
		if left[second] {
			frame[0] = loud
		}
		if right[second] {
			frame[1] = loud
		}
		b.Write(bytes.Repeat(frame, g711.SampleRate))
	}
	return b.Bytes()
}

// speech is so many seconds of it.
func speech(seconds int) []bool { return slices.Repeat([]bool{true}, seconds) }

// openai is a server of the protocol, as https://platform.openai.com/docs/api-reference/audio/createTranscription describes it.
func openai(t *testing.T, answer func(w http.ResponseWriter, form *multipart.Form, sound []byte)) *OpenAI {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if r.Method != http.MethodPost || r.URL.Path != "/v1/audio/transcriptions" || err != nil || kind != "multipart/form-data" {
			http.Error(w, "not of the protocol", http.StatusNotFound)
			return
		}
		form, err := multipart.NewReader(r.Body, params["boundary"]).ReadForm(32 << 20)
		if err != nil || len(form.File["file"]) != 1 {
			http.Error(w, `{"error":{"message":"file is required","type":"invalid_request_error"}}`, http.StatusBadRequest)
			return
		}
		if r.Header.Get("Authorization") != "Bearer k3y" {
			http.Error(w, `{"error":{"message":"Incorrect API key provided"}}`, http.StatusUnauthorized)
			return
		}
		f, err := form.File["file"][0].Open()
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = f.Close() }()
		sound, err := io.ReadAll(f)
		if err != nil {
			t.Error(err)
		}
		answer(w, form, sound)
	}))
	t.Cleanup(server.Close)
	return NewOpenAI(config.Transcription{URL: server.URL + "/", Model: "whisper-1", Language: "vi", Key: "k3y", Timeout: time.Minute})
}

func TestSpeaksTheProtocol(t *testing.T) {
	o := openai(t, func(w http.ResponseWriter, form *multipart.Form, sound []byte) {
		for name, want := range map[string]string{"model": "whisper-1", "language": "vi", "response_format": "verbose_json", "timestamp_granularities[]": "segment"} {
			if got := form.Value[name]; len(got) != 1 || got[0] != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		if audio, err := wav.ReadBytes(sound); err != nil || !strings.HasSuffix(form.File["file"][0].Filename, ".wav") {
			t.Errorf("%v: %+v", err, audio)
		}
		_, _ = io.WriteString(w, `{"task":"transcribe","language":"vietnamese","duration":2.0,"text":"Đèn đường hỏng rồi",
			"segments":[{"id":0,"seek":0,"start":0.0,"end":1.25,"text":" Đèn đường hỏng rồi","tokens":[1],"temperature":0.0,"avg_logprob":-0.2,"no_speech_prob":0.01},
			{"id":1,"start":1.25,"end":2.0,"text":"  "}]}`)
	})
	var sound bytes.Buffer
	if err := wav.WritePCM(&sound, g711.SampleRate, make([]int16, 16000)); err != nil {
		t.Fatal(err)
	}
	server := strings.TrimSuffix(o.cfg.URL, "/")
	for _, ending := range []string{"/", "", "/v1", "/v1/"} {
		o.cfg.URL = server + ending
		got, err := o.Transcribe(t.Context(), sound.Bytes())
		if want := []Segment{{0, 1250 * time.Millisecond, "Đèn đường hỏng rồi"}}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %+v, %v", ending, got, err)
		}
	}
	o.cfg.Key = "wrong"
	if _, err := o.Transcribe(t.Context(), sound.Bytes()); !errors.Is(err, ErrAway) || strings.Contains(err.Error(), "wrong") {
		t.Errorf("a wrong key: %v", err)
	}
}

func TestAnswersThatAreNone(t *testing.T) {
	status := func(code int, retryAfter string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			if retryAfter != "" {
				w.Header().Set("Retry-After", retryAfter)
			}
			w.WriteHeader(code)
		}
	}
	says := func(body string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) { _, _ = io.WriteString(w, body) }
	}
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter)
		is     error         // nil: worth a few tries
		later  time.Duration // asked to wait
	}{
		"429":                 {status(429, "7"), nil, 7 * time.Second},
		"429 for a year":      {status(429, "31536000"), nil, time.Hour},
		"429 without a time":  {status(429, ""), nil, 30 * time.Second},
		"503 with a time":     {status(503, "2"), nil, 2 * time.Second},
		"503":                 {status(503, ""), ErrAway, 0},
		"500":                 {status(500, ""), nil, 0},
		"too large":           {status(413, ""), ErrRefused, 0},
		"no sound of its own": {status(400, ""), ErrRefused, 0},
		"another address":     {status(404, ""), ErrAway, 0},
		"sent elsewhere":      {status(307, ""), nil, 0},
		"no JSON":             {says("<html>"), nil, 0},
		"JSON without text":   {says(`{"ok":true}`), nil, 0},
		"wrong kinds":         {says(`{"text":[1],"segments":"x"}`), nil, 0},
		"cut off": {func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `{"text":"Đèn`)
		}, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := openai(t, func(w http.ResponseWriter, _ *multipart.Form, _ []byte) { c.answer(w) }).Transcribe(t.Context(), []byte("RIFF"))
			var later *LaterError
			switch {
			case err == nil:
				t.Error("taken for a transcript")
			case errors.As(err, &later) != (c.later > 0) || c.later > 0 && later.After != c.later:
				t.Errorf("%v, want to wait for %v", err, c.later)
			case c.is != nil && !errors.Is(err, c.is), c.is == nil && (errors.Is(err, ErrAway) || errors.Is(err, ErrRefused)):
				t.Errorf("%v, want %v", err, c.is)
			}
		})
	}
	gone := NewOpenAI(config.Transcription{URL: "http://127.0.0.1:1", Model: "m", Language: "vi", Timeout: time.Minute})
	if _, err := gone.Transcribe(t.Context(), []byte("RIFF")); !errors.Is(err, ErrAway) {
		t.Errorf("nobody there: %v", err)
	}
}

// A server without a list of models is there; one that does not know us, or nobody, is not.
func TestAnswers(t *testing.T) {
	for status, there := range map[int]bool{200: true, 404: true, 401: false, 503: false} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		t.Cleanup(server.Close)
		err := NewOpenAI(config.Transcription{URL: server.URL, Timeout: time.Minute}).Answers(t.Context())
		if (err == nil) != there || !there && !errors.Is(err, ErrAway) {
			t.Errorf("%d: %v", status, err)
		}
	}
	if err := NewOpenAI(config.Transcription{URL: "http://127.0.0.1:1", Timeout: time.Minute}).Answers(t.Context()); !errors.Is(err, ErrAway) {
		t.Errorf("nobody there: %v", err)
	}
}

func TestSegmentsAreTamed(t *testing.T) {
	got, err := segments([]byte(`{"text":"a","segments":[{"start":-5,"end":1e300,"text":"x\u0000y"},{"start":1,"end":2,"text":"` + strings.Repeat("ờ", 3000) + `"}]}`))
	if err != nil || len(got) != 2 || got[0] != (Segment{0, 24 * time.Hour, "xy"}) || len(got[1].Text) > mostText+3 {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := segments([]byte(`{"text":"chỉ có chữ"}`)); err != nil || len(got) != 1 || got[0].Text != "chỉ có chữ" {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := segments([]byte(`{"text":"","segments":[]}`)); err != nil || len(got) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

// Six minutes in which the citizen speaks throughout and the operator in the first five alone: three pieces.
func TestPieces(t *testing.T) {
	var got []string
	err := eachPiece(bytes.NewReader(file(t, speech(360), append(speech(300), make([]bool, 60)...))), func(lane int16, from, length time.Duration, sound []byte) error {
		_, err := wav.ReadBytes(sound)
		got = append(got, fmt.Sprint(lane, from, length, len(sound)-wav.HeaderSize))
		return err
	})
	want := []string{"0 0s 5m0s 4800000", "1 0s 5m0s 4800000", "0 5m0s 1m0s 960000"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v", got, err)
	}
	// Services refuse what is shorter than a tenth of a second: five minutes, and 50 ms that are loud.
	body := file(t, speech(300), speech(300))
	got = nil
	if err := eachPiece(bytes.NewReader(append(body, bytes.Repeat([]byte{0x2a}, 800)...)), func(lane int16, from, length time.Duration, _ []byte) error {
		got = append(got, fmt.Sprint(lane, from, length))
		return nil
	}); err != nil || !slices.Equal(got, []string{"0 0s 5m0s", "1 0s 5m0s"}) {
		t.Errorf("%q, %v", got, err)
	}
	if err := eachPiece(strings.NewReader("RIFF"), nil); err == nil {
		t.Error("no recording was read")
	}
}

// tapes stands for the recordings.
type tapes map[uuid.UUID][]byte

type tape struct{ *bytes.Reader }

func (tape) Close() error { return nil }

func (s tapes) Open(_ context.Context, id uuid.UUID) (io.ReadSeekCloser, recordings.Info, error) {
	return tape{bytes.NewReader(s[id])}, recordings.Info{}, nil
}

// Recordings in the archive are written down lane by lane; a poisoned one fails alone; the text goes with the sound.
func TestRecordingsAreWrittenDown(t *testing.T) {
	st, err := store.Open(devstack.PostgresTemplate(t, "store", store.Migrate), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(st.Close)
	do := func(sql string, args ...any) {
		t.Helper()
		if _, err := st.Pool().Exec(t.Context(), sql, args...); err != nil {
			t.Fatal(err)
		}
	}
	archived := func(call string) uuid.UUID {
		id := uuid.New()
		do("INSERT INTO calls (id, node, state, started_at) VALUES ($1, 'test1', 'arriving', now())", call)
		do(`INSERT INTO recordings (id, call_id, leg, state, sha256, bytes, duration_ms, channels, bucket, object, version, created_at, spooled_at, archived_at, released_at)
			VALUES ($1, $2, 'call', 'archived', $3, 32058, 2000, 2, 'b', $2, '1', now(), now(), now(), now())`, id, call, strings.Repeat("0", 64))
		return id
	}
	poisoned, good := archived("c1"), archived("c2")
	sounds := tapes{poisoned: file(t, speech(1), speech(1)), good: file(t, speech(2), speech(2))}
	busy := atomic.Bool{}
	service := openai(t, func(w http.ResponseWriter, _ *multipart.Form, sound []byte) {
		switch {
		case len(sound) < 20_000: // a second: the poisoned one
			w.WriteHeader(http.StatusUnsupportedMediaType)
		case busy.CompareAndSwap(false, true):
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		default:
			_, _ = io.WriteString(w, `{"text":"x","segments":[{"start":0.5,"end":9,"text":"Đèn đường Lạch Tray hỏng"}]}`)
		}
	})
	s, err := New(Options{}, st, sounds, service, prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	cfg := &river.Config{Logger: slog.New(slog.DiscardHandler), FetchPollInterval: 100 * time.Millisecond}
	if err := s.Configure(cfg); err != nil {
		t.Fatal(err)
	}
	client, err := river.NewClient(riverpgxv5.New(st.Pool()), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	state := func(id uuid.UUID) string {
		row, err := st.TranscriptOf(t.Context(), id)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			t.Fatal(err)
		}
		return row.State
	}
	tick, deadline := time.NewTicker(20*time.Millisecond), time.After(60*time.Second)
	defer tick.Stop()
	for state(good) != "done" || state(poisoned) != "failed" {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("good %q, poisoned %q", state(good), state(poisoned))
		}
	}
	if err := client.Stop(context.WithoutCancel(t.Context())); err != nil {
		t.Error(err)
	}
	lines, err := st.TranscriptLines(t.Context(), good)
	if err != nil || len(lines) != 2 || lines[0].Lane != 0 || lines[1].Lane != 1 || lines[0].FromMs != 500 || lines[0].ToMs != 2000 {
		t.Errorf("%+v, %v", lines, err)
	}
	do("UPDATE recordings SET state = 'deleted', deleted_at = now() WHERE id = $1", good)
	if state(good) != "" {
		t.Error("the text outlives its sound")
	}
	if err := s.write(t.Context(), good); err != nil || state(good) != "" {
		t.Errorf("a deleted one: %v, %q", err, state(good))
	}
}
