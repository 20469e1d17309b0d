package transcript

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"

	"hotline1022/internal/config"
)

const (
	mostAnswer  = 4 << 20          // bytes of an answer that are read
	mostText    = 4000             // bytes of a segment that are kept
	longestWait = time.Hour        // that Retry-After is believed
	defaultWait = 30 * time.Second // where it says none
)

// OpenAI speaks the protocol of OpenAI's audio/transcriptions, which whisper.cpp, faster-whisper, vLLM and others serve too.
type OpenAI struct {
	cfg    config.Transcription
	client *http.Client
}

// NewOpenAI makes one of its configuration, which was checked.
func NewOpenAI(cfg config.Transcription) *OpenAI {
	return &OpenAI{cfg: cfg, client: &http.Client{
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12},
			DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10,
		},
		Timeout: cfg.Timeout,
		// The sound goes where the configuration says, and nowhere else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Model implements Transcriber.
func (o *OpenAI) Model() string { return o.cfg.Model }

// Answers implements Transcriber. It asks for the list of models: servers that have none answer that, too.
func (o *OpenAI) Answers(ctx context.Context) error {
	r, err := o.request(ctx, http.MethodGet, "/v1/models", http.NoBody)
	if err != nil {
		return err
	}
	answer, err := o.client.Do(r)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrAway, err)
	}
	_ = answer.Body.Close() // its status is enough
	switch answer.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return fmt.Errorf("%w: it answers %s", ErrAway, answer.Status)
	}
	return nil
}

func (o *OpenAI) request(ctx context.Context, method, path string, body io.Reader) (*http.Request, error) {
	// Such services name their address with /v1 and without it: by the wrong one each recording is answered 404, and waits.
	base := strings.TrimSuffix(strings.TrimSuffix(o.cfg.URL, "/"), "/v1")
	r, err := http.NewRequestWithContext(ctx, method, base+path, body)
	if err == nil && o.cfg.Key != "" {
		r.Header.Set("Authorization", "Bearer "+o.cfg.Key)
	}
	return r, err
}

// Transcribe implements Transcriber.
func (o *OpenAI) Transcribe(ctx context.Context, sound []byte) ([]Segment, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, field := range [][2]string{
		{"model", o.cfg.Model}, {"language", o.cfg.Language}, {"response_format", "verbose_json"}, {"timestamp_granularities[]", "segment"},
	} {
		if err := form.WriteField(field[0], field[1]); err != nil {
			return nil, err
		}
	}
	file, err := form.CreateFormFile("file", "lane.wav") // says nothing of whose it is
	if err != nil {
		return nil, err
	}
	if _, err := file.Write(sound); err != nil {
		return nil, err
	}
	if err := form.Close(); err != nil {
		return nil, err
	}
	r, err := o.request(ctx, http.MethodPost, "/v1/audio/transcriptions", &body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	answer, err := o.client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAway, err)
	}
	defer func() { _ = answer.Body.Close() }() // only read
	if err := refusal(answer); err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, mostAnswer))
	if err != nil {
		return nil, fmt.Errorf("transcript: the answer was cut off: %w", err)
	}
	return segments(text)
}

// refusal is what an answer that has no text says.
func refusal(answer *http.Response) error {
	said := fmt.Errorf("it answers %s", answer.Status) // not its body: that may repeat what it was sent
	switch answer.StatusCode {
	case http.StatusOK:
		return nil
	case http.StatusTooManyRequests:
		return &LaterError{wait(answer.Header.Get("Retry-After"))}
	case http.StatusServiceUnavailable:
		if answer.Header.Get("Retry-After") != "" {
			return &LaterError{wait(answer.Header.Get("Retry-After"))}
		}
		return fmt.Errorf("%w: %w", ErrAway, said)
	case http.StatusBadGateway, http.StatusGatewayTimeout, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return fmt.Errorf("%w: %w", ErrAway, said)
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity:
		return fmt.Errorf("%w: %w", ErrRefused, said)
	}
	return fmt.Errorf("transcript: %w", said)
}

// wait reads Retry-After: seconds, or a moment.
func wait(header string) time.Duration {
	after := defaultWait
	if seconds, err := strconv.Atoi(strings.TrimSpace(header)); err == nil {
		after = time.Duration(min(max(0, seconds), int(longestWait/time.Second))) * time.Second
	} else if at, err := http.ParseTime(header); err == nil {
		after = time.Until(at)
	}
	return min(max(time.Second, after), longestWait)
}

// segments reads verbose_json. Models that know no times answer with the text alone: one segment without an end.
func segments(body []byte) (all []Segment, err error) {
	var answer struct {
		Text     *string `json:"text"`
		Segments []struct {
			Start float64 `json:"start"` // seconds
			End   float64 `json:"end"`
			Text  string  `json:"text"`
		} `json:"segments"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, fmt.Errorf("transcript: the answer is no JSON of its kind: %w", err)
	}
	if answer.Text == nil && answer.Segments == nil {
		return nil, fmt.Errorf("transcript: the answer has no text")
	}
	if len(answer.Segments) == 0 && answer.Text != nil {
		return said(nil, Segment{Text: *answer.Text}), nil
	}
	for _, s := range answer.Segments {
		all = said(all, Segment{From: seconds(s.Start), To: seconds(s.End), Text: s.Text})
	}
	return all, nil
}

// seconds is a time of an answer, within a day: it may say anything.
func seconds(s float64) time.Duration {
	return time.Duration(min(max(0, s), 24*3600) * float64(time.Second))
}

// said adds a segment in which something is said.
func said(all []Segment, s Segment) []Segment {
	s.Text = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s.Text, "\uFFFD"), "\x00", ""))
	if len(s.Text) > mostText {
		s.Text = strings.ToValidUTF8(s.Text[:mostText], "") + "…"
	}
	if s.Text == "" {
		return all
	}
	return append(all, s)
}
