package api

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"hotline1022/internal/lang"
	"hotline1022/internal/sheet"
	"hotline1022/internal/ticket"
)

const (
	// exportLimit is how long a whole list may take.
	exportLimit = 3 * time.Minute
	// exportRows is how many rows a file has at most; it says when there are more.
	exportRows = 50_000
	// exportPage is the largest page that every list gives.
	exportPage = 200
)

// column is one column of a list's file: the name of its heading, and its cell (see sheet.Writer, and told).
type column[T any] struct {
	name string
	of   func(l lang.Lang, item T) any
}

// handleList registers a list, and beside it the list as a file: the same rows in the same order, shown
// as far as the list shows them, page after page. It is made whole before a byte of it goes out, so that
// nobody is given half a list; that it was taken, by which filters, and how many rows it has, is in the
// audit log (Điều 12.2, 19).
func handleList[I, T any](a *API, op operation, h func(context.Context, *I) (*listed[T], error), columns []column[T]) {
	handle(a, op, h)
	handleExport(a, op, h, columns)
}

func handleExport[I, T any](a *API, op operation, h func(context.Context, *I) (*listed[T], error), columns []column[T]) {
	list := cmp.Or(op.file, path.Base(op.path))
	op.path, op.id = op.path+"/export", "export"+strings.ToUpper(op.id[:1])+op.id[1:]
	op.summary = fmt.Sprintf("The same as a file, every page from cursor on, at most %d rows: a workbook, or CSV where Accept asks for text/csv", exportRows)
	a.add(op, func(o huma.Operation) {
		file := map[string]*huma.MediaType{}
		for _, f := range []sheet.Format{sheet.XLSX, sheet.CSV} {
			file[f.Type()] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
		}
		o.Responses = map[string]*huma.Response{"200": {Description: http.StatusText(http.StatusOK), Content: file}}
		huma.Register(a.huma, o, func(ctx context.Context, in *I) (*huma.StreamResponse, error) {
			file, err := a.export(ctx, list, func(ctx context.Context, w *sheetWriter) error {
				return writePages(ctx, in, h, columns, w)
			})
			if err != nil {
				return nil, a.problem(ctx, err)
			}
			return &huma.StreamResponse{Body: file.send}, nil
		})
	})
}

// writePages writes page after page of a list.
func writePages[I, T any](ctx context.Context, in *I, h func(context.Context, *I) (*listed[T], error), columns []column[T], w *sheetWriter) error {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	if err := w.begin(names); err != nil {
		return err
	}
	turn := pageOf(in)
	for cursor := ""; ; {
		turn(cursor)
		page, err := h(ctx, in)
		if err != nil {
			return err
		}
		for _, item := range page.Body.Items {
			cells := make([]any, len(columns))
			for i, c := range columns {
				cells[i] = c.of(w.lang, item)
			}
			if more, err := w.row(cells); err != nil || !more {
				return err
			}
		}
		if page.Body.Next == nil {
			return nil
		}
		cursor = *page.Body.Next
	}
}

// pageOf asks a list's request for the page that begins at a cursor; "": for where it stands. A list that
// has no pages is asked as it is.
func pageOf(in any) (turn func(cursor string)) {
	v := reflect.ValueOf(in).Elem()
	if limit := v.FieldByName("Limit"); limit.IsValid() {
		limit.SetInt(exportPage)
	}
	at := v.FieldByName("Cursor")
	return func(cursor string) {
		if at.IsValid() && cursor != "" {
			at.SetString(cursor)
		}
	}
}

// exported is a list's file, on the disk without a name: nothing is left of it when it is closed.
type exported struct {
	*os.File
	name   string
	format sheet.Format
}

// export makes a list's file, and notes that it was taken.
func (a *API) export(ctx context.Context, list string, write func(context.Context, *sheetWriter) error) (_ *exported, err error) {
	ctx, cancel := context.WithTimeout(ctx, exportLimit)
	defer cancel()
	v := visitOf(ctx)
	f, err := os.CreateTemp("", "hotline-list-")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
		}
	}()
	if err := os.Remove(f.Name()); err != nil {
		return nil, err
	}
	called, err := a.called(ctx)
	if err != nil {
		return nil, err
	}
	w := &sheetWriter{to: f, format: formatOf(v.r), called: called}
	if err := write(ctx, w); err != nil {
		return nil, err
	}
	if err := w.end(); err != nil {
		return nil, err
	}
	filters := v.r.URL.Query()
	filters.Del("reason")
	detail := map[string]any{"filters": filters.Encode(), "rows": w.rows, "format": string(w.format)}
	if of := v.r.PathValue("username"); of != "" {
		detail["username"] = of
	}
	if reason := v.r.URL.Query().Get("reason"); reason != "" {
		detail["reason"] = reason
	}
	if err := a.audit(ctx, v.who.Actor, "list.export", list, detail); err != nil {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	at := a.cfg.Now().In(ticket.Zone).Format("20060102-1504")
	return &exported{f, fmt.Sprintf("%s-%s.%s", lang.Say(v.lang, lang.FileName(list)), at, w.format), w.format}, nil
}

// formatOf is the kind of file that a request accepts: CSV where it names that, a workbook otherwise.
func formatOf(r *http.Request) sheet.Format {
	if strings.Contains(r.Header.Get("Accept"), "text/csv") {
		return sheet.CSV
	}
	return sheet.XLSX
}

func (f *exported) send(ctx huma.Context) {
	defer func() { _ = f.Close() }()
	ctx.SetHeader("Content-Type", f.format.Type())
	ctx.SetHeader("Content-Disposition", `attachment; filename="`+f.name+`"`)
	_, _ = io.Copy(ctx.BodyWriter(), f) // whoever went away wants no more of it
}

// sheetWriter counts a file's rows, and stops where it is full.
type sheetWriter struct {
	called
	to     io.Writer
	format sheet.Format
	table  sheet.Writer
	rows   int
}

func (w *sheetWriter) begin(names []string) (err error) {
	headings := make([]string, len(names))
	for i, name := range names {
		headings[i] = lang.Heading(w.lang, name)
	}
	w.table, err = sheet.New(w.to, w.format, ticket.Zone, headings)
	return err
}

func (w *sheetWriter) row(cells []any) (more bool, err error) {
	if w.rows == exportRows {
		return false, w.table.Row(lang.Say(w.lang, lang.ExportCut, exportRows))
	}
	w.rows++
	for i, cell := range cells {
		if cell, is := cell.(told); is {
			cells[i] = cell.in(w.called)
		}
	}
	return true, w.table.Row(cells...)
}

func (w *sheetWriter) end() error { return w.table.Close() }
