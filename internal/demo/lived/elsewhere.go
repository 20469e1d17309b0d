package lived

import (
	"context"

	"hotline1022/internal/ticket"
)

// atOthers are those that other units have.
func (s *stage) atOthers() {
	s.came(1.6, "op04", urgent(report("cap-dien", from(24), "Ngõ 15 đường Ví Dụ, phường Lê Chân", at(20.8433, 106.6849),
		"Dây điện đứt rơi xuống ngõ, vẫn còn tia lửa, trẻ con hay chơi ở đây."))).
		after(2, operator("op04"), ticket.MarkEmergency{Service: "114"}).given(3, "DIENLUC").taken(9, "DIENLUC").
		says(25, "DIENLUC", "Đã cắt điện nhánh rẽ, tổ sửa chữa đang nối lại dây.")
	s.came(3.7, "op01", report("cap-nuoc", from(25), "Khu chung cư Ví Dụ, phường Gia Viên", at(20.8529, 106.6933),
		"Nước máy đục vàng từ sáng, có mùi tanh, cả toà nhà không dùng được.")).given(8, "CAPNUOC").taken(30, "CAPNUOC")
	s.came(2.9, "op02", by(ticket.ChannelFanpage, report("ve-sinh-moi-truong", from(26), "Bờ mương Ví Dụ, phường Hải An", at(20.8312, 106.7271),
		"Ai đó đổ trộm phế thải xây dựng cả xe tải xuống bờ mương đêm qua."))).given(15, haiAn)
	s.came(6.9, "op03", report("trat-tu-do-thi", from(27), "Trước cổng trường tiểu học Ví Dụ, phường Lê Chân", at(20.8455, 106.6762),
		"Hàng quán lấn hết vỉa hè cổng trường, phụ huynh đỗ xe dưới lòng đường, sáng nào cũng tắc.")).
		given(13, leChan).taken(25, leChan).says(70, leChan, "Phường đã ra quân nhắc nhở, sáng mai tiếp tục kiểm tra.")
	s.came(18, "op05", by(ticket.ChannelEmail, report("thuong-mai-gia-ca", byMail(28), "Cửa hàng xăng dầu Ví Dụ, xã Tiên Lãng", at(20.7264, 106.5578),
		"Cửa hàng treo biển hết xăng nhưng vẫn bán cho người quen với giá cao hơn niêm yết."))).given(35, "SCT").taken(80, "SCT")
	s.came(12, "op04", report("vien-thong", from(29), "Đường Ví Dụ, phường Thuỷ Nguyên", at(20.9189, 106.6775),
		"Bó cáp viễn thông võng xuống sát đầu người đi xe máy, đã buộc tạm bằng dây vải.")).given(17, "VNPT")
	s.came(62, "op02", report("van-hoa-du-lich", from(30), "Bãi tắm Ví Dụ, đặc khu Cát Hải", at(20.7186, 107.0492),
		"Bãi tắm không có cứu hộ và biển cảnh báo nước sâu, cuối tuần rất đông khách.")).given(26, catHai).taken(70, catHai)
	first := s.came(3.9, "op01", by(ticket.ChannelWeb, report("ve-sinh-moi-truong", byMail(35), "Ngõ 120 đường Ví Dụ, phường Lê Chân", at(20.8449, 106.6733),
		"Xe rác không vào ngõ từ thứ Hai, rác chất cao ngang tường."))).given(20, "MOITRUONG").taken(30, "MOITRUONG")
	same := s.came(2.7, "op03", report("ve-sinh-moi-truong", from(31), "Đầu ngõ 120 đường Ví Dụ, phường Lê Chân", at(20.8450, 106.6734),
		"Thùng rác đầu ngõ tràn ra ngoài mấy hôm nay chưa có xe đến chở."))
	same.does(11, operator("op03"), func(context.Context) (ticket.Act, error) { return ticket.Merge{Into: first.code}, nil })
	s.sentBack()
	s.atTheOffice()
}

// sentBack are those that went from one to another.
func (s *stage) sentBack() {
	s.came(10.5, "op03", report("cay-xanh", from(32), "Trong khuôn viên Bệnh viện Ví Dụ, phường Kiến An", at(20.8098, 106.6277),
		"Cây xà cừ mục gốc nghiêng về phía khoa khám bệnh.")).
		given(14, "CAYXANH").after(65, officer("CAYXANH"), ticket.Return{Reason: "Cây trong khuôn viên bệnh viện, do bệnh viện quản lý; công ty chỉ chăm sóc cây đường phố.", Whose: "SYT"}).
		given(30, "SYT").taken(40, "SYT")
	s.came(4.4, "op05", report("thoat-nuoc", from(33), "Hẻm 7 đường Ví Dụ, phường Ngô Quyền", at(20.8592, 106.7044),
		"Miệng cống thu nước bị đổ bê tông bịt kín, mưa là ngập vào nhà.")).
		given(10, "THOATNUOC").after(55, officer("THOATNUOC"), ticket.Return{Reason: "Cống trong ngõ chưa bàn giao cho công ty, thuộc phường quản lý."})
}

// atTheOffice are those that the Office leads or presses.
func (s *stage) atTheOffice() {
	s.came(44, "op02", asks(ticket.MatterPetition, report("dat-dai", from(34), "Dự án đường Ví Dụ, xã Vĩnh Bảo", at(20.6931, 106.4812),
		"Đã bàn giao đất hai năm nhưng chưa nhận đủ tiền bồi thường, mỗi cơ quan chỉ sang một nơi."))).
		given(30, "SNNMT", "STC").
		after(hours(6), office, ticket.TakeByOffice{Cause: ticket.UnitsDisagree, Reason: "Hai Sở trả lời khác nhau về nguồn kinh phí bồi thường."})
	s.came(58, "op04", report("thoat-nuoc", from(36), "Khu dân cư Ví Dụ, phường Lê Chân", at(20.8390, 106.6829),
		"Đã báo xong nhưng mưa hôm sau vẫn ngập như cũ, nước thải vào nhà.")).
		way("THOATNUOC", 5, "Khu dân cư ngập sau mưa, đề nghị nạo vét cống.", "Đã nạo vét 120 m cống và thay 3 song chắn rác.").
		after(hours(9), sender, ticket.Contest{Text: "Chỉ nạo vét đoạn đầu, đoạn cuối ngõ vẫn tắc, tối qua lại ngập."}).
		after(hours(3), office, ticket.TakeByOffice{Cause: ticket.SenderContests, Reason: "Người phản ánh không đồng ý với kết quả, đã gửi ảnh ngập sau khi báo xong."}).
		after(hours(7), office, ticket.RequestDirective{Proposal: "Đề nghị Chủ tịch UBND thành phố giao Sở Xây dựng chủ trì, công ty thoát nước phối hợp khảo sát toàn tuyến, báo cáo trong 5 ngày."})
	s.came(88, "op01", by(ticket.ChannelWeb, report("trat-tu-xay-dung", byMail(37), "Ngõ 300 đường Ví Dụ, phường An Biên", at(20.8412, 106.6755),
		"Công trình vượt phép ba tầng, phường lập biên bản rồi vẫn xây tiếp."))).
		way("SXD", 6, "Công trình xây vượt phép trong ngõ.", "Đã lập biên bản vi phạm, yêu cầu dừng thi công.").
		after(hours(12), sender, ticket.Contest{Text: "Biên bản có rồi nhưng chủ nhà vẫn thi công ban đêm, chưa ai đến dừng."}).
		after(hours(4), office, ticket.TakeByOffice{Cause: ticket.SenderContests, Reason: "Vi phạm tiếp diễn sau khi đã báo kết quả."}).
		after(hours(8), office, ticket.RequestDirective{Proposal: "Giao Sở Xây dựng cưỡng chế phần vượt phép, Công an thành phố phối hợp bảo đảm trật tự."}).
		after(hours(48), office, ticket.Direct{Number: "Thông báo 217/TB-UBND (ví dụ)", Date: s.date(14), Lead: "SXD", Cooperating: []string{"CATP"}, Official: true}).
		taken(hours(2), "SXD").says(hours(1), "SXD", "Đã giao Thanh tra Sở chủ trì, dự thảo văn bản trả lời đang trình ký.")
	s.came(35, "op05", report("tieng-on", from(38), "Xưởng cơ khí Ví Dụ, phường Kiến An", at(20.8034, 106.6337),
		"Xưởng cắt sắt ngay trong khu dân cư, ồn và bụi từ sáng đến tối.")).
		way(leChan, 4, "Xưởng cơ khí gây ồn trong khu dân cư.", "Phường đã nhắc nhở chủ xưởng, ký cam kết không làm ngoài giờ hành chính.").
		after(hours(11), sender, ticket.Contest{Text: "Ký cam kết xong hôm sau lại làm đến 21 giờ, đề nghị đo tiếng ồn."})
	s.pressing()
}

// pressing are those of which the Office gets a dossier (Điều 9.6).
func (s *stage) pressing() {
	s.came(9.1, "op02", urgent(report("y-te", from(39), "Khu trọ công nhân Ví Dụ, phường An Phong", at(20.8801, 106.5840),
		"Hơn hai mươi công nhân cùng dãy trọ sốt phát ban, nghi sốt xuất huyết, nước đọng quanh khu trọ."))).
		given(5, "SYT").taken(20, "SYT").says(60, "SYT", "Trung tâm Kiểm soát bệnh tật đã cử đội phun hoá chất chiều nay.").
		after(hours(2), operator("op02"), ticket.SendDossier{For: "urgent", Summary: "22 người sốt phát ban tại một khu trọ 60 phòng; đã báo Sở Y tế, đội phun hoá chất đang xử lý; cần phường rà soát ổ nước đọng."})
	s.came(21, "op03", report("lao-dong-an-sinh", company("Công đoàn cơ sở Công ty Ví Dụ Hồng", 71), "Khu công nghiệp Ví Dụ, phường Hồng An", at(20.8911, 106.6047),
		"Công ty chậm lương hai tháng, 80 công nhân đòi nghỉ việc tập thể.")).
		given(10, "SNV").after(hours(3), office, ticket.MarkUrgent{Urgent: true, Reason: "Có nguy cơ ngừng việc tập thể."})
}
