package api

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/sheet"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

// exportOperations: whoever inspects takes a case with them (Điều 19), and says why.
func (a *API) exportOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/tickets/{code}/export", id: "exportTicket", tag: "tickets",
		summary: "The whole case as of one moment, as a ZIP file: what is kept of it (ho-so.json), its history as a table (lich-su.csv), and who took it out, when and why, " +
			"with the files' SHA-256 and what is left out (thong-tin.txt). So many a day (/reading-rules)",
		rights: []auth.Right{auth.ExportTickets}, errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.exportTicket)
}

type exportRequest struct {
	Code   string `path:"code" maxLength:"32"`
	Reason string `query:"reason" maxLength:"500" doc:"Why it is taken out; it is kept"`
}

type exportAnswer struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// CaseExport is all that is kept of a ticket, and of it what is left out.
type CaseExport struct {
	Export ExportNote `json:"export"`
	Ticket
	CallRecords []Call          `json:"call_records" doc:"Its calls, with their recordings: which, how long, by which SHA-256"`
	Merged      []string        `json:"merged" doc:"Codes of the tickets that were merged into it"`
	Notices     []Notice        `json:"notices" doc:"What staff were told of it"`
	Reports     []LeadershipRow `json:"leadership_reports"`
}

// ExportNote says who took a case out: it stands in each of its files (Điều 12.2).
type ExportNote struct {
	By      string    `json:"by"`
	Account string    `json:"account"`
	Role    auth.Role `json:"role"`
	At      time.Time `json:"at"`
	Reason  string    `json:"reason"`
	LeftOut []string  `json:"left_out"`
}

// leftOut is what a case's export does not hold.
var leftOut = []lang.Key{lang.ExportNoSound, lang.ExportNoFiles, lang.ExportNoLog}

func (n ExportNote) line() string {
	return fmt.Sprintf("Bản trích xuất: %s (%s, %s), %s, lý do: %s", n.By, n.Account, n.Role, localTime(n.At), n.Reason)
}

// localTime is a moment as people read it in what they take out: in Hải Phòng, to the second.
func localTime(t time.Time) string { return t.In(ticket.Zone).Format("15:04:05 02/01/2006") }

func (a *API) exportTicket(ctx context.Context, in *exportRequest) (*exportAnswer, error) {
	code, err := codeIn(in.Code)
	if err != nil {
		return nil, err
	}
	s := sightOf(ctx, in.Reason)
	if s.reason == "" {
		return nil, invalid("query.reason", lang.ReasonNeeded)
	}
	note := ExportNote{By: s.who.Name, Account: s.who.Actor, Role: s.who.Role, At: a.cfg.Now(), Reason: s.reason}
	for _, key := range leftOut {
		note.LeftOut = append(note.LeftOut, lang.Say(lang.Vietnamese, key))
	}
	var whole CaseExport
	err = a.p.Store.Snapshot(ctx, func(then *store.Store) error {
		whole, err = a.reading(then).caseExport(ctx, code, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	whole.Export = note
	file, err := caseFile(whole)
	if err != nil {
		return nil, err
	}
	act, err := a.act(s.who.Actor, "ticket.export", "ticket:"+string(code), map[string]any{"reason": s.reason, "role": s.who.Role, "bytes": len(file), "rows": len(whole.History)})
	if err != nil {
		return nil, err
	}
	if err := a.read(ctx, store.Reading{Actor: s.who.Actor, Kind: store.TakeCases, Seen: 1, At: note.At, Act: &act}); err != nil {
		return nil, err
	}
	return &exportAnswer{ContentType: "application/zip", Disposition: `attachment; filename="` + code.String() + `.zip"`, Body: file}, nil
}

// reading is the interface as it reads from another store.
func (a *API) reading(from *store.Store) *API {
	other := *a
	other.p.Store = from
	return &other
}

func (a *API) caseExport(ctx context.Context, code ticket.Code, s sight) (out CaseExport, err error) {
	var c ticket.Case
	if out.Ticket, c, err = a.ticketSeen(ctx, code, s); err != nil {
		return out, err
	}
	row, err := a.p.Store.Ticket(ctx, code)
	if err != nil {
		return out, err
	}
	id := row.Ticket.ID
	for out.Earlier != nil { // what a ticket does not come with
		page, next, err := a.history(ctx, id, *out.Earlier, lastEvents, mayKnow(s, c))
		if err != nil {
			return out, err
		}
		slices.Reverse(page)
		out.History, out.Earlier = append(page, out.History...), orNull(next)
	}
	for _, of := range out.Calls {
		c, err := a.p.Store.Call(ctx, call.ID(of))
		if err != nil {
			return out, err
		}
		out.CallRecords = append(out.CallRecords, a.callOf(c, nil))
	}
	recordings, err := a.p.Store.RecordingsShown(ctx, out.Calls)
	if err != nil {
		return out, err
	}
	for _, r := range recordings {
		for i := range out.CallRecords {
			if c := &out.CallRecords[i]; c.ID == r.Recording.CallID {
				c.Recordings = append(c.Recordings, recordingOf(r))
			}
		}
	}
	merged, err := a.p.Store.MergedInto(ctx, id)
	if err != nil {
		return out, err
	}
	out.Merged = codes(merged)
	notices, err := a.p.Store.NoticesOfTicket(ctx, id)
	if err != nil {
		return out, err
	}
	tree, err := a.p.Store.Directory(ctx)
	if err != nil {
		return out, err
	}
	for _, n := range notices {
		out.Notices = append(out.Notices, noticeOf(n, string(code), lang.Vietnamese, tree))
	}
	reports, err := a.p.Store.ReportsOfTicket(ctx, id)
	for _, r := range reports {
		out.Reports = append(out.Reports, LeadershipRow{At: r.LeadershipReport.At, Ticket: code.String(), State: out.State, Unit: r.LeadershipReport.Unit, UnitName: r.UnitName, Clause: r.LeadershipReport.Clause})
	}
	return out, err
}

// caseFile packs a case; each file in it says who took it out.
func caseFile(c CaseExport) ([]byte, error) {
	var whole bytes.Buffer
	write := json.NewEncoder(&whole)
	write.SetEscapeHTML(false)
	write.SetIndent("", "  ")
	if err := write.Encode(c); err != nil {
		return nil, err
	}
	history, err := historyTable(c)
	if err != nil {
		return nil, err
	}
	files := []struct {
		name string
		data []byte
	}{{"ho-so.json", whole.Bytes()}, {"lich-su.csv", history}}
	about := &strings.Builder{}
	fmt.Fprintf(about, "%s\nHồ sơ %s\n\n", c.Export.line(), c.Code)
	for _, f := range files {
		fmt.Fprintf(about, "%x  %s\n", sha256.Sum256(f.data), f.name)
	}
	fmt.Fprintf(about, "\nKhông có trong gói này:\n- %s\n", strings.Join(c.Export.LeftOut, "\n- "))
	files = append(files, struct {
		name string
		data []byte
	}{"thong-tin.txt", []byte(about.String())})

	var out bytes.Buffer
	pack := zip.NewWriter(&out)
	for _, f := range files {
		into, err := pack.Create(f.name)
		if err != nil {
			return nil, err
		}
		if _, err := into.Write(f.data); err != nil {
			return nil, err
		}
	}
	err = pack.Close()
	return out.Bytes(), err
}

// historyTable is for spreadsheets.
func historyTable(c CaseExport) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\uFEFF") // by which they know UTF-8
	table := csv.NewWriter(&out)
	_ = table.Write([]string{sheet.Inert(c.Export.line())}) // the writer keeps its first error
	_ = table.Write([]string{"Thời điểm", "Người", "Vai trò", "Đơn vị", "Việc", "Lý do", "Căn cứ"})
	for _, e := range c.History {
		what := e.Label
		if what == "" {
			what = e.Kind
		}
		_ = table.Write([]string{e.At.In(ticket.Zone).Format(time.DateTime), sheet.Inert(e.Actor), e.Party, sheet.Inert(e.Unit), what, sheet.Inert(e.Reason), e.Clause})
	}
	table.Flush()
	return out.Bytes(), table.Error()
}
