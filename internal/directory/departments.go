package directory

import "fmt"

// departments lists the city's own units, the agencies and the providers of public
// services that most reports go to. Their telephone numbers are those of the
// demonstration: a unit keeps its place in the list, and so its number.
func departments() []Unit {
	units := []Unit{
		{Code: "VPUB", Name: "Văn phòng UBND thành phố", Kind: KindOffice, Aliases: []string{"VP UBND", "Văn phòng"}},
		{Code: "SXD", Name: "Sở Xây dựng", Kind: KindDepartment},
		{Code: "SYT", Name: "Sở Y tế", Kind: KindDepartment},
		{Code: "SGDDT", Name: "Sở Giáo dục và Đào tạo", Kind: KindDepartment, Aliases: []string{"Sở GD&ĐT"}},
		{Code: "SNNMT", Name: "Sở Nông nghiệp và Môi trường", Kind: KindDepartment, Span: Span{Since: ReformDepartments}, Aliases: []string{"Sở NN&MT"}},
		{Code: "SCT", Name: "Sở Công Thương", Kind: KindDepartment},
		{Code: "SNV", Name: "Sở Nội vụ", Kind: KindDepartment},
		{Code: "STC", Name: "Sở Tài chính", Kind: KindDepartment},
		{Code: "STP", Name: "Sở Tư pháp", Kind: KindDepartment},
		{Code: "SKHCN", Name: "Sở Khoa học và Công nghệ", Kind: KindDepartment, Aliases: []string{"Sở KH&CN"}},
		{Code: "SVHTTDL", Name: "Sở Văn hoá, Thể thao và Du lịch", Kind: KindDepartment, Span: Span{Since: ReformDepartments}, Aliases: []string{"Sở VHTT&DL"}},
		{Code: "TTTP", Name: "Thanh tra thành phố", Kind: KindDepartment},
		{Code: "BQLKKT", Name: "Ban Quản lý Khu kinh tế Hải Phòng", Kind: KindDepartment, Aliases: []string{"HEZA"}},
		{Code: "CATP", Name: "Công an thành phố", Kind: KindAgency},
		{Code: "THUE", Name: "Thuế thành phố", Kind: KindAgency, Aliases: []string{"Cục Thuế", "Chi cục Thuế"}},
		{Code: "HAIQUAN", Name: "Chi cục Hải quan khu vực III", Kind: KindAgency, Aliases: []string{"Cục Hải quan Hải Phòng"}},
		{Code: "BHXH", Name: "Bảo hiểm xã hội thành phố", Kind: KindAgency, Aliases: []string{"BHXH"}},
		{Code: "DIENLUC", Name: "Công ty Điện lực Hải Phòng", Kind: KindProvider, Aliases: []string{"PC Hải Phòng"}},
		{Code: "CAPNUOC", Name: "Công ty CP Cấp nước Hải Phòng", Kind: KindProvider, Aliases: []string{"Nước sạch"}},
		{Code: "THOATNUOC", Name: "Công ty TNHH MTV Thoát nước Hải Phòng", Kind: KindProvider},
		{Code: "CHIEUSANG", Name: "Công ty CP Điện chiếu sáng Hải Phòng", Kind: KindProvider},
		{Code: "MOITRUONG", Name: "Công ty TNHH MTV Môi trường đô thị Hải Phòng", Kind: KindProvider, Aliases: []string{"URENCO"}},
		{Code: "CAYXANH", Name: "Công ty CP Công viên, Cây xanh Hải Phòng", Kind: KindProvider},
		{Code: "VNPT", Name: "VNPT Hải Phòng", Kind: KindProvider, Aliases: []string{"Viễn thông Hải Phòng"}},
		{Code: "KBNN", Name: "Kho bạc Nhà nước tại Hải Phòng", Kind: KindAgency},
		{Code: "NHNN", Name: "Ngân hàng Nhà nước tại Hải Phòng", Kind: KindAgency},
		{Code: "CTTDT", Name: "Cổng Thông tin điện tử thành phố", Kind: KindService, Parent: "VPUB"},
		{Code: "TTHCC", Name: "Trung tâm Phục vụ hành chính công thành phố", Kind: KindService, Parent: "VPUB"},
		{Code: "CDC", Name: "Trung tâm Kiểm soát bệnh tật thành phố", Kind: KindService, Parent: "SYT"},
		{Code: "VIETTIEP", Name: "Bệnh viện Hữu nghị Việt Tiệp", Kind: KindService, Parent: "SYT"},
		{Code: "BUUDIEN", Name: "Bưu điện thành phố", Kind: KindProvider},
	}
	for i := range units {
		units[i].Phone = fmt.Sprintf("02253000%02d", i+1)
	}
	for _, gone := range []struct{ code, name string }{
		{"STTTT", "Sở Thông tin và Truyền thông"},
		{"SGTVT", "Sở Giao thông vận tải"},
		{"STNMT", "Sở Tài nguyên và Môi trường"},
		{"SNNPTNT", "Sở Nông nghiệp và Phát triển nông thôn"},
		{"SKHDT", "Sở Kế hoạch và Đầu tư"},
		{"SLDTBXH", "Sở Lao động - Thương binh và Xã hội"},
		{"SVHTT", "Sở Văn hoá và Thể thao"},
		{"SDL", "Sở Du lịch"},
	} {
		units = append(units, Unit{Code: gone.code, Name: gone.name, Kind: KindDepartment, Span: Span{Until: ReformDepartments}})
	}
	for i := range units {
		units[i].Listed = true
	}
	return units
}

// departmentsMerged tells who took over a department's work. Điều 16.1 names the Sở Thông tin và
// Truyền thông: what it did for public services online is the Sở Khoa học và Công nghệ's, as
// with the ministries (Nghị định 55/2025/NĐ-CP).
func departmentsMerged() []Link {
	return []Link{
		{From: "STTTT", To: "SKHCN"},
		{From: "SGTVT", To: "SXD"},
		{From: "STNMT", To: "SNNMT"},
		{From: "SNNPTNT", To: "SNNMT"},
		{From: "SKHDT", To: "STC"},
		{From: "SLDTBXH", To: "SNV", Part: true},
		{From: "SLDTBXH", To: "SYT", Part: true},
		{From: "SLDTBXH", To: "SGDDT", Part: true},
		{From: "SVHTT", To: "SVHTTDL"},
		{From: "SDL", To: "SVHTTDL"},
	}
}
