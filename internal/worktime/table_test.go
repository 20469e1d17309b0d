package worktime

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestKnownDays(t *testing.T) {
	known, err := KnownDays()
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[Kind]int{}
	for _, d := range known {
		kinds[d.Kind]++
		if d.Kind == SwappedOff && (d.Date.Weekday() == time.Saturday || d.Date.Weekday() == time.Sunday) {
			t.Errorf("%s was off already", d.Date)
		}
	}
	if kinds[SwappedOff] != kinds[MakeUp] {
		t.Errorf("%d days exchanged, %d made up for", kinds[SwappedOff], kinds[MakeUp])
	}
	if kinds[Proposed] != 1 || len(known) != 50 {
		t.Errorf("%d days: %v", len(known), kinds)
	}
}

// Every form of basis in the table, and what it means.
func TestJudge(t *testing.T) {
	for basis, want := range map[string]struct {
		grade Grade
		open  bool
	}{
		"":                                {Unstated, false},
		"12729/VPCP-KGVX":                 {Unstated, false},
		"verified":                        {Verified, false},
		"Verified 12729/VPCP-KGVX":        {Verified, false},
		"verified chinhphu.vn + computed": {Verified, false},
		"verified count":                  {Verified, false},
		"remembered":                      {Remembered, false},
		"remembered (5-day break verified thanhnien.vn)":              {Remembered, false},
		"9 days verified 8726/VPCP-KGVX; dates remembered":            {Remembered, false},
		"computed; 3-day break verified thanhnien.vn":                 {Computed, false},
		"computed; official break not found":                          {Computed, true},
		"Nghị quyết 80-NQ/TW verified; enactment as law NOT verified": {Verified, true},
		"statute; adjacent day not announced":                         {Statute, true},
		"inferred":                                                    {Inferred, false},
		"unverified":                                                  {Unstated, false},
	} {
		if grade, open := Judge(basis); grade != want.grade || open != want.open {
			t.Errorf("%q: %d, %v", basis, grade, open)
		}
	}
}

func TestUnsettledDaysAreToldOf(t *testing.T) {
	c := build(t, officeSpec(t))
	var got []string
	for _, d := range c.Unsettled(NewDate(2026, time.November, 1), NewDate(2027, time.December, 31)) {
		got = append(got, d.Date.String()+" "+string(d.Kind))
	}
	want := []string{
		"2026-11-24 proposed", "2027-01-01 holiday", "2027-02-06 holiday", "2027-04-16 holiday", "2027-05-03 compensation", "2027-09-02 holiday",
	}
	if !slices.Equal(got, want) { // 30 April is the statute's own date
		t.Errorf("%q, not %q", got, want)
	}
	if settled := c.Unsettled(NewDate(2026, time.April, 30), NewDate(2026, time.May, 1)); settled != nil {
		t.Errorf("announced days: %v", settled)
	}
}

func TestReadDaysRefuses(t *testing.T) {
	for _, c := range []struct {
		name, rows string
		want       []Fault
	}{
		{"an unknown kind", "2026-01-01,feast,,verified", []Fault{{"line 2", BadKind, "feast"}}},
		{"no date", "1.1.2026,holiday,,verified", []Fault{{"line 2", BadDate, "1.1.2026"}}},
		{"a date that is none", "2026-02-29,holiday,,verified", []Fault{{"line 2", BadDate, "2026-02-29"}}},
		{"a year mistyped", "0206-02-09,holiday,,verified", []Fault{{"line 2", BadDate, "0206-02-09"}}},
		{"backwards", "2026-02-20..2026-02-16,holiday,,", []Fault{{"line 2", BadRange, "2026-02-20..2026-02-16"}}},
		{"a range of a month and more", "2026-02-01..2026-03-04,holiday,,", []Fault{{"line 2", BadRange, "2026-02-01..2026-03-04"}}},
		{"half a range", "2026-02-01..,holiday,,", []Fault{{"line 2", BadDate, "2026-02-01.."}}},
		{"a date twice, in a range", "2026-02-16..2026-02-20,holiday,,\n2026-02-20,swapped_off,,", []Fault{{"line 3", Twice, "2026-02-20"}}},
		{"a make-up Saturday on a Sunday", "2026-01-11,working_saturday,,", []Fault{{"line 2", NotSaturday, "2026-01-11"}}},
		{"columns missing", "2026-01-01,holiday", []Fault{{"line 2", BadRow, "2 columns, not 4"}}},
		{"a quote that opens and does not close", "2026-01-01,holiday,\"Tết", []Fault{{"line 2", BadRow, `extraneous or missing " in quoted-field`}}},
		{"all faults at once", "x,holiday,,\n2026-01-01,y,,", []Fault{{"line 2", BadDate, "x"}, {"line 3", BadKind, "y"}}},
		{"not text", "2026-01-01,holiday,\xff,", []Fault{{"line 1", BadRow, "not UTF-8"}}},
	} {
		days, err := ReadDays(strings.NewReader("date,kind,name,basis\n" + c.rows + "\n"))
		var faults Faults
		if !errors.As(err, &faults) || !slices.Equal(faults, c.want) || days != nil {
			t.Errorf("%s: %d days, %v", c.name, len(days), err)
		}
	}
	for name, text := range map[string]string{"nothing": "", "another table": "day;kind\n"} {
		var faults Faults
		if _, err := ReadDays(strings.NewReader(text)); !errors.As(err, &faults) || faults[0].Reason != BadHeader {
			t.Errorf("%s: %v", name, err)
		}
	}
	var faults Faults
	if _, err := ReadDays(bytes.NewReader(make([]byte, 2<<20))); !errors.As(err, &faults) || faults[0].Reason != TooMuch {
		t.Errorf("two megabytes: %v", err)
	}
	if _, err := ReadDays(strings.NewReader("date,kind,name,basis\n" + strings.Repeat("x,holiday,,\n", 5000))); !errors.As(err, &faults) || len(faults) != maxFaults {
		t.Errorf("%d faults are told of", len(faults))
	}
}

func TestSpreadsheetsTableIsRead(t *testing.T) {
	days, err := ReadDays(strings.NewReader("\uFEFFdate,kind,name,basis\r\n2026-12-31,swapped_off,\"làm bù, sau\",verified\r\n2026-01-01,holiday,,statute\r\n"))
	want := []Day{
		{Date: NewDate(2026, time.January, 1), Kind: Holiday, Basis: "statute", Grade: Statute},
		{Date: NewDate(2026, time.December, 31), Kind: SwappedOff, Name: "làm bù, sau", Basis: "verified", Grade: Verified},
	}
	if err != nil || !slices.EqualFunc(days, want, func(a, b Day) bool {
		return a.Date == b.Date && a.Kind == b.Kind && a.Name == b.Name && a.Basis == b.Basis && a.Grade == b.Grade && a.Open == b.Open
	}) {
		t.Errorf("%+v, %v", days, err)
	}
}

// Whatever the table, it is read or refused with its faults' places; what is read
// makes a calendar.
func FuzzReadDays(f *testing.F) {
	f.Add(string(days))
	f.Add("date,kind,name,basis\n2026-02-16..2026-02-20,holiday,\"a\nb\",verified\n")
	f.Add("date,kind,name,basis\n2026-01-10,working_saturday,,not")
	f.Fuzz(func(t *testing.T, text string) {
		days, err := ReadDays(strings.NewReader(text))
		if err != nil {
			var faults Faults
			if !errors.As(err, &faults) || len(faults) == 0 || len(faults) > maxFaults+MaxRange || days != nil {
				t.Fatalf("%d days, %v", len(days), err)
			}
			for _, fault := range faults {
				if !strings.HasPrefix(fault.Location, "line ") || fault.Reason == "" {
					t.Fatalf("%+v", fault)
				}
			}
			return
		}
		if !slices.IsSortedFunc(days, func(a, b Day) int { return int(a.Date) - int(b.Date) }) {
			t.Fatal("out of order")
		}
		if _, err := New(Spec{Zone: time.UTC, Hours: OfficeHours(), Days: days, Until: NewDate(2026, time.January, 1)}); err != nil {
			t.Fatal(err)
		}
	})
}
