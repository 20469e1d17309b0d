package directory

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind of a unit, after Điều 2.
type Kind string

const (
	KindOffice     Kind = "office"     // Văn phòng UBND thành phố
	KindDepartment Kind = "department" // sở, ban, ngành
	KindDistrict   Kind = "district"   // UBND quận, huyện; none since 1 July 2025
	KindCommune    Kind = "commune"    // UBND xã, phường, thị trấn, đặc khu
	KindService    Kind = "service"    // đơn vị sự nghiệp trực thuộc
	KindAgency     Kind = "agency"     // cơ quan ngành dọc
	KindProvider   Kind = "provider"   // tổ chức cung cấp dịch vụ công
)

// Kinds lists them in the order of Điều 2, the Office first.
var Kinds = []Kind{KindOffice, KindDepartment, KindDistrict, KindCommune, KindService, KindAgency, KindProvider}

// Unit handles reports (Điều 3.3).
type Unit struct {
	Code   string
	Name   string
	Kind   Kind
	Parent string // the unit that it belongs to; "" for none
	Phone  string

	// What it makes known (Điều 17.3), if it is listed.
	Address string
	Website string
	Email   string
	Listed  bool
	// Aliases are what else people call it.
	Aliases []string

	Span
	// Decision is by which it is no more from Until on.
	Decision string
}

// Territorial: it answers for an area of the city.
func (u Unit) Territorial() bool { return u.Kind == KindCommune || u.Kind == KindDistrict }

// committee stands before the area's name in the name of its People's Committee.
const committee = "UBND "

// Area is the name of the area of a territorial unit: "Phường Gia Viên" of "UBND phường Gia Viên".
func (u Unit) Area() string {
	name := strings.TrimPrefix(u.Name, committee)
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}

// committeeOf is the name of an area's People's Committee.
func committeeOf(area string) string {
	first, size := utf8.DecodeRuneInString(area)
	return committee + string(unicode.ToLower(first)) + area[size:]
}

// Link says that To took over what From was there for. Part: one of several that did,
// each a part of it.
type Link struct {
	From, To string
	Part     bool
}
