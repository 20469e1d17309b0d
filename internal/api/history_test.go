package api

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"hotline1022/internal/store/db"
)

// A ticket comes with the last that happened to it; what was before is read page by page, each
// entry once, though many happened at one instant; and the inspector takes all of it out.
func TestALongHistoryIsReadPageByPage(t *testing.T) {
	const more = 330
	h := build(t)
	h.ofUnit()
	op := h.signedIn("op01")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	h.sql(`INSERT INTO ticket_events (ticket_id, at, actor, kind, data)
		SELECT $1, hotline_now() + (n / 50) * interval '1 second', 'op01', 'ticket.called_again', jsonb_build_object('note', n::text) FROM generate_series(1, $2) n`, h.idOf(tk.Code), more)
	path := "/api/v1/tickets/" + tk.Code
	var got Ticket
	op.ask("GET", path, nil).want(200).into(&got)
	if len(got.History) != lastEvents || got.Earlier == nil || noteOf(got.History[lastEvents-1]) != fmt.Sprint(more) {
		t.Fatalf("%d entries, the last %+v", len(got.History), got.History[len(got.History)-1])
	}
	all := slices.Clone(got.History)
	slices.Reverse(all)
	for next := got.Earlier; next != nil; {
		var p page[TicketEvent]
		op.ask("GET", path+"/history?limit=70&cursor="+*next, nil).want(200).into(&p)
		all, next = append(all, p.Items...), p.Next
	}
	for i, e := range all[:min(more, len(all))] {
		if noteOf(e) != fmt.Sprint(more-i) {
			t.Fatalf("in the place of %d: %+v", more-i, e)
		}
	}
	if len(all) != more+1 || all[more].Kind != "ticket.received" {
		t.Errorf("%d entries, the first %+v", len(all), all[len(all)-1])
	}

	r := h.signedIn("auditor").ask("GET", path+"/export?reason=Thanh+tra", nil).want(200)
	pack, err := zip.NewReader(bytes.NewReader(r.body), int64(len(r.body)))
	if err != nil {
		t.Fatal(err)
	}
	in, err := pack.Open("lich-su.csv")
	if err != nil {
		t.Fatal(err)
	}
	table, err := io.ReadAll(in)
	if entries := strings.Count(string(table), ",op01,"); err != nil || entries != more+1 {
		t.Errorf("%d entries taken out, %v", entries, err)
	}

	op.ask("GET", path+"/history?cursor=x", nil).problem(400, "bad_cursor")
	h.signedIn("officer").ask("GET", path+"/history", nil).want(404) // of no unit of theirs
}

func noteOf(e TicketEvent) string {
	return strings.Trim(strings.TrimPrefix(string(e.Data), `{"note":`), `"} `)
}

// How the sender of something confidential was told may say who that is.
func TestHowASenderWasToldIsForWhoMayKnowThem(t *testing.T) {
	e := db.TicketEvent{Kind: "ticket.answer_confidential", Data: json.RawMessage(`{"how":"Gọi cho bà Hoa"}`)}
	for as, want := range map[showing]string{inFull: `{"how":"Gọi cho bà Hoa"}`, hidden: `{}`} {
		if got := string(dataOf(e, as)); got != want {
			t.Errorf("%v: %s, want %s", as, got, want)
		}
	}
}
