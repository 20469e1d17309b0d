package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// record is the call in words, for whoever reads no JSON.
func (e evidenceOf) record() string {
	var b strings.Builder
	fmt.Fprintf(&b, "CUỘC GỌI %s\nTổng đài 1022 thành phố Hải Phòng\n\nTừ số: %s\nGọi đến: %s\nBắt đầu: %s\n", e.call.ID, e.call.From, e.call.To, localTime(e.call.StartedAt))
	if e.call.EndedAt != nil {
		fmt.Fprintf(&b, "Kết thúc: %s\n", localTime(*e.call.EndedAt))
	}
	fmt.Fprintf(&b, "Tổng đài viên: %s\n", e.call.OperatorName)
	if len(e.call.Tickets) > 0 {
		fmt.Fprintf(&b, "Phản ánh: %s\n", strings.Join(e.call.Tickets, ", "))
	}
	b.WriteString("\nBẢN GHI ÂM\n")
	for _, r := range e.recordings {
		said := []string{lang.Word(lang.Vietnamese, "recording", r.State)}
		if r.ArchivedAt != nil && r.State == store.RecordingArchived {
			said[0] = "lưu trữ lúc " + localTime(*r.ArchivedAt)
		}
		if !e.enclosed[r.Leg] && (r.State == store.RecordingArchived || r.State == store.RecordingSpooled) {
			said = append(said, "không còn tệp âm thanh lúc lấy ra")
		}
		if r.DeletedAt != nil {
			said[0] = fmt.Sprintf("tiêu hủy lúc %s vì hết thời hạn lưu trữ (quy tắc: %s)", localTime(*r.DeletedAt), lang.Word(lang.Vietnamese, "retention", r.KeepRule))
		}
		if r.Sha256 != nil {
			said = append(said, "SHA-256 "+*r.Sha256)
		}
		if r.Salvaged {
			said = append(said, "phần cuối có thể bị mất")
		}
		for _, flaw := range r.Flaws {
			said = append(said, lang.Word(lang.Vietnamese, "flaw", flaw))
		}
		if r.SpoolFault != "" && len(r.Flaws) > 0 {
			said = append(said, lang.Word(lang.Vietnamese, "spool", r.SpoolFault))
		}
		where := "am-thanh/" + r.Leg + ".wav (" + voices(r.Leg) + ")"
		if !e.enclosed[r.Leg] {
			where = r.Leg + " (không có tệp âm thanh trong bộ này)"
		}
		fmt.Fprintf(&b, "- %s: %s\n", where, strings.Join(said, ", "))
	}
	fmt.Fprintf(&b, "\nLấy ra: %s, %s (%s), lý do: %s\n", localTime(e.note.At), e.note.By, e.note.Account, e.note.Reason)
	return b.String()
}

// voices tells who is on which side of a leg's sound.
func voices(leg string) string {
	if leg == store.LegCall {
		return "bên trái: người dân; bên phải: những gì người dân nghe"
	}
	return "trao đổi riêng; bên trái: cán bộ hoặc đầu dây bên ngoài; bên phải: tổng đài viên"
}

// instruction tells how to verify with what every system has.
func (e evidenceOf) instruction() string {
	var b strings.Builder
	b.WriteString(`CÁCH KIỂM TRA BỘ CHỨNG CỨ NÀY
Chỉ cần những gì có sẵn trên mọi máy Linux: sha256sum, openssl (từ bản 3.0), sed, grep, cut và cat.
Trên macOS: gõ "shasum -a 256" thay cho "sha256sum", và cài openssl 3 (bản có sẵn của macOS là LibreSSL, không kiểm tra được).
Giải nén, mở cửa sổ lệnh trong thư mục đó rồi chạy lần lượt.
`)
	files, proven := "âm thanh, cuộc gọi, phản ánh", "chỉ âm thanh, và của cuộc gọi những gì có trong bảng kê,"
	if len(e.enclosed) == 0 {
		files, proven = "cuộc gọi, phản ánh", "chỉ những gì của cuộc gọi có trong bảng kê"
		b.WriteString("Không còn âm thanh nào của cuộc gọi này; vì sao thì ghi ở mục BẢN GHI ÂM trong cuoc-goi.txt.\n")
	}
	n := 0
	step := func(text string) {
		n++
		fmt.Fprintf(&b, "\n%d. %s\n", n, text)
	}
	verify := func(key, body string) {
		fmt.Fprintf(&b, "     openssl pkeyutl -verify -pubin -inkey %s -rawin -in %[2]s -sigfile %[2]s.sig\n", key, body)
	}
	if e.sign != nil {
		step("Danh mục tệp do Tổng đài ký lúc lấy ra, không bị sửa (phải hiện: Signature Verified Successfully):")
		verify("SHA256SUMS.pub.pem", "SHA256SUMS")
		step("Các tệp (" + files + ") còn nguyên như lúc lấy ra:")
	} else {
		proven += " được chứng minh ở các bước sau"
		if len(e.manifests) == 0 {
			proven = "chưa có bảng kê nào được ký để chứng minh phần nào trong bộ này"
		}
		step("Các tệp không hỏng trên đường đi. Lúc lấy ra Tổng đài không có khóa để ký danh mục này: bước này KHÔNG chứng minh nội dung\n" +
			"   cuộc gọi (cuoc-goi) và phản ánh (phan-anh) chưa bị ai sửa; " + proven + ".")
	}
	b.WriteString("     sha256sum -c SHA256SUMS\n")
	if len(e.manifests) == 0 {
		step("Cuộc gọi này chưa có trong bảng kê nào được ký (bảng kê của một giờ được lập chậm nhất 15 phút sau khi hết giờ, của một ngày sau khi hết ngày). Hãy lấy lại bộ chứng cứ sau.")
	} else {
		step("Bảng kê của ngày lưu trữ (trong ngày đó: của giờ) do Tổng đài ký, không bị sửa (phải hiện: Signature Verified Successfully):")
		for _, m := range e.manifests {
			verify("bang-ke/"+m.Day+".pub.pem", "bang-ke/"+m.Day+".json")
		}
	}
	if len(e.deletions) > 0 {
		step("Giấy chứng nhận tiêu hủy bản ghi âm hết thời hạn lưu trữ do Tổng đài ký (phải hiện: Signature Verified Successfully, rồi những dòng về bản ghi âm của cuộc gọi này; bản ghi có dòng reason thì chưa bị tiêu hủy):")
		for _, c := range e.deletions {
			verify(deletionName(c)+".pub.pem", deletionName(c)+".json")
			fmt.Fprintf(&b, "     sed -n '/\"call\": \"%s\"/,/^    }/p' %s.json\n", literal(e.call.ID), deletionName(c))
		}
	}
	e.keys(step, &b)
	if len(e.manifests) == 0 {
		return b.String()
	}
	if len(e.enclosed) > 0 {
		step("Bản ghi âm đúng là bản đã kê (phải hiện một dòng):")
	}
	for _, r := range e.recordings {
		if !e.enclosed[r.Leg] {
			continue
		}
		if r.Manifest != nil && r.Sha256 != nil {
			fmt.Fprintf(&b, "     sha256sum am-thanh/%s.wav\n     grep %s bang-ke/%s.json\n", r.Leg, *r.Sha256, *r.Manifest)
		} else if r.Sha256 != nil {
			fmt.Fprintf(&b, "     (am-thanh/%s.wav chưa có trong bảng kê nào)\n", r.Leg)
		}
	}
	if e.listed != "" {
		step("Giờ giấc và cách kết thúc của cuộc gọi như bảng kê ghi (giờ quốc tế, cộng 7 giờ là giờ Việt Nam):")
		fmt.Fprintf(&b, "     sed -n '/\"id\": \"%s\"/,/\"operators\"/p' bang-ke/%s.json\n", literal(e.call.ID), e.listed)
	}
	if len(e.sealed) > 0 {
		step("Số gọi đến (caller), số được gọi (called), tổng đài viên (operators) đúng như bảng kê, nơi chỉ có mã băm của chúng (mỗi lệnh grep phải hiện một dòng):")
		for _, fact := range slices.Sorted(maps.Keys(e.sealed)) {
			fmt.Fprintf(&b, "     cat %[1]s; echo\n     grep $(sha256sum < %[1]s | cut -c1-64) bang-ke/%[2]s.json\n", sealedName(fact), e.listed)
		}
	}
	return b.String()
}

// literal is a call's number in a pattern: its dots stand for themselves.
func literal(id string) string { return strings.ReplaceAll(id, ".", `\.`) }

// keys tells whose the keys are that come with the package: anybody can make one.
func (e evidenceOf) keys(step func(string), b *strings.Builder) {
	if e.sign == nil && len(e.manifests) == 0 && len(e.deletions) == 0 {
		return
	}
	step("Khóa công khai đúng là của Tổng đài: mã của khóa phải trùng với mã mà Tổng đài đã công bố hoặc trả lời khi được hỏi:")
	tell := func(file, key string) {
		fmt.Fprintf(b, "     openssl pkey -pubin -in %s -outform DER | sha256sum\n     (trong bộ này: %s)\n", file, keyID(key))
	}
	if e.sign != nil {
		tell("SHA256SUMS.pub.pem", e.key)
	}
	for _, m := range e.manifests {
		tell("bang-ke/"+m.Day+".pub.pem", m.PublicKey)
	}
	for _, c := range e.deletions {
		tell(deletionName(c)+".pub.pem", c.PublicKey)
	}
}

func deletionName(c db.DeletionCertificate) string { return "tieu-huy/" + c.Plan.String() }

// keyID is the SHA-256 of a public key's DER.
func keyID(text string) string {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return "không đọc được"
	}
	sum := sha256.Sum256(block.Bytes)
	return hex.EncodeToString(sum[:])
}
