package sso

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Limit is how long the provider may take for one answer.
const Limit = 5 * time.Second

var (
	// ErrAway: the provider does not answer, or answers what is none of the protocol.
	ErrAway = errors.New("sso: the provider does not answer")
	// ErrRefused: what came back proves nothing.
	ErrRefused = errors.New("sso: refused")
	// ErrDenied: the provider itself says no, or the person broke off.
	ErrDenied = errors.New("sso: denied by the provider")
	// ErrNameless: the provider does not say what we know accounts by.
	ErrNameless = errors.New("sso: no identity in the claim")
)

// Config is how we are known to the provider, and what counts.
type Config struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	Redirect     string   // our address to which browsers come back
	Scopes       []string // beside openid
	Claim        string   // whose value an account is known by
	// ACR and AMR are values of which one says that the provider has asked for a second
	// factor; none: it never counts.
	ACR, AMR []string
}

// Provider is the city's single sign-on; safe for use by several goroutines.
type Provider struct {
	cfg    Config
	client *http.Client
	now    func() time.Time

	mu     sync.Mutex
	oauth  *oauth2.Config // nil: not described yet
	verify *oidc.IDTokenVerifier
}

// New makes it without asking anybody; it asks by way of transport.
func New(cfg Config, transport http.RoundTripper, now func() time.Time) *Provider {
	return &Provider{cfg: cfg, client: &http.Client{Timeout: Limit, Transport: answering{transport}}, now: now}
}

// answering takes the failures of a provider for no answer, at whichever door.
type answering struct{ http.RoundTripper }

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := a.RoundTripper.RoundTrip(r)
	if err == nil && res.StatusCode >= http.StatusInternalServerError {
		_ = res.Body.Close() // nobody reads it
		return nil, fmt.Errorf("sso: %s", res.Status)
	}
	return res, err
}

// Attempt is what somebody is sent with and must come back for. All of it is secret.
type Attempt struct{ State, Nonce, Verifier string }

// Back is what the browser brings back.
type Back struct {
	Code   string
	Issuer string // RFC 9207; "": not said
	Error  string // the provider's reason not to give a code
}

// Identity is whom the provider names.
type Identity struct {
	Name   string // the claim's value
	Strong bool   // by a second factor
}

// signed is the algorithms by which we let a provider sign: none of them can be forged
// with what both sides know.
var signed = []string{
	oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA,
}

// described asks the provider for its description, once it has answered.
func (p *Provider) described(ctx context.Context) (*oauth2.Config, *oidc.IDTokenVerifier, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.oauth != nil {
		return p.oauth, p.verify, nil
	}
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, p.client), p.cfg.Issuer)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrAway, err)
	}
	p.oauth = &oauth2.Config{
		ClientID: p.cfg.ClientID, ClientSecret: p.cfg.ClientSecret, Endpoint: provider.Endpoint(), RedirectURL: p.cfg.Redirect,
		Scopes: append([]string{oidc.ScopeOpenID}, p.cfg.Scopes...),
	}
	// Keys are asked for later, in nobody's context.
	keys := oidc.ClientContext(context.WithoutCancel(ctx), p.client)
	p.verify = provider.VerifierContext(keys, &oidc.Config{ClientID: p.cfg.ClientID, SupportedSigningAlgs: signed, Now: p.now})
	return p.oauth, p.verify, nil
}

// Begin makes an attempt, and the address to send the browser to; ErrAway.
func (p *Provider) Begin(ctx context.Context, state, nonce string) (Attempt, string, error) {
	conf, _, err := p.described(ctx)
	if err != nil {
		return Attempt{}, "", err
	}
	a := Attempt{State: state, Nonce: nonce, Verifier: oauth2.GenerateVerifier()}
	options := []oauth2.AuthCodeOption{oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)}
	if len(p.cfg.ACR) > 0 {
		options = append(options, oauth2.SetAuthURLParam("acr_values", strings.Join(p.cfg.ACR, " ")))
	}
	return a, conf.AuthCodeURL(a.State, options...), nil
}

// Finish finds out who came back from an attempt; ErrAway, ErrDenied, ErrRefused, ErrNameless.
func (p *Provider) Finish(ctx context.Context, a Attempt, back Back) (Identity, error) {
	switch {
	case back.Issuer != "" && back.Issuer != p.cfg.Issuer:
		return Identity{}, fmt.Errorf("%w: the answer is another provider's", ErrRefused)
	case back.Error != "":
		return Identity{}, fmt.Errorf("%w: %q", ErrDenied, back.Error)
	case back.Code == "":
		return Identity{}, fmt.Errorf("%w: no code", ErrRefused)
	}
	conf, verifier, err := p.described(ctx)
	if err != nil {
		return Identity{}, err
	}
	tokens, err := conf.Exchange(oidc.ClientContext(ctx, p.client), back.Code, oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return Identity{}, exchanged(err)
	}
	raw, ok := tokens.Extra("id_token").(string)
	if !ok {
		return Identity{}, fmt.Errorf("%w: no ID token", ErrRefused)
	}
	token, err := verifier.Verify(oidc.ClientContext(ctx, p.client), raw)
	if err != nil {
		return Identity{}, verified(err)
	}
	if subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(a.Nonce)) != 1 {
		return Identity{}, fmt.Errorf("%w: the token is another attempt's", ErrRefused)
	}
	return p.identity(token)
}

// exchanged tells a provider that refuses a code from one that does not answer.
func exchanged(err error) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		return fmt.Errorf("%w: the code is not taken: %w", ErrRefused, err)
	}
	return fmt.Errorf("%w: %w", ErrAway, err)
}

// verified tells a token that proves nothing from keys that cannot be had.
func verified(err error) error {
	var away *url.Error
	if errors.As(err, &away) {
		return fmt.Errorf("%w: %w", ErrAway, err)
	}
	return fmt.Errorf("%w: %w", ErrRefused, err)
}

// identity reads what we know accounts by.
func (p *Provider) identity(token *oidc.IDToken) (Identity, error) {
	var claims map[string]any
	var known struct {
		Party    string   `json:"azp"`
		Verified any      `json:"email_verified"`
		ACR      string   `json:"acr"`
		AMR      []string `json:"amr"`
	}
	if err := errors.Join(token.Claims(&claims), token.Claims(&known)); err != nil {
		return Identity{}, fmt.Errorf("%w: claims: %w", ErrRefused, err)
	}
	if known.Party != "" && known.Party != p.cfg.ClientID || known.Party == "" && len(token.Audience) > 1 {
		return Identity{}, fmt.Errorf("%w: the token was issued to another party", ErrRefused)
	}
	name, _ := claims[p.cfg.Claim].(string)
	if name == "" {
		return Identity{}, fmt.Errorf("%w %q", ErrNameless, p.cfg.Claim)
	}
	if p.cfg.Claim == "email" && known.Verified != true && known.Verified != "true" {
		return Identity{}, fmt.Errorf("%w %q: not verified", ErrNameless, p.cfg.Claim)
	}
	strong := slices.Contains(p.cfg.ACR, known.ACR) || slices.ContainsFunc(known.AMR, func(m string) bool { return slices.Contains(p.cfg.AMR, m) })
	return Identity{Name: name, Strong: strong}, nil
}
