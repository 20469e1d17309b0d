package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

// person is somebody signed in, who asks the interface as their browser would.
type person struct {
	t    *testing.T
	s    *stack
	http *http.Client
}

func (s *stack) nobody(t *testing.T) *person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &person{t, s, &http.Client{Jar: jar, Timeout: 15 * time.Second}}
}

// person signs somebody of the demonstration in.
func (s *stack) person(t *testing.T, username string) *person {
	t.Helper()
	p := s.nobody(t)
	p.ask(http.MethodPost, "/api/v1/sessions", map[string]string{"username": username, "password": password}, http.StatusCreated, nil)
	return p
}

// ask wants an answer of this status, and decodes it.
func (p *person) ask(method, path string, body any, want int, into any) []byte {
	p.t.Helper()
	var content io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			p.t.Fatal(err)
		}
		content = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.s.http+path, content)
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := p.http.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != want {
		p.t.Fatalf("%s %s: %d, want %d: %v\n%.2000s", method, path, res.StatusCode, want, err, answer)
	}
	if into != nil {
		if err := json.Unmarshal(answer, into); err != nil {
			p.t.Fatalf("%s %s: %v", method, path, err)
		}
	}
	return answer
}

// factored chooses an account's password by what the administrator handed over, sets a
// second factor up and signs in by both (Điều 17.3).
func (s *stack) factored(t *testing.T, username, activation string) *person {
	t.Helper()
	const own = "tự chọn mật khẩu này"
	p := s.nobody(t)
	p.ask(http.MethodPost, "/api/v1/activations", map[string]string{"activation": activation, "password": own}, http.StatusNoContent, nil)
	var in struct{ Next string }
	signIn := func(next string) {
		t.Helper()
		p.ask(http.MethodPost, "/api/v1/sessions", map[string]string{"username": username, "password": own}, http.StatusAccepted, &in)
		if in.Next != next {
			t.Fatalf("%s comes to %q, want %q", username, in.Next, next)
		}
	}
	signIn("enrol")
	var factor struct{ Secret string }
	p.ask(http.MethodPost, "/api/v1/account/second-factor", map[string]string{}, http.StatusCreated, &factor)
	code := func(ahead time.Duration) map[string]string {
		t.Helper()
		c, err := totp.GenerateCode(factor.Secret, time.Now().Add(ahead))
		if err != nil {
			t.Fatal(err)
		}
		return map[string]string{"code": c}
	}
	p.ask(http.MethodPost, "/api/v1/account/second-factor/confirm", code(0), http.StatusOK, nil)
	p.ask(http.MethodDelete, "/api/v1/sessions/current", nil, http.StatusNoContent, nil)
	signIn("code")
	p.ask(http.MethodGet, "/api/v1/tickets", nil, http.StatusUnauthorized, nil) // a password alone opens nothing
	// A code is accepted once: the next one, of a telephone whose clock is ahead.
	p.ask(http.MethodPost, "/api/v1/sessions/code", code(30*time.Second), http.StatusCreated, nil)
	return p
}

// ticketNow is a ticket as the interface tells it.
type ticketNow struct {
	Code, State string
	Version     int64
	Content     string
	Sender      struct{ Name, Phone string }
	Slips       []slipNow
	Told        []struct{ To, Text, State string }
	Case        struct {
		Clocks []struct {
			Kind, Unit, State string
			Due               time.Time
			Ended             *time.Time
		}
		Recordings []struct{ Number int }
		Rating     *struct {
			Score  int
			Source string
		}
	}
	History []struct {
		At                  time.Time
		Kind, Actor, Clause string
	}
}

type slipNow struct {
	ID             int64
	Unit, Number   string
	Content        string
	Calls          []struct{ ID, From string }
	Tried          []struct{ Number, Outcome string }
	Recordings     []struct{ ID, Call, Leg string }
	ToHeadAt       *time.Time `json:"to_head_at"`
	CallID, Ticket string
}

// deed does something to the ticket as it is known, and knows it as it is then.
func (p *person) deed(t *ticketNow, name string, act map[string]any, want int) {
	p.t.Helper()
	body := map[string]any{"version": t.Version}
	if act != nil {
		body["act"] = act
	}
	var into any
	if want == http.StatusOK {
		*t, into = ticketNow{Code: t.Code}, t
	}
	p.ask(http.MethodPost, "/api/v1/tickets/"+t.Code+"/"+name, body, want, into)
}
