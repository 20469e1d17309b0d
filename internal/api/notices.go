package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Notice is what staff are told of a ticket, in the system.
type Notice struct {
	ID       int64     `json:"id"`
	At       time.Time `json:"at"`
	Ticket   string    `json:"ticket" doc:"Code; empty: it concerns all of them"`
	Audience string    `json:"audience" enum:"officers,head,office,leader,hotline"`
	Unit     string    `json:"unit"`
	Code     string    `json:"code" doc:"What it says, for programs"`
	Text     string    `json:"text"`
}

// LeadershipRow is a row of the report to the city's leadership (Điều 9.4).
type LeadershipRow struct {
	At       time.Time `json:"at" doc:"When the head's time ran out"`
	Ticket   string    `json:"ticket" doc:"Code"`
	State    string    `json:"state" doc:"Where the ticket stands now"`
	Unit     string    `json:"unit"`
	UnitName string    `json:"unit_name"`
	Clause   string    `json:"clause"`
}

func (a *API) noticeOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/notices", id: "notices", summary: "What one is told of tickets, newest first", tag: "tickets",
		rights: []auth.Right{auth.HandleTickets, auth.AnswerTickets, auth.LeadTickets}, errors: []int{http.StatusBadRequest},
	}, a.notices)
	handleList(a, operation{
		method: http.MethodGet, path: "/leadership-reports", id: "leadershipReports", tag: "tickets",
		summary: "What is overdue before the city's leadership, newest first (Điều 9.4)",
		rights:  []auth.Right{auth.ReadTickets}, errors: []int{http.StatusBadRequest},
	}, a.leadership, leadershipColumns)
}

// audiences are those to which somebody of a role belongs.
func audiences(r auth.Role) []string {
	var all []ticket.Audience
	switch r {
	case auth.RoleOperator:
		all = []ticket.Audience{ticket.ToHotline}
	case auth.RoleLeader:
		all = []ticket.Audience{ticket.ToHotline, ticket.ToLeader}
	case auth.RoleOfficer:
		all = []ticket.Audience{ticket.ToOfficers}
	case auth.RoleHead:
		all = []ticket.Audience{ticket.ToOfficers, ticket.ToHead}
	case auth.RoleOffice:
		all = []ticket.Audience{ticket.ToOffice}
	case auth.RoleAuditor, auth.RoleAdmin:
	}
	names := make([]string, len(all))
	for i, to := range all {
		names[i] = string(to)
	}
	return names
}

func (a *API) notices(ctx context.Context, in *pageRequest) (*listed[Notice], error) {
	v := visitOf(ctx)
	p := db.NoticeListParams{Audiences: audiences(v.who.Role), Units: []string{v.who.Unit}, Page: int32(in.Limit) + 1}
	var err error
	if _, p.Before, err = behind(in.Cursor); err != nil {
		return nil, err
	}
	rows, err := a.p.Store.NoticeList(ctx, p)
	if err != nil {
		return nil, err
	}
	rows, next := cut(rows, in.Limit, func(r db.NoticeListRow) cursor {
		return cursor{r.TicketNotice.At, strconv.FormatInt(r.TicketNotice.ID, 10)}
	})
	items := make([]Notice, len(rows))
	for i, r := range rows {
		items[i] = noticeOf(r.TicketNotice, r.Code, v.lang)
	}
	return list(items, next), nil
}

func noticeOf(n db.TicketNotice, code string, l lang.Lang) Notice {
	args := make([]any, len(n.TextArgs))
	for i, arg := range n.TextArgs {
		args[i] = arg
	}
	return Notice{
		ID: n.ID, At: n.At, Ticket: ticket.Code(code).String(), Audience: n.Audience, Unit: value(n.Unit), Code: n.TextKey,
		Text: lang.Say(l, lang.Key(n.TextKey), args...),
	}
}

func (a *API) leadership(ctx context.Context, in *pageRequest) (*listed[LeadershipRow], error) {
	p := db.ReportListParams{Page: int32(in.Limit) + 1}
	var err error
	if p.BeforeAt, p.BeforeID, err = behind(in.Cursor); err != nil {
		return nil, err
	}
	rows, err := a.p.Store.ReportList(ctx, p)
	if err != nil {
		return nil, err
	}
	rows, next := cut(rows, in.Limit, func(r db.ReportListRow) cursor { return cursor{r.At, strconv.FormatInt(r.ID, 10)} })
	items := make([]LeadershipRow, len(rows))
	for i, r := range rows {
		items[i] = LeadershipRow{At: r.At, Ticket: ticket.Code(r.Code).String(), State: r.State, Unit: r.Unit, UnitName: r.UnitName, Clause: r.Clause}
	}
	return list(items, next), nil
}
