package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"hotline1022/internal/devstack"
	"hotline1022/internal/store"
)

// token is a bearer token of the role.
func (s *stack) token(role string) string {
	s.t.Helper()
	if tokens[role] == "" {
		s.t.Fatalf("no token of role %q", role)
	}
	return tokens[role]
}

// get asks the API and decodes what it answers.
func (s *stack) get(token, path string, into any) int {
	s.t.Helper()
	req, err := http.NewRequest(http.MethodGet, s.http+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	defer func() { _ = res.Body.Close() }()
	if into != nil && res.StatusCode < 300 {
		if err := json.NewDecoder(res.Body).Decode(into); err != nil {
			s.t.Fatalf("GET %s: %v", path, err)
		}
	}
	return res.StatusCode
}

// send asks the API to change something, and decodes what it answers.
func (s *stack) send(method, token, path string, body, into any) int {
	s.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.http+path, bytes.NewReader(raw))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if into != nil && res.StatusCode < 300 {
		if err := json.NewDecoder(res.Body).Decode(into); err != nil {
			s.t.Fatalf("%s %s: %v", method, path, err)
		}
	}
	return res.StatusCode
}

// getAny decodes a public answer, whatever its status.
func (s *stack) getAny(path string, into any) {
	s.t.Helper()
	res, err := http.Get(s.http + path)
	if err != nil {
		return
	}
	defer func() { _ = res.Body.Close() }()
	_ = json.NewDecoder(res.Body).Decode(into)
}

// openStore is the test's own handle on the stack's database: for what no page and no command tells, and for the clock.
func (s *stack) openStore() *store.Store {
	s.t.Helper()
	st, err := store.Open(s.dsn, slog.New(slog.DiscardHandler))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(st.Close)
	return st
}

// patience is how long a test waits for whatever is to come: nothing is measured by it, and on a machine whose processors
// others share a step takes many times as long as alone. What never comes is the fault.
const patience = 90 * time.Second

// eventually waits for a fact of another process.
func (s *stack) eventually(limit time.Duration, what string, ok func() bool) {
	s.t.Helper()
	eventually(s.t, limit, what, ok)
}

func eventually(t testing.TB, limit time.Duration, what string, ok func() bool) {
	t.Helper()
	if pollFor(limit, ok) != nil {
		t.Fatalf("not within %s: %s", limit, what)
	}
}

func pollFor(limit time.Duration, ok func() bool) error {
	return devstack.Poll(context.Background(), limit, 50*time.Millisecond, func() (bool, error) { return ok(), nil })
}
