package api

import (
	"encoding/json"
	"testing"

	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
)

var inFile = called{lang: lang.Vietnamese, fields: map[string]string{"chieu-sang": "Chiếu sáng"}, people: peopleCalled([]db.User{
	{Username: "op01", Name: "Nguyễn Thị Mai"}, {Username: "op02", Name: "Trần An"}, {Username: "op03", Name: "Trần An"}, {Username: "op04"},
})}

// What stands in the audit log is told in words: people by name, codes by what they mean, nothing that is empty.
func TestAuditDetailInWords(t *testing.T) {
	for detail, want := range map[string]string{
		`{"operator": "op01", "reason": "restart", "queues": ["tong-dai", "khac"]}`: "Tổng đài viên: Nguyễn Thị Mai · Hàng đợi: Tổng đài, khac · Lý do: hệ thống khởi động lại",
		`{"recorded": false, "group": 1, "max_hour": 0}`:                            "Nhóm: Sự cố hạ tầng · Cuộc tối đa mỗi giờ: 0 · Thu âm sẵn: không",
		`{"way": "password", "next": "done", "remote": "10.0.0.7"}`:                 "Bước tiếp: đã vào · Từ máy: 10.0.0.7 · Cách đăng nhập: mật khẩu",
		`{"before": {"role": "operator"}, "after": {"role": "leader"}}`:             "Sau: (Vai trò: Trưởng ca) · Trước: (Vai trò: Tổng đài viên)",
		`{"before": null, "after": {"post": "focal", "kind": "commune"}}`:           "Sau: (Loại: Phường, xã, đặc khu, Vị trí: cán bộ đầu mối)",
		`{"before": "a1b2"}`:      "Thay phiên bản: a1b2",
		`{"kind": "image/png"}`:   "Loại: image/png",
		`{"max_wait": 5}`:         "max wait: 5",
		`{"field": "chieu-sang"}`: "Lĩnh vực: Chiếu sáng",
		`{"operator": "op04", "reason": "", "queues": [], "nothing": null}`:                                                        "Tổng đài viên: op04",
		`{"shifts": [{"username": "op01", "starts_at": "2026-01-05T06:00:00+07:00"}, {"starts_at": "2026-01-05T14:00:00+07:00"}]}`: "Ca trực: Từ: 05/01/2026 06:00, Người: Nguyễn Thị Mai; Từ: 05/01/2026 14:00",
		`{"filters": "state=overdue&from=0912&operator=op02&since=2026-01-05T00%3A00%3A00%2B07%3A00", "rows": 3}`:                  "bộ lọc: Số máy: 0912, Tổng đài viên: Trần An (op02), Từ ngày: 05/01/2026 00:00, Trạng thái: Quá hạn (đang chờ xử lý) · số dòng: 3",
		`{"call": "demo1-1.1", "recordings": 2, "reason": "Thanh tra"}`:                                                            "Cuộc gọi: demo1-1.1 · Lý do: Thanh tra · Số bản ghi: 2",
		`{"lines": 8, "model": "whisper-1"}`:                                                                                       "Số câu: 8 · Máy chép: whisper-1",
		`{}`:                                                                                                                       "",
	} {
		var d map[string]any
		if err := json.Unmarshal([]byte(detail), &d); err != nil {
			t.Fatal(err)
		}
		if got := inFile.detail(d); got != want {
			t.Errorf("%s: %q, want %q", detail, got, want)
		}
	}
}

// People are called by their names in every file, and so is what an entry of the audit log is about.
func TestCalledByName(t *testing.T) {
	for cell, want := range map[told]string{
		actor("op01"): "Nguyễn Thị Mai", actor("op03"): "Trần An (op03)", actor("op04"): "op04", actor("gone"): "gone", actor("system"): "Hệ thống", actor("token:ab12"): "Mã truy cập ab12", actor(""): "",
		field("chieu-sang"): "Chiếu sáng", field("khac"): "khac",
		audited{"calls", ""}: "Danh sách cuộc gọi", audited{"user:op01", ""}: "Nguyễn Thị Mai", audited{"ticket:260000010", ""}: "Tin nhắn", audited{"ticket:260000013", ""}: "Phiếu 26-000001-3",
		audited{"call:pbx1-1.2", ""}: "Cuộc gọi pbx1-1.2", audited{"emergency:7", "pbx1-1.2"}: "Ca khẩn cấp số 7 (Cuộc gọi pbx1-1.2)", audited{"thing:7", ""}: "thing 7",
	} {
		if got := cell.in(inFile); got != want {
			t.Errorf("%v: %q, want %q", cell, got, want)
		}
	}
}
