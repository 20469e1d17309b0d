package httpgateway

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"

	"hotline1022/internal/certs"
	"hotline1022/internal/config"
	"hotline1022/internal/notify"
)

// Gateway is one that only sends. [New] gives more where the description says more.
type Gateway struct {
	cfg                              config.SMSGateway
	client                           *http.Client
	accepted, seen, temporary, never signs
}

// New makes a gateway of its description, which was checked.
func New(cfg config.SMSGateway) (notify.Gateway, error) {
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12},
		// A request on a used connection may be sent twice by net/http itself.
		DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10,
	}
	if cfg.CA != "" {
		pool, err := certs.File(cfg.CA)
		if err != nil {
			return nil, fmt.Errorf("gateway %s: %w", cfg.Name, err)
		}
		transport.TLSClientConfig.RootCAs = pool
	}
	g := &Gateway{
		cfg: cfg, accepted: read(cfg.Accepted), seen: read(cfg.Seen), temporary: read(cfg.Temporary), never: read(cfg.Permanent),
		client: &http.Client{
			Transport: transport, Timeout: cfg.Timeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	finds, tracks := finder{g, readQuestion(cfg.Find)}, tracker{g, readQuestion(cfg.Delivery)}
	switch {
	case cfg.Find.URL != "" && cfg.Delivery.URL != "":
		return struct {
			*Gateway
			finder
			tracker
		}{g, finds, tracks}, nil
	case cfg.Find.URL != "":
		return struct {
			*Gateway
			finder
		}{g, finds}, nil
	case cfg.Delivery.URL != "":
		return struct {
			*Gateway
			tracker
		}{g, tracks}, nil
	}
	return g, nil
}

// Name implements notify.Gateway.
func (g *Gateway) Name() string { return g.cfg.Name }

// Cautious implements notify.Cautious.
func (g *Gateway) Cautious() bool {
	return len(g.seen) == 0 && g.cfg.Find.URL == "" && g.cfg.InDoubt != config.InDoubtAgain
}

// Send implements notify.Gateway.
func (g *Gateway) Send(ctx context.Context, m notify.Outgoing) (notify.Receipt, error) {
	unicode := "0"
	if encoding, _ := notify.Measure(m.Body); encoding == notify.UCS2 {
		unicode = "1"
	}
	values := map[string]string{"ref": m.Ref, "to": g.number(m.To), "text": m.Body, "parts": strconv.Itoa(m.Parts), "unicode": unicode}
	a, err := g.ask(ctx, g.cfg.URL, g.cfg.Method, g.cfg.Body, values)
	if err != nil {
		return notify.Receipt{}, err
	}
	switch {
	case g.seen.in(a), a.status/100 == 2 && g.accepted.in(a):
		id := a.at(g.cfg.ID)
		if g.cfg.ID == "" || id == "" {
			id = m.Ref
		}
		return notify.Receipt{ID: id}, nil
	case g.never.in(a):
		return notify.Receipt{}, &notify.Error{Outcome: notify.Permanent, Err: a.said(g.cfg.Permanent)}
	case g.temporary.in(a):
		return notify.Receipt{}, &notify.Error{Outcome: notify.Temporary, Err: a.said(g.cfg.Temporary)}
	}
	return notify.Receipt{}, &notify.Error{Outcome: byStatus(a.status), Err: a.said(g.cfg.Accepted)}
}

// byStatus sorts an answer that the description says nothing of (RFC 9110, section 15).
func byStatus(status int) notify.Outcome {
	switch {
	case status == http.StatusServiceUnavailable, status >= 300 && status < 500 && status != http.StatusRequestTimeout:
		return notify.Temporary
	}
	return notify.Unknown
}

// number writes a mobile number, 0912345678, as the gateway wants it.
func (g *Gateway) number(local string) string {
	switch rest := strings.TrimPrefix(local, "0"); g.cfg.Number {
	case config.NumberInternational:
		return "84" + rest
	case config.NumberPlus:
		return "+84" + rest
	}
	return local
}

const longestAnswer = 64 << 10

// ask makes one request. The error is a *notify.Error, and tells neither address nor body.
func (g *Gateway) ask(ctx context.Context, address, method, body string, values map[string]string) (answer, error) {
	var connected atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }})
	req, err := http.NewRequestWithContext(ctx, method, fill(address, values, inURL), strings.NewReader(fill(body, values, escapes[g.cfg.Format])))
	if err != nil {
		return answer{}, &notify.Error{Outcome: notify.Permanent, Err: errors.New("the request cannot be written as described")}
	}
	if body != "" {
		req.Header.Set("Content-Type", contentTypes[g.cfg.Format])
	}
	for name, v := range g.cfg.Headers {
		req.Header.Set(name, fill(v, values, inHeader))
	}
	resp, err := g.client.Do(req)
	if err != nil {
		outcome := notify.Temporary
		if connected.Load() {
			outcome = notify.Unknown
		}
		var hidden *url.Error // its text is the address, which holds secrets
		if errors.As(err, &hidden) {
			err = hidden.Err
		}
		return answer{}, &notify.Error{Outcome: outcome, Err: err}
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, longestAnswer))
	if err != nil {
		return answer{}, &notify.Error{Outcome: notify.Unknown, Err: fmt.Errorf("status %d, and its answer broke off", resp.StatusCode)}
	}
	return readAnswer(g.cfg.Answer, resp.StatusCode, text), nil
}
