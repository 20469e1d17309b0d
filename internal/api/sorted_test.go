package api

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"hotline1022/internal/directory"
)

// sortedLists are the lists that are ordered by a column, each by the ways that its description has, and which of them
// come page by page.
func (h *house) sortedLists() (ways map[string][]string, pages map[string]bool) {
	ways, pages = map[string][]string{}, map[string]bool{}
	for path, item := range h.api.huma.OpenAPI().Paths {
		path = strings.TrimPrefix(path, "/api/v1")
		if item.Get == nil || strings.HasSuffix(path, "/export") || path == "/tickets" { // whose orders are its own (ticketlist_test.go of package store)
			continue
		}
		for _, p := range item.Get.Parameters {
			switch p.Name {
			case "sort":
				ways[path] = sortsOf(p.Schema)
			case "cursor":
				pages[path] = true
			}
		}
	}
	return ways, pages
}

func sortsOf(s *huma.Schema) (all []string) {
	for _, v := range s.Enum {
		all = append(all, fmt.Sprint(v))
	}
	return all
}

type shownRows struct {
	Items []map[string]any
	Next  *string
}

// Every list, by every column that it names: page after page it is the whole list in that order, its file has the
// same order, backwards is backwards, and a page of another order is refused.
func TestEveryListByEveryColumn(t *testing.T) {
	h := build(t)
	h.fillLists()
	as := map[string]*visitor{"admin": h.signedIn("admin"), "office": h.signedIn("office"), "auditor": h.signedIn("auditor")}
	who := func(path string) *visitor {
		switch path {
		case "/calls", "/messages", "/audit", "/listenings", "/callbacks", "/incidents", "/recordings", "/recording-findings":
			return as["auditor"]
		case "/accounts", "/accounts/{username}/sessions", "/tokens", "/reading-rules", "/dialplan/versions":
			return as["admin"]
		}
		return as["office"]
	}
	ways, pages := h.sortedLists()
	if len(ways) < 9 {
		t.Errorf("only %d lists have an order", len(ways))
	}
	for path, sorts := range ways {
		ask, more := who(path), ""
		path = strings.Replace(path, "{username}", "admin", 1)
		switch path {
		case "/open-items":
			more = "&kind=task"
		case "/due":
			more = "&within=720"
		case "/callbacks":
			more = "&state=ended"
		case "/audit":
			more = "&until=2026-03-03T00:00:00Z" // each sign-in is an entry
		}
		for _, sort := range sorts {
			at := fmt.Sprintf("/api/v1%s?sort=%s%s", path, sort, more)
			var whole shownRows
			if ask.ask("GET", at, nil).want(200).into(&whole); len(whole.Items) == 0 && pages[path] {
				t.Errorf("%s has nothing to order", at)
				continue
			}
			file := ask.ask("GET", strings.Replace(at, path, path+"/export", 1), nil, "Accept", "text/csv").csvOf()
			if len(file) != len(whole.Items)+1 {
				t.Errorf("%s: %d rows in the file, %d in the list", at, len(file)-1, len(whole.Items))
			}
			for cursor, paged := "", []map[string]any(nil); pages[path]; {
				var page shownRows
				ask.ask("GET", at+"&limit=2"+cursor, nil).want(200).into(&page)
				paged = append(paged, page.Items...)
				if page.Next == nil {
					if fmt.Sprint(paged) != fmt.Sprint(whole.Items) {
						t.Errorf("%s page by page:\n%v\nat once:\n%v", at, paged, whole.Items)
					}
					break
				}
				cursor = "&cursor=" + *page.Next
				if other := sorts[(slices.Index(sorts, sort)+1)%len(sorts)]; len(paged) == 2 {
					ask.ask("GET", fmt.Sprintf("/api/v1%s?sort=%s%s%s", path, other, more, cursor), nil).want(400)
				}
			}
			if back, down := strings.CutPrefix(sort, "-"); down && pages[path] { // equals of a list that comes whole stay as they come
				var up shownRows
				ask.ask("GET", fmt.Sprintf("/api/v1%s?sort=%s%s", path, back, more), nil).want(200).into(&up)
				slices.Reverse(up.Items)
				if fmt.Sprint(up.Items) != fmt.Sprint(whole.Items) {
					t.Errorf("%s is not the other way round", at)
				}
			}
		}
	}
}

// A short list is narrowed by words of any of its rows, with accents or without, and its file likewise.
func TestShortListsByWords(t *testing.T) {
	h := build(t)
	h.fillLists()
	h.sql(`INSERT INTO calendars (author, at, note, before, until) SELECT 'admin', at, 'Nghỉ Tết theo công văn', id, until FROM calendars ORDER BY id DESC LIMIT 1`)
	h.sql(`INSERT INTO article_uses (article, version, way, by, at) SELECT id, 1, 'inserted', 'op01', now() FROM articles LIMIT 1`)
	h.sql(`INSERT INTO abbreviations (short, shown, long, changed_by, changed_at) VALUES ('cccd', 'CCCD', '{căn cước công dân}', 'office', now())`)
	admin := h.signedIn("admin")
	admin.ask("POST", "/api/v1/directory/duties", map[string]any{"unit": "SXD", "field": "chieu-sang", "priority": 1, "basis": "QĐ 7"}).want(201)
	admin.ask("POST", "/api/v1/tokens", map[string]any{"name": "Cổng dịch vụ công", "role": "auditor"}).want(201)
	for path, words := range map[string]string{
		"/tokens": "cong dich vu", "/reading-rules": "nghe ghi am", "/policies": "dieu 9 3", "/calendar/versions": "nghỉ tet", "/dialplan/versions": "", "/operators": "nguoi op02",
		"/accounts/admin/sessions": "mật khẩu", "/account/sessions": "mat khau", "/directory/gaps": "so", "/directory/duties": "so", "/abbreviations": "can cuoc", "/article-gaps": "pbx1 3",
		"/article-usage": "do", "/message-templates": "phieu",
	} {
		path = "/api/v1" + path
		var all, some, none shownRows
		admin.ask("GET", path, nil).want(200).into(&all)
		admin.ask("GET", path+"?q="+url.QueryEscape(words), nil).want(200).into(&some)
		admin.ask("GET", path+"?q=khongcogi", nil).want(200).into(&none)
		if len(some.Items) == 0 || len(some.Items) > len(all.Items) || len(none.Items) > 0 {
			t.Errorf("%s: %d rows, %d with %q, %d with words that none has", path, len(all.Items), len(some.Items), words, len(none.Items))
		}
		if file := admin.ask("GET", path+"/export?q="+url.QueryEscape(words), nil, "Accept", "text/csv").csvOf(); len(file) != len(some.Items)+1 {
			t.Errorf("the file of %s: %d rows, %d in the list", path, len(file)-1, len(some.Items))
		}
	}
	if !slices.ContainsFunc(h.notes("list.export"), func(e AuditEntry) bool { return e.Object == "sessions" && e.Detail["username"] == "admin" }) {
		t.Error("whose sessions were taken is not noted")
	}
}

// Codes stand in the order of the words that are shown for them, people in that of their names.
func TestCodesByTheirWords(t *testing.T) {
	h := build(t)
	h.fillLists()
	h.sql(`UPDATE users SET name = CASE username WHEN 'office' THEN 'An' ELSE 'Bình' END WHERE username IN ('office', 'auditor')`)
	for n, reason := range endReasons {
		h.sql(`UPDATE calls SET end_class = $2, end_reason = $3 WHERE id = $1`, fmt.Sprintf("pbx1-%d.1", n%7), endClasses[n%len(endClasses)], reason)
		for _, class := range endClasses {
			rank := 100*(1+slices.Index(byWords("end", endClasses), class)) + 1 + slices.Index(byWords("reason", endReasons), reason)
			var got int
			if err := h.store.Pool().QueryRow(t.Context(), "SELECT end_rank($1, $2)", class, reason).Scan(&got); err != nil || got != rank {
				t.Errorf("end_rank of %s %s is %d, by the words %d (%v): see migration 00215", class, reason, got, rank, err)
			}
		}
	}
	auditor, office := h.signedIn("auditor"), h.signedIn("office")
	for path, of := range map[string]struct{ column, second string }{
		"/calls?sort=end_reason": {"Bên kết thúc", "Lý do kết thúc"}, "/legal-holds?sort=actor": {"Người làm", ""}, "/audit?sort=actor": {"Người làm", ""},
	} {
		who := auditor
		if strings.HasPrefix(path, "/legal") {
			who = office
		}
		rows := who.ask("GET", "/api/v1"+strings.Replace(path, "?", "/export?", 1), nil, "Accept", "text/csv").csvOf()
		words := make([]string, len(rows)-1)
		for i := range words {
			words[i] = directory.Fold(under(rows, i+1, of.column))
			if of.second != "" {
				words[i] += ": " + directory.Fold(under(rows, i+1, of.second))
			}
		}
		if !slices.IsSorted(words) || len(slices.Compact(slices.Clone(words))) < 2 {
			t.Errorf("%s: %q", path, words)
		}
	}
}

// fillLists puts a few rows into each list, as they may come, with many equals among them.
func (h *house) fillLists() {
	h.t.Helper()
	_, _, tk := h.atUnit(nil)
	id := h.idOf(tk.Code)
	at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	h.sql(`INSERT INTO recording_scans (node, begun_at, ended_at, rows, objects, files, total, findings) VALUES ('pbx1', $1, $1, 0, 0, 0, 3, '[{"kind":"unknown_file","file":"a"},{"kind":"unknown_file","file":"b"},{"kind":"unknown_file","file":"c"}]')`, at)
	for n := range 7 {
		when, name := at.Add(time.Duration(n/2)*time.Minute), []string{"Đồ Sơn", "An Lão", "Đồ Sơn"}[n%3]
		call := fmt.Sprintf("pbx1-%d.1", n)
		h.sql(`INSERT INTO calls (id, node, state, from_number, started_at, queued_at, connected_at, ended_at, end_class, end_reason) VALUES ($1, 'pbx1', 'ended', '0912345678', $2::timestamptz, $2, $3, $4, 'citizen', 'hangup')`,
			call, when, when.Add(time.Duration(n%3)*time.Second), when.Add(time.Duration(10+n%4)*time.Second))
		h.sql(`INSERT INTO recordings (call_id, leg, state, created_at, flaws) VALUES ($1, 'call', 'missing', $2, '{lost}')`, call, when)
		h.sql(`INSERT INTO legal_holds (call_id, reason, placed_at, placed_by) VALUES ($1, 'x', $2, $3)`, call, when, []string{"office", "auditor"}[n%2])
		h.announced(when.Add(time.Duration(n%3)*time.Hour), "x", map[string]string{call: ""})
		h.sql(`INSERT INTO messages (channel, recipient, text_key, text_args, cause, state, created_at, began_at, next_at, attempts) VALUES ('sms', '0912345678', 'sms_over', '{}', $1, 'queued', $2::timestamptz, $2, $2, $3)`,
			call, when, n%3)
		h.sql(`INSERT INTO callbacks (number, queue, source, queued_at, call_id, state, created_at, tries, ended_at, result) VALUES ($1, 'main', 'asked', $2::timestamptz, $3, 'cancelled', $2, $4, $2, 'x')`,
			fmt.Sprintf("091234567%d", n), when, call, n%3)
		h.sql(`INSERT INTO incidents (area, text, opened_by, opened_at, closed_by, closed_at) VALUES ($1, 'x', 'truongca', $2::timestamptz, 'truongca', $2)`, name, when)
		h.sql(`INSERT INTO audit_log (at, actor, action, object) VALUES ($1, $2, 'x', $3)`, when, []string{"op01", "op02"}[n%2], call)
		h.sql(`INSERT INTO listenings (id, what, recording, length_ms, actor, role, reason, remote, download, at, until, heard) VALUES (gen_random_uuid(), 'recording', gen_random_uuid(), $2, $3, 'leader', 'x', '127.0.0.1', false, $1::timestamptz, $1, spans_of(ARRAY[0], ARRAY[$4::bigint]))`,
			when, 5000+n%2, []string{"op01", "op02"}[n%2], 1000*(n%3))
		h.sql(`INSERT INTO ticket_items (ticket_id, kind, number, unit, settled, body) VALUES ($1, 'task', $2, 'SXD', false, jsonb_build_object('of', 'SXD', 'unit', 'SXD', 'text', 'x', 'at', $3::timestamptz))`, id, n+1, when)
		h.sql(`INSERT INTO ticket_clocks (ticket_id, number, kind, unit, lead, own, ticket, due, since, state) VALUES ($1, 100 + $2::integer, 'officer', 'SXD', true, $3::timestamptz, $3, $3, $3, 'running')`, id, n, when)
		h.sql(`WITH a AS (INSERT INTO articles (newest, created_by, created_at) VALUES (1, 'op01', $1) RETURNING id)
			INSERT INTO article_versions (article, number, title, answer, since, plain, author, saved_at) SELECT id, 1, $2::text, 'x', '2026-01-01', lower($2), 'op01', $1 FROM a`, when, name)
		h.sql(`INSERT INTO article_gaps (plain, typed, times, last_by, first_at, last_at) VALUES ($1::text, $1, $2, 'op01', $3::timestamptz, $3)`, call, 1+n%2, when)
		h.sql(`INSERT INTO staff_changes (unit, post, rank, successor, from_day, state, reported_by, reported_at) VALUES ('SXD', 'focal', 1, '{}', $1::date, 'reported', 'head', $1::timestamptz)`, when)
		h.sql(`INSERT INTO leadership_reports (ticket_id, assignment, unit, clause, at) SELECT ticket_id, number, unit, 'x', $2 FROM ticket_assignments WHERE ticket_id = $1 ON CONFLICT DO NOTHING`, id, when)
	}
}
