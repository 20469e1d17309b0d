package e2e

import (
	"io"
	"maps"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/callsim"
)

// once is the journal of a call that went its plain way.
var once = map[string]int{
	"call.arrived": 1, "call.answered": 1, "call.queued": 1, "call.offered": 1, "call.accepted": 1,
	"call.connected": 1, "call.ended": 1, "call.operator_lost": 0, "call.adopted": 0,
}

// with is the journal of a plain call, with some differences.
func with(differences map[string]int) map[string]int {
	want := maps.Clone(once)
	maps.Copy(want, differences)
	return want
}

// outage is a stack whose ways to database and archive can be closed, and its two operators.
type outage struct {
	*stack
	auditor           string
	database, storage *way
	calls             chan callsim.AgentReport

	agents map[string]*callsim.Agent
	pops   *sync.Map // the newest screen-pop of a citizen's number: pop
}

// pop is which operator was shown which call.
type pop struct{ user, call string }

// hangUp lets the operator end a citizen's call once four seconds were spoken in it. An
// operator who ends calls by the clock would, on a slow machine, end them too soon.
func (o *outage) hangUp(t *testing.T, z *callsim.Citizen, from string) {
	t.Helper()
	o.eventually(patience, "four seconds are spoken", func() bool { return z.Audio().Sent() >= 200 })
	shown, ok := o.pops.Load(from)
	if !ok {
		t.Fatalf("no operator was shown the call of %s", from)
	}
	p := shown.(pop)
	if err := o.agents[p.user].Do(t.Context(), protocol.ClientMessage{Type: protocol.ClientHangup, Call: p.call}); err != nil {
		t.Fatal(err)
	}
}

// TestOutages: PostgreSQL or MinIO goes away in the middle of calls. Citizens
// notice nothing, and nothing is lost.
func TestOutages(t *testing.T) {
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"})
	o := &outage{stack: s, calls: make(chan callsim.AgentReport, 8), agents: map[string]*callsim.Agent{}, pops: &sync.Map{}}
	o.database, s.options.DatabaseURL = wayTo(t, s.dsn)
	o.storage = newWay(t, s.minio.Endpoint)
	s.options.StorageAddr = o.storage.addr()
	s.writeConfig()
	s.startHotline(false)
	o.well()
	o.auditor = s.token("auditor")
	for _, user := range []string{"op01", "op02"} {
		o.agents[user] = operator(t, s, callsim.AgentOptions{
			User:   user,
			OnPop:  func(c protocol.Call, _ time.Time) { o.pops.Store(c.From, pop{user, c.ID}) },
			OnCall: func(r callsim.AgentReport) { o.calls <- r },
		})
	}
	for _, c := range []struct {
		name string
		test func(*testing.T, *outage)
	}{
		{"the database stands still", func(t *testing.T, o *outage) { databaseAway(t, o, o.database.stop, "0912500") }},
		{"the database refuses connections", func(t *testing.T, o *outage) { databaseAway(t, o, o.database.cut, "0912501") }},
		{"hotline is killed while the database is away", killedWithoutDatabase},
		{"the archive stands still", func(t *testing.T, o *outage) { storageAway(t, o, o.storage.stop, "0912503001") }},
		{"the archive refuses connections", func(t *testing.T, o *outage) { storageAway(t, o, o.storage.cut, "0912504001") }},
		{"staff are told that nothing is recorded", staffAreTold}, // last: nobody watches the folder afterwards
	} {
		if !t.Run(c.name, func(t *testing.T) {
			inner, behind := *o, *s
			behind.t, inner.stack = t, &behind
			c.test(t, &inner)
			inner.well()
		}) {
			t.FailNow()
		}
	}
}

// well waits until all is in order.
func (o *outage) well() {
	o.t.Helper()
	var said []byte
	defer func() {
		if o.t.Failed() {
			o.t.Logf("/readyz: %s", said)
		}
	}()
	o.eventually(patience, "/readyz is content", func() bool {
		res, err := http.Get(o.http + "/readyz")
		if err != nil {
			return false
		}
		defer res.Body.Close()
		said, err = io.ReadAll(res.Body)
		return err == nil && res.StatusCode == http.StatusOK
	})
}

// named waits until /readyz says that a dependency fails.
func (o *outage) named(dependency string) {
	o.t.Helper()
	o.eventually(patience, "/readyz names the "+dependency, func() bool {
		var ready struct {
			Checks map[string]struct{ State, Detail string } `json:"checks"`
		}
		o.getAny("/readyz", &ready)
		c := ready.Checks[dependency]
		return c.State == "failing" && c.Detail != ""
	})
}

// reported waits for the operators' reports of as many calls, and checks them.
func (o *outage) reported(n int) {
	o.t.Helper()
	for range n {
		if r := next(o.t, o.calls); r.Failed() || r.PacketsLost != 0 || r.EndedBy != callsim.EndedByOperator {
			o.t.Errorf("the operator: %s", asJSON(r))
		}
	}
}

// whole checks a call's record and its recording.
func (o *outage) whole(t *testing.T, from string, want map[string]int) {
	t.Helper()
	r := o.archived(o.auditor, from)
	if r.EndClass != "operator" || r.EndReason != "hangup" || r.Operator == "" || r.To != hotline {
		t.Errorf("the record: %s", asJSON(r))
	}
	counts(t, r, want)
	w := o.fetch(r)
	if l, o := seconds(w.Channel(0), w.Rate, citizenTone), seconds(w.Channel(1), w.Rate, operatorTone); l < 3 || o < 1 {
		t.Errorf("in the recording of %s the citizen speaks %.1f s, the operator %.1f s", from, l, o)
	}
}

func databaseAway(t *testing.T, o *outage, away func(), prefix string) {
	during, later := prefix+"001", prefix+"002"
	first := o.citizen(t, during)
	hears(t, o.stack, first, operatorTone)
	away()
	second := o.citizen(t, later)
	hears(t, o.stack, first, operatorTone)
	hears(t, o.stack, second, operatorTone)
	o.hangUp(t, first, during)
	o.hangUp(t, second, later)
	o.reported(2)
	clean(t, first, callsim.EndedByRemote)
	clean(t, second, callsim.EndedByRemote)
	o.named("database")
	o.database.open()
	o.whole(t, during, once)
	o.whole(t, later, once)
}

func killedWithoutDatabase(t *testing.T, o *outage) {
	const talks, came, gone, waits = "0912502001", "0912502002", "0912502003", "0912502004"
	o.database.cut()
	first := o.citizen(t, talks)
	hears(t, o.stack, first, operatorTone)
	second := o.citizen(t, came)
	hears(t, o.stack, second, operatorTone)
	leaves := o.citizen(t, gone)
	hearsMusic(t, o.stack, leaves)
	leaves.Hangup()
	clean(t, leaves, callsim.EndedByCitizen)
	fourth := o.citizen(t, waits)
	hearsMusic(t, o.stack, fourth)

	o.hotline.Kill9()
	o.hotline.Start()
	o.named("database")
	for _, z := range []*callsim.Citizen{first, second, fourth} {
		select {
		case <-z.Done():
			t.Fatalf("a citizen was lost: %s", asJSON(z.Report()))
		default:
		}
	}
	o.database.open()
	for _, c := range []struct {
		z    *callsim.Citizen
		from string
	}{{first, talks}, {second, came}, {fourth, waits}} {
		hears(t, o.stack, c.z, operatorTone)
		o.hangUp(t, c.z, c.from)
		clean(t, c.z, callsim.EndedByRemote)
	}
	for range 3 {
		next(t, o.calls)
	}
	back := with(map[string]int{"call.adopted": 1, "call.resumed": 1})
	o.whole(t, talks, back)
	o.whole(t, came, back)
	o.whole(t, waits, with(map[string]int{"call.adopted": 1, "call.resumed": 0}))
	checkEnd(t, o.archived(o.auditor, gone), "citizen", "abandoned_wait", "")
}

// hearsMusic waits until a citizen hears something.
func hearsMusic(t *testing.T, s *stack, z *callsim.Citizen) {
	t.Helper()
	s.eventually(patience, "the citizen hears music", func() bool { return z.Audio() != nil && !z.Audio().Receiver().Stats().SoundAt.IsZero() })
}

func storageAway(t *testing.T, o *outage, away func(), from string) {
	z := o.citizen(t, from)
	hears(t, o.stack, z, operatorTone)
	away()
	o.hangUp(t, z, from)
	o.reported(1)
	clean(t, z, callsim.EndedByRemote)
	o.eventually(patience, "the recording waits in the spool", func() bool {
		r := o.ended(o.auditor, from)
		return len(r.Recordings) == 1 && r.Recordings[0].State == "spooled"
	})
	o.named("storage")
	o.storage.open()
	o.whole(t, from, once)
}

// staffAreTold: that calls are not recorded stands on the pages of who leads and who takes calls for as long as it is so.
func staffAreTold(t *testing.T, o *outage) {
	leader, op := newBrowser(t, o.http, "truongca", citizenTone), newBrowser(t, o.http, "op03", operatorTone)
	leader.signIn("/wallboard", "wallboard-page")
	op.signIn("/", "ready-button")
	if err := os.Rename(o.spool, o.spool+"-away"); err != nil {
		t.Fatal(err)
	}
	leader.do("nothing is recorded", sees("trouble-spool"))
	leader.bothThemes("not-recorded")
	op.do("and who speaks with citizens knows", sees("trouble-spool"), absent("trouble-spool_room"))
	op.bothThemes("not-recorded")
	if err := os.Rename(o.spool+"-away", o.spool); err != nil {
		t.Fatal(err)
	}
	leader.do("calls are recorded again", absent("troubles"))
	op.do("for both", absent("troubles"))
}
