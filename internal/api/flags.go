package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// CallFlag is a mark on a call: somebody wants it looked at.
type CallFlag struct {
	By   string    `json:"by" doc:"Who marked it"`
	At   time.Time `json:"at"`
	Note string    `json:"note" doc:"What is to be looked at"`
}

// flagOf is a call's mark, for those who mark calls: it is nothing to whoever spoke.
func flagOf(c db.Call, s sight) *CallFlag {
	if c.FlaggedAt == nil || !s.who.may(auth.FlagCalls) {
		return nil
	}
	return &CallFlag{By: c.FlaggedBy, At: *c.FlaggedAt, Note: c.FlagNote}
}

// flagCall marks a call, or takes its mark away; of several who do, the last counts, and the audit log has them all.
func (a *API) flagCall(ctx context.Context, in *struct {
	ID   string `path:"id" maxLength:"80"`
	Body struct {
		Flagged bool   `json:"flagged"`
		Note    string `json:"note" maxLength:"500" doc:"What is to be looked at; needed to mark it"`
	}
},
) (*struct{}, error) {
	who, note := visitOf(ctx).who, strings.TrimSpace(store.Text(in.Body.Note))
	p := db.CallFlagParams{ID: store.Text(in.ID), At: a.cfg.Now()}
	action := "call.unflag"
	if in.Body.Flagged {
		if note == "" {
			return nil, invalid("body.note", lang.TicketNeedsText)
		}
		p.By, p.Note, action = who.Actor, note, "call.flag"
	}
	act, err := a.act(who.Actor, action, "call:"+p.ID, map[string]any{"note": note})
	if err != nil {
		return nil, err
	}
	return nil, a.p.Store.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		n, err := q.CallFlag(ctx, p)
		switch {
		case err != nil:
			return err
		case n == 0:
			return refuse(http.StatusNotFound, lang.NotFound)
		}
		return q.AuditAppend(ctx, act)
	})
}
