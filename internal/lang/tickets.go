package lang

import "maps"

// Why something cannot be done to a ticket, or by this person, and what is wrong with what
// they said.
const (
	TicketNotNow           Key = "ticket_not_now"   // the state's label, the act's
	TicketNotYours         Key = "ticket_not_yours" // the act's label
	TicketOtherUnit        Key = "ticket_other_unit"
	TicketNotLead          Key = "ticket_not_lead"
	TicketChanged          Key = "ticket_changed"
	TicketChangedByYou     Key = "ticket_changed_by_you"
	TicketAskedOnce        Key = "ticket_asked_once"
	TicketLeadResolves     Key = "ticket_lead_resolves"
	TicketOutsideGoesOn    Key = "ticket_outside_goes_on"
	TicketIsConfidential   Key = "ticket_is_confidential"
	TicketNotConfidential  Key = "ticket_not_confidential"
	TicketIsPublic         Key = "ticket_is_public"
	TicketSettled          Key = "ticket_settled"
	TicketEmergencyUnseen  Key = "ticket_emergency_unseen"
	TicketStillAsked       Key = "ticket_still_asked"
	TicketNoQuestion       Key = "ticket_no_question"
	TicketNoDossier        Key = "ticket_no_dossier"
	TicketNeedsText        Key = "ticket_needs_text"
	TicketNotAhead         Key = "ticket_not_ahead"
	NoVersion              Key = "ticket_no_version"
	TicketAhead            Key = "ticket_ahead"
	TicketBefore           Key = "ticket_before"
	TicketUnitTwice        Key = "ticket_unit_twice"
	TicketSameUnit         Key = "ticket_same_unit"
	TicketNotOfficer       Key = "ticket_not_officer"
	TicketUnitHasNot       Key = "ticket_unit_has_not"
	TicketNotBelow         Key = "ticket_not_below"
	TicketNoSuch           Key = "ticket_no_such"
	TicketRefusal          Key = "ticket_refusal"
	TicketOneUnit          Key = "ticket_one_unit"
	TicketNotContested     Key = "ticket_not_contested"
	TicketNeedsDocument    Key = "ticket_needs_document"
	TicketNotChecked       Key = "ticket_not_checked"
	TicketBetrays          Key = "ticket_betrays"
	TicketScore            Key = "ticket_score"
	TicketURL              Key = "ticket_url"
	TicketParentAnswered   Key = "ticket_parent_answered"
	TicketParentOver       Key = "ticket_parent_over"
	TicketMatter           Key = "ticket_matter"
	TicketIdentityFirst    Key = "ticket_identity_first"
	TicketIdentityOther    Key = "ticket_identity_other"
	TicketOverCalled       Key = "ticket_over_called"
	TicketPromiseTooFar    Key = "ticket_promise_too_far" // until when
	TicketGrantTooFar      Key = "ticket_grant_too_far"   // likewise
	TicketNoDepartment     Key = "ticket_no_department"
	TicketSenderAlone      Key = "ticket_sender_alone"
	TicketNotSorted        Key = "ticket_not_sorted"
	TicketNothingCorrected Key = "ticket_nothing_corrected"
	FiguresTooLong         Key = "figures_too_long"
)

// Of messages about a ticket; the first argument is its code. {lookup} is the address at
// which tickets are found. Those to a sender, then those to units, then what staff see in
// the system.
const (
	SMSReceived  Key = "sms_received"
	SMSDeclined  Key = "sms_declined" // why, where to go
	SMSAskSender Key = "sms_ask_sender"
	SMSAskByUnit Key = "sms_ask_by_unit"
	SMSPromised  Key = "sms_promised" // when
	SMSOutside   Key = "sms_outside"
	SMSPublished Key = "sms_published"
	SMSAnswered  Key = "sms_answered"
	SMSMerged    Key = "sms_merged" // into which

	// In an SMS, in the place of what it cannot hold.
	ToldElsewhere Key = "told_elsewhere"
	ToldInSystem  Key = "told_in_system"

	SMSTransferLive  Key = "sms_transfer_live"
	SMSSlip          Key = "sms_slip" // the slip's number, until when
	SMSWarned        Key = "sms_warned"
	SMSEscalated     Key = "sms_escalated" // the slip's number, until when
	SMSOverdue       Key = "sms_overdue"
	SMSReminder      Key = "sms_reminder" // the text
	SMSWithdrawn     Key = "sms_withdrawn"
	SMSTask          Key = "sms_task"
	SMSSenderReplied Key = "sms_sender_replied"

	NoticeSenderReplied        Key = "notice_sender_replied"
	NoticeAssigned             Key = "notice_assigned" // unit
	NoticeTransferred          Key = "notice_transferred"
	NoticeOutside              Key = "notice_outside"
	NoticeReturned             Key = "notice_returned"  // unit, reason
	NoticeInherited            Key = "notice_inherited" // the unit that is no more, its heir
	NoticeUnitGone             Key = "notice_unit_gone" // the unit that is no more
	NoticePromised             Key = "notice_promised"
	NoticePromisedFar          Key = "notice_promised_far" // unit, when
	NoticeContributed          Key = "notice_contributed"
	NoticeTaskDone             Key = "notice_task_done"
	NoticeResolved             Key = "notice_resolved"
	NoticeContested            Key = "notice_contested"
	NoticeOfficeTook           Key = "notice_office_took"
	NoticeEscalated            Key = "notice_escalated"
	NoticeOverdue              Key = "notice_overdue"
	NoticeHotlineLate          Key = "notice_hotline_late"
	NoticeWarned               Key = "notice_warned"
	NoticeEmergency            Key = "notice_emergency"
	NoticeNoEmergency          Key = "notice_no_emergency"
	NoticeUrgent               Key = "notice_urgent"
	NoticeDossier              Key = "notice_dossier"
	NoticeDocument             Key = "notice_document"
	NoticeReward               Key = "notice_reward"
	NoticeWarning              Key = "notice_warning"
	NoticeConduct              Key = "notice_conduct"
	NoticeWithdrawnPublication Key = "notice_withdrawn_publication"
	TicketNotPublic            Key = "ticket_not_public"
	NoticeManyPeople           Key = "notice_many_people"
	NoticeManyNames            Key = "notice_many_names"
	NoticeMuchSound            Key = "notice_much_sound"
	NoticeManyFiles            Key = "notice_many_files"
	NoticeManyCopies           Key = "notice_many_copies"
	NoticeManyCases            Key = "notice_many_cases"
	NoticeSenderUntold         Key = "notice_sender_untold"
	NoticeMessageFailed        Key = "notice_message_failed"
	NoticeUnitUntold           Key = "notice_unit_untold"
	NoticeCalendarEnds         Key = "notice_calendar_ends"
	NoticeCalendarOver         Key = "notice_calendar_over"
	NoticeDeletion             Key = "notice_deletion" // how many recordings, when
	NoticeCalledAgain          Key = "notice_called_again"
	NoticeRecordingAsked       Key = "notice_recording_asked"
	NoticeRecordingDecided     Key = "notice_recording_decided"
	NoticeHandedOver           Key = "notice_handed_over"
	NoticeCorrected            Key = "notice_corrected"
	NoticeOtherUnit            Key = "notice_other_unit" // unit
	NoticePublicBetrays        Key = "notice_public_betrays"
)

func init() { maps.Copy(catalogue, ofTickets) }

var ofTickets = map[Key]text{
	FiguresTooLong:         {"Số liệu xem được mỗi lần tối đa một năm.", "Figures are of a year at most."},
	TicketNotNow:           {"Phiếu đang ở trạng thái “%s” nên chưa làm được việc “%s”.", "The ticket's state is “%s”: “%s” cannot be done now."},
	TicketNotYours:         {"Việc “%s” không thuộc phần việc của bạn.", "“%s” is not yours to do."},
	TicketOtherUnit:        {"Phiếu không do đơn vị của bạn xử lý.", "Your unit does not have this ticket."},
	TicketNotLead:          {"Chỉ đơn vị chủ trì làm được việc này.", "Only the unit that leads can do this."},
	TicketChangedByYou:     {"Bạn vừa cập nhật phiếu này ở một cửa sổ khác. Hãy xem phần thay đổi; nếu vẫn cần thì làm lại.", "You have just changed this ticket in another window. Look at what changed, and try again if it is still needed."},
	TicketChanged:          {"Phiếu vừa được người khác cập nhật. Hãy xem phần thay đổi rồi làm lại.", "Somebody else has just changed the ticket. Look at what changed, then try again."},
	TicketAskedOnce:        {"Đơn vị chỉ được đề nghị bổ sung một lần trong mỗi phiếu (Điều 18.1).", "Units may ask the sender once in a ticket's life (Điều 18.1)."},
	TicketLeadResolves:     {"Đơn vị chủ trì cập nhật kết quả của cả phiếu.", "The unit that leads gives the whole ticket's result."},
	TicketOutsideGoesOn:    {"Phản ánh về thủ tục hành chính qua Cổng Dịch vụ công đã tiếp nhận thì phải chuyển đơn vị chủ trì (Điều 16.1), không từ chối.", "What was received about procedures on line goes to the department that leads it (Điều 16.1) and is not declined."},
	TicketIsConfidential:   {"Phiếu bảo mật nên không công khai (Điều 12.1).", "The ticket is confidential, and not published (Điều 12.1)."},
	TicketNotConfidential:  {"Phiếu này không thuộc diện bảo mật.", "This ticket is not confidential."},
	TicketIsPublic:         {"Nội dung đã được công khai.", "It has been published already."},
	TicketNoQuestion:       {"Không có câu hỏi nào đang chờ người gửi trả lời.", "No question waits for the sender's answer."},
	TicketEmergencyUnseen:  {"Vừa có thêm cuộc gọi khẩn cấp trong cuộc gọi của phiếu. Hãy đọc lại phiếu trước khi bỏ dấu khẩn cấp.", "An emergency service was called in one of the ticket's calls since. Read the ticket again before you take the mark off."},
	TicketSettled:          {"Việc này đã xong rồi.", "This has been settled already."},
	TicketStillAsked:       {"Đơn vị đã đề nghị nghe ghi âm này, đang chờ tổng đài duyệt.", "The unit has asked for this recording already; the hotline has still to decide."},
	TicketNoDossier:        {"Phiếu này chưa cần tổng hợp gửi Văn phòng (Điều 9.6).", "No dossier of this ticket is asked for (Điều 9.6)."},
	TicketNeedsText:        {"Không được để trống mục này.", "This must not be empty."},
	NoVersion:              {"Hãy ghi số phiên bản của phiếu như bạn đã xem; phiếu không có phiên bản này.", "Give the ticket's version as you saw it; it has no such version."},
	TicketAhead:            {"Văn bản không thể có ngày ở phía trước.", "A document's date cannot lie ahead."},
	TicketBefore:           {"Thời hạn phải sau ngày của văn bản.", "The term must end after the document's date."},
	TicketNotAhead:         {"Thời điểm phải ở phía trước, trong vòng một năm.", "The time must lie ahead, within a year."},
	TicketUnitTwice:        {"Một đơn vị được ghi hai lần.", "A unit is named twice."},
	TicketSameUnit:         {"Đơn vị này đang chủ trì rồi.", "This unit leads already."},
	TicketNotOfficer:       {"Không phải là cán bộ của đơn vị này hôm nay.", "Nobody of that name works for this unit today."},
	TicketUnitHasNot:       {"Đơn vị này không đang xử lý phiếu.", "This unit does not have the ticket."},
	TicketNotBelow:         {"Chỉ giao được cho đơn vị trực thuộc (Điều 17.4).", "Only to a unit below one's own (Điều 17.4)."},
	TicketNoSuch:           {"Không có mục này.", "There is no such item."},
	TicketRefusal:          {"Chọn lý do không tiếp nhận.", "Choose why it is not taken."},
	TicketOneUnit:          {"Mới có một đơn vị xử lý nên chưa thể có việc không thống nhất.", "Only one unit has had it: there is nobody to disagree with."},
	TicketNotContested:     {"Người gửi chưa có ý kiến không nhất trí.", "The sender has not disagreed."},
	TicketNeedsDocument:    {"Cần văn bản trả lời chính thức có chữ ký số (Điều 17.6).", "An official reply with a digital signature is needed (Điều 17.6)."},
	TicketNotChecked:       {"Hãy kiểm tra và xác nhận đã che thông tin cá nhân.", "Check that personal data is left out, and confirm it."},
	TicketBetrays:          {"Nội dung còn thông tin cá nhân của người gửi.", "The sender's personal data is still in it."},
	TicketScore:            {"Chọn từ 1 đến 5 sao.", "Choose 1 to 5."},
	TicketURL:              {"Địa chỉ trang phải bắt đầu bằng https:// hoặc http://.", "The address must begin with https:// or http://."},
	TicketMatter:           {"Chọn yêu cầu, thắc mắc, góp ý, phản ánh hoặc kiến nghị.", "Choose a request, question, suggestion, report or petition."},
	TicketParentAnswered:   {"Phiếu đó bảo mật và đã trả lời riêng người gửi của nó: không gộp vào được, hãy trả lời phiếu này.", "That ticket is confidential and its own sender has been answered: nothing can be merged into it, answer this one."},
	TicketParentOver:       {"Phiếu đó đã kết thúc nên không gộp vào được.", "That ticket is over: nothing can be merged into it."},
	TicketIdentityFirst:    {"Phiếu bảo mật: Văn phòng UBND thành phố phải cho đơn vị biết người gửi trước, rồi mới cấp ghi âm (Điều 12.2).", "The ticket is confidential: the Office has to let the unit know the sender before it may hear the recording (Điều 12.2)."},
	TicketIdentityOther:    {"Cuộc gọi này còn thuộc một phiếu bảo mật khác: Văn phòng UBND thành phố phải cho đơn vị biết người gửi của phiếu đó trước, rồi mới cấp ghi âm (Điều 12.2).", "Another ticket of this call is confidential: the Office has to let the unit know its sender before it may hear the recording (Điều 12.2)."},
	TicketOverCalled:       {"Phiếu đã kết thúc nên không ai theo dõi cuộc gọi ghi vào đây. Hãy lập phiếu mới; nếu phiếu đã gộp thì ghi vào phiếu kia.", "The ticket is over: nobody would hear of a call that is noted here. File a new one; of a merged ticket, note it on the other."},
	TicketGrantTooFar:      {"Cho nghe được đến %s là muộn nhất; cần nghe lâu hơn thì đơn vị gửi đề nghị khác (Điều 10.1).", "It may be granted until %s at the latest; a unit that needs it for longer asks again (Điều 10.1)."},
	TicketPromiseTooFar:    {"Cán bộ đầu mối hẹn được đến %s; hẹn xa hơn thì Thủ trưởng đơn vị hẹn (Điều 9.3, 9.4).", "An officer may promise until %s; the head of the unit may give more (Điều 9.3, 9.4)."},
	TicketNoDepartment:     {"Danh bạ chưa có đơn vị chủ trì thủ tục hành chính (Điều 16.1): hãy thêm phân công trước.", "The directory names no unit that leads procedures (Điều 16.1): add its duty first."},
	TicketSenderAlone:      {"Phiếu đã kết thúc: chỉ sửa được thông tin người gửi.", "The ticket is over: only who sent it can still be corrected."},
	TicketNotSorted:        {"Tin nhắn thoại này chưa được phân loại: hãy nghe và phân loại, không sửa.", "This voice message has not been sorted: hear and sort it, in place of correcting it."},
	TicketNothingCorrected: {"Không có gì khác với thông tin đang có.", "Nothing differs from what is there already."},

	SMSReceived:  {"1022: Đã tiếp nhận phản ánh của ông/bà, mã hồ sơ %s. Tra cứu: {lookup}", "1022: Your report is received; its code is %s. Look it up: {lookup}"},
	SMSDeclined:  {"1022: Phản ánh %s không được tiếp nhận. Lý do: %s. Nơi liên hệ: %s", "1022: Report %s is not taken. Why: %s. Please turn to: %s"},
	SMSAskSender: {"1022: Để xử lý phản ánh %s, xin bổ sung: %s. Gọi 02251022 hoặc vào {lookup}", "1022: For your report %s we need: %s. Call 02251022 or see {lookup}"},
	SMSAskByUnit: {"1022: Đơn vị xử lý phản ánh %s xin bổ sung: %s. Gọi 02251022 hoặc vào {lookup}", "1022: Who works on your report %s needs: %s. Call 02251022 or see {lookup}"},
	SMSPromised:  {"1022: Phản ánh %s đang được xác minh, dự kiến xong lúc %s. Tra cứu: {lookup}", "1022: Your report %s is being verified until %s. See {lookup}"},
	SMSOutside:   {"1022: Phản ánh %s về thủ tục hành chính, dịch vụ công trực tuyến đã chuyển cơ quan chủ trì. Tra cứu: {lookup}", "1022: Your report %s on procedures on line has gone to the department in charge. See {lookup}"},
	SMSPublished: {"1022: Phản ánh %s đã có kết quả. Xem và đánh giá tại {lookup}", "1022: Your report %s has its result. See and rate it at {lookup}"},
	SMSAnswered:  {"1022: Phản ánh %s đã được trả lời. Đánh giá tại {lookup}", "1022: Your report %s has been answered. Rate it at {lookup}"},
	SMSMerged:    {"1022: Phản ánh %s được xử lý chung với %s. Tra cứu: {lookup}", "1022: Your report %s is handled together with %s. See {lookup}"},

	ToldElsewhere: {"xem tại {lookup}", "see {lookup}"},
	ToldInSystem:  {"xem trong Hệ thống phần mềm", "see the software system"},

	SMSTransferLive:  {"1022: Có người dân cần trả lời ngay, hồ sơ %s. Xin liên hệ tổng đài 1022. {link}", "1022: A citizen waits for an answer now, ticket %s. Please contact 1022. {link}"},
	SMSSlip:          {"1022: Hồ sơ %s, phiếu chuyển %s. Hạn trả lời: %s. {link}", "1022: Ticket %s, slip %s. To be answered by %s. {link}"},
	SMSWarned:        {"1022: Hồ sơ %s sắp hết hạn: %s. {link}", "1022: Ticket %s is due soon: %s. {link}"},
	SMSEscalated:     {"1022: Hồ sơ %s (phiếu chuyển %s) quá hạn của cán bộ đầu mối, chuyển Thủ trưởng đơn vị. Hạn: %s. {link}", "1022: Ticket %s (slip %s) was not answered by the officer and comes to the head of the unit. Due: %s. {link}"},
	SMSOverdue:       {"1022: Hồ sơ %s đã quá hạn và được báo cáo Lãnh đạo UBND thành phố. {link}", "1022: Ticket %s is overdue and reported to the city's leadership. {link}"},
	SMSReminder:      {"1022: Nhắc xử lý hồ sơ %s: %s {link}", "1022: A reminder of ticket %s: %s {link}"},
	SMSWithdrawn:     {"1022: Hồ sơ %s không còn do đơn vị xử lý.", "1022: Ticket %s is no longer your unit's."},
	SMSTask:          {"1022: Đơn vị được giao việc trong hồ sơ %s. {link}", "1022: Your unit has been given a task of ticket %s. {link}"},
	SMSSenderReplied: {"1022: Người gửi đã bổ sung hồ sơ %s. {link}", "1022: The sender has replied to ticket %s. {link}"},

	NoticeSenderReplied:        {"Người gửi đã bổ sung phiếu %s.", "The sender has replied to ticket %s."},
	NoticeAssigned:             {"Phiếu %s đã chuyển %s xử lý.", "Ticket %s has gone to %s."},
	NoticeTransferred:          {"Phiếu %s: cuộc gọi hoặc tin nhắn đã chuyển cán bộ đầu mối của %s.", "Ticket %s: the call or message has gone to an officer of %s."},
	NoticeOutside:              {"Phiếu %s về thủ tục hành chính, dịch vụ công trực tuyến (Điều 16.1).", "Ticket %s is about procedures on line (Điều 16.1)."},
	NoticeInherited:            {"Phiếu %s: %s không còn hoạt động, chuyển sang %s là đơn vị kế thừa.", "Ticket %s: %s is no more; its heir %s has it."},
	NoticeUnitGone:             {"Phiếu %s: %s không còn hoạt động và chưa rõ đơn vị nào kế thừa; cần xem lại và chuyển.", "Ticket %s: %s is no more, and which unit has its work is not certain; decide whose it is."},
	NoticeReturned:             {"Phiếu %s bị %s trả lại: %s", "Ticket %s was returned by %s: %s"},
	NoticePromised:             {"Phiếu %s đang xác minh, hẹn xong lúc %s.", "Ticket %s is being verified until %s."},
	NoticePromisedFar:          {"Phiếu %s: Thủ trưởng của %s hẹn xa, xong lúc %s (Điều 9.3).", "Ticket %s: the head of %s promises a far finish, %s (Điều 9.3)."},
	NoticeContributed:          {"Phiếu %s: %s đã có ý kiến phối hợp.", "Ticket %s: %s has given its part."},
	NoticeTaskDone:             {"Phiếu %s: %s đã báo cáo việc được giao.", "Ticket %s: %s has reported on its task."},
	NoticeResolved:             {"Phiếu %s đã có kết quả, cần công khai hoặc trả lời người gửi.", "Ticket %s has its result, to be published or answered."},
	NoticeContested:            {"Phiếu %s: người gửi không nhất trí với kết quả.", "Ticket %s: the sender disagrees with the result."},
	NoticeOfficeTook:           {"Phiếu %s do Văn phòng UBND thành phố chủ trì (Điều 9.5).", "Ticket %s is led by the Office (Điều 9.5)."},
	NoticeEscalated:            {"Phiếu %s: %s quá hạn trả lời, đã chuyển Thủ trưởng đơn vị.", "Ticket %s: %s did not answer in time; its head has it now."},
	NoticeOverdue:              {"Phiếu %s: %s quá hạn, cần báo cáo Lãnh đạo UBND thành phố.", "Ticket %s: %s is overdue, to be reported to the city's leadership."},
	NoticeHotlineLate:          {"Phiếu %s: tổng đài đã quá hạn.", "Ticket %s: the hotline is late."},
	NoticeWarned:               {"Phiếu %s: sắp hết hạn của tổng đài.", "Ticket %s: the hotline's time is nearly over."},
	NoticeEmergency:            {"Phiếu %s khẩn cấp, đã gọi %s.", "Ticket %s is an emergency; %s was called."},
	NoticeNoEmergency:          {"Phiếu %s không phải khẩn cấp: %s", "Ticket %s is no emergency: %s"},
	NoticeUrgent:               {"Phiếu %s cấp bách (Điều 9.6).", "Ticket %s presses (Điều 9.6)."},
	NoticeDossier:              {"Phiếu %s: tổng đài đã gửi bản tổng hợp (Điều 9.6).", "Ticket %s: the hotline has sent its dossier (Điều 9.6)."},
	NoticeDocument:             {"Phiếu %s: có văn bản %s gửi đơn vị.", "Ticket %s: document %s is for your unit."},
	NoticeReward:               {"Phiếu %s: có đề xuất khen thưởng.", "Ticket %s: somebody is proposed for a commendation."},
	NoticeWarning:              {"Phiếu %s: có cảnh báo về người gửi, cần duyệt.", "Ticket %s: a warning of the sender waits to be approved."},
	NoticeCalledAgain:          {"Phiếu %s: người dân gọi lại về việc này, xem ghi chú.", "Ticket %s: somebody called about it again; see the note."},
	NoticeWithdrawnPublication: {"Phiếu %s: nội dung công khai đã được rút; nếu đơn vị đã đăng lại thì gỡ xuống.", "Ticket %s: what was published is withdrawn; take it down where you have published it."},
	TicketNotPublic:            {"Phiếu này không có nội dung công khai.", "Nothing of this ticket is published."},
	NoticeManyPeople:           {"Tài khoản %s đã xem danh tính %s người trong một giờ, quá mức báo động %s (Điều 12.2). Kiểm tra viên đọc được nhật ký.", "Account %s has seen who %s people are within an hour, more than the %s that are usual (Điều 12.2). Auditors can read the audit log."},
	NoticeManyNames:            {"Tài khoản %s đã xem danh tính %s người trong các danh sách trong một giờ, quá mức báo động %s (Điều 12.2). Kiểm tra viên đọc được nhật ký.", "Account %s has seen in lists who %s people are within an hour, more than the %s that are usual (Điều 12.2). Auditors can read the audit log."},
	NoticeMuchSound:            {"Tài khoản %s đã nghe %s bản ghi âm trong một giờ, quá mức báo động %s (Điều 12.2). Kiểm tra viên đọc được nhật ký.", "Account %s has heard %s recordings within an hour, more than the %s that are usual (Điều 12.2). Auditors can read the audit log."},
	NoticeManyFiles:            {"Tài khoản %s đã xem %s tệp trong một giờ, quá mức báo động %s (Điều 12.2). Kiểm tra viên đọc được nhật ký.", "Account %s has looked at %s files within an hour, more than the %s that are usual (Điều 12.2). Auditors can read the audit log."},
	NoticeManyCopies:           {"Tài khoản %s đã tải %s bản ghi âm trong một giờ, quá mức báo động %s (Điều 12.2). Kiểm tra viên đọc được nhật ký.", "Account %s has downloaded %s recordings within an hour, more than the %s that are usual (Điều 12.2). Auditors can read the audit log."},
	NoticeManyCases:            {"Tài khoản %s đã xuất %s hồ sơ trong một giờ, quá mức báo động %s (Điều 12.2). Kiểm tra viên đọc được nhật ký.", "Account %s has taken %s cases out within an hour, more than the %s that are usual (Điều 12.2). Auditors can read the audit log."},
	NoticeSenderUntold:         {"Phiếu %s: không có cách nhắn cho người gửi. Hãy gọi, hoặc báo bằng cách khác.", "Ticket %s: no message reaches the sender. Call them, or tell them by another way."},
	NoticeMessageFailed:        {"Phiếu %s: có tin nhắn không đến được người nhận. Hãy gọi, hoặc gửi lại.", "Ticket %s: a message did not reach whom it was for. Call them, or send it again."},
	NoticeCalendarEnds:         {"Lịch làm việc chỉ có đến ngày %s. Hãy cho người quản trị kéo dài lịch: sau ngày đó hạn xử lý chỉ là tạm tính.", "The working calendar ends on %s. Have the administrator prolong it: deadlines after that day are assumed."},
	NoticeDeletion:             {"%s bản ghi âm đã hết thời hạn lưu trữ và sẽ bị tiêu hủy từ ngày %s. Hãy xem danh sách ở trang Lưu trữ ghi âm; cần giữ bản nào thì đặt lệnh giữ trước ngày đó.", "The time of %s recordings is over; they will be deleted from %s on. See the list on the page Retention, and place a hold on those to be kept before that day."},
	NoticeCalendarOver:         {"Lịch làm việc đã hết từ ngày %s. Hạn xử lý đang được tạm tính theo giờ làm việc cuối cùng; hãy kéo dài lịch.", "The working calendar ended on %s. Deadlines are assumed by its last hours; have it prolonged."},
	NoticeUnitUntold:           {"Phiếu %s: đơn vị %s chưa có ai nhận được tin nhắn. Hãy gọi cho đơn vị.", "Ticket %s: nobody at unit %s can be sent a message. Call the unit."},
	NoticeConduct:              {"Phiếu %s: có phản ánh về cán bộ xử lý.", "Ticket %s: there is a word about an officer's conduct."},
	NoticeRecordingAsked:       {"Phiếu %s: %s đề nghị cung cấp file ghi âm.", "Ticket %s: %s asks for a recording."},
	NoticeRecordingDecided:     {"Phiếu %s: đề nghị nghe ghi âm đã có trả lời.", "Ticket %s: the request for a recording has been decided."},
	NoticeCorrected:            {"Phiếu %s: thông tin đã được sửa lại, xin xem phần thay đổi.", "Ticket %s: what it says has been corrected; see what changed."},
	NoticeOtherUnit:            {"Phiếu %s: theo nội dung vừa sửa thì thuộc trách nhiệm của %s; phiếu chưa tự chuyển (Điều 14.2).", "Ticket %s: as corrected it is for %s to answer; it has not moved by itself (Điều 14.2)."},
	NoticePublicBetrays:        {"Phiếu %s: nội dung đã công khai có thông tin của người gửi, cần rút xuống (Điều 12.1).", "Ticket %s: what is published has its sender's data in it, and has to be withdrawn (Điều 12.1)."},
	NoticeHandedOver:           {"Phiếu %s của %s đã bàn giao cho cán bộ khác.", "Ticket %s of %s has been handed over to another officer."},

	"ticket_kind_request":    {"Yêu cầu", "Request"},
	"ticket_kind_question":   {"Thắc mắc", "Question"},
	"ticket_kind_suggestion": {"Góp ý", "Suggestion"},
	"ticket_kind_report":     {"Phản ánh", "Report"},
	"ticket_kind_petition":   {"Kiến nghị", "Petition"},

	"ticket_state_received":                 {"Mới tiếp nhận", "Received"},
	"ticket_state_awaiting_sender":          {"Chờ người gửi bổ sung (1022 đề nghị)", "Waiting for the sender (asked by 1022)"},
	"ticket_state_awaiting_sender_for_unit": {"Chờ người gửi bổ sung (đơn vị đề nghị)", "Waiting for the sender (asked by the unit)"},
	"ticket_state_declined":                 {"Không tiếp nhận", "Declined"},
	"ticket_state_live_transfer":            {"Đang nối trực tiếp", "Being put through"},
	"ticket_state_assigned":                 {"Đã chuyển đơn vị", "With a unit"},
	"ticket_state_in_progress":              {"Đang xử lý", "In progress"},
	"ticket_state_verifying":                {"Đang xác minh, có hẹn", "Being verified, with a date"},
	"ticket_state_escalated_to_head":        {"Đã chuyển Thủ trưởng", "With the head of the unit"},
	"ticket_state_overdue":                  {"Quá hạn (đang chờ xử lý)", "Overdue"},
	"ticket_state_office_led":               {"Văn phòng UBND chủ trì", "Led by the Office"},
	"ticket_state_awaiting_directive":       {"Chờ chỉ đạo", "Awaiting a directive"},
	"ticket_state_resolved":                 {"Đã có kết quả", "Has a result"},
	"ticket_state_published":                {"Đã công khai", "Published"},
	"ticket_state_answered":                 {"Đã trả lời (bảo mật)", "Answered (confidential)"},
	"ticket_state_contested":                {"Người gửi không nhất trí", "The sender disagrees"},
	"ticket_state_closed":                   {"Đã đóng", "Closed"},
	"ticket_state_merged":                   {"Gộp vào phiếu khác", "Merged into another"},

	"ticket_act_escalate":             {"quá hạn của cán bộ đầu mối, chuyển Thủ trưởng", "the officer's time is over: to the head of the unit"},
	"ticket_act_overdue":              {"quá hạn của Thủ trưởng, báo cáo Lãnh đạo thành phố", "the head's time is over: reported to the leadership"},
	"ticket_act_warned":               {"sắp hết hạn", "the time is nearly over"},
	"ticket_act_called_again":         {"người dân gọi lại", "called about it again"},
	"ticket_act_close":                {"tự đóng sau thời gian chờ ý kiến", "closed after a quiet while"},
	"ticket_act_live_late":            {"nối trực tiếp chưa có kết quả, chưa lập phiếu chuyển", "put through, and neither answered nor sent on"},
	"ticket_act_tell_late":            {"chậm báo kết quả cho người gửi", "the sender has not been told the result in time"},
	"ticket_act_ask_back_late":        {"tổng đài quá 01 giờ làm việc", "the hotline's hour is over"},
	"ticket_act_urgent_late":          {"quá hạn gửi bản tổng hợp cấp bách", "the dossier of a pressing matter is late"},
	"ticket_act_review_late":          {"quá hạn gửi bản tổng hợp rà soát", "the dossier of a review is late"},
	"ticket_act_decline":              {"không tiếp nhận", "decline"},
	"ticket_act_ask_sender":           {"đề nghị người gửi bổ sung", "ask the sender"},
	"ticket_act_sender_replied":       {"ghi nhận bổ sung của người gửi", "note the sender's reply"},
	"ticket_act_stop_waiting":         {"thôi chờ bổ sung", "stop waiting for the sender"},
	"ticket_act_answer":               {"trả lời trực tiếp", "answer at once"},
	"ticket_act_transfer_live":        {"nối trực tiếp cán bộ đầu mối", "put through to an officer"},
	"ticket_act_answered_live":        {"ghi nhận trả lời trực tiếp của cán bộ đầu mối", "note the officer's answer"},
	"ticket_act_assign":               {"chuyển đơn vị xử lý", "assign to a unit"},
	"ticket_act_sort":                 {"phân loại tin nhắn đã nghe", "sort the message"},
	"ticket_act_correct":              {"sửa thông tin", "correct what it says"},
	"ticket_act_withdraw_publication": {"rút nội dung đã công khai", "withdraw what was published"},
	"ticket_act_precheck":             {"ghi xác minh sơ bộ", "note the first check"},
	"ticket_act_mark_outside":         {"đánh dấu ngoài quy chế (thủ tục hành chính)", "mark as outside the regulation"},
	"ticket_act_accept":               {"nhận xử lý", "accept"},
	"ticket_act_ask_by_unit":          {"đơn vị đề nghị bổ sung", "ask the sender, as a unit"},
	"ticket_act_promise":              {"hẹn thời điểm hoàn tất", "promise a finish"},
	"ticket_act_progress":             {"cập nhật tiến độ", "note progress"},
	"ticket_act_contribute":           {"gửi ý kiến phối hợp", "give a cooperating unit's part"},
	"ticket_act_return":               {"trả lại", "return"},
	"ticket_act_delegate":             {"giao đơn vị trực thuộc", "delegate"},
	"ticket_act_task_done":            {"báo cáo việc được giao", "report on a task"},
	"ticket_act_resolve":              {"cập nhật kết quả", "give the result"},
	"ticket_act_hand_over":            {"bàn giao", "hand over"},
	"ticket_act_take_by_office":       {"chuyển Văn phòng UBND chủ trì", "have the Office lead"},
	"ticket_act_request_directive":    {"đề xuất, xin chỉ đạo", "ask for a directive"},
	"ticket_act_direct":               {"ghi văn bản chỉ đạo", "enter the directive"},
	"ticket_act_inherit":              {"đơn vị không còn hoạt động", "the unit is no more"},
	"ticket_act_reroute":              {"điều phối sang đơn vị khác", "re-route"},
	"ticket_act_remind":               {"nhắc đơn vị", "remind"},
	"ticket_act_allow_identity":       {"cho đơn vị biết người gửi", "let a unit know the sender"},
	"ticket_act_publish":              {"công khai kết quả", "publish"},
	"ticket_act_answer_confidential":  {"trả lời bảo mật", "answer confidentially"},
	"ticket_act_contest":              {"ghi nhận không nhất trí", "note the sender's disagreement"},
	"ticket_act_rate":                 {"đánh giá", "rate"},
	"ticket_act_rate_by_key":          {"đánh giá bằng phím cuối cuộc gọi", "rate by a key, at the end of a call"},
	"ticket_act_published_by_unit":    {"ghi trang đơn vị đã công khai", "note where the unit published it"},
	"ticket_act_merge":                {"gộp phiếu", "merge"},
	"ticket_act_mark_emergency":       {"đánh dấu khẩn cấp", "mark as an emergency"},
	"ticket_act_unmark_emergency":     {"bỏ dấu khẩn cấp", "take off the mark of an emergency"},
	"ticket_act_mark_urgent":          {"đánh dấu cấp bách", "mark as urgent"},
	"ticket_act_mark_confidential":    {"đánh dấu bảo mật", "mark as confidential"},
	"ticket_act_want_review":          {"đề nghị văn bản nhắc nhở, giải trình", "ask for a written reminder"},
	"ticket_act_send_dossier":         {"gửi bản tổng hợp cho Văn phòng", "send the dossier to the Office"},
	"ticket_act_record_document":      {"ghi văn bản đôn đốc", "enter a document to a unit"},
	"ticket_act_document_replied":     {"ghi trả lời văn bản", "enter the unit's reply"},
	"ticket_act_propose_reward":       {"đề xuất khen thưởng", "propose a commendation"},
	"ticket_act_decide_reward":        {"duyệt khen thưởng", "decide on a commendation"},
	"ticket_act_warn_of_sender":       {"cảnh báo người gửi", "warn of the sender"},
	"ticket_act_decide_warning":       {"duyệt cảnh báo", "decide on a warning"},
	"ticket_act_report_conduct":       {"phản ánh về cán bộ xử lý", "report an officer's conduct"},
	"ticket_act_request_recording":    {"đề nghị file ghi âm", "ask for a recording"},
	"ticket_act_attach":               {"thêm tệp", "add a file"},
	"ticket_act_remove_file":          {"gỡ tệp", "take a file away"},
	"ticket_act_publish_file":         {"chọn tệp công khai", "choose a file to be published"},
	"ticket_act_decide_recording":     {"duyệt cung cấp ghi âm", "decide on a recording"},
}
