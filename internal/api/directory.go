package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"hotline1022/internal/store"

	"github.com/google/uuid"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Unit handles reports (Điều 3.3).
type Unit struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Kind   string `json:"kind" enum:"office,department,district,commune,service,agency,provider"`
	Parent string `json:"parent"`
	Phone  string `json:"phone"`
}

// Officer answers for a unit by telephone (Điều 17.2).
type Officer struct {
	Phone string `json:"phone"`
	Unit  string `json:"unit"`
	Name  string `json:"name"`
	Rank  int    `json:"rank" doc:"The place in the unit's on-call order, from 1"`
}

// Field is a kind of matter within a group.
type Field struct {
	Code  string `json:"code"`
	Group int    `json:"group"`
	Name  string `json:"name"`
}

// Group is a clause of Điều 5.
type Group struct {
	ID    int    `json:"id"`
	Label string `json:"label" doc:"The clause's text"`
	Short string `json:"short"`
}

type pageRequest struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"200"`
	Cursor string `query:"cursor" maxLength:"400"`
}

func (a *API) directoryOperations() {
	read := []auth.Right{auth.ReadDirectory}
	handleList(a, operation{method: http.MethodGet, path: "/units", id: "units", summary: "Units that handle reports, by code", tag: "directory", rights: read, errors: []int{http.StatusBadRequest}}, a.units, unitColumns)
	handle(a, operation{method: http.MethodGet, path: "/officers", id: "officers", summary: "Officers who answer for their units by telephone, by unit, in on-call order", tag: "directory", rights: read},
		func(ctx context.Context, _ *struct{}) (*listed[Officer], error) {
			rows, err := a.p.Store.Officers(ctx)
			if err != nil {
				return nil, err
			}
			items := make([]Officer, len(rows))
			for i, o := range rows {
				items[i] = Officer{Phone: o.Phone, Unit: o.Unit, Name: o.Name, Rank: int(o.Rank)}
			}
			return list(items, ""), nil
		})
	handle(a, operation{method: http.MethodGet, path: "/fields", id: "fields", summary: "Fields, by group", tag: "directory", rights: read},
		func(ctx context.Context, _ *struct{}) (*listed[Field], error) {
			rows, err := a.p.Store.Fields(ctx)
			if err != nil {
				return nil, err
			}
			items := make([]Field, len(rows))
			for i, f := range rows {
				items[i] = Field{Code: f.Code, Group: int(f.Group), Name: f.Name}
			}
			return list(items, ""), nil
		})
	handle(a, operation{method: http.MethodGet, path: "/groups", id: "groups", summary: "The five groups of Điều 5", tag: "directory", rights: read},
		func(context.Context, *struct{}) (*listed[Group], error) {
			items := make([]Group, len(ticket.Groups))
			for i, g := range ticket.Groups {
				items[i] = Group{ID: int(g), Label: g.Label(), Short: g.Short()}
			}
			return list(items, ""), nil
		})
	a.unitOperations()
	a.officerOperations()
	a.dutyOperations()
	a.staffOperations()
	handle(a, operation{
		method: http.MethodGet, path: "/callers/{number}", id: "caller", summary: "What is known of a caller", tag: "calls",
		rights: []auth.Right{auth.ReadCallers}, errors: []int{http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *struct {
		Number string `path:"number" maxLength:"64"`
	},
	) (*struct{ Body protocol.Card }, error) {
		if n, err := directory.Number(in.Number); err != nil || n == "" {
			return nil, invalid("path.number", lang.BadNumber, directory.WhyNot(err))
		}
		card, err := Cards{a.p.Store}.Card(ctx, in.Number)
		if err != nil {
			return nil, err
		}
		return &struct{ Body protocol.Card }{card}, nil
	})
}

func (a *API) units(ctx context.Context, in *pageRequest) (*listed[Unit], error) {
	after, err := behindCode(in.Cursor)
	if err != nil {
		return nil, err
	}
	rows, err := a.p.Store.Units(ctx, db.UnitsParams{After: after, Page: int32(in.Limit) + 1})
	if err != nil {
		return nil, err
	}
	rows, next := cut(rows, in.Limit, func(u db.Unit) cursor { return cursor{ID: u.Code} })
	items := make([]Unit, len(rows))
	for i, u := range rows {
		items[i] = Unit{Code: u.Code, Name: u.Name, Kind: u.Kind, Parent: value(u.Parent), Phone: u.Phone}
	}
	return list(items, next), nil
}

// AuditEntry is a row of the audit log.
type AuditEntry struct {
	ID     int64          `json:"id"`
	At     time.Time      `json:"at"`
	Actor  string         `json:"actor"`
	Action string         `json:"action"`
	Object string         `json:"object"`
	CallID string         `json:"call_id" doc:"Of a recording or an emergency: its call; else empty"`
	Detail map[string]any `json:"detail"`
	Says   string         `json:"says" doc:"The detail in words, in the language that is asked for"`
}

type auditRequest struct {
	Actor  string    `query:"actor" maxLength:"64"`
	Action string    `query:"action" maxLength:"64"`
	Object string    `query:"object" maxLength:"100"`
	Since  time.Time `query:"since"`
	Until  time.Time `query:"until"`
	Sort   string    `query:"sort" enum:"time,-time,actor,-actor,action,-action,object,-object" default:"-time" doc:"A minus: the newest first, or from the end of the alphabet"`
	Limit  int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string    `query:"cursor" maxLength:"400"`
	Why
}

func (a *API) auditOperations() {
	handleList(a, operation{
		method: http.MethodGet, path: "/audit", id: "audit", summary: "The audit log", tag: "audit",
		rights: []auth.Right{auth.ReadAudit}, errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
	}, a.auditEntries, auditColumns)
}

// auditSorts: entries are numbered as they are written.
var auditSorts = sorts{
	by:    map[string]store.Key{"time": numberKey("q.id"), "action": textKey("q.action"), "object": textKey("q.object")},
	names: map[string]store.Names{"actor": people("audit_log", "actor")},
	id:    []store.Key{numberKey("q.id")},
}

func (a *API) auditEntries(ctx context.Context, in *auditRequest) (*listed[AuditEntry], error) {
	p := db.AuditEntriesParams{
		Actor: orNull(in.Actor), Action: orNull(in.Action), Object: orNull(in.Object),
		Since: orNull(in.Since), Until: orNull(in.Until),
	}
	page, err := a.sorted(auditSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	rows, err := page.AuditEntries(ctx, p)
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	calls, err := a.callsOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	called, err := a.called(ctx)
	if err != nil {
		return nil, err
	}
	s := sightOf(ctx, in.Reason)
	as, shown := s.one(true), 0 // it tells of confidential tickets too
	items := make([]AuditEntry, len(rows))
	for i, r := range rows {
		detail := as.detail(r.Action, detailOf(r.Detail))
		items[i] = AuditEntry{ID: r.ID, At: r.At, Actor: r.Actor, Action: r.Action, Object: r.Object, CallID: calls[r.Object], Detail: detail, Says: called.detail(detail)}
		if as == inFull {
			shown++
		}
	}
	return list(items, next), a.noteListed(ctx, s, "audit", shown)
}

// callsOf gives the calls of those objects that are a part of one.
func (a *API) callsOf(ctx context.Context, rows []db.AuditLog) (map[string]string, error) {
	var p db.AuditCallsParams
	for _, r := range rows {
		kind, id, _ := strings.Cut(r.Object, ":")
		switch kind {
		case "recording":
			if id, err := uuid.Parse(id); err == nil {
				p.Recordings = append(p.Recordings, id)
			}
		case "emergency":
			if id, err := strconv.ParseInt(id, 10, 64); err == nil {
				p.Emergencies = append(p.Emergencies, id)
			}
		}
	}
	if p.Recordings == nil && p.Emergencies == nil {
		return nil, nil
	}
	found, err := a.p.Store.AuditCalls(ctx, p)
	if err != nil {
		return nil, err
	}
	calls := make(map[string]string, len(found))
	for _, f := range found {
		calls[f.Object] = f.CallID
	}
	return calls, nil
}
