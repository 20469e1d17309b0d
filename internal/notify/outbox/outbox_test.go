package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"go.uber.org/goleak"

	"hotline1022/internal/devstack"
	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// gateway does to each message what the test says, by the number of the attempt.
type gateway struct {
	answer func(attempt int, m notify.Outgoing) (notify.Receipt, error)

	mu    sync.Mutex
	taken map[string][]notify.Outgoing // by reference
}

func (*gateway) Name() string { return "test" }

func (g *gateway) Send(_ context.Context, m notify.Outgoing) (notify.Receipt, error) {
	g.mu.Lock()
	if g.taken == nil {
		g.taken = map[string][]notify.Outgoing{}
	}
	g.taken[m.Ref] = append(g.taken[m.Ref], m)
	attempt := len(g.taken[m.Ref])
	g.mu.Unlock()
	if g.answer == nil {
		return notify.Receipt{ID: "ok-" + m.Ref}, nil
	}
	return g.answer(attempt, m)
}

func (g *gateway) of(id uuid.UUID) []notify.Outgoing {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.taken[id.String()]
}

// finder also answers for what became of a reference.
type finder struct {
	gateway
	failures int
	asked    int
}

func (f *finder) Find(_ context.Context, ref string) (notify.Receipt, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked++
	if f.asked <= f.failures {
		return notify.Receipt{}, false, errors.New("busy")
	}
	return notify.Receipt{ID: "found"}, len(f.taken[ref]) > 0, nil
}

// rig is a real PostgreSQL with River.
type rig struct {
	t     *testing.T
	store *store.Store
}

func newRig(t *testing.T) *rig {
	s, err := store.Open(devstack.PostgresTemplate(t, "store", store.Migrate), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return &rig{t, s}
}

// node starts a process's outbox; it ends with the test.
func (r *rig) node(g notify.Gateway, change func(*Options)) *Outbox {
	r.t.Helper()
	o := Options{
		Style: notify.Style{LookUp: "http://1022.example.vn"}, Gateways: map[notify.Channel][]notify.Gateway{notify.SMS: {g}},
		Policy: notify.Policy{FirstPause: 20 * time.Millisecond, LongestWait: 50 * time.Millisecond, GiveUpAfter: time.Hour},
		// No attempt outlasts its lease because the machine is busy, and no job is taken for lost: each would rightly be begun anew.
		SendLimit: time.Minute, SweepEvery: 20 * time.Millisecond, TrackEvery: 20 * time.Millisecond, StrandedAfter: time.Minute,
	}
	if testing.Verbose() {
		o.Log = slog.New(slog.NewTextHandler(r.t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	if change != nil {
		change(&o)
	}
	box, err := New(o, r.store, prometheus.NewRegistry())
	if err != nil {
		r.t.Fatal(err)
	}
	c := &river.Config{
		Logger: slog.New(slog.DiscardHandler), FetchCooldown: 5 * time.Millisecond, FetchPollInterval: 20 * time.Millisecond,
		ID: uuid.NewString(), TestOnly: true,
	}
	if err := box.Configure(c); err != nil {
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
	done := make(chan struct{})
	go func() { defer close(done); box.Run(ctx) }()
	r.t.Cleanup(func() {
		cancel()
		<-done
		<-client.Stopped()
	})
	return box
}

// brief is for what is left after its limit or its lease. On a busy machine a lease may end
// once more: doubts and attempts are at least so many.
func brief(o *Options) { o.SendLimit = 100 * time.Millisecond }

// lossy is for jobs that are lost.
func lossy(o *Options) { o.StrandedAfter = time.Second }

// queue keeps a message and gives its ID.
func (r *rig) queue(cause string, args ...string) uuid.UUID {
	r.t.Helper()
	if len(args) == 0 {
		args = []string{"26-000001-3"}
	}
	err := r.store.Tx(r.t.Context(), func(tx pgx.Tx, _ *db.Queries) error {
		return r.store.QueueMessage(r.t.Context(), tx, store.NewMessage{
			Channel: notify.SMS, To: "0912345678", Key: lang.SMSMessageTicket, Args: args, Cause: cause, At: time.Now(),
		})
	})
	if err != nil {
		r.t.Fatal(err)
	}
	var id uuid.UUID
	if err := r.store.Pool().QueryRow(r.t.Context(), "SELECT id FROM messages WHERE cause = $1", cause).Scan(&id); err != nil {
		r.t.Fatal(err)
	}
	return id
}

// until waits for the row that the test is about.
func (r *rig) until(id uuid.UUID, want string, holds func(db.Message) bool) db.Message {
	r.t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	late := time.After(time.Minute)
	for {
		row, err := r.store.Message(r.t.Context(), id)
		if err != nil {
			r.t.Fatal(err)
		}
		if holds(row) {
			return row
		}
		select {
		case <-tick.C:
		case <-late:
			r.t.Fatalf("not %s: %+v", want, row)
		}
	}
}

func (r *rig) untilState(id uuid.UUID, state string) db.Message {
	r.t.Helper()
	return r.until(id, state, func(m db.Message) bool { return m.State == state })
}

func TestSentAtOnce(t *testing.T) {
	r, g := newRig(t), &gateway{}
	r.node(g, nil)
	id := r.queue("a")
	row := r.untilState(id, store.MessageSent)
	want := "Tong dai 1022 Hai Phong da nhan tin nhan thoai cua ong/ba. Ma ho so: 26-000001-3. Tra cuu: http://1022.example.vn"
	if row.Body != want || row.Parts != 1 || row.Attempts != 1 || row.Doubts != 0 || row.Gateway != "test" || row.GatewayID != "ok-"+id.String() || row.NextAt != nil {
		t.Errorf("%+v", row)
	}
	if m := g.of(id); len(m) != 1 || m[0].To != "0912345678" || m[0].Body != want {
		t.Errorf("%+v", m)
	}
}

func TestTemporaryFailuresAreTriedAgain(t *testing.T) {
	r := newRig(t)
	g := &gateway{answer: func(attempt int, m notify.Outgoing) (notify.Receipt, error) {
		if attempt < 4 {
			return notify.Receipt{}, &notify.Error{Outcome: notify.Temporary, Err: errors.New("503")}
		}
		return notify.Receipt{ID: "4"}, nil
	}}
	r.node(g, nil)
	row := r.untilState(r.queue("a"), store.MessageSent)
	if row.Attempts != 4 || row.Doubts != 0 || row.Error != "temporary: 503" {
		t.Errorf("%+v", row)
	}
}

func TestPermanentFailureIsKeptAndNotTriedAgain(t *testing.T) {
	r := newRig(t)
	g := &gateway{answer: func(int, notify.Outgoing) (notify.Receipt, error) {
		return notify.Receipt{}, &notify.Error{Outcome: notify.Permanent, Err: errors.New("no such \x00number " + strings.Repeat("x", 1000))}
	}}
	box := r.node(g, nil)
	id := r.queue("a")
	row := r.untilState(id, store.MessageFailed)
	if row.Attempts != 1 || row.FailedAt == nil || !strings.HasPrefix(row.Error, "permanent: no such number") || len(row.Error) > 400 {
		t.Errorf("%+v", row)
	}
	// A second job for it (River's rescue) does nothing.
	if next, err := box.Attempt(t.Context(), id); !next.IsZero() || err != nil || len(g.of(id)) != 1 {
		t.Errorf("%v, %v, %d attempts", next, err, len(g.of(id)))
	}
}

func TestGivenUp(t *testing.T) {
	r := newRig(t)
	r.node(notify.None{}, nil)
	id := r.queue("a")
	r.until(id, "tried again", func(m db.Message) bool { return m.Attempts >= 2 })
	r.past(id, "began_at")
	row := r.untilState(id, store.MessageFailed)
	if row.Error != "temporary: no gateway is configured for this channel" {
		t.Errorf("%+v", row)
	}
}

func TestATextThatIsTooLongIsNotCut(t *testing.T) {
	r, g := newRig(t), &gateway{}
	r.node(g, nil)
	id := r.queue("a", strings.Repeat("x", 700))
	row := r.untilState(id, store.MessageFailed)
	if len(g.of(id)) != 0 || !strings.Contains(row.Error, "at most 4") {
		t.Errorf("%+v", row)
	}
}

// The gateway took it, and its answer was lost: one that cannot be asked gets it
// again, with the same reference, and the row says so.
func TestUnknownOutcomeOfAGatewayThatCannotBeAsked(t *testing.T) {
	r := newRig(t)
	g := &gateway{answer: func(attempt int, _ notify.Outgoing) (notify.Receipt, error) {
		if attempt == 1 {
			return notify.Receipt{}, errors.New("connection reset")
		}
		return notify.Receipt{ID: "2"}, nil
	}}
	r.node(g, nil)
	id := r.queue("a")
	if row := r.untilState(id, store.MessageSent); row.Attempts != 2 || row.Doubts != 1 {
		t.Errorf("%+v", row)
	}
	if m := g.of(id); len(m) != 2 || m[0] != m[1] {
		t.Errorf("%+v", m)
	}
}

func TestUnknownOutcomeOfAGatewayThatCanBeAsked(t *testing.T) {
	r := newRig(t)
	g := &finder{failures: 2}
	g.answer = func(int, notify.Outgoing) (notify.Receipt, error) {
		return notify.Receipt{}, errors.New("connection reset")
	}
	r.node(g, nil)
	id := r.queue("a")
	row := r.untilState(id, store.MessageSent)
	if len(g.of(id)) != 1 || row.GatewayID != "found" || row.Doubts != 1 || row.Attempts != 4 {
		t.Errorf("%d times at the gateway; %+v", len(g.of(id)), row)
	}
}

// The process dies between the gateway's yes and the row.
func TestDeathBetweenGatewayAndRow(t *testing.T) {
	r := newRig(t)
	g := &finder{}
	g.answer = func(int, notify.Outgoing) (notify.Receipt, error) { panic("killed") }
	r.node(g, brief)
	id := r.queue("a")
	row := r.untilState(id, store.MessageSent)
	if len(g.of(id)) != 1 || row.Doubts < 1 || row.GatewayID != "found" {
		t.Errorf("%d times at the gateway; %+v", len(g.of(id)), row)
	}
}

// A gateway that never answers is left after the limit.
func TestAGatewayThatHangs(t *testing.T) {
	r := newRig(t)
	r.node(hanging{}, brief)
	row := r.until(r.queue("a"), "tried again after its limit", func(m db.Message) bool { return m.Attempts >= 2 && strings.Contains(m.Error, "deadline") })
	if row.Doubts < 1 {
		t.Errorf("%+v", row)
	}
}

type hanging struct{}

func (hanging) Name() string { return "hanging" }

func (hanging) Send(ctx context.Context, _ notify.Outgoing) (notify.Receipt, error) {
	<-ctx.Done()
	return notify.Receipt{}, ctx.Err()
}

func TestALostJobIsReplaced(t *testing.T) {
	r := newRig(t)
	id := r.queue("a")
	if _, err := r.store.Pool().Exec(t.Context(), "DELETE FROM river_job"); err != nil {
		t.Fatal(err)
	}
	g := &gateway{}
	r.node(g, lossy)
	r.untilState(id, store.MessageSent)
	if n := len(g.of(id)); n != 1 {
		t.Errorf("%d times at the gateway", n)
	}
}

// A process killed over a message leaves a job that River has for running, and would for
// longer than the longest upload takes. The message waits for its lease alone.
func TestAJobOfAKilledProcessBeginsAnew(t *testing.T) {
	r := newRig(t)
	id := r.queue("a")
	now := time.Now()
	_, err := r.store.MessageClaim(t.Context(), db.MessageClaimParams{ID: id, Now: now, HeldUntil: now.Add(500 * time.Millisecond), Body: "x", Parts: 1, Gateway: "test"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.store.Pool().Exec(t.Context(), "UPDATE river_job SET state = 'running', attempt = 1, attempted_at = now(), attempted_by = '{dead}'"); err != nil {
		t.Fatal(err)
	}
	g := &gateway{}
	r.node(g, lossy)
	row := r.untilState(id, store.MessageSent)
	if n := len(g.of(id)); n != 1 || row.Doubts != 1 || row.Attempts != 2 {
		t.Errorf("%d times at the gateway; %+v", n, row)
	}
}

// A storm's end, or a gateway that stands still: what waits its turn for minutes has its
// job, and is given no second one.
func TestABacklogIsNoLoss(t *testing.T) {
	r := newRig(t)
	id := r.queue("a")
	err := r.store.Tx(t.Context(), func(tx pgx.Tx, _ *db.Queries) error {
		made, err := r.store.EnqueueMessages(t.Context(), tx, id)
		if made != 0 {
			t.Errorf("%d more jobs", made)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Two nodes, and two jobs for every message: each goes out once.
func TestTwoNodesSendEachMessageOnce(t *testing.T) {
	r, g := newRig(t), &gateway{}
	ids := make([]uuid.UUID, 40)
	for i := range ids {
		ids[i] = r.queue(fmt.Sprintf("cause %d", i))
		err := r.store.Tx(t.Context(), func(tx pgx.Tx, _ *db.Queries) error {
			// As if River had lost sight of the first.
			if _, err := tx.Exec(t.Context(), "UPDATE river_job SET unique_key = NULL"); err != nil {
				return err
			}
			made, err := r.store.EnqueueMessages(t.Context(), tx, ids[i])
			if err == nil && made != 1 {
				t.Errorf("%d jobs", made)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	r.node(g, nil)
	r.node(g, nil)
	for _, id := range ids {
		if row := r.untilState(id, store.MessageSent); row.Attempts != 1 || len(g.of(id)) != 1 {
			t.Errorf("%d times at the gateway: %+v", len(g.of(id)), row)
		}
	}
}

// tracker can also be asked what arrived.
type tracker struct {
	gateway
	asked chan string
	says  func(id string) (notify.Report, error)
}

func (g *tracker) Track(_ context.Context, _, id string) (notify.Report, error) {
	select {
	case g.asked <- id:
	default:
	}
	return g.says(id)
}

// forgetful neither knows what it has nor can be asked.
type forgetful struct{ gateway }

func (*forgetful) Cautious() bool { return true }

// other is a second gateway.
type other struct{ gateway }

func (*other) Name() string { return "other" }

func refusing(outcome notify.Outcome) func(int, notify.Outgoing) (notify.Receipt, error) {
	return func(int, notify.Outgoing) (notify.Receipt, error) {
		return notify.Receipt{}, &notify.Error{Outcome: outcome, Err: errors.New("no")}
	}
}

func inOrder(line ...notify.Gateway) func(*Options) {
	return func(o *Options) { o.Gateways = map[notify.Channel][]notify.Gateway{notify.SMS: line} }
}

func TestTheNextGatewayGetsWhatTheFirstCertainlyHasNot(t *testing.T) {
	for _, outcome := range []notify.Outcome{notify.Temporary, notify.Permanent} {
		t.Run(outcome.String(), func(t *testing.T) {
			r, first, second := newRig(t), &gateway{answer: refusing(outcome)}, &other{}
			r.node(first, inOrder(first, second))
			id := r.queue("a")
			row := r.untilState(id, store.MessageSent)
			if row.Gateway != "other" || row.Attempts != 2 || row.Doubts != 0 || len(first.of(id)) != 1 || len(second.of(id)) != 1 {
				t.Errorf("%+v", row)
			}
		})
	}
}

func TestWhatTheFirstMayHaveTheNextNeverGets(t *testing.T) {
	r, second := newRig(t), &other{}
	first := &gateway{answer: func(attempt int, _ notify.Outgoing) (notify.Receipt, error) {
		switch attempt {
		case 1:
			return notify.Receipt{}, errors.New("connection reset")
		case 2:
			return notify.Receipt{}, &notify.Error{Outcome: notify.Temporary, Err: errors.New("refused")}
		}
		return notify.Receipt{ID: "3"}, nil
	}}
	r.node(first, inOrder(first, second))
	id := r.queue("a")
	if row := r.untilState(id, store.MessageSent); row.Gateway != "test" || row.Doubts != 1 || len(first.of(id)) != 3 || len(second.of(id)) != 0 {
		t.Errorf("%d at the other; %+v", len(second.of(id)), row)
	}
}

func TestAGatewayThatSaysItNeverHadItClearsTheDoubt(t *testing.T) {
	r, second := newRig(t), &other{}
	first := &lost{}
	first.answer = func(attempt int, _ notify.Outgoing) (notify.Receipt, error) {
		if attempt == 1 {
			return notify.Receipt{}, errors.New("connection reset")
		}
		return notify.Receipt{}, &notify.Error{Outcome: notify.Temporary, Err: errors.New("refused")}
	}
	r.node(first, inOrder(second, first))
	second.answer = refusing(notify.Temporary)
	id := r.queue("a")
	// Asked, it says no: it gets it again, then the other.
	// An attempt is counted before the gateway has it.
	row := r.until(id, "cleared", func(m db.Message) bool { return m.Attempts >= 4 && len(second.of(id)) >= 2 })
	if row.Doubts != 0 {
		t.Errorf("%+v", row)
	}
}

// lost loses what it gets, and says so.
type lost struct{ gateway }

func (*lost) Find(context.Context, string) (notify.Receipt, bool, error) {
	return notify.Receipt{}, false, nil
}

func TestEveryGatewaysWordIsKept(t *testing.T) {
	r, first, second := newRig(t), &gateway{answer: refusing(notify.Permanent)}, &other{}
	second.answer = refusing(notify.Permanent)
	r.node(first, inOrder(first, second))
	row := r.untilState(r.queue("a"), store.MessageFailed)
	if row.Attempts != 2 || row.Error != "permanent: test: permanent: no; other: permanent: no" {
		t.Errorf("%+v", row)
	}
}

// It accepted, and its answer was lost. Nobody can find out, so no machine sends it again.
func TestAGatewayThatForgetsGetsNothingTwice(t *testing.T) {
	r, g := newRig(t), &forgetful{}
	g.answer = func(int, notify.Outgoing) (notify.Receipt, error) { return notify.Receipt{}, context.DeadlineExceeded }
	box := r.node(g, nil)
	id := r.queue("a")
	row := r.untilState(id, store.MessageFailed)
	if row.Attempts != 1 || row.Doubts != 1 || len(g.of(id)) != 1 {
		t.Errorf("%+v", row)
	}
	// A person may have it sent again, and the gateway sees that it is the same.
	g.mu.Lock()
	g.answer = nil
	g.mu.Unlock()
	again := r.retry(id)
	row = r.untilState(again, store.MessageSent)
	if m := g.of(id); len(m) != 2 || m[0] != m[1] || row.Body == "" || row.Cause != "retry:"+id.String() {
		t.Errorf("%+v; %+v", m, row)
	}
	// The network's word settles what became of the first.
	if err := box.Reported(t.Context(), "test", notify.Report{Ref: id.String(), State: notify.Delivered}); err != nil {
		t.Fatal(err)
	}
	for _, m := range []uuid.UUID{id, again} {
		r.untilState(m, store.MessageDelivered)
	}
}

func (r *rig) retry(id uuid.UUID) uuid.UUID {
	r.t.Helper()
	act, err := store.Act(time.Now(), "op01", "message.retry", "message:"+id.String(), nil)
	if err != nil {
		r.t.Fatal(err)
	}
	again, err := r.store.RetryMessage(r.t.Context(), id, time.Now(), act)
	if err != nil {
		r.t.Fatal(err)
	}
	return again
}

// Killed over a gateway that forgets: the attempt is in doubt, and so it stays.
func TestDeathOverAGatewayThatForgets(t *testing.T) {
	r, g := newRig(t), &forgetful{}
	g.answer = func(int, notify.Outgoing) (notify.Receipt, error) { panic("killed") }
	r.node(g, brief)
	id := r.queue("a")
	if row := r.untilState(id, store.MessageFailed); row.Doubts < 1 || len(g.of(id)) != 1 || !strings.Contains(row.Error, "by hand") {
		t.Errorf("%+v", row)
	}
}

func TestWhatArrivedIsAskedFor(t *testing.T) {
	for state, says := range map[string]notify.Report{
		store.MessageDelivered:   {State: notify.Delivered},
		store.MessageUndelivered: {State: notify.Undelivered, Reason: "switched off"},
	} {
		t.Run(state, func(t *testing.T) {
			r := newRig(t)
			g := &tracker{asked: make(chan string, 1), says: func(string) (notify.Report, error) { return says, nil }}
			box := r.node(g, nil)
			id := r.queue("a")
			row := r.untilState(id, store.MessageSent)
			if row.TrackAt == nil || row.TrackAt.Sub(*row.SentAt) != time.Minute {
				t.Fatalf("%+v", row)
			}
			r.past(id, "track_at")
			row = r.untilState(id, state)
			if got := <-g.asked; got != row.GatewayID || row.ReportedAt == nil || row.TrackAt != nil || row.Error != says.Reason {
				t.Errorf("%+v", row)
			}
			// The first word counts.
			if err := box.Reported(t.Context(), "test", notify.Report{ID: row.GatewayID, State: notify.Undelivered, Reason: "late"}); err != nil {
				t.Error(err)
			}
			if r.untilState(id, state).Error != says.Reason {
				t.Error("a later word counted")
			}
		})
	}
}

// past moves a message's time to two hours ago.
func (r *rig) past(id uuid.UUID, column string) {
	r.t.Helper()
	if _, err := r.store.Pool().Exec(r.t.Context(), "UPDATE messages SET "+column+" = now() - interval '2 hours' WHERE id = $1", id); err != nil {
		r.t.Fatal(err)
	}
}

func TestWhatIsOnItsWayIsAskedForAgainLater(t *testing.T) {
	r := newRig(t)
	g := &tracker{asked: make(chan string, 1), says: func(string) (notify.Report, error) { return notify.Report{State: notify.Pending}, nil }}
	r.node(g, nil)
	id := r.queue("a")
	r.untilState(id, store.MessageSent)
	r.past(id, "track_at")
	<-g.asked
	row := r.until(id, "looked at later", func(m db.Message) bool { return m.TrackAt != nil && m.TrackAt.After(time.Now()) })
	if row.State != store.MessageSent {
		t.Errorf("%+v", row)
	}
}

func TestAReportOfNobodysMessage(t *testing.T) {
	r := newRig(t)
	box := r.node(&gateway{}, nil)
	id := r.queue("a")
	r.untilState(id, store.MessageSent)
	for name, report := range map[string]notify.Report{
		"unknown":           {ID: "nothing", State: notify.Delivered},
		"unknown reference": {Ref: uuid.NewString(), State: notify.Delivered},
		"no UUID":           {Ref: "x", State: notify.Delivered},
	} {
		if err := box.Reported(t.Context(), "test", report); !errors.Is(err, notify.ErrNotOurs) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := box.Reported(t.Context(), "other", notify.Report{Ref: id.String(), State: notify.Delivered}); !errors.Is(err, notify.ErrNotOurs) {
		t.Errorf("another gateway's: %v", err)
	}
	if err := box.Reported(t.Context(), "test", notify.Report{State: notify.Delivered}); err != nil {
		t.Error(err)
	}
	r.untilState(id, store.MessageSent)
}

// It is night: what may wait waits, what is awaited does not.
func TestNightMessages(t *testing.T) {
	r, g := newRig(t), &gateway{}
	now := time.Date(2027, 2, 5, 23, 0, 0, 0, time.UTC)
	morning := now.Add(7 * time.Hour)
	storetest.SetClock(t, r.store, now)
	r.node(g, func(o *Options) {
		o.Quiet, o.Policy.GiveUpAfter = notify.Quiet{From: 22 * time.Hour, To: 6 * time.Hour, Zone: time.UTC}, time.Hour
	})
	queue := func(cause string, hours notify.Hours) uuid.UUID {
		err := r.store.Tx(t.Context(), func(tx pgx.Tx, _ *db.Queries) error {
			return r.store.QueueMessage(t.Context(), tx, store.NewMessage{
				Channel: notify.SMS, To: "0912345678", Key: lang.SMSMessageTicket, Args: []string{"26-000001-3"}, Cause: cause, At: now, Hours: hours,
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		var id uuid.UUID
		if err := r.store.Pool().QueryRow(t.Context(), "SELECT id FROM messages WHERE cause = $1", cause).Scan(&id); err != nil {
			t.Fatal(err)
		}
		return id
	}
	waits := queue("day", notify.Day)
	r.untilState(queue("awaited", notify.Awaited), store.MessageSent)
	r.untilState(queue("any", notify.Anytime), store.MessageSent)
	row := r.until(waits, "waiting for the morning", func(m db.Message) bool { return m.Quiet })
	if row.State != store.MessageQueued || row.Attempts != 0 || !row.NextAt.Equal(morning) ||
		row.BeganAt.Sub(row.CreatedAt) < 6*time.Hour || len(g.of(waits)) != 0 {
		t.Errorf("%+v", row)
	}
	// Morning: it has all its time before it.
	storetest.SetClock(t, r.store, morning)
	for { // the row waits for the morning a moment before River has put its job off
		tag, err := r.store.Pool().Exec(t.Context(), "UPDATE river_job SET state = 'available', scheduled_at = now() WHERE state = 'scheduled'")
		if err != nil {
			t.Fatal(err)
		}
		if tag.RowsAffected() > 0 {
			break
		}
	}
	if row := r.untilState(waits, store.MessageSent); row.Quiet || row.Attempts != 1 {
		t.Errorf("%+v", row)
	}
}

func TestWordedByTheAdministrator(t *testing.T) {
	r := newRig(t)
	fails := make(chan struct{})
	g := &gateway{answer: func(attempt int, m notify.Outgoing) (notify.Receipt, error) {
		select {
		case <-fails:
			return notify.Receipt{ID: "ok"}, nil
		default:
			return notify.Receipt{}, &notify.Error{Outcome: notify.Temporary, Err: errors.New("busy")}
		}
	}}
	r.node(g, nil)
	kind, _ := notify.KindOf(lang.SMSMessageTicket)
	save := func(version int, text string) error {
		act, err := store.Act(time.Now(), "quantri", "message_template.save", "x", nil)
		if err != nil {
			t.Fatal(err)
		}
		yes := true
		return r.store.SaveTemplate(t.Context(), notify.Template{Kind: kind, Version: version, Text: text, Accents: &yes}, time.Now(), act)
	}
	if err := save(1, "Mã {code} ạ"); err != nil {
		t.Fatal(err)
	}
	id := r.queue("a")
	r.until(id, "tried", func(m db.Message) bool { return m.Attempts > 0 })
	if err := save(2, "Khác {code}"); err != nil {
		t.Fatal(err)
	}
	if err := save(2, "Khác nữa {code}"); !errors.Is(err, store.ErrChanged) {
		t.Errorf("%v", err)
	}
	close(fails)
	// What a gateway was given stays, whatever is worded since.
	if row := r.untilState(id, store.MessageSent); row.Body != "Mã 26-000001-3 ạ" || row.TemplateVersion != 1 {
		t.Errorf("%+v", row)
	}
	if row := r.untilState(r.queue("b"), store.MessageSent); row.Body != "Khác 26-000001-3" || row.TemplateVersion != 2 {
		t.Errorf("%+v", row)
	}
}

// A sender's key goes out with the text, and stays with us as a sum: whoever reads the message
// where it is kept cannot come in by it. It opens the ticket as long as the number is the
// sender's, and for a year.
func TestDieu11_1b_TheKeyIsTheSendersAlone(t *testing.T) {
	r := newRig(t)
	g := &gateway{answer: func(attempt int, m notify.Outgoing) (notify.Receipt, error) {
		if attempt == 1 {
			return notify.Receipt{}, &notify.Error{Outcome: notify.Temporary, Err: errors.New("busy")}
		}
		return notify.Receipt{ID: "ok-" + m.Ref}, nil
	}}
	r.node(g, nil)
	err := r.store.UserPut(t.Context(), db.UserPutParams{Username: "op01", Name: "An", Role: "operator", PasswordHash: "$argon2id$x"})
	if err != nil {
		t.Fatal(err)
	}
	code, _, err := r.store.FileTicket(t.Context(), store.NewTicket{Actor: "op01", Draft: ticket.Draft{
		Group: ticket.GroupInfrastructure, Content: "Đèn đường hỏng", Channel: ticket.ChannelPhone, Sender: ticket.Sender{Type: ticket.Individual, Phone: "0912345678"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	exec := func(sql string) {
		t.Helper()
		if _, err := r.store.Pool().Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	newest := func() (id uuid.UUID) {
		t.Helper()
		if err := r.store.Pool().QueryRow(t.Context(), "SELECT id FROM messages ORDER BY created_at DESC LIMIT 1").Scan(&id); err != nil {
			t.Fatal(err)
		}
		return id
	}
	keyOf := func(m notify.Outgoing) string {
		t.Helper()
		_, key, ok := strings.Cut(m.Body, "http://1022.example.vn/x/")
		if !ok || len(key) != 16 {
			t.Fatalf("%q", m.Body)
		}
		return key
	}
	opens := func(key string, want bool) {
		t.Helper()
		got, err := r.store.TicketOfKey(t.Context(), key)
		if (err == nil && got == code) != want || err != nil && !errors.Is(err, store.ErrNotFound) {
			t.Errorf("opens %q, %v; want %t", got, err, want)
		}
	}
	first := newest()
	row := r.untilState(first, store.MessageSent)
	sent := g.of(first)
	key := keyOf(sent[0])
	if len(sent) != 2 || sent[1].Body != sent[0].Body || row.Parts != 1 || row.Secret != nil || !strings.HasSuffix(row.Body, "/x/****************") {
		t.Errorf("%+v of %+v", row, sent)
	}
	opens(key, true)
	for _, wrong := range []string{"", key[:15], key + "a", strings.ToUpper(key), "aaaaaaaaaaaaaaaa", "****************"} {
		opens(wrong, false)
	}
	// It never arrived, and is sent again: nobody knows the key any more, so it is another.
	exec("UPDATE messages SET state = 'undelivered', reported_at = sent_at, error = 'absent', track_at = NULL")
	act, err := store.Act(time.Now(), "op01", "message.retry", "message:x", nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := r.store.RetryMessage(t.Context(), first, time.Now(), act)
	if err != nil {
		t.Fatal(err)
	}
	r.untilState(again, store.MessageSent)
	second := keyOf(g.of(again)[0])
	if second == key {
		t.Error("the same key")
	}
	opens(second, true)
	opens(key, true)
	// It was somebody else's number.
	exec("UPDATE tickets SET sender_phone = '0912345687'")
	opens(key, false)
	exec("UPDATE tickets SET sender_phone = '0912345678'")
	opens(key, true)
	exec("UPDATE message_keys SET made_at = made_at - interval '366 days'")
	opens(key, false)
}
