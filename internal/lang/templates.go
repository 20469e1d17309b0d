package lang

import "maps"

// What the kinds of messages are called in a list of how they are worded.

func init() { maps.Copy(catalogue, ofTemplates) }

var ofTemplates = map[Key]text{
	"file_message-templates": {"mau-tin-nhan", "message-templates"}, "column_template": {"Loại tin", "Kind"},
	"word_template_sms_message_ticket":  {"Đã nhận tin ghi âm", "A spoken message was received"},
	"word_template_sms_incident_ticket": {"Đã ghi nhận trong sự cố", "Noted in an incident"},
	"word_template_sms_incident_over":   {"Sự cố đã khắc phục", "An incident is over"},
	"word_template_sms_staff_change":    {"Đổi cán bộ đầu mối", "An officer changed"},
	"word_template_sms_received":        {"Đã tiếp nhận", "Received"},
	"word_template_sms_declined":        {"Từ chối", "Declined"},
	"word_template_sms_ask_sender":      {"1022 hỏi lại", "The hotline asks"},
	"word_template_sms_ask_by_unit":     {"Đơn vị hỏi lại", "A unit asks"},
	"word_template_sms_promised":        {"Hẹn thời gian xong", "A time is promised"},
	"word_template_sms_outside":         {"Ngoài thẩm quyền", "Outside"},
	"word_template_sms_published":       {"Đã công khai kết quả", "Published"},
	"word_template_sms_answered":        {"Đã trả lời", "Answered"},
	"word_template_sms_merged":          {"Đã gộp phiếu", "Merged"},
	"word_template_sms_transfer_live":   {"Chuyển trực tiếp cho đơn vị", "To a unit: transferred live"},
	"word_template_sms_slip":            {"Phiếu chuyển cho đơn vị", "To a unit: slip"},
	"word_template_sms_warned":          {"Nhắc sắp hết hạn", "To a unit: term ends soon"},
	"word_template_sms_escalated":       {"Báo Thủ trưởng", "To a head: escalated"},
	"word_template_sms_overdue":         {"Báo quá hạn", "To a unit: overdue"},
	"word_template_sms_reminder":        {"Đôn đốc", "To a unit: reminder"},
	"word_template_sms_withdrawn":       {"Rút phiếu chuyển", "To a unit: withdrawn"},
	"word_template_sms_task":            {"Giao việc", "To a unit: task"},
	"word_template_sms_sender_replied":  {"Người gửi đã trả lời", "To a unit: the sender replied"},
}
