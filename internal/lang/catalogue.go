package lang

type text struct{ vi, en string }

// Of the HTTP interface.
const (
	BadRequest       Key = "bad_request"
	NotSignedIn      Key = "not_signed_in"
	OtherPerson      Key = "other_person"
	WrongPassword    Key = "wrong_password"
	AccountLocked    Key = "account_locked"
	SecondStep       Key = "second_step"
	NoSecondStep     Key = "no_second_step"
	WrongCode        Key = "wrong_code"
	CodeNeeded       Key = "code_needed"
	NoFactor         Key = "no_second_factor"
	FactorsOff       Key = "second_factors_off"
	WrongOldPassword Key = "wrong_old_password"
	WeakPassword     Key = "weak_password"

	GuessablePassword Key = "guessable_password"
	PeopleAlone       Key = "people_alone"
	AccountNeedsUnit  Key = "account_needs_unit"
	AccountUnitOver   Key = "account_unit_over"
	AccountUsername   Key = "account_username"
	AccountName       Key = "account_name"

	ActivationGone   Key = "activation_gone"
	OwnAccount       Key = "own_account"
	NameTaken        Key = "name_taken"
	IdentityTaken    Key = "identity_taken"
	SignOnOff        Key = "sign_on_off"
	SignOnAway       Key = "sign_on_away"
	SignOnRefused    Key = "sign_on_refused"
	SignOnDenied     Key = "sign_on_denied"
	SignOnUnknown    Key = "sign_on_unknown"
	NotAllowed       Key = "not_allowed"
	CrossOrigin      Key = "cross_origin"
	NotFound         Key = "not_found"
	MethodNotAllowed Key = "method_not_allowed"
	TooLarge         Key = "too_large"
	DraftsOff        Key = "drafts_off"
	DraftsFull       Key = "drafts_full"   // how many at most
	SearchesFull     Key = "searches_full" // how many at most
	SearchTaken      Key = "search_taken"
	NotJSON          Key = "not_json"
	BadRange         Key = "bad_range"
	Invalid          Key = "invalid"
	Internal         Key = "internal"
	DatabaseAway     Key = "database_away"
	ArchiveAway      Key = "archive_away"
	RecordingNotYet  Key = "recording_not_yet"
	RecordingDeleted Key = "recording_deleted"
	ArchiveNoKey     Key = "archive_no_key"
	HeldAlready      Key = "held_already"
	HoldOfOne        Key = "hold_of_one"
	// Of a plan of deletion.
	DeletionNotStopped Key = "deletion_not_stopped"
	NotYourCall        Key = "not_your_call"

	RecordingNotGranted Key = "recording_not_granted"
	// Of a confidential ticket's call.
	RecordingConfidential Key = "recording_confidential"
	RecordingNeedsReason  Key = "recording_needs_reason"
	LookNeedsReason       Key = "look_needs_reason"
	ReadingLimit          Key = "reading_limit"
	ExportNoSound         Key = "export_no_sound"
	ExportNoFiles         Key = "export_no_files"
	ExportNoLog           Key = "export_no_log"
	TicketNoRecording     Key = "ticket_no_recording"
	UnknownCall           Key = "unknown_call"
	UnknownProperty       Key = "unknown_property"
	KeyReused             Key = "idempotency_key_reused"
	BadNumber             Key = "bad_number"
	NotInThatOrder        Key = "not_in_that_order"
	BadCursor             Key = "bad_cursor"
	BadTicketCode         Key = "bad_ticket_code"
	BadDay                Key = "bad_day"
	NoOperator            Key = "no_operator"
	OperatorEngaged       Key = "operator_engaged"
	OperatorAway          Key = "operator_away"
	BadReason             Key = "bad_reason"
	ReasonNeeded          Key = "reason_needed"
	BadQueueName          Key = "bad_queue_name"
	NoQueue               Key = "no_queue"
	BadSkill              Key = "bad_skill"
	ShiftPast             Key = "shift_past"
	ShiftTimes            Key = "shift_times"
	ShiftOverlap          Key = "shift_overlap"
	ShiftsChanged         Key = "shifts_changed"
	TicketSorted          Key = "ticket_sorted"
)

// Of a request's values, whatever they mean. Some take what is allowed.
const (
	BrokenJSON Key = "broken_json"
	BadValue   Key = "bad_value"
	Missing    Key = "missing"
	NoBoolean  Key = "no_boolean"
	NoNumber   Key = "no_number"
	NoInteger  Key = "no_integer"
	NoText     Key = "no_text"
	NoList     Key = "no_list"
	NoObject   Key = "no_object"
	NoTime     Key = "no_time"
	NoneOf     Key = "none_of"
	TooLittle  Key = "too_little"
	TooMuch    Key = "too_much"
	TooShort   Key = "too_short"
	TooLong    Key = "too_long"
	TooFew     Key = "too_few"
	TooMany    Key = "too_many"
	BadForm    Key = "bad_form"
	NoUnicode  Key = "no_unicode"
	Repeated   Key = "repeated"
)

// Of a ticket's checks.
const (
	TicketGroup         Key = "ticket_group"
	TicketContent       Key = "ticket_content"
	TicketDirective     Key = "ticket_directive"
	TicketChannel       Key = "ticket_channel"
	TicketPin           Key = "ticket_pin"
	TicketSeemsPersonal Key = "ticket_seems_personal"
	TicketField         Key = "ticket_field"
	TicketFieldGroup    Key = "ticket_field_group"
	TicketUnit          Key = "ticket_unit"
	TicketSenderType    Key = "ticket_sender_type"
	TicketTooLong       Key = "ticket_too_long"
	TicketHasEnough     Key = "ticket_has_enough"
	TicketControl       Key = "ticket_control_character"
	TicketPhone         Key = "ticket_phone"
	TicketEmail         Key = "ticket_email"
	TicketContradiction Key = "ticket_contradiction"
	SlipUnit            Key = "slip_unit"
	SlipNotNow          Key = "slip_not_now" // the state's label
	EmergencySeen       Key = "emergency_seen"
)

// Of messages to people outside. {lookup} is the address at which tickets are
// found; the first argument of a ticket's message is its code.
const (
	SMSMessageTicket  Key = "sms_message_ticket"
	SMSIncidentTicket Key = "sms_incident_ticket" // then its area
	SMSIncidentOver   Key = "sms_incident_over"   // area, time, day
)

// Of how those messages are worded, and of sending one again.
const (
	TemplateEmpty       Key = "template_empty"
	TemplateTooBig      Key = "template_too_big" // bytes
	TemplateControl     Key = "template_control"
	TemplateUnknown     Key = "template_unknown" // name, those that are known
	TemplateBrace       Key = "template_brace"
	TemplateNeeds       Key = "template_needs" // name
	TemplateSubject     Key = "template_subject"
	TemplateTooLong     Key = "template_too_long"      // parts, most
	TemplateTooLongFull Key = "template_too_long_full" // parts, most
	MailSubject         Key = "mail_subject"           // of an SMS's words in an e-mail
	MessageNotFailed    Key = "message_not_failed"
	MessageRetried      Key = "message_retried"
	MessageWithdrawn    Key = "message_withdrawn"
)

// Of tickets that no operator wrote, and of the simulator's page.
const (
	VoiceMessageContent Key = "voice_message_content"
	VoiceMessageUnheard Key = "voice_message_unheard"
	SimulatorTitle      Key = "simulator_title"
	SimulatorNote       Key = "simulator_note"
	SimulatorNone       Key = "simulator_none"
	SimulatorAt         Key = "simulator_at"
	SimulatorTo         Key = "simulator_to"
	SimulatorText       Key = "simulator_text"
	SimulatorParts      Key = "simulator_parts"
)

// Of the working calendar and of the rules that tickets are received under; %s is what stood there.
const (
	CalendarWhich     Key = "calendar_which"
	CalendarEnds      Key = "calendar_ends"
	CalendarBegins    Key = "calendar_begins"
	CalendarTerm      Key = "calendar_term"
	CalendarTooShort  Key = "calendar_too_short"
	CalendarPast      Key = "calendar_past"
	CalendarZone      Key = "calendar_zone"
	CalendarSpan      Key = "calendar_span"
	CalendarOrder     Key = "calendar_order"
	CalendarWeek      Key = "calendar_week"
	CalendarSeason    Key = "calendar_season"
	CalendarSessions  Key = "calendar_sessions"
	CalendarKind      Key = "calendar_kind"
	CalendarDate      Key = "calendar_date"
	CalendarRange     Key = "calendar_range"
	CalendarTwice     Key = "calendar_twice"
	CalendarSaturday  Key = "calendar_saturday"
	CalendarHeader    Key = "calendar_header"
	CalendarRow       Key = "calendar_row"
	CalendarTooMuch   Key = "calendar_too_much"
	PolicyVersion     Key = "policy_version"
	PolicyBegun       Key = "policy_begun"
	PolicyHolds       Key = "policy_holds"
	PolicyTerm        Key = "policy_term"
	PolicyWarning     Key = "policy_warning"
	PolicyClause      Key = "policy_clause"
	PolicyClock       Key = "policy_clock"
	PolicyRuleCount   Key = "policy_rule_count"
	PolicyNeedsHours  Key = "policy_needs_hours"
	PolicyAnswer      Key = "policy_answer"
	PolicyAnswerCount Key = "policy_answer_count"
	PolicyTooLong     Key = "policy_too_long"
	PolicySameDate    Key = "policy_same_date"
	PolicySameVersion Key = "policy_same_version"
)

// Of an incident (storm mode).
const (
	IncidentArea          Key = "incident_area"
	IncidentText          Key = "incident_text"
	IncidentEnd           Key = "incident_end"
	IncidentIsOpen        Key = "incident_is_open"
	IncidentIsClosed      Key = "incident_is_closed"
	ChangedMeanwhile      Key = "changed_meanwhile"
	VoiceUnreadable       Key = "voice_unreadable"
	VoiceLength           Key = "voice_length"
	VoiceNotYet           Key = "voice_not_yet"
	VoiceAway             Key = "voice_away"
	NotAudio              Key = "not_audio"
	IncidentAnnouncement  Key = "incident_announcement"
	IncidentExpected      Key = "incident_expected"
	IncidentTicketContent Key = "incident_ticket_content"
	CallbackNotWaiting    Key = "callback_not_waiting"
	NotAnOperator         Key = "not_an_operator"
)

// Of the directory.
const (
	DirectoryName   Key = "directory_name"
	DirectoryDays   Key = "directory_days"
	DirectoryEmail  Key = "directory_email"
	UnitCode        Key = "unit_code"
	UnitTaken       Key = "unit_taken"
	UnitKind        Key = "unit_kind"
	UnitParent      Key = "unit_parent"
	UnitParentDays  Key = "unit_parent_days"
	UnitBelowItself Key = "unit_below_itself"
	UnitWebsite     Key = "unit_website"
	UnitHeir        Key = "unit_heir"
	UnitHeirPart    Key = "unit_heir_part"
	OfficerPost     Key = "officer_post"
	OfficerRank     Key = "officer_rank"
	OfficerPhone    Key = "officer_phone"
	OfficerMobile   Key = "officer_mobile"
	OfficerAccount  Key = "officer_account"
	PostTaken       Key = "post_taken"
	// OfficerElsewhere: the account holds a post of another unit on those days.
	OfficerElsewhere Key = "officer_elsewhere"
	DutyEmpty        Key = "duty_empty"
	DutyArea         Key = "duty_area"
	DutyPriority     Key = "duty_priority"
	ChangeLeaver     Key = "change_leaver"
	ChangeNobody     Key = "change_nobody"
	ChangeFrom       Key = "change_from"
	ChangeSettled    Key = "change_settled"
	ChangeNotYours   Key = "change_not_yours"
	StaffHandedOver  Key = "staff_handed_over"
)

// Of why a unit is suggested. They take what is named.
const (
	ReasonField     Key = "reason_field"      // field, basis
	ReasonGroup     Key = "reason_group"      // group, basis
	ReasonArea      Key = "reason_area"       // area
	ReasonFormer    Key = "reason_former"     // former area, area of today
	ReasonPart      Key = "reason_part"       // former area, area of today
	ReasonTookOver  Key = "reason_took_over"  // unit that the rule names
	SMSStaffChange  Key = "sms_staff_change"  // unit, day
	MailStaffChange Key = "mail_staff_change" // number, unit, day, who leaves, who comes
)

// Of the dialplan.
const (
	DialplanFaults    Key = "dialplan_faults"
	DialplanShape     Key = "dialplan_shape"
	DialplanElsewhere Key = "dialplan_elsewhere"
	DialplanNoWords   Key = "dialplan_no_words"
	DialplanSigns     Key = "dialplan_signs"
	DialplanSpokenOld Key = "dialplan_spoken_old"
	DialplanDigits    Key = "dialplan_digits"
	DialplanTimes     Key = "dialplan_times"
	DialplanOrder     Key = "dialplan_order"
	DialplanDate      Key = "dialplan_date"
	DialplanDateTwice Key = "dialplan_date_twice"
	DialplanLastLine  Key = "dialplan_last_line"
)

var catalogue = map[Key]text{
	BadRequest:            {"Yêu cầu không đọc được.", "The request cannot be read."},
	OtherPerson:           {"Trong trình duyệt này đã có người khác đăng nhập. Hãy đăng nhập lại.", "Somebody else has signed in with this browser. Sign in again."},
	NotSignedIn:           {"Việc này chưa làm được vì lúc đó bạn chưa đăng nhập. Hãy đăng nhập rồi làm lại.", "This was not done: you were not signed in. Sign in, and do it again."},
	WrongPassword:         {"Tên đăng nhập hoặc mật khẩu không đúng.", "The user name or the password is wrong."},
	AccountLocked:         {"Đăng nhập sai quá nhiều lần. Hãy thử lại sau %d phút.", "Too many failed attempts. Try again in %d minutes."},
	SecondStep:            {"Còn một bước xác thực nữa mới đăng nhập xong.", "One more step and you are signed in."},
	NoSecondStep:          {"Không có bước xác thực nào đang chờ.", "No second step is waiting."},
	WrongCode:             {"Mã xác thực không đúng, đã hết hạn hoặc đã dùng.", "The code is wrong, too old, or was used before."},
	CodeNeeded:            {"Hãy nhập mã của cách xác thực đang dùng.", "Give a code of the second factor in use."},
	NoFactor:              {"Tài khoản chưa có xác thực hai lớp.", "The account has no second factor."},
	FactorsOff:            {"Vai trò này phải xác thực hai lớp, nhưng máy chủ chưa có khóa: quản trị hệ thống cần đặt accounts.key trong cấu hình.", "This role needs a second factor, and the server has no key for them: the administrator has to set accounts.key in the configuration."},
	WrongOldPassword:      {"Mật khẩu hiện tại không đúng.", "The present password is wrong."},
	WeakPassword:          {"Mật khẩu cần từ 8 đến 256 byte và không chỉ gồm dấu cách.", "A password has 8 to 256 bytes, not only spaces."},
	GuessablePassword:     {"Mật khẩu này dễ đoán: phổ biến, lặp lại, hoặc chỉ gồm tên tài khoản và các từ của tổng đài. Hãy chọn mật khẩu khác, ví dụ vài từ không liên quan đến nhau.", "This password is easily guessed: common, repetitive, or made of the user name and the hotline's own words. Choose another, such as a few words that have nothing to do with each other."},
	PeopleAlone:           {"Chỉ quản trị viên đăng nhập bằng xác thực hai lớp mới làm được việc này với vai trò đó; mã truy cập của chương trình thì không.", "Only an administrator who has signed in with a second factor may do this for that role; a program's token may not."},
	AccountNeedsUnit:      {"Cán bộ đầu mối và thủ trưởng cần có đơn vị.", "A focal officer or head needs a unit."},
	AccountUnitOver:       {"Đơn vị này không còn.", "That unit is no more."},
	AccountUsername:       {"Tên đăng nhập gồm 2 đến 32 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch nối, gạch dưới; bắt đầu bằng chữ hoặc số.", "A user name has 2 to 32 characters: small letters without accents, digits, full stops, hyphens, underscores; it begins with a letter or a digit."},
	AccountName:           {"Tên cần có ít nhất một chữ cái.", "A name has at least one letter."},
	ActivationGone:        {"Mã kích hoạt không đúng, đã dùng hoặc đã hết hạn. Hãy xin quản trị hệ thống mã mới.", "The activation is wrong, used or too old. Ask the administrator for another."},
	OwnAccount:            {"Không tự làm việc này với tài khoản của chính mình được; hãy nhờ quản trị khác.", "You cannot do this to your own account; ask another administrator."},
	NameTaken:             {"Đã có tài khoản tên này.", "There is an account of this name."},
	IdentityTaken:         {"Danh tính đăng nhập một lần này đã gắn với tài khoản khác.", "Another account has this single sign-on identity."},
	SignOnOff:             {"Ở đây chưa dùng đăng nhập một lần của thành phố.", "The city's single sign-on is not used here."},
	SignOnAway:            {"Hệ thống đăng nhập một lần của thành phố không trả lời. Hãy thử lại, hoặc dùng mật khẩu.", "The city's single sign-on does not answer. Try again, or use your password."},
	SignOnRefused:         {"Kết quả đăng nhập một lần không dùng được. Hãy đăng nhập lại từ đầu.", "What came back from the single sign-on is no good. Begin again."},
	SignOnDenied:          {"Hệ thống đăng nhập một lần đã từ chối, hoặc bạn đã dừng giữa chừng.", "The single sign-on said no, or you broke off."},
	SignOnUnknown:         {"Danh tính này chưa được gắn với tài khoản 1022 nào. Hãy liên hệ quản trị hệ thống.", "No 1022 account belongs to this identity. Ask the administrator."},
	NotAllowed:            {"Bạn không có quyền làm việc này.", "You are not allowed to do this."},
	CrossOrigin:           {"Yêu cầu đến từ một trang khác và bị từ chối.", "The request comes from another site and is refused."},
	NotFound:              {"Không tìm thấy.", "Not found."},
	MethodNotAllowed:      {"Không dùng được phương thức này ở đây.", "This method cannot be used here."},
	DraftsOff:             {"Máy chủ chưa được cấu hình khóa nên không giữ bản nháp; bản nháp chỉ còn trên máy này.", "The server has no key and keeps no drafts; this one is kept on this machine alone."},
	DraftsFull:            {"Mỗi người giữ nhiều nhất %d bản nháp. Hãy bỏ bớt bản cũ.", "One person may keep %d drafts. Drop old ones."},
	SearchesFull:          {"Mỗi người lưu nhiều nhất %d tìm kiếm. Hãy xóa bớt.", "One person may keep %d searches. Delete some."},
	SearchTaken:           {"Bạn đã có tìm kiếm tên này.", "You have a search of this name."},
	TooLarge:              {"Yêu cầu quá lớn.", "The request is too large."},
	NotJSON:               {"Yêu cầu phải ở dạng JSON.", "The request must be JSON."},
	BadRange:              {"Bản ghi âm không có đoạn này.", "The recording has no such part."},
	Invalid:               {"Dữ liệu chưa hợp lệ. Hãy xem từng mục.", "The data is not valid. See each item."},
	Internal:              {"Hệ thống gặp lỗi. Mã yêu cầu: %s", "Something failed on our side. Request: %s"},
	DatabaseAway:          {"Cơ sở dữ liệu tạm thời không trả lời. Hãy thử lại sau ít phút.", "The database does not answer for the moment. Try again in a few minutes."},
	ArchiveAway:           {"Kho ghi âm tạm thời không trả lời. Hãy thử lại sau ít phút.", "The archive does not answer for the moment. Try again in a few minutes."},
	RecordingNotYet:       {"Bản ghi âm chưa sẵn sàng.", "The recording is not ready yet."},
	ArchiveNoKey:          {"Nội dung này nằm trong kho dưới một khóa mã hóa mà hệ thống hiện không có. Quản trị cần đưa khóa cũ trở lại cấu hình (storage.earlier_keys).", "This lies in the archive under an encryption key that the system does not have. The administrator has to put the earlier key back into the configuration (storage.earlier_keys)."},
	HeldAlready:           {"Đã có lệnh giữ theo pháp luật đang hiệu lực.", "It is on legal hold already."},
	HoldOfOne:             {"Hãy nêu một cuộc gọi hoặc một phiếu, không cả hai.", "Name a call or a ticket, one of the two."},
	DeletionNotStopped:    {"Không dừng được: đợt tiêu hủy này đã dừng, đã xong, hoặc đã bắt đầu xóa.", "It cannot be stopped: it was stopped, is done, or has begun to delete."},
	RecordingDeleted:      {"Bản ghi âm đã hết thời hạn lưu trữ và đã bị tiêu hủy theo quy định; giấy chứng nhận ở trang Lưu trữ ghi âm.", "The recording's time was over, and it was deleted by rule; the certificate is on the page Retention."},
	RecordingConfidential: {"Phiếu bảo mật: chưa được phép nghe tiếng của người gửi (Điều 12.2).", "The ticket is confidential: you may not hear who sent it (Điều 12.2)."},
	RecordingNeedsReason:  {"Ghi rõ lý do nghe (ít nhất 3 chữ hoặc số); lý do được lưu trong nhật ký (Điều 12.2, 19).", "Say why you listen (3 letters or digits at least); it is noted (Điều 12.2, 19)."},
	ExportNoSound:         {"Âm thanh của bản ghi âm: từng bản được liệt kê kèm SHA-256, nghe và tải riêng với lý do.", "The sound of recordings: each is listed with its SHA-256, and is heard or taken by itself, with the reason."},
	ExportNoFiles:         {"Nội dung tệp đính kèm: từng tệp được liệt kê kèm SHA-256, tải riêng với lý do.", "The content of files: each is listed with its SHA-256, and is taken by itself, with the reason."},
	ExportNoLog:           {"Nhật ký kiểm tra (ai đã xem hồ sơ này): ở mục Nhật ký.", "The audit log (who has looked at this case): see there."},
	ReadingLimit:          {"Hôm nay đã lấy ra đủ %d lần cho phép (Điều 12.2). Đề nghị Văn phòng nâng mức nếu công việc cần.", "The %d that may be taken out in a day have been (Điều 12.2). Ask the Office for more, if the work needs it."},
	LookNeedsReason:       {"Ghi rõ lý do tra cứu người gửi, người gọi (ít nhất 3 chữ hoặc số); lý do được lưu trong nhật ký (Điều 12.2, 19).", "Say why you look for a person (3 letters or digits at least); it is noted (Điều 12.2, 19)."},
	RecordingNotGranted:   {"Đơn vị chưa được phép nghe bản ghi âm này, hoặc thời hạn nghe đã hết (Điều 10).", "Your unit has not been allowed to hear this recording, or no longer (Điều 10)."},
	TicketNoRecording:     {"Phiếu này không có bản ghi âm đó.", "This ticket has no such recording."},
	NotYourCall:           {"Cuộc gọi này do tổng đài viên khác tiếp nhận.", "This call belongs to another operator."},
	UnknownCall:           {"Không có cuộc gọi này.", "There is no such call."},
	UnknownProperty:       {"Không có mục nào tên như vậy. Hãy kiểm tra chính tả.", "There is no item of this name. Check its spelling."},
	KeyReused:             {"Khoá chống gửi trùng đã dùng cho một yêu cầu khác.", "The idempotency key was used for a different request."},
	BadNumber:             {"Số điện thoại không hợp lệ: %s.", "The telephone number is not valid: %s."},
	NotInThatOrder:        {"Danh sách xếp theo lần thay đổi gần nhất không lọc được theo ngày tiếp nhận trước đó. Hãy xếp theo ngày tiếp nhận.", "A list in the order of changes cannot end at a time of receipt. Sort by receipt."},
	BadCursor:             {"Con trỏ trang không hợp lệ.", "The page cursor is not valid."},
	BadTicketCode:         {"Mã phiếu không đúng; hãy kiểm tra lại từng chữ số.", "The ticket code is wrong; check each digit."},

	BadDay:          {"Ghi một ngày có thật trong lịch: ngày/tháng/năm như 29/11/2026.", "Give a day that the calendar has: day/month/year as 29/11/2026."},
	NoOperator:      {"Không có tổng đài viên này.", "There is no such operator."},
	OperatorEngaged: {"Tổng đài viên đang có cuộc gọi hoặc không ở bàn trực nên chưa cho ra ca được.", "The operator has a call, or is at no desk, and cannot be signed out now."},
	OperatorAway:    {"Tổng đài viên không ở bàn trực.", "The operator is at no desk."},
	ReasonNeeded:    {"Hãy ghi rõ lý do: ít nhất 3 chữ hoặc số.", "Give the reason: 3 letters or digits at least."},
	BadReason:       {"Hãy ghi rõ lý do (ít nhất 3 chữ hoặc số), trên một dòng.", "Give the reason (3 letters or digits at least), on one line."},
	NoQueue:         {"Kịch bản đang dùng không có hàng đợi này.", "The plan in use has no such queue."},
	BadQueueName:    {"Tên hàng đợi chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối.", "A queue's name consists of a-z, 0-9 and hyphens."},
	BadSkill:        {"Kỹ năng có dạng loại:giá trị, ví dụ lang:en, group:1, area:le-chan.", "A skill is written kind:value, such as lang:en, group:1, area:le-chan."},
	ShiftTimes:      {"Ca trực phải bắt đầu trong ngày đã chọn, kết thúc sau khi bắt đầu và không quá 24 giờ.", "A shift begins on the day given, ends after it began, and lasts 24 hours at most."},
	ShiftPast:       {"Ca trực này đã qua.", "This shift is over already."},
	ShiftsChanged:   {"Lịch trực của ngày này vừa được người khác sửa. Xem lại rồi làm lại.", "Somebody else has just changed this day's shifts. Look again, then try again."},
	TicketSorted:    {"Phiếu này đã được phân loại.", "This ticket has been sorted already."},
	ShiftOverlap:    {"Ca trực trùng giờ với một ca khác của cùng tổng đài viên.", "The shift overlaps another one of the same operator."},

	BrokenJSON: {"Không phải JSON đúng cú pháp.", "This is not well-formed JSON."},
	BadValue:   {"Giá trị không hợp lệ.", "The value is not valid."},
	Missing:    {"Thiếu mục này.", "This is missing."},
	NoBoolean:  {"Phải là true hoặc false.", "It must be true or false."},
	NoNumber:   {"Phải là một số.", "It must be a number."},
	NoInteger:  {"Phải là một số nguyên.", "It must be a whole number."},
	NoText:     {"Phải là một chuỗi ký tự.", "It must be a text."},
	NoList:     {"Phải là một danh sách.", "It must be a list."},
	NoObject:   {"Phải là một đối tượng JSON.", "It must be a JSON object."},
	NoTime:     {"Phải là ngày giờ, ví dụ 2026-11-26T08:00:00+07:00.", "It must be a date and time, such as 2026-11-26T08:00:00+07:00."},
	NoneOf:     {"Phải là một trong: %s.", "It must be one of: %s."},
	TooLittle:  {"Nhỏ nhất là %s.", "It must be at least %s."},
	TooMuch:    {"Lớn nhất là %s.", "It must be at most %s."},
	TooShort:   {"Ít nhất %s ký tự.", "It needs at least %s characters."},
	TooLong:    {"Nhiều nhất %s ký tự.", "It may have at most %s characters."},
	TooFew:     {"Ít nhất %s mục.", "It needs at least %s items."},
	TooMany:    {"Nhiều nhất %s mục.", "It may have at most %s items."},
	BadForm:    {"Không đúng dạng: %s.", "It is not of the form %s."},
	NoUnicode:  {"Có ký tự không đúng chuẩn Unicode (UTF-8).", "It holds what is no Unicode (UTF-8)."},
	Repeated:   {"Mục này được ghi hai lần.", "This is given twice."},

	TicketGroup:         {"Chọn một trong năm nhóm nội dung (Điều 5).", "Choose one of the five content groups (Điều 5)."},
	TicketContent:       {"Nội dung phản ánh không được để trống (Điều 7.2).", "The content must not be empty (Điều 7.2)."},
	TicketDirective:     {"Nhóm 4 cần văn bản chỉ đạo liên quan (Điều 5.4).", "Group 4 needs the directive concerned (Điều 5.4)."},
	TicketChannel:       {"Kênh tiếp nhận không có.", "There is no such channel."},
	TicketPin:           {"Vị trí trên bản đồ nằm ngoài Việt Nam.", "The place on the map lies outside Việt Nam."},
	TicketSeemsPersonal: {"Nội dung còn có vẻ là số điện thoại, số giấy tờ, biển số xe hoặc thư điện tử; che đi, hoặc xác nhận đó không phải dữ liệu cá nhân.", "There still seems to be a telephone number, a number of papers, a plate or an e-mail address in the text; hide it, or confirm that it is nobody's personal data."},
	TicketField:         {"Lĩnh vực này không có.", "There is no such field."},
	TicketFieldGroup:    {"Lĩnh vực này không thuộc nhóm nội dung đã chọn.", "This field does not belong to the chosen group."},
	TicketUnit:          {"Đơn vị này không có.", "There is no such unit."},
	TicketSenderType:    {"Người gửi là cá nhân hoặc tổ chức.", "The sender is an individual or an organisation."},
	TicketHasEnough:     {"Phiếu đã có quá nhiều mục loại này (tối đa 100).", "The ticket has too many of these already (100 at most)."},
	TicketTooLong:       {"Dài quá %d ký tự.", "Longer than %d characters."},
	TicketControl:       {"Có ký tự điều khiển không dùng được.", "It holds a control character."},
	TicketPhone:         {"Số điện thoại không hợp lệ: %s. Nếu không có, hãy chọn \"không có\".", "The telephone number is not valid: %s. If there is none, say so."},
	TicketEmail:         {"Địa chỉ thư điện tử không hợp lệ; nếu không có, hãy chọn \"không có\".", "The e-mail address is not valid; if there is none, say so."},
	TicketContradiction: {"Đã chọn \"không có\" nhưng vẫn điền giá trị.", "Marked as not existing, but a value is given."},

	SlipUnit:      {"Chọn đơn vị nhận phiếu chuyển.", "Choose the unit that the slip is for."},
	SlipNotNow:    {"Phiếu đang ở trạng thái “%s” nên không gửi phiếu chuyển tới đơn vị nào được nữa.", "The ticket's state is “%s”: no slip takes it to a unit any more."},
	EmergencySeen: {"Người khác đã xác nhận cuộc khẩn cấp này.", "Somebody else has acknowledged this emergency already."},

	SMSMessageTicket: {
		"Tổng đài 1022 Hải Phòng đã nhận tin nhắn thoại của ông/bà. Mã hồ sơ: %s. Tra cứu: {lookup}",
		"Hotline 1022 Hải Phòng has received your voice message. Ticket code: %s. Look it up: {lookup}",
	},
	TemplateEmpty:   {"Nội dung mẫu tin không được để trống.", "A template must not be empty."},
	TemplateTooBig:  {"Mẫu tin dài quá %d byte.", "A template has at most %d bytes."},
	TemplateControl: {"Mẫu tin có ký tự điều khiển. Tin SMS chỉ viết trên một dòng.", "The template holds a control character. An SMS is written on one line."},
	TemplateUnknown: {"Không có giá trị nào tên {%s}. Dùng được: %s.", "There is no value called {%s}. There are: %s."},
	TemplateBrace:   {"Dấu { và } chỉ dùng cho giá trị được điền, ví dụ {code}.", "Braces stand around the name of a value only, such as {code}."},
	TemplateNeeds:   {"Thiếu {%s}: không có giá trị này thì tin không nói được gì.", "{%s} is missing: without it the message tells nothing."},
	TemplateSubject: {"Thư cần dòng đầu là tiêu đề, rồi đến nội dung.", "An e-mail needs its subject on the first line, and a body below."},
	TemplateTooLong: {"Mẫu tin cần %d tin SMS; nhiều nhất là %d.", "The template needs %d SMS; at most %d are sent."},
	TemplateTooLongFull: {
		"Với giá trị dài nhất, mẫu tin cần %d tin SMS kể cả khi bỏ dấu; nhiều nhất là %d.",
		"With the longest values the template needs %d SMS even without diacritics; at most %d are sent.",
	},
	MailSubject:      {"Tổng đài 1022 Hải Phòng", "Hotline 1022 Hải Phòng"},
	MessageNotFailed: {"Tin này chưa hỏng: đang chờ, đã gửi hoặc đã nhận.", "This message has not failed: it waits, was sent, or arrived."},
	MessageWithdrawn: {"Tin này đã được rút: nơi nhận không phải của người gửi.", "This message is withdrawn: where it went is not the sender's."},
	MessageRetried:   {"Tin này đã được gửi lại.", "This message has been sent again already."},

	VoiceMessageContent: {"Tin nhắn thoại dài %s, để lại lúc %s ngày %s. Nội dung ở bản ghi âm.", "Voice message of %s, left at %s on %s. Its content is in the recording."},
	VoiceMessageUnheard: {
		"Tin nhắn thoại dài %s, để lại lúc %s ngày %s. Máy không nhận ra tiếng nói: có thể người gọi nói nhỏ, hoặc không nói gì. Xin nghe bản ghi âm.",
		"Voice message of %s, left at %s on %s. No speech was made out: a soft voice, or silence. Please listen to the recording.",
	},
	SimulatorTitle: {"Tin nhắn đã gửi (mô phỏng)", "Messages sent (simulated)"},
	SimulatorNote:  {"Cổng nhắn tin mô phỏng của bản trình diễn: không có tin nào được gửi thật.", "The demonstration's simulated gateway: nothing is really sent."},
	SimulatorNone:  {"Chưa có tin nhắn nào.", "No message yet."},
	SimulatorAt:    {"Lúc", "At"},
	SimulatorTo:    {"Đến", "To"},
	SimulatorText:  {"Nội dung", "Text"},
	SimulatorParts: {"Số tin", "Parts"},
	SMSIncidentTicket: {
		"Tổng đài 1022 Hải Phòng đã ghi nhận sự cố tại %[2]s. Mã hồ sơ: %[1]s. Chúng tôi sẽ nhắn tin khi sự cố được khắc phục. Tra cứu: {lookup}",
		"Hotline 1022 Hải Phòng has noted the incident at %[2]s. Ticket code: %[1]s. We will text you when it is over. Look it up: {lookup}",
	},
	SMSIncidentOver: {
		"Tổng đài 1022 Hải Phòng: sự cố tại %s đã được khắc phục lúc %s ngày %s. Nếu vẫn còn, xin gọi lại 1022. Xin cảm ơn.",
		"Hotline 1022 Hải Phòng: the incident at %s is over since %s on %s. If it is not for you, please call 1022 again. Thank you.",
	},
	DirectoryName:    {"Ghi tên.", "Give a name."},
	DirectoryDays:    {"Ngày kết thúc phải sau ngày bắt đầu.", "The end must lie after the beginning."},
	DirectoryEmail:   {"Địa chỉ thư điện tử không hợp lệ.", "The e-mail address is not valid."},
	UnitCode:         {"Mã đơn vị gồm 2 đến 24 chữ hoa không dấu, chữ số và dấu gạch nối.", "A unit's code consists of 2 to 24 of A-Z, 0-9 and hyphens."},
	UnitTaken:        {"Mã này đã có.", "This code is taken."},
	UnitKind:         {"Chọn loại đơn vị (Điều 2).", "Choose a kind of unit (Điều 2)."},
	UnitParent:       {"Không có đơn vị cấp trên này.", "There is no such unit to belong to."},
	UnitParentDays:   {"Đơn vị cấp trên không tồn tại suốt thời gian của đơn vị này.", "The unit above is not there all the days that this one is."},
	UnitBelowItself:  {"Một đơn vị không thể trực thuộc chính nó.", "A unit cannot belong to itself."},
	UnitWebsite:      {"Địa chỉ trang thông tin phải bắt đầu bằng http:// hoặc https://.", "The website's address must begin with http:// or https://."},
	UnitHeir:         {"Đơn vị kế thừa phải là đơn vị khác và đang hoạt động vào ngày đó, mỗi đơn vị một lần.", "A unit that takes over is another one, there on that day, and named once."},
	UnitHeirPart:     {"Nhiều đơn vị kế thừa thì mỗi đơn vị nhận một phần; một đơn vị thì nhận toàn bộ.", "Of several that take over each takes a part; a single one takes all."},
	OfficerPost:      {"Chọn cán bộ đầu mối hoặc thủ trưởng.", "Choose focal officer or head."},
	OfficerRank:      {"Thứ tự trực từ 1 (chính) đến %d.", "The place in the order is from 1 (the main one) to %d."},
	OfficerPhone:     {"Cán bộ đầu mối phải có số điện thoại (Điều 17.3).", "A focal officer must have a telephone number (Điều 17.3)."},
	OfficerMobile:    {"Phải là số di động Việt Nam thì mới nhận được tin nhắn.", "It must be a Vietnamese mobile number to get an SMS."},
	OfficerAccount:   {"Không có tài khoản này.", "There is no such account."},
	OfficerElsewhere: {"Tài khoản này đang giữ chức vụ ở đơn vị khác trong những ngày đó. Hãy lập phiếu thay đổi ở đơn vị đó trước (Điều 17.9).", "This account holds a post of another unit on those days. Write a change note there first (Điều 17.9)."},
	PostTaken:        {"Vị trí này đang có người. Hãy lập phiếu thay đổi (Điều 17.9).", "Somebody holds this post. Write a change note (Điều 17.9)."},
	DutyEmpty:        {"Ghi ít nhất lĩnh vực, nhóm hoặc địa bàn.", "Give at least a field, a group or an area."},
	DutyArea:         {"Địa bàn phải là một xã, phường, đặc khu hoặc quận, huyện cũ.", "The area must be a ward, commune, special zone, or former district."},
	DutyPriority:     {"Thứ tự ưu tiên từ 1 đến %d.", "The priority is from 1 to %d."},
	ChangeLeaver:     {"Người này không giữ vị trí đó của đơn vị.", "This person does not hold that post of the unit."},
	ChangeNobody:     {"Ghi người thôi nhiệm vụ hoặc người thay.", "Name who leaves or who comes."},
	ChangeFrom:       {"Ngày thay đổi phải sau ngày người cũ bắt đầu.", "The day of the change must lie after the one on which the leaver began."},
	ChangeSettled:    {"Phiếu thay đổi này đã được xử lý.", "This change note is settled already."},
	ChangeNotYours:   {"Bạn chỉ lập được phiếu thay đổi cho đơn vị của mình.", "You can write change notes for your own unit only."},

	StaffHandedOver: {"Thay đổi cán bộ đầu mối (Điều 17.9).", "Change of the focal officer (Điều 17.9)."},

	ReasonField:    {"Lĩnh vực %[1]s: theo phân công%[2]s.", "Field %[1]s: as assigned%[2]s."},
	ReasonGroup:    {"Nhóm nội dung %[1]s: theo phân công%[2]s.", "Content group %[1]s: as assigned%[2]s."},
	ReasonArea:     {"Địa bàn: %s.", "Area: %s."},
	ReasonFormer:   {"%s nay thuộc %s.", "%s is now in %s."},
	ReasonPart:     {"Một phần %s nay thuộc %s: cần xác định địa bàn.", "A part of %s is now in %s: find out which."},
	ReasonTookOver: {"Tiếp nhận nhiệm vụ của %s.", "It took over the tasks of %s."},
	SMSStaffChange: {
		"Tổng đài 1022: %s báo thay đổi nhân sự từ ngày %s (Điều 17.9). Đề nghị Văn phòng cập nhật danh bạ.",
		"Hotline 1022: %s reports a change of staff from %s (Điều 17.9). Please update the directory.",
	},
	MailStaffChange: {
		"Phiếu thay đổi số %[1]s của %[2]s (Điều 17.9)\nTừ ngày %[3]s. Thôi nhiệm vụ: %[4]s. Người thay: %[5]s. Đề nghị Văn phòng cập nhật danh bạ.",
		"Change note %[1]s of %[2]s (Điều 17.9)\nFrom %[3]s. Leaves: %[4]s. Comes: %[5]s. Please update the directory.",
	},

	DialplanFaults: {"Kịch bản có lỗi nên bị từ chối cả tệp. Bản đang chạy không đổi.", "The dialplan has faults and is refused as a whole. The running one stays."},
	DialplanShape:  {"Không sửa được mục này bằng biểu mẫu; hãy sửa tệp.", "This cannot be edited by form; edit the file."},
	DialplanElsewhere: {
		"Bản này được sửa từ một bản khác với bản đang dùng, nên thiếu những gì bản đang dùng đã đổi. Hãy xem khác biệt rồi xác nhận.",
		"This version was made from another than the one in use, and lacks what that one changed. Look at the difference, then confirm.",
	},
	DialplanNoWords:       {"Ghi lời người gọi sẽ nghe.", "Write what callers will hear."},
	DialplanSigns:         {"Chỉ có dấu, không có chữ: người gọi sẽ không nghe gì. Hãy ghi lời.", "Signs without a letter: callers would hear nothing. Write words."},
	DialplanSpokenOld:     {"Lời viết đã đổi mà cách đọc thì chưa: người gọi vẫn nghe lời cũ. Hãy sửa hoặc xóa cách đọc, hoặc xác nhận cách đọc vẫn đúng.", "What is written changed and what is read aloud did not: callers would hear the old words. Change or clear it, or confirm that it is still right."},
	DialplanDigits:        {"Chữ số sẽ bị đọc thành một số lớn. Hãy viết cách đọc bằng chữ, ví dụ: một không hai hai.", "Digits would be read as one big number. Write in words how it is read aloud."},
	DialplanTimes:         {"Ghi giờ như 07:30-11:30, 13:00-17:00, hoặc đóng cửa (closed).", "Write times as 07:30-11:30, 13:00-17:00, or closed."},
	DialplanOrder:         {"Mỗi khoảng phải kết thúc sau khi bắt đầu, các khoảng theo thứ tự và trong một ngày; qua nửa đêm thì ghi vào hai ngày.", "Each time must end after it begins, one after the other, within the day; past midnight, write it into two days."},
	DialplanDate:          {"Không có ngày này. Ghi 2027-02-08, hoặc 2027-02-08..2027-02-12 (nhiều nhất 62 ngày).", "There is no such date. Write 2027-02-08, or 2027-02-08..2027-02-12 (62 days at most)."},
	DialplanDateTwice:     {"Ngày này đã có ở một dòng khác.", "This date has its times in another line already."},
	DialplanLastLine:      {"Phải còn ít nhất một dòng giờ; ngày đóng cửa thì ghi đóng cửa (closed).", "One line of hours must remain; for a day that is closed write closed."},
	NotAnOperator:         {"Không có tổng đài viên này, hoặc tài khoản đã khóa. Chọn người khác.", "There is no such operator, or the account is closed. Choose another."},
	CallbackNotWaiting:    {"Cuộc gọi lại này đã xong, hoặc đang được gọi.", "This call-back is settled, or the citizen is being dialled."},
	IncidentTicketContent: {"Người gọi bấm phím báo cũng bị ảnh hưởng bởi sự cố đang được thông báo: %s", "By key the caller said to be concerned by the incident that is announced: %s"},

	CalendarWhich:     {"Gửi đúng một thứ: toàn bộ lịch mới, số của một lịch cũ để quay lại, hoặc bảng ngày để đưa vào lịch hiện hành.", "Send one thing: all of the new calendar, the number of an older one to go back to, or a table of days to be put into the one that holds."},
	CalendarEnds:      {"Lịch phải kéo dài ít nhất một năm nữa.", "The calendar has to reach at least a year ahead."},
	CalendarBegins:    {"Lịch phải bắt đầu chậm nhất ngày %s, khi quy tắc đầu tiên có hiệu lực.", "The calendar has to begin on %s at the latest, when the first rules held."},
	CalendarTerm:      {"Với lịch này không tính được hạn theo quy tắc %s (%s): lịch kết thúc quá sớm hoặc không có giờ làm việc.", "By this calendar a term under the rules %s (%s) cannot be told: it ends too early, or nobody works."},
	CalendarTooShort:  {"Với lịch này không tính được hạn của phiếu %s: lịch kết thúc quá sớm hoặc không có giờ làm việc. Lịch chưa được lưu.", "By this calendar no deadline can be told for ticket %s: it ends too early, or nobody works. It was not saved."},
	CalendarPast:      {"Lịch này làm %d hạn đang mở rơi vào quá khứ. Hãy xem trước và xác nhận; lịch chưa được lưu.", "This calendar would set %d open deadlines into the past. Look at the preview and confirm; it was not saved."},
	CalendarZone:      {"Lịch thiếu múi giờ%.0s.", "The calendar has no time zone%.0s."},
	CalendarSpan:      {"Lịch phải có giờ làm việc, kết thúc sau khi bắt đầu và dài nhất 100 năm (%s).", "The calendar has to have hours, to end after it begins, and to last 100 years at most (%s)."},
	CalendarOrder:     {"Các giai đoạn giờ làm việc phải theo thứ tự ngày bắt đầu (%s).", "Hours have to stand in the order of the dates from which they hold (%s)."},
	CalendarWeek:      {"Thứ trong tuần không có thật hoặc ghi hai lần (%s).", "No day of the week, or one that is there twice (%s)."},
	CalendarSeason:    {"Mùa phải bắt đầu vào một ngày có trong mọi năm, sau mùa trước (%s).", "A season has to begin on a day of every year, after the season before (%s)."},
	CalendarSessions:  {"Các buổi phải nối tiếp nhau trong một ngày, có nghỉ ở giữa; ngày nghỉ không có buổi nào (%s).", "Sessions have to follow one another within a day, with a pause between them; a day off has none (%s)."},
	CalendarKind:      {"Không có loại ngày này (%s).", "There is no such kind of day (%s)."},
	CalendarDate:      {"Không có ngày này (%s). Ghi như 2027-02-08.", "There is no such date (%s). Write it as 2027-02-08."},
	CalendarRange:     {"Khoảng ngày phải kết thúc sau khi bắt đầu và dài nhất 31 ngày (%s).", "A range of dates has to end after it begins, and has 31 days at most (%s)."},
	CalendarTwice:     {"Ngày này đã có ở một dòng khác (%s).", "This date has a row already (%s)."},
	CalendarSaturday:  {"Ngày làm bù phải là thứ Bảy (%s).", "A day that is worked for another has to be a Saturday (%s)."},
	CalendarHeader:    {"Dòng đầu của bảng phải là date,kind,name,basis (%s).", "The table has to begin with date,kind,name,basis (%s)."},
	CalendarRow:       {"Không đọc được dòng này của bảng (%s).", "This row of the table cannot be read (%s)."},
	CalendarTooMuch:   {"Bảng lớn hơn mức cần cho bất kỳ lịch nào (%s).", "The table is larger than any calendar needs (%s)."},
	PolicyVersion:     {"Ghi số của văn bản%.0s.", "Name the paper%.0s."},
	PolicyBegun:       {"Quy tắc mới chỉ có hiệu lực từ ngày mai trở đi: phiếu đã nhận giữ quy tắc lúc nhận.", "New rules hold from tomorrow on at the earliest: what was received keeps the rules that it was received under."},
	PolicyHolds:       {"Quy tắc này đã có hiệu lực, không rút lại được: phiếu đã nhận giữ quy tắc lúc nhận. Hãy lưu quy tắc khác từ ngày mai.", "These rules hold already and cannot be taken back: what was received keeps them. Keep others from tomorrow on."},
	PolicyTerm:        {"Ghi thời hạn là một số nguyên từ 1 trở lên, nhiều nhất 6 chữ số, tính bằng phút, giờ hoặc ngày%.0s.", "Write the term as a whole number from 1 on, of 6 digits at most, in minutes, hours or days%.0s."},
	PolicyWarning:     {"Cảnh báo phải ở giữa lúc bắt đầu và lúc hết hạn (%s).", "A warning has to come between the beginning and the end of the term (%s)."},
	PolicyClause:      {"Ghi điều, khoản làm căn cứ%.0s.", "Name the clause that it rests on%.0s."},
	PolicyClock:       {"Không có đồng hồ này (%s).", "There is no such clock (%s)."},
	PolicyRuleCount:   {"Mỗi đồng hồ cần đúng một quy tắc, ở đây có %s.", "Each clock needs one rule; here are %s."},
	PolicyNeedsHours:  {"Với cách hiểu đã chọn, thời hạn phải tính bằng giờ (%s).", "Read as chosen, the term has to be of hours (%s)."},
	PolicyAnswer:      {"Đây không phải là cách hiểu của câu hỏi này (%s).", "That is no reading of this place (%s)."},
	PolicyAnswerCount: {"Mỗi câu hỏi cần đúng một cách hiểu, ở đây có %s.", "Each place needs one reading; here are %s."},
	PolicyTooLong:     {"Hạn này kết thúc sau ngày cuối của lịch làm việc (%s). Hãy kéo dài lịch trước.", "This term runs out after the working calendar's end (%s). Prolong the calendar first."},
	PolicySameDate:    {"Đã có quy tắc khác có hiệu lực từ ngày này (%s).", "Other rules hold from this date already (%s)."},
	PolicySameVersion: {"Đã có quy tắc mang số này (%s).", "There are rules of this name already (%s)."},

	IncidentArea:     {"Ghi khu vực bị ảnh hưởng.", "Name the area concerned."},
	IncidentText:     {"Ghi nội dung người gọi sẽ nghe.", "Write what callers will hear."},
	IncidentEnd:      {"Thời điểm dự kiến xong phải ở phía trước, trong vòng 30 ngày.", "The expected end must lie ahead, within 30 days."},
	IncidentIsOpen:   {"Đang có một thông báo sự cố mở. Hãy sửa hoặc kết thúc thông báo đó.", "An incident is open already. Edit or close that one."},
	IncidentIsClosed: {"Sự cố này đã kết thúc.", "This incident is over."},
	ChangedMeanwhile: {"Người khác vừa sửa. Hãy xem bản mới nhất rồi sửa lại.", "Somebody else has just changed it. Look at the newest version and edit again."},
	VoiceUnreadable:  {"Không đọc được tệp âm thanh. Hãy dùng tệp WAV có tiếng nói.", "The sound file cannot be read. Use a WAV file with a voice in it."},
	VoiceLength:      {"Giọng đọc dài quá %d giây.", "The voice is longer than %d seconds."},
	VoiceNotYet:      {"Giọng đọc đang được tạo.", "The voice is being made."},
	VoiceAway:        {"Không tạo được giọng đọc trên máy chủ này.", "The voice cannot be made on this server."},
	NotAudio:         {"Tệp gửi lên phải là âm thanh WAV.", "What is sent must be WAV audio."},

	// Spoken to callers: "Khu vực" and the sentences follow one another with a pause.
	IncidentAnnouncement: {"Tổng đài 1022 xin thông báo. Khu vực: %s %s", "Hotline 1022 announces. Area: %s %s"},
	IncidentExpected:     {"Dự kiến xong vào khoảng %s, ngày %s.", "It is expected to be over at about %s on %s."},
}
