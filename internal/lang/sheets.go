package lang

import "maps"

// ExportCut is said at the end of a list's file that has no room for the rest.
const ExportCut Key = "export_cut" // so many rows

// Of terms: so many.
const (
	WorkingMinutes Key = "working_minutes"
	WorkingDays    Key = "working_days"
)

// FileName is the name of a list's file, without its time and ending.
func FileName(list string) Key { return Key("file_" + list) }

// Heading is what stands over a column of a list's file.
func Heading(l Lang, column string) string { return Say(l, Key("column_"+column)) }

// Word is what a code of a family is called; a code without a word stands as it is.
func Word(l Lang, family, code string) string {
	key := Key("word_" + family + "_" + code)
	if code == "" || !Known(key) {
		return code
	}
	return Say(l, key)
}

func init() { maps.Copy(catalogue, ofSheets) }

var ofSheets = map[Key]text{
	WorkingMinutes: {"%d phút làm việc", "%d working minutes"}, WorkingDays: {"%d ngày làm việc", "%d working days"},
	ExportCut: {"Danh sách dài hơn %d dòng; phần còn lại không có trong tệp này. Hãy lọc bớt.", "The list has more than %d rows; the rest is not in this file. Narrow it down."},

	"file_tickets": {"phieu", "tickets"}, "file_calls": {"cuoc-goi", "calls"}, "file_messages": {"tin-nhan", "messages"}, "file_callbacks": {"goi-lai", "call-backs"},
	"file_incidents": {"su-co", "incidents"}, "file_audit": {"nhat-ky", "audit"}, "file_accounts": {"tai-khoan", "accounts"}, "file_due": {"den-han", "due"},
	"file_open-items": {"viec-cho", "open-items"}, "file_leadership-reports": {"bao-cao-lanh-dao", "leadership-reports"}, "file_units": {"don-vi", "units"},
	"file_staff-changes": {"thay-doi-nhan-su", "staff-changes"}, "file_duties": {"phan-cong", "duties"}, "file_gaps": {"don-vi-thieu-nguoi", "units-in-want"}, "file_tokens": {"ma-truy-cap", "tokens"},

	"file_operators": {"tong-dai-vien", "operators"}, "file_sessions": {"phien-dang-nhap", "sessions"},
	"column_queues": {"Hàng đợi", "Queues"}, "column_skills": {"Kỹ năng", "Skills"}, "column_limit": {"Nhiều nhất mỗi giờ", "At most an hour"}, "column_shift": {"Ca tới", "Next shift"}, "column_shift_ends": {"Hết ca", "Shift's end"},
	"column_device": {"Thiết bị", "Device"}, "column_way": {"Cách đăng nhập", "Signed in by"}, "column_begun": {"Từ lúc", "Since"}, "column_seen": {"Thấy lần cuối", "Last seen"},
	"file_recordings": {"ghi-am-co-van-de", "flawed-recordings"}, "file_shifts": {"ca-truc", "shifts"},
	"column_begins_at": {"Bắt đầu", "Begins"}, "column_ends_at": {"Kết thúc", "Ends"}, "column_planned_by": {"Người xếp", "Planned by"}, "column_planned_at": {"Xếp lúc", "Planned"},

	"column_code": {"Mã", "Code"}, "column_state": {"Trạng thái", "State"}, "column_received": {"Tiếp nhận lúc", "Received"}, "column_updated": {"Cập nhật lúc", "Updated"},
	"column_channel": {"Kênh", "Channel"}, "column_kind": {"Loại", "Kind"}, "column_group": {"Nhóm", "Group"}, "column_field": {"Lĩnh vực", "Field"},
	"column_unit": {"Đơn vị", "Unit"}, "column_unit_code": {"Mã đơn vị", "Unit's code"}, "column_content": {"Nội dung", "Content"}, "column_address": {"Địa chỉ", "Address"},
	"column_urgent": {"Khẩn", "Urgent"}, "column_confidential": {"Mật", "Confidential"}, "column_emergency": {"Khẩn cấp", "Emergency"}, "column_ever_overdue": {"Từng quá hạn", "Ever overdue"},
	"column_sender": {"Người gửi", "Sender"}, "column_phone": {"Điện thoại", "Telephone"}, "column_email": {"Thư điện tử", "E-mail"}, "column_created_by": {"Người tiếp nhận", "Received by"},

	"column_time": {"Thời điểm", "Time"}, "column_number": {"Số", "Number"}, "column_name": {"Tên", "Name"}, "column_operator": {"Tổng đài viên", "Operator"}, "column_given": {"Giao cho", "Given to"},
	"column_queue": {"Hàng đợi", "Queue"}, "column_wait_s": {"Chờ (giây)", "Wait (s)"}, "column_talk_s": {"Đàm thoại (giây)", "Talk (s)"}, "column_ended": {"Kết thúc lúc", "Ended"},
	"column_end_by": {"Bên kết thúc", "Ended by"}, "column_end_reason": {"Lý do kết thúc", "Reason"}, "column_rating": {"Điểm", "Mark"}, "column_tickets": {"Phiếu", "Tickets"},
	"column_flag": {"Cần xem lại", "To be looked at"}, "column_recordings": {"Bản ghi", "Recordings"}, "column_to": {"Gửi tới", "To"}, "column_text": {"Nội dung", "Text"}, "column_parts": {"Số tin", "Parts"},
	"column_attempts": {"Lần gửi", "Attempts"}, "column_error": {"Lỗi", "Error"}, "column_sent": {"Gửi lúc", "Sent"}, "column_arrived": {"Kết quả lúc", "Reported"},
	"column_source": {"Vì sao", "Why"}, "column_tries": {"Lần gọi", "Tries"}, "column_result": {"Kết quả", "Result"}, "column_note": {"Ghi chú", "Note"},
	"column_opened": {"Mở lúc", "Opened"}, "column_opened_by": {"Người mở", "Opened by"}, "column_closed": {"Đóng lúc", "Closed"}, "column_area": {"Khu vực", "Area"},
	"column_joined": {"Đăng ký báo tin", "To be told"}, "column_reported": {"Phản ánh", "Reports"},
	"column_actor": {"Người làm", "Who"}, "column_action": {"Việc", "Action"}, "column_object": {"Đối tượng", "Object"}, "column_detail": {"Chi tiết", "Detail"},
	"column_username": {"Tên đăng nhập", "User name"}, "column_role": {"Vai trò", "Role"}, "column_disabled": {"Đã khoá", "Disabled"}, "column_factor": {"Xác thực hai bước từ", "Second factor since"},
	"column_sessions": {"Phiên", "Sessions"}, "column_created": {"Tạo lúc", "Made"}, "column_clock": {"Thời hạn", "Term"}, "column_due": {"Hạn", "Due"},
	"column_late": {"Quá hạn", "Late"}, "column_reminders": {"Lần đôn đốc", "Reminders"}, "column_waits": {"Chờ ai", "Waits for"}, "column_since": {"Từ lúc", "Since"},
	"column_ticket": {"Phiếu", "Ticket"}, "column_clause": {"Căn cứ", "Clause"}, "column_parent": {"Trực thuộc", "Belongs to"},
	"column_no_focal": {"Thiếu cán bộ đầu mối", "No focal officer"}, "column_no_phone": {"Đầu mối thiếu điện thoại", "No telephone"}, "column_no_head": {"Thiếu thủ trưởng", "No head"},
	"column_from": {"Từ ngày", "From"}, "column_post": {"Vị trí", "Post"}, "column_leaver": {"Người thôi", "Who leaves"}, "column_successor": {"Người thay", "Who comes"},
	"column_reported_by": {"Người báo", "Reported by"}, "column_priority": {"Thứ tự hỏi", "Order"}, "column_begins": {"Bắt đầu bằng", "Begins with"}, "column_expires": {"Hết hạn", "Expires"},
	"file_unit-figures": {"so-lieu-don-vi", "unit-figures"}, "file_notices": {"thong-bao", "notices"}, "column_read": {"Đã đọc", "Read"},
	"column_held": {"Đang giữ", "Held"}, "column_unaccepted": {"Chưa tiếp nhận", "Not accepted"}, "column_escalated": {"Đã chuyển Thủ trưởng", "With the head"},
	"column_answered": {"Đã trả lời", "Answered"}, "column_in_time": {"Đúng hạn", "In time"}, "column_median": {"Trung vị (phút làm việc)", "Median (working minutes)"},
	"column_ratings":   {"Số lượt chấm", "Marks given"},
	"column_withdrawn": {"Thu hồi lúc", "Revoked"},
	"column_call":      {"Cuộc gọi", "Call"}, "column_leg": {"Chặng", "Leg"}, "column_flaws": {"Vấn đề", "Falls short in"}, "column_length_s": {"Dài (giây)", "Length (s)"}, "column_missing_s": {"Thiếu nhiều nhất (giây)", "Missing at most (s)"},
	"word_flaw_short": {"ngắn hơn cuộc gọi", "shorter than the call"}, "word_flaw_long": {"dài hơn cuộc gọi", "longer than the call"}, "word_flaw_one_sided": {"thiếu một bên", "one side only"},
	"word_flaw_silent": {"một bên im lặng", "a silent side"}, "word_flaw_cut": {"mất đoạn cuối", "end cut off"}, "word_flaw_gaps": {"có đoạn không ghi được", "gaps"},
	"word_flaw_empty": {"không có tiếng", "no sound"}, "word_flaw_unreadable": {"không đọc được", "unreadable"}, "word_flaw_lost": {"mất bản ghi", "lost"},
	"file_recording-findings": {"doi-chieu-ghi-am", "recording-findings"}, "column_file": {"Tệp trong bộ đệm", "File in the spool"}, "column_archived": {"Tệp lưu trữ", "Object"}, "column_found": {"Đối chiếu lúc", "Compared"}, "column_node": {"Máy", "Node"},
	"word_finding_no_object": {"bản lưu trữ không còn", "not in the archive"}, "word_finding_deleted": {"bản lưu trữ bị đánh dấu xoá", "under a delete marker"}, "word_finding_newer": {"bị phiên bản khác che", "another version over it"},
	"word_finding_size": {"khác độ dài", "another length"}, "word_finding_checksum": {"khác mã kiểm", "another checksum"}, "word_finding_unreadable": {"kho không đưa ra được", "the archive cannot give it"}, "word_finding_unlocked": {"không được khoá chống xoá", "not locked against removal"}, "word_finding_no_row": {"có trong kho, không có trong sổ", "in the archive, without a row"},
	"word_finding_no_file": {"chờ lưu trữ, không còn tệp", "waits, and has no file"}, "word_finding_file_no_row": {"có tệp, không có trong sổ", "a file without a row"}, "word_finding_unknown_file": {"tệp lạ trong bộ đệm", "a file of nobody in the spool"},
	"word_spool_full": {"lúc đó ổ đĩa ghi âm đã đầy", "the recordings' disk was full then"}, "word_spool_closed": {"lúc đó không ghi được vào ổ đĩa ghi âm", "nothing could be written to the recordings' disk then"},
	"word_recording_expected": {"Đang ghi", "Being made"}, "word_recording_spooled": {"Chờ lưu trữ", "Waits for the archive"}, "word_recording_archived": {"Đã lưu trữ", "Archived"}, "word_recording_missing": {"Không có tệp", "No file"},
	"file_listenings": {"luot-nghe", "listenings"}, "column_reason": {"Lý do", "Why"}, "column_remote": {"Từ máy", "From where"},
	"column_download": {"Tải về", "Copy"}, "column_package": {"Bộ chứng cứ", "As evidence"}, "column_heard_s": {"Đã nghe (giây)", "Heard (s)"}, "column_sent_s": {"Đã gửi (giây)", "Sent (s)"},
	"file_deletion-plans": {"dot-tieu-huy", "deletion-plans"}, "file_deletion-items": {"ghi-am-tieu-huy", "deletion-items"}, "file_legal-holds": {"giu-theo-phap-luat", "legal-holds"},
	"file_certificate": {"giay-chung-nhan-tieu-huy", "certificate-of-deletion"},
	"column_announced": {"Báo trước lúc", "Announced"}, "column_first": {"Bản ghi đầu", "First made"}, "column_last_made": {"Bản ghi cuối", "Last made"},
	"column_on_hold": {"Đang giữ theo pháp luật", "On legal hold"}, "column_deleted": {"Đã tiêu hủy", "Deleted"}, "column_spared": {"Không tiêu hủy", "Not deleted"},
	"column_certificate": {"Giấy chứng nhận (SHA-256)", "Certificate (SHA-256)"}, "column_rule": {"Quy tắc", "Rule"}, "column_document": {"Số văn bản", "Document"},
	"column_lifted": {"Bỏ giữ lúc", "Lifted"}, "column_lifted_by": {"Người bỏ giữ", "Lifted by"}, "column_lift_reason": {"Lý do bỏ giữ", "Why lifted"},
	"word_deletion_announced": {"Đã báo trước", "Announced"}, "word_deletion_under_way": {"Đang tiêu hủy", "Under way"}, "word_deletion_stopped": {"Đã dừng", "Stopped"}, "word_deletion_done": {"Đã xong", "Done"},
	"word_outcome_waits": {"Đang chờ", "Waits"}, "word_outcome_deleted": {"Đã tiêu hủy", "Deleted"}, "word_outcome_held": {"Giữ theo pháp luật", "On legal hold"},
	"word_outcome_kept": {"Còn trong thời hạn", "Kept longer by a rule"}, "word_outcome_locked": {"Kho lưu trữ còn khóa", "Locked by the archive"},
	"word_retention_retention.months": {"Thời hạn chung", "General term"}, "word_recording_deleted": {"Đã tiêu hủy", "Deleted"},
	"word_staff_reported": {"Chờ duyệt", "Reported"}, "word_staff_applied": {"Đã áp dụng", "Applied"}, "word_staff_refused": {"Không nhận", "Refused"},

	"file_calendar-versions": {"lich-lam-viec", "calendar-versions"}, "file_policies": {"bo-thoi-han", "policies"}, "file_reading-rules": {"muc-xem", "reading-rules"},
	"file_dialplan-versions": {"kich-ban", "dialplan-versions"},
	"column_saved_by":        {"Người lưu", "Saved by"}, "column_made_from": {"Sửa từ phiên bản", "Made from"}, "column_in_use": {"Đang dùng", "In use"}, "column_configured": {"Tệp cấu hình", "Configured file"},
	"column_activated": {"Đưa vào dùng lúc", "Put in use"}, "column_activated_by": {"Người đưa vào dùng", "Put in use by"}, "column_terms_name": {"Tên bộ", "Name"}, "column_terms": {"Thời hạn", "Terms"},
	"column_read_what": {"Việc", "What"}, "column_per": {"Trong", "Per"}, "column_most": {"Nhiều nhất", "At most"}, "column_beyond": {"Khi vượt", "Beyond it"},
	"column_changed": {"Sửa lần cuối", "Changed"}, "column_changed_by": {"Người sửa", "Changed by"},
	"word_channel_phone": {"Điện thoại", "Telephone"}, "word_channel_web": {"Trang web", "Website"}, "word_channel_email": {"Thư điện tử", "E-mail"}, "word_channel_fanpage": {"Trang Facebook", "Fanpage"},
	"word_channel_sms": {"Tin nhắn SMS", "SMS"},
	"word_end_citizen": {"Người dân", "Citizen"}, "word_end_operator": {"Tổng đài viên", "Operator"}, "word_end_officer": {"Số được chuyển tới", "Called party"},
	"word_end_carrier": {"Nhà mạng", "Carrier"}, "word_end_system": {"Hệ thống", "System"},
	"word_reason_hangup": {"gác máy", "hung up"}, "word_reason_abandoned_ring": {"bỏ khi đang đổ chuông", "gave up while ringing"}, "word_reason_abandoned_menu": {"bỏ khi nghe menu", "gave up in the menu"},
	"word_reason_abandoned_wait": {"bỏ khi đang chờ", "gave up waiting"}, "word_reason_abandoned_hold": {"bỏ khi đang giữ máy", "gave up on hold"}, "word_reason_completed": {"đã nghe hết", "nothing further"},
	"word_reason_media_timeout": {"mất âm thanh", "audio lost"}, "word_reason_network": {"lỗi mạng", "network failure"}, "word_reason_fallback": {"tổng đài dự phòng trả lời", "taken by the fallback"},
	"word_reason_lines_full": {"hết đường dây", "all lines busy"}, "word_reason_asterisk_lost": {"tổng đài khởi động lại", "exchange restarted"}, "word_reason_unobserved": {"kết thúc khi không theo dõi", "ended unobserved"},
	"word_reason_busy": {"máy bận", "engaged"}, "word_reason_no_answer": {"không nghe máy", "no answer"}, "word_reason_rejected": {"từ chối", "declined"}, "word_reason_no_number": {"không có số này", "no such number"},
	"word_reason_voicemail": {"máy trả lời tự động", "voicemail"}, "word_reason_fax": {"máy fax", "fax machine"}, "word_reason_yielded": {"nhường người đang chờ máy", "made way for a caller"}, "word_reason_internal": {"lỗi nội bộ", "internal fault"},
	"word_message_queued": {"Chờ gửi", "Waiting"}, "word_message_sent": {"Đã gửi", "Sent"}, "word_message_delivered": {"Đã nhận", "Delivered"}, "word_message_undelivered": {"Không tới máy", "Not delivered"},
	"word_message_failed": {"Không gửi được", "Failed"}, "word_message_withdrawn": {"Đã rút", "Withdrawn"},
	"word_callback_waiting": {"Đang chờ", "Waiting"}, "word_callback_dialling": {"Đang gọi", "Dialling"}, "word_callback_needs_number": {"Cần số khác", "Needs a number"}, "word_callback_done": {"Đã xong", "Done"},
	"word_callback_given_up": {"Đã thôi", "Given up"}, "word_callback_cancelled": {"Đã bỏ", "Cancelled"},
	"word_source_asked": {"Đã bấm phím xin gọi lại", "Asked in the queue"}, "word_source_abandoned": {"Bỏ máy khi đang chờ", "Gave up waiting"},
	"word_result_reached": {"Đã nói chuyện", "Spoken to"}, "word_result_busy": {"Máy bận", "Engaged"}, "word_result_no_answer": {"Không nghe máy", "No answer"}, "word_result_no_number": {"Không có số này", "No such number"},
	"word_result_rejected": {"Từ chối", "Declined"}, "word_result_voicemail": {"Máy trả lời", "Voicemail"}, "word_result_fax": {"Máy fax", "Fax"}, "word_result_no_trunk": {"Không có đường gọi ra", "No line out"},
	"word_result_failed": {"Lỗi đường truyền", "Failed on our side"}, "word_result_operator_gone": {"Tổng đài viên rời máy", "The operator left"}, "word_result_yielded": {"Nhường người đang chờ máy", "Made way for a caller"},
	"word_result_got_through": {"Đã tự gọi lại được", "Got through by themselves"}, "word_result_by_hand": {"Đã gọi cách khác", "Called in another way"}, "word_result_withdrawn": {"Đã bỏ", "Taken off"},
	"word_queue_tong-dai": {"Tổng đài", "Hotline"}, "word_queue_truc-ca": {"Trực ca", "Shift leaders"},
	"word_leg_call": {"Cuộc gọi của người dân", "The citizen's call"}, "word_leg_consult": {"Tham vấn", "Consultation"},
	"word_post_focal": {"Cán bộ đầu mối", "Focal officer"}, "word_post_head": {"Thủ trưởng", "Head of unit"},
	"word_unitkind_office": {"Văn phòng UBND", "Office of the People's Committee"}, "word_unitkind_department": {"Sở, ban, ngành", "Department"},
	"word_unitkind_district": {"Quận, huyện (trước 01/7/2025)", "District (until 1 July 2025)"}, "word_unitkind_service": {"Đơn vị sự nghiệp", "Public service unit"},
	"word_unitkind_commune": {"Phường, xã, đặc khu", "Ward, commune, special zone"}, "word_unitkind_agency": {"Cơ quan trên địa bàn", "Agency in the city"},
	"word_unitkind_provider": {"Đơn vị cung cấp dịch vụ", "Service provider"},
	"word_role_operator":     {"Tổng đài viên", "Operator"}, "word_role_leader": {"Trưởng ca", "Shift leader"}, "word_role_officer": {"Cán bộ đầu mối", "Focal officer"}, "word_role_head": {"Thủ trưởng đơn vị", "Head of unit"},
	"word_role_office": {"Văn phòng UBND", "The Office"}, "word_role_auditor": {"Kiểm tra", "Auditor"}, "word_role_admin": {"Quản trị", "Administrator"},
	"word_clock_ask_back": {"Hỏi lại người gửi", "Ask back"}, "word_clock_live": {"Chuyển trực tiếp", "Live transfer"}, "word_clock_officer": {"Cán bộ đầu mối", "Officer"}, "word_clock_head": {"Thủ trưởng", "Head of unit"},
	"word_clock_urgent": {"Khẩn", "Urgent"}, "word_clock_review": {"Xem lại", "Review"}, "word_clock_tell": {"Báo người gửi", "Tell the sender"},
	"word_item_task": {"Nhiệm vụ", "Task"}, "word_item_document": {"Văn bản", "Document"}, "word_item_dossier": {"Hồ sơ trình", "Dossier"}, "word_item_reward": {"Đề nghị khen", "Reward"},
	"word_item_warning": {"Cảnh báo người gửi", "Warning"}, "word_item_recording": {"Bản ghi âm", "Recording"},
	"word_waits_unit": {"Đơn vị", "The unit"}, "word_waits_office": {"Văn phòng UBND", "The Office"}, "word_waits_leader": {"Trưởng ca", "Shift leader"}, "word_waits_hotline": {"1022", "The hotline"},
}
