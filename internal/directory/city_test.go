package directory

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline1022/internal/worktime"
)

var (
	day2024 = worktime.NewDate(2024, time.March, 5)
	spring  = worktime.NewDate(2025, time.April, 1)
	today   = worktime.NewDate(2026, time.November, 26)
)

func cityTree(t testing.TB) *Tree {
	t.Helper()
	units, links, err := City()
	if err != nil {
		t.Fatal(err)
	}
	return NewTree(units, links)
}

func codes(heirs []Heir) string {
	var s []string
	for _, h := range heirs {
		c := h.Code
		if h.Part {
			c += "*"
		}
		s = append(s, c)
	}
	return strings.Join(s, " ")
}

// Every unit of Điều 2 has its kind, on every day of the three structures as many as the
// resolutions count.
func TestDieu2_UnitsOfEveryKindBeforeAndAfterTheReform(t *testing.T) {
	tree := cityTree(t)
	for _, tc := range []struct {
		day                 worktime.Date
		districts, communes int
	}{
		{day2024, 15, 217},
		{spring, 15, 167},
		{ReformCity - 1, 15, 167},
		{ReformCity, 0, 114},
		{today, 0, 114},
	} {
		count := map[Kind]int{}
		for _, n := range tree.At(tc.day) {
			count[n.Kind]++
		}
		if count[KindDistrict] != tc.districts || count[KindCommune] != tc.communes {
			t.Errorf("%s: %d districts, %d communes; want %d, %d", tc.day, count[KindDistrict], count[KindCommune], tc.districts, tc.communes)
		}
		for _, k := range Kinds {
			if count[k] == 0 && k != KindDistrict {
				t.Errorf("%s: no unit of kind %s", tc.day, k)
			}
		}
	}
	if today := len(tree.At(today)); today < 140 {
		t.Errorf("%d units", today)
	}
}

// Điều 2 names whom the regulation is for; each is in the directory, and under its kind.
func holdKinds(t *testing.T, want map[string]Kind) {
	t.Helper()
	tree := cityTree(t)
	for code, kind := range want {
		if u, ok := tree.Unit(code); !ok || u.Kind != kind || !u.Holds(today) {
			t.Errorf("%s: %+v, want %s", code, u, kind)
		}
	}
}

func TestDieu2_1_DepartmentsCommunesAndTheirServiceUnits(t *testing.T) {
	holdKinds(t, map[string]Kind{"VPUB": KindOffice, "SXD": KindDepartment, "TTTP": KindDepartment, "11311": KindCommune, "11948": KindCommune, "VIETTIEP": KindService, "TTHCC": KindService})
	tree := cityTree(t)
	if u, ok := tree.Unit("VIETTIEP"); !ok || u.Parent != "SYT" {
		t.Errorf("%+v", u)
	}
}

func TestDieu2_2_VerticalAgencies(t *testing.T) {
	holdKinds(t, map[string]Kind{"CATP": KindAgency, "THUE": KindAgency, "HAIQUAN": KindAgency, "BHXH": KindAgency, "KBNN": KindAgency, "NHNN": KindAgency})
}

func TestDieu2_3_ProvidersOfPublicServices(t *testing.T) {
	holdKinds(t, map[string]Kind{"DIENLUC": KindProvider, "CAPNUOC": KindProvider, "THOATNUOC": KindProvider, "MOITRUONG": KindProvider})
}

func TestUnitsAreFit(t *testing.T) {
	tree := cityTree(t)
	numbers := map[string]bool{}
	for code, u := range tree.units {
		if checked, faults := CheckUnit(u, tree); len(faults) > 0 || checked.Phone != u.Phone {
			t.Errorf("%s: %+v", code, faults)
		}
		if u.Phone != "" && (numbers[u.Phone] || !strings.HasPrefix(u.Phone, "02253000")) {
			t.Errorf("%s: number %s", code, u.Phone)
		}
		numbers[u.Phone] = true
	}
	if u, ok := tree.Unit("11948"); !ok || u.Name != "UBND đặc khu Bạch Long Vĩ" || u.Area() != "Đặc khu Bạch Long Vĩ" {
		t.Errorf("%+v", u)
	}
}

func TestFields(t *testing.T) {
	seen, groups := map[string]bool{}, map[int]int{}
	for _, f := range Fields() {
		if seen[f.Code] || f.Name == "" || f.Group < 1 || f.Group > 5 {
			t.Errorf("%+v", f)
		}
		seen[f.Code] = true
		groups[f.Group]++
	}
	if len(groups) != 5 {
		t.Errorf("fields in %d of 5 groups", len(groups))
	}
}

// A ticket of a unit that is no more finds who answers now.
func TestDieu2_HeirsOfAbolishedUnits(t *testing.T) {
	tree := cityTree(t)
	for _, tc := range []struct {
		name, code string
		day        worktime.Date
		want       string
	}{
		{"is there", "SXD", today, "SXD"},
		{"a department", "STTTT", today, "SKHCN"},
		{"a department, the day before", "STTTT", ReformDepartments - 1, "STTTT"},
		{"a department that was divided", "SLDTBXH", today, "SNV* SYT* SGDDT*"},
		{"a ward that came to one wholly", "11320-2024", today, "11311"}, // Hoàng Văn Thụ → Hồng Bàng
		{"over two mergers", "11308-2024", today, "11311"},               // Hạ Lý → Thượng Lý → Hồng Bàng
		{"between the mergers", "11308-2024", spring, "11305-2025"},
		{"a ward that was divided", "11365-2025", today, "11359* 11383*"}, // Lạch Tray → Gia Viên, Lê Chân
		{"merged, then divided", "11356-2024", today, "11359* 11383*"},
		{"a district", "305-2024", today, "11383* 11407*"},
		{"a district of one heir", "317-2024", today, "11914"},
		{"an island", "318-2024", today, "11948"},
		{"a district that became a city", "311-2024", spring, "311-2025"},
		{"of whom there is nothing", "NOT", today, ""},
	} {
		if got := codes(tree.Heirs(tc.code, tc.day)); got != order(tree, tc.want) {
			t.Errorf("%s: %s → %q, want %q", tc.name, tc.code, got, tc.want)
		}
	}
}

// order puts codes in the tree's.
func order(t *Tree, want string) string {
	all := strings.Fields(want)
	slices.SortFunc(all, func(a, b string) int { return t.order(strings.TrimSuffix(a, "*"), strings.TrimSuffix(b, "*")) })
	return strings.Join(all, " ")
}

// Nobody is lost: whatever there ever was has an heir on every later day, and heirs are there.
func TestDieu2_NobodyIsLost(t *testing.T) {
	tree := cityTree(t)
	all := make([]string, 0, len(tree.units))
	for code := range tree.units {
		all = append(all, code)
	}
	slices.Sort(all)
	rapid.Check(t, func(t *rapid.T) {
		u := tree.units[rapid.SampledFrom(all).Draw(t, "unit")]
		day := worktime.Date(rapid.IntRange(int(max(u.Since, day2024)), int(today)).Draw(t, "day"))
		heirs := tree.Heirs(u.Code, day)
		if len(heirs) == 0 {
			t.Fatalf("%s has no heir on %s", u.Code, day)
		}
		for _, h := range heirs {
			if !h.Holds(day) || h.Part && len(heirs) == 1 {
				t.Fatalf("%s → %+v on %s", u.Code, h, day)
			}
			if u.Territorial() != h.Territorial() {
				t.Fatalf("%s → %s", u.Name, h.Name)
			}
		}
	})
}

func TestTreeAtADay(t *testing.T) {
	units := []Unit{
		{Code: "A", Name: "A", Kind: KindDepartment},
		{Code: "B", Name: "B", Kind: KindService, Parent: "A", Span: Span{Until: 20}},
		{Code: "C", Name: "C", Kind: KindService, Parent: "B"},
		{Code: "D", Name: "D", Kind: KindOffice, Span: Span{Since: 10}},
	}
	tree := NewTree(units, nil)
	for day, want := range map[worktime.Date]string{5: "A0 B1 C2", 15: "D0 A0 B1 C2", 25: "D0 A0 C1"} {
		var got []string
		for _, n := range tree.At(day) {
			got = append(got, n.Code+string(rune('0'+n.Depth)))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("day %d: %v, want %s", day, got, want)
		}
	}
	if got := tree.Within("A", 25); !slices.Equal(got, []string{"A", "C"}) {
		t.Errorf("%v", got)
	}
	if got := tree.Within("B", 25); got != nil {
		t.Errorf("of a unit that is not there: %v", got)
	}
	if got := tree.Path("C"); len(got) != 3 || got[0].Code != "A" || got[2].Code != "C" {
		t.Errorf("%v", got)
	}
}

// A circle in the links ends; so does one in the parents.
func TestCirclesEnd(t *testing.T) {
	units := []Unit{{Code: "A", Parent: "B", Span: Span{Until: 1}}, {Code: "B", Parent: "A", Span: Span{Until: 1}}}
	tree := NewTree(units, []Link{{From: "A", To: "B"}, {From: "B", To: "A"}})
	if got := tree.Heirs("A", 5); len(got) != 0 {
		t.Errorf("%v", got)
	}
	if got := tree.Path("A"); len(got) > 3 {
		t.Errorf("%d", len(got))
	}
}
