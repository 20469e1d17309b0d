package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/internal/config"
	"hotline1022/internal/devstack"
	"hotline1022/internal/evidence"
	"hotline1022/internal/evidence/keeper"
	"hotline1022/internal/store"
	"hotline1022/recordings"
)

// proven is three days of recordings with their manifests, in a real PostgreSQL and a real MinIO.
type proven struct {
	*testing.T
	config string
	store  *store.Store
	s3     devstack.S3
	minio  *devstack.MinIOService // nil where it is another S3
	ids    []uuid.UUID            // one a day, the first the oldest
	days   []evidence.Day
	keeper *keeper.Keeper
	clock  time.Time // the keeper's
}

func newProven(t *testing.T) *proven {
	t.Helper()
	m := devstack.MinIO(t)
	p := newProvenOn(t, m.S3())
	p.minio = m
	return p
}

func newProvenOn(t *testing.T, s3 devstack.S3) *proven {
	t.Helper()
	key := filepath.Join(t.TempDir(), "evidence.pem")
	if code, public, stderr := hotline(t, "", "keys", "new", key); code != 0 || !strings.HasPrefix(public, "-----BEGIN PUBLIC KEY-----") {
		t.Fatal(stderr)
	}
	if code, _, _ := hotline(t, "", "keys", "new", key); code != 1 {
		t.Errorf("a key was written over: exit %d", code)
	}
	return newProvenBy(t, s3, fmt.Sprintf("{key: %q}", key))
}

// newProvenBy takes what the configuration says of the key.
func newProvenBy(t *testing.T, s3 devstack.S3, section string) *proven {
	t.Helper()
	database := devstack.PostgresTemplate(t, "store", store.Migrate)
	p := &proven{T: t, config: configure(t, database).config, s3: s3}
	storage := fmt.Sprintf("storage: {endpoint: %q, access_key: %q, secret_key: %q, region: %q}\nevidence: %s\n", s3.Endpoint, s3.AccessKey, s3.SecretKey, s3.Region, section)
	text := regexp.MustCompile(`(?m)^storage: .*\n`).ReplaceAllLiteralString(string(read(t, p.config)), storage)
	if err := os.WriteFile(p.config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Load(p.config, os.LookupEnv)
	if err != nil {
		t.Fatal(err)
	}
	if p.store, err = store.Open(database, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.store.Close)
	archive, err := recordings.OpenArchive(cfg.Storage)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(archive.Close)
	if locked, err := archive.EnsureBucket(t.Context()); err != nil || !locked {
		t.Fatalf("locked %v, %v", locked, err)
	}
	o, err := evidenceOptions(cfg, archive)
	if err != nil {
		t.Fatal(err)
	}
	o.Now = func() time.Time { return p.clock }
	if p.keeper, err = keeper.New(o, p.store, prometheus.NewRegistry()); err != nil {
		t.Fatal(err)
	}
	noon := evidence.DayOf(time.Now()).Begin().Add(12 * time.Hour)
	for n := -3; n < 0; n++ {
		at := noon.AddDate(0, 0, n)
		p.days = append(p.days, evidence.DayOf(at))
		p.archived(t.Context(), archive, n, at)
		act, err := store.Act(at, "user:x", fmt.Sprintf("day%d", n), "", nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.store.AuditAppend(t.Context(), act); err != nil {
			t.Fatal(err)
		}
		p.clock = at.Add(12*time.Hour + 10*time.Minute)
		if made, err := p.keeper.MakeDue(t.Context()); err != nil || made != 1 {
			t.Fatalf("%d manifests were made at %s, %v", made, p.clock, err)
		}
	}
	if made, err := p.keeper.MakeDue(t.Context()); err != nil || made != 0 {
		t.Errorf("%d more manifests were made, %v", made, err)
	}
	return p
}

// archived is a recording that came into the archive then.
func (p *proven) archived(ctx context.Context, archive *recordings.Archive, n int, at time.Time) {
	p.Helper()
	body := bytes.Repeat([]byte{byte(100 + n)}, 300_000) // too long for MinIO to keep it within its own description
	sum, id, call := evidence.SumOf(body).String(), uuid.New(), fmt.Sprintf("c%d", -n)
	until := at.AddDate(5, 0, 0).UTC().Truncate(time.Second)
	key := at.UTC().Format("2006/01/02") + "/" + call + "/call.wav"
	version, err := archive.PutUntil(ctx, key, "audio/wav", bytes.NewReader(body), int64(len(body)), sum, until)
	if err != nil {
		p.Fatal(err)
	}
	const row = `INSERT INTO recordings (id, call_id, leg, state, sha256, bytes, duration_ms, channels, bucket, object, version, created_at, spooled_at, archived_at, retain_until, checked_at,
		operator, number, unit) VALUES ($1, $2, 'consult-1', 'archived', $3, $4, 1000, 2, $5, $6, $7, $8, $8, $8, $9, $8, 'tdv1', '02253000001', 'x')`
	for _, s := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO calls (id, node, state, started_at, answered_at, connected_at, ended_at, end_class, end_reason, from_raw, from_number, to_number, operator, had_by)
			VALUES ($1, 'test1', 'ended', $2, $2, $2, $2, 'citizen', 'hangup', '0912345678', '0912345678', '1022', 'tdv1', '{tdv1}')`, []any{call, at}},
		{row, []any{id, call, sum, len(body), archive.Bucket(), key, version, at, until}},
	} {
		if _, err := p.store.Pool().Exec(ctx, s.sql, s.args...); err != nil {
			p.Fatal(err)
		}
	}
	p.ids = append(p.ids, id)
}

// superuser does what no program of ours can: triggers and references are off.
func (p *proven) superuser(sql ...string) {
	p.Helper()
	err := pgx.BeginFunc(p.Context(), p.store.Pool(), func(tx pgx.Tx) error {
		for _, s := range append([]string{"SET LOCAL session_replication_role = replica"}, sql...) {
			if _, err := tx.Exec(p.Context(), s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		return nil
	})
	if err != nil {
		p.Fatal(err)
	}
}

// verify runs the command over all days; faults are "kind object".
func (p *proven) verify(flags ...string) (code int, faults []string, r keeper.Report) {
	p.Helper()
	code, stdout, stderr := hotline(p.T, "", append([]string{"recordings", "verify", "--json", "--since", string(p.days[0]), "--config", p.config}, flags...)...)
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		p.Fatalf("%v: %s%s", err, stdout, stderr)
	}
	for _, f := range r.Faults {
		faults = append(faults, f.Kind+" "+f.Object)
	}
	return code, faults, r
}

func (p *proven) expect(t *testing.T, flags []string, want ...string) {
	t.Helper()
	code, got, r := p.verify(flags...)
	wantCode := 0
	if len(want) > 0 {
		wantCode = 1
	}
	if code != wantCode || !slices.Equal(got, want) {
		t.Errorf("exit %d, found %q, want %q: %+v", code, got, want, r)
	}
}

// archive is the bucket, as the command has it.
func (p *proven) archive(t *testing.T) *recordings.Archive {
	t.Helper()
	cfg, err := config.Load(p.config, os.LookupEnv)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := recordings.OpenArchive(cfg.Storage)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(archive.Close)
	return archive
}

func TestTamperingIsNamed(t *testing.T) {
	p := newProven(t)
	code, faults, r := p.verify("--deep")
	if code != 0 || len(faults) != 0 || r.Manifests != 3 || r.Recordings != 3 || r.Bytes != 900_000 || len(r.Unread) != 0 {
		t.Fatalf("untouched: exit %d, %+v", code, r)
	}
	if code, stdout, _ := hotline(t, "", "recordings", "verify", "--since", string(p.days[0]), "--config", p.config); code != 0 || !strings.Contains(stdout, "3 manifests, 0 of hours, 3 calls, 3 recordings asked about, 0 of them deleted by certificate; 0 faults") {
		t.Errorf("as text: %d, %s", code, stdout)
	}
	for _, days := range [][]string{{"--since", "2099-01-01"}, {"--since", string(p.days[1]), "--until", string(p.days[0])}} {
		if code, _, stderr := hotline(t, "", append([]string{"recordings", "verify", "--config", p.config}, days...)...); code != 2 || !strings.Contains(stderr, "nothing to look at") {
			t.Errorf("%q proves nothing: exit %d, %s", days, code, stderr)
		}
	}
	p.superuser("CREATE TABLE kept_seals AS SELECT * FROM call_seals")
	second, recording := "manifest:"+string(p.days[1]), "recording:"+p.ids[1].String()
	id, day := p.ids[1].String(), string(p.days[1])

	t.Run("a row changed", func(t *testing.T) {
		p.superuser("CREATE TABLE kept AS SELECT * FROM recordings WHERE id = '"+id+"'", "UPDATE recordings SET sha256 = repeat('0', 64) WHERE id = '"+id+"'")
		p.expect(t, nil, "recording_changed "+recording)
		for _, set := range []string{
			"created_at = created_at - interval '1 day'", "duration_ms = 2000", "salvaged = true", "flaws = '{short}'", "unit = 'y'", "operator = 'tdv2'", "salt = '0123456789abcdef'", "version = 'x'",
		} {
			p.superuser("DELETE FROM recordings WHERE id = '"+id+"'", "INSERT INTO recordings SELECT * FROM kept", "UPDATE recordings SET "+set+" WHERE id = '"+id+"'")
			p.expect(t, nil, "recording_changed "+recording)
		}
		p.superuser("DELETE FROM recordings WHERE id = '" + id + "'")
		p.expect(t, nil, "recording_removed "+recording)
		p.superuser("INSERT INTO recordings SELECT * FROM kept", "DROP TABLE kept")
		p.expect(t, nil)
	})
	t.Run("a call's row changed", func(t *testing.T) {
		p.superuser("CREATE TABLE kept AS SELECT * FROM calls WHERE id = 'c2'")
		back := []string{"DELETE FROM calls WHERE id = 'c2'", "INSERT INTO calls SELECT * FROM kept"}
		for set, fact := range map[string]string{
			"from_number = '0987654321'": "caller", "from_raw = 'x'": "caller", "withheld = true, from_raw = '', from_number = ''": "caller", "to_number = '1023'": "called", "operator = 'tdv2', had_by = '{tdv2}'": "operators", "had_by = '{tdv1,tdv2}'": "operators",
			"started_at = started_at - interval '1 second'": "started_at", "answered_at = NULL": "answered_at", "connected_at = connected_at + interval '1 second'": "connected_at",
			"ended_at = ended_at + interval '1 hour'": "ended_at", "end_class = 'operator'": "end_class", "end_reason = 'network'": "end_reason", "end_reason = 'unobserved'": "end_reason", "cause = 16": "cause",
		} {
			p.superuser(append(back, "UPDATE calls SET "+set+" WHERE id = 'c2'")...)
			code, faults, r := p.verify()
			if code != 1 || !slices.Equal(faults, []string{"call_changed call:c2"}) || !strings.HasPrefix(r.Faults[0].Detail, fact+": ") {
				t.Errorf("%s: exit %d, %+v", set, code, r.Faults)
			}
		}
		// What changes by right once a call is over.
		p.superuser(append(back, "UPDATE calls SET rating = 5, rated_at = now(), flagged_at = now(), flagged_by = 'x', fields = '{x}' WHERE id = 'c2'")...)
		p.expect(t, nil)
		p.superuser("DELETE FROM calls WHERE id = 'c2'")
		p.expect(t, nil, "call_removed call:c2")
		p.superuser(append(back, "DROP TABLE kept", "UPDATE call_seals SET salt = '0123456789abcdef' WHERE call_id = 'c2'")...)
		if _, _, r := p.verify(); len(r.Faults) != 1 || !strings.Contains(r.Faults[0].Detail, "what they were made with was changed") {
			t.Errorf("another salt: %+v", r.Faults)
		}
		p.superuser("UPDATE call_seals s SET salt = k.salt FROM kept_seals k WHERE k.call_id = s.call_id")
		p.expect(t, nil)
		at := p.days[0].Begin().Add(13 * time.Hour).Format(time.RFC3339)
		p.superuser("INSERT INTO calls (id, node, state, started_at, ended_at, end_class, end_reason) VALUES ('c8', 'test1', 'ended', '" + at + "', '" + at + "', 'citizen', 'hangup')")
		p.expect(t, nil, "call_unlisted call:c8")
		p.superuser("DELETE FROM calls WHERE id = 'c8'")
	})
	t.Run("a manifest changed in the database", func(t *testing.T) {
		p.superuser("CREATE TABLE kept AS SELECT * FROM manifests WHERE day = '"+day+"'",
			"UPDATE manifests SET body = convert_to(replace(convert_from(body, 'UTF8'), '\"bytes\": 300000', '\"bytes\": 300001'), 'UTF8') WHERE day = '"+day+"'")
		p.expect(t, nil, "manifest_changed "+second, "manifest_object_changed object:"+p.days[1].Object(), "manifest_unchained manifest:"+string(p.days[2]))
		p.superuser("DELETE FROM manifests WHERE day = '" + day + "'")
		p.expect(t, nil, "manifest_missing "+second)
		p.superuser("INSERT INTO manifests SELECT * FROM kept", "DROP TABLE kept")
		p.expect(t, nil)
	})
	t.Run("the first and the last manifest removed", func(t *testing.T) {
		for _, d := range []evidence.Day{p.days[0], p.days[2]} {
			p.superuser("CREATE TABLE kept AS SELECT * FROM manifests WHERE day = '"+string(d)+"'", "DELETE FROM manifests WHERE day = '"+string(d)+"'")
			p.expect(t, nil, "manifest_missing manifest:"+string(d))
			p.superuser("INSERT INTO manifests SELECT * FROM kept", "DROP TABLE kept")
		}
	})
	t.Run("the whole audit chain made again", func(t *testing.T) {
		if code, stdout, _ := hotline(t, "", "audit", "verify", "--config", p.config); code != 0 || !strings.Contains(stdout, "compared with 3 signed manifests") {
			t.Fatalf("before: %d, %s", code, stdout)
		}
		p.superuser("CREATE TABLE kept AS SELECT * FROM audit_seals", "UPDATE audit_log SET actor = 'user:other' WHERE action = 'day-3'", "DELETE FROM audit_seals",
			"INSERT INTO audit_unsealed (entry) SELECT id FROM audit_log ORDER BY id")
		k, err := keeper.New(keeper.Options{}, p.store, prometheus.NewRegistry())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := k.Seal(t.Context()); err != nil {
			t.Fatal(err)
		}
		code, stdout, _ := hotline(t, "", "audit", "verify", "--config", p.config)
		if code != 1 || !strings.HasPrefix(stdout, "audit_head_differs\tlink:1\t") || strings.Contains(stdout, "audit_entry_changed") {
			t.Errorf("%d, %s", code, stdout)
		}
		p.superuser("UPDATE audit_log SET actor = 'user:x'", "DELETE FROM audit_seals", "INSERT INTO audit_seals SELECT * FROM kept", "DROP TABLE kept")
		p.expect(t, nil)
	})
	object := "object:" + p.object(1)
	p.tamperedInTheArchive(t)
	t.Run("a bucket of before that is gone", func(t *testing.T) {
		for _, id := range []string{"c8", "c9"} {
			p.superuser("INSERT INTO calls (id, node, state, started_at) VALUES ('"+id+"', 'test1', 'arriving', now())",
				"INSERT INTO recordings (call_id, leg, state, sha256, bytes, duration_ms, channels, bucket, object, version, created_at, spooled_at, archived_at) VALUES ('"+
					id+"', 'call', 'archived', repeat('0', 64), 10, 1000, 2, 'of-before', '2026/01/01/"+id+"/call.wav', '1', now(), now(), now())")
		}
		p.expect(t, nil, "bucket_missing bucket:of-before")
		if _, _, r := p.verify("--deep"); len(r.Faults) != 1 || !strings.Contains(r.Faults[0].Detail, "with 2 recordings") || len(r.Unread) != 0 {
			t.Errorf("%+v", r)
		}
		p.superuser("DELETE FROM recordings WHERE call_id IN ('c8', 'c9')", "DELETE FROM calls WHERE id IN ('c8', 'c9')")
		p.expect(t, nil)
	})
	t.Run("one bit flipped on MinIO's disk", func(t *testing.T) {
		parts, err := filepath.Glob(filepath.Join(p.minio.Dir, "objects", "*", p.object(1), "*", "part.1"))
		if err != nil || len(parts) != 1 {
			t.Fatalf("%q, %v", parts, err)
		}
		b := read(t, parts[0])
		b[len(b)/2] ^= 1
		if err := os.WriteFile(parts[0], b, 0o600); err != nil {
			t.Fatal(err)
		}
		code, faults, r := p.verify("--deep")
		if code != 1 || !slices.Equal(faults, []string{"object_damaged " + object}) && !slices.Equal(faults, []string{"object_changed " + object}) {
			t.Errorf("exit %d, %+v", code, r)
		}
		if err := os.RemoveAll(filepath.Dir(filepath.Dir(parts[0]))); err != nil {
			t.Fatal(err)
		}
		p.expect(t, nil, "object_missing "+object)
	})
	p.withoutManifests(t)
	t.Run("an archive that is away proves nothing", func(t *testing.T) {
		p.minio.Stop()
		if code, _, r := p.verify(); code != 2 || len(r.Faults) != 0 || len(r.Unread) == 0 {
			t.Errorf("exit %d, %+v", code, r)
		}
	})
}

// object is the key of the day's recording.
func (p *proven) object(n int) string {
	p.Helper()
	r, err := p.store.Recording(p.Context(), p.ids[n])
	if err != nil {
		p.Fatal(err)
	}
	return *r.Object
}

// Rows of a day that goes on are changed: its hours' manifests name them, also once the day's has listed what was changed.
func TestTamperingWithinTheDayIsNamed(t *testing.T) {
	p := newProven(t)
	made := func(at time.Time) {
		t.Helper()
		p.clock = at
		if n, err := p.keeper.MakeDue(t.Context()); err != nil || n != 0 {
			t.Errorf("%s: %d days, %v", at, n, err)
		}
	}
	today := p.days[2].Next()
	archive := p.archive(t)
	p.archived(t.Context(), archive, -9, today.Begin().Add(8*time.Hour+30*time.Minute))
	id := p.ids[3].String()
	made(today.Begin().Add(8*time.Hour + 50*time.Minute)) // of 08:00
	made(today.Begin().Add(9*time.Hour + 3*time.Minute))  // none: clocks differ
	p.expect(t, nil)
	if _, _, r := p.verify(); r.Hours != 1 || r.Recordings != 4 || r.Calls != 3 {
		t.Errorf("%+v", r)
	}
	made(today.Begin().Add(9*time.Hour + 6*time.Minute))
	made(today.Begin().Add(9*time.Hour + 36*time.Minute))
	if _, _, r := p.verify(); r.Hours != 2 || r.Recordings != 4 || r.Calls != 4 {
		t.Errorf("%+v", r)
	}
	p.superuser("CREATE TABLE kept_today AS SELECT * FROM recordings WHERE id = '"+id+"'", "UPDATE recordings SET duration_ms = 5 WHERE id = '"+id+"'", "UPDATE calls SET from_number = '1' WHERE id = 'c9'")
	p.expect(t, nil, "recording_changed recording:"+id, "call_changed call:c9")

	// The day ends, and its manifest lists what was changed; then an hour's goes.
	p.clock = today.End().Add(10 * time.Minute)
	if n, err := p.keeper.MakeDue(t.Context()); err != nil || n != 1 {
		t.Fatalf("%d, %v", n, err)
	}
	p.expect(t, []string{"--until", string(today)}, "recording_changed recording:"+id, "call_changed call:c9")
	nine := string(today) + "T09"
	p.superuser("UPDATE recordings SET duration_ms = 1000 WHERE id = '"+id+"'", "CREATE TABLE kept_hours AS SELECT * FROM manifests WHERE day = '"+nine+"'", "DELETE FROM manifests WHERE day = '"+nine+"'")
	if _, faults, r := p.verify("--until", string(today)); !slices.Contains(faults, "manifest_missing manifest:"+nine) {
		t.Errorf("%+v", r)
	}
}
