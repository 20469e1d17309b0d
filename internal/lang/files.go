package lang

import "maps"

// Of files that are added to tickets.
const (
	FileEmpty        Key = "file_empty"
	FileTooLarge     Key = "file_too_large" // most, in megabytes
	FileKind         Key = "file_kind"      // what it is
	FileCut          Key = "file_cut"
	FilesBusy        Key = "files_busy"
	FilesNoSpace     Key = "files_no_space"
	FilesFull        Key = "files_full" // how many, how many megabytes
	FileOfUnits      Key = "file_of_units"
	FileOfOther      Key = "file_of_other"
	FileIsResult     Key = "file_is_result"
	FileNotShown     Key = "file_not_shown"
	FilePicture      Key = "file_picture"
	FileRemoved      Key = "file_removed"
	FileConfidential Key = "file_confidential"
	FileNeedsReason  Key = "file_needs_reason"
	FileAltered      Key = "file_altered"
	FileNoReply      Key = "file_no_reply"
)

// Why a document's digital signature does not do (Điều 17.6).
const (
	SignatureNoPDF     Key = "signature_no_pdf"
	SignatureMissing   Key = "signature_missing"
	SignatureBroken    Key = "signature_broken"
	SignatureChanged   Key = "signature_changed"
	SignatureExpired   Key = "signature_expired"
	SignatureWeak      Key = "signature_weak"
	SignatureUnknown   Key = "signature_unknown"
	SignatureUntrusted Key = "signature_untrusted" // who signed
)

func init() { maps.Copy(catalogue, ofFiles) }

var ofFiles = map[Key]text{
	FileEmpty:        {"Tệp rỗng.", "The file is empty."},
	FileTooLarge:     {"Tệp lớn quá %d MB.", "The file is larger than %d MB."},
	FileKind:         {"Không nhận loại tệp này (%s). Nhận ảnh (JPEG, PNG, WebP, HEIC), video, âm thanh và PDF.", "A file of this kind (%s) is not taken. Pictures (JPEG, PNG, WebP, HEIC), films, sound and PDF are."},
	FilesBusy:        {"Đang có quá nhiều tệp được gửi hoặc tải về cùng lúc. Xin thử lại sau ít phút.", "Too many files are on their way at once. Please try again in some minutes."},
	FilesNoSpace:     {"Máy chủ sắp hết chỗ chứa nên tạm không nhận và không gửi tệp. Xin báo người quản trị.", "The server is running out of disk space and takes and gives no files for now. Please tell the administrator."},
	FileCut:          {"Tệp chưa gửi hết. Xin gửi lại.", "The file did not arrive whole. Please send it again."},
	FilesFull:        {"Phiếu đã có đủ %d tệp hoặc %d MB.", "The ticket holds %d files or %d MB already."},
	FileOfUnits:      {"Tệp về tiến độ do đơn vị xử lý gửi (Điều 17.2).", "What shows progress is the unit's to add (Điều 17.2)."},
	FileOfOther:      {"Tệp do nơi khác gửi; chỉ nơi đó hoặc Văn phòng gỡ được.", "Others have added this file; they or the Office can take it away."},
	FileIsResult:     {"Kết quả của phiếu dựa trên văn bản này nên không gỡ được.", "The ticket's result rests on this document: it stays."},
	FileNotShown:     {"Không công khai loại tệp này: có thể lộ mặt, giọng nói hoặc nơi chụp.", "A file of this kind is not published: it may show faces, voices or places."},
	FilePicture:      {"Không đọc được ảnh này.", "The picture cannot be read."},
	FileRemoved:      {"Tệp đã được gỡ.", "The file has been taken away."},
	FileConfidential: {"Phiếu bảo mật: chưa được phép xem tệp của người gửi (Điều 12.2).", "The ticket is confidential: you may not see what the sender gave (Điều 12.2)."},
	FileNeedsReason:  {"Ghi rõ lý do xem tệp (ít nhất 3 chữ hoặc số); lý do được lưu trong nhật ký.", "Say why you look at the file (3 letters or digits at least); it is noted."},
	FileAltered:      {"Kho không còn tệp này đúng như lúc gửi nên không đưa ra được. Sự việc đã được ghi lại.", "The archive does not have this file any more as it was added, so it is not given out. This has been noted."},
	FileNoReply:      {"Không phải văn bản trả lời đã ký số của phiếu này (Điều 17.6).", "This is no signed reply of this ticket's (Điều 17.6)."},

	SignatureNoPDF:     {"Văn bản trả lời chính thức phải là tệp PDF có chữ ký số (Điều 17.6).", "An official reply is a PDF with a digital signature (Điều 17.6)."},
	SignatureMissing:   {"Tệp PDF chưa có chữ ký số; hình chữ ký không thay được (Điều 17.6).", "The PDF has no digital signature; a picture of one is none (Điều 17.6)."},
	SignatureBroken:    {"Chữ ký số không còn nguyên vẹn: nội dung khác lúc ký.", "The digital signature is broken: this is not what was signed."},
	SignatureChanged:   {"Văn bản đã bị sửa sau khi ký số.", "The document was changed after it was signed."},
	SignatureExpired:   {"Chứng thư số không còn hiệu lực vào lúc ký.", "The signer's certificate was not valid when it was signed."},
	SignatureWeak:      {"Chữ ký số dùng thuật toán không còn an toàn (SHA-1, MD5). Xin ký lại.", "The signature uses an algorithm that proves nothing any more (SHA-1, MD5). Please sign again."},
	SignatureUnknown:   {"Không kiểm tra được chữ ký số dạng này.", "A signature of this form cannot be checked."},
	SignatureUntrusted: {"Chứng thư số của “%s” không do tổ chức chứng thực được tin cậy cấp.", "The certificate of “%s” is of no authority that is trusted here."},
}
