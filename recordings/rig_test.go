package recordings

import (
	"context"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"hotline1022/internal/devstack"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// rig is a service on a real PostgreSQL and a real MinIO, or another S3.
type rig struct {
	t       *testing.T
	dsn     string
	store   *store.Store
	s3      devstack.S3
	minio   *devstack.MinIOService // nil where it is another
	spool   spool
	drained atomic.Bool
	mu      sync.Mutex
	live    map[call.ID]bool
	liveErr error
	opts    Options
}

func newRig(t *testing.T) *rig {
	t.Helper()
	m := devstack.MinIO(t)
	r := newRigOn(t, m.S3())
	r.minio = m
	return r
}

func newRigOn(t *testing.T, s3 devstack.S3) *rig {
	t.Helper()
	r := &rig{
		t: t, s3: s3, spool: spool(t.TempDir()), live: map[call.ID]bool{},
		dsn: devstack.PostgresTemplate(t, "store", store.Migrate),
	}
	var err error
	if r.store, err = store.Open(r.dsn, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.store.Close)
	r.drained.Store(true)
	r.opts = Options{
		Node: "pbx1", Spool: string(r.spool), ScanEvery: 50 * time.Millisecond, RetryAfter: 20 * time.Millisecond, ProbeEvery: 500 * time.Millisecond, SettleAfter: 20 * time.Millisecond,
		Drained: r.drained.Load,
		Live: func(context.Context) (map[call.ID]bool, error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			live := map[call.ID]bool{}
			for id := range r.live {
				live[id] = true
			}
			return live, r.liveErr
		},
	}
	if testing.Verbose() {
		r.opts.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	return r
}

// service makes one that does not run, with a client for its jobs; nothing works them.
func (r *rig) service(endpoint string) (*Service, *river.Client[pgx.Tx]) {
	r.t.Helper()
	return r.serviceOn(openArchiveOn(r.t, r.s3, endpoint, "recordings"))
}

// serviceOn is service on an archive that was opened otherwise.
func (r *rig) serviceOn(a *Archive) (*Service, *river.Client[pgx.Tx]) {
	r.t.Helper()
	s, err := New(r.opts, r.store, a, prometheus.NewRegistry())
	if err != nil {
		r.t.Fatal(err)
	}
	c := &river.Config{
		Logger: slog.New(slog.DiscardHandler), FetchCooldown: 5 * time.Millisecond, FetchPollInterval: 20 * time.Millisecond,
		ID: uuid.NewString(), TestOnly: true,
	}
	if err := s.Configure(c); err != nil {
		r.t.Fatal(err)
	}
	client, err := river.NewClient(riverpgxv5.New(r.store.Pool()), c)
	if err != nil {
		r.t.Fatal(err)
	}
	var inserter Inserter = client
	s.client.Store(&inserter)
	return s, client
}

// run starts a service with its jobs; both stop with the test, or by stop.
func (r *rig) run(endpoint string) (s *Service, stop func()) {
	r.t.Helper()
	s, client := r.service(endpoint)
	ctx, cancel := context.WithCancel(context.Background())
	if err := client.Start(ctx); err != nil {
		r.t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx, client) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			r.t.Errorf("Run: %v", err)
		}
		<-client.Stopped()
	})
	r.t.Cleanup(stop)
	return s, stop
}

// arrived enters the call as the journal would.
func (r *rig) arrived(id call.ID) {
	r.t.Helper()
	err := r.store.Apply(r.t.Context(), []call.Entry{{
		ID: uuid.NewString(), At: time.Now(), Node: "pbx1", Kind: call.KindArrived, Call: id,
		Data: call.Arrived{From: "0912345678", To: "02251022"},
	}})
	if err != nil {
		r.t.Fatal(err)
	}
}

// endNormal is the ending of a call's mark when somebody hung up (Q.850).
const endNormal = ".end-16.alaw"

// recorded writes both sides, closed, and the mark of the call's end.
func (r *rig) recorded(id call.ID, rx, tx []byte) {
	r.t.Helper()
	put(r.t, r.spool, id, endCitizen, rx)
	put(r.t, r.spool, id, endStaff, tx)
	put(r.t, r.spool, id, endNormal, nil)
}

// row is the call's recording, if there is one.
func (r *rig) row(id call.ID) (db.Recording, bool) {
	r.t.Helper()
	rows, err := r.store.RecordingsOfCall(r.t.Context(), string(id))
	if err != nil {
		r.t.Fatal(err)
	}
	if len(rows) > 1 {
		r.t.Fatalf("%d recordings of one call", len(rows))
	}
	if len(rows) == 0 {
		return db.Recording{}, false
	}
	return rows[0], true
}

func (r *rig) callRow(id call.ID) db.Call {
	r.t.Helper()
	c, err := r.store.CallByID(r.t.Context(), string(id))
	if err != nil {
		r.t.Fatal(err)
	}
	return c.Call
}

// in waits until the call's recording is in a state.
func (r *rig) in(id call.ID, state string) db.Recording {
	r.t.Helper()
	var row db.Recording
	r.until(string(id)+" "+state, func() bool {
		var ok bool
		row, ok = r.row(id)
		return ok && row.State == state
	})
	return row
}

// jobs counts the archive jobs, whatever their state.
func (r *rig) jobs() (n int) {
	r.t.Helper()
	if err := r.store.Pool().QueryRow(r.t.Context(), "SELECT count(*) FROM river_job WHERE kind = 'recording.archive'").Scan(&n); err != nil {
		r.t.Fatal(err)
	}
	return n
}

func (r *rig) here(id call.ID, ending string) bool {
	_, err := os.Stat(r.spool.path(own(id), ending))
	return err == nil
}

// until polls, for what happens in another process has no signal.
func (r *rig) until(what string, done func() bool) {
	r.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.NewTimer(60 * time.Second)
	defer deadline.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-deadline.C:
			r.t.Fatalf("in vain waited for: %s", what)
		}
	}
}

func (r *rig) sql(query string, args ...any) {
	r.t.Helper()
	if _, err := r.store.Pool().Exec(r.t.Context(), query, args...); err != nil {
		r.t.Fatal(err)
	}
}

// mustRow is the call's recording.
func mustRow(r *rig, id call.ID) db.Recording {
	r.t.Helper()
	row, ok := r.row(id)
	if !ok {
		r.t.Fatalf("no recording of %s", id)
	}
	return row
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
