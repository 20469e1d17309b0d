package api

import (
	"archive/zip"
	"bytes"
	"crypto"
	"crypto/ed25519"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/evidence"
)

// signer is a key that signs what is handed out; nil: there is none.
type signer struct{ key crypto.Signer }

func (s *signer) SigningKey() (string, bool) {
	if s.key == nil {
		return "", false
	}
	public, err := evidence.PublicPEM(s.key.Public().(ed25519.PublicKey))
	return string(public), err == nil
}

func (s *signer) Sign(body []byte) ([]byte, error) { return evidence.Sign(s.key, body) }

// archivedCall is a call whose recording is archived, and listed in a signed manifest.
func (h *house) archivedCall(t *testing.T) (recording uuid.UUID) {
	t.Helper()
	recording = uuid.New()
	h.tape.sum = evidence.SumOf(h.tape.audio).String()
	private, err := evidence.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	key, err := evidence.ReadKey(private)
	if err != nil {
		t.Fatal(err)
	}
	h.signs.key = key
	salt := evidence.NewSalt()
	for _, s := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO calls (id, node, state, from_raw, from_number, to_number, started_at, ended_at, end_class, end_reason, cause)
			VALUES ('pbx1-9.9', 'pbx1', 'ended', '0912345678', '0912345678', '1022', $1, $1, 'citizen', 'hangup', 16)`, []any{t0}},
		{"INSERT INTO call_seals (call_id, salt) VALUES ('pbx1-9.9', $1)", []any{[]byte(salt)}},
		{`INSERT INTO recordings (id, call_id, leg, state, sha256, bytes, duration_ms, channels, bucket, object, version, created_at, spooled_at, archived_at, salt)
			VALUES ($1, 'pbx1-9.9', 'call', 'archived', $2, $3, 1000, 2, 'b', 'o', 'v', $4, $4, $4, $5)`, []any{recording, h.tape.sum, len(h.tape.audio), t0, []byte(salt)}},
	} {
		if _, err := h.store.Pool().Exec(t.Context(), s.sql, s.args...); err != nil {
			t.Fatal(err)
		}
	}
	h.manifest(t, "2026-11-27", recording, salt)
	h.listedIn(t, "2026-11-27")
	return recording
}

// manifest signs that a day, or an hour, lists the archived call.
func (h *house) manifest(t *testing.T, day evidence.Day, recording uuid.UUID, salt evidence.Salt) {
	t.Helper()
	m := evidence.Manifest{Format: evidence.Format, Day: day, MadeAt: t0, Recordings: []evidence.Listed{{ID: recording.String(), Call: "pbx1-9.9", Leg: "call", SHA256: h.tape.sum, Bytes: int64(len(h.tape.audio))}}}
	of := evidence.Parties{Raw: "0912345678", Number: "0912345678", Called: "1022", HadBy: []string{}}.Facts()
	m.Calls = []evidence.ListedCall{{
		ID: "pbx1-9.9", StartedAt: t0, End: &evidence.End{At: t0, Class: "citizen", Reason: "hangup", Cause: 16},
		Caller: salt.Seal("caller", of["caller"]...), Asserted: salt.Seal("asserted", ""), Called: salt.Seal("called", of["called"]...), Operators: salt.Seal("operators", of["operators"]...),
	}}
	body, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	signature, err := evidence.Sign(h.signs.key, body)
	if err != nil {
		t.Fatal(err)
	}
	public, err := evidence.PublicPEM(h.signs.key.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	sum := evidence.SumOf(body)
	_, err = h.store.Pool().Exec(t.Context(), "INSERT INTO manifests (day, body, sha256, signature, public_key, made_at) VALUES ($1, $2, $3, $4, $5, $6)",
		string(day), body, sum[:], signature, string(public), t0)
	if err != nil {
		t.Fatal(err)
	}
}

// listedIn notes the day whose manifest lists the archived call; "": none does.
func (h *house) listedIn(t *testing.T, day string) {
	t.Helper()
	for _, table := range []string{"call_seals", "recordings"} {
		if _, err := h.store.Pool().Exec(t.Context(), "UPDATE "+table+" SET manifest = nullif($1, '') WHERE call_id = 'pbx1-9.9'", day); err != nil {
			t.Fatal(err)
		}
	}
}

// What HUONG-DAN.txt says is done, by the tools that it names: it proves what is whole, and refuses what is not.
func TestPackageIsVerifiedByStandardTools(t *testing.T) {
	h := build(t)
	recording := h.archivedCall(t)
	path := "/api/v1/recordings/" + recording.String() + "/package"
	leader := h.as(auth.RoleLeader)
	if p := leader.ask("GET", path, nil).problem(422, "invalid"); p.Errors[0].Location != "query.reason" {
		t.Errorf("%+v", p)
	}
	leader.ask("GET", "/api/v1/recordings/"+uuid.NewString()+"/package?reason=xem", nil).problem(404, "not_found")
	r := leader.ask("GET", path+"?reason=Thanh+tra+s%E1%BB%91+12", nil).want(200)
	dir := unpack(t, r.body)
	for _, name := range []string{"am-thanh/call.wav", "cuoc-goi.json", "cuoc-goi.txt", "HUONG-DAN.txt", "SHA256SUMS", "SHA256SUMS.sig", "SHA256SUMS.pub.pem", "bang-ke/2026-11-27.json", "bang-ke/2026-11-27.json.sig", "bang-ke/2026-11-27.pub.pem"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	var listed []string
	for line := range strings.Lines(string(read(t, dir, "SHA256SUMS"))) {
		listed = append(listed, strings.Fields(line)[1])
	}
	if !slices.IsSorted(listed[1:]) {
		t.Errorf("behind the sound the files come in no order: %q", listed)
	}
	steps := commands(t, dir)
	if len(steps) != 14 {
		t.Fatalf("the instruction has %q", steps)
	}
	for _, s := range steps {
		if out, err := shell(t, dir, s); err != nil {
			t.Errorf("%s: %v: %s", s, err, out)
		}
	}
	if out, _ := shell(t, dir, steps[3]); !strings.Contains(string(read(t, dir, "HUONG-DAN.txt")), strings.Fields(out)[0]) {
		t.Errorf("the key's number is not in the instruction: %s", out)
	}
	if out, _ := shell(t, dir, steps[7]); !strings.Contains(out, `"reason": "hangup"`) || !strings.Contains(out, `"caller"`) {
		t.Errorf("the call's own facts: %s", out)
	}
	if record := string(read(t, dir, "cuoc-goi.txt")); !strings.Contains(record, "Thanh tra số 12") || !strings.Contains(record, h.tape.sum) {
		t.Errorf("the record:\n%s", record)
	}
	for _, name := range []string{"bang-ke/2026-11-27.json", "am-thanh/call.wav"} {
		b := read(t, dir, name)
		b[len(b)/2] ^= 1
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, i := range []int{1, 2} {
		if out, err := shell(t, dir, steps[i]); err == nil {
			t.Errorf("after a change %s says %s", steps[i], out)
		}
	}
	forged := "sed -i s/0912345678/0999999999/ bang-ke/cuoc-goi-caller.json && " + steps[11]
	if out, err := shell(t, dir, forged); err == nil {
		t.Errorf("another caller is proven by %s", out)
	}
	// Who alters the record, and makes its checksums again, has no key to sign them with.
	forge := "sed -i s/0912345678/0999999999/ cuoc-goi.txt && sha256sum $(cut -c67- SHA256SUMS) > s && mv s SHA256SUMS && " + steps[1]
	if out, err := shell(t, dir, forge); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if out, err := shell(t, dir, steps[0]); err == nil {
		t.Errorf("a forged record is proven: %s", out)
	}

	// On the same day the manifest of the hour proves as much.
	var salt []byte
	if err := h.store.Pool().QueryRow(t.Context(), "SELECT salt FROM call_seals WHERE call_id = 'pbx1-9.9'").Scan(&salt); err != nil {
		t.Fatal(err)
	}
	h.listedIn(t, "")
	if told := string(read(t, unpack(t, leader.ask("GET", path+"?reason=Som", nil).want(200).body), "HUONG-DAN.txt")); !strings.Contains(told, "chưa có trong bảng kê nào") {
		t.Errorf("before there is a manifest:\n%s", told)
	}
	h.manifest(t, "2026-11-28T09", recording, salt)
	dir = unpack(t, leader.ask("GET", path+"?reason=Trong+ngay", nil).want(200).body)
	if steps = commands(t, dir); len(steps) != 14 || !strings.Contains(steps[2], "-in bang-ke/2026-11-28T09.json ") || !strings.Contains(steps[6], " bang-ke/2026-11-28T09.json") {
		t.Fatalf("the hour's instruction has %q", steps)
	}
	for _, s := range steps {
		if out, err := shell(t, dir, s); err != nil {
			t.Errorf("%s: %v: %s", s, err, out)
		}
	}
	h.listedIn(t, "2026-11-27")

	// Without a key the package says what it does not prove.
	h.signs.key = nil
	unsigned := unpack(t, leader.ask("GET", path+"?reason=Thanh+tra", nil).want(200).body)
	if told := string(read(t, unsigned, "HUONG-DAN.txt")); !strings.Contains(told, "KHÔNG chứng minh") || strings.Contains(told, "SHA256SUMS.sig") || len(commands(t, unsigned)) != 12 {
		t.Errorf("unsigned:\n%s", told)
	}

	// A ZIP has no ranges: whoever asks for one has the whole again.
	leader.ask("GET", path+"?reason=Nua", nil, "Range", "bytes=5-").want(200)
	leader.ask("GET", path+"?reason=Sau", nil).want(200)
	leader.ask("HEAD", path+"?reason=Dau", nil).want(200)
	var entries page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?action=recording.package", nil).want(200).into(&entries)
	if len(entries.Items) != 6 || entries.Items[5].Detail["reason"] != "Thanh tra số 12" || entries.Items[0].Detail["reason"] != "Sau" {
		t.Errorf("noted: %+v", entries.Items)
	}
	// Whoever looks for who has the sound finds them, each time.
	var copies page[Listening]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/listenings?download=true&reason=Xem&recording="+recording.String(), nil).want(200).into(&copies)
	if len(copies.Items) != 6 || copies.Items[5].Reason != "Thanh tra số 12" || copies.Items[5].LengthMs != 1000 || !copies.Items[5].Noted || !copies.Items[5].Package {
		t.Errorf("among the listenings: %+v", copies.Items)
	}
}

// Bytes that are not those that were archived are not given out as evidence.
func TestPackageOfAlteredSoundIsBrokenOff(t *testing.T) {
	sound := []heard{{leg: "call", sound: readSeekCloser{bytes.NewReader([]byte("other"))}, sum: evidence.SumOf([]byte("sound")).String()}}
	var sent bytes.Buffer
	if err := writeEvidence(&sent, evidenceOf{}, sound); err == nil {
		t.Error("it was taken")
	}
	if _, err := zip.NewReader(bytes.NewReader(sent.Bytes()), int64(sent.Len())); err == nil {
		t.Error("a whole package was sent")
	}
}

func unpack(t *testing.T, raw []byte) string {
	t.Helper()
	dir := t.TempDir()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// commands are the lines of the instruction that are typed.
func commands(t *testing.T, dir string) (all []string) {
	t.Helper()
	for line := range strings.Lines(string(read(t, dir, "HUONG-DAN.txt"))) {
		if c := strings.TrimSpace(line); strings.HasPrefix(line, "     ") && !strings.HasPrefix(c, "(") {
			all = append(all, c)
		}
	}
	return all
}

func shell(t *testing.T, dir, command string) (string, error) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "sh", "-c", command)
	c.Dir = dir
	out, err := c.CombinedOutput()
	return string(out), err
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}
