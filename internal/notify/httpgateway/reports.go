package httpgateway

import (
	"context"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"strings"

	"hotline1022/internal/config"
	"hotline1022/internal/notify"
)

// Take writes a report down; notify.ErrNotOurs.
type Take func(ctx context.Context, gateway string, r notify.Report) error

// Reports answers gateways at /reports/<name>/<secret>. A report that cannot be kept is
// refused, so that the gateway tells it again.
func Reports(gateways []config.SMSGateway, take Take) http.Handler {
	mux := http.NewServeMux()
	for _, g := range gateways {
		if g.Reports.Secret == "" {
			continue
		}
		r := reporter{name: g.Name, cfg: g.Reports, delivered: read(g.Reports.Delivered), undelivered: read(g.Reports.Undelivered), take: take}
		mux.Handle("/reports/"+g.Name+"/{secret}", r)
	}
	return mux
}

type reporter struct {
	name                   string
	cfg                    config.Reports
	delivered, undelivered signs
	take                   Take
}

func (h reporter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if subtle.ConstantTimeCompare([]byte(r.PathValue("secret")), []byte(h.cfg.Secret)) != 1 {
		http.NotFound(w, r)
		return
	}
	a, ok := h.read(w, r)
	report := notify.Report{State: notify.Pending, Reason: because(a, h.cfg.Reason)}
	if h.cfg.Ref != "" {
		report.Ref = a.at(h.cfg.Ref)
	}
	if h.cfg.ID != "" {
		report.ID = a.at(h.cfg.ID)
	}
	switch {
	case h.delivered.in(a):
		report.State = notify.Delivered
	case h.undelivered.in(a):
		report.State = notify.Undelivered
	}
	switch {
	case !ok || report.Ref == "" && report.ID == "":
		http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
		return
	case report.State == notify.Pending:
		_, _ = io.WriteString(w, "ok\n") // news of the way, which nobody waits for
		return
	}
	switch err := h.take(r.Context(), h.name, report); {
	case errors.Is(err, notify.ErrNotOurs):
		http.NotFound(w, r)
	case err != nil:
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
	default:
		_, _ = io.WriteString(w, "ok\n")
	}
}

func (h reporter) read(w http.ResponseWriter, r *http.Request) (answer, bool) {
	r.Body = http.MaxBytesReader(w, r.Body, longestAnswer)
	switch h.cfg.Read {
	case "json":
		text, err := io.ReadAll(r.Body)
		a := readAnswer("json", 0, text)
		return a, err == nil && len(a.values) > 0
	case "form":
		if err := r.ParseForm(); err != nil || !strings.EqualFold(r.Method, http.MethodPost) {
			return answer{}, false
		}
		return ofForm(r.PostForm), true
	}
	return ofForm(r.URL.Query()), true
}
