package api

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"os"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/google/uuid"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/dialplan"
	"hotline1022/internal/auth"
	"hotline1022/internal/incident"
	"hotline1022/internal/knowledge"
	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	citizens "hotline1022/internal/portal/page"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
	"hotline1022/telephony/trunk"
)

// Live is what is going on now; *telephony.Engine.
type Live interface {
	Operators() []telephony.OperatorView
	Calls() []telephony.CallView
	Queues() []telephony.QueueView
	SetProfile(operator string, p telephony.Profile)
	SignOut(ctx context.Context, operator, by, reason string) error
	Pause(ctx context.Context, operator, by string, p telephony.Pause) error
}

// Trunks is the carriers' lines; *trunk.Board.
type Trunks interface{ Trunks() []trunk.Trunk }

// AudioInfo describes a recording's audio.
type AudioInfo struct {
	Name        string // for a download
	Size        int64  // bytes
	Channels    int
	SHA256      string // hex
	ModTime     time.Time
	ContentType string
}

// What Audio answers beside an audio, and Files beside a file.
var (
	ErrNoAudio     = errors.New("api: there is no such recording")
	ErrNotYet      = errors.New("api: the recording is not ready yet")
	ErrArchiveAway = errors.New("api: the archive does not answer")
	ErrArchiveKey  = errors.New("api: it is encrypted, and we do not have its key")
	ErrDeleted     = errors.New("api: the recording's time was over, and it was deleted")
)

// Audio opens recordings. Errors wrap ErrNoAudio, ErrNotYet, ErrDeleted, ErrArchiveAway or ErrArchiveKey.
type Audio interface {
	Open(ctx context.Context, recording uuid.UUID) (io.ReadSeekCloser, AudioInfo, error)
	// OpenPart gives what lies between two times from the recording's beginning.
	OpenPart(ctx context.Context, recording uuid.UUID, from, to time.Duration) (io.ReadSeekCloser, AudioInfo, error)
}

// Signs signs what is taken out as evidence; *keeper.Keeper.
type Signs interface {
	// SigningKey is the public half (PEM) of the key that signs; false where there is none, or it cannot be used now.
	SigningKey() (public string, ok bool)
	// Sign gives a signature (Ed25519) of these bytes.
	Sign(body []byte) ([]byte, error)
}

// Announced is what callers hear of an incident; *board.Board.
type Announced interface {
	// Refresh has it look at the open incident at once; it does not wait.
	Refresh()
	// Voice tells whether callers hear a revision, or what hinders it.
	Voice(id int64, revision int) (ready bool, err error)
	// Sound opens the file that they hear; fs.ErrNotExist while there is none.
	Sound(id int64, revision int) (*os.File, error)
	// Say gives what they would hear of a draft.
	Say(ctx context.Context, d incident.Draft) (words string, sound []byte, err error)
	// Shape brings a recorded voice into their form; incident.ErrVoice, incident.ErrLongVoice.
	Shape(file []byte) ([]byte, error)
}

// Dialplans is what takes versions up; *versions.Book.
type Dialplans interface {
	// Current is the plan that calls meet that begin now.
	Current() *dialplan.Plan
	// Configured is the file that holds while no version was activated.
	Configured() (version, source string)
	// Prepare makes the sounds of a version, so that it can be met at once.
	Prepare(ctx context.Context, source string) (*dialplan.Plan, error)
	// Say gives a text as callers would hear it.
	Say(ctx context.Context, text string) ([]byte, error)
	// Refresh has it look for the active version at once; it does not wait.
	Refresh()
}

// Casework changes tickets; *casework.Casework. Errors are those of package ticket,
// store.ErrNotFound and *store.TicketChanged.
type Casework interface {
	Do(ctx context.Context, code ticket.Code, version int64, by ticket.By, act ticket.Act) error
	// Attach adds a file, of whichever version; also store.ErrTicketFull.
	Attach(ctx context.Context, code ticket.Code, by ticket.By, n store.NewAttachment) (db.Attachment, error)
	// LatestGrant is how far an approval of now may reach that lets a unit hear a recording.
	LatestGrant(now time.Time) time.Time
}

// Desks are what is connected for longer than a request; *agentdesk.Hub.
type Desks interface {
	// SignOut ends somebody's desk without grace time: whichever, or that of a session alone.
	SignOut(username, session string)
	// Sessions are those by which desks are connected, with whose each is.
	Sessions() map[string]string
}

// Library is the knowledge base in memory; *store.Library.
type Library interface {
	// Search finds what answers a question today; a field's own come first.
	Search(ctx context.Context, q knowledge.Asked) ([]knowledge.Hit, error)
	// Refresh has it know what has just changed.
	Refresh(context.Context) error
}

// Ports is what the interface stands on. All are required but Desk, Web, Page, Simulator, Reports, Desks, SignOn and Filed.
type Ports struct {
	Store     *store.Store
	Casework  Casework
	Live      Live
	Trunks    Trunks
	Audio     Audio
	Files     Files
	Signs     Signs
	Retention Retention
	Incidents Announced
	Dialplans Dialplans
	Calendars Calendars
	Library   Library
	SignIn    *auth.SignIn
	Health    Health
	Metrics   http.Handler // GET /metrics
	Desk      http.Handler // GET /api/v1/desk
	Web       http.Handler // the rest
	Simulator http.Handler // GET /simulator/messages, of the demonstration
	Citizens  Citizens
	Page      http.Handler // the citizen's page, at page.Paths; it is open to everybody
	// Reports takes what gateways tell of messages, at /reports/<gateway>/<secret>.
	Reports http.Handler
	// Style is how messages are written, for previews of templates.
	Style  notify.Style
	Desks  Desks
	SignOn SignOn // the city's single sign-on; nil: there is none
	// Filed is told of which call a ticket was filed or has changed; it must not block.
	Filed func(call.ID)
}

// Config of the interface.
type Config struct {
	Node    string
	Version string
	Site    string   // where citizens look up what became of their report; feeds lead there
	Origins []string // further origins that browsers may come from
	Secure  bool     // behind TLS
	Words   bool     // what is said in recordings is written down
	// Proxies are whose word counts on where a request came from (X-Forwarded-For).
	Proxies []netip.Prefix
	// Roots are those whose word counts on who signed a document; nil: nobody's does.
	Roots *x509.CertPool
	Now   func() time.Time
}

// API is the HTTP interface.
type API struct {
	cfg        Config
	p          Ports
	log        *slog.Logger
	huma       huma.API
	principals *principals
	noted      *noted
	limits     *limits
	forwarded  *sync.Once    // X-Forwarded-For of whom nobody trusts was told of
	files      chan struct{} // as many as may lie in memory
	spools     *spools
	drawn      chan struct{} // as many pictures as may be drawn anew
	waves      *lru.Cache[string, [][]byte]
	cross      *http.CrossOriginProtection
	requests   *prometheus.HistogramVec
	unusual    *prometheus.CounterVec
	parameters map[string]parameters // by route
	mux        *http.ServeMux
	small      func(http.Handler) http.HandlerFunc // compresses long answers
	handler    http.Handler
}

const (
	maxBody     = 256 << 10        // bytes of a request
	handleLimit = 15 * time.Second // of an operation, audio and desk excepted
)

// New makes the interface; it starts nothing.
func New(cfg Config, p Ports, log *slog.Logger, reg prometheus.Registerer) (*API, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	waves, err := lru.New[string, [][]byte](wavesKept)
	if err != nil {
		return nil, err
	}
	a := &API{cfg: cfg, p: p, log: log, principals: newPrincipals(), noted: newNoted(), limits: newLimits(), forwarded: &sync.Once{}, files: make(chan struct{}, filesAtOnce), spools: newSpools(), drawn: make(chan struct{}, drawnAtOnce), waves: waves, cross: http.NewCrossOriginProtection()}
	for _, o := range cfg.Origins {
		if err := a.cross.AddTrustedOrigin(o); err != nil {
			return nil, err
		}
	}
	if a.small, err = compress(); err != nil {
		return nil, err
	}
	a.requests = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "hotline_http_request_seconds",
		Help:    "Time from a request's first byte read to its answer's last byte written, by route and status class; audio lasts as long as its transfer, the desk's WebSocket is not counted.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5},
	}, []string{"route", "status"})
	a.unusual = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "hotline_reading_unusual_total", Help: "Times that somebody looked at more within an hour than a rule calls usual, or was refused what is more than a day's; by rule.",
	}, []string{"rule"})
	if reg != nil {
		for _, c := range []prometheus.Collector{a.requests, a.unusual} {
			if err := reg.Register(c); err != nil {
				return nil, err
			}
		}
	}
	mux := http.NewServeMux()
	a.mux = mux
	a.huma = humago.New(mux, a.describe())
	a.operations()
	a.parameters = described(a.huma.OpenAPI())
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") })
	for pattern, h := range map[string]http.Handler{
		"GET /readyz": p.Health, "GET /metrics": p.Metrics, "GET /simulator/messages": p.Simulator, "/": p.Web,
		"GET /reports/": p.Reports, "POST /reports/": p.Reports,
	} {
		if h != nil {
			mux.Handle(pattern, h)
		}
	}
	for _, path := range citizens.Paths {
		if p.Page != nil {
			mux.Handle(path, p.Page)
		}
	}
	if p.Desk != nil {
		mux.HandleFunc("GET "+v1+"/desk", a.desk)
	}
	mux.HandleFunc("/api/", a.unknown)
	a.handler = a.edge(mux)
	return a, nil
}

// Handler serves everything.
func (a *API) Handler() http.Handler { return a.handler }

// Public serves what is everybody's and nothing else: for an address of its own.
func (a *API) Public() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/":
			http.Redirect(w, r, citizens.LookUp, http.StatusSeeOther)
		case isOpenToAll(r.URL.Path), r.URL.Path == "/healthz":
			a.handler.ServeHTTP(w, r)
		default:
			http.NotFound(w, r)
		}
	})
}

// OpenAPI is the description, as served at /api/openapi.json.
func (a *API) OpenAPI() *huma.OpenAPI { return a.huma.OpenAPI() }

// SameOrigin reports whether a WebSocket may be opened for the page that asks: one
// of our own, one of a trusted origin, or a program without any.
func (a *API) SameOrigin(r *http.Request) bool {
	// CrossOriginProtection lets GET pass, which a WebSocket's opening is; asked as
	// POST it applies the same rule to it.
	probe := &http.Request{Method: http.MethodPost, Host: r.Host, URL: r.URL, Header: r.Header}
	return a.cross.Check(probe) == nil
}

// desk lets only those on to the desk who take calls or supervise them, and only from our own
// pages; the desk checks the rest.
func (a *API) desk(w http.ResponseWriter, r *http.Request) {
	v := visitOf(r.Context())
	err := allowed(r.Context(), []auth.Right{auth.UseDesk, auth.SuperviseCalls})
	switch {
	case err != nil:
	case v.who.Username == "":
		err = refuse(http.StatusForbidden, lang.NotAllowed) // a program has no desk
	case !a.SameOrigin(r):
		err = refuse(http.StatusForbidden, lang.CrossOrigin)
	}
	if err != nil {
		a.log.Warn("a desk is refused", "request", v.id, "remote", a.address(r), "origin", r.Header.Get("Origin"), "err", err)
		a.fail(w, r, err)
		return
	}
	a.p.Desk.ServeHTTP(w, r)
}

// operations registers every operation.
func (a *API) operations() {
	a.sessionOperations()
	a.factorOperations()
	a.ownOperations()
	a.accountOperations()
	a.signOnOperations()
	a.tokenOperations()
	a.callOperations()
	a.trunkOperations()
	a.dependencyOperations()
	a.serviceOperations()
	a.recordingOperations()
	a.packageOperations()
	a.recordingFlawOperations()
	a.recordingFindingOperations()
	a.ticketOperations()
	a.attachmentOperations()
	a.actOperations()
	a.colleagueOperations()
	a.noticeOperations()
	a.dueOperations()
	a.itemOperations()
	a.inboxOperations()
	a.newsOperations()
	a.likelyOperations()
	a.publicationOperations()
	a.finishOperations()
	a.figureOperations()
	a.countOperations()
	a.exportOperations()
	a.slipOperations()
	a.emergencyOperations()
	a.messageOperations()
	a.templateOperations()
	a.directoryOperations()
	a.publicOperations()
	a.operatorOperations()
	a.shiftOperations()
	a.wallboardOperations()
	a.auditOperations()
	a.listeningsOperations()
	a.recordingNoteOperations()
	a.retentionOperations()
	a.incidentOperations()
	a.callbackOperations()
	a.dialplanOperations()
	a.calendarOperations()
	a.policyOperations()
	a.readingOperations()
	a.articleOperations()
	a.articleUseOperations()
	a.abbreviationOperations()
	a.draftOperations()
	a.savedSearchOperations()
}
