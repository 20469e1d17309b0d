package directory

// Field is a kind of matter within a group of Điều 5.
type Field struct {
	Code  string
	Group int // clause of Điều 5
	Name  string
}

// Fields lists the fields in the order in which they are offered, group by group.
func Fields() []Field {
	return []Field{
		{"chieu-sang", 1, "Chiếu sáng công cộng"},
		{"cap-nuoc", 1, "Cấp nước"},
		{"thoat-nuoc", 1, "Thoát nước, ngập úng"},
		{"cap-dien", 1, "Cấp điện"},
		{"duong-via-he", 1, "Đường, vỉa hè, cầu"},
		{"den-tin-hieu", 1, "Đèn tín hiệu, biển báo giao thông"},
		{"cay-xanh", 1, "Cây xanh, công viên"},
		{"vien-thong", 1, "Viễn thông, cáp treo"},
		{"ve-sinh-moi-truong", 2, "Vệ sinh môi trường, rác thải"},
		{"trat-tu-do-thi", 2, "Trật tự đô thị, lấn chiếm vỉa hè"},
		{"trat-tu-xay-dung", 2, "Trật tự xây dựng"},
		{"an-ninh-trat-tu", 2, "An ninh, trật tự"},
		{"tieng-on", 2, "Tiếng ồn"},
		{"giao-thong-van-tai", 2, "Giao thông, vận tải"},
		{"y-te", 2, "Y tế, an toàn thực phẩm"},
		{"giao-duc", 2, "Giáo dục"},
		{"lao-dong-an-sinh", 2, "Lao động, an sinh xã hội"},
		{"dat-dai", 2, "Đất đai, giải phóng mặt bằng"},
		{"thuong-mai-gia-ca", 2, "Thương mại, giá cả"},
		{"van-hoa-du-lich", 2, "Văn hoá, thể thao, du lịch"},
		{"hien-ke-do-thi", 3, "Hiến kế phát triển đô thị"},
		{"hien-ke-kinh-te", 3, "Hiến kế phát triển kinh tế"},
		{"hien-ke-quan-ly", 3, "Hiến kế quản lý, cải cách hành chính"},
		{"chi-dao-cham", 4, "Chỉ đạo chậm thực hiện"},
		{"chi-dao-chua-dat", 4, "Chỉ đạo thực hiện chưa đạt yêu cầu"},
		{"ho-tich", 5, "Hộ tịch, chứng thực"},
		{"tthc-dat-dai", 5, "Thủ tục đất đai"},
		{"tthc-xay-dung", 5, "Thủ tục xây dựng"},
		{"tthc-kinh-doanh", 5, "Thủ tục đăng ký kinh doanh"},
		{"tthc-khac", 5, "Thủ tục hành chính khác"},
	}
}
