package api

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/store/db"
)

// Token is a program's token, without its secret.
type Token struct {
	ID        uuid.UUID  `json:"id"`
	Name      string     `json:"name"`
	Role      auth.Role  `json:"role"`
	Prefix    string     `json:"prefix" doc:"How the token begins"`
	CreatedBy string     `json:"created_by"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt time.Time  `json:"expires_at"`
	RevokedAt *time.Time `json:"revoked_at,omitempty"`
}

type tokensRequest struct {
	Words
	Sort string `query:"sort" enum:"name,-name,role,-role,created,-created,expires,-expires" doc:"A minus: the greatest first"`
}

// NewToken is a token with its secret, which is shown once.
type NewToken struct {
	Token
	Secret string `json:"token"`
}

func tokenOf(t db.Token) Token {
	return Token{
		ID: t.ID, Name: t.Name, Role: auth.Role(t.Role), Prefix: t.Prefix, CreatedBy: t.CreatedBy,
		CreatedAt: t.CreatedAt, ExpiresAt: t.ExpiresAt, RevokedAt: t.RevokedAt,
	}
}

type tokenRequest struct {
	Body struct {
		Name string    `json:"name" minLength:"1" maxLength:"100"`
		Role auth.Role `json:"role" enum:"operator,leader,officer,head,office,auditor,admin"`
		Days int       `json:"expires_in_days" minimum:"1" maximum:"3650" default:"90" required:"false"`
	}
}

func (a *API) tokenOperations() {
	manage := []auth.Right{auth.ManageTokens}
	handle(a, operation{
		method: http.MethodPost, path: "/tokens", id: "createToken", summary: "Make a token for a program; itself a program makes those of operators, officers and heads alone", tag: "tokens",
		status: http.StatusCreated, rights: manage, errors: []int{http.StatusUnprocessableEntity},
	}, a.createToken)
	handleList(a, operation{method: http.MethodGet, path: "/tokens", id: "tokens", summary: "All tokens", tag: "tokens", rights: manage},
		func(ctx context.Context, in *tokensRequest) (*listed[Token], error) {
			rows, err := a.p.Store.Tokens(ctx)
			if err != nil {
				return nil, err
			}
			items := make([]Token, len(rows))
			for i, row := range rows {
				items[i] = tokenOf(row)
			}
			return whole(ctx, a, items, tokenColumns, in.Q, in.Sort)
		}, tokenColumns)
	handle(a, operation{
		method: http.MethodDelete, path: "/tokens/{id}", id: "revokeToken", summary: "Revoke a token", tag: "tokens",
		rights: manage, errors: []int{http.StatusNotFound},
	}, a.revokeToken)
}

func (a *API) createToken(ctx context.Context, in *tokenRequest) (*struct{ Body NewToken }, error) {
	who := visitOf(ctx).who
	if err := inPerson(who, in.Body.Role); err != nil {
		return nil, err
	}
	now := a.cfg.Now()
	secret, prefix, sum := auth.NewToken()
	act, err := a.act(who.Actor, "token.create", "", map[string]any{"role": in.Body.Role, "name": in.Body.Name})
	if err != nil {
		return nil, err
	}
	row, err := a.p.Store.CreateToken(ctx, db.TokenCreateParams{
		Name: in.Body.Name, Role: string(in.Body.Role), Prefix: prefix, Sha256: sum[:], CreatedBy: who.Actor,
		CreatedAt: now, ExpiresAt: now.AddDate(0, 0, in.Body.Days),
	}, act)
	if err != nil {
		return nil, err
	}
	return &struct{ Body NewToken }{NewToken{tokenOf(row), secret}}, nil
}

func (a *API) revokeToken(ctx context.Context, in *struct {
	ID uuid.UUID `path:"id"`
},
) (*struct{}, error) {
	act, err := a.act(visitOf(ctx).who.Actor, "token.revoke", "token:"+in.ID.String(), nil)
	if err != nil {
		return nil, err
	}
	return nil, a.p.Store.RevokeToken(ctx, db.TokenRevokeParams{ID: in.ID, At: a.cfg.Now()}, act)
}
