package sheet

import (
	"bytes"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

var zone = time.FixedZone("+07", 7*3600)

func file(t *testing.T, f Format, rows ...[]any) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := New(&out, f, zone, []string{"Mã", "Nội dung"})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := w.Row(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestCSV(t *testing.T) {
	at := time.Date(2026, 11, 27, 2, 5, 9, 0, time.UTC)
	var none *time.Time
	var noNumber *float64
	number, mean := 396, 3.4
	got := string(file(t, CSV,
		[]any{"26-000001-3", "=HYPERLINK(\"x\")"}, []any{"a,b", "hai\ndòng"}, []any{&at, none}, []any{true, false}, []any{12, 1.5}, []any{time.Time{}, "+84912"}, []any{&number, &mean}, []any{noNumber, (*int)(nil)}, []any{Day("2026-12-28"), Day("")}, []any{Instant(at), Instant{}}))
	want := "\uFEFFMã,Nội dung\r\n26-000001-3,\"'=HYPERLINK(\"\"x\"\")\"\r\n\"a,b\",\"hai\r\ndòng\"\r\n27/11/2026 09:05,\r\nx,\r\n12,1.5\r\n,'+84912\r\n396,3.4\r\n,\r\n28/12/2026,\r\n27/11/2026 09:05:09,\r\n"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestXLSX(t *testing.T) {
	at := time.Date(2026, 11, 27, 2, 5, 0, 0, time.UTC)
	f, err := excelize.OpenReader(bytes.NewReader(file(t, XLSX, []any{"=1+1", at}, []any{true, 7}, []any{Day("2026-12-28"), &at}, []any{Instant(at.Add(9 * time.Second)), nil})))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows(onlySheet)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"Mã", "Nội dung"}, {"=1+1", "27/11/2026 09:05"}, {"x", "7"}, {"28/12/2026", "27/11/2026 09:05"}, {"27/11/2026 09:05:09"}}
	for i, row := range want {
		for j, cell := range row {
			if rows[i][j] != cell {
				t.Errorf("cell %d/%d is %q, want %q", i, j, rows[i][j], cell)
			}
		}
	}
	if formula, err := f.GetCellFormula(onlySheet, "A2"); err != nil || formula != "" {
		t.Errorf("what somebody wrote is run: %q, %v", formula, err)
	}
}

func TestACellIsNoFormula(t *testing.T) {
	for in, want := range map[string]string{"": "", "An": "An", "=1+1": "'=1+1", "-x": "'-x", "@SUM": "'@SUM", "Đèn": "Đèn"} {
		if got := Inert(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
