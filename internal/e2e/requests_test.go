package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// caller is somebody's browser, as far as requests go.
type caller struct {
	s    *stack
	http *http.Client
}

// browser signs a user in; nobody if user is "".
func (s *stack) browser(t *testing.T, user string) *caller {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &caller{s, &http.Client{Jar: jar, Timeout: 15 * time.Second}}
	if user == "" {
		return b
	}
	res := b.ask(t, request{method: http.MethodPost, path: "/api/v1/sessions", body: `{"username":"` + user + `","password":"` + password + `"}`})
	if res.Body.Close() != nil || res.StatusCode != http.StatusCreated {
		t.Fatalf("sign-in of %s: %s", user, res.Status)
	}
	return b
}

type request struct {
	method, path string
	body         string
	header       http.Header // beside an honest browser's
}

func (b *caller) ask(t *testing.T, r request) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), r.method, b.s.http+r.path, strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	if r.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if r.method != http.MethodGet {
		req.Header.Set("Origin", b.s.http)
	}
	for k, v := range r.header {
		req.Header[k] = v
	}
	res, err := b.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// refused checks that an answer has the status, and says why in a sentence.
func refused(t *testing.T, res *http.Response, status int) {
	t.Helper()
	body, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err != nil {
		t.Fatal(err)
	}
	var problem struct{ Code, Detail string }
	_ = json.Unmarshal(body, &problem) // what is no problem has no detail
	if res.StatusCode != status || problem.Code == "" || problem.Detail == "" {
		t.Errorf("%s, want %d and a sentence: %s", res.Status, status, body)
	}
}

const (
	senderText = `"channel":"phone","sender":{"type":"individual","name":"Nguyễn Văn A"}`
	plainDraft = `"group":1,"content":"Đèn đường hỏng",` + senderText
)

func lyingRequests(t *testing.T, s *stack, v victim) {
	op05, auditor, nobody := s.browser(t, "op05"), s.browser(t, "kiemtra"), s.browser(t, "")
	post := func(body string) request {
		return request{method: http.MethodPost, path: "/api/v1/tickets", body: body}
	}
	get := func(path string, header http.Header) request {
		return request{method: http.MethodGet, path: path, header: header}
	}
	bearer := func(token string) http.Header { return http.Header{"Authorization": {"Bearer " + token}} }
	with := func(r request, name, value string) request {
		r.header = http.Header{name: {value}}
		return r
	}
	audio := "/api/v1/recordings/" + v.over.Recordings[0].ID + "/audio?reason=Thanh+tra"
	for _, c := range []struct {
		name   string
		who    *caller
		r      request
		status int
	}{
		{"ticket for another's call", op05, post(`{"call_id":"` + v.call + `",` + plainDraft + `}`), http.StatusForbidden},
		{"ticket for another's call that is over", op05, post(`{"call_id":"` + v.over.ID + `",` + plainDraft + `}`), http.StatusForbidden},
		{"ticket for a call that never was", op05, post(`{"call_id":"test1-1.1",` + plainDraft + `}`), http.StatusUnprocessableEntity},
		{"unknown unit", op05, post(`{"unit":"MARS",` + plainDraft + `}`), http.StatusUnprocessableEntity},
		{"unknown field", op05, post(`{"field":"astrology",` + plainDraft + `}`), http.StatusUnprocessableEntity},
		{"group 9", op05, post(`{"group":9,"content":"x",` + senderText + `}`), http.StatusUnprocessableEntity},
		{"no group", op05, post(`{"content":"x",` + senderText + `}`), http.StatusUnprocessableEntity},
		{"10 MB", op05, post(`{"content":"` + strings.Repeat("x", 10<<20) + `"}`), http.StatusRequestEntityTooLarge},
		{"no JSON", op05, post(`{"group":1,`), http.StatusBadRequest},
		{"a list", op05, post(`[]`), http.StatusUnprocessableEntity},
		{"another content type", op05, with(post(plainDraft), "Content-Type", "text/plain"), http.StatusUnsupportedMediaType},
		{"a form's content type", op05, with(post("group=1"), "Content-Type", "application/x-www-form-urlencoded"), http.StatusUnsupportedMediaType},
		{"ticket without session", nobody, post(`{` + plainDraft + `}`), http.StatusUnauthorized},
		{"ticket by an auditor", auditor, post(`{` + plainDraft + `}`), http.StatusForbidden},
		{"ticket by a program", nobody, with(post(`{`+plainDraft+`}`), "Authorization", "Bearer "+s.token("operator")), http.StatusForbidden},
		{"ticket from another site", op05, with(post(`{`+plainDraft+`}`), "Origin", "http://evil.example"), http.StatusForbidden},
		{"sign-out from another site", op05, request{
			method: http.MethodDelete, path: "/api/v1/sessions/current", header: http.Header{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"http://evil.example"}},
		}, http.StatusForbidden},
		{"garbage for a token", nobody, get("/api/v1/calls", bearer("Tr0ub4dor")), http.StatusUnauthorized},
		{"an empty token", nobody, get("/api/v1/calls", bearer("")), http.StatusUnauthorized},
		{"an expired token", nobody, get("/api/v1/calls", bearer(s.expiredToken())), http.StatusUnauthorized},
		{"a token of the wrong role", nobody, get("/api/v1/calls", bearer(s.token("officer"))), http.StatusForbidden},
		{"a recording with an operator's token", nobody, get(audio, bearer(s.token("operator"))), http.StatusForbidden},
		{"a recording as operator", op05, get(audio, nil), http.StatusForbidden},
		{"a recording without session", nobody, get(audio, nil), http.StatusUnauthorized},
		{"another operator's call", op05, get("/api/v1/calls/"+v.over.ID, nil), http.StatusNotFound},
		{"a recording that never was", auditor, get("/api/v1/recordings/"+uuid.NewString()+"/audio?reason=Thanh+tra", nil), http.StatusNotFound},
		{"a recording without a reason", auditor, get(strings.TrimSuffix(audio, "?reason=Thanh+tra"), nil), http.StatusUnprocessableEntity},
		{"a recording of nonsense", auditor, get("/api/v1/recordings/%00/audio", nil), http.StatusUnprocessableEntity},
		{"a filter of nonsense", auditor, get("/api/v1/calls?from=%27%3BDROP%20TABLE%20calls", nil), http.StatusUnprocessableEntity},
		{"a cursor of nonsense", auditor, get("/api/v1/calls?cursor=zzz", nil), http.StatusBadRequest},
		{"a page of nonsense", auditor, get("/api/v1/calls?limit=1000000", nil), http.StatusUnprocessableEntity},
		{"a method that is none", auditor, request{method: http.MethodDelete, path: "/api/v1/calls"}, http.StatusMethodNotAllowed},
		{"an address that is none", auditor, get("/api/v1/wiretap", nil), http.StatusNotFound},
		{"the wrong password", nobody, request{method: http.MethodPost, path: "/api/v1/sessions", body: `{"username":"op04","password":"letmein"}`}, http.StatusUnauthorized},
		{"a range that is none", auditor, get(audio, http.Header{"Range": {"bytes=five-six"}}), http.StatusRequestedRangeNotSatisfiable},
		{"a range behind the end", auditor, get(audio, http.Header{"Range": {"bytes=999999999-"}}), http.StatusRequestedRangeNotSatisfiable},
		{"a range backwards", auditor, get(audio, http.Header{"Range": {"bytes=9-2"}}), http.StatusRequestedRangeNotSatisfiable},
		{"a range of lines", auditor, get(audio, http.Header{"Range": {"lines=1-2"}}), http.StatusRequestedRangeNotSatisfiable},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := c.who.ask(t, c.r)
			defer func() { _ = res.Body.Close() }()
			refused(t, res, c.status)
		})
	}
	if len(s.logged("a ticket for another operator's call is refused")) != 2 || len(s.logged("a request from another site is refused")) != 2 ||
		len(s.logged("a sign-in was refused")) != 1 {
		t.Error("the log does not tell of what was refused")
	}
	t.Run("a thousand ranges are served as the whole, once", func(t *testing.T) {
		res := auditor.ask(t, get(audio, http.Header{"Range": {"bytes=0-" + strings.Repeat(",0-", 1000)}}))
		defer func() { _ = res.Body.Close() }()
		n, err := io.Copy(io.Discard, res.Body)
		if err != nil || res.StatusCode != http.StatusOK || n != v.over.Recordings[0].Bytes {
			t.Errorf("%s, %d bytes, %v; want all %d", res.Status, n, err, v.over.Recordings[0].Bytes)
		}
	})
	t.Run("the code is not the client's to choose", func(t *testing.T) {
		res := op05.ask(t, post(`{"code":"26-999999-9","state":"closed","created_by":"op01",`+plainDraft+`}`))
		defer func() { _ = res.Body.Close() }()
		refused(t, res, http.StatusUnprocessableEntity)
	})
}

// expiredToken is an auditor's token whose time is over.
func (s *stack) expiredToken() string {
	s.t.Helper()
	token := s.run("token", "create", "--config", s.config, "--role", "auditor", "--name", "expired")
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	db, err := pgx.Connect(ctx, s.dsn)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = db.Close(ctx) }()
	if _, err := db.Exec(ctx, "UPDATE tokens SET created_at = now() - interval '2 days', expires_at = now() - interval '1 day' WHERE name = 'expired'"); err != nil {
		s.t.Fatal(err)
	}
	return token
}

// strangePaths asks for files that nobody may have, past every client that would
// tidy the path up.
func strangePaths(t *testing.T, s *stack, v victim) {
	address := strings.TrimPrefix(s.http, "http://")
	secret := []byte("root:x:")
	for _, c := range []struct {
		path   string
		status int // 0: any that is not the file
	}{
		{"/../../../../etc/passwd", 0},
		{"/assets/../../../../etc/passwd", 0},
		{"/assets/..%2f..%2f..%2f..%2fetc%2fpasswd", 0},
		{"/assets/%2e%2e/%2e%2e/etc/passwd", 0},
		{`/assets/..\..\..\etc\passwd`, 0},
		{"/assets//etc/passwd", 0},
		{"/assets/", 0},
		{"/api/v1/recordings/..%2f..%2f..%2fetc%2fpasswd/audio", http.StatusNotFound},
		{"/api/v1/recordings/../../../../etc/passwd", 0},
		{"/api/v1/recordings/" + v.over.ID + "/audio", http.StatusNotFound},
	} {
		t.Run(c.path, func(t *testing.T) {
			conn, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(t.Context(), "tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			if _, err := io.WriteString(conn, "GET "+c.path+" HTTP/1.1\r\nHost: "+address+"\r\nAuthorization: Bearer "+v.auditor+"\r\nConnection: close\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
			res, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(res.Body)
			if err != nil || res.Body.Close() != nil || bytes.Contains(body, secret) || res.StatusCode >= 500 {
				t.Errorf("%s, %v:\n%s", res.Status, err, body)
			}
			if c.status != 0 && res.StatusCode != c.status {
				t.Errorf("%s, want %d", res.Status, c.status)
			}
		})
	}
}
