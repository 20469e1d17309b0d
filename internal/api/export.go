package api

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/ticket"
)

// exportOperations: whoever inspects takes a case with them (Điều 19), and says why.
func (a *API) exportOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/tickets/{code}/export", id: "exportTicket", tag: "tickets",
		summary: "The whole case as a ZIP file: everything that is kept of it (ho-so.json), and its history as a table (lich-su.csv)",
		rights:  []auth.Right{auth.ExportTickets}, errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
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

func (a *API) exportTicket(ctx context.Context, in *exportRequest) (*exportAnswer, error) {
	code, err := codeIn(in.Code)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(in.Reason) == "" {
		return nil, invalid("query.reason", lang.TicketNeedsText)
	}
	t, err := a.shown(ctx, code, in.Reason)
	if err != nil {
		return nil, err
	}
	file, err := caseFile(t.Body)
	if err != nil {
		return nil, err
	}
	who := visitOf(ctx).who
	if err := a.audit(ctx, who.Actor, "ticket.export", "ticket:"+string(code), map[string]any{"reason": in.Reason, "role": who.Role}); err != nil {
		return nil, err
	}
	return &exportAnswer{ContentType: "application/zip", Disposition: `attachment; filename="` + code.String() + `.zip"`, Body: file}, nil
}

// caseFile packs a ticket.
func caseFile(t Ticket) ([]byte, error) {
	var out bytes.Buffer
	pack := zip.NewWriter(&out)
	whole, err := pack.Create("ho-so.json")
	if err != nil {
		return nil, err
	}
	write := json.NewEncoder(whole)
	write.SetEscapeHTML(false)
	write.SetIndent("", "  ")
	if err := write.Encode(t); err != nil {
		return nil, err
	}
	history, err := pack.Create("lich-su.csv")
	if err != nil {
		return nil, err
	}
	if _, err := history.Write([]byte("\uFEFF")); err != nil { // by which spreadsheets know UTF-8
		return nil, err
	}
	table := csv.NewWriter(history)
	_ = table.Write([]string{"Thời điểm", "Người", "Vai trò", "Đơn vị", "Việc", "Lý do", "Căn cứ"}) // the writer keeps its first error
	for _, e := range t.History {
		what := e.Label
		if what == "" {
			what = e.Kind
		}
		_ = table.Write([]string{e.At.In(ticket.Zone).Format(time.DateTime), cell(e.Actor), e.Party, cell(e.Unit), what, cell(e.Reason), e.Clause})
	}
	if table.Flush(); table.Error() != nil {
		return nil, table.Error()
	}
	err = pack.Close()
	return out.Bytes(), err
}

// cell keeps a spreadsheet from running what people wrote as a formula.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
