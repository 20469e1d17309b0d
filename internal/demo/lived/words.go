package lived

import (
	"fmt"

	"hotline1022/internal/directory"
	"hotline1022/internal/ticket"
)

// who reports; their telephones are 0900 000 1xx, in this order.
var citizens = []string{
	"Nguyễn Thị Bưởi", "Trần Văn Cam", "Lê Thị Quýt", "Phạm Văn Mận", "Hoàng Thị Đào", "Vũ Văn Ổi", "Đỗ Thị Lựu", "Bùi Văn Khế", "Đặng Thị Me", "Ngô Văn Bàng",
	"Đoàn Thị Sấu", "Lương Văn Nhãn", "Phan Thị Vải", "Mạc Văn Chanh", "Tạ Thị Dừa", "Đinh Văn Mít", "Cao Thị Sen", "Khúc Văn Trúc", "Nguyễn Văn Thông", "Trần Thị Phượng Vĩ",
	"Lê Văn Bách", "Phạm Thị Ngâu", "Hoàng Văn Lim", "Vũ Thị Huệ", "Đỗ Văn Gạo", "Bùi Thị Hồng Nhung", "Đặng Văn Sồi", "Ngô Thị Cúc", "Đoàn Văn Tre", "Lương Thị Mơ",
	"Phan Văn Dẻ", "Mạc Thị Lan", "Tạ Văn Xoan", "Đinh Thị Nhài", "Cao Văn Sim", "Khúc Thị Trà", "Nguyễn Thị Thanh Long", "Trần Văn Roi", "Lê Thị Mai Vàng", "Phạm Văn Đước",
}

// from is one of them; some live where they say, some do not tell.
func from(n int) ticket.Sender {
	s := ticket.Sender{Type: ticket.Individual, Name: citizens[n], Phone: fmt.Sprintf("0900000%03d", 100+n), NoEmail: true, NoAddress: n%3 == 0}
	if !s.NoAddress {
		s.Address = fmt.Sprintf("Tổ %d, khu dân cư số %d", n+2, n%5+1)
	}
	return s
}

// byMail is one of them who writes.
func byMail(n int) ticket.Sender {
	s := from(n)
	s.NoEmail, s.Email = false, fmt.Sprintf("nguoi-dan-%d@example.com", n)
	return s
}

// a company, which has a name that people see to be invented.
func company(name string, n int) ticket.Sender {
	return ticket.Sender{Type: ticket.Organisation, Name: name, Phone: fmt.Sprintf("0900000%03d", 100+n), Address: "Lô B, cụm công nghiệp Ví Dụ", NoEmail: true}
}

// report is what they report of a field, told by telephone unless it is said to have come otherwise.
func report(field string, who ticket.Sender, address string, pin *ticket.Pin, content string) ticket.Draft {
	d := ticket.Draft{
		Matter: ticket.MatterReport, Field: field, Content: content, Address: address, Pin: pin, Channel: ticket.ChannelPhone, Sender: who,
	}
	for _, f := range directory.Fields() {
		if f.Code == field {
			d.Group = ticket.Group(f.Group)
		}
	}
	return d
}

func by(way ticket.Channel, d ticket.Draft) ticket.Draft {
	d.Channel = way
	return d
}

func urgent(d ticket.Draft) ticket.Draft {
	d.Urgent = true
	return d
}

func confidential(d ticket.Draft) ticket.Draft {
	d.Confidential = true
	return d
}

func asks(kind ticket.Matter, d ticket.Draft) ticket.Draft {
	d.Matter = kind
	return d
}

func at(lat, lon float64) *ticket.Pin { return &ticket.Pin{Lat: lat, Lon: lon} }

// The steps of which most tickets' lives are made; each comes so many working minutes after the one before.

func (t *tale) given(minutes int, unit string, beside ...string) *tale {
	return t.after(minutes, operator(t.operator), ticket.Assign{Lead: unit, Cooperating: beside})
}

func (t *tale) taken(minutes int, unit string) *tale {
	return t.after(minutes, officer(unit), ticket.Accept{})
}

func (t *tale) says(minutes int, unit, text string) *tale {
	return t.after(minutes, officer(unit), ticket.Progress{Text: text})
}

func (t *tale) done(minutes int, unit, text string) *tale {
	return t.after(minutes, officer(unit), ticket.Resolve{Text: text})
}

func (t *tale) shown(minutes int, content, result string) *tale {
	return t.after(minutes, operator(t.operator), ticket.Publish{Content: content, Result: result, Checked: true})
}

func (t *tale) answer(minutes int, text, basis string) *tale {
	return t.after(minutes, operator(t.operator), ticket.Answer{Text: text, Basis: basis})
}

func (t *tale) mark(minutes, score int, comment string) *tale {
	return t.after(minutes, sender, ticket.Rate{Score: score, Comment: comment})
}

// way is the whole of a plain ticket's life through a unit: given, taken, done, shown.
func (t *tale) way(unit string, took float64, content, result string) *tale {
	return t.given(12, unit).taken(35, unit).done(hours(took), unit, result).shown(50, content, result)
}

// promised gives a finish so many working days from now, of a ticket that is the unit's still.
func (t *tale) promised(minutes int, unit string, days int, why string) *tale {
	return t.after(minutes, officer(unit), ticket.Promise{Until: t.closing(days), Reason: why})
}
