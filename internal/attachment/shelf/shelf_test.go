package shelf_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"go.uber.org/goleak"

	"hotline1022/internal/attachment"
	"hotline1022/internal/attachment/shelf"
	"hotline1022/internal/config"
	"hotline1022/internal/devstack"
	"hotline1022/internal/signature"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/recordings"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// rig is a real PostgreSQL with a ticket.
type rig struct {
	t      *testing.T
	store  *store.Store
	ticket db.Ticket
	ahead  atomic.Int64 // nanoseconds that the shelf's clock is ahead
}

func newRig(t *testing.T) *rig {
	t.Helper()
	s, err := store.Open(devstack.PostgresTemplate(t, "store", store.Migrate), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	r := &rig{t: t, store: s}
	_, err = s.Pool().Exec(t.Context(), `INSERT INTO users (username, name, role, password_hash) VALUES ('op01', 'An', 'operator', '$argon2id$x');
		INSERT INTO tickets (code, year, number, state, policy, "group", content, urgent, confidential, channel, sender_type, no_address, no_phone, no_email, complete, created_by, created_at, updated_at, origin)
		VALUES ('260000013', 2026, 1, 'received', '587/QĐ-UBND-2024', 1, 'Đèn', false, false, 'phone', 'individual', false, false, false, false, 'op01', now(), now(), 'operator')`)
	if err != nil {
		t.Fatal(err)
	}
	row, err := s.Ticket(t.Context(), "260000013")
	if err != nil {
		t.Fatal(err)
	}
	r.ticket = row.Ticket
	return r
}

func (r *rig) add(content string, change func(*store.NewAttachment)) (kept db.Attachment, err error) {
	n := store.NewAttachment{File: attachment.File{Name: "a.pdf", Kind: attachment.PDF, Data: []byte(content)}, Purpose: ticket.FileEvidence}
	if change != nil {
		change(&n)
	}
	err = r.store.Tx(r.t.Context(), func(tx pgx.Tx, q *db.Queries) error {
		kept, err = r.store.KeepAttachment(r.t.Context(), tx, q, uuid.New(), r.ticket.ID, n, ticket.By{Name: "op01"}, time.Now())
		return err
	})
	return kept, err
}

func (r *rig) added(content string) db.Attachment {
	r.t.Helper()
	a, err := r.add(content, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}

// node works jobs and sweeps until the test ends.
func (r *rig) node(objects shelf.Objects) *shelf.Shelf {
	r.t.Helper()
	// A job counts as lost after minutes of this clock, however slow the machine: swept while its job works, a file is sent twice.
	clock := func() time.Time { return time.Now().Add(time.Duration(r.ahead.Load())) }
	s := shelf.New(shelf.Options{RetryAfter: 50 * time.Millisecond, SweepEvery: 50 * time.Millisecond, Now: clock}, r.store, objects)
	c := &river.Config{Logger: slog.New(slog.DiscardHandler), FetchCooldown: 5 * time.Millisecond, FetchPollInterval: 20 * time.Millisecond, ID: uuid.NewString(), TestOnly: true}
	if err := s.Configure(c); err != nil {
		r.t.Fatal(err)
	}
	client, err := river.NewClient(riverpgxv5.New(r.store.Pool()), c)
	if err != nil {
		r.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	if err := client.Start(ctx); err != nil {
		r.t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() { s.Run(ctx) })
	r.t.Cleanup(func() {
		cancel()
		running.Wait()
		<-client.Stopped()
	})
	return s
}

func (r *rig) untilArchived(a db.Attachment) db.Attachment {
	r.t.Helper()
	late := time.After(30 * time.Second)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		now, err := r.store.Attachment(r.t.Context(), a.ID)
		if err != nil {
			r.t.Fatal(err)
		}
		if now.ArchivedAt != nil {
			return now
		}
		select {
		case <-tick.C:
		case <-late:
			r.t.Fatalf("not archived: %+v", now)
		}
	}
}

func (r *rig) reads(s *shelf.Shelf, a db.Attachment, want string) {
	r.t.Helper()
	f, err := s.Read(r.t.Context(), a)
	if err != nil || string(f.Data) != want || f.Name != "a.pdf" {
		r.t.Errorf("%q, %d bytes, %v", f.Name, len(f.Data), err)
	}
}

// held is how many files' bytes lie in the database.
func (r *rig) held() (n int) {
	r.t.Helper()
	if err := r.store.Pool().QueryRow(r.t.Context(), "SELECT count(*) FROM attachment_contents").Scan(&n); err != nil {
		r.t.Fatal(err)
	}
	return n
}

func TestFromTheDatabaseToTheArchive(t *testing.T) {
	r, minio := newRig(t), devstack.MinIO(t)
	a, err := recordings.OpenArchive(config.Storage{Endpoint: minio.Endpoint, AccessKey: minio.AccessKey, SecretKey: minio.SecretKey, Bucket: "records", Region: "us-east-1"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	if _, err := a.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	first := r.added("một")
	s := r.node(a)
	r.reads(s, first, "một") // wherever it lies just now
	archived := r.untilArchived(first)
	r.reads(s, archived, "một")
	r.reads(s, first, "một") // by a row that was read before
	if n := r.held(); n != 0 {
		t.Errorf("the bytes of %d files lie in the database still", n)
	}
	// A job that comes again, or that is lost.
	if _, err := r.store.Pool().Exec(t.Context(), "UPDATE attachments SET archived_at = NULL, bucket = NULL, object = NULL, version = NULL WHERE id = $1", first.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := r.store.Pool().Exec(t.Context(), "INSERT INTO attachment_contents VALUES ($1, 'một')", first.ID); err != nil {
		t.Fatal(err)
	}
	r.ahead.Store(int64(time.Hour))
	if again := r.untilArchived(first); *again.Version != *archived.Version {
		t.Errorf("sent again, as version %s", *again.Version)
	}
}

// away is an archive in memory, which cannot be reached while it is away.
type away struct {
	mu      sync.Mutex
	away    bool
	objects map[string][]byte
}

var errAway = errors.New("away")

func (*away) Bucket() string      { return "b" }
func (*away) Away(err error) bool { return errors.Is(err, errAway) }

func (o *away) set(is bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.away = is
}

func (o *away) Put(_ context.Context, key, _ string, r io.ReadSeeker, _ int64, _ string) (string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.away {
		return "", errAway
	}
	data, err := io.ReadAll(r)
	o.objects[key] = data
	return "1", err
}

func (o *away) Get(_ context.Context, _, key, _ string) (io.ReadSeekCloser, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.away {
		return nil, errAway
	}
	return reader{bytes.NewReader(o.objects[key])}, nil
}

type reader struct{ *bytes.Reader }

func (reader) Close() error { return nil }

func TestAnArchiveThatIsAwayLosesNothing(t *testing.T) {
	r, o := newRig(t), &away{away: true, objects: map[string][]byte{}}
	s := r.node(o)
	a := r.added("hai")
	var attempts int
	for attempts < 3 { // snoozed, not given up
		if err := r.store.Pool().QueryRow(t.Context(), "SELECT coalesce(max((metadata ->> 'snoozes')::integer), 0) FROM river_job").Scan(&attempts); err != nil {
			t.Fatal(err)
		}
	}
	r.reads(s, a, "hai")
	o.set(false)
	a = r.untilArchived(a)
	r.reads(s, a, "hai")
	o.set(true)
	if _, err := s.Read(t.Context(), a); !errors.Is(err, errAway) {
		t.Errorf("away: %v", err)
	}
	o.set(false)
	o.mu.Lock()
	o.objects[*a.Object] = []byte("haj")
	o.mu.Unlock()
	if f, err := s.Read(t.Context(), a); !errors.Is(err, shelf.ErrAltered) || f.Data != nil {
		t.Errorf("altered: %q, %v", f.Data, err)
	}
}

func TestWhatATicketHolds(t *testing.T) {
	r := newRig(t)
	for range store.MaxAttachments {
		r.added("x")
	}
	if _, err := r.add("x", nil); !errors.Is(err, store.ErrTicketFull) {
		t.Errorf("one more: %v", err)
	}
}

func TestDieu17_6_AReplyIsKeptWithItsSignatures(t *testing.T) {
	r := newRig(t)
	if _, err := r.add("x", func(n *store.NewAttachment) { n.Purpose = ticket.FileReply }); err == nil {
		t.Error("a reply without a signature is kept")
	}
	report := &signature.Report{Signatures: []signature.Signature{{Signer: "An", Trusted: true}}}
	a, err := r.add("x", func(n *store.NewAttachment) { n.Purpose, n.Report = ticket.FileReply, report })
	if err != nil || !a.Trusted {
		t.Fatalf("%+v, %v", a, err)
	}
	if list, err := store.Signatures(a); err != nil || len(list) != 1 || list[0].Signer != "An" {
		t.Errorf("%+v, %v", list, err)
	}
	if f, err := r.store.TicketFile(t.Context(), r.store.Queries, r.ticket.ID, a.ID.String()); err != nil || f.Purpose != ticket.FileReply || !f.Open || f.Removed {
		t.Errorf("%+v, %v", f, err)
	}
	for id, of := range map[string]int64{uuid.NewString(): r.ticket.ID, a.ID.String(): r.ticket.ID + 1, "a": r.ticket.ID} {
		if _, err := r.store.TicketFile(t.Context(), r.store.Queries, of, id); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s of %d: %v", id, of, err)
		}
	}
}

// What was added stays as it was, and stays; what becomes of it is said beside it.
func TestDieu12_2_NothingThatWasAddedIsDeletedOrAltered(t *testing.T) {
	r := newRig(t)
	a := r.added("x")
	for _, sql := range []string{"DELETE FROM attachments", "TRUNCATE attachments CASCADE", "UPDATE attachments SET name = 'b'", "UPDATE attachments SET sha256 = sha256"} {
		if _, err := r.store.Pool().Exec(t.Context(), sql); err == nil {
			t.Errorf("%s is done", sql)
		}
	}
	now := time.Now()
	for range 2 { // the first word holds
		if err := r.store.AttachmentMark(t.Context(), db.AttachmentMarkParams{ID: a.ID, RemovedAt: &now, RemovedBy: "op01", RemovedReason: "Nhầm"}); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Hour)
	}
	if a, err := r.store.Attachment(t.Context(), a.ID); err != nil || a.RemovedAt == nil || a.RemovedAt.After(time.Now()) {
		t.Errorf("%+v, %v", a, err)
	}
}
