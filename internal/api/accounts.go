package api

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// Account is an account as administrators see it, and its owner.
type Account struct {
	Username       string     `json:"username"`
	Name           string     `json:"name"`
	Role           auth.Role  `json:"role" enum:"operator,leader,officer,head,office,auditor,admin"`
	Unit           string     `json:"unit" doc:"Its code; empty: none"`
	UnitName       string     `json:"unit_name,omitempty" doc:"Of a list alone"`
	Identity       string     `json:"identity" doc:"What the city's single sign-on calls its owner; empty: not known there"`
	Disabled       bool       `json:"disabled"`
	LockedUntil    *time.Time `json:"locked_until,omitempty" doc:"After failed attempts, in one place at least"`
	AwaitsPassword *time.Time `json:"awaits_password_until,omitempty" doc:"Its owner may choose a password until then"`
	FactorRequired bool       `json:"second_factor_required"`
	FactorSince    *time.Time `json:"second_factor_since,omitempty" doc:"Left out: it has none"`
	RecoveryLeft   int        `json:"recovery_codes_left"`
	Sessions       int        `json:"sessions"`
	CreatedAt      time.Time  `json:"created_at"`
}

func accountOf(row db.AccountsListedRow, now time.Time) Account {
	u := row.User
	account := Account{
		Username: u.Username, Name: u.Name, Role: auth.Role(u.Role), Disabled: u.Disabled, AwaitsPassword: future(row.ActivationUntil, now),
		LockedUntil: future(&row.LockedUntil, now), FactorRequired: auth.Role(u.Role).NeedsFactor(), FactorSince: row.FactorAt,
		RecoveryLeft: int(row.RecoveryLeft), Sessions: int(row.Sessions), CreatedAt: u.CreatedAt,
	}
	if u.Unit != nil {
		account.Unit = *u.Unit
	}
	if u.Identity != nil {
		account.Identity = *u.Identity
	}
	return account
}

// future is a time that is still to come.
func future(t *time.Time, now time.Time) *time.Time {
	if t == nil || !t.After(now) {
		return nil
	}
	return t
}

// Activation lets the account's owner choose a password, once.
type Activation struct {
	Activation string    `json:"activation" doc:"Shown once; hand it over by a way that is its owner's alone"`
	ExpiresAt  time.Time `json:"expires_at"`
}

// activationLife is time for a letter or a visit.
const activationLife = 72 * time.Hour

type accountPath struct {
	Username string `path:"username" maxLength:"32"`
}

type newAccount struct {
	Body struct {
		Username string    `json:"username" doc:"2 to 32 of a-z, 0-9, full stop, hyphen and underscore; begins with one of the first two"`
		Name     string    `json:"name" minLength:"1" maxLength:"100"`
		Role     auth.Role `json:"role" enum:"operator,leader,officer,head,office,auditor,admin"`
		Unit     string    `json:"unit,omitempty" maxLength:"40" doc:"Its code"`
		Identity string    `json:"identity,omitempty" maxLength:"255" doc:"What the city's single sign-on calls its owner"`
	}
}

type accountEdit struct {
	Username string `path:"username" maxLength:"32"`
	Body     struct {
		Name     *string    `json:"name,omitempty" minLength:"1" maxLength:"100"`
		Role     *auth.Role `json:"role,omitempty" enum:"operator,leader,officer,head,office,auditor,admin"`
		Unit     *string    `json:"unit,omitempty" maxLength:"40" doc:"Empty: none"`
		Identity *string    `json:"identity,omitempty" maxLength:"255" doc:"Empty: not known to the city's single sign-on"`
		Disabled *bool      `json:"disabled,omitempty"`
	}
}

func (a *API) accountOperations() {
	read, manage := []auth.Right{auth.ReadAccounts}, []auth.Right{auth.ManageAccounts}
	missing := []int{http.StatusNotFound}
	handleList(a, operation{method: http.MethodGet, path: "/accounts", id: "accounts", summary: "All accounts", tag: "accounts", rights: read}, a.accounts, accountColumns)
	handle(a, operation{
		method: http.MethodPost, path: "/accounts", id: "createAccount", tag: "accounts", status: http.StatusCreated, rights: manage,
		summary: "Add an account (Điều 13.4); its owner chooses the password. A program adds, changes and reactivates operators, officers and heads alone", errors: []int{http.StatusConflict, http.StatusUnprocessableEntity},
	}, a.createAccount)
	handle(a, operation{
		method: http.MethodPatch, path: "/accounts/{username}", id: "editAccount", tag: "accounts", rights: manage,
		summary: "Change an account; when its role changes or it is closed, its sessions end", errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, a.editAccount)
	handle(a, operation{
		method: http.MethodPost, path: "/accounts/{username}/activation", id: "reactivateAccount", tag: "accounts", status: http.StatusCreated, rights: manage,
		summary: "Let its owner choose another password; the present one and all sessions end", errors: []int{http.StatusNotFound, http.StatusConflict},
	}, a.reactivateAccount)
	handle(a, operation{
		method: http.MethodPost, path: "/accounts/{username}/unlock", id: "unlockAccount", tag: "accounts", rights: manage,
		summary: "Lift the lock that failed attempts brought", errors: missing,
	}, a.unlockAccount)
	handle(a, operation{
		method: http.MethodDelete, path: "/accounts/{username}/second-factor", id: "resetFactor", tag: "accounts", rights: manage,
		summary: "Take its second factor away, and end its sessions; its owner sets up another", errors: []int{http.StatusNotFound, http.StatusConflict},
	}, a.resetFactor)
	handleList(a, operation{method: http.MethodGet, path: "/accounts/{username}/sessions", id: "sessionsOf", summary: "Where somebody is signed in", tag: "accounts", rights: read, errors: []int{http.StatusUnprocessableEntity}},
		func(ctx context.Context, in *struct {
			Username string `path:"username" maxLength:"32"`
			SessionsAsked
		},
		) (*listed[OpenSession], error) {
			return a.sessionsOf(ctx, in.Username, in.SessionsAsked)
		}, sessionColumns)
	handle(a, operation{
		method: http.MethodDelete, path: "/accounts/{username}/sessions/{id}", id: "endSession", tag: "accounts", rights: manage,
		summary: "End one of somebody's sessions, at once", errors: missing,
	}, func(ctx context.Context, in *struct {
		Username string    `path:"username" maxLength:"32"`
		ID       uuid.UUID `path:"id"`
	},
	) (*struct{}, error) {
		return nil, a.revoke(ctx, in.Username, in.ID)
	})
	handle(a, operation{
		method: http.MethodDelete, path: "/accounts/{username}/sessions", id: "endSessions", tag: "accounts", rights: manage,
		summary: "End all of somebody's sessions, at once", errors: missing,
	}, a.endSessions)
}

type accountsRequest struct {
	Q    string `query:"q" maxLength:"100" doc:"A part of name, user name or unit, with its accents or without"`
	Role string `query:"role" enum:"operator,leader,officer,head,office,auditor,admin" doc:"Only these"`
	Sort string `query:"sort" enum:"name,-name,username,-username,role,-role,unit,-unit,sessions,-sessions,created,-created" doc:"A minus: the greatest first. Left out: by user name"`
}

func (a *API) accounts(ctx context.Context, in *accountsRequest) (*listed[Account], error) {
	now := a.cfg.Now()
	rows, err := a.p.Store.AccountsListed(ctx, db.AccountsListedParams{Now: now})
	if err != nil {
		return nil, err
	}
	tree, err := a.p.Store.Directory(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]Account, 0, len(rows))
	for _, row := range rows {
		one := accountOf(row, now)
		one.UnitName = unitName(tree, one.Unit)
		said := directory.Fold(one.Name + " " + one.Username + " " + one.Unit + " " + one.UnitName)
		if (in.Role == "" || string(one.Role) == in.Role) && strings.Contains(said, directory.Fold(in.Q)) {
			items = append(items, one)
		}
	}
	return whole(ctx, a, items, accountColumns, "", in.Sort)
}

// inPerson refuses a program what only a person does with accounts and tokens of these roles.
func inPerson(who *Principal, roles ...auth.Role) error {
	if who.Username == "" && slices.ContainsFunc(roles, func(r auth.Role) bool { return !r.ByProgram() }) {
		return refuse(http.StatusForbidden, lang.PeopleAlone)
	}
	return nil
}

// inPersonFor is the same of an account that is there.
func (a *API) inPersonFor(ctx context.Context, username string) error {
	who := visitOf(ctx).who
	if who.Username != "" {
		return nil
	}
	u, err := a.p.Store.User(ctx, username)
	if err != nil {
		return err
	}
	return inPerson(who, auth.Role(u.Role))
}

// usernames are checked here and not by the schema, whose refusal would quote the expression to a person.
var usernames = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,31}$`)

func (a *API) createAccount(ctx context.Context, in *newAccount) (*struct{ Body Activation }, error) {
	if err := inPerson(visitOf(ctx).who, in.Body.Role); err != nil {
		return nil, err
	}
	if !usernames.MatchString(in.Body.Username) {
		return nil, invalid("body.username", lang.AccountUsername)
	}
	if err := named(in.Body.Name); err != nil {
		return nil, err
	}
	unusable, err := auth.Unusable()
	if err != nil {
		return nil, err
	}
	b := in.Body
	act, err := a.act(visitOf(ctx).who.Actor, "user.create", "user:"+b.Username, map[string]any{"role": b.Role, "unit": b.Unit, "identity": b.Identity})
	if err != nil {
		return nil, err
	}
	out, row := a.newActivation(ctx, b.Username)
	err = a.p.Store.NewAccount(ctx, db.UserAddParams{
		Username: b.Username, Name: b.Name, Role: string(b.Role), PasswordHash: unusable, Unit: orNull(b.Unit),
	}, orNull(b.Identity), row, act)
	if err != nil {
		return nil, err
	}
	return &struct{ Body Activation }{out}, nil
}

func (a *API) newActivation(ctx context.Context, username string) (Activation, db.ActivationPutParams) {
	now := a.cfg.Now()
	secret, sum := auth.NewActivation()
	out := Activation{Activation: secret, ExpiresAt: now.Add(activationLife)}
	return out, db.ActivationPutParams{Username: username, Sum: sum[:], CreatedBy: visitOf(ctx).who.Actor, At: now, ExpiresAt: out.ExpiresAt}
}

func (a *API) editAccount(ctx context.Context, in *accountEdit) (*struct{ Body Account }, error) {
	who, b := visitOf(ctx).who, in.Body
	// The last administrator must not lock everybody out, nor anybody give themselves a role.
	if who.Username == in.Username && (b.Role != nil && *b.Role != who.Role || b.Disabled != nil && *b.Disabled) {
		return nil, refuse(http.StatusConflict, lang.OwnAccount)
	}
	if err := a.inPersonFor(ctx, in.Username); err != nil {
		return nil, err
	}
	if b.Role != nil {
		if err := inPerson(who, *b.Role); err != nil {
			return nil, err
		}
	}
	if b.Name != nil {
		if err := named(*b.Name); err != nil {
			return nil, err
		}
	}
	edit := db.UserEditParams{Username: in.Username, Name: b.Name, Unit: b.Unit, Identity: b.Identity, Disabled: b.Disabled}
	if b.Role != nil {
		role := string(*b.Role)
		edit.Role = &role
	}
	ended, err := a.p.Store.EditAccount(ctx, edit, who.Actor, a.cfg.Now())
	if err != nil {
		return nil, err
	}
	if ended {
		a.ended(in.Username)
	}
	row, err := a.p.Store.Listed(ctx, in.Username, a.cfg.Now())
	if err != nil {
		return nil, err
	}
	return &struct{ Body Account }{accountOf(row, a.cfg.Now())}, nil
}

func (a *API) reactivateAccount(ctx context.Context, in *accountPath) (*struct{ Body Activation }, error) {
	if err := a.inPersonFor(ctx, in.Username); err != nil {
		return nil, err
	}
	if visitOf(ctx).who.Username == in.Username {
		return nil, refuse(http.StatusConflict, lang.OwnAccount) // who knows the password changes it
	}
	unusable, err := auth.Unusable()
	if err != nil {
		return nil, err
	}
	act, err := a.act(visitOf(ctx).who.Actor, "user.reactivate", "user:"+in.Username, nil)
	if err != nil {
		return nil, err
	}
	out, row := a.newActivation(ctx, in.Username)
	if err := a.p.Store.Reactivate(ctx, unusable, row, act); err != nil {
		return nil, err
	}
	a.ended(in.Username)
	return &struct{ Body Activation }{out}, nil
}

func (a *API) unlockAccount(ctx context.Context, in *accountPath) (*struct{}, error) {
	act, err := a.act(visitOf(ctx).who.Actor, "user.unlock", "user:"+in.Username, nil)
	if err != nil {
		return nil, err
	}
	return nil, a.p.Store.Unlocked(ctx, in.Username, act)
}

func (a *API) resetFactor(ctx context.Context, in *accountPath) (*struct{}, error) {
	if err := a.inPersonFor(ctx, in.Username); err != nil {
		return nil, err
	}
	if visitOf(ctx).who.Username == in.Username {
		return nil, refuse(http.StatusConflict, lang.OwnAccount) // else one step of signing in would take the other away
	}
	act, err := a.act(visitOf(ctx).who.Actor, "factor.reset", "user:"+in.Username, nil)
	if err != nil {
		return nil, err
	}
	if err := a.p.Store.ForgetFactor(ctx, in.Username, act); err != nil {
		return nil, err
	}
	a.ended(in.Username)
	return nil, nil
}

func (a *API) endSessions(ctx context.Context, in *accountPath) (*struct{}, error) {
	if _, err := a.p.Store.User(ctx, in.Username); err != nil {
		return nil, err
	}
	act, err := a.act(visitOf(ctx).who.Actor, "session.revoke_all", "user:"+in.Username, nil)
	if err != nil {
		return nil, err
	}
	if err := a.p.Store.EndSessions(ctx, in.Username, act); err != nil {
		return nil, err
	}
	a.ended(in.Username)
	return nil, nil
}

// named refuses a name that nobody could read.
func named(name string) error {
	fillers := []rune{'\u115f', '\u1160', '\u3164', '\uffa0'} // letters without a shape
	if !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) && !slices.Contains(fillers, r) }) {
		return invalid("body.name", lang.AccountName)
	}
	return nil
}

// ofAccount is the refusal of what an account cannot be given.
func ofAccount(err error) *refusal {
	for cause, r := range map[error]*refusal{
		store.ErrNameTaken:     {status: http.StatusConflict, key: lang.NameTaken},
		store.ErrIdentityTaken: {status: http.StatusConflict, key: lang.IdentityTaken},
		store.ErrNoUnit:        {status: http.StatusUnprocessableEntity, key: lang.Invalid, items: []refused{{location: "body.unit", key: lang.TicketUnit}}},
		store.ErrNeedsUnit:     {status: http.StatusUnprocessableEntity, key: lang.Invalid, items: []refused{{location: "body.unit", key: lang.AccountNeedsUnit}}},
		store.ErrUnitOver:      {status: http.StatusUnprocessableEntity, key: lang.Invalid, items: []refused{{location: "body.unit", key: lang.AccountUnitOver}}},
	} {
		if errors.Is(err, cause) {
			return r
		}
	}
	return nil
}
