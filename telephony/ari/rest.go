package ari

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// maxAnswer limits what is read of an answer: a listing of some thousand channels.
	maxAnswer = 32 << 20
	// Asterisk closes an idle connection after a minute (http.conf,
	// session_keep_alive); ours must be the first to do so, or a request meets
	// a connection that is just being closed.
	idleConnection = 30 * time.Second
	// Asterisk serves http.conf's sessionlimit (200) connections.
	maxConnections = 64
)

// rest makes requests: each with a time limit, its answer read to the end (so
// the connection is used again), none repeated.
type rest struct {
	base     string
	user     string
	password string
	limit    time.Duration
	client   *http.Client
	metrics  *metrics
	refuse   func() error // a reason not to act, or nil
}

func newREST(cfg Config, m *metrics, refuse func() error) *rest {
	return &rest{
		base: strings.TrimSuffix(cfg.BaseURL, "/"), user: cfg.User, password: cfg.Password,
		limit: cfg.RequestTimeout, metrics: m, refuse: refuse,
		client: &http.Client{Transport: &http.Transport{
			// No proxy: ARI is never reached through one.
			DialContext:         (&net.Dialer{Timeout: cfg.RequestTimeout}).DialContext,
			MaxIdleConnsPerHost: maxConnections,
			MaxConnsPerHost:     maxConnections,
			IdleConnTimeout:     idleConnection,
			DisableCompression:  true,
		}},
	}
}

// request is one request. path is escaped; out may be nil.
type request struct {
	op     string // name in errors and metrics
	method string
	path   string
	query  url.Values
	body   any
	out    any
	look   bool // changes nothing: allowed when another controller leads
}

func (r *rest) do(ctx context.Context, q request) error {
	if !q.look {
		if err := r.refuse(); err != nil {
			return &Error{Op: q.op, Message: err.Error(), Err: err}
		}
	}
	ctx, cancel := context.WithTimeout(ctx, r.limit)
	defer cancel()
	start := time.Now()
	status, err := r.roundTrip(ctx, q)
	r.metrics.request(q.op, status, time.Since(start))
	return err
}

func (r *rest) roundTrip(ctx context.Context, q request) (status int, err error) {
	unanswered := func(err error) error { return &Error{Op: q.op, Message: err.Error(), Err: err} }
	var body io.Reader
	if q.body != nil {
		b, err := json.Marshal(q.body)
		if err != nil {
			return 0, unanswered(err)
		}
		body = bytes.NewReader(b)
	}
	target := r.base + q.path
	if len(q.query) > 0 {
		target += "?" + q.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, q.method, target, body)
	if err != nil {
		return 0, unanswered(err)
	}
	req.SetBasicAuth(r.user, r.password)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return 0, unanswered(err)
	}
	defer func() { _ = resp.Body.Close() }() // read to its end below; nothing to learn from closing
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return 0, unanswered(err)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		e := &Error{Op: q.op, Status: resp.StatusCode, Message: message(answer, resp.StatusCode)}
		if resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden {
			e.Err = ErrUnauthorized
		}
		return resp.StatusCode, e
	}
	if q.out != nil {
		if err := json.Unmarshal(answer, q.out); err != nil {
			return resp.StatusCode, &Error{Op: q.op, Status: resp.StatusCode, Message: "unreadable answer: " + err.Error(), Err: err}
		}
	}
	return resp.StatusCode, nil
}

// message is what Asterisk says about a failure: {"message": …} or {"error": …}.
func message(answer []byte, status int) string {
	var m struct {
		Message string `json:"message"`
		Error   string `json:"error"`
	}
	if json.Unmarshal(answer, &m) == nil {
		if m.Message != "" {
			return m.Message
		}
		if m.Error != "" {
			return m.Error
		}
	}
	return http.StatusText(status)
}

func (r *rest) close() { r.client.CloseIdleConnections() }

// pathf builds a path from IDs, each escaped.
func pathf(format string, ids ...string) string {
	escaped := make([]any, len(ids))
	for i, id := range ids {
		escaped[i] = url.PathEscape(id)
	}
	return fmt.Sprintf(format, escaped...)
}

// params makes a query of name, value pairs; empty values are left out.
func params(pairs ...string) url.Values {
	v := make(url.Values, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	return v
}
