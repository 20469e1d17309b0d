package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hotline1022/dialplan"
	"hotline1022/dialplan/versions"
	"hotline1022/internal/api"
	"hotline1022/internal/demo"
	"hotline1022/internal/devstack"
	"hotline1022/internal/health"
)

var update = flag.Bool("update", false, "write the golden files afresh")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// hotline runs the command line and gives what it answers.
func hotline(t *testing.T, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(stdin), &out, &errs)
	return code, out.String(), errs.String()
}

// place is a configuration in a directory of the test's own.
type place struct {
	config  string
	address string
	public  string // where only what is everybody's is; "": nowhere
}

// configure writes a configuration in which only the database given is there.
func configure(t *testing.T, database string) place {
	t.Helper()
	dir := t.TempDir()
	staff := fmt.Sprintf("127.0.0.1:%d", devstack.FreeTCPPort(t))
	src := fmt.Sprintf(`
node: test1
demonstration: true
http: {staff: %q}
database: {url: %q}
asterisk:
  directory: %q
  ari: {url: "http://127.0.0.1:%d/ari", password: not-the-real-one}
  trunks: [{name: mang, host: "127.0.0.1:5080", peers: [127.0.0.1/32]}]
media: {listen: "127.0.0.1:%d"}
spool: {recordings: %q, journal: %q}
storage: {endpoint: "127.0.0.1:%d", access_key: none, secret_key: none-at-all}
`, staff, database, filepath.Join(dir, "asterisk"), devstack.FreeTCPPort(t), devstack.FreeUDPPort(t),
		filepath.Join(dir, "recordings"), filepath.Join(dir, "journal"), devstack.FreeTCPPort(t))
	file := filepath.Join(dir, "hotline.yaml")
	if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	return place{config: file, address: "http://" + staff}
}

func TestExitCodes(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.yaml")
	if err := os.WriteFile(bad, []byte("htp: {}\ncalls: {wrapup: 60}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := configure(t, "postgres://nobody@127.0.0.1:1/none").config
	plan := filepath.Join(dir, "plan.yaml")
	if err := os.WriteFile(plan, []byte(strings.Replace(string(dialplan.Haiphong), "next: su-co}", "next: suco}", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	badPlan := filepath.Join(dir, "bad-plan.yaml")
	if err := os.WriteFile(badPlan, append(read(t, good), "dialplan: {file: "+plan+"}\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	// What a file that is named must hold, and does not: each with its line.
	noPEM, key := filepath.Join(dir, "no.pem"), filepath.Join(dir, "key.pem")
	badFiles := filepath.Join(dir, "bad-files.yaml")
	if err := os.WriteFile(badFiles, fmt.Appendf(regexp.MustCompile(`(?m)^storage: {`).ReplaceAll(read(t, good), []byte("storage: {tls: true, ca: "+noPEM+", ")),
		"evidence:\n  key: %s\n  trusted:\n    - %s\n    - %s\n", filepath.Join(dir, "none.pem"), noPEM, key), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(noPEM, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, public, _ := hotline(t, "", "keys", "new", filepath.Join(dir, "new.pem")); code != 0 || os.WriteFile(key, []byte(public), 0o600) != nil {
		t.Fatal("no key was made")
	}
	const wrongPlan = `names "suco", and there is no such node – did you mean "su-co"?`
	tests := map[string]struct {
		args []string
		code int
		says string
	}{
		"version":                    {[]string{"version"}, 0, ""},
		"nothing":                    {nil, 0, ""},
		"unknown command":            {[]string{"serv"}, 2, "serv"},
		"unknown flag":               {[]string{"serve", "--colour"}, 2, "--colour"},
		"no configuration":           {[]string{"serve", "--config", filepath.Join(dir, "none.yaml")}, 2, "none.yaml: the configuration cannot be read"},
		"configuration with faults":  {[]string{"serve", "--config", bad}, 2, `bad.yaml:1:1: unknown key "htp" in the file – did you mean "http"?`},
		"all faults at once":         {[]string{"config", "check", "--config", bad}, 2, "bad.yaml:2:17: calls.wrapup is a duration"},
		"an authority's file":        {[]string{"config", "check", "--config", badFiles}, 2, "bad-files.yaml:12:26: storage.ca cannot be used: " + noPEM + ": there is no certificate in it"},
		"a key's file":               {[]string{"config", "check", "--config", badFiles}, 2, "bad-files.yaml:14:8: evidence.key cannot be used: open " + filepath.Join(dir, "none.pem")},
		"an earlier key's file":      {[]string{"config", "check", "--config", badFiles}, 2, "bad-files.yaml:16:7: evidence.trusted.0 cannot be used: " + noPEM},
		"configuration in order":     {[]string{"config", "check", "--config", good}, 0, ""},
		"dialplan in order":          {[]string{"dialplan", "check"}, 0, ""},
		"dialplan with a fault":      {[]string{"dialplan", "check", "--file", plan}, 2, wrongPlan},
		"dialplan that is not there": {[]string{"dialplan", "check", "--file", filepath.Join(dir, "none")}, 2, "the dialplan cannot be read"},
		"configured dialplan":        {[]string{"config", "check", "--config", badPlan}, 2, wrongPlan},
		"dialplan to serve":          {[]string{"serve", "--config", badPlan}, 2, wrongPlan},
		"dialplan's prompts":         {[]string{"prompts", "build", "--config", badPlan}, 2, wrongPlan},
		"no database":                {[]string{"migrate", "up", "--config", good}, 1, "127.0.0.1"},
		"migrate down by mistake":    {[]string{"migrate", "down", "--config", good}, 2, "--all-data-will-be-lost"},
		"token of no role":           {[]string{"token", "create", "--config", good}, 2, "--role must be one of"},
		"render without destination": {[]string{"asterisk", "render", "--config", good}, 2, "--out"},
		"user without password":      {[]string{"user", "add", "x1", "--name", "X", "--role", "operator", "--config", good}, 2, "standard input"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			code, _, stderr := hotline(t, "", tc.args...)
			if code != tc.code || !strings.Contains(stderr, tc.says) {
				t.Errorf("exit %d, want %d:\n%s", code, tc.code, stderr)
			}
		})
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOpenAPIDocumentIsCurrent(t *testing.T) {
	code, want, stderr := hotline(t, "", "openapi")
	if code != 0 {
		t.Fatal(stderr)
	}
	have, err := os.ReadFile("../../agentdesk/web/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != want {
		t.Error("agentdesk/web/openapi.json is not what the code says; run `make generate`")
	}
}

func TestRenderedConfigurationIsAsterisks(t *testing.T) {
	p := configure(t, "postgres://nobody@127.0.0.1:1/none")
	out := filepath.Join(t.TempDir(), "etc")
	if code, _, stderr := hotline(t, "", "asterisk", "render", "--config", p.config, "--out", out); code != 0 {
		t.Fatal(stderr)
	}
	for file, has := range map[string]string{"asterisk.conf": "test1", "ari.conf": "[hotline]", "pjsip.conf": "127.0.0.1:5080", "extensions.conf": "Stasis(hotline"} {
		raw, err := os.ReadFile(filepath.Join(out, file))
		if err != nil || !strings.Contains(string(raw), has) {
			t.Errorf("%s has no %q, %v", file, has, err)
		}
		if strings.Contains(string(raw), "not-the-real-one") {
			t.Errorf("%s holds the password in clear", file)
		}
	}
}

// What Asterisk does by itself is rendered from the plan, and is the very part of
// extensions.conf that is rendered for it.
func TestFallbackIsThePlans(t *testing.T) {
	p := configure(t, "postgres://nobody@127.0.0.1:1/none")
	code, got, stderr := hotline(t, "", "dialplan", "fallback", "--config", p.config)
	if code != 0 {
		t.Fatal(stderr)
	}
	const golden = "testdata/fallback.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if want := string(read(t, golden)); got != want {
		t.Errorf("%s differs (go test -run Fallback -update writes it):\n%s", golden, got)
	}
	out := filepath.Join(t.TempDir(), "etc")
	if code, _, stderr := hotline(t, "", "asterisk", "render", "--config", p.config, "--out", out); code != 0 {
		t.Fatal(stderr)
	}
	if rendered := read(t, filepath.Join(out, "extensions.conf")); !strings.Contains(string(rendered), got) {
		t.Error("extensions.conf has another fallback")
	} else if dir := "\nFALLBACK = /var/lib/hotline/plans/" + versions.FallbackDir + "\n"; !strings.Contains(string(rendered), dir) {
		t.Errorf("Asterisk looks for the current version's words elsewhere than %q", dir)
	}
}

// serving runs `hotline serve` until the test ends, and then it must have ended well.
func serving(t *testing.T, p place) *http.Client {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var log lockedBuffer
	done := make(chan int, 1)
	go func() { done <- run(ctx, []string{"serve", "--config", p.config}, nil, io.Discard, &log) }()
	transport := &http.Transport{}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		stop()
		select {
		case code := <-done:
			if code != 0 {
				t.Errorf("serve ended with %d:\n%s", code, log.String())
			}
		case <-time.After(30 * time.Second):
			t.Errorf("serve did not end:\n%s", log.String())
		}
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: transport, Jar: jar, Timeout: 20 * time.Second}
	err = devstack.Poll(t.Context(), 20*time.Second, 20*time.Millisecond, func() (bool, error) {
		res, err := client.Get(p.address + "/healthz")
		if err != nil {
			return false, nil //nolint:nilerr // not yet
		}
		return res.StatusCode == http.StatusOK, res.Body.Close()
	})
	if err != nil {
		t.Fatalf("serve does not listen: %v\n%s", err, log.String())
	}
	return client
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func get(t *testing.T, c *http.Client, url string) (int, []byte) {
	t.Helper()
	res, err := c.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, raw
}

// ready waits until every dependency has been asked, and gives what is said.
func ready(t *testing.T, c *http.Client, p place) (int, health.Report) {
	t.Helper()
	var code int
	var report health.Report
	err := devstack.Poll(t.Context(), 30*time.Second, 50*time.Millisecond, func() (bool, error) {
		var raw []byte
		code, raw = get(t, c, p.address+"/readyz")
		report = health.Report{}
		if err := json.Unmarshal(raw, &report); err != nil {
			return false, err
		}
		for _, check := range report.Checks {
			if check.State == health.Unknown || check.Detail == "not asked yet" {
				return false, nil
			}
		}
		return true, nil
	})
	if err != nil {
		t.Fatalf("%v: %+v", err, report)
	}
	return code, report
}

// Nothing is there: it serves all the same, and says what is missing.
func TestServeWithoutAnything(t *testing.T) {
	p := configure(t, "postgres://nobody@127.0.0.1:1/none")
	c := serving(t, p)
	code, report := ready(t, c, p)
	want := map[string]health.State{"asterisk": health.Failing, "database": health.Failing, "calendar": health.Failing, "storage": health.Failing, "spool": health.OK, "spool_room": health.OK, "recordings": health.OK, "evidence": health.Failing, "proofs": health.OK, "retention": health.OK, "journal": health.OK, "trunks": health.OK}
	if code != 503 || len(report.Checks) != len(want) {
		t.Errorf("%d %+v", code, report)
	}
	for name, state := range want {
		if report.Checks[name].State != state {
			t.Errorf("%s is %+v", name, report.Checks[name])
		}
		if !slices.Contains(api.Dependencies, name) {
			t.Errorf("staff are not told of %s", name)
		}
	}
	if code, raw := get(t, c, p.address+"/metrics"); code != 200 || !bytes.Contains(raw, []byte(`hotline_dependency_up{dependency="database"} 0`)) {
		t.Errorf("metrics: %d", code)
	}
	if code, _ := get(t, c, p.address+"/api/v1/calls"); code != 401 {
		t.Errorf("calls: %d", code)
	}
}

func TestServeOnADatabaseThatIsSetUp(t *testing.T) {
	p := configure(t, devstack.Postgres(t))
	c := serving(t, p) // before there is a schema
	if _, report := ready(t, c, p); !strings.Contains(report.Checks["database"].Detail, "hotline migrate up") {
		t.Errorf("database without schema: %+v", report.Checks["database"])
	}
	for _, args := range [][]string{{"migrate", "up"}, {"demo", "seed"}, {"demo", "seed"}} {
		if code, _, stderr := hotline(t, "", append(args, "--config", p.config)...); code != 0 {
			t.Fatalf("%v: %s", args, stderr)
		}
	}
	if code, stdout, stderr := hotline(t, "", "migrate", "status", "--config", p.config); code != 0 || strings.Contains(stdout, "pending") || !strings.Contains(stdout, "applied") {
		t.Errorf("status: %s%s", stdout, stderr)
	}
	code, token, stderr := hotline(t, "", "token", "create", "--role", "auditor", "--config", p.config)
	if code != 0 || strings.Count(token, "\n") != 1 {
		t.Fatalf("token: %q, %s", token, stderr)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.address+"/api/v1/operators", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+strings.TrimSpace(token))
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != 200 || strings.Count(string(raw), `"offline"`) != 5 {
		t.Errorf("operators: %d %s, %v", res.StatusCode, raw, err)
	}
	_ = res.Body.Close()

	if code, _, stderr := hotline(t, "mật khẩu mới\n", "user", "add", "tv06", "--name", "Tổng đài viên 6", "--role", "operator", "--config", p.config); code != 0 {
		t.Fatal(stderr)
	}
	for user, password := range map[string]string{"op01": demo.Password, "tv06": "mật khẩu mới"} {
		body := fmt.Sprintf(`{"username":%q,"password":%q}`, user, password)
		res, err := c.Post(p.address+"/api/v1/sessions", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode != http.StatusCreated {
			t.Errorf("%s signs in: %d", user, res.StatusCode)
		}
		_ = res.Body.Close()
	}
	if code, _, stderr := hotline(t, "short\n", "user", "password", "tv06", "--config", p.config); code != 2 {
		t.Errorf("a weak password: %d, %s", code, stderr)
	}
}

func TestTwoServersDoNotShareASpool(t *testing.T) {
	p := configure(t, "postgres://nobody@127.0.0.1:1/none")
	serving(t, p)
	if code, _, stderr := hotline(t, "", "serve", "--config", p.config); code != 1 || !strings.Contains(stderr, "another process") {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

func TestDefaultConfig(t *testing.T) {
	dir := t.TempDir()
	beside := filepath.Join(dir, "etc", "hotline.yaml")
	if err := os.MkdirAll(filepath.Dir(beside), 0o755); err != nil {
		t.Fatal(err)
	}
	program := func() (string, error) { return filepath.Join(dir, "bin", "hotline"), nil }
	env := func(v string) func(string) string {
		return func(name string) string { return map[string]string{configEnv: v}[name] }
	}
	if got := defaultConfig(env(""), program); got != "/etc/hotline/hotline.yaml" {
		t.Errorf("with nothing there: %s", got)
	}
	if err := os.WriteFile(beside, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := defaultConfig(env(""), program); got != beside {
		t.Errorf("beside the program: %s", got)
	}
	if got := defaultConfig(env("/else.yaml"), program); got != "/else.yaml" {
		t.Errorf("named by the environment: %s", got)
	}
}
