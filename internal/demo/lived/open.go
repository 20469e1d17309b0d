package lived

import (
	"context"

	"hotline1022/internal/ticket"
)

// atTheHotline are those that wait for an operator.
func (s *stage) atTheHotline() {
	s.begin(.8, "op01", ticket.Draft{Sender: from(0)}).leaves(24)
	s.begin(3.1, "op01", ticket.Draft{Sender: from(1)}).evening(21, 47).leaves(38)
	s.begin(3.1, "op01", ticket.Draft{Sender: from(2)}).evening(23, 5).leaves(9)

	s.came(.25, "op02", by(ticket.ChannelWeb, report("ve-sinh-moi-truong", byMail(3), "Ngõ 89 đường Ví Dụ, phường Lê Chân", at(20.8446, 106.6731),
		"Rác thải sinh hoạt tập kết ở đầu ngõ từ hôm kia chưa được thu gom, chó mèo bới tung ra đường, mùi hôi thối bay vào nhà dân. Đề nghị cho thu gom ngay và nhắc đơn vị vệ sinh thu đúng giờ.")))
	s.came(.6, "op03", urgent(report("duong-via-he", from(4), "Chân cầu vượt Lạch Tray, phường Gia Viên", at(20.8399, 106.6958),
		"Giữa đường có hố sụt sâu khoảng nửa mét, đường kính hơn một mét, ngay làn xe máy, chưa có rào chắn. Trời tối rất dễ xảy ra tai nạn.")))
	s.came(.95, "op01", by(ticket.ChannelFanpage, report("tieng-on", from(5), "Khu vực ngã tư Quán Mau, phường Lê Chân", nil,
		"Quán karaoke mở nhạc đến 1 giờ sáng, nhà có cháu nhỏ và người già không ngủ được. Đã phản ánh với tổ dân phố nhưng chưa thấy xử lý.")))
	s.came(2.4, "op02", report("thoat-nuoc", from(6), "", nil, "Cống trước nhà bị tắc, nước thải tràn lên đường. (Người gọi nói nhỏ, chưa nghe rõ địa chỉ.)")).
		after(14, operator("op02"), ticket.AskSender{Text: "Xin cho biết số nhà, tên đường và phường nơi cống bị tắc để chúng tôi chuyển đơn vị thoát nước."})
	s.came(6.2, "op04", by(ticket.ChannelEmail, report("giao-duc", byMail(7), "", nil, "Trường thu tiền học thêm và quỹ lớp không có thông báo bằng văn bản, phụ huynh không dám hỏi."))).
		after(20, operator("op04"), ticket.AskSender{Text: "Xin cho biết tên trường, lớp và khoản thu để Sở Giáo dục và Đào tạo kiểm tra."}).
		after(95, sender, ticket.SenderReplied{Text: "Trường THCS ở phường Gia Viên, khối 7, khoản quỹ lớp 800 nghìn đồng và tiền học thêm 450 nghìn đồng mỗi tháng."}).
		given(25, "SGDDT")
	s.came(.5, "op03", report("y-te", from(8), "Chợ Ví Dụ, phường Hải An", at(20.8345, 106.7203), "Ba người trong gia đình bị đau bụng sau khi ăn bánh mì mua ở cổng chợ sáng nay, hỏi phải báo cơ quan nào kiểm tra cửa hàng.")).
		after(6, operator("op03"), ticket.TransferLive{Unit: "SYT", Way: "call"})

	s.results()
}

// results are there, and have to be told.
func (s *stage) results() {
	s.came(6.5, "op01", report("chieu-sang", from(9), "Đường Ví Dụ, đoạn từ số 12 đến số 60, phường Lê Chân", at(20.8478, 106.6802),
		"Cả dãy đèn đường tắt từ tối qua, đoạn này đông học sinh đi học thêm về muộn.")).
		given(9, "CHIEUSANG").taken(22, "CHIEUSANG").done(160, "CHIEUSANG", "Đã thay bộ điều khiển bị cháy do ngấm nước, 14 đèn trên tuyến sáng lại lúc 10 giờ. Sẽ kiểm tra lại vào tối nay.")
	s.came(9.4, "op02", by(ticket.ChannelWeb, report("duong-via-he", byMail(10), "Đường Ví Dụ nối dài, phường Hải An", at(20.8287, 106.7166),
		"Vỉa hè trước dãy nhà bị bong gạch cả mảng sau khi đào lắp cáp, người đi bộ phải xuống lòng đường. Đề nghị hoàn trả mặt bằng."))).
		given(15, "SXD").taken(60, "SXD").
		done(hours(5.5), "SXD", "Sở Xây dựng đã yêu cầu đơn vị thi công hoàn trả 45 m² vỉa hè, hoàn thành và nghiệm thu trong ngày. Liên hệ bà Nguyễn Thị Ví, điện thoại 0900000199, nếu còn vướng mắc.")
	s.came(7.8, "op05", confidential(report("an-ninh-trat-tu", from(11), "Khu dân cư số 3, phường Gia Viên", nil,
		"Nhà đầu ngõ tụ tập đánh bạc hằng đêm, có người lạ ra vào. Xin giữ kín tên vì sợ bị trả thù."))).
		given(7, "CATP").taken(40, "CATP").done(hours(4), "CATP", "Công an phường đã kiểm tra, lập biên bản xử lý theo thẩm quyền và tiếp tục theo dõi địa bàn.")
	s.came(5.1, "op03", asks(ticket.MatterQuestion, report("ho-tich", from(12), "", nil, "Hỏi thủ tục làm lại giấy khai sinh bị mất cho cháu, phải đến phường hay Trung tâm hành chính công?"))).
		answer(8, "Trích lục khai sinh được cấp tại bất kỳ UBND phường, xã nào hoặc qua Cổng Dịch vụ công quốc gia; mang theo căn cước của cha hoặc mẹ. Thời hạn: trong ngày làm việc.", "Luật Hộ tịch 2014, Điều 63")
}

// atTheDepartment are those of the Sở Xây dựng, which the accounts canbo and thutruong are of.
func (s *stage) atTheDepartment() {
	s.came(1.1, "op01", urgent(report("duong-via-he", from(13), "Km 3 đường Ví Dụ, phường Dương Kinh", at(20.7862, 106.7093),
		"Nắp hố ga giữa đường bị mất, người dân đã cắm tạm cành cây. Xe tải chạy nhiều, đề nghị xử lý gấp trong hôm nay."))).given(6, "SXD")
	s.came(7.4, "op02", report("den-tin-hieu", from(14), "Ngã tư đường Ví Dụ – Lê Hồng Phong, phường Hải An", at(20.8402, 106.7118),
		"Đèn tín hiệu chiều rẽ trái hỏng, xe ùn kéo dài giờ tan tầm, hôm nay đã có hai vụ va quệt.")).given(11, "SXD")
	s.came(5.5, "op04", by(ticket.ChannelFanpage, report("cay-xanh", from(15), "Dải phân cách đường Ví Dụ, phường Kiến An", at(20.8071, 106.6299),
		"Cây phượng lớn nghiêng hẳn về phía mặt đường sau trận mưa, rễ đã bật lên, sắp đổ vào dây điện."))).
		given(18, "SXD", "CAYXANH").taken(45, "SXD").taken(20, "CAYXANH").says(35, "SXD", "Đã cử tổ trực đến hiện trường, căng dây cảnh báo; đang chờ xe nâng của công ty cây xanh.")
	s.came(26, "op03", by(ticket.ChannelWeb, report("duong-via-he", byMail(16), "Cầu dân sinh thôn Ví Dụ, xã Kiến Thuỵ", at(20.7486, 106.6713),
		"Lan can cầu dân sinh gãy hai nhịp, mặt cầu nứt dọc, học sinh qua lại hằng ngày. Xã trả lời cầu do Sở quản lý."))).
		given(16, "SXD").taken(50, "SXD").says(60, "SXD", "Đã khảo sát, lập biên bản hiện trạng cùng UBND xã.").
		promised(45, "SXD", 4, "Phải gia công lan can thép và thẩm tra dầm trước khi thi công.")
	s.came(4.6, "op05", report("trat-tu-xay-dung", from(17), "Ngõ 42 đường Ví Dụ, phường An Biên", at(20.8421, 106.6789),
		"Nhà bên cạnh đào móng sâu làm tường nhà tôi nứt, đã dừng một hôm rồi lại thi công tiếp ban đêm.")).
		given(20, "SXD").taken(30, "SXD").after(40, canbo, ticket.AskByUnit{Text: "Xin cho biết công trình có biển báo giấy phép xây dựng không và thời gian thuận tiện để cán bộ đến xem vết nứt."})
	s.came(7.1, "op01", report("giao-thong-van-tai", from(18), "Bến xe buýt trước Bệnh viện Ví Dụ, phường Kiến An", at(20.8113, 106.6268),
		"Xe buýt tuyến số 2 bỏ bến liên tục buổi chiều, người già chờ hơn một tiếng.")).
		given(14, "SXD").taken(25, "SXD").after(30, canbo, ticket.AskByUnit{Text: "Xin cho biết ngày, giờ xe bỏ bến và biển số xe nếu nhớ."}).
		after(100, sender, ticket.SenderReplied{Text: "Chiều thứ Ba và thứ Tư, khoảng 16 giờ 30 đến 17 giờ 30, không kịp nhìn biển số."})
	s.came(16, "op02", report("duong-via-he", from(19), "Đường trục xã, thôn Ví Dụ 2, xã An Lão", at(20.8203, 106.5549),
		"Xe chở đất chạy suốt ngày làm đường hỏng nát, bụi mù, mưa thì lầy không đi được. Dân kiến nghị nhiều lần chưa được giải quyết.")).
		given(22, "SXD", "CATP").taken(55, "SXD").says(120, "SXD", "Đã làm việc với chủ dự án, yêu cầu rửa đường và đi đúng tải trọng.").taken(30, "CATP")
	s.came(31, "op04", by(ticket.ChannelEmail, report("trat-tu-xay-dung", company("Công ty TNHH Ví Dụ Xanh", 70), "Khu đô thị Ví Dụ, phường Hải An", at(20.8261, 106.7239),
		"Chủ đầu tư chưa bàn giao hạ tầng kỹ thuật theo cam kết, đường nội bộ và trạm bơm không ai vận hành, mỗi lần mưa ngập 30 cm. Công ty và 120 hộ dân đề nghị Sở Xây dựng có ý kiến bằng văn bản."))).
		given(40, "SXD").taken(90, "SXD").
		after(hours(14), office, ticket.Remind{Text: "Việc liên quan nhiều hộ dân, đề nghị thủ trưởng đơn vị trực tiếp chỉ đạo và trả lời trong tuần."})
	s.came(71, "op05", report("duong-via-he", from(20), "Đường gom cầu Ví Dụ, phường An Dương", at(20.8634, 106.6059),
		"Ổ gà dày đặc hơn 500 m, đã có người ngã gãy tay. Phản ánh từ tháng trước vẫn chưa sửa.")).
		given(12, "SXD").taken(100, "SXD").says(hours(3), "SXD", "Đã đưa vào kế hoạch duy tu quý này.").
		after(hours(20), office, ticket.Remind{Text: "Đã quá hạn của cán bộ đầu mối. Đề nghị thủ trưởng cho xử lý dứt điểm."}).
		after(hours(34), office, ticket.RecordDocument{Sign: "Công văn 4512/UBND-KSTTHC (ví dụ)", Date: s.date(14), Unit: "SXD", Subject: "Giải trình việc chậm xử lý phản ánh về đường gom cầu Ví Dụ"})
	s.came(64, "op01", by(ticket.ChannelWeb, report("thoat-nuoc", byMail(21), "Khu tập thể Ví Dụ, phường Ngô Quyền", at(20.8571, 106.7009),
		"Cả khu ngập mỗi khi triều lên, hố ga không nạo vét nhiều năm. Công ty thoát nước trả lời phải có chủ trương của Sở."))).
		given(30, "SXD").taken(60, "SXD")
	s.recordings()
}

// recordings that the unit wants to hear: one that is asked for, one that was granted.
func (s *stage) recordings() {
	asked := s.came(4.2, "op03", report("den-tin-hieu", from(22), "Nút giao cầu Ví Dụ, phường Hồng Bàng", at(20.8662, 106.6714),
		"Biển cấm tải bị cây che khuất, xe container vẫn đi vào giờ cao điểm, đề nghị tỉa cây và lắp lại biển cho dễ nhìn.")).given(9, "SXD").taken(20, "SXD")
	asked.does(25, canbo, func(ctx context.Context) (ticket.Act, error) {
		id, err := s.recording(ctx, asked.code)
		return ticket.RequestRecording{Recording: id, Reason: "Người phản ánh nói có hai biển, cần nghe lại vị trí biển thứ hai."}, err
	})
	granted := s.came(5.9, "op05", report("duong-via-he", from(23), "Cổng khu công nghiệp Ví Dụ, phường An Phong", at(20.8779, 106.5853),
		"Gờ giảm tốc bong ra đinh thép nhô lên, ba xe thủng lốp trong sáng nay.")).given(10, "SXD").taken(15, "SXD")
	granted.does(20, canbo, func(ctx context.Context) (ticket.Act, error) {
		id, err := s.recording(ctx, granted.code)
		return ticket.RequestRecording{Recording: id, Reason: "Cần nghe rõ vị trí gờ giảm tốc, nội dung ghi chưa đủ."}, err
	})
	granted.after(40, leader, ticket.DecideRecording{Number: 1, Approve: true, Until: granted.closing(3), Reason: "Phục vụ xác minh tại hiện trường."}).
		says(30, "SXD", "Đã nghe ghi âm, xác định gờ ở lối ra số 2; đang cho tháo dỡ.")
}
