package api

import (
	"fmt"
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
	if len(all) != 3 || unread(officer) != 3 || all[0].Read {
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

	// Nobody learns of a notice, nor reads one, that is not theirs.
	op.ask("POST", one, nil).problem(404, "not_found")
	op.ask("POST", "/api/v1/notices/read", map[string]any{"until": all[0].ID}).problem(404, "not_found")
	h.signedIn("admin").ask("POST", one, nil).problem(403, "not_allowed")
}
