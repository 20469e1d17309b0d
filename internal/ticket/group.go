package ticket

import "hotline1022/internal/lang"

// Policy names the rules that a ticket is received under; it stays with the ticket.
const Policy = "587/QĐ-UBND-2024"

// Channel is the way a report came in (Điều 3.1).
type Channel string

const (
	ChannelPhone   Channel = "phone"   // a call to 0225.1022 (Điều 3.1a)
	ChannelWeb     Channel = "web"     // 1022.haiphong.gov.vn (3.1b)
	ChannelEmail   Channel = "email"   // 1022@haiphong.gov.vn (3.1c)
	ChannelFanpage Channel = "fanpage" // the city's page on Facebook (3.1d)
)

// Channels lists all of them; every one leads the same way (Điều 6).
var Channels = []Channel{ChannelPhone, ChannelWeb, ChannelEmail, ChannelFanpage}

// Matter is what a sender wants. The regulation calls all of it phản ánh, kiến nghị, and
// has it go one way (Điều 1.1); it is told apart to be found and counted.
type Matter string

const (
	MatterRequest    Matter = "request"    // yêu cầu
	MatterQuestion   Matter = "question"   // thắc mắc
	MatterSuggestion Matter = "suggestion" // góp ý
	MatterReport     Matter = "report"     // phản ánh
	MatterPetition   Matter = "petition"   // kiến nghị
)

// Matters lists all of them, in the regulation's order.
var Matters = []Matter{MatterRequest, MatterQuestion, MatterSuggestion, MatterReport, MatterPetition}

// Key names the label in the catalogue.
func (m Matter) Key() lang.Key { return lang.Key("ticket_kind_" + string(m)) }

// Group is one of the five kinds of content of Điều 5; its number is the clause.
type Group int

const (
	GroupInfrastructure Group = 1 // Điều 5.1
	GroupSociety        Group = 2 // Điều 5.2
	GroupProposal       Group = 3 // Điều 5.3
	GroupDirective      Group = 4 // Điều 5.4
	GroupProcedure      Group = 5 // Điều 5.5
)

// Groups lists all of them, in the order of the clauses.
var Groups = []Group{GroupInfrastructure, GroupSociety, GroupProposal, GroupDirective, GroupProcedure}

var groups = map[Group]struct{ label, short string }{
	GroupInfrastructure: {"Những sự cố hạ tầng kỹ thuật", "Hạ tầng kỹ thuật"},
	GroupSociety: {
		"Những nội dung phát sinh trên các lĩnh vực kinh tế - văn hóa - xã hội, quốc phòng - an ninh trật tự trên địa bàn thành phố",
		"Kinh tế - xã hội, an ninh",
	},
	GroupProposal: {"Những hiến kế góp phần xây dựng, bảo vệ và phát triển Thành phố", "Hiến kế"},
	GroupDirective: {
		"Những nội dung đã có chỉ đạo của lãnh đạo Thành phố nhưng chậm thực hiện hoặc thực hiện chưa đạt yêu cầu, kéo dài ảnh hưởng đến quyền và lợi ích hợp pháp của tổ chức, cá nhân",
		"Chỉ đạo chậm thực hiện",
	},
	GroupProcedure: {"Thủ tục hành chính (trừ các thủ tục hành chính được quy định tại khoản 2 Điều 1 Quy chế)", "Thủ tục hành chính"},
}

// Valid reports whether g is a clause of Điều 5.
func (g Group) Valid() bool { return g >= GroupInfrastructure && g <= GroupProcedure }

// Label is the clause's own text; "" for a group that is not valid.
func (g Group) Label() string { return groups[g].label }

// Short is the label for lists and buttons.
func (g Group) Short() string { return groups[g].short }
