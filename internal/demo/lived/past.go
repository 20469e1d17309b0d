package lived

import "hotline1022/internal/ticket"

// past is what is over, some of it for weeks: closed by the clock, rated, refused, withdrawn.
func (s *stage) past() {
	s.plain()
	s.rare()
	s.refused()
	for i, ago := range []float64{1.3, 4.9, 12.6, 27.2, 33.8, 52.1, 77.4, 101.3, 140.7} {
		s.lost(ago, from(i*3).Phone, 25+i*17)
	}
}

// plain are those that went as most do.
func (s *stage) plain() {
	s.came(205, "op01", report("chieu-sang", from(5), "Đường Ví Dụ, phường Hồng Bàng", at(20.8668, 106.6722), "Hai bóng đèn trước trạm y tế cháy đã một tuần.")).
		way("CHIEUSANG", 4, "Đèn chiếu sáng trước trạm y tế không sáng.", "Đã thay hai bóng đèn trong ngày.").mark(hours(6), 5, "Nhanh hơn tôi nghĩ, cảm ơn tổng đài.")
	s.came(190, "op02", report("cap-nuoc", from(8), "Ngõ 200 đường Ví Dụ, phường Gia Viên", at(20.8538, 106.6971), "Ống nước vỡ phun lên mặt đường từ 5 giờ sáng.")).
		way("CAPNUOC", 2.5, "Ống nước sạch vỡ trên mặt đường.", "Đã hàn nối ống D110, cấp nước lại lúc 11 giờ.").mark(hours(2), 4, "")
	s.came(183, "op03", by(ticket.ChannelWeb, report("duong-via-he", byMail(11), "Đường Ví Dụ, phường An Hải", at(20.8733, 106.6211), "Ổ gà ngay cổng nhà văn hoá, đề nghị vá."))).
		way("SXD", 6.5, "Mặt đường có ổ gà trước nhà văn hoá.", "Đơn vị duy tu đã vá 12 m² mặt đường.").mark(hours(20), 5, "Vá phẳng, đẹp.").
		after(hours(1), canbo, ticket.PublishedByUnit{URL: "https://sxd.1022.example/tin/va-duong-vi-du"})
	s.came(172, "op04", report("ve-sinh-moi-truong", from(14), "Chợ tạm Ví Dụ, phường Hải An", at(20.8301, 106.7188), "Rác chợ không thu gom buổi chiều, ruồi nhặng.")).
		way("MOITRUONG", 5, "Rác chợ tồn đọng buổi chiều.", "Đã bổ sung ca thu gom 17 giờ hằng ngày.").mark(hours(30), 3, "Có thu nhưng chưa sạch hẳn.")
	s.came(160, "op05", by(ticket.ChannelFanpage, report("den-tin-hieu", from(17), "Ngã ba đường Ví Dụ, phường Đồ Sơn", at(20.7093, 106.7892), "Đèn vàng nhấp nháy suốt, không có đèn xanh đỏ."))).
		way("SXD", 3, "Đèn tín hiệu giao thông tại ngã ba không hoạt động.", "Đã thay mô-đun điều khiển, đèn hoạt động bình thường.").mark(hours(4), 5, "")
	s.came(151, "op01", report("tieng-on", from(20), "Ngõ Ví Dụ, phường Lê Chân", at(20.8461, 106.6744), "Loa kẹo kéo hát đến nửa đêm cuối tuần.")).
		way(leChan, 7, "Hát loa công suất lớn ban đêm trong khu dân cư.", "Công an phường đã nhắc nhở, hộ gia đình cam kết không tái phạm.").mark(hours(15), 2, "Được hai hôm lại hát tiếp.")
	s.came(143, "op02", report("cap-dien", from(23), "Thôn Ví Dụ, xã An Lão", at(20.8217, 106.5560), "Điện yếu buổi tối, quạt không chạy.")).
		way("DIENLUC", 7.5, "Điện áp thấp buổi tối.", "Đã san tải sang trạm biến áp mới, điện áp đạt 220 V.").mark(hours(8), 4, "Điện khoẻ hơn rồi.")
	s.came(132, "op03", report("cay-xanh", from(26), "Công viên Ví Dụ, phường Ngô Quyền", at(20.8577, 106.7012), "Cành khô lớn treo trên lối đi bộ.")).
		way("CAYXANH", 3, "Cành cây khô nguy hiểm trong công viên.", "Đã cắt tỉa 6 cây dọc lối đi.").mark(hours(1), 5, "")
	s.came(126, "op04", by(ticket.ChannelEmail, report("van-hoa-du-lich", byMail(29), "Đình làng Ví Dụ, xã Kiến Thuỵ", nil, "Mái đình dột, sắp đến lễ hội mà chưa sửa."))).
		way("SVHTTDL", 7, "Di tích đình làng xuống cấp trước lễ hội.", "Sở đã kiểm tra, cho chống dột tạm; tu bổ đưa vào kế hoạch năm sau.")
	s.came(117, "op05", report("giao-duc", from(32), "Trường mầm non Ví Dụ, phường Gia Viên", at(20.8519, 106.6955), "Sân trường trơn trượt, cháu ngã hai lần trong tuần.")).
		way("SGDDT", 6, "Sân trường mầm non trơn trượt.", "Nhà trường đã trải thảm chống trượt toàn bộ lối đi.").mark(hours(12), 5, "Cảm ơn cô giáo và tổng đài.")
	s.came(49, "op01", report("duong-via-he", from(35), "Đường Ví Dụ, phường Kiến An", at(20.8066, 106.6288), "Tấm đan rãnh vỡ, xe đạp lọt bánh.")).
		way("SXD", 4, "Tấm đan rãnh thoát nước vỡ.", "Đã thay 4 tấm đan.").mark(hours(10), 4, "")
	s.came(40, "op02", by(ticket.ChannelWeb, report("thoat-nuoc", byMail(38), "Đường Ví Dụ, phường An Biên", at(20.8420, 106.6771), "Hố ga mất nắp trước cổng trường."))).
		way("THOATNUOC", 2, "Hố ga mất nắp trước cổng trường.", "Đã lắp nắp composite mới.").mark(hours(3), 5, "Làm ngay trong buổi sáng!")
	s.came(29, "op03", report("trat-tu-do-thi", from(0), "Phố đi bộ Ví Dụ, phường Hồng Bàng", at(20.8601, 106.6827), "Xe máy chạy vào phố đi bộ buổi tối.")).
		way("CATP", 5, "Xe máy đi vào phố đi bộ.", "Đã bố trí rào chắn và lực lượng trực từ 18 giờ.")
	s.came(23, "op04", report("duong-via-he", from(3), "Cổng chợ Ví Dụ, phường Thuỷ Nguyên", at(20.9202, 106.6791), "Mặt đường trước chợ lún thành vũng.")).
		way("SXD", 6, "Mặt đường trước chợ bị lún.", "Đã lu lèn và thảm lại 60 m² mặt đường.").
		after(hours(2), canbo, ticket.ProposeReward{For: ticket.ForSender, Reason: "Nhiều lần báo kịp thời các điểm lún, tránh được tai nạn."})
}

// rare are those that went otherwise than most.
func (s *stage) rare() {
	s.came(178, "op05", report("duong-via-he", from(6), "Cầu phao Ví Dụ, xã Vĩnh Am", at(20.6420, 106.5310), "Cầu phao hỏng ván, người dân phải đi vòng 12 km.")).
		given(25, "SXD").taken(90, "SXD").after(hours(10), office, ticket.Remind{Text: "Đề nghị cho biết thời hạn sửa."}).
		after(hours(30), head, ticket.Resolve{Text: "Đã thay toàn bộ ván mặt cầu, kẻ lại vạch tải trọng."}).
		shown(45, "Cầu phao hỏng ván mặt.", "Đã thay toàn bộ ván mặt cầu, kẻ lại vạch tải trọng.").mark(hours(16), 3, "Sửa tốt nhưng lâu.")
	s.came(240, "op01", report("trat-tu-xay-dung", from(9), "Ngõ 77 đường Ví Dụ, phường Lê Chân", at(20.8470, 106.6790), "Nhà xây lấn ra ngõ chung 40 cm, nhiều hộ không quay được xe.")).
		given(30, "SXD").taken(120, "SXD").after(hours(70), head, ticket.Resolve{Text: "Đã buộc tháo dỡ phần lấn chiếm; UBND phường giám sát hoàn thành."}).
		shown(60, "Công trình xây lấn ngõ đi chung.", "Đã buộc tháo dỡ phần lấn chiếm.").mark(hours(9), 2, "Xử lý được nhưng phải chờ hơn một tuần.").
		after(hours(1), operator("op01"), ticket.WantReview{Reason: "Quá hạn nhiều ngày, người dân đánh giá 2 điểm."}).
		after(hours(6), operator("op01"), ticket.SendDossier{For: "review", Summary: "Chuyển SXD, quá 8 giờ và 48 giờ làm việc; kết quả đạt yêu cầu nhưng chậm; đề nghị nhắc bằng văn bản."}).
		after(hours(5), office, ticket.RecordDocument{Sign: "Công văn 4388/UBND-KSTTHC (ví dụ)", Date: s.date(150), Unit: "SXD", Subject: "Nhắc việc chậm xử lý phản ánh"}).
		after(hours(30), office, ticket.DocumentReplied{Number: 1, Reply: "Sở Xây dựng đã kiểm điểm cán bộ đầu mối và phân công thêm người."})
	s.came(37, "op03", by(ticket.ChannelWeb, report("cay-xanh", byMail(12), "Vườn hoa Ví Dụ, phường Gia Viên", at(20.8560, 106.6888), "Ghế đá gãy, mảnh vỡ sắc cạnh nơi trẻ em chơi."))).
		way("CAYXANH", 3, "Ghế đá gãy trong vườn hoa.", "Đã thay ghế mới, dọn mảnh vỡ.").
		after(hours(5), operator("op03"), ticket.WithdrawPublication{Reason: "Ảnh đính kèm còn thấy biển số xe, cần che rồi công khai lại."})
	s.came(30, "op02", confidential(report("an-ninh-trat-tu", from(15), "Xóm Ví Dụ, xã Quyết Thắng", nil, "Có người bán pháo nổ trong xóm, xin giữ kín người báo."))).
		given(9, "CATP").taken(30, "CATP").after(40, office, ticket.AllowIdentity{Unit: "CATP", Reason: "Công an cần liên hệ xác minh, người báo đã đồng ý."}).
		done(hours(6), "CATP", "Đã thu giữ 6 kg pháo, lập hồ sơ xử lý.").
		after(60, operator("op02"), ticket.AnswerConfidential{How: "Gọi điện riêng cho người báo, thông tin kết quả và hướng dẫn giữ bí mật."})
	s.came(55, "op04", by(ticket.ChannelWeb, asks(ticket.MatterSuggestion, report("hien-ke-do-thi", byMail(18), "", nil,
		"Đề xuất làm lối đi bộ ven sông Tam Bạc nối với chợ Sắt, có bảng kể chuyện phố cũ, giao học sinh vẽ và thuyết minh.")))).
		given(25, "VPUB").taken(120, "VPUB").done(hours(5), "VPUB", "Văn phòng UBND thành phố ghi nhận, đã chuyển Sở Xây dựng và Sở Văn hoá, Thể thao và Du lịch nghiên cứu trong quy hoạch ven sông.").
		shown(70, "Hiến kế lối đi bộ ven sông kể chuyện phố cũ.", "Đã ghi nhận, chuyển hai Sở nghiên cứu trong quy hoạch ven sông.").mark(hours(2), 5, "Mong sớm thành hiện thực.")
	s.came(66, "op05", report("giao-thong-van-tai", from(21), "Bến phà Ví Dụ, đặc khu Cát Hải", at(20.8004, 106.9107), "Nhân viên bến phà thu thêm tiền xe máy không có vé.")).
		way("SXD", 5, "Thu tiền không có vé tại bến phà.", "Đã chấn chỉnh, hoàn tiền và niêm yết giá vé tại bến.").
		after(hours(4), sender, ticket.ReportConduct{Text: "Cán bộ gọi lại nói chuyện khó nghe, hỏi tôi sao cứ đi kiện."}).mark(60, 3, "Kết quả được, thái độ chưa được.")
}

// refused are those that were answered at once, or not taken.
func (s *stage) refused() {
	s.came(198, "op02", asks(ticket.MatterQuestion, report("tthc-khac", from(2), "", nil, "Hỏi đổi giấy phép lái xe ở đâu, có phải khám sức khoẻ không."))).
		answer(6, "Đổi giấy phép lái xe tại các điểm tiếp nhận của Công an thành phố hoặc trên Cổng Dịch vụ công; cần giấy khám sức khoẻ còn hạn 12 tháng.", "Bài hướng dẫn đổi giấy phép lái xe").
		shown(15, "Hỏi thủ tục đổi giấy phép lái xe.", "Nộp tại điểm tiếp nhận của Công an thành phố hoặc Cổng Dịch vụ công, kèm giấy khám sức khoẻ.").mark(hours(1), 5, "")
	s.came(97, "op04", asks(ticket.MatterQuestion, report("lao-dong-an-sinh", from(7), "", nil, "Mẹ tôi 80 tuổi chưa có lương hưu thì được trợ cấp bao nhiêu, làm ở đâu?"))).
		answer(9, "Người từ đủ 75 tuổi không có lương hưu được hưởng trợ cấp hưu trí xã hội; nộp tờ khai tại UBND phường, xã nơi cư trú.", "Luật Bảo hiểm xã hội 2024").
		shown(20, "Hỏi trợ cấp cho người cao tuổi không có lương hưu.", "Nộp tờ khai tại UBND phường, xã nơi cư trú.").mark(hours(2), 5, "Giải thích dễ hiểu.")
	s.came(14, "op01", asks(ticket.MatterQuestion, report("ho-tich", from(10), "", nil, "Đăng ký kết hôn với người nước ngoài nộp ở xã hay ở Sở Tư pháp?"))).
		answer(7, "Nộp tại UBND cấp xã nơi cư trú của công dân Việt Nam.", "Nghị định 120/2025/NĐ-CP").
		shown(25, "Hỏi nơi đăng ký kết hôn có yếu tố nước ngoài.", "Nộp tại UBND cấp xã nơi cư trú của công dân Việt Nam.")
	s.came(165, "op03", report("dat-dai", from(13), "Xã Vĩnh Thuận", nil, "Khiếu nại quyết định thu hồi đất của huyện cũ, đề nghị huỷ quyết định.")).
		after(20, operator("op03"), ticket.Decline{Reason: ticket.IsComplaint, Words: "Khiếu nại quyết định hành chính được giải quyết theo Luật Khiếu nại, không theo Quy chế của tổng đài.", Where: "Ban Tiếp công dân thành phố, hoặc UBND xã Vĩnh Thuận"})
	s.came(82, "op05", by(ticket.ChannelFanpage, report("thuong-mai-gia-ca", from(16), "", nil, "Đặt hàng trên mạng của một shop ở tỉnh khác bị giao hàng giả."))).
		after(15, operator("op05"), ticket.Decline{Reason: ticket.NotOfTheCity, Words: "Người bán ở tỉnh khác, không thuộc thẩm quyền của thành phố Hải Phòng.", Where: "Tổng đài tư vấn người tiêu dùng 1800.6838, hoặc Sở Công Thương nơi người bán đăng ký"})
	s.came(11, "op02", report("an-ninh-trat-tu", from(19), "", nil, "Tố giác nhóm người cho vay nặng lãi, đe doạ người vay.")).
		after(5, operator("op02"), ticket.Decline{Reason: ticket.IsCrime, Words: "Tin tố giác tội phạm do Cơ quan điều tra tiếp nhận; nếu đang bị đe doạ xin gọi ngay 113.", Where: "Trực ban Công an thành phố, hoặc Công an phường nơi ở"})
	s.came(6.6, "op01", report("an-ninh-trat-tu", from(22), "", nil, "Gọi nhiều lần chửi bới, không nêu nội dung.")).
		after(4, operator("op01"), ticket.WarnOfSender{Ground: "Bảy cuộc trong một giờ, lăng mạ tổng đài viên."}).
		after(3, operator("op01"), ticket.Decline{Reason: ticket.NotInScope, Words: "Nội dung không thuộc phạm vi tiếp nhận.", Where: "Xin gọi lại khi có nội dung phản ánh cụ thể"})
	s.came(2.1, "op04", asks(ticket.MatterRequest, report("tthc-khac", from(25), "", nil, "Nộp hồ sơ trên Cổng Dịch vụ công quốc gia báo lỗi thanh toán, tiền đã trừ."))).
		after(10, operator("op04"), ticket.MarkOutside{Outside: true})
}

// moments are all that happened, of every tale.
func (s *stage) moments() (all []moment, err error) {
	s.past()
	s.atOthers()
	s.atTheDepartment()
	s.atTheHotline()
	for _, tales := range [][]*tale{s.tales, s.beside} {
		for _, t := range tales {
			if t.err != nil {
				return nil, t.err
			}
			all = append(all, t.moments...)
		}
	}
	return all, nil
}
