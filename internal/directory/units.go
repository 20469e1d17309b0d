package directory

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind of a unit, after Điều 2.
type Kind string

const (
	KindOffice     Kind = "office"     // Văn phòng UBND thành phố
	KindDepartment Kind = "department" // sở, ban, ngành
	KindCommune    Kind = "commune"    // UBND xã, phường, đặc khu
	KindAgency     Kind = "agency"     // cơ quan ngành dọc
	KindProvider   Kind = "provider"   // tổ chức cung cấp dịch vụ công
)

// Unit handles reports (Điều 3.3).
type Unit struct {
	Code   string
	Name   string
	Kind   Kind
	Parent string
	Phone  string
}

// communes is Hải Phòng's wards, communes and special zones since 1 July 2025
// (Nghị quyết 1669/NQ-UBTVQH15), with the codes of the General Statistics Office.
//
//go:embed data/communes-2025-07-01.tsv
var communes string

// Communes lists the People's Committees of the wards, communes and special zones.
func Communes() ([]Unit, error) {
	var units []Unit
	for n, line := range strings.Split(strings.TrimSpace(communes), "\n") {
		if n == 0 {
			continue // the columns' names
		}
		code, name, ok := strings.Cut(strings.TrimRight(line, "\r"), "\t")
		if !ok || code == "" || name == "" {
			return nil, fmt.Errorf("directory: communes: line %d is not code and name", n+1)
		}
		first, size := utf8.DecodeRuneInString(name)
		units = append(units, Unit{Code: code, Name: "UBND " + string(unicode.ToLower(first)) + name[size:], Kind: KindCommune})
	}
	return units, nil
}

// Departments lists the city's own units, the agencies and the providers of
// public services that most reports go to. Their telephone numbers are those of
// the demonstration.
func Departments() []Unit {
	units := []Unit{
		{Code: "VPUB", Name: "Văn phòng UBND thành phố", Kind: KindOffice},
		{Code: "SXD", Name: "Sở Xây dựng", Kind: KindDepartment},
		{Code: "SYT", Name: "Sở Y tế", Kind: KindDepartment},
		{Code: "SGDDT", Name: "Sở Giáo dục và Đào tạo", Kind: KindDepartment},
		{Code: "SNNMT", Name: "Sở Nông nghiệp và Môi trường", Kind: KindDepartment},
		{Code: "SCT", Name: "Sở Công Thương", Kind: KindDepartment},
		{Code: "SNV", Name: "Sở Nội vụ", Kind: KindDepartment},
		{Code: "STC", Name: "Sở Tài chính", Kind: KindDepartment},
		{Code: "STP", Name: "Sở Tư pháp", Kind: KindDepartment},
		{Code: "SKHCN", Name: "Sở Khoa học và Công nghệ", Kind: KindDepartment},
		{Code: "SVHTTDL", Name: "Sở Văn hoá, Thể thao và Du lịch", Kind: KindDepartment},
		{Code: "TTTP", Name: "Thanh tra thành phố", Kind: KindDepartment},
		{Code: "BQLKKT", Name: "Ban Quản lý Khu kinh tế Hải Phòng", Kind: KindDepartment},
		{Code: "CATP", Name: "Công an thành phố", Kind: KindAgency},
		{Code: "THUE", Name: "Thuế thành phố", Kind: KindAgency},
		{Code: "HAIQUAN", Name: "Chi cục Hải quan khu vực III", Kind: KindAgency},
		{Code: "BHXH", Name: "Bảo hiểm xã hội thành phố", Kind: KindAgency},
		{Code: "DIENLUC", Name: "Công ty Điện lực Hải Phòng", Kind: KindProvider},
		{Code: "CAPNUOC", Name: "Công ty CP Cấp nước Hải Phòng", Kind: KindProvider},
		{Code: "THOATNUOC", Name: "Công ty TNHH MTV Thoát nước Hải Phòng", Kind: KindProvider},
		{Code: "CHIEUSANG", Name: "Công ty CP Điện chiếu sáng Hải Phòng", Kind: KindProvider},
		{Code: "MOITRUONG", Name: "Công ty TNHH MTV Môi trường đô thị Hải Phòng", Kind: KindProvider},
		{Code: "CAYXANH", Name: "Công ty CP Công viên, Cây xanh Hải Phòng", Kind: KindProvider},
		{Code: "VNPT", Name: "VNPT Hải Phòng", Kind: KindProvider},
	}
	for i := range units {
		units[i].Phone = fmt.Sprintf("02253000%02d", i+1)
	}
	return units
}
