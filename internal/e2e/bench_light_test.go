//go:build bench

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/devstack"
	"hotline1022/internal/ticketgen"
	"hotline1022/internal/ticketgen/million"
)

// scores are Lighthouse's, as build/lighthouse.mjs prints them.
type scores struct {
	Performance, Accessibility, Practices float64
	Drawn, Largest, Blocked, Shift        float64
	Wanting                               []string
	Said                                  []string // errors in the browser's console
}

// lighthouse: Lighthouse's own scores, with its own throttling: a telephone for what officers open outdoors.
func (b *onMillion) lighthouse(t *testing.T) {
	for _, c := range []struct{ user, path, preset string }{
		{ticketgen.OfficerAccount(b.unit), "/work", "mobile"}, {ticketgen.OfficerAccount(b.unit), "/tickets/" + b.code, "mobile"}, {"op01", "/desk", "desktop"},
	} {
		cookie := b.cookie(t, c.user)
		var all []scores
		for range often {
			all = append(all, b.light(t, c.path, c.preset, cookie))
		}
		slices.SortFunc(all, func(x, y scores) int { return int(x.Performance - y.Performance) })
		is := all[len(all)/2]
		what := fmt.Sprintf("Lighthouse %s (%s)", strings.Replace(c.path, b.code, ":code", 1), c.preset)
		b.tell(what+", performance", is.Performance, lightGoal, "", is.Performance >= lightGoal)
		b.tell(what+", accessibility", is.Accessibility, lightGoal, "", is.Accessibility >= lightGoal)
		b.tell(what+", best practices", is.Practices, lightGoal, "", is.Practices >= lightGoal)
		t.Logf("%s: first drawn %.0f ms, largest %.0f ms, blocked %.0f ms, shift %.3f; wanting: %s; %s", what, is.Drawn, is.Largest, is.Blocked, is.Shift, strings.Join(is.Wanting, " "), strings.Join(is.Said, " "))
	}
}

// light measures once. Chromium loses the beginning of a trace now and then, where the machine is busy: it is begun anew then.
func (b *onMillion) light(t *testing.T, path, preset, cookie string) (is scores) {
	t.Helper()
	var err error
	for range 3 {
		if is, err = b.run(t, path, preset, cookie); err == nil {
			return is
		}
		t.Logf("begun anew: %v", err)
	}
	t.Fatalf("Lighthouse of %s: %v", path, err)
	return is
}

func (b *onMillion) run(t *testing.T, path, preset, cookie string) (is scores, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", filepath.Join("build", "lighthouse.mjs"), b.http+path, preset, cookie)
	cmd.Dir = filepath.Join("..", "..", "agentdesk", "web")
	cmd.Env = append(os.Environ(), "CHROME_PATH="+devstack.Chromium(t))
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(out, &is)
	}
	if err != nil {
		return is, fmt.Errorf("%w: %s%s", err, out, errs.String())
	}
	return is, nil
}

// cookie is that of a session of somebody's.
func (b *onMillion) cookie(t *testing.T, user string) string {
	t.Helper()
	p := b.nobody(t)
	p.ask(http.MethodPost, "/api/v1/sessions", map[string]string{"username": user, "password": million.Password}, http.StatusCreated, nil)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.http, nil)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, c := range p.http.Jar.Cookies(req.URL) {
		all = append(all, c.Name+"="+c.Value)
	}
	return strings.Join(all, "; ")
}
