package directory

import (
	"strings"
	"testing"
)

func TestUnits(t *testing.T) {
	communes, err := Communes()
	if err != nil {
		t.Fatal(err)
	}
	if len(communes) != 114 {
		t.Errorf("%d wards, communes and special zones, want 114", len(communes))
	}
	seen := map[string]bool{}
	for _, u := range append(communes, Departments()...) {
		if u.Code == "" || u.Name == "" || seen[u.Code] {
			t.Errorf("%+v", u)
		}
		seen[u.Code] = true
		if u.Phone == "" {
			continue
		}
		if n, err := Number(u.Phone); err != nil || n != u.Phone || !strings.HasPrefix(n, "02253000") {
			t.Errorf("%s: number %s, %v", u.Code, u.Phone, err)
		}
	}
	if communes[0].Name != "UBND phường Thành Đông" || communes[len(communes)-1].Name != "UBND đặc khu Bạch Long Vĩ" {
		t.Errorf("%q … %q", communes[0].Name, communes[len(communes)-1].Name)
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
