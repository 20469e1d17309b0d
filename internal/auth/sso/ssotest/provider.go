package ssotest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Our client, as the provider knows it.
const (
	ClientID     = "hotline"
	ClientSecret = "mật khẩu của máy khách"
)

// Provider knows one client, and signs everybody in as whom it is told.
type Provider struct {
	t        testing.TB
	server   *httptest.Server
	redirect string

	mu     sync.Mutex
	key    *rsa.PrivateKey
	kid    string
	keys   int
	claims map[string]any
	lie    func(header, claims map[string]any)
	away   bool
	codes  map[string]grant
	served map[string]int
}

// grant is what a code was given for.
type grant struct{ nonce, challenge string }

// New starts a provider whose client comes back to redirect.
func New(t testing.TB, redirect string) *Provider {
	t.Helper()
	p := &Provider{t: t, redirect: redirect, codes: map[string]grant{}, served: map[string]int{}, claims: map[string]any{"sub": "somebody"}}
	p.Rotate()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.describe)
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	mux.HandleFunc("GET /keys", p.jwks)
	p.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		away := p.away
		p.served[r.URL.Path]++
		p.mu.Unlock()
		if away {
			http.Error(w, "maintenance", http.StatusServiceUnavailable)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(p.server.Close)
	return p
}

// Issuer is the provider's name and address.
func (p *Provider) Issuer() string { return p.server.URL }

// Rotate has it sign with a new key from now on; the old one is no longer published.
func (p *Provider) Rotate() {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		p.t.Fatal(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys++
	p.key, p.kid = key, fmt.Sprint("khóa-", p.keys)
}

// Says sets what it says of whoever signs in, beside the claims of the protocol.
func (p *Provider) Says(claims map[string]any) { p.set(func() { p.claims, p.lie = claims, nil }) }

// Lie has it change the header and the claims of ID tokens before they are signed; alg "none" and
// "HS256" are signed accordingly. nil: it tells the truth.
func (p *Provider) Lie(f func(header, claims map[string]any)) { p.set(func() { p.lie = f }) }

// Away has it fail at every door.
func (p *Provider) Away(away bool) { p.set(func() { p.away = away }) }

// Served is how often a path was asked for.
func (p *Provider) Served(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.served[path]
}

func (p *Provider) set(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
}

// SignIn is a person who opens address and is sent back: the query that comes with them.
func (p *Provider) SignIn(address string) url.Values {
	p.t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, address, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	res, err := client.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	back, err := res.Location()
	if err != nil {
		p.t.Fatalf("the provider sends nobody back: %d, %v", res.StatusCode, err)
	}
	if got := back.Scheme + "://" + back.Host + back.Path; got != p.redirect {
		p.t.Fatalf("sent back to %s, not %s", got, p.redirect)
	}
	return back.Query()
}

func (p *Provider) describe(w http.ResponseWriter, _ *http.Request) {
	answer(w, map[string]any{
		"issuer": p.Issuer(), "authorization_endpoint": p.Issuer() + "/authorize", "token_endpoint": p.Issuer() + "/token",
		"jwks_uri": p.Issuer() + "/keys", "response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
		// A provider may offer what nobody should take.
		"id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"},
		"code_challenge_methods_supported":      []string{"S256"}, "authorization_response_iss_parameter_supported": true,
	})
}

func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	challenge, err := base64.RawURLEncoding.DecodeString(q.Get("code_challenge"))
	switch {
	case q.Get("response_type") != "code", q.Get("client_id") != ClientID, q.Get("redirect_uri") != p.redirect,
		!slices.Contains(strings.Fields(q.Get("scope")), "openid"), len(q.Get("state")) < 16, len(q.Get("nonce")) < 16,
		q.Get("code_challenge_method") != "S256", err != nil, len(challenge) != sha256.Size:
		http.Error(w, "bad request: "+r.URL.RawQuery, http.StatusBadRequest)
		return
	}
	code := rand.Text()
	p.set(func() { p.codes[code] = grant{q.Get("nonce"), q.Get("code_challenge")} })
	http.Redirect(w, r, p.redirect+"?"+url.Values{"code": {code}, "state": {q.Get("state")}, "iss": {p.Issuer()}}.Encode(), http.StatusFound)
}

func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	id, secret, basic := r.BasicAuth()
	if basic { // RFC 6749, section 2.3.1
		id, _ = url.QueryUnescape(id)
		secret, _ = url.QueryUnescape(secret)
	}
	if !basic || id != ClientID || secret != ClientSecret {
		refuse(w, http.StatusUnauthorized, "invalid_client")
		return
	}
	g, ok := p.codes[r.PostFormValue("code")]
	delete(p.codes, r.PostFormValue("code"))
	verifier := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if !ok || r.PostFormValue("grant_type") != "authorization_code" || r.PostFormValue("redirect_uri") != p.redirect ||
		base64.RawURLEncoding.EncodeToString(verifier[:]) != g.challenge {
		refuse(w, http.StatusBadRequest, "invalid_grant")
		return
	}
	answer(w, map[string]any{"access_token": rand.Text(), "token_type": "Bearer", "expires_in": 300, "id_token": p.idToken(g.nonce)})
}

// idToken is signed as its header says, and after lying.
func (p *Provider) idToken(nonce string) string {
	now := time.Now()
	header := map[string]any{"alg": "RS256", "typ": "JWT", "kid": p.kid}
	claims := map[string]any{"iss": p.Issuer(), "aud": ClientID, "nonce": nonce, "iat": now.Unix(), "exp": now.Add(time.Minute).Unix()}
	for name, value := range p.claims {
		claims[name] = value
	}
	if p.lie != nil {
		p.lie(header, claims)
	}
	signed := part(header) + "." + part(claims)
	var signature []byte
	switch header["alg"] {
	case "none":
	case "HS256": // with the public key, as who confuses the two would take it
		signature = hmacSHA256(p.key.N.Bytes(), signed)
	default:
		sum := sha256.Sum256([]byte(signed))
		var err error
		if signature, err = rsa.SignPKCS1v15(nil, p.key, crypto.SHA256, sum[:]); err != nil {
			p.t.Error(err)
		}
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func (p *Provider) jwks(w http.ResponseWriter, _ *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	answer(w, map[string]any{"keys": []any{map[string]any{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": p.kid,
		"n": base64.RawURLEncoding.EncodeToString(p.key.N.Bytes()),
		"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(p.key.E)).Bytes()),
	}}})
}
