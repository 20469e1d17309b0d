package protocol

// The codes of Error.
const (
	CodeBadMessage  = "bad_message"    // does not parse, or carries what is not its type's
	CodeUnknownType = "unknown_type"   // of a type that this version does not know
	CodeTooLarge    = "too_large"      // beyond MaxMessageBytes
	CodeTooMany     = "too_many"       // beyond MaxRate, or too many offences
	CodeNotYours    = "not_yours"      // another's call
	CodeNotNow      = "not_now"        // the call or the operator is not in a state for it
	CodeUnknownCall = "unknown_call"   // the call is no longer there
	CodeNoMedia     = "no_media"       // the browser's audio is not connected
	CodeLinkDown    = "link_down"      // Asterisk cannot be reached
	CodeOwnNumber   = "own_number"     // the telephone to be called is the caller's own, or the hotline's
	CodeNobody      = "nobody_on_call" // the unit has no officer with a telephone
	CodeDenied      = "denied"         // the number may not be called, or not now: too many calls out
	CodeNotAllowed  = "not_allowed"    // another role's to ask
	CodeInternal    = "internal"       // a failure of ours; the log says which
)

// Text is one user-facing sentence in both languages.
type Text struct {
	Vietnamese string
	English    string
}

// Catalogue holds the text of every code.
var Catalogue = map[string]Text{
	CodeBadMessage: {
		"Yêu cầu không hợp lệ. Hãy tải lại trang.",
		"The request is not valid. Please reload the page.",
	},
	CodeUnknownType: {
		"Hệ thống không biết yêu cầu này. Hãy tải lại trang.",
		"The system does not know this request. Please reload the page.",
	},
	CodeTooLarge: {
		"Yêu cầu quá lớn.",
		"The request is too large.",
	},
	CodeTooMany: {
		"Quá nhiều yêu cầu trong thời gian ngắn. Kết nối đã bị đóng.",
		"Too many requests in a short time. The connection was closed.",
	},
	CodeNotYours: {
		"Cuộc gọi này không phải của bạn.",
		"This call is not yours.",
	},
	CodeNotNow: {
		"Lúc này không thực hiện được thao tác đó.",
		"That cannot be done now.",
	},
	CodeUnknownCall: {
		"Cuộc gọi này không còn nữa.",
		"This call is no longer there.",
	},
	CodeNoMedia: {
		"Âm thanh chưa được kết nối. Hãy kiểm tra micrô và tai nghe.",
		"Audio is not connected. Please check microphone and headset.",
	},
	CodeLinkDown: {
		"Tổng đài đang mất kết nối. Hệ thống đang kết nối lại.",
		"The telephone exchange is not reachable. The system is reconnecting.",
	},
	CodeOwnNumber: {
		"Số máy cần gọi chính là số của người dân hoặc của tổng đài.",
		"The number to be called is the caller's own, or the hotline's.",
	},
	CodeNobody: {
		"Đơn vị này chưa có cán bộ trực với số điện thoại. Hãy chọn đơn vị khác hoặc lập phiếu chuyển.",
		"This unit has no officer on call with a telephone. Choose another unit, or write a transfer slip.",
	},
	CodeDenied: {
		"Không được phép gọi số này, hoặc đã vượt giới hạn cuộc gọi đi.",
		"This number may not be called, or the limit of calls out is reached.",
	},
	CodeNotAllowed: {
		"Bạn không có quyền thực hiện thao tác này.",
		"You do not have the right to do that.",
	},
	CodeInternal: {
		"Hệ thống gặp lỗi. Hãy thử lại; nếu vẫn lỗi, báo quản trị viên.",
		"The system failed. Please try again; if it persists, tell the administrator.",
	},
}

// NewError is the Error of a code, with its Vietnamese text. A code that the
// catalogue lacks becomes CodeInternal.
func NewError(code string) *Error {
	text, ok := Catalogue[code]
	if !ok {
		code, text = CodeInternal, Catalogue[CodeInternal]
	}
	return &Error{Code: code, Message: text.Vietnamese}
}
