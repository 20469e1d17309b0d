package api

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

const (
	cookieName = "hotline_session"
	// asHeader is whom a page takes its session for, by user name: the session is its browser's, and another tab may have
	// signed somebody else in. A WebSocket, which has no headers of its own, says it as ?as=.
	asHeader = "X-Hotline-As"
	// sessionLife is a shift with its margins; afterwards one signs in again.
	sessionLife = 14 * time.Hour
	// stepLife is for the second step of signing in, time to set a telephone up included.
	stepLife = 10 * time.Minute
	// seenEvery is how exactly it is kept when a session was last seen.
	seenEvery = time.Minute
	// identifyLimit is how long the database may take before those known are
	// let in as they are remembered: a desk comes back while it stands still.
	identifyLimit = 2 * time.Second
)

// Principal is who asks.
type Principal struct {
	Name     string // for people
	Username string // "" for a program
	Role     auth.Role
	Unit     string    // "": none
	Session  uuid.UUID // of a person
	Actor    string    // in the audit log: the user name, or token:<prefix>
	Purpose  string    // of a program: what its token was made for
	Queues   []string  // which calls an operator may be given; see telephony.Profile
	Skills   []string
	MaxHour  int
}

// may: a program has no calls of its own.
func (p *Principal) may(right auth.Right) bool {
	return p != nil && p.Role.May(right) && (right != auth.ReadOwnCalls || p.Username != "")
}

// halfway is who has taken the first step of signing in alone.
type halfway struct {
	username string
	session  uuid.UUID
	step     auth.Step
	way      string
}

// Who tells who a request comes from; false: nobody that we know. For handlers
// beside this package (the desk).
func (a *API) Who(r *http.Request) (Principal, bool) {
	who := visitOf(r.Context()).who
	if who == nil {
		return Principal{}, false
	}
	return *who, true
}

// identify finds who asks. An error means that it cannot be told now; nil and
// no error, that nobody has signed in.
func (a *API) identify(r *http.Request) (*Principal, error) {
	var credential string
	var find func(context.Context, string) (*Principal, error)
	if header := r.Header.Get("Authorization"); header != "" {
		secret, ok := strings.CutPrefix(header, "Bearer ")
		if !ok {
			return nil, nil
		}
		credential, find = secret, a.byToken
	} else if c, err := r.Cookie(cookieName); err == nil && c.Value != "" {
		credential, find = c.Value, a.bySession
	} else {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(r.Context(), identifyLimit)
	defer cancel()
	who, err := find(ctx, credential)
	switch {
	case err == nil && who != nil:
		a.principals.remember(credential, *who, a.cfg.Now())
		return meant(r, who), nil
	case err == nil || errors.Is(err, store.ErrNotFound):
		a.principals.forget(credential)
		return nil, nil
	case store.IsAway(err):
		if who, ok := a.principals.recall(credential, a.cfg.Now()); ok {
			return meant(r, who), nil
		}
	}
	return nil, err
}

// meant is who asks; nil where the page that asks was made for somebody else: what was typed by one is not done by another.
func meant(r *http.Request, who *Principal) *Principal {
	as := r.Header.Get(asHeader)
	if as == "" && strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		as = r.URL.Query().Get("as")
	}
	if as == "" || as == who.Username {
		return who
	}
	visitOf(r.Context()).other = true
	return nil
}

func (a *API) byToken(ctx context.Context, secret string) (*Principal, error) {
	sum, ok := auth.TokenSum(secret)
	if !ok {
		return nil, nil
	}
	t, err := a.p.Store.Token(ctx, sum, a.cfg.Now())
	if err != nil {
		return nil, err
	}
	return &Principal{Name: t.Name, Role: auth.Role(t.Role), Actor: "token:" + t.Prefix, Purpose: t.Name}, nil
}

func (a *API) bySession(ctx context.Context, secret string) (*Principal, error) {
	sum, ok := auth.SessionSum(secret)
	if !ok {
		return nil, nil
	}
	now := a.cfg.Now()
	s, err := a.p.Store.Session(ctx, sum, now)
	if err != nil {
		return nil, err
	}
	if auth.Step(s.Step) != auth.StepDone {
		visitOf(ctx).half = &halfway{username: s.User.Username, session: s.ID, step: auth.Step(s.Step), way: s.Way}
		return nil, nil
	}
	if now.Sub(s.SeenAt) >= seenEvery {
		if err := a.p.Store.SessionSeen(ctx, db.SessionSeenParams{ID: s.ID, At: now}); err != nil {
			return nil, err
		}
	}
	return principalOf(s), nil
}

func principalOf(s store.Session) *Principal {
	p := &Principal{
		Name: s.User.Name, Username: s.User.Username, Role: auth.Role(s.User.Role), Session: s.ID, Actor: s.User.Username,
		Queues: s.User.Queues, Skills: s.User.Skills, MaxHour: int(s.User.MaxHour),
	}
	if s.User.Unit != nil {
		p.Unit = *s.User.Unit
	}
	return p
}

// allowed checks the request's principal against an operation's rights.
func allowed(ctx context.Context, rights []auth.Right) error {
	v := visitOf(ctx)
	switch {
	case v.err != nil:
		return v.err
	case v.half != nil:
		return refuse(http.StatusUnauthorized, lang.SecondStep)
	case v.other:
		return refuse(http.StatusUnauthorized, lang.OtherPerson)
	case v.who == nil:
		return refuse(http.StatusUnauthorized, lang.NotSignedIn)
	case len(rights) > 0 && !slices.ContainsFunc(rights, v.who.may):
		return refuse(http.StatusForbidden, lang.NotAllowed)
	}
	return nil
}

// owner is the person who asks for something about their own account, whatever their role;
// also, where an operation says so, one whose second step is still to come.
func owner(ctx context.Context, alsoHalfway bool) error {
	v := visitOf(ctx)
	if alsoHalfway && v.err == nil && v.half != nil {
		return nil
	}
	if err := allowed(ctx, nil); err != nil {
		return err
	}
	if v.who.Username == "" { // a program has no account
		return refuse(http.StatusForbidden, lang.NotAllowed)
	}
	return nil
}

// principals remembers who was identified, for when the database is away.
type principals struct {
	mu    sync.Mutex
	known map[string]remembered
}

type remembered struct {
	who Principal
	at  time.Time
}

const mostPrincipals = 4096

func newPrincipals() *principals { return &principals{known: map[string]remembered{}} }

func (p *principals) remember(credential string, who Principal, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.known) >= mostPrincipals {
		for c, k := range p.known {
			if now.Sub(k.at) > time.Hour || len(p.known) >= mostPrincipals {
				delete(p.known, c)
			}
		}
	}
	p.known[credential] = remembered{who, now}
}

func (p *principals) forget(credential string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.known, credential)
}

// forgetSession forgets by what a session was known.
func (p *principals) forgetSession(id uuid.UUID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.DeleteFunc(p.known, func(_ string, k remembered) bool { return k.who.Session == id })
}

// forgetUser forgets everything by which somebody was known.
func (p *principals) forgetUser(username string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.DeleteFunc(p.known, func(_ string, k remembered) bool { return k.who.Username == username })
}

func (p *principals) recall(credential string, now time.Time) (*Principal, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	k, ok := p.known[credential]
	if !ok || now.Sub(k.at) > sessionLife {
		return nil, false
	}
	return &k.who, true
}
