package api

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
)

// csvOf reads a list's file.
func (r *reply) csvOf() [][]string {
	r.t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(r.want(200).body, []byte("\uFEFF")))).ReadAll()
	if err != nil {
		r.t.Fatalf("%s: %v", r.what, err)
	}
	return rows
}

// under is a row's cell under a heading, "no such column" where none is called so.
func under(rows [][]string, row int, heading string) string {
	at := slices.Index(rows[0], heading)
	if at < 0 {
		return "no such column"
	}
	return rows[row][at]
}

// A list's file has all that the list has, page after page, and no more: the same filters, the same order, as much of
// who people are; and that it was taken stands in the audit log.
func TestDieu12_2_ListsAsFiles(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	const many = exportPage + 3
	for n := range many {
		content := fmt.Sprintf("Đèn số %d không sáng", n)
		if n == many-1 {
			content = `=HYPERLINK("http://example.test")`
		}
		h.reported(op, content, map[string]any{"urgent": n == 0})
	}
	rows := op.ask("GET", "/api/v1/tickets/export", nil, "Accept", "text/csv", "Accept-Language", "vi").csvOf()
	if len(rows) != many+1 || rows[0][0] != "Mã" || under(rows, 1, "Nội dung") != `'=HYPERLINK("http://example.test")` || under(rows, many, "Nội dung") != "Đèn số 0 không sáng" || under(rows, many, "Khẩn") != "x" || under(rows, many, "Lĩnh vực") != "Chiếu sáng" {
		t.Errorf("%d rows: %q … %q", len(rows), rows[:2], rows[len(rows)-1])
	}
	if one := op.ask("GET", "/api/v1/tickets/export?urgent=true&limit=1", nil, "Accept", "text/csv").csvOf(); len(one) != 2 {
		t.Errorf("of those that are urgent: %q", one)
	}

	got := op.ask("GET", "/api/v1/tickets/export", nil, "Accept-Language", "en").want(200)
	if name := got.header.Get("Content-Disposition"); !strings.HasPrefix(name, `attachment; filename="tickets-`) || !strings.HasSuffix(name, `.xlsx"`) {
		t.Errorf("it is called %s", name)
	}
	book, err := excelize.OpenReader(bytes.NewReader(got.body))
	if err != nil {
		t.Fatal(err)
	}
	if cells, err := book.GetRows("Sheet1"); err != nil || len(cells) != many+1 || cells[0][0] != "Code" {
		t.Errorf("the workbook: %d rows, %v", len(cells), err)
	}

	var noted []string
	for _, e := range h.notes("list.export") {
		noted = append(noted, fmt.Sprint(e.Actor, " ", e.Object, " ", e.Detail["format"], " ", e.Detail["filters"], " ", e.Detail["rows"]))
	}
	want := []string{"op01 tickets xlsx  203", "op01 tickets csv limit=1&urgent=true 1", "op01 tickets csv  203"}
	if fmt.Sprint(noted) != fmt.Sprint(want) {
		t.Errorf("the audit log: %q, want %q", noted, want)
	}

	auditor := h.signedIn("auditor")
	if rows := auditor.ask("GET", "/api/v1/tickets/export", nil, "Accept", "text/csv").csvOf(); under(rows, 1, "Người gửi") != "" || strings.Contains(under(rows, 1, "Điện thoại"), theirNumber) {
		t.Errorf("who has not said why they look: %q", rows[1])
	}
	if rows := auditor.ask("GET", "/api/v1/tickets/export?reason=Kh%C3%A1ng+ngh%E1%BB%8B", nil, "Accept", "text/csv").csvOf(); !strings.Contains(under(rows, 1, "Điện thoại"), theirNumber) {
		t.Errorf("who has: %q", rows[1])
	}
	if n := h.rows("auditor", "list.export", "Kháng nghị"); n != 1 {
		t.Errorf("%d rows with the reason", n)
	}
	auditor.ask("GET", "/api/v1/tickets/export?limit=0", nil).want(422)
}

// Every list of the interface can be taken, in both languages, and none of its headings is without words.
func TestEveryListAsAFile(t *testing.T) {
	h := build(t)
	h.fillLists()
	h.conversation(1, "0912345678", "op01")
	// Nobody reads an address in memory, Go's nil, a kind of unit, a state or a post as the program spells it, or a day as the API does.
	raw := regexp.MustCompile(`^(0x[0-9a-f]+|<nil>|department|commune|service|agency|provider|overdue|assigned|focal|call|op01|system|list\.export|session\.create|user:\w+|\d{4}-\d\d-\d\d)$`)
	for _, list := range []struct {
		path string
		role auth.Role
	}{
		{"/calls", auth.RoleLeader},
		{"/tickets", auth.RoleOffice},
		{"/messages", auth.RoleOffice},
		{"/callbacks", auth.RoleLeader},
		{"/callbacks?state=ended", auth.RoleLeader},
		{"/incidents", auth.RoleLeader},
		{"/audit", auth.RoleAuditor},
		{"/recordings?flaw=lost", auth.RoleAuditor},
		{"/deletion-plans", auth.RoleOffice},
		{"/deletion-items", auth.RoleOffice},
		{"/legal-holds", auth.RoleOffice},
		{"/accounts", auth.RoleAdmin},
		{"/due", auth.RoleOffice},
		{"/open-items?kind=task", auth.RoleOffice},
		{"/leadership-reports", auth.RoleOffice},
		{"/units", auth.RoleOfficer},
		{"/unit-figures", auth.RoleOffice},
		{"/articles", auth.RoleOperator},
		{"/directory/units", auth.RoleOffice},
		{"/directory/staff-changes", auth.RoleOffice},
		{"/recording-findings", auth.RoleAuditor},
		{"/notices", auth.RoleOffice},
		{"/article-usage", auth.RoleOperator},
		{"/article-gaps", auth.RoleOperator},
		{"/abbreviations", auth.RoleOperator},
		{"/shifts", auth.RoleLeader},
		{"/operators", auth.RoleLeader},
		{"/accounts/admin/sessions", auth.RoleAdmin},
		{"/calendar/versions", auth.RoleAdmin},
		{"/policies", auth.RoleAdmin},
		{"/reading-rules", auth.RoleAdmin},
		{"/dialplan/versions", auth.RoleAdmin},
	} {
		path, query, _ := strings.Cut(list.path, "?")
		for _, l := range []lang.Lang{lang.Vietnamese, lang.English} {
			rows := h.as(list.role).ask("GET", "/api/v1"+path+"/export?"+query, nil, "Accept", "text/csv", "Accept-Language", string(l)).csvOf()
			for _, heading := range rows[0] {
				if strings.Contains(heading, "column_") {
					t.Errorf("%s: no words for %s", list.path, heading)
				}
			}
			for _, row := range rows[1:] {
				for at, cell := range row {
					if raw.MatchString(cell) && rows[0][at] != lang.Heading(l, "username") {
						t.Errorf("%s: %s says %q", list.path, rows[0][at], cell)
					}
				}
			}
			called := h.notes("list.export")[0].Object
			if !lang.Known(lang.FileName(called)) {
				t.Errorf("the file of %s has no name", path)
			}
			if lang.Word(l, "auditobject", called) == called {
				t.Errorf("the audit log has no words for the list %s", called)
			}
		}
	}
}
