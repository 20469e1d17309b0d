package ticket

import (
	"math"
	"slices"
	"testing"
	"time"
)

func TestLikelyReports(t *testing.T) {
	at := time.Date(2026, 11, 27, 9, 0, 0, 0, Zone)
	here := &Pin{20.8449, 106.6881}
	near, far := &Pin{20.8452, 106.6885}, &Pin{20.8600, 106.7000}
	of := Said{Field: "chieu-sang", Content: "Đèn đường hỏng, tối om mấy hôm nay", Address: "12 Lạch Tray, Ngô Quyền", Sender: "0912345678", Pin: here}
	among := []Said{
		{Code: "1", Field: "chieu-sang", Content: "den duong hong", Address: "Lach Tray", Open: true, At: at},
		{Code: "2", Field: "chieu-sang", Content: "Cột đèn tắt", Address: "30 Lạch Tray", Open: false, At: at},
		{Code: "3", Field: "chieu-sang", Content: "Đèn đường hỏng tối om", Address: "Trần Phú", Open: true, At: at},
		{Code: "4", Field: "cho", Content: "Chợ bẩn", Address: "Lạch Tray", Open: true, At: at},
		{Code: "5", Field: "chieu-sang", Content: "Đèn tắt", Pin: near, Open: true, At: at.Add(time.Hour)},
		{Code: "6", Field: "chieu-sang", Content: "Bóng cháy", Address: "Lạch Tray", Pin: far, Open: true, At: at},
		{Code: "7", Content: "Đèn đường hỏng tối om", Sender: "0912345678", Open: true, At: at},
	}
	var got []string
	for _, l := range Likely(of, among, 10) {
		got = append(got, string(l.Code))
	}
	if want := []string{"1", "5", "7", "3", "2"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if one := Likely(of, among, 1); len(one) != 1 || !slices.Contains(one[0].Because, SamePlace) || !slices.Contains(one[0].Because, SameWords) {
		t.Errorf("%+v", one)
	}
	if none := Likely(Said{}, []Said{{Code: "1"}, {Code: "2", Open: true}}, 5); len(none) != 0 {
		t.Errorf("nothing said is like nothing: %+v", none)
	}
}

func TestLikelyAtAnotherHouse(t *testing.T) {
	of := Said{Content: "Cống tắc, nước tràn ra đường", Address: "7 Tô Hiệu"}
	same := Said{Code: "1", Content: of.Content, Address: "Số 7, Tô Hiệu"}
	for _, c := range []struct {
		address string
		want    string
	}{
		{"7 Tô Hiệu", SamePlace},
		{"Tô Hiệu", SamePlace},
		{"5 Tô Hiệu", SameStreet},
		{"12 ngõ 7 Tô Hiệu", SamePlace},
		{"12 ngõ 8 Tô Hiệu", SameStreet},
	} {
		found := Likely(of, []Said{{Code: "2", Content: of.Content, Address: c.address}, same}, 5)
		at := slices.IndexFunc(found, func(l Likeness) bool { return l.Code == "2" })
		if at < 0 || found[at].Because[0] != c.want {
			t.Errorf("%s: %+v, want %s", c.address, found, c.want)
		}
		if c.want == SameStreet && at == 0 {
			t.Errorf("%s stands before the house itself", c.address)
		}
	}
}

// Who reports a matter twice, or after a neighbour, and names neither place nor field.
func TestLikelyByWordsAlone(t *testing.T) {
	const said = "Trạm biến áp sau chợ Hàng kêu to và bốc khói từ tối qua"
	for _, c := range []struct {
		name     string
		of, with Said
		want     bool
	}{
		{"the same words", Said{Content: said}, Said{Content: "tram bien ap sau cho Hang keu to, boc khoi tu toi qua"}, true},
		{"a place that one alone names", Said{Content: said}, Said{Content: said, Address: "Chợ Hàng"}, true},
		{"two places", Said{Content: said, Address: "Chợ Sắt"}, Said{Content: said, Address: "Chợ Hàng"}, false},
		{"two pins far apart", Said{Content: said, Pin: &Pin{20.84, 106.68}}, Said{Content: said, Pin: &Pin{20.86, 106.70}}, false},
		{"half the words", Said{Content: said}, Said{Content: "Trạm biến áp kêu to ở công viên"}, false},
		{"few words", Said{Content: "Đèn đường hỏng"}, Said{Content: "Đèn đường hỏng"}, false},
	} {
		c.with.Code, c.with.Open = "1", true
		if found := Likely(c.of, []Said{c.with}, 5); (len(found) == 1) != c.want {
			t.Errorf("%s: %+v, want %t", c.name, found, c.want)
		}
	}
}

func TestPins(t *testing.T) {
	for _, p := range []Pin{{106.68, 20.84}, {0, 0}, {math.NaN(), 106}, {20.8, math.Inf(1)}} {
		if p.inCountry() {
			t.Errorf("%v is within the country", p)
		}
	}
	here := Pin{20.8449, 106.6881}
	south, north, west, east := here.Square(NearBy)
	if m := here.Metres(Pin{north, here.Lon}); math.Abs(m-NearBy) > 1 {
		t.Errorf("north: %v m", m)
	}
	if m := here.Metres(Pin{here.Lat, west}); math.Abs(m-NearBy) > 1 || !here.inCountry() || south > here.Lat || east < here.Lon {
		t.Errorf("west: %v m", m)
	}
}
