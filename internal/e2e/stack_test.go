package e2e

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"text/template"

	"hotline1022/internal/callsim"
	"hotline1022/internal/config"
	"hotline1022/internal/devstack"
	"hotline1022/recordings"
)

const (
	password = "1022-demo"
	hotline  = "02251022" // the number that citizens dial
)

// stack is one whole hotline of one test.
type stack struct {
	t        testing.TB
	dir      string
	config   string
	conf     string // Asterisk's rendered configuration
	spool    string
	http     string // http://127.0.0.1:port
	trunk    string // 127.0.0.1:port
	dsn      string
	options  options
	env      []string
	ports    ports
	minio    *devstack.MinIOService
	asterisk *devstack.AsteriskService
	hotline  *devstack.Service
	citizens *callsim.Citizens
}

// accountsKey is what second factors are kept under.
var accountsKey = base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("k"), 32))

type ports struct{ HTTP, ARI, SIP, Network, WebRTC, RTP int }

// options differ from what the demonstration runs with.
type options struct {
	Greeting       bool
	Haiphong       bool // the program's own dialplan, not only a greeting
	OfferTimeout   string
	ReconnectGrace string
	DeskGrace      string // empty: as the server's own default
	OfficerRing    string // as well
	WrapUp         string
	Survey         bool   // whoever has spoken with an operator is asked for a mark
	Release        bool   // without the race detector, for measurements
	Plan           string // instead of greetedPlan
	Tiles          string // the map's, of a server of the test
	RTPPorts       int    // two a leg; 0: 400
	SalvageAfter   string // of what Asterisk's death leaves; empty: as the server's own default
	Transcription  string // a service's address; empty: nothing is written down
	EvidenceKey    string // the file of the key that signs
	// The following make a start with something missing possible.
	DatabaseURL string // instead of the real one
	StorageAddr string
	ARIPassword string // of hotline only; Asterisk keeps the right one
}

func defaults() options {
	return options{Greeting: true, OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "60s"}
}

var configText = template.Must(template.New("config").Parse(`
node: test1
demonstration: true
http: {staff: "127.0.0.1:{{.P.HTTP}}"}
accounts: {key: "${HOTLINE_ACCOUNTS_KEY}", password_alone: true}
database: {url: "{{.DSN}}"}
asterisk:
  ari: {url: "http://127.0.0.1:{{.P.ARI}}/ari", user: hotline, password: "${HOTLINE_ARI_PASSWORD}", timeout: 3s}
  sip: {listen: "127.0.0.1:{{.P.SIP}}"}
  rtp_first: {{.P.RTP}}
  rtp_last: {{.RTPLast}}
  trunks: [{name: mang, host: "127.0.0.1:{{.P.Network}}", peers: [127.0.0.1/32], qualify: 0s}]
  directory: "{{.Dir}}/a"
  modules_dir: "{{.Asterisk.ModDir}}"
  data_dir: "{{.Asterisk.DataDir}}"
media: {listen: "127.0.0.1:{{.P.WebRTC}}"}
{{- if not .O.Haiphong}}
dialplan: {file: "{{.Dir}}/dialplan.yaml"}
{{- end}}
calls:
  greeting: {{.O.Greeting}}
  offer_timeout: {{.O.OfferTimeout}}
  reconnect_grace: {{.O.ReconnectGrace}}
{{- with .O.DeskGrace}}
  desk_grace: {{.}}
{{- end}}
{{- with .O.OfficerRing}}
  officer_ring: {{.}}
{{- end}}
  wrapup: {{.O.WrapUp}}
spool: {recordings: "{{.Spool}}", journal: "{{.Dir}}/journal"{{with .O.SalvageAfter}}, salvage_after: {{.}}{{end}}}
storage: {endpoint: "{{.Storage}}", access_key: "{{.MinIO.AccessKey}}", secret_key: "${HOTLINE_STORAGE_SECRET}"}
prompts: {directory: "{{.Prompts}}", music: "{{.Prompts}}/music", espeak: "{{.Espeak}}", incidents: "{{.Dir}}/incidents", plans: "{{.Dir}}/plans"}
{{- with .O.Tiles}}
map: {tiles: "{{.}}", attribution: Bản đồ thử}
{{- end}}
{{- with .O.Transcription}}
transcription: {url: "{{.}}"}
{{- end}}
{{- with .O.EvidenceKey}}
evidence: {key: "{{.}}"}
{{- end}}
messages: {simulator: "{{.Dir}}/messages.jsonl", quiet: {from: "00:00", to: "00:00"}}
log: {level: info}
`))

// greetedPlan is a greeting and a queue, and nothing that a caller must wait for beside.
const greetedPlan = `
zone: Asia/Ho_Chi_Minh
numbers: {"*": chao}
queues:
  tong-dai: {strategy: longest-idle, max_wait: 1h, wrap_up: %s}
  truc-ca: {strategy: longest-idle, max_wait: 1h}
on_call:
  truc-dien: ["0225300018", "0225300068"]
emergency:
  "113": {name: Công an, en: Police, number: "113"}
  "114": {name: "Phòng cháy, chữa cháy", number: "114"}
  "115": {name: Cấp cứu y tế, number: "115"}
  dien: {name: Sự cố điện, on_call: truc-dien}
nodes:
  chao: {play: {prompts: [greeting], next: cho}}
  cho: {queue: {queue: tong-dai, overflow: ca}}
  ca: {queue: {queue: truc-ca, overflow: het}}
  het: {hangup: {}}
prompts:
  greeting: {vi: Xin chào., en: Hello.}
  fallback-notice: {vi: Xin chào., en: Hello.}
  fallback-message: {vi: Xin chào., en: Hello.}
  fallback-thanks: {vi: Xin chào., en: Hello.}
fallback: {notice: fallback-notice, ask: fallback-message, limit: 3m, silence: 5s, thanks: fallback-thanks}
`

// newStack starts everything but hotline itself.
func newStack(t testing.TB, o options) *stack {
	t.Helper()
	s := &stack{t: t, options: o, dir: devstack.ShortDir(t)}
	s.ports = ports{
		HTTP: devstack.FreeTCPPort(t), ARI: devstack.FreeTCPPort(t), SIP: devstack.FreeUDPPort(t),
		Network: devstack.FreeUDPPort(t), WebRTC: devstack.FreeUDPPort(t), RTP: devstack.FreeUDPRange(t, o.rtpPorts()),
	}
	s.http = fmt.Sprintf("http://127.0.0.1:%d", s.ports.HTTP)
	s.trunk = fmt.Sprintf("127.0.0.1:%d", s.ports.SIP)
	s.spool = filepath.Join(s.dir, "spool")
	s.config = filepath.Join(s.dir, "hotline.yaml")
	s.conf = filepath.Join(s.dir, "conf")
	for _, d := range []string{s.spool, filepath.Join(s.dir, "journal"), filepath.Join(s.dir, "a")} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s.minio = devstack.MinIO(t)
	s.env = []string{"HOTLINE_ARI_PASSWORD=" + devstack.RandomSecret(12), "HOTLINE_STORAGE_SECRET=" + s.minio.SecretKey, "HOTLINE_ACCOUNTS_KEY=" + accountsKey}
	s.dsn = devstack.PostgresTemplate(t, "demonstration", s.demonstration)
	s.writeConfig()
	s.run("asterisk", "render", "--config", s.config, "--out", s.conf)
	s.asterisk = devstack.StartAsterisk(t, s.conf)

	citizens, err := callsim.NewCitizens(callsim.CitizensOptions{Trunk: s.trunk, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	s.citizens = citizens
	t.Cleanup(citizens.Close)
	return s
}

func (o options) rtpPorts() int { return cmp.Or(o.RTPPorts, 400) }

func (o options) plan() string {
	plan := fmt.Sprintf(greetedPlan, o.WrapUp)
	if o.Survey {
		plan = strings.NewReplacer(
			"overflow: ca}}", "overflow: ca, after: cham-diem}}\n  cham-diem: {survey: {ask: cham-diem, keys: \"12345\", timeout: 5s, done: cham-on, next: het}}",
			"prompts:\n", "prompts:\n  cham-diem: {vi: Xin chấm điểm., en: Your mark please.}\n  cham-on: {vi: Xin cảm ơn., en: Thank you.}\n",
		).Replace(plan)
	}
	return cmp.Or(o.Plan, plan)
}

// tokens are the roles' bearer tokens, the same in every test's database.
var tokens = map[string]string{}

// demonstration makes, once a test run and by the program's own commands, what every
// test's database begins as: the tables, the demonstration's people, a token of each role.
func (s *stack) demonstration(_ context.Context, dsn string) error {
	own := s.options.DatabaseURL
	defer func() { s.options.DatabaseURL = own }()
	s.options.DatabaseURL = dsn
	s.writeConfig()
	commands := [][]string{{"migrate", "up"}, {"demo", "seed"}}
	for _, role := range []string{"auditor", "leader", "admin", "operator", "officer"} {
		commands = append(commands, []string{"token", "create", "--role", role, "--name", "e2e"})
	}
	for _, args := range commands {
		out, err := s.try(append(args, "--config", s.config)...)
		if err != nil {
			return err
		}
		if args[0] == "token" {
			tokens[args[3]] = out
		}
	}
	return nil
}

func (s *stack) writeConfig() {
	s.t.Helper()
	dsn, storage, spoken := s.dsn, s.minio.Endpoint, promptFiles(s.t)
	if !s.options.Haiphong && s.options.Plan == "" {
		spoken = shortPrompts(s.t, spoken, s.options.plan())
	}
	if s.options.DatabaseURL != "" {
		dsn = s.options.DatabaseURL
	}
	if s.options.StorageAddr != "" {
		storage = s.options.StorageAddr
	}
	if err := os.WriteFile(filepath.Join(s.dir, "dialplan.yaml"), []byte(s.options.plan()), 0o600); err != nil {
		s.t.Fatal(err)
	}
	f, err := os.OpenFile(s.config, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	err = configText.Execute(f, map[string]any{
		"P": s.ports, "O": s.options, "Dir": s.dir, "Spool": s.spool, "DSN": dsn, "Storage": storage, "MinIO": s.minio,
		"RTPLast": s.ports.RTP + s.options.rtpPorts() - 1, "Asterisk": devstack.AsteriskBinary(s.t), "Prompts": spoken, "Espeak": devstack.Espeak(s.t),
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// startHotline starts `hotline serve` and waits until it answers; ready says
// whether all that it stands on must be well, too.
func (s *stack) startHotline(ready bool) {
	s.t.Helper()
	if s.hotline != nil {
		s.hotline.Start()
		return
	}
	path := "/healthz"
	if ready {
		path = "/readyz"
	}
	env := s.env
	if s.options.ARIPassword != "" {
		env = append([]string{"HOTLINE_ARI_PASSWORD=" + s.options.ARIPassword}, s.env[1:]...)
	}
	s.hotline = devstack.StartProgram(s.t, "hotline", func() devstack.Launch {
		return devstack.Launch{Args: []string{program(s.t, !s.options.Release), "serve", "--config", s.config}, Env: env}
	}, func(ctx context.Context) bool { return devstack.HTTPOK(ctx, s.http+path) })
	s.t.Cleanup(s.leftBehind)
}

// run runs one command of the hotline program to its end and returns its output.
func (s *stack) run(args ...string) string {
	s.t.Helper()
	out, err := s.try(args...)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

func (s *stack) try(args ...string) (string, error) {
	s.t.Helper()
	cmd := exec.Command(program(s.t, !s.options.Release), args...)
	// The race detector would sleep for a second at its end, for goroutines that a command does not leave behind.
	cmd.Env = append(append(os.Environ(), "GORACE=atexit_sleep_ms=0"), s.env...)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("hotline %s: %w\n%s", strings.Join(args, " "), err, errs.String())
	}
	return strings.TrimSpace(out.String()), nil
}

// archive opens where recordings lie, with its bucket: as whoever set it up before hotline came.
func (s *stack) archive() *recordings.Archive {
	s.t.Helper()
	a, err := recordings.OpenArchive(config.Storage{Endpoint: s.minio.Endpoint, AccessKey: s.minio.AccessKey, SecretKey: s.minio.SecretKey, Bucket: "hotline-recordings"})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(a.Close)
	if _, err := a.EnsureBucket(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	return a
}
