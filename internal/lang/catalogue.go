package lang

type text struct{ vi, en string }

// Of the HTTP interface.
const (
	BadRequest       Key = "bad_request"
	NotSignedIn      Key = "not_signed_in"
	WrongPassword    Key = "wrong_password"
	AccountLocked    Key = "account_locked"
	NotAllowed       Key = "not_allowed"
	CrossOrigin      Key = "cross_origin"
	NotFound         Key = "not_found"
	MethodNotAllowed Key = "method_not_allowed"
	TooLarge         Key = "too_large"
	NotJSON          Key = "not_json"
	BadRange         Key = "bad_range"
	Invalid          Key = "invalid"
	Internal         Key = "internal"
	DatabaseAway     Key = "database_away"
	ArchiveAway      Key = "archive_away"
	RecordingNotYet  Key = "recording_not_yet"
	NotYourCall      Key = "not_your_call"
	UnknownCall      Key = "unknown_call"
	UnknownProperty  Key = "unknown_property"
	KeyReused        Key = "idempotency_key_reused"
	BadNumber        Key = "bad_number"
	BadCursor        Key = "bad_cursor"
	BadTicketCode    Key = "bad_ticket_code"
)

// Of a ticket's checks.
const (
	TicketGroup         Key = "ticket_group"
	TicketContent       Key = "ticket_content"
	TicketDirective     Key = "ticket_directive"
	TicketChannel       Key = "ticket_channel"
	TicketField         Key = "ticket_field"
	TicketFieldGroup    Key = "ticket_field_group"
	TicketUnit          Key = "ticket_unit"
	TicketSenderType    Key = "ticket_sender_type"
	TicketTooLong       Key = "ticket_too_long"
	TicketControl       Key = "ticket_control_character"
	TicketPhone         Key = "ticket_phone"
	TicketEmail         Key = "ticket_email"
	TicketContradiction Key = "ticket_contradiction"
)

var catalogue = map[Key]text{
	BadRequest:       {"Yêu cầu không đọc được.", "The request cannot be read."},
	NotSignedIn:      {"Bạn cần đăng nhập.", "You need to sign in."},
	WrongPassword:    {"Tên đăng nhập hoặc mật khẩu không đúng.", "The user name or the password is wrong."},
	AccountLocked:    {"Đăng nhập sai quá nhiều lần. Hãy thử lại sau %d phút.", "Too many failed attempts. Try again in %d minutes."},
	NotAllowed:       {"Bạn không có quyền làm việc này.", "You are not allowed to do this."},
	CrossOrigin:      {"Yêu cầu đến từ một trang khác và bị từ chối.", "The request comes from another site and is refused."},
	NotFound:         {"Không tìm thấy.", "Not found."},
	MethodNotAllowed: {"Không dùng được phương thức này ở đây.", "This method cannot be used here."},
	TooLarge:         {"Yêu cầu quá lớn.", "The request is too large."},
	NotJSON:          {"Yêu cầu phải ở dạng JSON.", "The request must be JSON."},
	BadRange:         {"Bản ghi âm không có đoạn này.", "The recording has no such part."},
	Invalid:          {"Dữ liệu chưa hợp lệ. Hãy xem từng mục.", "The data is not valid. See each item."},
	Internal:         {"Hệ thống gặp lỗi. Mã yêu cầu: %s", "Something failed on our side. Request: %s"},
	DatabaseAway:     {"Cơ sở dữ liệu tạm thời không trả lời. Hãy thử lại sau ít phút.", "The database does not answer for the moment. Try again in a few minutes."},
	ArchiveAway:      {"Kho ghi âm tạm thời không trả lời. Hãy thử lại sau ít phút.", "The archive does not answer for the moment. Try again in a few minutes."},
	RecordingNotYet:  {"Bản ghi âm chưa sẵn sàng.", "The recording is not ready yet."},
	NotYourCall:      {"Cuộc gọi này do tổng đài viên khác tiếp nhận.", "This call belongs to another operator."},
	UnknownCall:      {"Không có cuộc gọi này.", "There is no such call."},
	UnknownProperty:  {"Không có mục nào tên như vậy. Hãy kiểm tra chính tả.", "There is no item of this name. Check its spelling."},
	KeyReused:        {"Khoá chống gửi trùng đã dùng cho một yêu cầu khác.", "The idempotency key was used for a different request."},
	BadNumber:        {"Số điện thoại không hợp lệ.", "The telephone number is not valid."},
	BadCursor:        {"Con trỏ trang không hợp lệ.", "The page cursor is not valid."},
	BadTicketCode:    {"Mã hồ sơ không đúng; hãy kiểm tra lại từng chữ số.", "The ticket code is wrong; check each digit."},

	TicketGroup:         {"Chọn một trong năm nhóm nội dung (Điều 5).", "Choose one of the five content groups (Điều 5)."},
	TicketContent:       {"Nội dung phản ánh không được để trống (Điều 7.2).", "The content must not be empty (Điều 7.2)."},
	TicketDirective:     {"Nhóm 4 cần văn bản chỉ đạo liên quan (Điều 5.4).", "Group 4 needs the directive concerned (Điều 5.4)."},
	TicketChannel:       {"Kênh tiếp nhận không có.", "There is no such channel."},
	TicketField:         {"Lĩnh vực này không có.", "There is no such field."},
	TicketFieldGroup:    {"Lĩnh vực này không thuộc nhóm nội dung đã chọn.", "This field does not belong to the chosen group."},
	TicketUnit:          {"Đơn vị này không có.", "There is no such unit."},
	TicketSenderType:    {"Người gửi là cá nhân hoặc tổ chức.", "The sender is an individual or an organisation."},
	TicketTooLong:       {"Dài quá %d ký tự.", "Longer than %d characters."},
	TicketControl:       {"Có ký tự điều khiển không dùng được.", "It holds a control character."},
	TicketPhone:         {"Số điện thoại không hợp lệ; nếu không có, hãy chọn \"không có\".", "The telephone number is not valid; if there is none, say so."},
	TicketEmail:         {"Địa chỉ thư điện tử không hợp lệ; nếu không có, hãy chọn \"không có\".", "The e-mail address is not valid; if there is none, say so."},
	TicketContradiction: {"Đã chọn \"không có\" nhưng vẫn điền giá trị.", "Marked as not existing, but a value is given."},
}
