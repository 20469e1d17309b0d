package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/callsim"
	"hotline1022/internal/devstack"
	"hotline1022/internal/wav"
)

// settled is a call as the interface shows it, as far as this test asks.
type settled struct {
	ID         string `json:"id"`
	FromNumber string `json:"from_number"`
	State      string `json:"state"`
	EndClass   string `json:"end_class"`
	EndReason  string `json:"end_reason"`
	WaitMs     int64  `json:"wait_ms"`
	Recordings []struct {
		ID         string `json:"id"`
		State      string `json:"state"`
		SHA256     string `json:"sha256"`
		DurationMs int64  `json:"duration_ms"`
	} `json:"recordings"`
}

// The rendered configuration on a real Asterisk, PostgreSQL and MinIO: all is
// ready, and a caller who gives up waiting leaves a call and a recording.
func TestServeWithEverything(t *testing.T) {
	p, sip := configureWhole(t)
	for _, args := range [][]string{{"migrate", "up"}, {"demo", "seed"}} {
		if code, _, stderr := hotline(t, "", append(args, "--config", p.config)...); code != 0 {
			t.Fatalf("%v: %s", args, stderr)
		}
	}
	code, token, stderr := hotline(t, "", "token", "create", "--role", "auditor", "--config", p.config)
	if code != 0 {
		t.Fatal(stderr)
	}
	c := serving(t, p)
	ask := func(path string, into any) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+strings.TrimSpace(token))
		res, err := c.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		if res.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s", path, res.Status)
		}
		if sound, ok := into.(*wav.Audio); ok {
			*sound, err = wav.Read(res.Body, 1<<20)
		} else {
			err = json.NewDecoder(res.Body).Decode(into)
		}
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	until(t, "everything to be ready", func() bool { code, _ := get(t, c, p.address+"/readyz"); return code == http.StatusOK })

	for path, want := range map[string]int{"/": http.StatusOK, "/tra-cuu": http.StatusOK, "/api/v1/public/tickets": http.StatusOK, "/api/v1/calls": http.StatusNotFound, "/readyz": http.StatusNotFound} {
		if code, _ := get(t, c, p.public+path); code != want {
			t.Errorf("%s at the public address: %d", path, code)
		}
	}

	citizens, err := callsim.NewCitizens(callsim.CitizensOptions{Trunk: sip})
	if err != nil {
		t.Fatal(err)
	}
	defer citizens.Close()
	report := citizens.Call(t.Context(), callsim.CitizenCall{From: "+84912345678", To: "02251022", Duration: 2 * time.Second})
	if !report.Answered {
		t.Fatalf("%+v", report)
	}
	var calls struct {
		Items []settled `json:"items"`
	}
	// Either may be the first: the recording goes its own way.
	until(t, "the call to be over and its recording archived", func() bool {
		ask("/api/v1/calls?from=0912345678", &calls)
		return len(calls.Items) == 1 && calls.Items[0].State == "ended" && len(calls.Items[0].Recordings) == 1 && calls.Items[0].Recordings[0].State == "archived"
	})
	got := calls.Items[0]
	if got.State != "ended" || got.EndClass != "citizen" || got.EndReason != "abandoned_wait" || got.WaitMs < 1500 || got.WaitMs > 4000 {
		t.Errorf("%+v", got)
	}
	if r := got.Recordings[0]; len(r.SHA256) != 64 || r.DurationMs < 1500 {
		t.Errorf("%+v", r)
	}
	var sound wav.Audio
	ask("/api/v1/recordings/"+got.Recordings[0].ID+"/audio", &sound)
	if len(sound.Samples) != 2 || sound.Rate != 8000 {
		t.Errorf("%d channels of %d Hz", len(sound.Samples), sound.Rate)
	}
}

// configureWhole starts Asterisk (with what we render) and MinIO, and gives a
// configuration that names them all, and Asterisk's SIP address.
func configureWhole(t *testing.T) (p place, sip string) {
	t.Helper()
	asterisk, minio := devstack.AsteriskBinary(t), devstack.MinIO(t)
	dir := devstack.ShortDir(t)
	prompts := filepath.Join(dir, "prompts")
	if err := os.MkdirAll(filepath.Join(prompts, "music"), 0o755); err != nil {
		t.Fatal(err)
	}
	silence := strings.Repeat("\xd5", 8000*5)
	if err := os.WriteFile(filepath.Join(prompts, "music", "hold.alaw"), []byte(silence), 0o600); err != nil {
		t.Fatal(err)
	}
	staff := fmt.Sprintf("127.0.0.1:%d", devstack.FreeTCPPort(t))
	public := fmt.Sprintf("127.0.0.1:%d", devstack.FreeTCPPort(t))
	sip = fmt.Sprintf("127.0.0.1:%d", devstack.FreeUDPPort(t))
	rtp := devstack.FreeUDPRange(t, 40)
	src := fmt.Sprintf(`
node: test1
demonstration: true
http: {staff: %q, public: %q}
database: {url: %q}
asterisk:
  directory: %q
  modules_dir: %q
  data_dir: %q
  ari: {url: "http://127.0.0.1:%d/ari", password: only-for-this-test}
  sip: {listen: %q}
  rtp_first: %d
  rtp_last: %d
  trunks: [{name: mang, host: "127.0.0.1:9", peers: [127.0.0.1/32], qualify: 0s}]
media: {listen: "127.0.0.1:%d"}
calls: {greeting: false}
prompts: {directory: %q, music: %q, incidents: %q, plans: %q}
spool: {recordings: %q, journal: %q}
storage: {endpoint: %q, access_key: %q, secret_key: %q}
`, staff, public, devstack.Postgres(t), filepath.Join(dir, "a"), asterisk.ModDir, asterisk.DataDir, devstack.FreeTCPPort(t), sip, rtp, rtp+39,
		devstack.FreeUDPPort(t), prompts, filepath.Join(prompts, "music"), filepath.Join(dir, "incidents"), filepath.Join(dir, "plans"), filepath.Join(dir, "rec"), filepath.Join(dir, "journal"),
		minio.Endpoint, minio.AccessKey, minio.SecretKey)
	p = place{config: filepath.Join(dir, "hotline.yaml"), address: "http://" + staff, public: "http://" + public}
	if err := os.WriteFile(p.config, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "rec"), 0o755); err != nil {
		t.Fatal(err)
	}
	etc := filepath.Join(dir, "etc")
	if code, _, stderr := hotline(t, "", "asterisk", "render", "--config", p.config, "--out", etc); code != 0 {
		t.Fatal(stderr)
	}
	devstack.StartAsterisk(t, etc)
	return p, sip
}

// until waits for another process.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	if err := devstack.Poll(t.Context(), time.Minute, 100*time.Millisecond, func() (bool, error) { return done(), nil }); err != nil {
		t.Fatalf("waiting for %s: %v", what, err)
	}
}
