package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hotline1022/internal/callsim"
	"hotline1022/internal/config"
	"hotline1022/internal/devstack"
	"hotline1022/internal/strictyaml"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// testDemo is a demonstration with folders and ports of its own.
func testDemo(t *testing.T) (*Demo, *bytes.Buffer) {
	t.Helper()
	w, err := devstack.Find()
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	server, err := w.PostgresServer(ctx)
	if err != nil {
		t.Fatal(err)
	}
	program, err := w.MinIOServer(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var ports Ports
	for _, p := range ports.all() {
		if p.network == "udp" {
			*p.value = devstack.FreeUDPPort(t)
		} else {
			*p.value = devstack.FreeTCPPort(t)
		}
	}
	var out bytes.Buffer
	d := New(&devstack.Workspace{Root: w.Root, Local: devstack.ShortDir(t)}, ports, &out)
	d.postgres, d.minio = server, program
	if d.secrets, err = loadSecrets(d.w.Path("etc", "secrets.json")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Down(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return d, &out
}

func TestPostgresAndMinIOStartStayAndEnd(t *testing.T) {
	d, out := testDemo(t)
	pids := map[string]int{}
	for _, s := range []service{d.postgresService(), d.minioService()} {
		if err := d.ensure(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		r, _ := readRecord(d.recordPath(s.name))
		pids[s.name] = r.PID
		if err := d.ensure(t.Context(), s); err != nil { // again: nothing to do
			t.Fatal(err)
		}
		if r, _ := readRecord(d.recordPath(s.name)); r.PID != pids[s.name] {
			t.Errorf("%s was started again without need", s.title)
		}
	}
	if err := d.ports.checkPorts(d.isOurs); err != nil {
		t.Errorf("our own services count as strangers: %v", err)
	}
	dsn := devstack.PostgresDSN(d.ports.Postgres, databaseRole, d.secrets.Database, databaseName)
	if !devstack.PostgresReady(t.Context(), dsn) {
		t.Error("hotline's role cannot enter hotline's database")
	}
	if d.Status() {
		t.Error("Status says that all runs, with two of six")
	}
	if err := d.Down(t.Context()); err != nil {
		t.Fatal(err)
	}
	if devstack.PostgresReady(t.Context(), dsn) || devstack.MinIOReady(t.Context(), d.ports.MinIO, d.secrets.StorageAccess, d.secrets.StorageSecret) {
		t.Error("something answers after Down")
	}
	out.Reset()
	if err := d.Down(t.Context()); err != nil || !strings.Contains(out.String(), "nothing of ours was running") {
		t.Errorf("Down again: %v, %q", err, out)
	}
}

// sleeper is a service whose program does nothing for long.
func sleeper(input string) service {
	return service{
		name: "sleeper", title: "the sleeper",
		launch: func() (devstack.Launch, error) {
			return devstack.Launch{Args: []string{"sleep", "600"}, Dir: "/"}, nil
		},
		inputs: []string{input},
		ready:  func(context.Context) bool { return true },
		limit:  5 * time.Second, polite: syscall.SIGTERM, patience: 5 * time.Second,
	}
}

func TestAChangedInputStartsTheServiceAgain(t *testing.T) {
	d := New(&devstack.Workspace{Local: t.TempDir()}, Ports{}, &bytes.Buffer{})
	input := filepath.Join(t.TempDir(), "input")
	run := func(content string) record {
		t.Helper()
		if err := os.WriteFile(input, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := d.ensure(t.Context(), sleeper(input)); err != nil {
			t.Fatal(err)
		}
		r, ok := readRecord(d.recordPath("sleeper"))
		if !ok || !r.alive() {
			t.Fatal("the service does not run")
		}
		return r
	}
	first := run("one")
	t.Cleanup(func() {
		if r, ok := readRecord(d.recordPath("sleeper")); ok {
			_ = r.stop(context.Background(), syscall.SIGTERM, time.Second)
		}
	})
	if again := run("one"); again.PID != first.PID {
		t.Error("the same input started it again")
	}
	second := run("two")
	if second.PID == first.PID || first.alive() {
		t.Error("another input did not start it again")
	}
}

func TestAServiceThatDiesShowsLogAndRemedy(t *testing.T) {
	d := New(&devstack.Workspace{Local: t.TempDir()}, Ports{}, &bytes.Buffer{})
	s := sleeper(os.DevNull)
	s.launch = func() (devstack.Launch, error) {
		return devstack.Launch{Args: []string{"sh", "-c", "echo no room on the disk; exit 1"}}, nil
	}
	s.ready = func(context.Context) bool { return false }
	s.remedy = "Look at df."
	err := d.ensure(t.Context(), s)
	if err == nil {
		t.Fatal("no error")
	}
	// The shell may be gone before it can be recorded; both are told alike.
	for _, want := range []string{"the sleeper does not run", "ended", "Look at df.", d.logPath("sleeper")} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error lacks %q: %v", want, err)
		}
	}
}

func TestANumberGivenToSomebodyElseIsNotOurs(t *testing.T) {
	r, err := newRecord(os.Getpid(), "v")
	if err != nil {
		t.Fatal(err)
	}
	if !r.alive() {
		t.Fatal("we are not alive")
	}
	older, otherBoot := r, r
	older.Started--
	otherBoot.Boot = "another boot"
	for name, r := range map[string]record{"started at another time": older, "another boot": otherBoot, "empty": {}} {
		if r.alive() || r.owns(os.Getpid()) {
			t.Errorf("%s: taken for ours", name)
		}
		// Were it taken for ours, this would end the test program.
		if err := r.stop(t.Context(), syscall.SIGKILL, time.Second); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTakenPortsNameTheirOwner(t *testing.T) {
	ports, err := portsFrom(usualPorts(), func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range ports.all() { // away from a demonstration that runs
		if p.network == "udp" {
			*p.value = devstack.FreeUDPPort(t)
		} else {
			*p.value = devstack.FreeTCPPort(t)
		}
	}
	nobody := func(string, int) bool { return false }
	if err := ports.checkPorts(nobody); err != nil {
		t.Fatalf("free ports: %v", err)
	}
	var lc net.ListenConfig
	tcp, err := lc.Listen(t.Context(), "tcp", fmt.Sprintf("0.0.0.0:%d", ports.Web))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tcp.Close() }()
	udp, err := lc.ListenPacket(t.Context(), "udp", fmt.Sprintf("127.0.0.1:%d", ports.SIP))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = udp.Close() }()
	err = ports.checkPorts(nobody)
	if err == nil {
		t.Fatal("taken ports were not noticed")
	}
	for _, want := range []string{
		fmt.Sprintf("port %d/tcp (desk and API) is taken by process %d (", ports.Web, os.Getpid()), "HOTLINE_PORT_WEB=",
		fmt.Sprintf("port %d/udp (Asterisk's trunk)", ports.SIP), "HOTLINE_PORT_SIP=",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error lacks %q: %v", want, err)
		}
	}
	if err := ports.checkPorts(func(string, int) bool { return true }); err != nil {
		t.Errorf("our own services' ports: %v", err)
	}
}

func TestPortsFromEnv(t *testing.T) {
	tests := map[string]struct {
		env  map[string]string
		want string // part of the error
	}{
		"usual ports":       {},
		"another port":      {env: map[string]string{"HOTLINE_PORT_WEB": "18080"}},
		"no number":         {env: map[string]string{"HOTLINE_PORT_WEB": "web"}, want: "HOTLINE_PORT_WEB=web: use a number"},
		"out of range":      {env: map[string]string{"HOTLINE_PORT_SIP": "70000"}, want: "HOTLINE_PORT_SIP=70000"},
		"twice the same":    {env: map[string]string{"HOTLINE_PORT_WEB": "9000"}, want: "HOTLINE_PORT_WEB and HOTLINE_PORT_MINIO are both tcp 9000"},
		"tcp and udp alike": {env: map[string]string{"HOTLINE_PORT_SIP": "9000"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := portsFrom(usualPorts(), func(k string) (string, bool) { v, ok := tc.env[k]; return v, ok })
			if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Fatalf("error %v, want %q", err, tc.want)
			}
			if name == "another port" && p.Web != 18080 {
				t.Errorf("web port %d", p.Web)
			}
		})
	}
}

func TestSecretsAreDrawnOnceAndPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "etc", "secrets.json")
	first, err := loadSecrets(path)
	if err != nil {
		t.Fatal(err)
	}
	second, err := loadSecrets(path)
	if err != nil || first != second || first == (secrets{}) {
		t.Fatalf("second load: %v, the same: %v", err, first == second)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte(`{"ari": "of an older demonstration"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	older, err := loadSecrets(path)
	if again, _ := loadSecrets(path); err != nil || older.AccountsKey == "" || older != again || older.ARI == first.ARI {
		t.Errorf("of an older demonstration: %v, kept: %v", err, older == again)
	}
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := loadSecrets(path); err == nil || !strings.Contains(err.Error(), path) {
		t.Fatalf("broken file: %v", err)
	}
}

func TestTheConfigurationIsOneThatHotlineAccepts(t *testing.T) {
	ports, err := portsFrom(usualPorts(), func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	b, err := renderConfig(configValues{
		Ports: ports, Database: devstack.PostgresDSN(ports.Postgres, databaseRole, "pw", databaseName),
		AccountsKey: accountsKey(), EvidenceKey: "/l/evidence.pem", ARI: devstack.RandomSecret(16), Access: "demo", Secret: devstack.RandomSecret(16), Bucket: bucket,
		AsteriskDir: "/l/var/asterisk", ModulesDir: "/l/modules", DataDir: "/l/data",
		Recordings: "/l/var/spool/recordings", Journal: "/l/var/spool/journal", Prompts: "/l/prompts", Music: "/l/music", Espeak: "/l/espeak-ng", Incidents: "/l/incidents", Plans: "/l/plans", Messages: "/l/messages",
	})
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Parse("hotline.yaml", b, func(string) (string, bool) { return "", false })
	if err != nil {
		var faults *strictyaml.Faults
		errors.As(err, &faults)
		t.Fatalf("%v\n%s", err, b)
	}
	if !cfg.Demonstration || cfg.HTTP.Staff != "127.0.0.1:8080" {
		t.Errorf("demonstration %v on %s", cfg.Demonstration, cfg.HTTP.Staff)
	}
}

// Whoever follows README reaches an officer by consultation: the telephones answer, and press 1.
func TestTheDemonstrationsOfficersCanBeConsulted(t *testing.T) {
	l, err := New(&devstack.Workspace{Local: t.TempDir()}, usualPorts(), io.Discard).networkService().launch()
	if err != nil {
		t.Fatal(err)
	}
	option := func(name string) string {
		t.Helper()
		i := slices.Index(l.Args, name)
		if i < 0 || i+1 == len(l.Args) {
			t.Fatalf("no %s in %q", name, l.Args)
		}
		return l.Args[i+1]
	}
	plan, err := callsim.ParsePlan(option("--plan"))
	if err != nil {
		t.Fatal(err)
	}
	if o := plan.Lookup("0225300019"); o.Kind != callsim.OutcomeAnswer || o.Hangup != 0 {
		t.Errorf("an officer's telephone: %s", o)
	}
	keys, err := callsim.ParseKeys(option("--dtmf"))
	if err != nil || len(keys) != 1 || keys[0].Keys != "1" {
		t.Errorf("officers press %v, %v", keys, err)
	}
}

// A later command without the variables speaks of the demonstration that runs.
func TestPortsAreKeptWhileItRuns(t *testing.T) {
	w := &devstack.Workspace{Local: t.TempDir()}
	chosen := usualPorts()
	chosen.Web = 28080
	if err := chosen.save(w); err != nil {
		t.Fatal(err)
	}
	unset := func(string) (string, bool) { return "", false }
	if got, err := PortsFromEnv(w, unset); err != nil || got != chosen {
		t.Errorf("%+v, %v", got, err)
	}
	if err := New(w, chosen, io.Discard).Down(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, err := PortsFromEnv(w, unset); err != nil || got != usualPorts() {
		t.Errorf("after the end: %+v, %v", got, err)
	}
}
