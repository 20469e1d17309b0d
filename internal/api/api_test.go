package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/google/uuid"
	"go.uber.org/goleak"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
	"hotline1022/internal/attachment"
	"hotline1022/internal/auth"
	"hotline1022/internal/casework"
	"hotline1022/internal/devstack"
	"hotline1022/internal/incident"
	"hotline1022/internal/portal"
	citizenspage "hotline1022/internal/portal/page"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/wav"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
	"hotline1022/telephony/trunk"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const password = "mật khẩu thử"

var t0 = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// engine stands for telephony's live state.
type engine struct {
	mu        sync.Mutex
	operators []telephony.OperatorView
	calls     []telephony.CallView
	profiles  map[string]telephony.Profile
	engaged   string // has a call
	away      string // is at no desk
	paused    []string
	signedOut []string
}

func (e *engine) Operators() []telephony.OperatorView {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.operators
}

func (e *engine) Calls() []telephony.CallView {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.calls
}

func (e *engine) Queues() []telephony.QueueView {
	return []telephony.QueueView{{Queue: "chung", Waiting: 2, LongestSince: t0, Ready: 1, Busy: 3, SignedIn: 5}, {Queue: "khan"}}
}

func (e *engine) SetProfile(operator string, p telephony.Profile) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.profiles == nil {
		e.profiles = map[string]telephony.Profile{}
	}
	e.profiles[operator] = p
}

func (e *engine) SignOut(_ context.Context, operator, by, reason string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.engaged == operator {
		return telephony.ErrNotNow
	}
	e.signedOut = append(e.signedOut, operator+" by "+by+": "+reason)
	return nil
}

func (e *engine) Pause(_ context.Context, operator, by string, p telephony.Pause) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.away == operator {
		return telephony.ErrNotNow
	}
	e.paused = append(e.paused, operator+" by "+by+": "+p.By+", "+p.Reason)
	return nil
}

// tape stands for the recordings.
type tape struct {
	audio []byte
	sum   string // SHA-256; "": one that is easy to know again
	err   error
	parts []string // that were asked for
}

func (a *tape) OpenPart(ctx context.Context, id uuid.UUID, from, to time.Duration) (io.ReadSeekCloser, AudioInfo, error) {
	a.parts = append(a.parts, fmt.Sprint(id, " ", from, " ", to))
	return a.Open(ctx, id)
}

func (a *tape) Open(context.Context, uuid.UUID) (io.ReadSeekCloser, AudioInfo, error) {
	if a.err != nil {
		return nil, AudioInfo{}, a.err
	}
	return readSeekCloser{bytes.NewReader(a.audio)}, AudioInfo{Name: `pbx1-1.1"call.wav`, Size: int64(len(a.audio)), Channels: 2, SHA256: cmp.Or(a.sum, strings.Repeat("ab", 32)), ModTime: t0, ContentType: "audio/wav"}, nil
}

// taped is a file of two channels.
func taped(samples []byte) []byte {
	header, err := wav.ALawHeader(2, int64(len(samples)))
	if err != nil {
		panic(err)
	}
	return append(header, samples...)
}

// kept stands for the shelf: bytes that lie in the database still.
type kept struct{ store *store.Store }

func (k kept) Read(ctx context.Context, a db.Attachment) (attachment.File, error) {
	data, err := k.store.AttachmentContent(ctx, a.ID)
	return attachment.File{Name: a.Name, Kind: attachment.Kind(a.Kind), Data: data}, err
}

// hearing stands for the board: callers hear what is put there.
type hearing struct {
	mu        sync.Mutex
	refreshed int
	file      string // of the revision that callers hear
	id        int64
	revision  int
	failed    error
}

func (b *hearing) Refresh() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refreshed++
}

func (b *hearing) Voice(id int64, revision int) (bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return id == b.id && revision == b.revision, b.failed
}

func (b *hearing) Sound(id int64, revision int) (*os.File, error) {
	if ready, _ := b.Voice(id, revision); !ready {
		return nil, fs.ErrNotExist
	}
	return os.Open(b.file)
}

func (b *hearing) Say(_ context.Context, d incident.Draft) (string, []byte, error) {
	return "Thông báo: " + d.Text, []byte("RIFF"), b.failed
}

func (b *hearing) Shape(file []byte) ([]byte, error) {
	switch string(file) {
	case "long":
		return nil, incident.ErrLongVoice
	case "noise":
		return nil, incident.ErrVoice
	}
	return file, nil
}

// plans stands for the book of versions.
type plans struct {
	mu        sync.Mutex
	refreshed int
	failed    error
}

func (p *plans) Configured() (version, source string) {
	return planfile.Version(dialplan.Haiphong), string(dialplan.Haiphong)
}

func (p *plans) Current() *dialplan.Plan {
	plan, err := planfile.Load("")
	if err != nil {
		panic(err)
	}
	return &plan
}

func (p *plans) Prepare(context.Context, string) (*dialplan.Plan, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return &dialplan.Plan{}, p.failed
}

func (p *plans) Say(_ context.Context, text string) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return []byte("RIFF " + text), p.failed
}

func (p *plans) Refresh() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refreshed++
}

type readSeekCloser struct{ io.ReadSeeker }

func (readSeekCloser) Close() error { return nil }

// house is a whole server on a database of its own.
type house struct {
	t      *testing.T
	store  *store.Store
	engine *engine
	tape   *tape
	signs  signer
	api    *API
	url    string
	logged *bytes.Buffer
	board  *hearing
	plans  *plans
	filed  chan call.ID // for which calls tickets were filed
	desks  *desks
	signOn SignOn
	later  atomic.Int64 // by how much the clock is ahead

	calendars calendars
}

// calendars counts how often the calendar changed.
type calendars struct{ changed atomic.Int32 }

func (c *calendars) CalendarChanged() { c.changed.Add(1) }

func (h *house) now() time.Time { return time.Now().Add(time.Duration(h.later.Load())) }

// desks stands for the hub: which are connected, and which were ended.
type desks struct {
	mu    sync.Mutex
	open  map[string]string
	ended []string
}

func (d *desks) SignOut(username, session string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ended = append(d.ended, username)
	for s, u := range d.open {
		if u == username && (session == "" || s == session) {
			delete(d.open, s)
		}
	}
}

func (d *desks) Sessions() map[string]string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return maps.Clone(d.open)
}

func build(t *testing.T, with ...func(*house)) *house {
	t.Helper()
	return buildOn(t, devstack.PostgresTemplate(t, "api", prepare), with...)
}

// lines are two carriers, of which one is down.
var lines = func() *trunk.Board {
	began := time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)
	b := trunk.NewBoard([]trunk.Line{{Name: "vnpt", Limit: 28, Watched: time.Minute}, {Name: "viettel"}}, began)
	b.Contact("vnpt", false, began.Add(time.Minute))
	return b
}()

func buildOn(t *testing.T, dsn string, with ...func(*house)) *house {
	t.Helper()
	h := &house{t: t, engine: &engine{}, board: &hearing{}, plans: &plans{}, tape: &tape{audio: taped(bytes.Repeat([]byte("0123456789"), 100))}, logged: &bytes.Buffer{}, filed: make(chan call.ID, 100), desks: &desks{open: map[string]string{}}}
	for _, change := range with {
		change(h)
	}
	log := slog.New(slog.NewTextHandler(&lockedWriter{w: h.logged}, nil))
	st, err := store.Open(dsn, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(st.Close)
	h.store = st
	signIn, err := auth.NewSignIn(st.Accounts(), auth.Options{
		Demonstration: true, PasswordAlone: true, Key: bytes.Repeat([]byte{7}, auth.KeyBytes), Now: h.now,
	})
	if err != nil {
		t.Fatal(err)
	}
	citizens := portal.New(st, casework.New(st))
	h.api, err = New(Config{Node: "pbx1", Site: "http://1022.example", Version: "test", Origins: []string{"https://1022.example"}, Secure: false, Now: h.now, Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}}, Ports{
		Store: st, Casework: casework.New(st), Live: h.engine, Trunks: lines, Health: broken, Audio: h.tape, Signs: &h.signs, Files: kept{st}, Retention: retained(t, st, h.now), Incidents: h.board, Dialplans: h.plans, Library: store.NewLibrary(st), Calendars: &h.calendars, SignIn: signIn, SignOn: h.signOn, Desks: h.desks,
		Citizens: citizens, Page: citizenspage.New(citizens, log),
		Filed: func(id call.ID) { h.filed <- id },
		Web:   http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "app") }),
	}, log, nil)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h.api.Handler())
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

// prepare makes the template: one account a role, with one password hashed once.
func prepare(ctx context.Context, dsn string) error {
	if err := store.Migrate(ctx, dsn); err != nil {
		return err
	}
	st, err := store.Open(dsn, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer st.Close()
	// As cheap as can be: with the race detector the cost of an account's own is a second of each signing in.
	hash, err := argon2id.CreateHash(password, &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		return err
	}
	accounts := map[string]auth.Role{"op01": auth.RoleOperator, "op02": auth.RoleOperator}
	for _, role := range auth.Roles[1:] {
		accounts[string(role)] = role
	}
	for name, role := range accounts {
		err := st.UserPut(ctx, db.UserPutParams{Username: name, Name: "Người " + name, Role: string(role), PasswordHash: hash, Demonstration: true})
		if err != nil {
			return err
		}
	}
	return errors.Join(
		st.UnitPut(ctx, db.UnitPutParams{Code: "SXD", Name: "Sở Xây dựng", Kind: "department", Phone: "0225300001"}),
		st.OfficerPut(ctx, db.OfficerPutParams{Phone: "0225300051", Unit: "SXD", Name: "Cán bộ thứ hai", Rank: 2}),
		st.OfficerPut(ctx, db.OfficerPutParams{Phone: "0225300001", Unit: "SXD", Name: "Cán bộ thứ nhất", Rank: 1}),
		st.FieldPut(ctx, db.FieldPutParams{Code: "chieu-sang", GroupID: 1, Name: "Chiếu sáng", Rank: 1}),
		st.FieldPut(ctx, db.FieldPutParams{Code: "cho", GroupID: 2, Name: "Chợ", Rank: 1}),
	)
}

// visitor is one browser or program.
type visitor struct {
	h      *house
	client *http.Client
	header http.Header
}

func (h *house) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	transport := &http.Transport{ExpectContinueTimeout: time.Minute}
	h.t.Cleanup(transport.CloseIdleConnections)
	return &visitor{h: h, client: &http.Client{Jar: jar, Transport: transport}, header: http.Header{}}
}

// as gives somebody of the role by token, which needs no password to be hashed.
func (h *house) as(role auth.Role) *visitor {
	h.t.Helper()
	secret, prefix, sum := auth.NewToken()
	_, err := h.store.TokenCreate(h.t.Context(), db.TokenCreateParams{
		Name: "test", Role: string(role), Prefix: prefix, Sha256: sum[:], CreatedBy: "test", CreatedAt: time.Now(), ExpiresAt: time.Now().Add(time.Hour),
	})
	if err != nil {
		h.t.Fatal(err)
	}
	v := h.visitor()
	v.header.Set("Authorization", "Bearer "+secret)
	return v
}

// signedIn gives a person with a session.
func (h *house) signedIn(username string) *visitor {
	h.t.Helper()
	v := h.visitor()
	v.ask("POST", "/api/v1/sessions", map[string]string{"username": username, "password": password}).want(201)
	return v
}

type reply struct {
	t      *testing.T
	what   string
	status int
	header http.Header
	body   []byte
}

func (v *visitor) ask(method, path string, body any, header ...string) *reply {
	v.h.t.Helper()
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			v.h.t.Fatal(err)
		}
		reader = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(v.h.t.Context(), method, v.h.url+path, reader)
	if err != nil {
		v.h.t.Fatal(err)
	}
	req.Header = v.header.Clone()
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := v.client.Do(req)
	if err != nil {
		v.h.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		v.h.t.Fatal(err)
	}
	return &reply{t: v.h.t, what: method + " " + path, status: res.StatusCode, header: res.Header, body: raw}
}

func (r *reply) want(status int) *reply {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("%s: %d, want %d: %s", r.what, r.status, status, r.body)
	}
	return r
}

func (r *reply) into(v any) *reply {
	r.t.Helper()
	if err := json.Unmarshal(r.body, v); err != nil {
		r.t.Fatalf("%s: %v: %s", r.what, err, r.body)
	}
	return r
}

// problem checks that the answer is one, complete.
func (r *reply) problem(status int, code string) Problem {
	r.t.Helper()
	r.want(status)
	var p Problem
	r.into(&p)
	if p.Code != code || p.Status != status || p.Detail == "" || p.Request == "" || r.header.Get("Content-Type") != "application/problem+json" {
		r.t.Errorf("%s: %s (%s), want code %s", r.what, r.body, r.header.Get("Content-Type"), code)
	}
	return p
}

func (h *house) apply(entries ...call.Entry) {
	h.t.Helper()
	if err := h.store.Apply(h.t.Context(), entries); err != nil {
		h.t.Fatal(err)
	}
}

func entry(at time.Time, id call.ID, kind call.Kind, data any) call.Entry {
	return call.Entry{ID: uuid.NewString(), At: at, Node: "pbx1", Kind: kind, Call: id, Data: data}
}

// conversation makes a call that op spoke in, 10 s in the queue, 60 s of talk.
func (h *house) conversation(n int, from, op string) call.ID {
	h.t.Helper()
	id := call.ID(fmt.Sprintf("pbx1-1772438400.%d", n))
	at := t0.Add(time.Duration(n) * time.Minute)
	offer := call.Offer{Operator: op}
	h.apply(
		entry(at, id, call.KindArrived, call.Arrived{From: from, To: "02251022"}),
		entry(at, id, call.KindQueued, call.Queued{Queue: "tong-dai"}),
		entry(at.Add(9*time.Second), id, call.KindAccepted, offer),
		entry(at.Add(10*time.Second), id, call.KindConnected, offer),
		entry(at.Add(70*time.Second), id, call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: call.ReasonHangup}),
	)
	return id
}
