package api

import (
	"testing"

	"hotline1022/internal/casework"
	"hotline1022/internal/store/storetest"
)

// Before a unit is closed is shown what it holds; after it the heir's people have it and read what was, and lists of
// either name it.
func TestDieu17_9_AUnitIsClosedAndItsHeirGoesOn(t *testing.T) {
	h := build(t)
	h.ofUnit()
	storetest.SetClock(t, h.store, local("2026-11-26 08:00"))
	op, office, officer := h.signedIn("op01"), h.as("office"), h.signedIn("officer")
	office.ask("POST", "/api/v1/directory/units", map[string]any{"code": "DTDT", "name": "Trung tâm cũ", "kind": "service", "listed": true}).want(201)
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	done := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	for _, each := range []*Ticket{&tk, &done} {
		op.done(each, "assign", map[string]any{"lead": "DTDT"})
	}
	h.unitOf("head", "DTDT")
	h.signedIn("head").done(&done, "resolve", map[string]any{"text": "Đã sửa"})
	officer.ask("GET", "/api/v1/tickets/"+tk.Code, nil).problem(404, "not_found")

	var holds Holdings
	office.ask("GET", "/api/v1/directory/units/DTDT/holdings", nil).want(200).into(&holds)
	if holds.Leads != 1 || holds.Cooperates+holds.Tasks+holds.Thought+holds.Officers+holds.Duties != 0 || len(holds.Tickets) != 1 || holds.Tickets[0].Ticket != tk.Code || holds.Tickets[0].Due == nil {
		t.Errorf("%+v", holds)
	}
	var gaps page[UnitGap]
	office.ask("GET", "/api/v1/directory/gaps", nil).want(200).into(&gaps)
	for _, g := range gaps.Items {
		if g.Code == "DTDT" && (!g.Focal || g.Parts != 1) || g.Code != "DTDT" && g.Parts != 0 {
			t.Errorf("%+v", g)
		}
	}
	office.ask("GET", "/api/v1/directory/units/NOT/holdings", nil).problem(404, "not_found")
	office.ask("POST", "/api/v1/directory/units/DTDT/close", map[string]any{"version": 1, "until": "2026-11-27", "decision": "QĐ 12/UBND", "heirs": []string{"SXD"}}).want(200)
	if office.ask("GET", "/api/v1/directory/units/DTDT/holdings", nil).want(200).into(&holds); holds.Leads != 1 {
		t.Errorf("before the day: %+v", holds)
	}

	storetest.SetClock(t, h.store, local("2026-11-27 08:00"))
	ids, err := h.store.HeldByNobody(t.Context(), 0, 10)
	if err != nil || len(ids) != 1 {
		t.Fatalf("%v, %v", ids, err)
	}
	if err := casework.New(h.store).Fire(t.Context(), ids[0]); err != nil {
		t.Fatal(err)
	}
	if office.ask("GET", "/api/v1/directory/units/DTDT/holdings", nil).want(200).into(&holds); holds.Leads != 0 || len(holds.Tickets) != 0 {
		t.Errorf("after it: %+v", holds)
	}
	officer.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).into(&tk)
	last := tk.History[len(tk.History)-1]
	if tk.Unit != "SXD" || last.Kind != "ticket.inherit" || last.Reason != "QĐ 12/UBND" || last.Label == "" {
		t.Errorf("%s, %+v", tk.Unit, last)
	}
	officer.done(&tk, "accept", nil)
	officer.ask("GET", "/api/v1/tickets/"+done.Code, nil).want(200) // what its predecessor did
	for _, v := range []*visitor{op, officer} {
		for query, want := range map[string]int{"": 2, "?unit=SXD": 2, "?unit=DTDT": 1} {
			var found TicketPage
			v.ask("GET", "/api/v1/tickets"+query, nil).want(200).into(&found)
			if len(found.Items) != want {
				t.Errorf("%q: %d tickets", query, len(found.Items))
			}
		}
	}
	h.signedIn("head").ask("GET", "/api/v1/tickets/"+done.Code, nil).problem(404, "not_found") // of a unit that is no more
}

// unitOf gives an account to a unit.
func (h *house) unitOf(username, unit string) {
	h.t.Helper()
	if _, err := h.store.Pool().Exec(h.t.Context(), "UPDATE users SET unit = $2 WHERE username = $1", username, unit); err != nil {
		h.t.Fatal(err)
	}
}
