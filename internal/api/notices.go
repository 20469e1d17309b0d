package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/knowledge"
	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Notice is what staff are told of a ticket, or of an article, in the system.
type Notice struct {
	ID       int64     `json:"id"`
	At       time.Time `json:"at"`
	Ticket   string    `json:"ticket" doc:"Code; empty: it concerns all of them, or none"`
	Article  int64     `json:"article" doc:"What it concerns; 0: no article"`
	Audience string    `json:"audience" enum:"officers,head,office,leader,hotline,approvers,person"`
	Unit     string    `json:"unit"`
	Code     string    `json:"code" doc:"What it says, for programs"`
	Text     string    `json:"text"`
}

// NoticeTold is a notice as one of those has it whom it is for.
type NoticeTold struct {
	Notice
	Read  bool `json:"read" doc:"By whoever asks"`
	Opens bool `json:"opens" doc:"Whoever asks may read its ticket"`
}

// NoticeCounts is how much somebody has not read.
type NoticeCounts struct {
	Unread int64 `json:"unread" doc:"At most 100, which is that many or more"`
}

// mostUnread is how far unread notices are counted.
const mostUnread = 100

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
	// Who writes articles is told what became of them, an administrator too.
	told := []auth.Right{auth.HandleTickets, auth.AnswerTickets, auth.LeadTickets, auth.WriteArticles}
	handleList(a, operation{
		method: http.MethodGet, path: "/notices", id: "notices", summary: "What one is told of tickets", tag: "tickets",
		rights: told, errors: []int{http.StatusBadRequest},
	}, a.notices, noticeColumns)
	handle(a, operation{
		method: http.MethodGet, path: "/notice-counts", id: "noticeCounts", summary: "How much of it one has not read", tag: "tickets", rights: told,
	}, a.noticeCounts)
	handle(a, operation{
		method: http.MethodPost, path: "/notices/{id}/read", id: "readNotice", summary: "Note that one has read a notice", tag: "tickets",
		rights: told, errors: []int{http.StatusNotFound}, status: http.StatusNoContent,
	}, a.readNotice)
	handle(a, operation{
		method: http.MethodPost, path: "/notices/read", id: "readNotices", summary: "Note that one has read all notices up to one", tag: "tickets",
		rights: told, errors: []int{http.StatusNotFound}, status: http.StatusNoContent,
	}, a.readNotices)
	handleList(a, operation{
		method: http.MethodGet, path: "/leadership-reports", id: "leadershipReports", tag: "tickets",
		summary: "What is overdue before the city's leadership (Điều 9.4)",
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
	names := []string{knowledge.ToPerson}
	for _, to := range all {
		names = append(names, string(to))
	}
	if r.May(auth.ApproveArticles) {
		names = append(names, knowledge.ToApprovers)
	}
	return names
}

type noticesRequest struct {
	Unread bool   `query:"unread" doc:"Only what whoever asks has not read"`
	Sort   string `query:"sort" enum:"time,-time,ticket,-ticket,read,-read" default:"-time" doc:"read: what is unread comes first. A minus: the greatest first"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"200"`
	Cursor string `query:"cursor" maxLength:"400"`
}

// Numbers are given in the order of time.
var noticeSorts = sorts{
	by: map[string]store.Key{"time": numberKey("q.id"), "ticket": textKey("q.code"), "read": {SQL: "q.read", Type: "boolean"}},
	id: []store.Key{numberKey("q.id")},
}

func (a *API) notices(ctx context.Context, in *noticesRequest) (*listed[NoticeTold], error) {
	v := visitOf(ctx)
	page, err := a.sorted(noticeSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	reads, err := a.unitsOf(ctx, v.who)
	if err != nil {
		return nil, err
	}
	rows, err := page.NoticeList(ctx, db.NoticeListParams{Reader: v.who.Actor, Audiences: audiences(v.who.Role), Units: []string{v.who.Unit}, Reads: reads, Unread: in.Unread})
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	tree, err := a.p.Store.Directory(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]NoticeTold, len(rows))
	for i, r := range rows {
		items[i] = NoticeTold{noticeOf(r.TicketNotice, r.Code, v.lang, tree), r.Read, r.Opens}
	}
	return list(items, next), nil
}

func (a *API) noticeCounts(ctx context.Context, _ *struct{}) (*struct{ Body NoticeCounts }, error) {
	who := visitOf(ctx).who
	unread, err := a.p.Store.NoticesUnread(ctx, db.NoticesUnreadParams{
		Reader: who.Actor, Audiences: audiences(who.Role), Units: []string{who.Unit}, Most: mostUnread,
	})
	if err != nil {
		return nil, err
	}
	return &struct{ Body NoticeCounts }{NoticeCounts{unread}}, nil
}

func (a *API) readNotice(ctx context.Context, in *struct {
	ID int64 `path:"id" minimum:"1"`
},
) (*struct{}, error) {
	if err := a.told(ctx, in.ID); err != nil {
		return nil, err
	}
	return nil, a.p.Store.NoticeRead(ctx, db.NoticeReadParams{Reader: visitOf(ctx).who.Actor, Notice: in.ID})
}

func (a *API) readNotices(ctx context.Context, in *struct {
	Body struct {
		Until int64 `json:"until" minimum:"1" doc:"The newest that one was shown: what came since is unread"`
	}
},
) (*struct{}, error) {
	if err := a.told(ctx, in.Body.Until); err != nil {
		return nil, err
	}
	reader := visitOf(ctx).who.Actor
	if err := a.p.Store.NoticesReadUntil(ctx, db.NoticesReadUntilParams{Reader: reader, Until: in.Body.Until}); err != nil {
		return nil, err
	}
	return nil, a.p.Store.NoticesReadForget(ctx, db.NoticesReadForgetParams{Reader: reader, Until: in.Body.Until})
}

// told refuses a notice that is not for whoever asks, as one that is not there.
func (a *API) told(ctx context.Context, id int64) error {
	who := visitOf(ctx).who
	theirs, err := a.p.Store.NoticeSeenBy(ctx, db.NoticeSeenByParams{ID: id, Reader: who.Actor, Audiences: audiences(who.Role), Units: []string{who.Unit}})
	if err != nil {
		return err
	}
	if !theirs {
		return refuse(http.StatusNotFound, lang.NotFound)
	}
	return nil
}

// ofUnits are the notices that speak of units, behind the ticket: these are kept by their codes, and read by their names.
var ofUnits = []lang.Key{
	lang.NoticeAssigned, lang.NoticeTransferred, lang.NoticeInherited, lang.NoticeUnitGone, lang.NoticeReturned, lang.NoticePromisedFar,
	lang.NoticeContributed, lang.NoticeTaskDone, lang.NoticeEscalated, lang.NoticeOverdue, lang.NoticeUnitUntold,
}

func noticeOf(n db.TicketNotice, code string, l lang.Lang, tree *directory.Tree) Notice {
	args := make([]any, len(n.TextArgs))
	for i, arg := range n.TextArgs {
		args[i] = arg
		if u, known := tree.Unit(arg); known && i > 0 && slices.Contains(ofUnits, lang.Key(n.TextKey)) {
			args[i] = u.Name
		}
	}
	return Notice{
		ID: n.ID, At: n.At, Ticket: ticket.Code(code).String(), Article: value(n.Article), Audience: n.Audience, Unit: value(n.Unit), Code: n.TextKey,
		Text: notify.Unlinked(lang.Say(l, lang.Key(n.TextKey), args...)), // a notice leads to its ticket by itself
	}
}

type leadershipRequest struct {
	Unit   string `query:"unit" maxLength:"24" doc:"Only of the unit"`
	Sort   string `query:"sort" enum:"time,-time,ticket,-ticket,unit,-unit,state,-state" default:"-time" doc:"A minus: the greatest first"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"200"`
	Cursor string `query:"cursor" maxLength:"400"`
}

var leadershipSorts = sorts{
	by:    map[string]store.Key{"time": whenKey("q.at"), "ticket": numberKey("q.ticket_id"), "unit": textKey("q.unit_spelt")},
	names: map[string]store.Names{"state": ranked("leadership_reports", "state", lifeKey("v"))},
	id:    []store.Key{whenKey("q.at"), numberKey("q.id")},
}

func (a *API) leadership(ctx context.Context, in *leadershipRequest) (*listed[LeadershipRow], error) {
	page, err := a.sorted(leadershipSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	rows, err := page.ReportList(ctx, orNull(store.Text(in.Unit)))
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	items := make([]LeadershipRow, len(rows))
	for i, r := range rows {
		items[i] = LeadershipRow{At: r.At, Ticket: ticket.Code(r.Code).String(), State: r.State, Unit: r.Unit, UnitName: r.UnitName, Clause: r.Clause}
	}
	return list(items, next), nil
}
