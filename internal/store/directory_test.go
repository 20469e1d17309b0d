package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
	"hotline1022/internal/worktime"
)

var (
	office = By{Actor: "vanphong", At: time.Date(2026, 11, 26, 3, 0, 0, 0, time.UTC)}
	july   = worktime.NewDate(2025, time.July, 1)
)

// withCity is a database that has the whole city.
func withCity(t *testing.T) *Store {
	t.Helper()
	s := open(t)
	units, links, err := directory.City()
	if err != nil {
		t.Fatal(err)
	}
	tree := directory.NewTree(units, links)
	slices.SortStableFunc(units, func(a, b directory.Unit) int { return len(tree.Path(a.Code)) - len(tree.Path(b.Code)) })
	rank := map[int]int32{}
	err = s.Tx(t.Context(), func(_ pgx.Tx, q *db.Queries) error {
		for _, u := range units {
			if _, err := AddUnit(t.Context(), q, u); err != nil {
				return err
			}
		}
		for _, l := range links {
			if err := q.UnitHeirAdd(t.Context(), db.UnitHeirAddParams{Unit: l.From, Heir: l.To, Part: l.Part}); err != nil {
				return err
			}
		}
		for _, f := range directory.Fields() {
			rank[f.Group]++
			if err := q.FieldPut(t.Context(), db.FieldPutParams{Code: f.Code, GroupID: int32(f.Group), Name: f.Name, Rank: rank[f.Group]}); err != nil {
				return err
			}
		}
		for _, d := range directory.Duties() {
			if _, err := AddDuty(t.Context(), q, d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func faultsOf(t *testing.T, err error) string {
	t.Helper()
	var f *FaultsError
	if !errors.As(err, &f) {
		t.Fatalf("%v", err)
	}
	var all []string
	for _, x := range f.Faults {
		all = append(all, x.Location+" "+string(x.Key))
	}
	return strings.Join(all, ", ")
}

func (s *Store) lastAct(t *testing.T, object string) db.AuditLog {
	t.Helper()
	rows, err := lastKept(s, 1).AuditEntries(t.Context(), db.AuditEntriesParams{Object: &object})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%s: %d acts, %v", object, len(rows), err)
	}
	return rows[0]
}

// The city at rest is the city: what is read back answers as what was put in.
func TestDieu2_CityAtRest(t *testing.T) {
	s := withCity(t)
	tree, err := s.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(tree.At(july)); n < 140 {
		t.Errorf("%d units", n)
	}
	if h := tree.Heirs("11320-2024", july); len(h) != 1 || h[0].Code != "11311" || h[0].Part {
		t.Errorf("%+v", h)
	}
	// A ticket goes to units of today alone.
	for code, want := range map[string]bool{"SXD": true, "STTTT": false, "11320-2024": false, "11311": true} {
		if got, err := s.UnitExists(t.Context(), code); err != nil || got != want {
			t.Errorf("%s: %v, %v", code, got, err)
		}
	}
}

func TestUnitFromMadeToClosed(t *testing.T) {
	s := withCity(t)
	ctx := t.Context()
	u := directory.Unit{Code: "BXE", Name: "  Bến xe Niệm Nghĩa ", Kind: directory.KindService, Parent: "SXD", Phone: "+84 225 3856 000", Listed: true}
	if err := s.CreateUnit(ctx, u, office); err != nil {
		t.Fatal(err)
	}
	if got := faultsOf(t, s.CreateUnit(ctx, u, office)); got != "code unit_taken" {
		t.Error(got)
	}
	row, err := s.UnitByCode(ctx, "BXE")
	if err != nil || row.Name != "Bến xe Niệm Nghĩa" || row.Phone != "02253856000" || row.Version != 1 {
		t.Fatalf("%+v, %v", row, err)
	}
	u = UnitOf(row)
	u.Website = "https://benxe.example"
	if err := s.ChangeUnit(ctx, u, 1, office); err != nil {
		t.Fatal(err)
	}
	if act := s.lastAct(t, "unit:BXE"); act.Action != "unit.change" || string(act.Detail) != `{"after": {"website": "https://benxe.example"}, "before": {"website": ""}}` {
		t.Errorf("%s %s", act.Action, act.Detail)
	}
	if err := s.ChangeUnit(ctx, u, 1, office); !errors.Is(err, ErrChanged) {
		t.Errorf("an older version: %v", err)
	}
	if err := s.ChangeUnit(ctx, directory.Unit{Code: "NOT"}, 1, office); !errors.Is(err, ErrNotFound) {
		t.Errorf("none: %v", err)
	}
	u.Parent = "BXE"
	if got := faultsOf(t, s.ChangeUnit(ctx, u, 2, office)); got != "parent unit_parent" {
		t.Error(got)
	}
	end := worktime.NewDate(2026, time.January, 1)
	if got := faultsOf(t, s.CloseUnit(ctx, "BXE", Closing{Until: end, Heirs: []directory.Link{{To: "STTTT"}}}, 2, office)); got != "heirs unit_heir" {
		t.Error(got)
	}
	if err := s.CloseUnit(ctx, "BXE", Closing{Until: end, Decision: " QĐ 9 ", Heirs: []directory.Link{{To: "SXD"}}}, 2, office); err != nil {
		t.Fatal(err)
	}
	tree, err := s.Directory(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if h := tree.Heirs("BXE", end); len(h) != 1 || h[0].Code != "SXD" {
		t.Errorf("%+v", h)
	}
	if u, _ := tree.Unit("BXE"); u.Decision != "QĐ 9" {
		t.Errorf("%+v", u)
	}
}

// Of two who change one unit at once, one is told.
func TestTwoChangeOneUnit(t *testing.T) {
	s := withCity(t)
	row, err := s.UnitByCode(t.Context(), "SYT")
	if err != nil {
		t.Fatal(err)
	}
	errs := make([]error, 2)
	var both sync.WaitGroup
	for i := range errs {
		both.Go(func() {
			u := UnitOf(row)
			u.Address = fmt.Sprintf("Số %d", i)
			errs[i] = s.ChangeUnit(t.Context(), u, 1, office)
		})
	}
	both.Wait()
	if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), ErrChanged) {
		t.Errorf("%v", errs)
	}
}

func (s *Store) officer(t *testing.T, o directory.Officer) int64 {
	t.Helper()
	id, err := s.CreateOfficer(t.Context(), o, office)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// At least one focal officer a unit; who lacks one is reported.
func TestDieu17_2_FocalOfficersMainAndDeputy(t *testing.T) {
	s := withCity(t)
	gaps := func() int {
		tree, err := s.Directory(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		all, err := s.OfficersOnAllDays(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		today, err := s.Today(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, g := range directory.Gaps(tree, all, today) {
			if g.Focal {
				n++
			}
		}
		return n
	}
	before := gaps()
	s.officer(t, directory.Officer{Unit: "SYT", Post: directory.PostFocal, Rank: 2, Name: "Phó", Phone: "0912 345 678"})
	s.officer(t, directory.Officer{Unit: "SYT", Post: directory.PostFocal, Rank: 1, Name: "Chính", Phone: "0225.3000.003"})
	if after := gaps(); before < 140 || after != before-1 {
		t.Errorf("%d, then %d units without a focal officer", before, after)
	}
	if got, err := s.OnCall(t.Context(), "SYT"); err != nil || !slices.Equal(got, []string{"02253000003", "0912345678"}) {
		t.Errorf("%v, %v", got, err)
	}
	for _, tc := range []struct {
		o    directory.Officer
		want string
	}{
		{directory.Officer{Unit: "SYT", Post: directory.PostFocal, Rank: 1, Name: "Khác", Phone: "113"}, "rank post_taken"},
		{directory.Officer{Unit: "SYT", Post: directory.PostFocal, Rank: 3, Name: "Khác"}, "phone officer_phone"},
		{directory.Officer{Unit: "SYT", Post: directory.PostHead, Rank: 1, Name: "Thủ trưởng", Mobile: "0225 3000 003", Username: "ai"}, "mobile officer_mobile, username officer_account"},
		{directory.Officer{Unit: "STTTT", Post: directory.PostHead, Rank: 1, Name: "A", Span: directory.Span{Since: july}}, "unit ticket_unit"},
	} {
		_, err := s.CreateOfficer(t.Context(), tc.o, office)
		if got := faultsOf(t, err); got != tc.want {
			t.Errorf("%+v: %s", tc.o, got)
		}
	}
}

// Who leaves is followed from the note's day by who comes: the Office is told, who is called follows, and
// the leaver's open tickets go over, once.
func TestDieu17_9_ChangeOfStaffIsToldAppliedAndHandedOver(t *testing.T) {
	s := withCity(t)
	ctx := t.Context()
	for _, name := range []string{"cu", "moi"} {
		if err := s.UserPut(ctx, db.UserPutParams{Username: name, Name: name, Role: "officer", PasswordHash: "$argon2id$x"}); err != nil {
			t.Fatal(err)
		}
	}
	s.officer(t, directory.Officer{Unit: "VPUB", Post: directory.PostFocal, Rank: 1, Name: "Văn phòng", Phone: "0912345678", Email: "vp@example.vn"})
	old := s.officer(t, directory.Officer{Unit: "SYT", Post: directory.PostFocal, Rank: 1, Name: "Người cũ", Phone: "02253000003", Username: "cu"})
	today, err := s.Today(ctx)
	if err != nil {
		t.Fatal(err)
	}
	n := directory.StaffChange{
		Unit: "SYT", Leaver: old, From: today, Document: "QĐ 12/SYT",
		Successor: &directory.Officer{Name: "Người mới", Phone: "02253000004", Username: "moi"},
	}
	id, err := s.ReportStaffChange(ctx, n, false, By{Actor: "thutruong", At: office.At})
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	rows, err := s.Pool().Query(ctx, "SELECT channel || ' ' || recipient || ' ' || text_key FROM messages ORDER BY 1")
	if err == nil {
		told, err = pgx.CollectRows(rows, pgx.RowTo[string])
	}
	if want := []string{"email vp@example.vn " + string(lang.MailStaffChange), "sms 0912345678 " + string(lang.SMSStaffChange)}; err != nil || !slices.Equal(told, want) {
		t.Errorf("%v, %v", told, err)
	}
	if got, _ := s.OnCall(ctx, "SYT"); !slices.Equal(got, []string{"02253000003"}) {
		t.Errorf("before it is applied: %v", got)
	}
	if err := s.SettleStaffChange(ctx, id, true, "", office); err != nil {
		t.Fatal(err)
	}
	if got, _ := s.OnCall(ctx, "SYT"); !slices.Equal(got, []string{"02253000004"}) {
		t.Errorf("applied: %v", got)
	}
	if err := s.SettleStaffChange(ctx, id, false, "nhầm", office); !errors.Is(err, ErrSettled) {
		t.Errorf("twice: %v", err)
	}
	if act := s.lastAct(t, noteObject(id)); act.Action != "staff.apply" || !strings.Contains(string(act.Detail), "Người cũ") || !strings.Contains(string(act.Detail), "Người mới") {
		t.Errorf("%s", act.Detail)
	}
	var given []string
	give := func(_ context.Context, _ pgx.Tx, unit, from, to, _ string) (int, error) {
		given = append(given, unit+" "+from+" "+to)
		if len(given) == 1 {
			return 0, errors.New("not now")
		}
		return 4, nil
	}
	if err := s.HandOverDue(ctx, give); err == nil {
		t.Error("a failure is not told")
	}
	for range 2 {
		if err := s.HandOverDue(ctx, give); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(given, []string{"SYT cu moi", "SYT cu moi"}) {
		t.Errorf("%v", given)
	}
	notes, err := lastKept(s, 10).StaffChanges(ctx, db.StaffChangesParams{})
	if err != nil || len(notes) != 1 || notes[0].StaffChange.HandedOver == nil || *notes[0].StaffChange.HandedOver != 4 {
		t.Errorf("%+v, %v", notes, err)
	}
}

// A note that cannot be carried out stays due, and keeps no other waiting.
func TestDieu17_9_AHandOverThatFailsKeepsNoOtherWaiting(t *testing.T) {
	s := withCity(t)
	ctx := t.Context()
	today, err := s.Today(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, unit := range []string{"SYT", "SXD"} {
		for _, name := range []string{"cu", "moi"} {
			name += strings.ToLower(unit)
			if err := s.UserPut(ctx, db.UserPutParams{Username: name, Name: name, Role: "officer", PasswordHash: "$argon2id$x"}); err != nil {
				t.Fatal(err)
			}
		}
		old := s.officer(t, directory.Officer{Unit: unit, Post: directory.PostFocal, Rank: 1, Name: "Người cũ", Phone: "02253000003", Username: "cu" + strings.ToLower(unit)})
		n := directory.StaffChange{
			Unit: unit, Leaver: old, From: today,
			Successor: &directory.Officer{Name: "Người mới", Phone: "02253000004", Username: "moi" + strings.ToLower(unit)},
		}
		if _, err := s.ReportStaffChange(ctx, n, true, office); err != nil {
			t.Fatal(err)
		}
	}
	var given []string
	broken := errors.New("broken")
	give := func(_ context.Context, _ pgx.Tx, unit, _, _, _ string) (int, error) {
		given = append(given, unit)
		if unit == "SYT" {
			return 0, broken
		}
		return 1, nil
	}
	for range 2 {
		if err := s.HandOverDue(ctx, give); !errors.Is(err, broken) {
			t.Errorf("%v", err)
		}
	}
	if !slices.Equal(given, []string{"SYT", "SXD", "SYT"}) {
		t.Errorf("%v", given)
	}
}

// A change of a later day changes nothing before it.
func TestDieu17_9_AHeadIsReplacedFromADay(t *testing.T) {
	s := withCity(t)
	ctx := t.Context()
	today, err := s.Today(ctx)
	if err != nil {
		t.Fatal(err)
	}
	old := s.officer(t, directory.Officer{Unit: "SYT", Post: directory.PostHead, Rank: 1, Name: "Giám đốc cũ", Mobile: "0912000001"})
	n := directory.StaffChange{Unit: "SYT", Leaver: old, From: today + 30, Successor: &directory.Officer{Name: "Giám đốc mới", Mobile: "0912000002"}}
	if _, err := s.ReportStaffChange(ctx, n, true, office); err != nil { // the Office's own
		t.Fatal(err)
	}
	all, err := s.OfficersOnAllDays(ctx, "SYT")
	if err != nil || len(all) != 2 {
		t.Fatalf("%v, %v", all, err)
	}
	for day, want := range map[worktime.Date]string{today: "Giám đốc cũ", today + 29: "Giám đốc cũ", today + 30: "Giám đốc mới"} {
		i := slices.IndexFunc(all, func(o directory.Officer) bool { return o.Holds(day) })
		if i < 0 || all[i].Name != want {
			t.Errorf("%s: %+v", day, all)
		}
	}
	if heads, err := s.OfficersOf(ctx, db.OfficersOfParams{Unit: "SYT", Post: "head"}); err != nil || len(heads) != 1 || heads[0].Name != "Giám đốc cũ" {
		t.Errorf("%+v, %v", heads, err)
	}
	for name, bad := range map[string]directory.StaffChange{
		"leaver leaver":             {Unit: "SXD", Leaver: old, From: today, Successor: n.Successor},
		"successor successor":       {Unit: "SXD", Post: directory.PostHead, Rank: 1, From: today},
		"from before the beginning": {Unit: "SYT", Leaver: old, From: 0},
	} {
		if _, err := s.ReportStaffChange(ctx, bad, false, office); err == nil {
			t.Errorf("%s is taken", name)
		} else {
			faultsOf(t, err)
		}
	}
}

// Suggestions follow what was changed, and go on while the database is away.
func TestGuideFollowsAndOutlivesTheDatabase(t *testing.T) {
	s := withCity(t)
	first := func() string {
		t.Helper()
		g, day, err := s.Guide(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		all := g.Suggest(directory.Matter{Field: "chieu-sang", Address: "phường Kiến An"}, day)
		if len(all) == 0 {
			return ""
		}
		return all[0].Unit.Code
	}
	if got := first(); got != "CHIEUSANG" {
		t.Error(got)
	}
	d := directory.Duty{Field: "chieu-sang", Area: "11443", Unit: "11443", Priority: 5, Basis: "QĐ phân cấp"}
	id, err := s.CreateDuty(t.Context(), d, office)
	if err != nil {
		t.Fatal(err)
	}
	if got := first(); got != "11443" {
		t.Error(got)
	}
	if _, err := s.CreateDuty(t.Context(), directory.Duty{Priority: 5}, office); faultsOf(t, err) != "field duty_empty" {
		t.Error(err)
	}
	d.ID, d.Until = id, july+1
	if err := s.ChangeDuty(t.Context(), d, 1, office); err != nil {
		t.Fatal(err)
	}
	if got := first(); got != "CHIEUSANG" {
		t.Error(got)
	}
	if err := s.ChangeDuty(t.Context(), d, 1, office); !errors.Is(err, ErrChanged) {
		t.Error(err)
	}
	s.Close()
	if got := first(); got != "CHIEUSANG" {
		t.Errorf("while the database is away: %q", got)
	}
}
