package ticketgen

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"hotline1022/internal/directory"
	"hotline1022/internal/ticket"
)

var (
	streets = strings.Split("Lạch Tray,Tô Hiệu,Trần Nguyên Hãn,Nguyễn Đức Cảnh,Cầu Đất,Điện Biên Phủ,Hoàng Văn Thụ,Trần Phú,Lê Lợi,Văn Cao,Đà Nẵng,Ngô Gia Tự,"+
		"Lê Hồng Phong,Nguyễn Bỉnh Khiêm,Trường Chinh,Nguyễn Văn Linh,Thiên Lôi,Chợ Hàng,Tôn Đức Thắng,Hùng Vương,Bạch Đằng,Hồ Sen,Cát Dài,Cát Cụt,Mê Linh,"+
		"Lương Khánh Thiện,Quang Trung,Phan Bội Châu,Minh Khai,Đinh Tiên Hoàng,Trần Hưng Đạo,Phạm Ngũ Lão,Lê Lai,Võ Nguyên Giáp,Bùi Viện,Phạm Văn Đồng,Mạc Đăng Doanh,"+
		"Mạc Quyết,Đông Khê,Kiều Sơn,Đằng Hải,Trung Lực,Phương Lưu,Cát Bi,Nguyễn Lương Bằng,Trần Thành Ngọ,Phan Đăng Lưu,Hoàng Quốc Việt,Đồng Hoà,Máng Nước,"+
		"Hải Triều,Cam Lộ,Hà Nội,Sở Dầu,Vạn Mỹ,Chùa Vẽ,Lý Thường Kiệt,Tam Bạc,Lãn Ông,Thất Khê", ",")
	family = strings.Split("Nguyễn,Nguyễn,Nguyễn,Trần,Trần,Lê,Lê,Phạm,Phạm,Vũ,Hoàng,Bùi,Đỗ,Đặng,Ngô,Đoàn,Đào,Lương,Phan,Mạc,Khúc,Tạ,Đinh,Cao", ",")
	middle = strings.Split("Văn,Thị,Đức,Thu,Minh,Ngọc,Quang,Thanh,Hữu,Xuân,Hồng,Kim,Tuấn,Bích,Duy", ",")
	given  = strings.Split("An,Anh,Ánh,Bình,Chi,Cường,Dung,Dũng,Đạt,Giang,Hà,Hải,Hạnh,Hiếu,Hoa,Hoà,Hùng,Hương,Khánh,Lan,Linh,Loan,Long,Mai,Nam,Nga,Nhung,Phương,Quân,Sơn,Tâm,Thảo,Thắng,Thuỷ,Trang,Tuấn,Tú,Vân,Việt,Yến", ",")

	// what is wrong, by field
	matters = map[string][]string{
		"chieu-sang":         {"Đèn đường không sáng đã nhiều ngày", "Cột đèn chiếu sáng bị nghiêng", "Đèn chiếu sáng nhấp nháy suốt đêm", "Đèn đường sáng cả ban ngày"},
		"cap-nuoc":           {"Mất nước sinh hoạt từ sáng", "Nước máy có màu vàng, mùi lạ", "Ống nước vỡ chảy tràn ra đường", "Nước yếu, tầng hai không có"},
		"thoat-nuoc":         {"Cống tắc gây ngập sau mưa", "Nắp hố ga bị vỡ rất nguy hiểm", "Nước thải bốc mùi hôi thối", "Mương thoát nước bị lấp"},
		"cap-dien":           {"Mất điện không báo trước", "Dây điện sà thấp xuống ngõ", "Điện chập chờn buổi tối", "Công tơ điện kêu to, hoá đơn tăng bất thường"},
		"duong-via-he":       {"Mặt đường có ổ gà sâu", "Vỉa hè bị bong gạch", "Đường sụt lún sau khi đào", "Cầu bị hỏng lan can"},
		"den-tin-hieu":       {"Đèn tín hiệu giao thông hỏng", "Biển báo bị cây che khuất", "Đèn đỏ quá lâu gây ùn tắc"},
		"cay-xanh":           {"Cây xanh nghiêng sắp đổ", "Cành cây gãy chắn lối đi", "Cây mục cần cắt tỉa"},
		"vien-thong":         {"Dây cáp viễn thông rơi xuống đường", "Tủ cáp mở toang", "Mất mạng cả khu phố"},
		"ve-sinh-moi-truong": {"Rác thải tồn đọng không ai thu gom", "Bãi rác tự phát bốc mùi", "Đốt rác gây khói độc", "Xe chở vật liệu làm rơi vãi đất"},
		"trat-tu-do-thi":     {"Lấn chiếm vỉa hè bán hàng", "Ô tô đỗ dưới lòng đường", "Chợ cóc họp trên đường"},
		"trat-tu-xay-dung":   {"Xây nhà không phép", "Công trình xây dựng làm nứt nhà bên", "Xây lấn ngõ đi chung"},
		"an-ninh-trat-tu":    {"Thanh niên tụ tập gây mất trật tự ban đêm", "Trộm cắp xe máy liên tiếp", "Đánh bạc công khai"},
		"tieng-on":           {"Hát karaoke loa kẹo kéo quá khuya", "Xưởng cơ khí gây ồn", "Quán bar mở nhạc lớn"},
		"giao-thong-van-tai": {"Xe buýt bỏ bến", "Xe tải chạy giờ cấm", "Taxi thu tiền quá giá"},
		"y-te":               {"Quán ăn không bảo đảm vệ sinh", "Trạm y tế không có người trực", "Nghi ngộ độc thực phẩm"},
		"giao-duc":           {"Trường thu tiền không đúng quy định", "Cổng trường ùn tắc giờ tan học", "Lớp học quá đông"},
		"lao-dong-an-sinh":   {"Công ty nợ lương công nhân", "Chưa nhận được trợ cấp", "Hỏi chế độ người có công"},
		"dat-dai":            {"Chậm bồi thường giải phóng mặt bằng", "Tranh chấp ranh giới đất", "Lấn chiếm đất công"},
		"thuong-mai-gia-ca":  {"Bán hàng giả", "Giá xăng niêm yết không đúng", "Cân thiếu ở chợ"},
		"van-hoa-du-lich":    {"Di tích xuống cấp", "Khách sạn thu quá giá", "Bãi tắm không có cứu hộ"},
	}
	otherwise = []string{"Hỏi thủ tục và giấy tờ cần nộp", "Đề xuất sáng kiến cho thành phố", "Hồ sơ nộp đã quá hạn chưa được trả", "Việc đã có chỉ đạo mà chưa thấy làm"}
	since     = []string{"từ hôm qua", "đã một tuần nay", "từ đầu tháng", "sau trận mưa lớn", "nhiều lần phản ánh chưa xử lý", "từ sáng sớm", "gần cổng trường học", "trước cửa nhà dân"}
	ask       = []string{"đề nghị kiểm tra, xử lý sớm", "mong cơ quan chức năng quan tâm", "đề nghị cho biết thời gian khắc phục", "rất nguy hiểm cho người đi đường", "ảnh hưởng sinh hoạt của nhân dân"}
	results   = []string{"Đã cử người kiểm tra và khắc phục xong", "Đã lập biên bản, xử lý vi phạm", "Đã sửa chữa, thay thế thiết bị hỏng", "Đã hướng dẫn công dân làm thủ tục", "Đã nhắc nhở và yêu cầu cam kết không tái phạm"}
)

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// often picks the first ones more than the last.
func often[T any](r *rand.Rand, from []T) T {
	x := r.Float64()
	return from[int(x*x*float64(len(from)))]
}

func person(r *rand.Rand) string {
	return pick(r, family) + " " + pick(r, middle) + " " + pick(r, given)
}

// place is an address in an area.
func place(r *rand.Rand, area string) string {
	house := fmt.Sprintf("Số %d", 1+r.IntN(480))
	if r.IntN(3) == 0 {
		house += fmt.Sprintf(", ngõ %d", 1+r.IntN(300))
	}
	return house + " đường " + often(r, streets) + ", " + area
}

// citizens are so many people who report, some of them often.
const citizens = 400_000

// sender is somebody who reports: the same number is the same person.
func sender(r *rand.Rand, seed uint64) ticket.Sender {
	x := r.Float64()
	who := uint64(x * x * x * citizens)
	own := rand.New(rand.NewPCG(seed, who))
	s := ticket.Sender{Type: ticket.Individual, Name: person(own), NoEmail: true}
	s.Phone = pick(own, []string{"090", "091", "093", "098", "036", "078", "086"}) + fmt.Sprintf("%07d", own.IntN(10_000_000))
	if own.IntN(20) == 0 {
		s.Type, s.Name = ticket.Organisation, "Công ty TNHH "+pick(own, given)+" "+pick(own, given)
	}
	if own.IntN(4) == 0 {
		s.NoAddress = true
	} else {
		s.Address = fmt.Sprintf("%d %s", 1+own.IntN(480), pick(own, streets))
	}
	return s
}

// draft is what somebody reported of a matter in an area.
func draft(r *rand.Rand, seed uint64, f directory.Field, unit, area string) ticket.Draft {
	what := matters[f.Code]
	if what == nil {
		what = otherwise
	}
	address := place(r, area)
	d := ticket.Draft{
		Group: ticket.Group(f.Group), Field: f.Code, Unit: unit, Address: address, Channel: ticket.ChannelPhone,
		Content: pick(r, what) + " tại " + address + " " + pick(r, since) + ", " + pick(r, ask) + ".",
		Urgent:  r.IntN(60) == 0, Confidential: r.IntN(40) == 0, Sender: sender(r, seed),
	}
	switch n := r.IntN(100); {
	case n < 12:
		d.Channel = ticket.ChannelWeb
	case n < 17:
		d.Channel = ticket.ChannelEmail
	case n < 22:
		d.Channel = ticket.ChannelFanpage
	}
	if d.Group == ticket.GroupDirective {
		d.Directive = fmt.Sprintf("Công văn số %d/UBND-VX", 1+r.IntN(9000))
	}
	return d
}
