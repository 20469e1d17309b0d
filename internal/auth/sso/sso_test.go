package sso

import (
	"crypto/rand"
	"errors"
	"net/http"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hotline1022/internal/auth/sso/ssotest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const redirect = "http://127.0.0.1:8080/api/v1/single-sign-on/back"

type city struct {
	t        *testing.T
	provider *ssotest.Provider
	ours     *Provider
}

func newCity(t *testing.T, change func(*Config)) city {
	t.Helper()
	p := ssotest.New(t, redirect)
	cfg := Config{
		Issuer: p.Issuer(), ClientID: ssotest.ClientID, ClientSecret: ssotest.ClientSecret, Redirect: redirect,
		Scopes: []string{"profile"}, Claim: "preferred_username", ACR: []string{"urn:loa:3"}, AMR: []string{"otp", "hwk"},
	}
	if change != nil {
		change(&cfg)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return city{t, p, New(cfg, transport, time.Now)}
}

// begin sends somebody, and gives what they come back with.
func (c city) begin() (Attempt, Back) {
	c.t.Helper()
	a, address, err := c.ours.Begin(c.t.Context(), rand.Text(), rand.Text())
	if err != nil {
		c.t.Fatal(err)
	}
	q := c.provider.SignIn(address)
	if q.Get("state") != a.State {
		c.t.Fatalf("state %s came back as %s", a.State, q.Get("state"))
	}
	return a, Back{Code: q.Get("code"), Issuer: q.Get("iss")}
}

func TestIdentity(t *testing.T) {
	for name, tc := range map[string]struct {
		claim  string
		claims map[string]any
		want   Identity
		err    error
	}{
		"by password":             {"preferred_username", map[string]any{"sub": "1", "preferred_username": "hai.bv", "amr": []string{"pwd"}}, Identity{"hai.bv", false}, nil},
		"by a second factor":      {"preferred_username", map[string]any{"sub": "1", "preferred_username": "hai.bv", "amr": []string{"pwd", "otp"}}, Identity{"hai.bv", true}, nil},
		"at a level of assurance": {"sub", map[string]any{"sub": "1", "acr": "urn:loa:3"}, Identity{"1", true}, nil},
		"at a lower one":          {"sub", map[string]any{"sub": "1", "acr": "urn:loa:1"}, Identity{"1", false}, nil},
		"verified address":        {"email", map[string]any{"sub": "1", "email": "hai@haiphong.gov.vn", "email_verified": true}, Identity{"hai@haiphong.gov.vn", false}, nil},
		"unverified address":      {"email", map[string]any{"sub": "1", "email": "hai@haiphong.gov.vn"}, Identity{}, ErrNameless},
		"address said unverified": {"email", map[string]any{"sub": "1", "email": "hai@haiphong.gov.vn", "email_verified": "false"}, Identity{}, ErrNameless},
		"no such claim":           {"preferred_username", map[string]any{"sub": "1"}, Identity{}, ErrNameless},
		"a claim of another kind": {"preferred_username", map[string]any{"sub": "1", "preferred_username": []string{"hai.bv"}}, Identity{}, ErrNameless},
		"for us among others":     {"sub", map[string]any{"sub": "1", "aud": []string{"khác", ssotest.ClientID}, "azp": ssotest.ClientID}, Identity{"1", false}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCity(t, func(cfg *Config) { cfg.Claim = tc.claim })
			c.provider.Says(tc.claims)
			got, err := c.ours.Finish(t.Context(), first(c.begin()), second(c.begin()))
			if !errors.Is(err, ErrRefused) {
				t.Errorf("a code of another attempt: %v, %v", got, err)
			}
			a, back := c.begin()
			got, err = c.ours.Finish(t.Context(), a, back)
			if got != tc.want || !errors.Is(err, tc.err) {
				t.Errorf("%+v, %v", got, err)
			}
			if _, err := c.ours.Finish(t.Context(), a, back); !errors.Is(err, ErrRefused) {
				t.Errorf("the code again: %v", err)
			}
		})
	}
}

func first(a Attempt, _ Back) Attempt { return a }
func second(_ Attempt, b Back) Back   { return b }

func TestTokensThatProveNothing(t *testing.T) {
	for name, lie := range map[string]func(header, claims map[string]any){
		"unsigned":                       func(h, _ map[string]any) { h["alg"] = "none"; delete(h, "kid") },
		"signed with the public key":     func(h, _ map[string]any) { h["alg"] = "HS256" },
		"expired":                        func(_, c map[string]any) { c["exp"] = time.Now().Add(-time.Second).Unix() },
		"without an end":                 func(_, c map[string]any) { delete(c, "exp") },
		"not valid yet":                  func(_, c map[string]any) { c["nbf"] = time.Now().Add(time.Hour).Unix() },
		"for another":                    func(_, c map[string]any) { c["aud"] = "khác" },
		"for nobody":                     func(_, c map[string]any) { delete(c, "aud") },
		"for several, of unknown party":  func(_, c map[string]any) { c["aud"] = []string{ssotest.ClientID, "khác"} },
		"issued to another":              func(_, c map[string]any) { c["azp"] = "khác" },
		"of another attempt":             func(_, c map[string]any) { c["nonce"] = "khác" },
		"of no attempt":                  func(_, c map[string]any) { delete(c, "nonce") },
		"of another provider":            func(_, c map[string]any) { c["iss"] = "https://khac.example" },
		"of a key that is not published": func(h, _ map[string]any) { h["kid"] = "khác" },
		"critical in a way not known":    func(h, _ map[string]any) { h["crit"] = []string{"exp"} },
	} {
		t.Run(name, func(t *testing.T) {
			c := newCity(t, nil)
			c.provider.Says(map[string]any{"sub": "1", "preferred_username": "hai.bv"})
			c.provider.Lie(lie)
			a, back := c.begin()
			if got, err := c.ours.Finish(t.Context(), a, back); !errors.Is(err, ErrRefused) || got != (Identity{}) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestAnswersThatAreNone(t *testing.T) {
	c := newCity(t, nil)
	a, back := c.begin()
	for name, tc := range map[string]struct {
		back Back
		want error
	}{
		"another provider's": {Back{Code: back.Code, Issuer: "https://khac.example"}, ErrRefused},
		"broken off":         {Back{Error: "access_denied"}, ErrDenied},
		"without a code":     {Back{}, ErrRefused},
		"with an invented":   {Back{Code: "000"}, ErrRefused},
	} {
		if _, err := c.ours.Finish(t.Context(), a, tc.back); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	c = newCity(t, func(cfg *Config) { cfg.ClientSecret = "sai" })
	a, back = c.begin()
	if _, err := c.ours.Finish(t.Context(), a, back); !errors.Is(err, ErrRefused) {
		t.Errorf("a client that does not know its secret: %v", err)
	}
}

// The provider signs with a new key, and publishes the old one no more.
func TestKeysRotate(t *testing.T) {
	c := newCity(t, nil)
	c.provider.Says(map[string]any{"sub": "1", "preferred_username": "hai.bv"})
	for round := range 3 {
		for range 2 {
			a, back := c.begin()
			if _, err := c.ours.Finish(t.Context(), a, back); err != nil {
				t.Fatalf("round %d: %v", round, err)
			}
		}
		if asked := c.provider.Served("/keys"); asked != round+1 {
			t.Errorf("keys were asked for %d times in %d rounds", asked, round+1)
		}
		c.provider.Rotate()
	}
	if asked := c.provider.Served("/.well-known/openid-configuration"); asked != 1 {
		t.Errorf("described %d times", asked)
	}
}

func TestProviderAway(t *testing.T) {
	c := newCity(t, nil)
	c.provider.Says(map[string]any{"sub": "1", "preferred_username": "hai.bv"})
	c.provider.Away(true)
	if _, _, err := c.ours.Begin(t.Context(), rand.Text(), rand.Text()); !errors.Is(err, ErrAway) {
		t.Errorf("away at the beginning: %v", err)
	}
	c.provider.Away(false)
	a, back := c.begin()
	c.provider.Away(true)
	if _, err := c.ours.Finish(t.Context(), a, back); !errors.Is(err, ErrAway) {
		t.Errorf("away at the end: %v", err)
	}
	c.provider.Away(false)
	if got, err := c.ours.Finish(t.Context(), a, back); err != nil || got.Name != "hai.bv" {
		t.Errorf("back again: %+v, %v", got, err)
	}
}
