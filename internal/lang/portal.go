package lang

import "maps"

// Of the citizen's page and door, and of asking too often there.
const (
	TooManyAsked Key = "too_many_asked"

	PortalTitle       Key = "portal_title"
	PortalIntro       Key = "portal_intro"
	PortalCode        Key = "portal_code"
	PortalCodeHint    Key = "portal_code_hint"
	PortalLook        Key = "portal_look"
	PortalNone        Key = "portal_none"
	PortalKeyNone     Key = "portal_key_none"
	PortalUnpublished Key = "portal_unpublished"
	PortalDone        Key = "portal_done"
	PortalFailed      Key = "portal_failed"
	FeedTitle         Key = "feed_title" // unit
)

func init() { maps.Copy(catalogue, ofPortal) }

var ofPortal = map[Key]text{
	TooManyAsked: {"Có quá nhiều yêu cầu từ địa chỉ này. Xin thử lại sau ít phút, hoặc gọi 0225.1022.", "Too many requests from this address. Please try again in a few minutes, or call 0225.1022."},

	PortalTitle:       {"Tra cứu phản ánh, kiến nghị – 1022 Hải Phòng", "Look up a report – 1022 Hải Phòng"},
	PortalIntro:       {"Nhập mã hồ sơ trong tin nhắn của 1022 để biết phản ánh, kiến nghị đang được xử lý đến đâu.", "Enter the code in 1022’s message to see how far your report has come."},
	PortalCode:        {"Mã hồ sơ", "Ticket code"},
	PortalCodeHint:    {"Ví dụ: 26-000123-4", "For example: 26-000123-4"},
	PortalLook:        {"Tra cứu", "Look up"},
	PortalNone:        {"Không thấy hồ sơ này. Xin kiểm tra lại mã; hoặc mở liên kết trong tin nhắn của 1022, hoặc gọi 0225.1022.", "There is no such ticket to be shown. Please check the code; or open the link in 1022’s message, or call 0225.1022."},
	PortalKeyNone:     {"Liên kết này không còn dùng được. Xin mở liên kết trong tin nhắn mới nhất của 1022, hoặc gọi 0225.1022.", "This link does not open anything any more. Please open the one in 1022’s latest message, or call 0225.1022."},
	PortalUnpublished: {"Nội dung và kết quả chưa được công khai. Nếu đây là phản ánh của ông/bà, liên kết trong tin nhắn của 1022 mở hồ sơ đầy đủ.", "Content and result are not published yet. If this report is yours, the link in 1022’s message opens all of it."},
	PortalDone:        {"Đã ghi nhận. Xin cảm ơn ông/bà.", "Noted. Thank you."},
	PortalFailed:      {"Hệ thống đang bận. Xin thử lại sau ít phút, hoặc gọi 0225.1022.", "The system is busy. Please try again in a few minutes, or call 0225.1022."},
	FeedTitle:         {"Kết quả xử lý phản ánh, kiến nghị: %s", "Results of reports: %s"},

	"portal_state":      {"Tình trạng", "State"},
	"portal_received":   {"Tiếp nhận lúc", "Received"},
	"portal_updated":    {"Cập nhật lúc", "Updated"},
	"portal_field":      {"Lĩnh vực", "Field"},
	"portal_unit":       {"Đơn vị xử lý", "Unit"},
	"portal_into":       {"Xử lý chung với hồ sơ", "Handled together with"},
	"portal_content":    {"Nội dung", "Content"},
	"portal_result":     {"Kết quả", "Result"},
	"portal_at_unit":    {"Trên trang của đơn vị", "On the unit’s own pages"},
	"portal_yours":      {"Phản ánh của ông/bà", "Your report"},
	"portal_yours_note": {"Ai có liên kết này đều mở được hồ sơ: xin đừng chuyển tin nhắn cho người khác.", "Whoever has this link can open the ticket: please do not pass the message on."},
	"portal_refused":    {"Lý do không tiếp nhận", "Why it is not taken"},
	"portal_where":      {"Nơi liên hệ", "Please turn to"},
	"portal_asked":      {"Xin ông/bà bổ sung", "We need to know"},
	"portal_promised":   {"Dự kiến xong lúc", "To be done by"},
	"portal_reply":      {"Trả lời của ông/bà", "Your answer"},
	"portal_rate":       {"Ông/bà hài lòng đến đâu?", "How satisfied are you?"},
	"portal_rated":      {"Ông/bà đã đánh giá %s trên 5. Lần đánh giá cuối cùng được tính.", "You gave %s of 5. The last mark counts."},
	"portal_comment":    {"Ý kiến thêm (không bắt buộc)", "A comment (optional)"},
	"portal_contest":    {"Tôi không nhất trí với kết quả", "I do not agree with the result"},
	"portal_contested":  {"Ông/bà đã nêu", "You said"},
	"portal_go_on":      {"Tôi vẫn không nhất trí và tiếp tục gửi, đề nghị Văn phòng UBND thành phố chủ trì", "I still do not agree and go on: the Office of the city shall lead"},
	"portal_why":        {"Lý do", "Why"},
	"portal_conduct":    {"Phản ánh về thái độ, cách làm việc của cán bộ", "A word about an officer’s conduct"},
	"portal_conduct_to": {"Văn phòng UBND thành phố đọc; đơn vị của cán bộ thì không.", "The Office of the city reads it; the officer’s unit does not."},
	"portal_confide":    {"Đề nghị giữ bí mật phản ánh này", "Please keep this report confidential"},
	"portal_send":       {"Gửi", "Send"},
	"portal_score_5":    {"Rất hài lòng", "Very satisfied"},
	"portal_score_4":    {"Hài lòng", "Satisfied"},
	"portal_score_3":    {"Bình thường", "Neither"},
	"portal_score_2":    {"Không hài lòng", "Dissatisfied"},
	"portal_score_1":    {"Rất không hài lòng", "Very dissatisfied"},
	"portal_call":       {"Tổng đài 0225.1022 trực 24/7.", "Call 0225.1022 at any hour."},
}
