package api

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Everybody has read what they have read: of a role's notices each reader for themselves, all up to one or one by one.
func TestNoticesAreReadByEachReader(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, officer, head := h.signedIn("op01"), h.signedIn("officer"), h.signedIn("head")
	for range 3 {
		tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
		op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	}
	unread := func(v *visitor) int64 {
		var n NoticeCounts
		v.ask("GET", "/api/v1/notice-counts", nil).want(200).into(&n)
		return n.Unread
	}
	notices := func(v *visitor) []NoticeTold {
		var all page[NoticeTold]
		v.ask("GET", "/api/v1/notices", nil).want(200).into(&all)
		return all.Items
	}
	all, before := notices(officer), unread(head)
	if len(all) != 3 || unread(officer) != 3 || all[0].Read || strings.Contains(all[0].Text, "{") {
		t.Fatalf("%d unread: %+v", unread(officer), all)
	}
	one := fmt.Sprintf("/api/v1/notices/%d/read", all[1].ID)
	officer.ask("POST", one, nil).want(204)
	officer.ask("POST", one, nil).want(204)
	if now := notices(officer); unread(officer) != 2 || now[0].Read || !now[1].Read {
		t.Errorf("after one: %d unread: %+v", unread(officer), now)
	}
	if unread(head) != before {
		t.Errorf("the head's are read by the officer: %d of %d", unread(head), before)
	}
	officer.ask("POST", "/api/v1/notices/read", map[string]any{"until": all[1].ID}).want(204)
	officer.ask("POST", "/api/v1/notices/read", map[string]any{"until": all[2].ID}).want(204) // an older page of theirs takes nothing back
	if now := notices(officer); unread(officer) != 1 || now[0].Read || !now[1].Read || !now[2].Read {
		t.Errorf("after all but the newest: %+v", now)
	}

	// Only what is unread, and the oldest first, page by page.
	var some page[NoticeTold]
	if officer.ask("GET", "/api/v1/notices?unread=true", nil).want(200).into(&some); len(some.Items) != 1 || some.Items[0].ID != all[0].ID {
		t.Errorf("unread: %+v", some.Items)
	}
	var ids []int64
	for path := "/api/v1/notices?sort=time&limit=2"; path != ""; {
		some = page[NoticeTold]{}
		officer.ask("GET", path, nil).want(200).into(&some)
		for _, n := range some.Items {
			ids = append(ids, n.ID)
		}
		if path = ""; some.Next != nil {
			path = "/api/v1/notices?sort=time&limit=2&cursor=" + *some.Next
		}
	}
	if !slices.Equal(ids, []int64{all[2].ID, all[1].ID, all[0].ID}) {
		t.Errorf("oldest first: %v", ids)
	}

	// Nobody learns of a notice, nor reads one, that is not theirs.
	op.ask("POST", one, nil).problem(404, "not_found")
	op.ask("POST", "/api/v1/notices/read", map[string]any{"until": all[0].ID}).problem(404, "not_found")
	h.signedIn("admin").ask("POST", one, nil).problem(404, "not_found")
	h.signedIn("auditor").ask("POST", one, nil).problem(403, "not_allowed")
}

// A notice leads to its ticket as long as whoever was told may read that.
func TestDieu12_2_ANoticeOpensWhatMayBeRead(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, office, officer := h.signedIn("op01"), h.signedIn("office"), h.signedIn("officer")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	opens := func(v *visitor, want bool, status int) {
		t.Helper()
		var all page[NoticeTold]
		v.ask("GET", "/api/v1/notices", nil).want(200).into(&all)
		theirs := slices.DeleteFunc(all.Items, func(n NoticeTold) bool { return n.Ticket != tk.Code })
		if len(theirs) == 0 {
			t.Fatal("they were told nothing of it")
		}
		for _, n := range theirs {
			if n.Opens != want {
				t.Errorf("%s opens: %t", n.Text, n.Opens)
			}
		}
		v.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(status)
	}
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	opens(officer, true, 200)
	op.done(&tk, "mark-emergency", map[string]any{"service": "113"})
	office.ask("POST", "/api/v1/directory/units", map[string]any{"code": "SCT", "name": "Sở Công Thương", "kind": "department", "listed": true}).want(201)
	office.done(&tk, "reroute", map[string]any{"lead": "SCT", "reason": "Đúng việc hơn"})
	opens(officer, false, 404)
	opens(office, true, 200)
}
