package directory

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"hotline1022/internal/worktime"
)

func cityGuide(t testing.TB) *Guide {
	t.Helper()
	return NewGuide(cityTree(t), Fields(), Duties())
}

// placed writes places as "named→heirs".
func placed(places []Place) string {
	var s []string
	for _, p := range places {
		s = append(s, p.Named.Code+"→"+strings.ReplaceAll(codes(p.Heirs), " ", ","))
	}
	return strings.Join(s, " ")
}

func TestPlacesOfAddresses(t *testing.T) {
	g := cityGuide(t)
	for _, tc := range []struct{ name, address, want string }{
		{"of today", "12 Trần Phú, phường Gia Viên", "11359→11359"},
		{"without accents", "12 tran phu, phuong gia vien, hai phong", "11359→11359"},
		{"abbreviated", "12 Trần Phú, P.Gia Viên, TP.Hải Phòng", "11359→11359"},
		{"abbreviated, with a space", "12 Tran Phu, P. Gia Vien", "11359→11359"},
		{"a commune", "thôn 3, X. Vĩnh Am", "11887→11887"},
		{"a special zone", "Bến Bèo, đặc khu Cát Hải", "11914→11914"},
		{"the tone elsewhere", "P. Thủy Nguyên", "11560→11560"},
		{"the tone elsewhere, again", "phường Hòa Bình", "11533→11533"},
		{"capitals", "PHƯỜNG LÊ CHÂN", "11383→11383"},
		{"decomposed", norm.NFD.String("phường Lưu Kiếm"), "11488→11488"},
		{"a former ward and its district", "tổ 5, P. Lạch Tray, Q. Ngô Quyền", "11362-2024→11359*,11383* 11365-2025→11359*,11383*"},
		{"a former ward that came to one wholly", "phường Hoàng Văn Thụ, quận Hồng Bàng", "11320-2024→11311"},
		{"a former ward alone", "phường Cát Bi", "11422-2024→11413"},
		{"a former township", "TT. Núi Đèo, H. Thuỷ Nguyên", "11470-2024→11560"},
		{"a former commune named twice in the city", "xã Vinh Quang, huyện Vĩnh Bảo", "11872-2024→11824"},
		{"and the other one", "xa Vinh Quang, huyen Tien Lang", "11821-2024→11809"},
		{"a former name of half a year", "phường Hoàng Lâm, TP Thuỷ Nguyên", "11569-2025→11557"},
		{"a former district", "Quận Lê Chân", "305-2024→11383*,11407*"},
		{"today's ward, not the district", "phường Kiến An", "11443→11443"},
		{"accents decide", "xã An Lão", "11629→11629"},
		{"two places", "từ phường Lê Chân đến phường An Biên", "11383→11383 11407→11407"},
		{"a street of a ward's name", "số 5 đường Lê Lợi, phường Gia Viên", "11359→11359"},
		{"a house number before it", "25 Lạch Tray", ""},
		{"another city of the name", "số 3, tỉnh Hải Dương", ""},
		{"the former city of Hải Dương, which no table has", "TP. Hải Dương", ""},
		{"nothing", "", ""},
		{"no place", "nhà tôi ở gần chợ", ""},
		{"accents that are wrong", "phường Lê Chẩn", ""},
		{"emoji and markup", "<b>phường</b> Gia Viên 🚑", "11359→11359"},
	} {
		if got := placed(g.Places(tc.address, today)); got != tc.want {
			t.Errorf("%s: %q → %q, want %q", tc.name, tc.address, got, tc.want)
		}
	}
}

// On a day before the reform an address means what was there then.
func TestPlacesOfFormerDays(t *testing.T) {
	g := cityGuide(t)
	for day, want := range map[worktime.Date]string{
		day2024: "11347-2024→11347-2024", spring: "11341-2025→11341-2025", today: "11359→11359",
	} {
		if got := placed(g.Places("phường Gia Viên", day)); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
}

// Every ward's own name is found again, however it is written.
func TestEveryAreaIsFoundByItsName(t *testing.T) {
	g := cityGuide(t)
	var areas []Unit
	for _, n := range g.tree.At(today) {
		if n.Kind == KindCommune {
			areas = append(areas, n.Unit)
		}
	}
	write := map[string]func(string) string{
		"as it is": func(s string) string { return s }, "capitals": strings.ToUpper, "NFD": norm.NFD.String, "NFC": norm.NFC.String, "bare": Fold,
		"abbreviated": func(s string) string {
			return strings.NewReplacer("Phường ", "P.", "Xã ", "X.", "Đặc khu ", "ĐK ").Replace(s)
		},
	}
	rapid.Check(t, func(t *rapid.T) {
		u := rapid.SampledFrom(areas).Draw(t, "area")
		how := rapid.SampledFrom([]string{"as it is", "capitals", "NFD", "NFC", "bare", "abbreviated"}).Draw(t, "how")
		before := rapid.SampledFrom([]string{"", "số 7 ngõ 12, ", "Thôn Đông; ", "tổ dân phố 3 - "}).Draw(t, "before")
		places := g.Places(before+write[how](u.Area())+", Hải Phòng", today)
		for _, p := range places {
			if p.Named.Code == u.Code {
				return
			}
		}
		// Without accents two names may be one: An Hải and Án Hải; then one of them is there.
		if how != "bare" || len(places) == 0 || Fold(places[0].Named.Area()) != Fold(u.Area()) {
			t.Fatalf("%s of %s: %s", how, u.Area(), placed(places))
		}
	})
}

// Whatever is typed, places are found or not, and nothing else happens.
func FuzzPlaces(f *testing.F) {
	g := cityGuide(f)
	for _, s := range []string{"P. Lạch Tray, Q. Ngô Quyền", "tp tp tp", "thi", "đ", "\xff\xfe", strings.Repeat("phường ", 50)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range g.Places(s, today) {
			if p.Named.Code == "" || len(p.Heirs) == 0 {
				t.Errorf("%q: %+v", s, p)
			}
		}
	})
}

func suggested(all []Suggestion) string {
	var s []string
	for _, x := range all {
		code := x.Unit.Code
		if x.Part {
			code += "*"
		}
		s = append(s, code)
	}
	return strings.Join(s, " ")
}

// Group 5 is the Sở Thông tin và Truyền thông's, and its successor's since.
func TestDieu16_1_ProceduresGoToTheDepartment(t *testing.T) {
	g := cityGuide(t)
	for day, want := range map[worktime.Date]string{day2024: "STTTT", today: "SKHCN"} {
		for _, m := range []Matter{{Group: 5}, {Field: "ho-tich"}, {Field: "tthc-khac", Group: 5, Address: "phường Gia Viên"}} {
			got := g.Suggest(m, day)
			if len(got) == 0 || got[0].Unit.Code != want || got[0].Duty == nil || got[0].Duty.Basis != "Điều 16.1" {
				t.Errorf("%s %+v: %s", day, m, suggested(got))
			}
		}
	}
	// A rule that still names the old department leads to the new one.
	old := NewGuide(g.tree, Fields(), []Duty{{ID: 1, Group: 5, Unit: "STTTT", Priority: 1}})
	if got := old.Suggest(Matter{Group: 5}, today); len(got) != 1 || got[0].Unit.Code != "SKHCN" || !got[0].Heir {
		t.Errorf("%+v", got)
	}
}

func TestDieu9_2_SuggestsTheRightUnit(t *testing.T) {
	g := cityGuide(t)
	for _, tc := range []struct {
		name string
		m    Matter
		want string
	}{
		{"a field of the city's", Matter{Field: "cap-dien"}, "DIENLUC SCT"},
		{"a field and a place", Matter{Field: "chieu-sang", Address: "phường Kiến An"}, "CHIEUSANG SXD 11443"},
		{"a field of the communes", Matter{Field: "trat-tu-xay-dung", Address: "p. gia vien"}, "11359 SXD"},
		{"of the communes, without a place", Matter{Field: "trat-tu-xay-dung"}, "SXD"},
		{"a former place in parts", Matter{Field: "trat-tu-do-thi", Address: "P. Lạch Tray, Q. Ngô Quyền"}, "11359* 11383* SXD"},
		{"a place alone", Matter{Address: "xã Kiến Minh"}, "11725"},
		{"an unknown field", Matter{Field: "khong-co", Address: "xã Kiến Minh"}, "11725"},
		{"directed", Matter{Group: 4}, "VPUB"},
		{"nothing", Matter{}, ""},
	} {
		if got := suggested(g.Suggest(tc.m, today)); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}

// An administrator's rule for an area goes before that for the city, by priority or by saying more.
func TestDutyOfAnAreaGoesFirst(t *testing.T) {
	tree := cityTree(t)
	duties := []Duty{
		{ID: 1, Field: "chieu-sang", Unit: "CHIEUSANG", Priority: 100},
		{ID: 2, Field: "chieu-sang", Area: "11914", Unit: "DIENLUC", Priority: 100},
		{ID: 3, Field: "chieu-sang", Area: "305-2024", Unit: "SXD", Priority: 50},
		{ID: 4, Area: "11948", Unit: "VPUB", Priority: 100, Span: Span{Until: today}},
	}
	g := NewGuide(tree, Fields(), duties)
	for address, want := range map[string]string{
		"đặc khu Cát Hải": "DIENLUC CHIEUSANG 11914", "phường Gia Viên": "CHIEUSANG 11359",
		"P. Vĩnh Niệm, Q. Lê Chân": "SXD CHIEUSANG 11383* 11407*", // the rule of the former district
		"đặc khu Bạch Long Vĩ":     "CHIEUSANG 11948",             // the rule is over
	} {
		if got := suggested(g.Suggest(Matter{Field: "chieu-sang", Address: address}, today)); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

// The operator types; nothing may be felt.
// A rule of an area or for a unit that is no more goes on for the heirs, and says that it may not be the whole of it.
func TestDieu2_RulesOfAbolishedUnitsGoOnForTheirHeirs(t *testing.T) {
	g := NewGuide(cityTree(t), Fields(), []Duty{{ID: 1, Field: "chieu-sang", Area: "11305-2025", Unit: "SGTVT", Priority: 1}})
	for address, want := range map[string]bool{"phường Hồng Bàng": true, "phường Gia Viên": false} {
		all := g.Suggest(Matter{Field: "chieu-sang", Address: address}, today)
		if got := len(all) > 0 && all[0].Unit.Code == "SXD" && all[0].Heir && all[0].Part; got != want {
			t.Errorf("%s: %+v", address, all)
		}
	}
}

func TestSuggestionWhileTyping(t *testing.T) {
	g := cityGuide(t)
	address := "Số nhà 15, ngõ 62 đường Lê Lợi, tổ dân phố 7, phường Lạch Tray, quận Ngô Quyền, thành phố Hải Phòng"
	const rounds = 200
	began := time.Now()
	for range rounds {
		if got := g.Suggest(Matter{Field: "thoat-nuoc", Address: address}, today); len(got) < 3 {
			t.Fatal(suggested(got))
		}
	}
	if each := time.Since(began) / rounds; each > 20*time.Millisecond {
		t.Errorf("%s a suggestion", each)
	}
}

func BenchmarkSuggest(b *testing.B) {
	g := cityGuide(b)
	for b.Loop() {
		g.Suggest(Matter{Field: "thoat-nuoc", Address: "ngõ 62 đường Lê Lợi, phường Lạch Tray, quận Ngô Quyền, TP Hải Phòng"}, today)
	}
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"Đằng Giang": "dang giang", norm.NFD.String("Thuỷ Đường"): "thuy duong", "Q.Ngô-Quyền": "q ngo quyen", "  ": "", "Ðồ Sơn": "do son",
	} {
		if got := Fold(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		once := Fold(s)
		if Fold(once) != once || Fold(norm.NFC.String(s)) != Fold(norm.NFD.String(s)) {
			t.Fatalf("%q → %q", s, once)
		}
	})
	for query, want := range map[string]bool{"cap nuoc": true, "Cấp n": true, "hai phong cap": true, "nuoc sach": false, "": true} {
		if Match("Công ty CP Cấp nước Hải Phòng", query) != want {
			t.Errorf("%q", query)
		}
	}
}
