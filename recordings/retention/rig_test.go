package retention_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"hotline1022/internal/config"
	"hotline1022/internal/devstack"
	"hotline1022/internal/evidence"
	"hotline1022/internal/evidence/keeper"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/recordings"
	"hotline1022/recordings/retention"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const notice = 30 * 24 * time.Hour

// rig is a service on a real PostgreSQL and a real MinIO, or another S3, whose clock the test sets.
type rig struct {
	*testing.T
	store   *store.Store
	archive *recordings.Archive
	keeper  *keeper.Keeper
	service *retention.Service
	disk    string // where MinIO keeps its objects; "" on another S3
	s3      *minio.Client
	now     time.Time
}

// newRig keeps recordings of calls that nobody answered for 12 months, and others for 60; group 4's for 180.
func newRig(t *testing.T) *rig {
	t.Helper()
	m := devstack.MinIO(t)
	r := newRigOn(t, m.S3())
	r.disk = filepath.Join(m.Dir, "objects")
	return r
}

func newRigOn(t *testing.T, s3 devstack.S3) *rig {
	t.Helper()
	r := &rig{T: t, now: time.Now()}
	var err error
	if r.store, err = store.Open(devstack.PostgresTemplate(t, "store", store.Migrate), slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.store.Close)
	r.sql("INSERT INTO users (username, name, role, password_hash) VALUES ('op01', 'An', 'operator', '$argon2id$x')")
	if r.s3, err = minio.New(s3.Endpoint, &minio.Options{Creds: credentials.NewStaticV4(s3.AccessKey, s3.SecretKey, ""), Region: "us-east-1", Transport: &http.Transport{DisableKeepAlives: true}}); err != nil {
		t.Fatal(err)
	}
	r.archive, err = recordings.OpenArchive(config.Storage{Endpoint: s3.Endpoint, AccessKey: s3.AccessKey, SecretKey: s3.SecretKey, Bucket: "records", Region: "us-east-1"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.archive.Close)
	if locked, err := r.archive.EnsureBucket(t.Context()); err != nil || !locked {
		t.Fatalf("locked %v, %v", locked, err)
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	r.keeper, err = keeper.New(keeper.Options{Key: key, Objects: objects{r.archive}, Now: func() time.Time { return r.now }}, r.store, prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	r.service, err = retention.New(retention.Options{
		Now: func() time.Time { return r.now },
		Rules: config.Retention{Months: 60, Delete: true, Notice: notice, Rules: []config.RetentionRule{
			{Name: "nobody spoke", Kinds: []string{config.KindUnanswered}, Months: 12}, {Name: "directives", Groups: []int{4}, Months: 180},
		}},
	}, r.store, r.archive, r.keeper, prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// recorded is a recording in the archive of a call so long ago, whose lock is over unless until says otherwise.
func (r *rig) recorded(call string, ago time.Duration, connected bool, until time.Time) uuid.UUID {
	r.Helper()
	at := r.now.Add(-ago)
	body := bytes.Repeat([]byte(call), 100)
	sum, key := evidence.SumOf(body).String(), at.UTC().Format("2006/01/02")+"/"+call+"/call.wav"
	version, err := r.archive.PutUntil(r.Context(), key, "audio/wav", bytes.NewReader(body), int64(len(body)), sum, until)
	if err != nil {
		r.Fatal(err)
	}
	var answered *time.Time
	if connected {
		answered = &at
	}
	r.sql("INSERT INTO calls (id, node, state, started_at, connected_at) VALUES ($1, 'test1', 'arriving', $2, $3)", call, at, answered)
	id := uuid.New()
	r.sql(`INSERT INTO recordings (id, call_id, leg, state, sha256, bytes, duration_ms, channels, bucket, object, version, created_at, spooled_at, archived_at, released_at)
		VALUES ($1, $2, 'call', 'archived', $3, $4, 1000, 2, 'records', $5, $6, $7, $7, $7, $7)`, id, call, sum, len(body), key, version, at)
	return id
}

// ruin damages what MinIO knows of a recording's object, on its disk: it answers for all others.
func (r *rig) ruin(id uuid.UUID) {
	r.Helper()
	row := r.row(id)
	if err := os.Truncate(filepath.Join(r.disk, *row.Bucket, *row.Object, "xl.meta"), 60); err != nil {
		r.Fatal(err)
	}
}

func (r *rig) sql(sql string, args ...any) {
	r.Helper()
	if _, err := r.store.Pool().Exec(r.Context(), sql, args...); err != nil {
		r.Fatalf("%s: %v", sql, err)
	}
}

// ticket of a call, in a group and a state, last changed then.
func (r *rig) ticket(number int, call string, group int, state string, changed time.Time) (code string) {
	r.Helper()
	directive := ""
	if group == 4 {
		directive = "Chỉ đạo"
	}
	err := r.store.Pool().QueryRow(r.Context(), `INSERT INTO tickets (code, year, number, state, policy, "group", content, directive, urgent, confidential, channel, sender_type, no_address, no_phone, no_email, complete, created_by, created_at, updated_at, told_at, origin)
		VALUES ($1, 2026, $2, $3, '587/QĐ-UBND-2024', $4, 'Đèn', $5, false, false, 'phone', 'individual', false, false, false, false, 'op01', $6, $6, $6, 'operator') RETURNING code`,
		fmt.Sprintf("26%06d0", number), number, state, group, directive, changed).Scan(&code)
	if err != nil {
		r.Fatal(err)
	}
	r.sql("INSERT INTO ticket_calls SELECT id, $2 FROM tickets WHERE code = $1", code, call)
	return code
}

func (r *rig) pass() {
	r.Helper()
	if err := r.service.Pass(r.Context()); err != nil {
		r.Fatal(err)
	}
}

func (r *rig) row(id uuid.UUID) db.Recording {
	r.Helper()
	row, err := r.store.Recording(r.Context(), id)
	if err != nil {
		r.Fatal(err)
	}
	return row
}

// there says whether the archive has a recording's object still.
func (r *rig) there(id uuid.UUID) bool {
	r.Helper()
	row := r.row(id)
	_, err := r.archive.Look(r.Context(), *row.Bucket, *row.Object, *row.Version)
	if err != nil && !(objects{}).Gone(err) {
		r.Fatal(err)
	}
	return err == nil
}

// outcomes is what became of what was announced: of each recording the last.
func (r *rig) outcomes() map[uuid.UUID]string {
	r.Helper()
	all := map[uuid.UUID]string{}
	rows, err := r.store.Pool().Query(r.Context(), "SELECT i.recording, i.outcome FROM deletion_items i JOIN deletion_plans p ON p.id = i.plan ORDER BY p.announced_at")
	if err != nil {
		r.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id uuid.UUID
		var outcome string
		if err := rows.Scan(&id, &outcome); err != nil {
			r.Fatal(err)
		}
		all[id] = outcome
	}
	return all
}

func (r *rig) plans() (all []uuid.UUID) {
	r.Helper()
	rows, err := r.store.Pool().Query(r.Context(), "SELECT id FROM deletion_plans ORDER BY announced_at")
	if err != nil {
		r.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id uuid.UUID
		if err := rows.Scan(&id); err != nil {
			r.Fatal(err)
		}
		all = append(all, id)
	}
	return all
}

// objects gives the archive to the keeper.
type objects struct{ *recordings.Archive }

func (o objects) Place(ctx context.Context, key, contentType string, body []byte, until time.Time) (string, error) {
	return o.PutUntil(ctx, key, contentType, bytes.NewReader(body), int64(len(body)), evidence.SumOf(body).String(), until)
}

func (o objects) Look(ctx context.Context, bucket, key, version string) (keeper.Object, error) {
	k, err := o.Archive.Look(ctx, bucket, key, version)
	return keeper.Object{Size: k.Size, SHA256: k.Meta, Meta: k.Meta, Until: k.Until}, err
}

func (o objects) Versions(ctx context.Context, bucket, prefix string) (map[string][]keeper.Layer, error) {
	found, err := o.Archive.Versions(ctx, bucket, prefix)
	all := map[string][]keeper.Layer{}
	for key, layers := range found {
		for _, l := range layers {
			all[key] = append(all[key], keeper.Layer(l))
		}
	}
	return all, err
}

func (objects) Gone(err error) bool { return errors.Is(err, recordings.ErrNotFound) }

func (objects) NoBucket(err error) bool { return recordings.NoBucket(err) }

func (objects) Refused(err error) bool { return errors.Is(err, recordings.ErrRefused) }

func (o objects) Answers(ctx context.Context) error {
	_, err := o.EnsureBucket(ctx)
	return err
}

// made is another service on the same database.
func (r *rig) made(o retention.Options, a retention.Archive, c retention.Certifier) *retention.Service {
	r.Helper()
	s, err := retention.New(o, r.store, a, c, prometheus.NewRegistry())
	if err != nil {
		r.Fatal(err)
	}
	return s
}

func (r *rig) with(a retention.Archive) *retention.Service {
	r.Helper()
	return r.made(r.service.Options, a, r.keeper)
}

// superuser does what no program of ours can, has look done, and undoes it.
func (r *rig) superuser(t *testing.T, sql string, look func()) {
	t.Helper()
	saved := []string{"deletion_items", "deletion_certificates"}
	exec := func(sql string) {
		t.Helper()
		if _, err := r.store.Pool().Exec(t.Context(), "SET session_replication_role = replica; "+sql+"; SET session_replication_role = origin"); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	for _, table := range saved {
		exec("CREATE TABLE saved_" + table + " AS TABLE " + table)
	}
	exec(sql)
	look()
	for _, table := range saved {
		exec("DELETE FROM " + table + "; INSERT INTO " + table + " SELECT * FROM saved_" + table + "; DROP TABLE saved_" + table)
	}
}
