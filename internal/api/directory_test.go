package api

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// city fills the house's database with the whole city.
func (h *house) city() {
	h.t.Helper()
	ctx := h.t.Context()
	units, links, err := directory.City()
	if err != nil {
		h.t.Fatal(err)
	}
	tree := directory.NewTree(units, links)
	slices.SortStableFunc(units, func(a, b directory.Unit) int { return len(tree.Path(a.Code)) - len(tree.Path(b.Code)) })
	err = h.store.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		for _, u := range units {
			if _, err := store.AddUnit(ctx, q, u); err != nil {
				return err
			}
		}
		for _, l := range links {
			if err := q.UnitHeirAdd(ctx, db.UnitHeirAddParams{Unit: l.From, Heir: l.To, Part: l.Part}); err != nil {
				return err
			}
		}
		for _, d := range directory.Duties() {
			if d.Field != "" && d.Field != "chieu-sang" {
				continue // fields that the house does not have
			}
			if _, err := store.AddDuty(ctx, q, d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func names(units []TreeUnit) string {
	var all []string
	for _, u := range units {
		all = append(all, u.Code)
	}
	return strings.Join(all, " ")
}

func TestDieu2_UnitsOfADayAreReadAndSearched(t *testing.T) {
	h := build(t)
	h.city()
	v := h.as(auth.RoleOperator)
	var tree page[TreeUnit]
	v.ask("GET", "/api/v1/directory/units", nil).want(200).into(&tree)
	if len(tree.Items) < 140 || tree.Items[0].Code != "VPUB" || tree.Items[0].Depth != 0 {
		t.Errorf("%d units, %+v", len(tree.Items), tree.Items[0])
	}
	for query, want := range map[string]string{
		"q=vien+thong+hai+phong":                     "VNPT", // an alias
		"q=g%C4%91%C4%91t":                           "",
		"q=giao+duc":                                 "SGDDT",
		"q=Cong+thong+tin":                           "CTTDT",
		"q=thuy+nguyen&kind=commune":                 "11560",
		"q=thuy+nguyen&kind=district&day=2024-06-01": "311-2024",
		"q=thuy+nguyen&kind=district&day=2025-06-30": "311-2025",
		"q=thong+tin+va+truyen+thong&day=2024-06-01": "STTTT",
	} {
		var found page[TreeUnit]
		v.ask("GET", "/api/v1/directory/units?"+query, nil).want(200).into(&found)
		if names(found.Items) != want {
			t.Errorf("%s: %q, want %q", query, names(found.Items), want)
		}
	}
	v.ask("GET", "/api/v1/directory/units?day=yesterday", nil).problem(422, "invalid")
	var d UnitDetail
	v.ask("GET", "/api/v1/directory/units/11365-2025", nil).want(200).into(&d)
	if len(d.Heirs) != 2 || !d.Heirs[0].Part || d.Until != "2025-07-01" || d.Path[0] != "UBND quận Ngô Quyền" {
		t.Errorf("%+v", d)
	}
	v.ask("GET", "/api/v1/directory/units/NOT", nil).problem(404, "not_found")
	var units page[Unit]
	v.ask("GET", "/api/v1/units?limit=500", nil).want(200).into(&units)
	if len(units.Items) != len(tree.Items) || slices.ContainsFunc(units.Items, func(u Unit) bool { return u.Code == "STTTT" }) {
		t.Errorf("%d units of today, want %d", len(units.Items), len(tree.Items))
	}
}

// The public directory shows what Điều 17.3 has units make known, without signing in, and nothing else.
func TestDieu17_3_PublicDirectory(t *testing.T) {
	h := build(t)
	v := h.signedIn("office")
	facts := map[string]any{
		"version": 1, "name": "Sở Xây dựng", "kind": "department", "phone": "0225300001", "listed": true,
		"address": "Số 32 Lý Tự Trọng", "website": "https://sxd.example.vn", "email": "sxd@example.vn",
	}
	v.ask("PUT", "/api/v1/directory/units/SXD", facts).want(200)
	v.ask("POST", "/api/v1/directory/units", map[string]any{"code": "KIN", "name": "Đơn vị kín", "kind": "agency", "listed": false}).want(201)
	v.ask("POST", "/api/v1/directory/units", map[string]any{"code": "CU", "name": "Đơn vị cũ", "kind": "agency", "listed": true, "until": "2025-01-01"}).want(201)
	v.ask("POST", "/api/v1/directory/officers", map[string]any{
		"unit": "SXD", "post": "head", "rank": 1, "name": "Giám đốc Bí Mật", "phone": "0912999999", "mobile": "0912888888",
	}).want(201)
	r := h.visitor().ask("GET", "/api/v1/public/units", nil).want(200)
	var public page[PublicUnit]
	r.into(&public)
	want := PublicUnit{
		Code: "SXD", Name: "Sở Xây dựng", Kind: "department", Address: "Số 32 Lý Tự Trọng", Website: "https://sxd.example.vn", Email: "sxd@example.vn",
		Phones: []string{"0225300001", "0225300051"},
	}
	if len(public.Items) != 1 || fmt.Sprint(public.Items[0]) != fmt.Sprint(want) {
		t.Errorf("%+v", public.Items)
	}
	for _, secret := range []string{"Cán bộ", "Bí Mật", "0912", "username", "version"} {
		if strings.Contains(string(r.body), secret) {
			t.Errorf("it tells %s: %s", secret, r.body)
		}
	}
	if got := r.header.Get("Cache-Control"); got != publicFor {
		t.Errorf("%s", got)
	}
	h.visitor().ask("GET", "/api/v1/directory/units", nil).problem(401, "not_signed_in")
}

func TestDieu17_9_StaffIsReportedByItsUnitAndAppliedByTheOffice(t *testing.T) {
	h := build(t)
	if _, err := h.store.Pool().Exec(t.Context(), "UPDATE users SET unit = 'SXD' WHERE username = 'head'"); err != nil {
		t.Fatal(err)
	}
	head, office := h.signedIn("head"), h.signedIn("office")
	var d UnitDetail
	head.ask("GET", "/api/v1/directory/units/SXD", nil).want(200).into(&d)
	leaver := d.Officers[0]
	note := map[string]any{
		"unit": "SXD", "post": "focal", "leaver": leaver.ID, "from": "2026-02-01", "document": "QĐ 5",
		"successor": map[string]any{"name": "Người mới", "phone": "0225300077"},
	}
	var made struct {
		ID int64 `json:"id"`
	}
	head.ask("POST", "/api/v1/directory/staff-changes", note).want(201).into(&made)
	note["unit"] = "SYT"
	head.ask("POST", "/api/v1/directory/staff-changes", note).problem(403, "change_not_yours")
	path := fmt.Sprintf("/api/v1/directory/staff-changes/%d/", made.ID)
	head.ask("POST", path+"apply", map[string]any{}).problem(403, "not_allowed")
	office.ask("POST", path+"refuse", map[string]any{}).problem(422, "invalid")
	office.ask("POST", path+"apply", map[string]any{}).want(204)
	office.ask("POST", path+"apply", map[string]any{}).problem(409, "change_settled")
	var notes page[StaffChange]
	head.ask("GET", "/api/v1/directory/staff-changes?state=applied", nil).want(200).into(&notes)
	if len(notes.Items) != 1 || notes.Items[0].LeaverName != leaver.Name || notes.Items[0].SettledBy != "office" || notes.Items[0].Successor.Name != "Người mới" {
		t.Errorf("%+v", notes.Items)
	}
	var officers page[Officer]
	head.ask("GET", "/api/v1/officers", nil).want(200).into(&officers)
	if len(officers.Items) != 2 || officers.Items[0].Phone != "0225300077" {
		t.Errorf("%+v", officers.Items)
	}
	// The other way round: it is the Office's own, and holds at once.
	head.ask("GET", "/api/v1/directory/units/SXD", nil).want(200).into(&d)
	office.ask("POST", "/api/v1/directory/staff-changes", map[string]any{
		"unit": "SXD", "post": "head", "from": "2026-02-01", "successor": map[string]any{"name": "Giám đốc"},
	}).want(201)
	var gaps page[UnitGap]
	office.ask("GET", "/api/v1/directory/gaps", nil).want(200).into(&gaps)
	if len(gaps.Items) != 0 {
		t.Errorf("%+v", gaps.Items)
	}
	h.signedIn("officer").ask("GET", "/api/v1/directory/staff-changes", nil).want(200).into(&notes)
	if len(notes.Items) != 0 {
		t.Errorf("somebody of no unit sees %+v", notes.Items)
	}
}

func TestDieu14_2_TheOfficeKeepsTheDirectory(t *testing.T) {
	h := build(t)
	facts := map[string]any{"code": "X1", "name": "Đơn vị", "kind": "service", "listed": true}
	for _, role := range []auth.Role{auth.RoleOperator, auth.RoleLeader, auth.RoleOfficer, auth.RoleHead, auth.RoleAuditor} {
		h.as(role).ask("POST", "/api/v1/directory/units", facts).problem(403, "not_allowed")
	}
	admin := h.as(auth.RoleAdmin)
	admin.ask("POST", "/api/v1/directory/units", facts).want(201)
	facts["version"] = 2
	delete(facts, "code")
	admin.ask("PUT", "/api/v1/directory/units/X1", facts).problem(409, "changed_meanwhile")
	facts["version"], facts["email"], facts["website"], facts["name"] = 1, "không phải", "javascript:alert(1)", " "
	p := admin.ask("PUT", "/api/v1/directory/units/X1", facts).problem(422, "invalid")
	if len(p.Errors) != 3 || p.Errors[0].Location != "body.name" {
		t.Errorf("%+v", p.Errors)
	}
	admin.ask("POST", "/api/v1/directory/units/X1/close", map[string]any{"version": 1, "until": "2099-01-01", "heirs": []string{"SXD"}}).want(200)
	var ending UnitDetail // who takes over is said before the day on which they do
	if admin.ask("GET", "/api/v1/directory/units/X1", nil).want(200).into(&ending); len(ending.Heirs) != 1 || ending.Heirs[0].Code != "SXD" {
		t.Errorf("%+v", ending.Heirs)
	}
	var entries page[AuditEntry]
	admin.ask("GET", "/api/v1/audit?object=unit:X1", nil).want(200).into(&entries)
	if len(entries.Items) != 2 || entries.Items[0].Action != "unit.close" || entries.Items[0].Detail["after"] == nil {
		t.Errorf("%+v", entries.Items)
	}
}

func TestDieu16_1_SuggestionsWithTheirReasons(t *testing.T) {
	h := build(t)
	h.city()
	v := h.as(auth.RoleOperator)
	ask := func(query string) []Suggestion {
		t.Helper()
		var all page[Suggestion]
		v.ask("GET", "/api/v1/directory/suggestions?"+query, nil).want(200).into(&all)
		return all.Items
	}
	all := ask("group=5")
	if len(all) != 1 || all[0].Code != "SKHCN" || !strings.Contains(all[0].Reasons[0], "Điều 16.1") {
		t.Errorf("%+v", all)
	}
	all = ask("field=chieu-sang&address=P.+Lach+Tray%2C+Q.+Ngo+Quyen")
	if len(all) != 4 || all[0].Code != "CHIEUSANG" || all[2].Certain || !strings.Contains(all[2].Reasons[1], "Phường Lạch Tray") {
		t.Errorf("%+v", all)
	}
	// By its whole way, while the operator types.
	began := time.Now()
	const rounds = 50
	for range rounds {
		ask("field=chieu-sang&address=ng%C3%B5+62+%C4%91%C6%B0%E1%BB%9Dng+L%C3%AA+L%E1%BB%A3i%2C+ph%C6%B0%E1%BB%9Dng+Gia+Vi%C3%AAn")
	}
	each := time.Since(began) / rounds
	t.Logf("%s a suggestion over HTTP", each)
	if each > 100*time.Millisecond { // 20 ms on a machine that does nothing else
		t.Errorf("%s a suggestion", each)
	}
	admin := h.as(auth.RoleAdmin)
	var d Duty
	admin.ask("POST", "/api/v1/directory/duties", map[string]any{"field": "chieu-sang", "area": "11359", "priority": 1, "basis": "QĐ 7"}).want(201).into(&d)
	if all = ask("field=chieu-sang&address=phuong+gia+vien"); all[0].Code != "11359" {
		t.Errorf("%+v", all)
	}
	admin.ask("PUT", fmt.Sprintf("/api/v1/directory/duties/%d", d.ID), map[string]any{
		"version": 1, "field": "chieu-sang", "area": "11359", "priority": 1, "until": "2026-01-01",
	}).want(200)
	if all = ask("field=chieu-sang&address=phuong+gia+vien"); all[0].Code != "CHIEUSANG" {
		t.Errorf("%+v", all)
	}
	admin.ask("POST", "/api/v1/directory/duties", map[string]any{"field": "khong-co", "unit": "NOT", "priority": 0}).problem(422, "invalid")
}

// Who is called first is said at once for all who hold a post; two who change places meet no place that is taken.
func TestDieu17_2_OnCallOrderIsGivenAtOnce(t *testing.T) {
	h := build(t)
	v := h.signedIn("office")
	var d UnitDetail
	for rank := 11; rank <= 12; rank++ {
		v.ask("POST", "/api/v1/directory/officers", map[string]any{
			"unit": "SXD", "post": "focal", "rank": rank, "name": fmt.Sprint("Người ", rank), "phone": fmt.Sprint("02253000", rank),
		}).want(201).into(&d)
	}
	all := slices.Clone(d.Officers) // an answer is read into the same rows
	order := func(of ...OfficerDetail) map[string]any {
		seen := []map[string]any{}
		for _, o := range of {
			seen = append(seen, map[string]any{"id": o.ID, "version": o.Version})
		}
		return map[string]any{"post": "focal", "order": seen}
	}
	const put = "/api/v1/directory/units/SXD/on-call"
	v.ask("PUT", put, order(all[1:]...)).problem(409, "changed_meanwhile")
	v.ask("PUT", put, order(append(slices.Clone(all[1:]), all[1])...)).problem(409, "changed_meanwhile")
	wanted := slices.Clone(all)
	slices.Reverse(wanted)
	v.ask("PUT", put, order(wanted...)).want(200).into(&d)
	for i, o := range d.Officers {
		if o.ID != wanted[i].ID || o.Rank != i+1 {
			t.Errorf("place %d: %+v", i+1, o)
		}
	}
	v.ask("PUT", put, order(all...)).problem(409, "changed_meanwhile")
	v.ask("PUT", "/api/v1/directory/units/KHONG/on-call", order(all...)).problem(404, "not_found")
}
