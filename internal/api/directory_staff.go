package api

import (
	"context"
	"net/http"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Successor is who takes a post.
type Successor struct {
	Name     string `json:"name"`
	Title    string `json:"title" required:"false"`
	Phone    string `json:"phone" required:"false"`
	Mobile   string `json:"mobile" required:"false"`
	Email    string `json:"email" required:"false"`
	Username string `json:"username" required:"false"`
}

// StaffChange is a change note (Điều 17.9).
type StaffChange struct {
	ID         int64      `json:"id"`
	Unit       string     `json:"unit"`
	UnitName   string     `json:"unit_name"`
	Post       string     `json:"post" enum:"focal,head"`
	Rank       int        `json:"rank"`
	Leaver     int64      `json:"leaver" doc:"0: nobody"`
	LeaverName string     `json:"leaver_name"`
	Successor  *Successor `json:"successor,omitempty"`
	From       string     `json:"from"`
	Document   string     `json:"document"`
	State      string     `json:"state" enum:"reported,applied,refused"`
	ReportedBy string     `json:"reported_by"`
	ReportedAt time.Time  `json:"reported_at"`
	SettledBy  string     `json:"settled_by,omitempty"`
	SettledAt  *time.Time `json:"settled_at,omitempty"`
	Reason     string     `json:"reason,omitempty"`
	HandedOver *int       `json:"handed_over,omitempty" doc:"Open tickets that went from the one to the other"`
}

type staffChangeRequest struct {
	Body struct {
		Unit      string     `json:"unit" maxLength:"24"`
		Post      string     `json:"post" enum:"focal,head"`
		Rank      int        `json:"rank" minimum:"1" maximum:"20" default:"1" required:"false"`
		Leaver    int64      `json:"leaver" required:"false" doc:"An officer's ID; its post and rank hold. 0: the post is vacant"`
		Successor *Successor `json:"successor,omitempty"`
		From      string     `json:"from" doc:"The first day of the change"`
		Document  string     `json:"document" required:"false" doc:"The decision on which it rests"`
	}
}

type staffChangesRequest struct {
	State  string `query:"state" enum:"reported,applied,refused"`
	Sort   string `query:"sort" enum:"from,-from,unit,-unit,leaver,-leaver,reported,-reported,state,-state" default:"-reported" doc:"A minus: the greatest first"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"400"`
}

func (a *API) staffOperations() {
	report, manage := []auth.Right{auth.ReportStaff}, []auth.Right{auth.ManageDirectory}
	wrong := []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}
	handleList(a, operation{
		method: http.MethodGet, path: "/directory/staff-changes", id: "staffChanges", tag: "directory", rights: report, errors: []int{http.StatusBadRequest},
		summary: "Change notes (Điều 17.9); a unit's people see its own",
	}, a.staffChanges, staffColumns)
	handle(a, operation{
		method: http.MethodPost, path: "/directory/staff-changes", id: "reportStaffChange", tag: "directory", status: http.StatusCreated, rights: report, errors: wrong,
		summary: "Report who leaves a post and who takes it: the Office is told; reported by the Office it holds at once (Điều 17.9)",
	}, a.reportStaffChange)
	for _, settle := range []struct {
		path, summary string
		apply         bool
	}{
		{"apply", "The post changes hands on the note's day; the leaver's open tickets go to the successor", true},
		{"refuse", "The note does not hold, for a reason", false},
	} {
		handle(a, operation{
			method: http.MethodPost, path: "/directory/staff-changes/{id}/" + settle.path, id: settle.path + "StaffChange", tag: "directory",
			summary: settle.summary, rights: manage, errors: wrong,
		}, func(ctx context.Context, in *struct {
			ID   int64 `path:"id"`
			Body struct {
				Reason string `json:"reason" required:"false" maxLength:"500"`
			}
		},
		) (*struct{}, error) {
			if !settle.apply && ticket.Reason(in.Body.Reason) == "" {
				return nil, invalid("body.reason", lang.ReasonNeeded)
			}
			return nil, a.p.Store.SettleStaffChange(ctx, in.ID, settle.apply, store.Text(in.Body.Reason), a.by(ctx))
		})
	}
}

// ownUnit is the unit whose change notes somebody sees and writes; nil: everybody's.
func (a *API) ownUnit(ctx context.Context) (*string, error) {
	who := visitOf(ctx).who
	if who.Role.May(auth.ManageDirectory) {
		return nil, nil
	}
	none := ""
	if who.Username == "" {
		return &none, nil // a program belongs to no unit
	}
	u, err := a.p.Store.User(ctx, who.Username)
	if err != nil {
		return nil, err
	}
	if u.Unit == nil {
		return &none, nil
	}
	return u.Unit, nil
}

func (a *API) reportStaffChange(ctx context.Context, in *staffChangeRequest) (*struct {
	Body struct {
		ID int64 `json:"id"`
	}
}, error,
) {
	own, err := a.ownUnit(ctx)
	if err != nil {
		return nil, err
	}
	if own != nil && *own != in.Body.Unit {
		return nil, refuse(http.StatusForbidden, lang.ChangeNotYours)
	}
	from, err := dayOf("body.from", in.Body.From)
	if err != nil {
		return nil, err
	}
	n := directory.StaffChange{
		Unit: in.Body.Unit, Post: directory.Post(in.Body.Post), Rank: in.Body.Rank, Leaver: in.Body.Leaver, From: from, Document: in.Body.Document,
	}
	if s := in.Body.Successor; s != nil {
		n.Successor = &directory.Officer{Name: s.Name, Title: s.Title, Phone: s.Phone, Mobile: s.Mobile, Email: s.Email, Username: s.Username}
	}
	id, err := a.p.Store.ReportStaffChange(ctx, n, own == nil, a.by(ctx))
	if err != nil {
		return nil, err
	}
	out := &struct {
		Body struct {
			ID int64 `json:"id"`
		}
	}{}
	out.Body.ID = id
	return out, nil
}

// staffSorts: notes are numbered as they are reported.
var staffSorts = sorts{
	by: map[string]store.Key{
		"from": {SQL: "q.from_day", Type: "date"}, "unit": textKey("q.unit_spelt"), "leaver": wordsKey("q.leaver_name"), "reported": numberKey("q.id"), "state": codedKey("q.state", "staff", "reported", "applied", "refused"),
	},
	id: []store.Key{numberKey("q.id")},
}

func (a *API) staffChanges(ctx context.Context, in *staffChangesRequest) (*listed[StaffChange], error) {
	own, err := a.ownUnit(ctx)
	if err != nil {
		return nil, err
	}
	page, err := a.sorted(staffSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	rows, err := page.StaffChanges(ctx, db.StaffChangesParams{State: orNull(in.State), Unit: own})
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	items := make([]StaffChange, len(rows))
	for i, r := range rows {
		if items[i], err = staffChangeOf(r); err != nil {
			return nil, err
		}
	}
	return list(items, next), nil
}

func staffChangeOf(r db.StaffChangesRow) (StaffChange, error) {
	c := r.StaffChange
	n, err := store.NoteOf(c)
	if err != nil {
		return StaffChange{}, err
	}
	out := StaffChange{
		ID: c.ID, Unit: c.Unit, UnitName: r.UnitName, Post: c.Post, Rank: int(c.Rank), Leaver: n.Leaver, LeaverName: r.LeaverName, From: n.From.String(),
		Document: c.Document, State: c.State, ReportedBy: c.ReportedBy, ReportedAt: c.ReportedAt, SettledBy: value(c.SettledBy), SettledAt: c.SettledAt,
		Reason: c.Reason,
	}
	if o := n.Successor; o != nil {
		out.Successor = &Successor{Name: o.Name, Title: o.Title, Phone: o.Phone, Mobile: o.Mobile, Email: o.Email, Username: o.Username}
	}
	if c.HandedOver != nil {
		tickets := int(*c.HandedOver)
		out.HandedOver = &tickets
	}
	return out, nil
}
