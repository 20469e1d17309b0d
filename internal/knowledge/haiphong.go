package knowledge

import (
	"slices"

	"hotline1022/internal/worktime"
)

// Unverified is the remark with which each of [Haiphong] is kept, until somebody of the hotline has read the law beside
// it. It is no source: what an answer rests on is made of those, and is read by the citizen.
const Unverified = "Bản nháp, chưa đối chiếu với văn bản gốc"

// What the articles that a hotline begins with are taken from.
const (
	portal = "https://dichvucong.gov.vn"

	lawCivil      = "Luật Hộ tịch 2014"
	lawIdentity   = "Luật Căn cước 2023"
	lawResidence  = "Luật Cư trú 2020"
	lawLand       = "Luật Đất đai 2024"
	lawBuilding   = "Luật Xây dựng 2025"
	lawRoads      = "Luật Trật tự, an toàn giao thông đường bộ 2024"
	lawInsurance  = "Luật Bảo hiểm xã hội 2024"
	lawHealth     = "Luật Bảo hiểm y tế, sửa đổi 2024"
	lawBusiness   = "Luật Doanh nghiệp 2020, sửa đổi 2025"
	lawCopies     = "Nghị định 23/2015/NĐ-CP về chứng thực"
	lawComplaints = "Luật Khiếu nại 2011; Luật Tố cáo 2018"
	lawGarbage    = "Luật Bảo vệ môi trường 2020"
	lawSocial     = "Nghị định 20/2021/NĐ-CP, sửa đổi bởi Nghị định 76/2024/NĐ-CP"
	lawFire       = "Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ 2024"
	lawExit       = "Luật Xuất cảnh, nhập cảnh của công dân Việt Nam 2019, sửa đổi 2023"
	lawWork       = "Bộ luật Lao động 2019"
	lawJobs       = "Luật Việc làm 2025"
	lawTaxes      = "Luật Quản lý thuế"
	lawMarriage   = "Luật Hôn nhân và Gia đình 2014"
	decision587   = "Quyết định 587/QĐ-UBND ngày 05/3/2024 của UBND thành phố"
)

// written is an article that the program brings, before it has its days.
type written struct {
	title, field, unit, answer string
	asked                      []string
	law                        string
}

// Haiphong are the articles that a hotline of the city may begin with: in our own words, each with the law or the
// office that says so. Nobody has held them against that law: [Unverified] is kept with each, which is to be looked at
// within a month. They are drafts for a new hotline, whose own people correct and approve them.
func Haiphong(from worktime.Date) []Article {
	var all []Article
	for _, w := range slices.Concat(aboutPeople, aboutPapers, aboutHomes, aboutHealth, aboutWork, aboutTraffic, aboutCity, aboutHotline) {
		all = append(all, Article{
			Title: w.title, Answer: w.answer, Asked: w.asked, Field: w.field, Unit: w.unit, Since: from, Review: from + 30,
			Sources: []Source{{Title: w.law}, {Title: "Cổng Dịch vụ công quốc gia", URL: portal}},
		})
	}
	return all
}

// HaiphongShort is what people of the city say in short, or in other words.
func HaiphongShort() []Abbreviation {
	var all []Abbreviation
	for _, line := range [][]string{
		{"GPLX", "giấy phép lái xe"},
		{"BLX", "bằng lái xe", "giấy phép lái xe"},
		{"bằng lái", "giấy phép lái xe"},
		{"CCCD", "căn cước công dân", "thẻ căn cước"},
		{"CC", "thẻ căn cước", "chung cư"},
		{"CMND", "chứng minh nhân dân", "thẻ căn cước"},
		{"CMT", "chứng minh thư", "thẻ căn cước"},
		{"chứng minh thư", "thẻ căn cước"},
		{"BHYT", "bảo hiểm y tế"},
		{"BHXH", "bảo hiểm xã hội"},
		{"BHTN", "bảo hiểm thất nghiệp", "trợ cấp thất nghiệp"},
		{"GCN", "giấy chứng nhận"},
		{"GCNQSDĐ", "giấy chứng nhận quyền sử dụng đất"},
		{"QSDĐ", "quyền sử dụng đất"},
		{"sổ đỏ", "giấy chứng nhận quyền sử dụng đất"},
		{"sổ hồng", "giấy chứng nhận quyền sử dụng đất"},
		{"GPXD", "giấy phép xây dựng"},
		{"XD", "xây dựng"},
		{"GPKD", "giấy phép kinh doanh", "đăng ký kinh doanh"},
		{"ĐKKD", "đăng ký kinh doanh"},
		{"ĐKKH", "đăng ký kết hôn"},
		{"GKS", "giấy khai sinh"},
		{"HKTT", "hộ khẩu thường trú", "đăng ký thường trú"},
		{"KT3", "tạm trú"},
		{"hộ khẩu", "đăng ký thường trú", "thông tin cư trú"},
		{"LLTP", "lý lịch tư pháp"},
		{"TTHC", "thủ tục hành chính"},
		{"DVC", "dịch vụ công"},
		{"UBND", "ủy ban nhân dân"},
		{"PCCC", "phòng cháy chữa cháy"},
		{"ATTP", "an toàn thực phẩm"},
		{"VSATTP", "vệ sinh an toàn thực phẩm"},
		{"VSMT", "vệ sinh môi trường"},
		{"HKD", "hộ kinh doanh"},
		{"DN", "doanh nghiệp"},
		{"TNCN", "thu nhập cá nhân"},
		{"MST", "mã số thuế"},
		{"TNXH", "trợ cấp xã hội", "bảo trợ xã hội"},
		{"NKT", "người khuyết tật"},
		{"NCC", "người có công"},
		{"NCT", "người cao tuổi"},
		{"HSSV", "học sinh sinh viên"},
		{"THPT", "trung học phổ thông"},
		{"THCS", "trung học cơ sở"},
		{"NOXH", "nhà ở xã hội"},
		{"CSGT", "cảnh sát giao thông"},
		{"VNeID", "tài khoản định danh điện tử"},
		{"ĐDĐT", "định danh điện tử"},
		{"HN", "hôn nhân", "Hà Nội"},
		{"XN", "xác nhận"},
		{"TTHN", "tình trạng hôn nhân"},
		{"NVQS", "nghĩa vụ quân sự"},
	} {
		all = append(all, Abbreviation{Short: line[0], Long: line[1:]})
	}
	return all
}
